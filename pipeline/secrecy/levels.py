"""The three levels as they are printed, stamped and misread: MẬT, TỐI MẬT, TUYỆT MẬT.

All patterns work on a `skeleton`: the text without marks, letter for letter, so that a place in it is one in the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from kehoach.diacritics.language.alphabet import exchange, fold

MAT, TOI_MAT, TUYET_MAT = "MẬT", "TỐI MẬT", "TUYỆT MẬT"
LEVELS = (MAT, TOI_MAT, TUYET_MAT)  # rising

_GAP = r"[ \t.\u00a0_-]{0,3}"  # between the letters of a word set wide: «M Ậ T», «M.Ậ.T»
_BETWEEN = r"[ \t.\u00a0_-]{0,5}"
_START, _END = r"(?<![^\W_])", r"(?![^\W_])"
_M, _A, _T = "(?:M|N[I1l]|[I1l]V[I1l]|N|H)", "[A4@]", "[T71IFYJ!]"
LEVEL = (
    rf"{_START}(?:(?P<above>T{_GAP}U{_GAP}Y{_GAP}[E3]{_GAP}[T7]|T{_GAP}[O0]{_GAP}[I1!]){_BETWEEN})?"
    rf"(?P<m>{_M}){_GAP}(?P<a>{_A}){_GAP}(?P<t>{_T}){_END}"
)
"""A level in a skeleton in capitals; whether it is one, `level_of` says, which looks at the letters themselves."""
_LEVEL = re.compile(LEVEL)
_LATIN = exchange(dict(zip("АВЕКМНОРСТУХаеорсху\u00a0", "ABEKMHOPCTYXaeopcxy ", strict=True)))
"""Cyrillic letters that some readers give for Latin ones, and the space that does not break."""
_TAG = re.compile(
    r"</?(?:b|strong|i|em|u|s|center|p|div|span|font|h[1-6]|br|sup|sub|mark|small|big|t[dhr]|table|img)\b[^<>]{0,80}>"
    r"|!\[|\]\([^()\s]{0,200}\)|(?<=\])\{[.#][^{}]{0,80}\}",
    re.IGNORECASE,
)
"""HTML tags, and what Markdown writes around the text of a picture."""
_NEAR_A = "ẬÂẠ"
_WORD_A = "ẮẶẤÁ"


@dataclass(frozen=True, slots=True)
class Level:
    """A level that was read, from `start` to before `end`; `doubtful`: its letters are not quite those of the form."""

    name: str
    start: int
    end: int
    doubtful: bool
    capitals: bool
    near: bool  # its Ậ was read as Ậ, Â or Ạ, or another word stands before: no common word is spelt so
    word: bool  # it is spelt as a word of its own: MẮT, MẶT, MẤT, MÁT


@lru_cache(maxsize=64)  # each rule asks for the same line, its parts and its neighbours
def skeleton(text: str) -> str:
    """The text without marks, tags and look-alikes, as long as it was.

    >>> skeleton("Độ <b>mật</b>")
    'Do    mat    '
    """
    bare = _TAG.sub(lambda tag: " " * len(tag[0]), text)
    return fold(_LATIN(bare))


def level_of(text: str, match: re.Match[str]) -> Level | None:
    """The level that a match of LEVEL in a skeleton is; None where too little speaks for it.

    Of M, Ậ and T two must be themselves: «MAT», «M4T» and «MẬ7» are misread marks, «MAI» and «HAT» are words.
    """
    m, a, t = match["m"], text[match.start("a")].upper(), match["t"]
    if not ((m == "M" and t == "T") or (a == "Ậ" and (m == "M" or t == "T"))):
        return None
    above = _letters(text[slice(*match.span("above"))]) if match["above"] else ""
    name = MAT if not above else TUYET_MAT if len(above) > 3 else TOI_MAT
    exact = m == "M" and a == "Ậ" and t == "T" and above in ("", "TỐI", "TUYỆT")
    start, end = match.span("level" if "level" in match.re.groupindex else 0)
    word = not above and a in _WORD_A
    near = bool(above) or a in _NEAR_A or not a.isalpha()
    return Level(name, start, end, not exact, not any(map(str.islower, text[start:end])), near, word)


def _letters(text: str) -> str:
    return "".join(char for char in text.upper() if char.isalnum())


def levels_in(text: str) -> list[Level]:
    """Every level that a text names, in capitals or not.

    >>> [(level.name, level.doubtful, level.capitals) for level in levels_in("T Ố I   M Ậ T, MAT, Mật, MẮT")]
    [('TỐI MẬT', False, True), ('MẬT', True, True), ('MẬT', False, False), ('MẬT', True, True)]
    >>> levels_in("THƯƠNG MẠI, NHẬT, HÁT, mất mát")[2:]
    []
    """
    found = (level_of(text, match) for match in _LEVEL.finditer(skeleton(text).upper()))
    return [level for level in found if level is not None]
