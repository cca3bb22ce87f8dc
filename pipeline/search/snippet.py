"""The words around a match, with what matched between guillemets."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

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
    start = max((_score(places, first, width), -first) for first, _ in places)[1] * -1
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


def _score(places: Sequence[tuple[int, int]], first: int, width: int) -> int:
    """How many letters of matches a stretch from `first` on has."""
    return sum(stop - start for start, stop in places if first <= start and stop <= first + width * 3 // 4)


def _word_start(text: str, at: int) -> int:
    return at if at == 0 else text.rfind(" ", 0, at) + 1


def _word_end(text: str, at: int) -> int:
    if at >= len(text):
        return len(text)
    found = text.rfind(" ", 0, at)
    return found if found > 0 else at
