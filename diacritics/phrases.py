"""How likely words are side by side, from counts of pairs and triples; a second opinion on the network's candidates."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from diacritics import gramfile
from diacritics.gramfile import BITS, STEP_BITS, Counts, Places, Rows

FILE = "phrases.npz"

STEP = 0.24
"""Natural logarithms are stored in steps of this size; a third of it brings out no more words on held-out lines."""

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
class Triples:
    """The third words of the triples that begin with each pair, as `gramfile.triples` lays them out.

    Found by halving within a pair's few rows: a quarter of the memory of whole keys, and neighbours share cache lines.
    """

    begins: Places
    counts: Counts
    rows: Rows

    def find(self, pairs: Ints, words: Ints) -> tuple[Flags, Ints]:
        """Which words are stored after which pairs (places in the table of pairs), and where their rows are."""
        low, wanted = self.begins[pairs], words << STEP_BITS
        high = low + self.counts[pairs]
        last, end = len(self.rows) - 1, high
        for _ in range(int((high - low).max(initial=0)).bit_length()):
            middle = (low + high) >> 1
            before = (self.rows[np.minimum(middle, last)] < wanted) & (low < high)
            low, high = np.where(before, middle + 1, low), np.where(before, high, middle)
        places = np.minimum(low, last)
        return (low < end) & (self.rows[places] >> STEP_BITS == words), places

    def logs(self, places: Ints) -> Floats:
        """The log-probabilities at some places."""
        return _logs(self.rows[places].astype(np.uint8))


@dataclass(frozen=True)
class Phrases:
    """Log-probabilities of single words, of words after one, and of words after two; smoothed after Kneser and Ney.

    `after_one` (a word) and `after_two` (a stored pair, in the order of `two`) are charged when the longer gram was not
    stored: the logarithm of the share that those words leave to words never seen after them.
    """

    one: Floats
    two: Table
    three: Triples
    after_one: Floats
    after_two: Floats

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read `phrases.npz` of a model's folder."""
        with np.load(folder / FILE) as data:
            one, after_one, after_two = (_logs(data[name]) for name in ("one", "after_one", "after_two"))
            two = Table(gramfile.keys_of_pairs(data["two_low"], data["two_high"]), data["two"])
            packed = gramfile.Packed(*(data[f"three_{part}"] for part in ("counts", "low", "high", "steps")))
            begins, rows = gramfile.triples(two.keys, two.steps, data["after_two"], packed)
            three = Triples(begins, packed.counts, rows)
            return cls(one, two, three, after_one, after_two)

    def after(self, first: Ints, second: Ints, third: Ints) -> Floats:
        """Log-probability of the third word after the other two, backing off; word 0 is any unknown one.

        Three arrays of one dimension. The same as `steps` gives for places with one candidate, in a fifth of the time.
        """
        last = (second << BITS) | third
        known, places = self.two.find(np.concatenate([last, (first << BITS) | second]))
        count = len(third)
        known_last, known_first = known[:count], known[count:]
        charged = np.where(known_first, self.after_two[places[count:]], 0.0)
        backed_off = self.one[third] + self.after_one[second]
        logs = np.where(known_last, self.two.logs(places[:count]), backed_off) + charged
        both = np.flatnonzero(known_last & known_first)
        found, row = self.three.find(places[count:][both], third[both])
        logs[both[found]] = self.three.logs(row[found])
        return np.where(third == 0, UNSEEN, logs).astype(np.float32)

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
        found, place = self.three.find(pairs.places[row - 1, a, b], ids[row, c])
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
        places = np.zeros(keys.shape, dtype=np.int64)
        known[both], places[both] = self.two.find(keys[both])
        place = places[known]
        logs[known], after[known] = self.two.logs(place), self.after_two[place]
        return _Pairs(places, both, known, logs, after)


@dataclass(frozen=True)
class _Pairs:
    """Pairs of candidates (n, k, k): the second index is the word before, the third the word itself."""

    places: Ints  # in the table of pairs
    filled: Flags
    known: Flags  # stored
    logs: Floats  # of the word after the one before
    after: Floats  # charged to a third word with which they were not stored


def _shifted(values: NDArray[Any], first: Any) -> NDArray[Any]:
    """The values of the place before; `first` where there is none."""
    return np.concatenate([np.full_like(values[:1], first), values[:-1]])


def _logs(steps: NDArray[Any]) -> Floats:
    return (steps * np.float32(-STEP)).astype(np.float32)
