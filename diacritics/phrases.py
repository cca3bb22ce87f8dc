"""How likely words are side by side, from counts of pairs and triples; a second opinion on the network's candidates."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

FILE = "phrases.npz"
BITS = 13
"""Bits of a word number in a key; the vocabulary holds fewer than 8,192 words."""

STEP = 0.08
"""Natural logarithms are stored in steps of this size."""

UNSEEN = np.float32(-9.0)
"""Log-probability of a word that is not in the vocabulary: about that of its rarest hundredth."""

WEIGHT = 0.6
"""How much the logarithm of a phrase's likelihood counts beside the network's; best on held-out lines (see CARD.md)."""

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Table:
    """Sorted keys and the log-probability of the last word of each after the others."""

    keys: Ints
    values: Floats

    def find(self, keys: Ints) -> tuple[NDArray[np.bool_], Ints]:
        """Which keys are there, and their places (arbitrary where they are not)."""
        places = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return self.keys[places] == keys, places


@dataclass(frozen=True)
class Phrases:
    """Log-probabilities of single words, of words after one, and of words after two; smoothed after Kneser and Ney.

    `after_one` (a word) and `after_two` (a stored pair, in the order of `two`) are charged when the longer gram was not
    stored: the logarithm of the share that those words leave to words never seen after them.
    """

    one: Floats
    two: Table
    three: Table
    after_one: Floats
    after_two: Floats
    weight: float = WEIGHT

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read `phrases.npz` of a model's folder."""
        with np.load(folder / FILE) as data:
            one, after_one, after_two = (_logs(data[name]) for name in ("one", "after_one", "after_two"))
            return cls(one, _table(data, "two"), _table(data, "three"), after_one, after_two)

    def after(self, first: Ints, second: Ints, third: Ints) -> Floats:
        """Log-probability of the third word after the other two, backing off; word 0 is any unknown one."""
        pair = (second << BITS) | third
        has_two, place = self.two.find(pair)
        shorter = np.where(has_two, self.two.values[place], self.one[third] + self.after_one[second])
        known, context = self.two.find((first << BITS) | second)
        found = np.where(known, shorter + self.after_two[context], shorter)
        hopeful = np.nonzero(has_two)  # a triple is stored only with the pair it ends in
        has_three, triple = self.three.find((first[hopeful] << (2 * BITS)) | pair[hopeful])
        found[hopeful] = np.where(has_three, self.three.values[triple], found[hopeful])
        return np.where(third > 0, found, UNSEEN).astype(np.float32)

    def fit(self, ids: Ints, best: Ints) -> Floats:
        """How well each candidate (n, k) fits between the best words (n) around it: the sum of three `after`s."""
        near = np.concatenate([np.zeros(2, np.int64), best, np.zeros(2, np.int64)])
        return self._between(ids, *(near[i : i + len(best)][:, None] for i in (0, 1, 3, 4)))

    def between(self, ids: Ints, left: Ints, right: Ints) -> Floats:
        """`fit` of any candidates (k) for one place, given the two words on its left and the two on its right."""
        return self._between(ids, left[:1], left[1:], right[:1], right[1:])

    def _between(self, ids: Ints, left2: Ints, left1: Ints, right1: Ints, right2: Ints) -> Floats:
        left2, left1, right1, right2 = (np.broadcast_to(side, ids.shape) for side in (left2, left1, right1, right2))
        return self.after(left2, left1, ids) + self.after(left1, ids, right1) + self.after(ids, right1, right2)


def _logs(steps: NDArray[Any]) -> Floats:
    return (steps * np.float32(-STEP)).astype(np.float32)


def _table(data: Any, name: str) -> Table:
    return Table(np.cumsum(data[f"{name}_gaps"]), _logs(data[name]))
