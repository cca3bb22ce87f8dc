"""Mentions of documents in running text: number, type, date, issuer, title. The grammar of cited documents.

State: `213/KH-BYT`, `09/2017/NĐ-CP`; law: `15/2023/QH15`; party: `20-NQ/TW`, `10-KH/ĐU` (Hướng dẫn 36-HD/VPTW);
công văn: `574/UBND-NC` (no type in its notation); bare: `Nghị quyết 20`, `Nghị định 09/2017`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kehoach.pipeline.form.dates import DATE, find_date
from kehoach.pipeline.form.doc_types import cited_names, cited_types, type_of_notation
from kehoach.pipeline.form.text_key import is_capitals, squeeze, vi_pattern
from kehoach.pipeline.parse.citing.issuers import issuer_at
from kehoach.pipeline.parse.lines.paragraphs import Para

_PART = r"[A-ZÀ-Ỵ][A-ZÀ-Ỵ&.]{0,14}(?:[a-zđ](?![a-zà-ỵ])[A-ZÀ-Ỵ]{0,4})?\d{0,2}(?![a-zà-ỵ])"  # KH, TTLT, CTr, CTrPH
_HYPHEN = r"(?:[-–]\s?|\s[-–])"
NUMBER = vi_pattern(
    rf"(?<![\w/.,-])(?:(?P<state>\d{{1,5}}[a-zA-Z]?\s?/\s?(?:(?:19"
    rf"|20)\d{{2}}\s?/\s?)?{_PART}(?:{_HYPHEN}{_PART}){{1,4}})"
    r"|(?P<law>\d{1,3}\s?/\s?(?:19|20)\d{2}\s?/\s?(?:QH|UBTVQH|PL-UBTVQH|L-CTN|SL)\s?\d{0,2})"
    rf"|(?P<party>\d{{1,5}}\s?{_HYPHEN}(?=[A-ZÀ-Ỵ]\w){_PART}\s?/\s?(?=[A-ZÀ-Ỵ]\w){_PART}(?:-{_PART}){{0,2}}))"
)
"""A document number; a hyphen may have a space on one side (line ends), never on both («123/KH-UBND - Ban …»)."""
_UNIT = vi_pattern(r"(?<=số )(?P<n>\d{1,5}\s?/\s?(?:[A-ZÀ-Ỵ][A-ZÀ-Ỵ&]{1,9}|TTg))(?![\w-])")
_BARE = re.compile(
    r"\b(?P<type>Nghị quyết|Chỉ thị|Kết luận|Nghị định|Quyết định|Thông tư|Thông báo|Hướng dẫn|Công điện|nghị quyết"
    r"|chỉ thị|nghị định|thông tư)\s+(?:số\s+)?"
    r"(?P<n>\d{1,4}(?:/(?:19|20)\d{2})?)(?![\d/.,]*\d)(?!\s?[-–/]\s?[A-ZĐ])(?!\s*%)(?!\s+(?:điều|khoản|điểm|năm"
    r"|tháng|ngày)\b)"
)
_BEFORE_NUMBER = re.compile(r"\s*(?:lien tich\s*)?(?:(?:so|s6)\b\s*[:.]?\s*|:\s*)?$")
_TO_DATE = re.compile(r"\s*[,(]?\s*(?:ban hanh\s+)?(?:ngay\s+)?(?=\d)")
_TITLE = re.compile(
    r"\s*[),]?\s*(?=(?:ve|v/v|ban hanh|phe duyet|quy dinh|huong dan|sua doi|trien khai|thuc hien|ket luan|chi tiet"
    r"|dieu chinh|cong bo|giao|thanh lap|to chuc)\b)"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a document is cited: its letters in the paragraph, and what is said of it there.

    `stop`: where its title ends.
    """

    para: Para
    start: int
    end: int
    number: str
    type: str | None = None
    date: str | None = None
    issuer: str | None = None
    title: str | None = None
    bare: bool = False
    stop: int = 0

    @property
    def raw(self) -> str:
        """As printed, type, date and issuer included."""
        return self.para.text[self.start : self.end]


def close_spaces(number: str) -> str:
    """A number without inner spaces, its hyphens plain.

    >>> close_spaces("57- NQ/TW"), close_spaces("04 /KH–SYT")
    ('57-NQ/TW', '04/KH-SYT')
    """
    return re.sub(r"\s+", "", number).replace("–", "-").rstrip(".")


def _type_before(para: Para, at: int) -> tuple[str | None, int]:
    """The type word that stands right before a number, and where it begins."""
    window = max(at - 40, 0)
    before = para.key[window:at]
    gap = _BEFORE_NUMBER.search(before)
    end = gap.start() if gap else len(before)
    found = None
    for match in cited_types().finditer(before):
        if match.end() >= end - 1:
            found = match
    if found is None:
        return None, window + end if gap and gap[0].strip() else at
    return cited_names()[found[0]], window + found.start()


