"""Indicators with the value to be reached: «Ít nhất 85% người hưởng trợ cấp …», «Phấn đấu đạt 95% …»."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kehoach.pipeline.form.text_key import squeeze
from kehoach.pipeline.parse.lines.paragraphs import Para
from kehoach.pipeline.plan import Target

_VALUE = re.compile(
    r"(?P<before>(?:(?:phan dau|dat|bao dam|dam bao|duy tri|tang|giam|hoan thanh|muc tieu)\s*(?:len\s*|xuong\s*"
    r"|co\s*|con\s*|den nam \d{4},?\s*)*)*)"
    r"(?P<comparator>it nhat|toi thieu|tren|hon|vuot|khong qua|toi da|duoi|xuong duoi|con duoi|tu|≥|>=|>|≤|<=|<)?\s*"
    r"(?P<value>\d{1,3}(?:[.,]\d{1,3})?)\s?(?P<unit>[%‰])(?P<more>[^.;,:]{0,24}?\s*tro len\b)?"
)
_COMPARATORS = {
    "it nhat": ">=", "toi thieu": ">=", "≥": ">=", ">=": ">=", "tren": ">", "hon": ">", "vuot": ">", ">": ">",
    "khong qua": "<=", "toi da": "<=", "≤": "<=", "<=": "<=", "duoi": "<", "xuong duoi": "<", "con duoi": "<", "<": "<",
}  # fmt: skip
_YEAR = re.compile(r"(?:den|trong|het|cuoi)?\s*nam\s+(?P<y>20\d{2})")
REACH = 600
"""A clause is looked for so many letters to each side; the longest of the plans read has 410."""
_NO_TARGET = re.compile(r"so voi|cung ky|hien (?:nay|co)|da dat|ty le hien|chua dat|chiem\b|luong\b|thue\b|lai suat")
_NAMED_BEFORE = re.compile(r"\bty (?:le|suat|so)\b|≥|≤|[<>]|\bdat\s*$")
"""What tells that the indicator is named before its value: «tỷ lệ bao phủ bảo hiểm y tế đạt 96%»."""
_WHEN = re.compile(r"(?:phan dau\s*)?(?:den (?:het )?|trong |het )?nam 20\d{2}\s*[:,]?\s*$")

_WHEN_REACH = 80
"""Letters before a clause in which its year is looked for: «Phấn đấu đến hết năm 2030:» has 27."""


def _clause(para: Para, start: int, end: int, after: int) -> tuple[int, int]:
    """The clause around a value: between semicolons and full stops; `after`: where the value before it ends."""
    low, high = max(start - REACH, after), min(end + REACH, len(para.text))
    begin = max(low - 1, *(para.text.rfind(stop, low, start) for stop in (". ", "; ", ": "))) + 1
    if para.text[begin - 1 : begin] == ":" and not para.text[begin:start].strip():
        named = max(low - 1, *(para.text.rfind(stop, low, begin - 1) for stop in (". ", "; "))) + 1
        if _NAMED_BEFORE.search(para.key[named:begin]):
            begin = named  # «Tỷ lệ trẻ em suy dinh dưỡng: dưới 14%»
    if begin == after and after:
        begin = max(para.text.rfind(", ", low, start) + 1, begin)  # «nội trú ≥ 95%, ngoại trú ≥ 92%»
    ends = [at for stop in (". ", ";") if (at := para.text.find(stop, end, high)) >= 0]
    return begin, min(ends, default=high)


def _indicator(para: Para, match: re.Match[str], begin: int, end: int) -> str:
    """What is measured: named before the value, or after it."""
    before = squeeze(para.text[begin : match.start()]).strip(" .,;:-")
    following = re.search(r", [^,]{3,80}?[≥≤<>]", para.key[match.end() : end])  # the next indicator's name and value
    stop = match.end() + following.start() if following else end
    after = re.sub(r"^trở lên\s*", "", squeeze(para.text[match.end("unit") : stop]).strip(" .,;:"))
    named = _NAMED_BEFORE.search(para.key[begin : match.start("value")]) is not None
    if before and (named or len(after) < 4):
        return before
    return after or before


def _year(para: Para, begin: int, end: int) -> int | None:
    """The year by which: named in the clause, or right before its colon: «Đến năm 2030: 95% …»."""
    years = _YEAR.findall(para.key[begin:end])
    if not years and (when := _WHEN.search(para.key, max(begin - _WHEN_REACH, 0), begin)):
        years = _YEAR.findall(when[0])
    return int(years[-1]) if years else None


def targets_in(para: Para) -> Iterator[Target]:
    """The indicators of a paragraph: a percentage at the head of a clause, or after a word that sets an aim."""
    if "%" not in para.text and "‰" not in para.text:
        return
    last = 0
    for match in _VALUE.finditer(para.key):
        begin, end = _clause(para, match.start(), match.end(), last)
        last = match.end()
        lead = _WHEN.sub("", para.key[begin : match.start()].strip(" -+(")).strip()
        aimed = bool(match["before"] or match["comparator"]) or re.search(r"phan dau|\b(?:dat|ty le|ty suat)\b", lead)
        if (lead and not aimed) or _NO_TARGET.search(para.key[begin:end]):
            continue
        yield Target(
            raw=squeeze(para.text[begin:end]).strip(),
            indicator=_indicator(para, match, begin, end),
            value=float(match["value"].replace(",", ".")),
            unit=match["unit"],
            comparator=_COMPARATORS.get(match["comparator"] or "", ">=" if match["more"] else "="),
            year=_year(para, begin, end),
            evidence=para.evidence(match.start(), match.end()),
        )


def find_targets(paras: Iterable[Para]) -> list[Target]:
    """All indicators of some paragraphs, in order."""
    return [target for para in paras for target in targets_in(para)]
