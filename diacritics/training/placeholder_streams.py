"""The prepared text as word pairs and triples count it: words, with the placeholders of `restore.placeholders`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from kehoach.diacritics.restore.features import MAX_CHARS, Vocabulary
from kehoach.diacritics.restore.placeholders import Sign, between, sign_of, word_number

Ints = NDArray[np.int64]
Number = TypeVar("Number", bound=np.generic)


@dataclass(frozen=True)
class Signed:
    """How phrases read the types of a work folder.

    `words`: a word number for each type, that of a sign for numbers and bare marks, 0 for what is unknown; `leads`,
    `trails`: the classes of the punctuation at its edges. `vocabulary`: how many words there are.
    """

    words: Ints
    leads: Ints
    trails: Ints
    vocabulary: int

    @classmethod
    def read(cls, work: Path) -> Self:
        """The types of a prepared work folder."""
        vocabulary, forms = Vocabulary.load(work), np.load(work / "forms.npz")
        size = len(vocabulary.words)
        words = forms["words"].astype(np.int64)
        clean = forms["encoded"][forms["table"][:, 0]].astype(np.int64)
        chars = ["", "?", *vocabulary.chars]
        for number in np.flatnonzero(words == 0).tolist():
            core = "".join([chars[char] for char in clean[number, :MAX_CHARS].tolist()])
            words[number] = word_number(sign_of(core), size)
        apart = words == word_number(Sign.PAUSE, size)
        leads, trails = (np.where(apart, 0, clean[:, MAX_CHARS + edge]) for edge in (0, 1))
        return cls(words, leads, trails, size)

    def signs(self, types: Ints) -> Ints:
        """The word numbers of the signs in stretches of text (rows, length + 1): before each type, 0 where none is.

        What is before the first and after the last is not known.
        """
        found = np.zeros((len(types), types.shape[1] + 1), dtype=np.int64)
        numbers = np.array([word_number(sign, self.vocabulary) for sign in (0, *Sign)])
        found[:, 1:-1] = numbers[between(self.trails[types[:, :-1]], self.leads[types[:, 1:]])]
        return found

    def stream(self, types: Ints) -> Ints:
        """A running text as word numbers, its signs among them."""
        words, signs = self.words[types][None], self.signs(types[None])
        return interleaved(words, signs)[0][0, : len(types) + np.count_nonzero(signs)]


def interleaved(words: NDArray[Number], signs: NDArray[Any]) -> tuple[NDArray[Number], Ints]:
    """(what is told of words (rows, length), that of the signs (rows, length + 1) which are not 0 among it; where each
    word is there).

    Rows end in zeros where they have fewer signs than they might.
    """
    rows, length = words.shape
    items = np.zeros((rows, 2 * length + 1), dtype=words.dtype)
    items[:, 1::2], items[:, ::2] = words, signs
    there = np.ones(items.shape, dtype=bool)
    there[:, ::2] = signs > 0
    at = np.cumsum(there, axis=1) - 1
    row, column = np.nonzero(there)
    found = np.zeros_like(items)
    found[row, at[row, column]] = items[row, column]
    return found, at[:, 1::2]
