"""Text to compare with: one key a text, letter for letter, so that a place found in the key is a place in the text."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar

from kehoach.diacritics.language.alphabet import LOOK_ALIKES, fold

T = TypeVar("T")
_MOST, _KEPT = 1 << 17, 1 << 14
"""Answers held while a document is parsed, one a line of 2 MB of short lines and more; and those kept after it."""
_remembering: list[Any] = []


def remembered(function: Callable[[str], T]) -> Callable[[str], T]:
    """The function, each answer kept: one rule after the other asks the same of every line."""
    cached = lru_cache(maxsize=_MOST)(function)
    _remembering.append(cached)
    return cached


def forget() -> None:
    """Let the answers go that an overlong document has left."""
    for cached in _remembering:
        if cached.cache_info().currsize > _KEPT:
            cached.cache_clear()


def _key_table() -> dict[int, str]:
    """Every Latin letter as its plain small letter, every dash, quote and space as one; one character each."""
    table: dict[int, str] = {}
    for code in (*range(0x41, 0x250), *range(0x1E00, 0x1F00)):
        plain = fold(LOOK_ALIKES.get(chr(code), chr(code))).lower()
        if len(plain) == 1 and plain != chr(code):
            table[code] = plain
    table |= {ord(c): "-" for c in "‐‑‒–—−"}
    table |= {ord(c): '"' for c in "“”„«»"}
    table |= {ord(c): "'" for c in "‘’‚`´"}
    table |= {ord(c): " " for c in "\u00a0\u2002\u2003\u2009\t"}
    return table


_KEY = _key_table()


def key(text: str) -> str:
    """The text without marks and case, of the same length: what rules match, so that lost marks do not matter.

    >>> key("Số: 04/QĐ–UBND, ngày")
    'so: 04/qd-ubnd, ngay'
    >>> len(key("Đắk Lắk")) == len("Đắk Lắk")
    True
    """
    return _short_key(text) if len(text) <= _SHORT else text.translate(_KEY)


_SHORT = 200
"""Longer texts are paragraphs, which few rules ask for."""


@remembered
def _short_key(text: str) -> str:
    return text.translate(_KEY)


def squeeze(text: str) -> str:
    """One space where there were several, none at the ends.

    >>> squeeze("  phóng sự,  tọa đàm ")
    'phóng sự, tọa đàm'
    """
    return " ".join(text.split())


@remembered
def plain(text: str) -> str:
    """The key with one space between words and none at the ends: what fuzzy rules compare.

    >>> plain("CỘNG  HOÀ – X")
    'cong hoa - x'
    """
    return squeeze(key(text))


@remembered
def is_capitals(text: str) -> bool:
    """Whether a text is set in capitals; small letters in a document code («CT-TTg») do no harm.

    >>> is_capitals("KẾ HOẠCH"), is_capitals("Kế hoạch"), is_capitals("32/CT-TTg CỦA CHÍNH PHỦ"), is_capitals("2025")
    (True, False, True, False)
    """
    if text.isupper():
        return True
    upper = sum(map(str.isupper, text))
    return upper > 0 and sum(map(str.islower, text)) <= upper // 8


@remembered
def nearly_capitals(text: str) -> bool:
    """As `is_capitals`, where a reader may have slipped in one letter of five: l for I.

    >>> nearly_capitals("PHÓ GlÁM ĐỐc"), is_capitals("PHÓ GlÁM ĐỐc"), nearly_capitals("Tỉnh"), nearly_capitals("2025")
    (True, False, False, False)
    """
    letters = sum(map(str.isalpha, text))
    return letters > 0 and sum(map(str.isupper, text)) >= 0.8 * letters


def without_markup(text: str) -> str:
    """The text without the marks of Markdown's bold, which some exports leave.

    >>> without_markup("báo cáo **trước ngày 10/4/2020**.")
    'báo cáo trước ngày 10/4/2020.'
    >>> without_markup("5 * 3 và ____")
    '5 * 3 và ____'
    """
    return text.replace("**", "") if "**" in text else text


_MARKED = [chr(code) for code in (*range(0xC0, 0x250), *range(0x1EA0, 0x1F00)) if fold(chr(code)).isascii()]
_UPPER = "".join(letter for letter in _MARKED if letter.isupper())
_LOWER = "".join(letter for letter in _MARKED if letter.islower())


def vi_pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """A compiled pattern in which À-Ỵ stands for the marked capitals and à-ỵ for the marked small letters.

    In Unicode the two kinds are mixed, so that a plain range À-Ỵ would hold both.

    >>> [bool(vi_pattern("[A-ZÀ-Ỵ]").match(letter)) for letter in "BĐỦbđủ"]
    [True, True, True, False, False, False]
    """
    return re.compile(text.replace("À-Ỵ", _UPPER).replace("à-ỵ", _LOWER), flags)
