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

STEP = 0.24
"""Natural logarithms are stored in steps of this size; a third of it brings out no more words on held-out lines."""

CHUNK = 1 << 16
"""Pairs unpacked at once, so that loading takes little more memory than what is kept."""

UNSEEN = np.float32(-9.0)
"""Log-probability of a word that is not in the vocabulary: about that of its rarest hundredth."""

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Table:
    """Sorted keys, and for each how unlikely its last word is after the others, in steps."""

    keys: Ints
    steps: NDArray[np.uint8]

    def find(self, keys: Ints) -> tuple[Flags, Ints]:
        """Which keys are there, and their places (arbitrary where they are not)."""
        places = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return self.keys[places] == keys, places

    def logs(self, places: Ints) -> Floats:
        """The log-probabilities at some places."""
        return _logs(self.steps[places])


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

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read `phrases.npz` of a model's folder."""
        with np.load(folder / FILE) as data:
            one, after_one, after_two = (_logs(data[name]) for name in ("one", "after_one", "after_two"))
            pairs = keys_of_pairs(data["two_low"], data["two_high"])
            triples = keys_of_triples(pairs, data["three_counts"], data["three_low"], data["three_high"])
            return cls(one, Table(pairs, data["two"]), Table(triples, data["three"]), after_one, after_two)

    def after(self, first: Ints, second: Ints, third: Ints) -> Floats:
        """Log-probability of the third word after the other two, backing off; word 0 is any unknown one."""
        ids = np.stack([first, second, third], 1)[:, :, None]
        steps = self.steps(ids.reshape(-1, 1), np.ones((ids.size, 1), dtype=bool))
        return np.asarray(steps[2::3, 0, 0, 0], dtype=np.float32)

    def steps(self, ids: Ints, filled: Flags) -> Floats:
        """(n, k, k, k) log-probabilities of the candidates (third index) of n places after those of the two before.

        `ids` (n, k): the candidates of each place; `filled`: which of them are candidates at all, the others get minus
        infinity. Before the first place stand two unknown words, in the first column.
        """
        pairs = self._pairs(ids, filled)
        before = _shifted(pairs.after, 0.0)
        logs = pairs.logs[:, None, :, :] + before[:, :, :, None]
        there = _shifted(pairs.known, False)[:, :, :, None] & pairs.known[:, None, :, :]
        row, a, b, c = np.nonzero(there)
        found, place = self.three.find((ids[row - 2, a] << (2 * BITS)) | pairs.keys[row, b, c])
        logs[row[found], a[found], b[found], c[found]] = self.three.logs(place[found])
        unknown = (ids == 0)[:, None, None, :]
        two_before = np.concatenate([np.tile(np.arange(ids.shape[1]) == 0, (2, 1)), filled])[: len(ids)]
        possible = two_before[:, :, None, None] & pairs.filled[:, None, :, :]
        return np.where(possible, np.where(unknown, UNSEEN, logs), -np.inf).astype(np.float32)

    def _pairs(self, ids: Ints, filled: Flags) -> _Pairs:
        """All pairs of candidates that stand side by side."""
        count, width = ids.shape
        before = np.concatenate([np.zeros((1, width), dtype=np.int64), ids])[:count]
        there = np.concatenate([np.arange(width)[None] == 0, filled])[:count]
        both = there[:, :, None] & filled[:, None, :]
        keys = (before[:, :, None] << BITS) | ids[:, None, :]
        known = np.zeros_like(both)
        logs = self.one[ids][:, None, :] + self.after_one[before][:, :, None]
        after = np.zeros_like(logs)
        known[both], place = self.two.find(keys[both])
        place = place[known[both]]
        logs[known], after[known] = self.two.logs(place), self.after_two[place]
        return _Pairs(keys, both, known, logs, after)


@dataclass(frozen=True)
class _Pairs:
    """Pairs of candidates (n, k, k): the second index is the word before, the third the word itself."""

    keys: Ints
    filled: Flags
    known: Flags  # stored
    logs: Floats  # of the word after the one before
    after: Floats  # charged to a third word with which they were not stored


def _shifted(values: NDArray[Any], first: Any) -> NDArray[Any]:
    """The values of the place before; `first` where there is none."""
    return np.concatenate([np.full_like(values[:1], first), values[:-1]])


def _logs(steps: NDArray[Any]) -> Floats:
    return (steps * np.float32(-STEP)).astype(np.float32)


def keys_of_pairs(low: NDArray[np.uint8], high: NDArray[np.uint32]) -> Ints:
    """The keys of pairs from the gaps between them, low bytes and the rest apart, which packs best."""
    return np.cumsum((high.astype(np.int64) << 8) | low)


def keys_of_triples(pairs: Ints, counts: NDArray[np.uint16], low: NDArray[np.uint8], high: NDArray[np.uint8]) -> Ints:
    """The keys of triples: so many begin with each pair; of their third words the gaps are stored."""
    keys = np.empty(len(low), dtype=np.int64)
    done = 0
    for start in range(0, len(pairs), CHUNK):
        part = slice(start, start + CHUNK)
        ends = np.cumsum(counts[part], dtype=np.int64)
        here = slice(done, done + int(ends[-1]))
        sums = np.concatenate([[0], np.cumsum((high[here].astype(np.int64) << 8) | low[here])])
        begun = np.repeat(sums[ends - counts[part]], counts[part])
        keys[here] = np.repeat(pairs[part] << BITS, counts[part]) | (sums[1:] - begun)
        done = here.stop
    return keys
