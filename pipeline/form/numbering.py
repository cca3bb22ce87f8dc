"""Ordinals: Roman numbers, the letters of the alphabet, and the numbers that a misnumbered list should have."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

LETTERS = "abcdđeghiklmnopqrstuvxy"
"""Điểm follow the Vietnamese alphabet (Nghị định 30/2020/NĐ-CP, Phụ lục I); common use takes no ă, â, ê, ô, ơ, ư."""
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


def roman_value(text: str) -> int | None:
    """The value of a well-formed Roman number, else None.

    >>> roman_value("XIV"), roman_value("IIII"), roman_value("IC")
    (14, None, None)
    """
    total = 0
    for at, char in enumerate(text):
        value = _ROMAN.get(char)
        if value is None:
            return None
        after = _ROMAN.get(text[at + 1], 0) if at + 1 < len(text) else 0
        total += -value if value < after else value
    return total if total and to_roman(total) == text else None


def to_roman(value: int) -> str:
    """A number from 1 in Roman figures.

    >>> to_roman(14)
    'XIV'
    """
    if value >= 4000:
        return str(value)  # beyond what the figures can say
    parts = (
        ("M", 1000),
        ("CM", 900),
        ("D", 500),
        ("CD", 400),
        ("C", 100),
        ("XC", 90),
        ("L", 50),
        ("XL", 40),
        ("X", 10),
        ("IX", 9),
        ("V", 5),
        ("IV", 4),
        ("I", 1),
    )
    text = ""
    for figure, worth in parts:
        while value >= worth:
            text += figure
            value -= worth
    return text


def letter_value(letter: str) -> int | None:
    """The place of a letter among the điểm; None where the alphabet lacks it (f, j, w, z).

    >>> letter_value("đ"), letter_value("e"), letter_value("f")
    (5, 6, None)
    """
    return LETTERS.find(letter) + 1 or None


def to_letter(value: int) -> str:
    """The letter at a place; beyond the alphabet the number itself."""
    return LETTERS[value - 1] if 1 <= value <= len(LETTERS) else str(value)


def _keepers(printed: Sequence[int | None]) -> set[int]:
    """The places of the most printed numbers that can all be right: each far enough above the one before it."""
    tails: list[int] = []
    tail_at: list[int] = []
    back: dict[int, int] = {}
    for at, number in enumerate(printed):
        if number is None or number <= at:
            continue  # too small: those before it need a number each
        room = number - at  # must not fall: between two kept numbers the others need their places
        place = bisect_right(tails, room)
        back[at] = tail_at[place - 1] if place else -1
        tails[place : place + 1] = [room]
        tail_at[place : place + 1] = [at]
    kept: set[int] = set()
    at = tail_at[-1] if tail_at else -1
    while at >= 0:
        kept.add(at)
        at = back[at]
    return kept


def resolve(printed: Sequence[int | None]) -> list[int]:
    """The numbers that a list should have: as many printed ones as can be kept, the others put between them.

    >>> resolve([1, 3, 3, 4, 5, 6]), resolve([1, 2, None, 4]), resolve([2, 3, 4]), resolve([1, 2, 2])
    ([1, 2, 3, 4, 5, 6], [1, 2, 3, 4], [2, 3, 4], [1, 2, 3])
    """
    kept = _keepers(printed)
    first = min(kept, default=-1)
    found: list[int] = []
    for at, number in enumerate(printed):
        if at in kept and number is not None:
            found.append(number)
        elif found:
            found.append(found[-1] + 1)
        else:
            start = printed[first] if kept else None
            found.append(max(1, start - first + at) if start is not None else at + 1)
    return found
