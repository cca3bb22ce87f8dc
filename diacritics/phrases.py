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

BACKOFF = np.float32(np.log(0.4))
"""Charged for each word of context that has to be given up (the constant of Brants et al. 2007, stupid backoff)."""

UNSEEN = np.float32(-9.0)
"""Log-probability of a word that is not in the vocabulary: about that of its rarest hundredth."""

WEIGHT = 0.5
"""How much the logarithm of a phrase's likelihood counts beside the network's; best on held-out lines (see CARD.md)."""

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Table:
    """Sorted keys and the log-probability of the last word of each after the others."""

    keys: Ints
    values: Floats

    def look_up(self, keys: Ints) -> tuple[NDArray[np.bool_], Floats]:
        """Which keys are there, and their values (arbitrary where they are not)."""
        places = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return self.keys[places] == keys, self.values[places]


@dataclass(frozen=True)
class Phrases:
    """Log-probabilities of single words, of words after one, and of words after two."""

    one: Floats
    two: Table
    three: Table
    weight: float = WEIGHT

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read `phrases.npz` of a model's folder."""
        with np.load(folder / FILE) as data:
            return cls(_logs(data["one"]), _table(data, "two"), _table(data, "three"))

    def after(self, first: Ints, second: Ints, third: Ints) -> Floats:
        """Log-probability of the third word after the other two, backing off; word 0 is any unknown one."""
        pair = (second << BITS) | third
        has_two, of_two = self.two.look_up(pair)
        shorter = np.where(has_two, of_two, self.one[third] + BACKOFF)
        has_three, of_three = self.three.look_up((first << (2 * BITS)) | pair)
        found = np.where(has_three, of_three, shorter + BACKOFF)
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
