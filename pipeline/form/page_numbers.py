"""Page numbers as printed (Nghị định 30/2020/NĐ-CP, Phụ lục I, II.4: in the top margin; others have them below)."""

from __future__ import annotations

import re
from typing import NamedTuple

from kehoach.pipeline.form.text_key import plain

_WORD = r"(?:(?:trang|page)\s*(?:so\s*)?:?\s*)"
_NUMBER = re.compile(
    rf"(?P<left>[-~(\[.\s]*)(?P<word>{_WORD})?(?P<n>\d{{1,4}})(?P<of>\s*(?:/|\||of|tren)\s*\d{{1,4}})?(?P<right>[-~)\].\s]*)"
)


class PageNumber(NamedTuple):
    """A page number that stands alone; `marked`: signs or a word say that it is one, «- 4 -», «Trang 4/12»."""

    value: int
    marked: bool


def page_number(text: str) -> PageNumber | None:
    """The page number that a line is, None for any other line. A bare number may be something else: a cell, a label.

    >>> [page_number(t).value for t in ("4", "- 4 -", "Trang 4/12", "4 | 12", "(4)", "Page 4 of 12", "– 4 –", "~4~")]
    [4, 4, 4, 4, 4, 4, 4, 4]
    >>> [page_number(t).marked for t in ("4", "- 4 -", "Trang 4", "4/12", "4.", "- 4")]
    [False, True, True, False, False, False]
    >>> page_number("Điều 4"), page_number("4 tháng"), page_number("12345"), page_number("")
    (None, None, None, None)
    """
    match = _NUMBER.fullmatch(plain(text))
    if match is None:
        return None
    enclosed = any(sign in match["left"] and sign in match["right"] for sign in "-~")
    return PageNumber(int(match["n"]), enclosed or match["word"] is not None)
