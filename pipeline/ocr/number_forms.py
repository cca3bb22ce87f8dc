"""Numbers whose form speaks against them, whatever the readers' confidence: both readers see a small stop as a comma.

What is looked at is the form that Nghị định 30/2020/NĐ-CP (Phụ lục I) and Vietnamese usage give to numbers: a label and
its stop, thousands parted by stops, dates, Roman numerals. Nothing is changed; the likelier form is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kehoach.diacritics.language.alphabet import fold
from kehoach.diacritics.language.syllable import is_known
from kehoach.pipeline.document import Line, Role

Odd = dict[int, tuple[str, ...]]
"""Of a line, the words whose form is odd, by their place, and how they may have been printed."""

_LABEL = re.compile(r"(\d{1,3})[,;:]")
"""«4, Sở Y tế», «8; Sửa đổi», «2: Sau» at the head of a line, «Điều 43, Hình thức»: the stop of a label."""

_CITED = frozenset(
    ("bo", "chuong", "dieu", "hien", "khoan", "luat", "muc", "nghi", "phap", "phan", "phu", "quyet", "thong", "uy")
)
"""Words that a citation goes on with after a comma: «Điều 5, Nghị định …», «khoản 2, Điều 3»."""

_AMOUNT = re.compile(r"\(?(?!0)\d{1,3}(?:[.,]\d{3})+\)?[.,;:]?")  # «0,125» is no amount

_ROMAN = re.compile(r"(?=[IVX1]*[IVX])(?=[IVX]*1)([IVX1]+)((?:\.\d+)*[.)/:]?)")

_LONE = re.compile(r"/\d{1,2}")  # «15 /11 /2024»

_GLUED = re.compile(r"([^\W\d_]{3,})['’`.,]?(\d+)([.,;:)]*)")  # the other way, «26tháng», it is often printed

_DATE = re.compile(r"\(?(\d{1,2})[/.](\d{1,2})[/.](\d{4})\D*")

_LIST = re.compile(r"\d{1,3}(?:,\d{1,3})+[,;.]?")

_COUNTED = frozenset(("dieu", "khoan", "diem", "muc", "chuong", "phan"))  # never «3,4»

_MOST = {"ngay": range(1, 32), "thang": range(1, 13), "nam": range(1000, 2100)}

_PLACE_AND_DATE = re.compile(r"[A-ZÀ-ỸĐ][^,\d]{1,30}, ?ngày\b(?!.*\d{4})")
"""The line of place and date without a year, though one is always printed there, day and month left open or not."""


def odd_forms(lines: Sequence[Line]) -> list[Odd]:
    """For each line of a page the words whose form is odd."""
    stops = sum("." in word.text for line in lines for word in line.words if _AMOUNT.fullmatch(word.text))
    commas = sum("," in word.text for line in lines for word in line.words if _AMOUNT.fullmatch(word.text))
    found = []
    misread = _out_of_order(lines)
    for place, line in enumerate(lines):
        texts = [word.text for word in line.words]
        odd = dict(_labels(texts)) | dict(_places(texts)) | dict(_whole_numbers(texts))
        for at, text in enumerate(texts):
            if (other := _misprint(text, stops >= commas)) is not None:
                odd.setdefault(at, other)
        if texts and line.role in (Role.BODY, Role.LETTERHEAD_RIGHT) and _PLACE_AND_DATE.match(line.text):
            odd.setdefault(len(texts) - 1, ())
        if place in misread:
            odd[0] = (misread[place],)
        found.append(odd)
    return found


def _out_of_order(lines: Sequence[Line]) -> dict[int, str]:
    """Labels that do not fit between their neighbours, by the line that they begin, and what would fit.

    >>> _out_of_order([Line(text, 1, 1) for text in ("I. Tất cả", "2. Lưu ý", "8. Sở", "4. Bộ", "5 Sở", "II.")])
    {0: '1.', 4: '5.', 2: '3.'}
    """
    labels = [(at, found[1], found[2]) for at, line in enumerate(lines) if (found := _HEAD.match(line.text))]
    odd = {}
    for (at, text, sign), (after, following, other) in pairwise(labels):
        if text in ("I", "l", "|") and following == "2" and sign == other:
            odd[at] = f"1{sign}"
        if sign and not other and text.isdigit() and following == str(int(text) + 1):
            odd[after] = f"{following}{sign}"
    for (_, before, _), (at, text, sign), (_, following, _) in zip(labels, labels[1:], labels[2:], strict=False):
        if sign and all(part.isdigit() for part in (before, text, following)):
            first, here, last = int(before), int(text), int(following)
            if last == first + 2 and here not in (first + 1, 1):
                odd[at] = f"{first + 1}{sign}"
    return odd


def in_sequence(lines: Sequence[Line]) -> set[int]:
    """The lines whose label goes on from the one before it, or leads to the one after it, on the same page.

    >>> in_sequence([Line(text, 1, 1) for text in ("1. Bộ Y tế", "chủ trì", "2. Sở Y tế", "7. Ủy ban", "a)")])
    {0, 2}
    """
    labels = [(at, int(found[1]), found[2]) for at, line in enumerate(lines) if (found := _STOP.match(line.text))]
    sure: set[int] = set()
    for (at, number, sign), (after, following, other) in pairwise(labels):
        if following == number + 1 and sign == other:
            sure |= {at, after}
    return sure


_HEAD = re.compile(r"(\d{1,2}|[Il|])([.)]|(?= [A-ZÀ-ỸĐ]))\s")  # with its stop, or before a capital
_STOP = re.compile(r"(\d{1,2})([.)])\s")


def is_label(text: str) -> bool:
    """Whether a token is a label with a comma or semicolon in place of its stop.

    >>> is_label("4,"), is_label("43;"), is_label("4.")
    (True, True, False)
    """
    return bool(_LABEL.fullmatch(text))


def _labels(texts: Sequence[str]) -> Iterator[tuple[int, tuple[str, ...]]]:
    at = 1 if len(texts) > 1 and fold(texts[0]).lower() == "dieu" else 0
    if len(texts) < at + 2 or not texts[at + 1][:1].isupper() or (at and fold(texts[at + 1]).lower() in _CITED):
        return
    if label := _LABEL.fullmatch(texts[at]):
        yield at, (f"{label[1]}.",)


def _places(texts: Sequence[str]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Days, months and years that there are not, and what is left of a date written with spaces."""
    for at, (before, text) in enumerate(pairwise(texts), 1):
        number = text.rstrip(".,;:)")
        wanted = _MOST.get(fold(before).lower())
        if wanted and number.isdigit() and (len(number) == 4 or wanted.stop < 99) and int(number) not in wanted:
            yield at, ()
        if _LONE.fullmatch(text) and before[-1:].isdigit():
            yield at, (f"/ {text[1:]}",)


