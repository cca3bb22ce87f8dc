"""Số and ký hiệu of a document, «Số: 12/KH-SYT» (Nghị định 30/2020/NĐ-CP, Phụ lục I, ô 3), state and Party form.

A number may be blank: systems assign it after signing (Điều 15). Readers give «Sô», «S6», «S0», or lose the colon.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from kehoach.pipeline.form.text_key import key

_WORD = r"(?:so|s0|s6)"
_PARTY_TYPES = "kh|nq|ct|ctr|bc|qd|tb|hd|kl|cv|qc"
_NUMBER = re.compile(
    rf"\b{_WORD}\s*[:.;]?\s*(?P<n>\d{{1,5}}(?:\.\d{{1,3}})?[a-h]?|[.…_\s]*)\s*"
    r"(?:(?P<y>/\s?(?:19|20)\d{2})?\s*/\s*(?P<t>[a-z][a-z&]*\d*(?:\s?-\s?[a-z][a-z&.]*\d*){0,4})"
    r"|-\s?(?P<p>[a-z]{1,6}\s?/\s?[a-z]{1,8}(?:\s?-\s?[a-z]+)?|(?:cp|ttg|hdbt)\b)"
    rf"|(?<=\d)\s+(?P<s>(?:{_PARTY_TYPES})\s?/\s?[a-z]{{1,8}}))"
)
"""«66.25/2026/NQ-CP» has a part's number; «01-CP», «15 KH/HU» are forms of before 2010 and of the Party."""
_HURT = re.compile(rf"\b{_WORD}\s*[:;]\s*\S{{1,7}}\s*/\s*(?P<t>[a-z]{{2,}}(?:-[a-z&]{{2,}}){{1,4}})")
"""A number that a pen or a reader hurt, «Số:/45 /SYT-NVY», «Số: 4S/KH-SYT»: the notation, which is printed, stays."""
_ALONE = re.compile(rf"\b{_WORD}\s*[:;]\s*(?P<n>\d{{1,5}})?\s*(?=$|\s)")
_OF_ANOTHER = re.compile(
    r"(?:quyet dinh|nghi quyet|chi thi|ke hoach|cong van|thong tu|nghi dinh|van ban|to trinh|luat)\s*$"
)
"""What stands before a number that is another document's."""
_LINE = re.compile(rf"^(?:{_WORD}\s*[:.;]|s\w{{0,2}}\s*[:.]|{_WORD}\s+\d+\s?[-/]|{_WORD}[\s.…_]*/|s\S{{0,2}}:)")
_BARE_CODE = re.compile(r"^\d{1,5}\s*[-/]")
_NOTATION = re.compile(r"/\s*[A-ZĐ]{2,}|-\s*[A-ZĐ][A-Za-zĐđ]+\s*/\s*[A-ZĐ]{2,}")
_BLANKS = re.compile(r"\.{2,}|…|_{2,}")  # a form to be filled in


class Numbered(NamedTuple):
    """A document's own number in a text, `start` to before `end`; `digits` is "" where the number is blank."""

    start: int
    end: int
    digits: str
    year: str  # with its slash: "/2020"
    notation: tuple[int, int] | None  # where «KH-SYT» stands


def find_number(text_key: str) -> Numbered | None:
    """The first number in a key that is not another document's.

    >>> found = find_number("so: 04 /kh-syt"); found.digits, found.notation
    ('04', (8, 14))
    >>> find_number("so:     /2020/qd-ubnd").year, find_number("so 20-kh/tu").digits, find_number("so: 12").notation
    ('/2020', '20', None)
    >>> found = find_number("so: 66.25/2026/nq-cp"); found.digits, found.year
    ('66.25', '/2026')
    >>> [find_number(text).digits for text in ("so: 01-cp", "so: 15 kh/hu", "so: 12a/kh-syt", "so:/45 /kh-syt")]
    ['01', '15', '12a', '']
    >>> find_number("ban hanh kem theo quyet dinh so 12/qd-syt") is None
    True
    """
    own = (m for m in _NUMBER.finditer(text_key) if not _OF_ANOTHER.search(text_key, 0, m.start()))
    match = next(own, None)
    if match is not None:
        name = next(name for name in "tps" if match[name])
        return Numbered(match.start(), match.end(name), match["n"].strip(" .…_"), match["y"] or "", match.span(name))
    hurt = _HURT.search(text_key)
    if hurt is not None:
        return Numbered(*hurt.span(), "", "", hurt.span("t"))
    match = _ALONE.search(text_key)
    return Numbered(*match.span(), match["n"] or "", "", None) if match else None


def is_number_line(text_key: str) -> bool:
    """Whether a key begins as a number line does, hurt or not.

    >>> [is_number_line(key(text)) for text in ("Số: 12/KH-SYT", "S6: 12/KH-SYT", "Số; 12/KH-SYT", "Số 20-KH/TU")]
    [True, True, True, True]
    >>> is_number_line(key("Số lượng 12/20")), is_number_line(key("Sở Y tế: triển khai"))
    (False, False)
    """
    return _LINE.match(text_key.lstrip(" |*_")) is not None


def is_own_number(text_key: str) -> bool:
    """Whether a key is a number, perhaps with its date, and nothing else: below a title it is the document's own.

    >>> is_own_number("so 120/2000/ttlt-btc ngay 25 thang 12 nam 2000"), is_own_number("so: 12/kh-syt")
    (True, True)
    >>> is_own_number("so 94/1998/nd-cp ngay 17/11/1998 cua chinh phu quy dinh")
    False
    """
    found = find_number(text_key.strip()) if is_number_line(text_key) else None
    return (
        found is not None and re.fullmatch(r"[\s,.]*(?:ngay\b.*\d{4})?\W*", text_key.strip()[found.end :]) is not None
    )


def is_registered(text: str) -> bool:
    """Whether a line is a number with its notation, «Số:» there or not; a form to be filled in has dots instead.

    >>> is_registered("Số: 12/KH-SYT"), is_registered("12/KH-SYT"), is_registered("Số: ...../KH-SYT")
    (True, True, False)
    """
    folded = key(text).strip()
    begins = is_number_line(folded) or _BARE_CODE.match(folded) is not None or folded.startswith("so ")
    return begins and _NOTATION.search(text) is not None and _BLANKS.search(text) is None
