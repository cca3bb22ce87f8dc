"""The words around a match, with what matched between guillemets."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from kehoach.pipeline.search.keys import exact, folded

_WIDTH = 160  # characters: a hit stays on one line of most terminals together with its folder
_OPEN, _CLOSE = "«", "»"


def snippet(text: str, phrases: Sequence[str], *, marked: bool = False, width: int = _WIDTH) -> str:
    """The stretch of a text with the most of the phrases in it, on one line; `marked`: with their marks alone.

    >>> snippet("Tổ chức tiêm chủng cho trẻ em", ["tiem chung"])
    'Tổ chức «tiêm chủng» cho trẻ em'
    >>> snippet("Hiến máu tại Cà Mau", ["máu"], marked=True)
    'Hiến «máu» tại Cà Mau'
    """
    flat = " ".join(unicodedata.normalize("NFC", text).split())
    key = exact if marked else folded
    places = _places(key(flat), [key(phrase) for phrase in phrases])
    if not places:
        return flat if len(flat) <= width else flat[:width].rsplit(" ", 1)[0] + " …"
    start = _fullest(places, width * 3 // 4)
    begin = _word_start(flat, max(0, start - width // 4))
    end = _word_end(flat, min(len(flat), begin + width))
    shown, last = "", begin
    for first, stop in places:
        if first >= last and stop <= end:
            shown += f"{flat[last:first]}{_OPEN}{flat[first:stop]}{_CLOSE}"
            last = stop
    shown += flat[last:end]
    return f"{'… ' if begin else ''}{shown.strip()}{' …' if end < len(flat) else ''}"


def _places(text: str, phrases: Sequence[str]) -> list[tuple[int, int]]:
    """Where phrases stand as whole words, in order, none over another."""
    patterns = (r"[\W_]+".join(map(re.escape, phrase.split())) for phrase in phrases)
    found = re.finditer(rf"(?<![^\W_])(?:{'|'.join(patterns)})(?![^\W_])", text)
    return [match.span() for match in found]


def _fullest(places: Sequence[tuple[int, int]], width: int) -> int:
    """Where the stretch begins that has the most letters of matches, the first of those that have as many.

    >>> _fullest([(0, 3), (50, 53), (55, 60)], 20)
    50
    """
    sums = [0, *accumulate(stop - start for start, stop in places)]
    stops = [stop for _, stop in places]  # in order, as none lies over another
    letters = (sums[bisect_right(stops, start + width)] - sums[at] for at, (start, _) in enumerate(places))
    return -max((count, -start) for count, (start, _) in zip(letters, places, strict=True))[1]


def _word_start(text: str, at: int) -> int:
    return at if at == 0 else text.rfind(" ", 0, at) + 1


def _word_end(text: str, at: int) -> int:
    if at >= len(text):
        return len(text)
    found = text.rfind(" ", 0, at)
    return found if found > 0 else at
