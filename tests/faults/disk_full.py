"""Fill the disk in the middle of a run: it stops with a clear message, nothing is half written, and it goes on later.

    python tests/faults/disk_full.py [--texts 60]

With the rights to mount one, the output lies on a tmpfs that is too small and is made larger later; without them, a
`sitecustomize` lets no more files be written than a few, with the error of a full disk.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from fault_files import command, make_files, results, run, small_trial, undisturbed

_ROOM, _MORE = "400k", "64m"  # a few documents' worth, and enough
_FAKE = """
import errno, os, pathlib
whole, out = os.fsync, pathlib.Path(os.environ["KEHOACH_TEST_OUT"])
def full(descriptor):
    if len(list(out.glob("*/*/plan.json"))) >= 4:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    whole(descriptor)
os.fsync = full
"""


class SmallDisk:
    """A folder in which there is little room, until there is more."""

    def __init__(self, place: Path) -> None:
        self.out = place / "out"
        self._fake = place / "fake"
        self.out.mkdir(parents=True)
        self.mounted = self._mount(f"size={_ROOM}")
        if not self.mounted:
            self._fake.mkdir()
            (self._fake / "sitecustomize.py").write_text(_FAKE, "utf-8")

    def environment(self) -> dict[str, str]:
        """The environment of a run that finds the disk full."""
        if self.mounted:
            return dict(os.environ)
        path = os.pathsep.join(filter(None, (str(self._fake), os.environ.get("PYTHONPATH"))))
        return {**os.environ, "PYTHONPATH": path, "KEHOACH_TEST_OUT": str(self.out)}

    def make_room(self) -> None:
        """From now on there is room."""
        if self.mounted and not self._mount(f"remount,size={_MORE}"):
            raise OSError("the small disk cannot be made larger")

    def close(self) -> None:
        """Let go of the disk."""
        if self.mounted:
            subprocess.run(["umount", str(self.out)], check=False)

    def _mount(self, options: str) -> bool:
        command = ["mount", "-t", "tmpfs", "-o", options, "kehoach-small", str(self.out)]
        try:
            return subprocess.run(command, capture_output=True, check=False).returncode == 0
        except OSError:  # no such program
            return False


def trial(place: Path, texts: int) -> list[str]:
    """The whole trial in the empty folder `place`; what went wrong."""
    make_files(place / "in", texts, 0)
    faults = undisturbed(place)
    disk = SmallDisk(place)
    try:
        asked = command(place / "in", disk.out)
        full = subprocess.run(asked, capture_output=True, text=True, env=disk.environment(), check=False)
        faults += _check_stop(full, disk.out)
        disk.make_room()
        done = run(place / "in", disk.out)
        if done.returncode:
            faults.append(f"with room again the run ended with {done.returncode}: {done.stderr}")
        if results(place / "undisturbed") != results(disk.out):
            faults.append("the results are not those of an undisturbed run")
    finally:
        disk.close()
    return faults


def _check_stop(full: subprocess.CompletedProcess[str], out: Path) -> Iterator[str]:
    """A run on a full disk says so, has its exit code, and leaves nothing half written."""
    if (
        full.returncode != 5
        or not any(words in full.stderr for words in ("No space left", "disk is full"))
        or "Traceback" in full.stderr
    ):
        yield f"on a full disk the run ended with {full.returncode} and said: {full.stderr}"
    for path in out.rglob("*"):
        if path.name.endswith(".tmp"):
            yield f"{path} is half written"
    for path in out.rglob("plan.json"):
        with contextlib.suppress(ValueError):
            json.loads(path.read_text("utf-8"))
            continue
        yield f"{path} is half written"


if __name__ == "__main__":
    sys.exit(small_trial(trial, __doc__, "a disk that is full in the middle of"))
