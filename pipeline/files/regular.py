"""The one way in which a file of the user is opened: its kind is asked first, and only a regular file is read.

A named pipe would wait for a writer that never comes, a device has no end, and a file that grows has none either: what
is read is what was there when it was opened.
"""

from __future__ import annotations

import io
import os
import stat
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from kehoach.pipeline.errors import BadInput

MOST_BYTES = 64 << 30
"""A larger file is no document, and no archive of them: hashing so much takes minutes on any disk."""

_KINDS = (
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)

_WITHOUT_WAITING = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_CLOEXEC", 0)


class NotRegular(BadInput):
    """A pipe, a socket, a device, or what only looks like a file of a disk.

    What to do: copy what it gives into a file and name that; `kehoach run -` reads standard input.
    """

    code = "no-regular-file"


def open_regular(path: Path) -> BinaryIO:
    """Open a regular file to be read; it ends where it ended when it was opened, however long it grows.

    Raises NotRegular at once for anything else that is no folder, IsADirectoryError for a folder, OSError where the
    file cannot be opened.
    """
    refuse_irregular(path, path.stat())  # first of all: opening alone makes some devices act
    descriptor = os.open(path, _WITHOUT_WAITING)
    try:
        state = os.fstat(descriptor)
        refuse_irregular(path, state)  # of what is open now, whatever took its name meanwhile
        if hasattr(os, "set_blocking"):
            os.set_blocking(descriptor, True)
        return io.BufferedReader(_AsItWas(descriptor, state.st_size), io.DEFAULT_BUFFER_SIZE)
    except BaseException:
        os.close(descriptor)
        raise


def refuse_irregular(path: Path, state: os.stat_result) -> None:
    """Raise NotRegular or IsADirectoryError unless `state`, that of `path`, is a regular file's of a bearable size."""
    if stat.S_ISDIR(state.st_mode):
        raise IsADirectoryError(21, "Is a directory", str(path))
    if why := irregular(state):
        advice = "kehoach run - reads standard input" if stat.S_ISFIFO(state.st_mode) else ""
        raise NotRegular(f"{path}: is {why} and not a regular file", advice=advice)
    if state.st_size > MOST_BYTES:
        raise BadInput(f"{path}: a file of over {MOST_BYTES >> 30} GB is no document")


def irregular(state: os.stat_result) -> str | None:
    """What a thing is that is neither a folder nor a file on a disk; None for those."""
    if stat.S_ISDIR(state.st_mode):
        return None
    if stat.S_ISREG(state.st_mode):
        return "an entry of the system" if state.st_dev in _of_the_system() else None
    return next((name for test, name in _KINDS if test(state.st_mode)), "something unknown")


@lru_cache(maxsize=1)
def _of_the_system() -> frozenset[int]:
    """The devices of /proc and /sys: entries there are made as they are read, and one has 128 TB."""
    found = set()
    for name in ("/proc", "/sys"):
        try:
            found.add(Path(name).stat().st_dev)
        except OSError:
            continue
    return frozenset(found)


class _AsItWas(io.FileIO):
    """An open file that has as many bytes as it had at first."""

    def __init__(self, descriptor: int, size: int) -> None:
        super().__init__(descriptor, "rb", closefd=True)
        self._size = size

    def _left(self) -> int:
        return max(0, self._size - self.tell())

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        return super().readinto(memoryview(buffer).cast("B")[: self._left()])

    def readall(self) -> bytes:
        return super().read(self._left()) or b""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(self._left() if size is None or size < 0 else min(size, self._left())) or b""

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        return super().seek(self._size + offset) if whence == os.SEEK_END else super().seek(offset, whence)
