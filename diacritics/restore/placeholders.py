"""Placeholders for numbers, pauses and ends of sentences: they are no words, but tell which words stand beside them.

Phrases count these like words: `năm` stands before a number and `nam` does not, and of most words it is known whether
they begin a sentence or end one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import IntEnum
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from kehoach.diacritics.language.tokens import Token
from kehoach.diacritics.restore.features import LEAD_CLASSES, SENTENCE_ENDS, TRAIL_CLASSES, punctuation_classes

Ints = NDArray[np.int64]


class Sign(IntEnum):
    """What is counted like a word."""

    NUMBER = 1  # in figures
    PAUSE = 2  # any mark within a sentence
    STOP = 3  # the end of a sentence; a text begins and ends with one too


_NUMBER = re.compile(r"[0-9][0-9.,:/%-]*")
_BETWEEN = np.full((TRAIL_CLASSES, LEAD_CLASSES), Sign.PAUSE, dtype=np.int64)
_BETWEEN[0, 0] = 0
_BETWEEN[SENTENCE_ENDS] = Sign.STOP


def word_number(sign: int, words: int) -> int:
    """The word number of a sign, after those of a vocabulary of so many words; 0, no sign, is no word of it either."""
    return words - 1 + sign if sign else 0


@lru_cache(maxsize=1 << 15)
def sign_of(core: str) -> int:
    """The sign that stands in the place of a word itself: a number or a bare mark; 0 is none.

    >>> [int(sign_of(core)) for core in ("2025", "1.500,5", "16/6/2025", "50%", "", "171/KH", "năm")]
    [1, 1, 1, 1, 2, 0, 0]
    """
    if not core:
        return Sign.PAUSE
    return Sign.NUMBER if _NUMBER.fullmatch(core) else 0


def between(trails: Ints, leads: Ints) -> Ints:
    """The signs between words: given the class of what stands after the one and before the other (`features`)."""
    return np.asarray(_BETWEEN[trails, leads])


def signs_among(atoms: Sequence[Token]) -> Ints:
    """The signs of a text (n + 1): before each atom and after the last; 0 where none is.

    >>> signs_among([Token("", "Nay", ","), Token("", "mai", "")]).tolist()
    [3, 2, 3]
    """
    signs = np.full(len(atoms) + 1, Sign.STOP, dtype=np.int64)
    classes = np.array([punctuation_classes(atom) if atom.core else (0, 0) for atom in atoms], dtype=np.int64)
    leads, trails = classes.reshape(-1, 2).T
    signs[1:-1] = between(trails[:-1], leads[1:])
    return signs
