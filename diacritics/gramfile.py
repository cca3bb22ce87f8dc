"""Pairs and triples of words as `phrases.npz` holds them, unpacked into tables in which they are quickly found.

What packs well is small and alike to its neighbours. So a triple's last word is stored as its rank among the words that
follow the one before it, likeliest first, and the triples stand in the order of what is known of the pair they begin
with: how many it has, and what share it leaves to others. A key is 13 bits a word, first word highest.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

BITS = 13
"""Bits of a word number in a key; the vocabulary holds fewer than 8,192 words."""

MASK = (1 << BITS) - 1

CHUNK = 1 << 16
"""Triples unpacked at once, so that loading takes little more memory than what is kept."""

STEP_BITS = 8
"""Bits of a step below the word in a row of the triples."""

Bytes = NDArray[np.uint8]
Counts = NDArray[np.uint16]
Places = NDArray[np.int32]
Rows = NDArray[np.uint32]
Ints = NDArray[np.int64]


def keys_of_pairs(low: Bytes, high: NDArray[np.uint32]) -> Ints:
    """The keys of pairs from the gaps between them, low bytes and the rest apart."""
    return np.cumsum((high.astype(np.int64) << 8) | low)


def followers(pairs: Ints, steps: Bytes) -> tuple[Places, Ints]:
    """(pairs, likeliest first among those that begin alike; where those of each first word begin).

    `steps`: how unlikely the second word of each pair is; equals stand in the order of the keys.
    """
    first = (pairs >> BITS).astype(np.uint16)
    order = np.argsort(steps, kind="stable").astype(np.int32)
    order = order[np.argsort(first[order], kind="stable")]
    return order, np.searchsorted(first, np.arange(MASK + 2))


def group_order(counts: Counts, after: Bytes) -> Places:
    """The pairs that begin triples in the order in which these are stored: by number, by `after`, by key."""
    order = np.argsort(after, kind="stable").astype(np.int32)
    order = order[np.argsort(counts[order], kind="stable")]
    return order[int((counts == 0).sum()) :]


@dataclass(frozen=True)
class Packed:
    """Triples as stored: how many begin with each pair; then, in the order of `group_order`, two numbers of each.

    `low` and `high`: the rank of its third word among the `followers` of the second, as the gap to the rank before it
    in the group (-1 before the first), less one. `steps`: how unlikely it is.
    """

    counts: Counts
    low: Bytes
    high: Bytes
    steps: Bytes


def triples(pairs: Ints, second: Bytes, after: Bytes, packed: Packed) -> tuple[Places, Rows]:
    """(where the rows of each pair begin, as many as it has `counts`; the rows: third words and steps).

    `second` and `after`: how unlikely the second word of each pair is, and the share it leaves to other third words.
    A row is a word's number above the 8 bits of its step; the rows of a pair stand in the order of their words, the
    pairs in the order they are stored in, for moving millions of rows would take longer than all the rest.
    """
    ranked, first = followers(pairs, second)
    words = (pairs & MASK).astype(np.uint16)
    follower, followed = words[ranked], first.astype(np.int32)[words]
    order = group_order(packed.counts, after)
    begins = np.zeros(len(pairs), dtype=np.int32)
    begins[order] = np.cumsum(packed.counts[order], dtype=np.int32) - packed.counts[order]
    rows = np.empty(len(packed.steps), dtype=np.uint32)
    done = 0
    for heads, size in _alike(order, packed.counts):
        here = slice(done, done + len(heads) * size)
        gaps = (packed.high[here].astype(np.int32) << 8) | packed.low[here]
        rank = np.cumsum(gaps.reshape(-1, size) + 1, axis=1, dtype=np.int32) - 1
        group = follower[followed[heads][:, None] + rank].astype(np.uint32) << STEP_BITS
        group |= packed.steps[here].reshape(-1, size)
        group.sort(axis=1)
        rows[here] = group.ravel()
        done = here.stop
    return begins, rows


def _alike(order: Places, counts: Counts) -> Iterator[tuple[Places, int]]:
    """Runs of pairs that begin equally many triples, and how many; at most CHUNK triples at once, or one pair's."""
    sizes = counts[order]
    starts = np.flatnonzero(np.diff(sizes, prepend=0))
    for start, end in pairwise([*starts.tolist(), len(order)]):
        size = int(sizes[start])
        for first in range(start, end, max(1, CHUNK // size)):
            yield order[first : min(end, first + max(1, CHUNK // size))], size
