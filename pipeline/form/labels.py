"""Labels: Phần, Chương, Mục, Điều, I., 1., 1.1., a), 1), (1) and what OCR makes of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from kehoach.pipeline.form.numbering import letter_value, roman_value
from kehoach.pipeline.form.text_key import is_capitals, key, remembered, vi_pattern
from kehoach.pipeline.form.word_lists import is_section_title


class Kind(IntEnum):
    """The kinds of label, from the widest to the narrowest (Nghị định 30/2020/NĐ-CP, Phụ lục I, and common use)."""

    PART = 0  # Phần thứ nhất, PHẦN I
    CHAPTER = 1  # Chương I
    DIVISION = 2  # Mục 1
    SUBDIVISION = 3  # Tiểu mục 1
    ARTICLE = 4  # Điều 1.
    CAPITAL = 5  # A.
    ROMAN = 6  # I.
    ROMAN_DOTTED = 7  # I.1.
    ARABIC = 8  # 1.
    DOTTED = 9  # 1.1., 5.1.
    LETTER = 10  # a), đ)
    LETTER_NUMBER = 11  # a.1), a1)
    NUMBER_PAREN = 12  # 1)
    PAREN_NUMBER = 13  # (1)
    PAREN_LETTER = 14  # (a)
    PAREN_ROMAN = 15  # (i)


@dataclass(frozen=True, slots=True)
class Label:
    """A label as printed: `ordinal` None where OCR hurt it, `parts` all numbers of a dotted one, `end` its length."""

    kind: Kind
    printed: str
    ordinal: int | None
    end: int
    parts: tuple[int, ...] = ()
    hurt: bool = False


_WORDS = {
    "nhat": 1,
    "mot": 1,
    "hai": 2,
    "ba": 3,
    "tu": 4,
    "bon": 4,
    "nam": 5,
    "sau": 6,
    "bay": 7,
    "tam": 8,
    "chin": 9,
    "muoi": 10,
}
"""«Phần thứ nhất»: ordinals in words, as keys."""
_TEXT = r"(?=\s*[\"“«(\[*]?\s*(?:[A-ZÀ-Ỵ0-9]|[a-zà-ỵ]|%|$))"
_CAPITAL = r"[\"“«(]?[A-ZÀ-Ỵ]"
"""What follows a number with a dash («II- MỤC TIÊU», Hướng dẫn 36-HD/VPTW): a small letter would be a range."""
_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        Kind.PART,
        re.compile(
            r"(?:PHẦN|Phần|PHAN|Phan)\s+(?:(?:THỨ|thứ|THU|thu)\s+(?P<w>\w+)|(?P<r>[IVX]+)|(?P<n>\d{1,2})"
            r"|(?P<c>[A-H]))\b\s*[.:]?(?=\s|$)"
        ),
    ),
    (Kind.CHAPTER, re.compile(r"(?:CHƯƠNG|Chương|CHUONG|Chuong)\s+(?:(?P<r>[IVX]+)|(?P<n>\d{1,2}))\b\s*[.:]?(?=\s|$)")),
    (Kind.SUBDIVISION, re.compile(r"(?:TIỂU MỤC|Tiểu mục)\s+(?:(?P<r>[IVX]+)|(?P<n>\d{1,2}))\s*(?:[.:](?=\s|$)|$)")),
    (Kind.DIVISION, re.compile(r"(?:MỤC|Mục|MUC)\s+(?:(?P<r>[IVX]+)|(?P<n>\d{1,2}))\s*(?:[.:](?=\s|$)|$)")),
    (Kind.ARTICLE, re.compile(r"(?:ĐIỀU|Điều|Dieu|Ðiều|DIEU)\s+(?P<n>\d{1,3})[a-zđ]?\s*(?:[.:](?=\s|$)|$)")),
    (Kind.ROMAN_DOTTED, re.compile(r"(?P<d>[IVX]{1,5}(?:\.\d{1,2}){1,3})[.)]?(?=\s)")),
    (
        Kind.ROMAN,
        vi_pattern(
            r"(?!V\s?/\s?[vV]\b)(?P<r>[IVXLC]{1,6})\s?"
            r"(?:[.:)/](?![.\d])" + _TEXT + r"|[-–](?=\s+" + _CAPITAL + "))"
        ),
    ),
    (Kind.CAPITAL, vi_pattern(r"(?P<c>[A-HKĐ])\s?(?:[.)/](?=\s))(?=\s*[A-ZÀ-Ỵ])")),
    (
        Kind.DOTTED,
        vi_pattern(
            r"(?P<d>\d{1,2}(?:\.\d{1,2}){1,4})(?!\.?\d|,\d|/)(?:\s?[.)/:](?=\s|$|[A-ZÀ-Ỵ])|[-–](?=\s)"
            r"|(?=\s+[\"“(]?[A-ZÀ-Ỵ])|$)"
        ),
    ),
    (
        Kind.ARABIC,
        vi_pattern(r"(?P<n>\d{1,2})\s?(?:(?:\.(?![\d.])|/(?=\s+[A-ZÀ-Ỵ]))" + _TEXT + r"|[-–](?=\s+" + _CAPITAL + "))"),
    ),
    (Kind.NUMBER_PAREN, re.compile(r"(?P<n>\d{1,2})\s?\)(?=\s*\S|$)")),
    (Kind.PAREN_NUMBER, re.compile(r"\(\s?(?P<n>\d{1,2})\s?\)(?=\s*\S|$)")),
    (Kind.PAREN_ROMAN, re.compile(r"\((?P<i>ii|iii|iv|vi{1,3}|ix|i|v|x)\)(?=\s*\S|$)")),
    (Kind.PAREN_LETTER, re.compile(r"\((?P<l>[a-zđ])\)(?=\s*\S|$)")),
    (Kind.LETTER_NUMBER, re.compile(r"(?P<l>[a-zđ])\.?(?P<n>\d{1,2})\s?[.)](?=\s*\S|$)")),
    (Kind.LETTER, re.compile(r"(?P<l>[a-zđ])\s?(?:\)(?=\s*\S|$)|[./](?=\s+\S|$))")),
)
_HURT = vi_pattern(r"(?P<h>[IVXLHTBUJYW1l|!Í\[\]][IVXLHTBUJYW1l|!Í\[\]v]{0,5})\s?[.,:/](?=\s*[A-ZÀ-Ỵ])")
"""What OCR makes of a Roman number: `BI.` (III.), `I1.` (II.), `|.` (I.), `HI.` (III.), `1V.` (IV.), `VL.` (VI.)."""
_NO_POINT = vi_pattern(r"(?P<r>[IVXLl1|]{1,5})\s+(?=[A-ZÀ-Ỵ]{2})")
"""A Roman number whose point the reader lost, before a heading in capitals."""
_STRANGE = vi_pattern(r"(?P<h>[^\W\d_]{1,4})\s?\.(?=\s+[A-ZÀ-Ỵ]{2})")
"""Letters before a known section title in capitals: no more of the Roman number could be read («Vụ.» for «V.»)."""
_COMMA = vi_pattern(r"(?P<n>\d{1,2})\s?,(?=\s+[A-ZÀ-Ỵ][a-zà-ỵ])")
"""«1,» for «1.»: the commonest slip of readers in a label."""
_FIRST = frozenset("0123456789IVXLCABDEFGHKĐabcdđefghijklmnopqrstuvxyz(PMTÐ|!1lBUJYWÍ[")


def _first_letters(kind: Kind) -> str:
    """The letters with which a label of a kind can begin."""
    if kind in (Kind.DOTTED, Kind.ARABIC, Kind.NUMBER_PAREN):
        return "0123456789"
    if kind in (Kind.PAREN_NUMBER, Kind.PAREN_ROMAN, Kind.PAREN_LETTER):
        return "("
    if kind in (Kind.LETTER, Kind.LETTER_NUMBER):
        return "abcdefghijklmnopqrstuvwxyzđ"
    words = {Kind.PART: "P", Kind.CHAPTER: "C", Kind.DIVISION: "M", Kind.SUBDIVISION: "T", Kind.ARTICLE: "ĐÐD"}
    return words.get(kind, "IVXLCABDEFGHKĐ")


_BY_LETTER = {
    letter: tuple((kind, pattern) for kind, pattern in _PATTERNS if letter in _first_letters(kind)) for letter in _FIRST
}
"""The patterns worth trying for a text, by its first letter."""


def _ordinal(match: re.Match[str]) -> tuple[int | None, tuple[int, ...]]:
    found = match.groupdict()
    if word := found.get("w"):
        value = _WORDS.get(key(word)) or roman_value(word)
    elif roman := found.get("r"):
        value = roman_value(roman)
    elif dotted := found.get("d"):
        parts = tuple(roman_value(p) or int(p) if p.isdigit() else roman_value(p) or 0 for p in dotted.split("."))
        return parts[-1], parts
    elif number := found.get("n"):
        value = int(number)
    elif small := found.get("i"):
        value = roman_value(small.upper())
    elif letter := found.get("l"):
        value = letter_value(letter)
    else:
        value = ord(found["c"]) - ord("A") + 1
    return value, ()


def _sure_roman(text: str) -> int | None:
    """The value of a Roman number that can be believed: an L or C is rather a hurt I than fifty or a hundred."""
    return roman_value(text) if set(text) <= set("IVX") else None


def _is_bare_heading(heading: str) -> bool:
    """Whether a line is a heading, so that a number without a point before it is its label."""
    words = heading.split()
    return is_section_title(heading) or (2 <= len(words) <= 30 and is_capitals(heading) and heading[-1].isalpha())


def _hurt_roman(text: str) -> Label | None:
    """A Roman number that OCR hurt: only before a heading in capitals or a known section title."""
    bare = _NO_POINT.match(text)
    if bare is not None and _is_bare_heading(text[bare.end() :]):
        return Label(Kind.ROMAN, bare["r"], _sure_roman(bare["r"]), bare.end(), hurt=True)
    strange = _STRANGE.match(text)
    if strange is not None and is_capitals(text[strange.end() :]) and is_section_title(text[strange.end() :]):
        sure = _sure_roman(strange["h"])
        return Label(Kind.ROMAN, strange[0].strip(), sure, strange.end(), hurt=sure is None)
    match = _HURT.match(text)
    if match is None or roman_value(match["h"]) is not None:
        return None
    heading = text[match.end() :].strip()
    words = heading[: glued_at(heading)].split()  # «BI. CÁCH LÀM 1. Những điều …»: the next label is no capitals
    if not words or not (is_capitals(" ".join(words[:4])) or is_section_title(heading)):
        return None
    if match["h"].isdigit() and not is_capitals(" ".join(words[:3])):
        return None
    return Label(Kind.ROMAN, match[0].strip(), None, match.end(), hurt=True)


@remembered
def find_label(text: str) -> Label | None:
    """The label with which a paragraph begins, or None.

    >>> find_label("III. YÊU CẦU").printed, find_label("đ) Xét").ordinal, find_label("5.1. Trung tâm").parts
    ('III.', 5, (5, 1))
    >>> [find_label(text).printed for text in ("BI. NỘI DUNG", "BI. CÁCH LÀM 1. Những việc", "|. MỤC ĐÍCH")]
    ['BI.', 'BI.', '|.']
    >>> find_label("II- NHIỆM VỤ").printed, find_label("1.1- Tổ chức").printed, find_label("V/v triển khai")
    ('II-', '1.1-', None)
    >>> [find_label(t) for t in ("06/2022/TT-BYT", "20/3/2025 của", "Điều 9 Luật", "1.500 n", "12.5 triệu", "2025. K")]
    [None, None, None, None, None, None]
    """
    if not text or text[0] not in _FIRST:
        return None
    for kind, pattern in _BY_LETTER[text[0]]:
        match = pattern.match(text)
        if match is None:
            continue
        ordinal, parts = _ordinal(match)
        if ordinal is None and kind is not Kind.LETTER:
            continue
        return Label(kind, match[0].strip(), ordinal, match.end(), parts)
    comma = _COMMA.match(text)
    if comma is not None:
        return Label(Kind.ARABIC, comma[0].strip(), int(comma["n"]), comma.end())
    return _hurt_roman(text)


def starts_heading(text: str) -> bool:
    """Whether a line begins a part whatever stands before it: Điều 1., or a Roman number before capitals.

    >>> starts_heading("II. NỘI DUNG"), starts_heading("Điều 2. Nay"), starts_heading("V. Lê"), starts_heading("1. Mục")
    (True, True, False, False)
    """
    label = find_label(text) if text[:1] in "IVXĐ" else None
    if label is None:
        return False
    words = " ".join(text[label.end :].split()[:3])
    return label.kind is Kind.ARTICLE or (label.kind is Kind.ROMAN and len(words) > 4 and is_capitals(words))


def starts_label(text: str) -> bool:
    """Whether a line begins with a label."""
    return find_label(text) is not None


_GLUED = vi_pattern(r"\s(?=(?:\d{1,2}\.|[a-zđ]\))\s+[A-ZÀ-Ỵ][a-zà-ỵ])")


def glued_at(heading: str) -> int | None:
    """Where, in a heading in capitals, the next label begins that should stand on its own line.

    >>> text = "NỘI DUNG VÀ PHƯƠNG THỨC 1. Các nội dung trọng điểm"
    >>> text[glued_at(text):]
    '1. Các nội dung trọng điểm'
    >>> glued_at("Giao các đơn vị tại khoản 1. Các nội dung"), glued_at("THỜI GIAN THỰC HIỆN")
    (None, None)
    """
    match = _GLUED.search(heading, 6) if len(heading) > 10 else None
    if match is None or not is_capitals(heading[: match.start()]):
        return None
    return match.end()