def _law_before(para: Para, at: int) -> int:
    """Where the name of a law begins whose number stands at `at`; `at` itself where there is none."""
    window = max(at - 200, 0)
    before = re.sub(r"(?:\bso\s*:?\s*)$", "", para.key[window:at])
    starts = [m.start() for m in re.finditer(r"\b(?:bo luat|luat|phap lenh)\b", before)]
    if not starts:
        return at
    start = starts[-1]
    for candidate in starts:
        if before.startswith("luat sua doi", candidate) and ";" not in before[candidate:]:
            start = candidate
            break
    return window + start if not re.search(r"[;.]\s", before[start:]) else at


def _date_after(para: Para, at: int) -> tuple[str | None, int]:
    gap = _TO_DATE.match(para.key, at)
    if gap is None:
        return None, at
    match = DATE.match(para.key, gap.end())
    if match is None:
        return None, at
    found = find_date(para.key, match.start(), match.end())
    return (found.iso, found.end) if found else (None, at)


def _title_after(para: Para, at: int) -> str | None:
    gap = _TITLE.match(para.key, at)
    if gap is None:
        return None
    text = para.text[gap.end() : gap.end() + 400]
    stop = re.search(r";|\.\s|\.$|\)(?![^(]*\))", text)
    title = squeeze(text[: stop.start()] if stop else text)
    return title.strip(' ,“”"') or None


def _mention(para: Para, match: re.Match[str]) -> Mention:
    """What is said around a number."""
    group = match.lastgroup or "n"
    start, end = match.span(group)
    end -= len(match[group]) - len(match[group].rstrip(" ."))
    number = close_spaces(match[group])
    name: str | None
    if group == "law" and "QH" in number:
        begin = _law_before(para, start)
        name = "Luật" if begin < start else None
        if name and para.key.startswith("nghi quyet", max(begin - 11, 0)):
            name = "Nghị quyết"
        direct, at = _type_before(para, start)
        if direct:
            name, begin = direct, at
        name = name or "Luật"
    else:
        name, begin = _type_before(para, start)
        name = (
            name
            or type_of_notation(number.split("/")[-1] if group == "state" else number.partition("-")[2])
            or ("Công văn" if group != "party" else None)
        )
    date, after = _date_after(para, end)
    issuer, after = issuer_at(para, after)
    if date is None and issuer:
        date, after = _date_after(para, after)
    title = _title_after(para, after)
    if name == "Luật" and begin < start:
        title = squeeze(re.sub(r"\s*(?:số|so)?\s*:?\s*$", "", para.text[begin:start])) or None
    return Mention(para, begin, after, number, name, date, issuer, title, stop=after + len(title or "") + 2)


def mentions(para: Para) -> Iterator[Mention]:
    """All numbered documents that a paragraph cites, in order.

    >>> from kehoach.pipeline.parse.lines.paragraphs import Para
    >>> from kehoach.pipeline.form.text_key import key
    >>> def numbers(text): return [m.number for m in mentions(Para(text, key(text), (), (0,)))]
    >>> numbers("Kế hoạch số 10-KH/ĐU, ngày 16/6/2025; Nghị định 09/2017/NĐ- CP; Luật Dược số 44/2024/QH15")
    ['10-KH/ĐU', '09/2017/NĐ-CP', '44/2024/QH15']
    >>> numbers("ngày 20/3/2025, TCVN 14423:2025, 24/7, TT-GDSK, km/h, COVID-19, 123/KH-UBND - Ban Chỉ đạo")
    ['123/KH-UBND']
    """
    if not any(c in para.text for c in "/-–"):
        return
    for match in NUMBER.finditer(para.text):
        yield _mention(para, match)
    for match in _UNIT.finditer(para.text):
        yield _mention(para, match)


def bare_mentions(para: Para) -> Iterator[Mention]:
    """Documents cited by type and number alone: «Nghị quyết 20», «Nghị định 09/2017».

    >>> from kehoach.pipeline.parse.lines.paragraphs import Para
    >>> from kehoach.pipeline.form.text_key import key
    >>> def numbers(text): return [m.number for m in bare_mentions(Para(text, key(text), (), (0,)))]
    >>> numbers("Nghị quyết 20, Nghị quyết 21 của Ban Chấp hành Trung ương; Nghị quyết 214/NQ-CP; Quyết định 15 điều")
    ['20', '21']
    """
    if is_capitals(para.text):
        return
    for match in _BARE.finditer(para.text):
        after = match.end()
        date, after = _date_after(para, after)
        issuer, after = issuer_at(para, after)
        name = match["type"][0].upper() + match["type"][1:]
        yield Mention(para, match.start(), after, match["n"], name, date, issuer, bare=True)
