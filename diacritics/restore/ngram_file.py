"""Pairs and triples of words as `ngrams.npz` holds them, and unpacked into tables in which they are quickly found.

What packs well is small and alike to its neighbours. So a triple's last word is told by its rank among the words that
follow the one before it, likeliest first, and the triples stand in the order of what is known of the pair they begin
with: how many it has, and what share it leaves to others. A key is 13 bits a word, first word highest.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

BITS = 13
"""Bits of a word number in a key; the vocabulary holds fewer than 8,192 words."""

MASK = (1 << BITS) - 1

Bytes = NDArray[np.uint8]
Shorts = NDArray[np.uint16]
Keys = NDArray[np.uint32]
Places = NDArray[np.int32]
Ints = NDArray[np.int64]
Columns = Mapping[str, NDArray[Any]]

KINDS: dict[str, type[np.unsignedinteger[Any]]] = {
    "two_gaps": np.uint32,
    "three_counts": np.uint16,
    "three_gaps": np.uint16,
}
"""The numbers of the columns of `ngrams.npz` that need more than one byte."""

HEAD = struct.Struct("<BI")
"""Bytes a number, and how many numbers: with room made at once a stream is unpacked in two thirds of the time."""


def save(path: Path, columns: Columns) -> None:
    """Write columns of whole numbers, each as a stream of zlib behind its HEAD.

    The strategy for filtered data makes the file 5 % smaller than the usual one and is unpacked a fifth faster; the
    bytes of a number stand apart, all the lowest first.
    """
    streams: dict[str, Any] = {name: _deflated(column) for name, column in columns.items()}
    np.savez(path, **streams)


def _deflated(column: NDArray[Any]) -> Bytes:
    width = max(1, -(-int(column.max(initial=0)).bit_length() // 8))
    planes = column.astype("<u4").view(np.uint8).reshape(-1, 4).T[:width]
    packer = zlib.compressobj(9, memLevel=9, strategy=zlib.Z_FILTERED)
    head = HEAD.pack(width, len(column))
    return np.frombuffer(head + packer.compress(planes.tobytes()) + packer.flush(), dtype=np.uint8)


def read(path: Path) -> dict[str, NDArray[Any]]:
    """The columns that `save` wrote."""
    with np.load(path) as streams:
        return {name: _inflated(streams[name], KINDS.get(name, np.uint8)) for name in streams.files}


def _inflated(stream: Bytes, kind: type[np.unsignedinteger[Any]]) -> NDArray[Any]:
    width, count = HEAD.unpack_from(stream.data)
    planes = zlib.decompress(stream[HEAD.size :].data, bufsize=max(1, width * count))
    highest, *others = np.frombuffer(planes, dtype=np.uint8).reshape(width, count)[::-1]
    column: NDArray[Any] = highest.astype(kind, copy=False)
    for plane in others:
        column <<= 8
        column |= plane
    return column


def keys_of_pairs(gaps: Keys) -> Keys:
    """The keys of pairs, sorted, from the gaps between them."""
    return np.cumsum(gaps, dtype=np.uint32)


def ranks_of_pairs(pairs: Keys, steps: Bytes) -> Shorts:
    """The rank of each pair among those that begin with the same word, likeliest first, counted from 0.

    `steps`: how unlikely the second word of each pair is; equals stand in the order of the keys.
    """
    first = (pairs >> BITS).astype(np.uint16)
    order = np.argsort(steps, kind="stable")
    order = order[np.argsort(first[order], kind="stable")]
    sizes = np.bincount(first)
    ranks = np.empty(len(pairs), dtype=np.uint16)
    ranks[order] = np.arange(len(pairs)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return ranks


def group_order(counts: Shorts, after: Bytes) -> Ints:
    """The pairs that begin triples, in the order in which these are stored: by number (255 at most), `after`, key."""
    order = np.argsort((np.minimum(counts, 255) << 8) | after, kind="stable")
    return order[int((counts == 0).sum()) :]


class Packed(NamedTuple):
    """Triples as stored: how many begin with each pair; then, in the order of `group_order`, two numbers of each.

    `gaps`: from the rank before it in the group (-1 before the first) to the rank of its last pair. `steps`: how
    unlikely its third word is.
    """

    counts: Shorts
    gaps: Shorts
    steps: Bytes


def triples(after: Bytes, packed: Packed) -> tuple[Places, Shorts]:
    """(where the triples of each pair begin, as many as it has `counts`; the rank of the last pair of each triple).

    `after`: the share that each pair leaves to third words not stored. The triples stay in the order they are stored
    in, and within a pair by rank.
    """
    order = group_order(packed.counts, after)
    sizes = packed.counts[order]
    ends = np.cumsum(sizes, dtype=np.int32)
    begins = np.zeros(len(after), dtype=np.int32)
    begins[order] = ends - sizes
    ranks = np.cumsum(packed.gaps, dtype=np.uint16)  # beyond 65,535 from 0 again, which the difference makes up for
    before = np.ones(len(order), dtype=np.uint16)
    before[1:] += ranks[ends[:-1] - 1]
    ranks -= np.repeat(before, sizes)
    return begins, ranks
