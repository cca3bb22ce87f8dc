"""How likely words are side by side, from counts of pairs and triples; a second opinion on the network's candidates."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from kehoach.diacritics.restore import ngram_file as gramfile
from kehoach.diacritics.restore.ngram_file import BITS, Bytes, Keys, Places, Shorts

FILE = "ngrams.npz"

STEP = 0.24
"""Natural logarithms are stored in steps of this size; a third of it brings out no more words on held-out lines."""

UNSEEN = np.float32(-9.0)
"""Log-probability of a word that is not in the vocabulary: about that of its rarest hundredth."""

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Table:
    """The pairs: their sorted keys; how unlikely the second word is after the first, in steps; how much is charged for
    a third word with which the pair is not stored; and the rank of the pair, see `gramfile.ranks_of_pairs`.
    """

    keys: Keys
    steps: Bytes
    after: Bytes
    ranks: Shorts

    def find(self, keys: Ints) -> tuple[Flags, Ints]:
        """Which keys are there, and their places (arbitrary where they are not)."""
        wanted = keys.astype(np.uint32)
        places = np.minimum(np.searchsorted(self.keys, wanted), len(self.keys) - 1)
        return self.keys[places] == wanted, places


@dataclass(frozen=True)
class Triples:
    """The triples that begin with each pair, as `gramfile.triples` lays them out: by the rank of their last pair.

    Found by halving within a pair's few: a quarter of the memory of whole keys, and neighbours share cache lines.
    """

    begins: Places
    counts: Shorts
    ranks: Shorts
    steps: Bytes

    def find(self, pairs: Ints, ranks: Shorts) -> tuple[Flags, Ints]:
        """Which last pairs, by their ranks, are stored after which pairs (places in the table), and where."""
        low = self.begins[pairs]
        high = end = low + self.counts[pairs]
        last = len(self.ranks) - 1
        for _ in range(int((high - low).max(initial=0)).bit_length()):
            middle = (low + high) >> 1
            before = (self.ranks[np.minimum(middle, last)] < ranks) & (low < high)
            low, high = np.where(before, middle + 1, low), np.where(before, high, middle)
        places = np.minimum(low, last)
        return (low < end) & (self.ranks[places] == ranks), places


@dataclass(frozen=True)
class Ngrams:
    """Log-probabilities of single words, of words after one, and of words after two; smoothed after Kneser and Ney.

    `after_one` (a word) and `two.after` (a stored pair) are charged when the longer gram was not stored: the logarithm
    of the share that those words leave to words never seen after them.
    """

    one: Floats
    after_one: Floats
    two: Table
    three: Triples

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read `ngrams.npz` of a model's folder."""
        data = gramfile.read(folder / FILE)
        keys, steps, after = gramfile.keys_of_pairs(data["two_gaps"]), data["two"], data["after_two"]
        packed = gramfile.Packed(*(data[f"three_{part}"] for part in gramfile.Packed._fields))
        begins, ranks = gramfile.triples(after, packed)
        two = Table(keys, steps, after, gramfile.ranks_of_pairs(keys, steps))
        three = Triples(begins, packed.counts, ranks, packed.steps)
        return cls(_logs(data["one"]), _logs(data["after_one"]), two, three)

    def after(self, first: Ints, second: Ints, third: Ints) -> Floats:
        """Log-probability of the third word after the other two, backing off; word 0 is any unknown one.

        Three arrays of one dimension.
        """
        pairs = self._pairs(np.concatenate([second, first]), np.concatenate([third, second]))
        places = np.arange(len(third))
        return self._of_triples(pairs, places + len(third), places)

    def steps(self, ids: Ints, filled: Flags) -> tuple[Ints, Floats]:
        """Log-probabilities of the candidates of n places after those of the two before: (where, how much).

        `ids` (n, k): the candidates of each place; `filled`: which of them are candidates at all. Before the first
        place stand two unknown words, in the first column. Where: the places in an array (n, k, k, k), in order; its
        last index is the place's own candidate, the others those of the two places before.
        """
        width = ids.shape[1]
        square = width * width
        there = np.concatenate([np.tile(np.arange(width) == 0, (2, 1)), filled])
        beside = there[1:-1, :, None] & there[2:, None, :]
        at = np.flatnonzero(beside)
        words = np.concatenate([np.zeros(width, dtype=np.int64), ids.ravel()])  # from the place before the first
        pairs = self._pairs(words[at // width], words[width + at // square * width + at % width])
        number = np.full(square + beside.size, -1)  # of a pair; the last one stands for none
        number[square + at] = np.arange(len(at))
        here = np.flatnonzero(there[:-2, :, None, None] & beside[:, None])
        last = number[square + here // (width * square) * square + here % square]
        return here, self._of_triples(pairs, number[here // width], last)

    def _of_triples(self, pairs: _Pairs, first: Ints, last: Ints) -> Floats:
        """Log-probabilities of triples, each told by its first and its last pair among some pairs."""
        logs = pairs.logs[last] + pairs.after[first]
        both = np.flatnonzero(pairs.known[first] & pairs.known[last])
        found, row = self.three.find(pairs.places[first[both]], self.two.ranks[pairs.places[last[both]]])
        logs[both[found]] = _logs(self.three.steps[row[found]])
        logs[pairs.unseen[last]] = UNSEEN
        return logs

    def _pairs(self, first: Ints, second: Ints) -> _Pairs:
        """Pairs of words, and a pair at their end of which nothing is known."""
        known, places = self.two.find((first << BITS) | second)
        logs = np.where(known, _logs(self.two.steps[places]), self.one[second] + self.after_one[first])
        after = np.where(known, _logs(self.two.after[places]), np.float32(0.0))
        columns = places, known, second == 0, logs, after
        return _Pairs(*(np.append(column, column.dtype.type(0)) for column in columns))


@dataclass(frozen=True)
class _Pairs:
    """Some pairs of words."""

    places: Ints  # in the table of pairs
    known: Flags  # stored
    unseen: Flags  # the second word is unknown
    logs: Floats  # of the second word after the first
    after: Floats  # charged to a third word with which they are not stored


def _logs(steps: NDArray[Any]) -> Floats:
    return (steps * np.float32(-STEP)).astype(np.float32)
