"""Sentences of the token streams, to be read alone: found once, then drawn by their length."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

SHORTEST, LONGEST = 2, 60
"""Tokens of a sentence that is drawn. Longer ones are rare, and seen in windows."""

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Sentences:
    """Where sentences of each length begin in each stream."""

    def __init__(self, tokens: Sequence[NDArray[np.int32]], lines: Sequence[NDArray[np.int32]], ending: Flags) -> None:
        """`ending`: for each type, whether it closes a sentence."""
        self._starts, self._bounds = [], []
        for stream, numbers in zip(tokens, lines, strict=True):
            starts, sizes = cut(ending[stream], numbers)
            order = np.argsort(sizes, kind="stable")
            self._starts.append(starts[order])
            self._bounds.append(np.searchsorted(sizes[order], np.arange(LONGEST + 2)))

    def counts(self) -> Ints:
        """(streams, LONGEST + 1): how many sentences of each length; none are counted that are never drawn."""
        counts = np.stack([np.diff(bounds) for bounds in self._bounds])
        counts[:, :SHORTEST] = 0
        return counts

    def draw(self, stream: int, size: int, rng: np.random.Generator) -> int:
        """The start of some sentence of `size` tokens."""
        low, high = self._bounds[stream][size : size + 2]
        return int(self._starts[stream][rng.integers(low, high)])


def cut(closes: Flags, lines: NDArray[np.int32]) -> tuple[Ints, Ints]:
    """(starts, sizes) of the sentences of a stream: one ends with its line, or with a token that closes it."""
    last = closes.copy()
    last[:-1] |= lines[1:] != lines[:-1]
    last[-1] = True
    ends = np.flatnonzero(last) + 1
    starts = np.concatenate([[0], ends[:-1]])
    return starts, ends - starts
