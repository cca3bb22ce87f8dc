"""One run at a time on one OUT: a lock of the operating system, which ends with the process that holds it."""

from __future__ import annotations

import json
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kehoach.pipeline.errors import FileAccess, MissingDependency, of_system
from kehoach.pipeline.files.out_names import LOCK


@contextmanager
def held(out: Path) -> Iterator[None]:
    """Make the folder `out` and hold its lock for the block.

    The file stays when the block ends: removing it would let a third run in beside a second one. Raises FileAccess,
    naming the other run's process, where `out` is in use, and where it cannot be written to.
    """
    if sys.platform == "win32":
        raise MissingDependency("a run needs locks that Windows does not have", advice="use WSL or a Linux machine")
    import fcntl

    try:
        out.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(out / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    except OSError as error:
        raise of_system(f"{out} cannot be written to", error) from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise _in_use(out) from error
        except OSError as error:
            raise FileAccess(f"{out} cannot be locked: {error.strerror}", advice="use a disk that has locks") from error
        try:
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, json.dumps({"pid": os.getpid(), "host": socket.gethostname()}).encode(), 0)
        except OSError as error:
            raise of_system(f"{out / LOCK} cannot be written", error) from error
        yield
    finally:
        os.close(descriptor)


def holder(out: Path) -> dict[str, object] | None:
    """The process (`pid`, `host`) that works on `out` now; None where none does. Takes nothing, changes nothing."""
    if sys.platform == "win32":
        return None
    import fcntl

    try:
        with (out / LOCK).open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _named(out)
    except OSError:
        return None
    return None


def _named(out: Path) -> dict[str, object]:
    try:
        found = json.loads((out / LOCK).read_text("utf-8"))
    except (OSError, ValueError):  # between taking the lock and writing its name
        return {}
    return found if isinstance(found, dict) else {}


def _in_use(out: Path) -> FileAccess:
    found = _named(out)
    who = f"process {found['pid']} on {found.get('host')}" if "pid" in found else "another process"
    return FileAccess(f"{out} is in use by another run ({who})", advice="wait for it, stop it, or give another -o")
