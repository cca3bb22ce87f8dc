"""The files of a run: whether an input is whole and unchanged, where results go, and what a killed run left behind."""

from __future__ import annotations

import hashlib
import os
import stat
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from kehoach.pipeline.errors import KehoachError
from kehoach.pipeline.export.files import cannot_write
from kehoach.pipeline.files.out_names import EARLIER, IMAGES, TEMPORARY
from kehoach.pipeline.ingest import Input, digest_of

SETTLED = 1.0
"""Seconds for which a file must have been left alone before it is read: a copy in progress writes far more often."""

CLOCK_STEP = 2.0
"""Seconds: the coarsest time stamps of file systems in use (FAT). A younger file may change without a new stamp."""


@dataclass(frozen=True)
class Stamp:
    """What the file system says of an input's files: size, times, inode.

    `lasting`: a later change will show in `text`; a stamp taken right after a change may hide another one.
    `unsettled`: seconds until the files have been left alone for long enough to be read, 0 where they have.
    """

    text: str
    lasting: bool
    unsettled: float = 0.0


def stamp(source: Input) -> Stamp | None:
    """The stamp of an input's files; None where one of them is not there or is no regular file.

    The time of a change of the inode is part of it: programs can set a file's own time back, but not that one. A time
    in the future says nothing on whether a file is settled: the clocks of a share and of this machine differ.
    """
    parts, written, changed = [], 0.0, 0.0
    for path in source.paths:
        try:
            state = path.stat()
        except (OSError, ValueError):
            return None
        if not stat.S_ISREG(state.st_mode):
            return None
        parts.append(f"{state.st_size}:{state.st_mtime_ns}:{state.st_ctime_ns}:{state.st_ino}")
        written, changed = max(written, state.st_mtime), max(changed, state.st_ctime)
    text = parts[0] if len(parts) == 1 else hashlib.sha256("\n".join(parts).encode()).hexdigest()
    age = time.time() - written
    return Stamp(text, time.time() - changed > CLOCK_STEP, SETTLED - age if 0 <= age < SETTLED else 0.0)


def bulk(source: Input) -> int:
    """Bytes of an input's files; 0 where they cannot be told."""
    try:
        return sum(path.stat().st_size for path in source.paths)
    except (OSError, ValueError):
        return 0


def content(source: Input) -> str | None:
    """The sha256 of an input's files, one after the other, or of a member; None where they cannot be read."""
    try:
        return digest_of(source).sha256
    except KehoachError:
        return None


def is_inside(place: Path) -> bool:
    """Whether a document's place stays under OUT.

    >>> is_inside(Path("2020/kế hoạch.pdf")), is_inside(Path("../a.pdf")), is_inside(Path("/a.pdf"))
    (True, False, False)
    """
    return bool(place.parts) and not place.is_absolute() and ".." not in place.parts


def sweep(folders: Iterable[Path]) -> int:
    """Remove the temporary files that a killed process left in these folders or their pictures; returns how many."""
    swept = 0
    for place in (place for folder in folders for place in (folder, folder / IMAGES)):
        with suppress(OSError):
            for entry in os.scandir(place):
                if entry.name.startswith(TEMPORARY[0]) and entry.name.endswith(TEMPORARY[1]):
                    Path(entry.path).unlink(missing_ok=True)
                    swept += 1
    return swept


def set_aside(folder: Path, names: Iterable[str]) -> list[str]:
    """Move files of a document's folder into its folder `earlier`, where nothing is ever written over.

    Returns those moved; what is not there, or is empty, is passed over. Raises FileAccess.
    """
    moved = []
    for name in names:
        path = folder / name
        try:
            if not path.is_file() or not path.stat().st_size:
                continue
            target = next(one for one in _free_names(folder / EARLIER / name) if not one.exists())
            target.parent.mkdir(parents=True, exist_ok=True)
            path.rename(target)
        except OSError as error:
            raise cannot_write(folder / EARLIER / name, error) from error
        moved.append(name)
        with suppress(OSError):
            path.parent.rmdir()  # only an empty folder goes
    return moved


def _free_names(path: Path) -> Iterator[Path]:
    yield path
    for number in count(2):
        yield path.with_name(f"{path.name}~{number}")