def _whole_numbers(texts: Sequence[str]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Numbers of a list glued to what looks like a decimal: «khoản 2, 3,4 và», «điều 24,31, 36»."""
    counted = False
    for at, text in enumerate(texts):
        if counted and _LIST.fullmatch(text):
            yield at, (text[:-1].replace(",", ", ") + text[-1],)
        goes_on = counted and (text[:1].isdigit() or text == "và")
        counted = fold(text).lower() in _COUNTED or goes_on


def _misprint(text: str, with_stops: bool) -> tuple[str, ...] | None:
    """How a token may have been printed, by its form alone; None for one whose form is right.

    >>> _misprint("354,000", True), _misprint("1V.4.", True), _misprint("Điều'1", True), _misprint("31/13/2020", True)
    (('354.000',), ('IV.4.',), ('Điều 1.',), ())
    >>> [_misprint(text, True) for text in ("354.000", "0,125", "1.", "IV.1", "COVID-19", "5kg", "31/12/2020", "A1.")]
    [None, None, None, None, None, None, None, None]
    """
    if not any(char.isdigit() for char in text):
        return None
    if with_stops and "," in text[:-1] and _AMOUNT.fullmatch(text):
        return (text[:-1].replace(",", ".") + text[-1],)
    if roman := _ROMAN.fullmatch(text):
        return (roman[1].replace("1", "I") + roman[2],)
    if (glued := _GLUED.fullmatch(text)) and is_known(glued[1]) and not glued[1].isupper():
        stop = "." if fold(glued[1]).lower() == "dieu" and not glued[3] else ""
        return (f"{glued[1]} {glued[2]}{glued[3]}{stop}",)
    if (date := _DATE.fullmatch(text)) and not _is_date(*map(int, date.groups())):
        return ()
    return None


def _is_date(day: int, month: int, year: int) -> bool:
    return 1 <= day <= 31 and 1 <= month <= 12 and year in _MOST["nam"]
