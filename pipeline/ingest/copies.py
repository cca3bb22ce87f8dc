"""Copies on disk of files in archives, for libraries that open files by their path.

A process that is killed leaves its copy behind; the next one that makes a copy removes it.
"""

from __future__ import annotations

import os
import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

_PREFIX = "kehoach-member-"
_YOUNG = 60.0  # seconds: a copy may have been made a moment ago and not be locked yet
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,8}")


@contextmanager
def copy_to_fill(name: Path) -> Iterator[tuple[Path, BinaryIO]]:
    """A file to be written and read, with the suffix of `name`; gone when the block ends. A lock says it is in use."""
    _sweep()
    suffix = name.suffix if _SUFFIX.fullmatch(name.suffix) else ""
    descriptor, path = tempfile.mkstemp(suffix, _PREFIX)
    try:
        with os.fdopen(descriptor, "wb") as file:
            _lock(file)
            yield Path(path), file
    finally:
        with suppress(OSError):
            Path(path).unlink()


@lru_cache(maxsize=1)
def _sweep() -> None:
    """Remove copies that nobody has locked: those of processes that were killed. Once in each process."""
    for path in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError):
            if time.time() - path.stat().st_mtime > _YOUNG:
                with path.open("rb") as file:
                    if _lock(file):
                        path.unlink()


def _lock(file: BinaryIO) -> bool:
    """Lock an open file for as long as it is open; whether that could be done. No lock ever outlives its process."""
    try:
        import fcntl
    except ImportError:  # Windows: nothing is swept there
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
