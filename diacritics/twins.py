"""A graph kept as what sets it apart from a twin: a network trained on from another differs from it by little.

A twin's file is as long as the first's, byte for byte of the same things; so the differences of the bytes, mostly small
numbers, are all that is stored, and they pack well.
"""

from __future__ import annotations

import zlib

import numpy as np

FILE = "marks.twin"


def packed(first: bytes, twin: bytes) -> bytes:
    """What sets the twin apart. Raises ValueError where they are not of one length.

    >>> twin_of(b"abc", packed(b"abc", b"aXc"))
    b'aXc'
    """
    apart = np.subtract(*_same_length(twin, first))  # modulo 256
    packer = zlib.compressobj(9, memLevel=9, strategy=zlib.Z_FILTERED)
    return packer.compress(apart.tobytes()) + packer.flush()


def twin_of(first: bytes, stored: bytes) -> bytes:
    """The twin again, from what `packed` stored."""
    return bytes(np.add(*_same_length(first, zlib.decompress(stored))).tobytes())


def _same_length(one: bytes, other: bytes) -> tuple[np.ndarray, np.ndarray]:
    if len(one) != len(other):
        message = f"no twins: {len(one)} and {len(other)} bytes"
        raise ValueError(message)
    return np.frombuffer(one, dtype=np.uint8), np.frombuffer(other, dtype=np.uint8)
