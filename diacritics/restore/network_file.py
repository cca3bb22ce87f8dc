"""Graphs as a model's folder holds them: packed, and one trained on from another as what sets it apart from that.

A network trained on from another differs from it by little, so most of its weights are stored as the differences of
their bytes, which are small numbers and pack well. A file is one stream of zlib: how many stretches of the graph are
stored so; for each, where it begins in the graph, where its like begins in the first graph, and its length (32-bit
numbers, lowest byte first); then the bytes of the graph.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

SUFFIX = ".graph"

_NUMBER = np.dtype("<u4")


class Alike(NamedTuple):
    """Bytes of a graph that are like those at another place of the first one."""

    start: int
    first: int
    length: int


def packed(graph: bytes, first: bytes = b"", alike: Sequence[Alike] = ()) -> bytes:
    """The file of a graph; without `first` it stands alone.

    >>> unpacked(packed(b"Xbcd!", b"abcd", [Alike(0, 0, 4)]), b"abcd")
    b'Xbcd!'
    """
    table = np.array([len(alike), *(number for stretch in alike for number in stretch)], dtype=_NUMBER)
    body = np.frombuffer(graph, dtype=np.uint8).copy()
    for start, there, length in alike:
        body[start : start + length] -= _bytes(first, there, length)  # modulo 256
    packer = zlib.compressobj(9, memLevel=9, strategy=zlib.Z_FILTERED)
    return packer.compress(table.tobytes() + body.tobytes()) + packer.flush()


def unpacked(stored: bytes, first: bytes = b"") -> bytes:
    """The graph again, from its file and the graph that it was packed against."""
    data = zlib.decompress(stored)
    size = _NUMBER.itemsize
    count = int.from_bytes(data[:size], "little")
    end = size * (1 + 3 * count)
    body = np.frombuffer(data, dtype=np.uint8, offset=end).copy()
    for start, there, length in np.frombuffer(data[size:end], dtype=_NUMBER).reshape(-1, 3).tolist():
        body[start : start + length] += _bytes(first, there, length)
    return body.tobytes()


def _bytes(graph: bytes, start: int, length: int) -> NDArray[np.uint8]:
    return np.frombuffer(graph, dtype=np.uint8, count=length, offset=start)
