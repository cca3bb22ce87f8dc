"""Fill the disk in the middle of a run: it stops with a clear message, nothing is half written, and it goes on later.

    python tests/faults/disk_full.py [--texts 60]

With the rights to mount one, the output lies on a tmpfs that is too small; without them, a limit on the size of files
gives the first result that is larger than it the same error.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from fault_files import command, make_files, results, run

_ROOM = 700 * 1024  # bytes: a few documents' worth
_FAKE = """
import errno, os, sys
from pipeline.export import files
whole, count = os.fsync, [0]
def full(descriptor):
    count[0] += 1
    if count[0] > {documents}:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    whole(descriptor)
os.fsync = full
"""


@contextlib.contextmanager
def small_disk(place: Path) -> Iterator[bool]:
    """A folder with little room; False where that could not be had."""
    place.mkdir(parents=True)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={_ROOM}", "kehoach-small", str(place)], capture_output=True, check=False
    )
    try:
        yield mounted.returncode == 0
    finally:
        if mounted.returncode == 0:
            subprocess.run(["umount", str(place)], check=False)
