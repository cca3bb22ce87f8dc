"""What an OUT folder keeps, by its journal: documents, their files as they were written, and where the originals are.

Read beside whoever writes: nothing is locked, nothing is changed.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from kehoach.pipeline.errors import DiskFull, FileAccess
from kehoach.pipeline.files.out_names import JOURNAL
from kehoach.pipeline.files.paths import path_of

WAITING, RUNNING, SKIPPED = "waiting", "running", "skipped"


@dataclass(frozen=True)
class Print:
    """A file as it was when it was written: bytes, sha256, and its times.

    `times` are those of the last change of content and of inode: programs can set back the first, but not the second.
    """

    size: int
    sha256: str
    times: str

    def now(self, path: Path) -> Print | None:
        """The same file as it is now; None where it is another one. Its bytes are read only where its times changed."""
        try:
            state = path.stat()
            if state.st_size != self.size:
                return None
            times = _times(state)
            if times != self.times and sha256_of(path) != self.sha256:
                return None
        except OSError:
            return None
        return Print(self.size, self.sha256, times)


def print_of(path: Path) -> Print:
    """The Print of a file. Raises OSError."""
    state = path.stat()
    return Print(state.st_size, sha256_of(path), _times(state))


def _times(state: os.stat_result) -> str:
    return f"{state.st_mtime_ns}:{state.st_ctime_ns}"


def sha256_of(path: Path) -> str:
    """The sha256 of a file in hex. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def prints_json(files: Mapping[str, Print | None]) -> str:
    """Files with their Prints, for the journal."""
    return json.dumps({name: [one.size, one.sha256, one.times] if one else None for name, one in files.items()})


def prints_from(text: str | None) -> dict[str, Print | None]:
    """As the journal has them; the first version of it had names alone."""
    found = json.loads(text or "{}")
    if isinstance(found, list):
        return dict.fromkeys(found)
    return {name: Print(*one) if one else None for name, one in found.items()}


@dataclass(frozen=True)
class Origin:
    """The files that a document came from: as they lay on the machine, and as seen from OUT; sha256 of the content.

    The second finds them where OUT and they were moved together.
    """

    absolute: tuple[Path, ...]
    beside: tuple[str, ...] = ()
    sha256: str | None = None
    member: tuple[str, ...] = ()  # the way to it within an archive, absolute[0]

    def seen_from(self, out: Path) -> tuple[Path, ...]:
        """Where they lie by their place beside OUT."""
        return tuple(Path(os.path.normpath(out.resolve() / one)) for one in self.beside)

    def found(self, out: Path) -> tuple[Path, ...]:
        """Where they are now; where there are others at one of the two places, those with the right content."""
        moved = self.seen_from(out)
        if not _are_there(moved) or moved == self.absolute:
            return self.absolute
        if not _are_there(self.absolute):
            return moved
        same = all(one.samefile(other) for one, other in zip(self.absolute, moved, strict=True))
        # what the journal has of a member is the hash of the member, not of its archive
        return self.absolute if same or self.member or _content(self.absolute) == self.sha256 else moved


def files_json(paths: Sequence[Path], member: Sequence[str] = ()) -> str:
    """An input's files for the journal; ASCII: names that are no text survive in it."""
    named = [str(path.absolute()) for path in paths]
    return json.dumps({"paths": named, "member": member} if member else named)


def files_from(text: str) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """The files of an input as the journal has them, and the way to a member of an archive.

    >>> files_from('["/a/b.pdf"]'), files_from('{"paths": ["/a/c.zip"], "member": ["d/e.pdf"]}')
    (((PosixPath('/a/b.pdf'),), ()), ((PosixPath('/a/c.zip'),), ('d/e.pdf',)))
    """
    found = json.loads(text)
    paths, member = (found["paths"], found["member"]) if isinstance(found, dict) else (found, ())
    return tuple(map(Path, paths)), tuple(member)


def beside(path: Path, out: Path) -> str:
    """A file as seen from OUT, links in the folders of both followed."""
    return os.path.relpath(path.absolute().parent.resolve() / path.name, out.resolve())


def _are_there(paths: Sequence[Path]) -> bool:
    return bool(paths) and all(path.is_file() for path in paths)


def _content(paths: Sequence[Path]) -> str | None:
    whole = hashlib.sha256()
    try:
        for path in paths:
            with path.open("rb") as file:
                while chunk := file.read(1 << 20):
                    whole.update(chunk)
    except OSError:
        return None
    return whole.hexdigest()


@dataclass(frozen=True)
class Kept:
    """A document of OUT; `current`: its files are of its last reading (those of one that failed are of one before)."""

    place: Path
    state: str
    origin: Origin
    current: bool = True
    formats: frozenset[str] = frozenset()
    files: Mapping[str, Print | None] = field(default_factory=dict)

    @property
    def is_open(self) -> bool:
        """Whether it waits, or is being read: its files are those of before, or half of them."""
        return self.state in (WAITING, RUNNING)


def written(out: Path) -> dict[str, Print | None]:
    """The files of OUT itself that the journal has a Print of."""
    with opened(out / JOURNAL) as base:
        if not base.execute("SELECT 1 FROM sqlite_master WHERE name = 'written'").fetchone():
            return {}
        rows = base.execute("SELECT print FROM written").fetchall()
    with undamaged(out / JOURNAL):
        return {name: made for row in rows for name, made in prints_from(row["print"]).items()}


def kept(out: Path) -> list[Kept] | None:
    """All documents that OUT's journal knows, in its order; None where there is no journal. Raises FileAccess."""
    if not (out / JOURNAL).is_file():
        return None
    with opened(out / JOURNAL) as base:
        columns = {row["name"] for row in base.execute("PRAGMA table_info(document)")}
        if not columns:  # a run that has not begun
            return []
        beside_out = "beside" if "beside" in columns else "NULL AS beside"
        names = f"place, state, paths, {beside_out}, sha256, exit_code, formats, files"
        with undamaged(out / JOURNAL):
            return [_kept(row) for row in base.execute(f"SELECT {names} FROM document ORDER BY position")]


def _kept(row: sqlite3.Row) -> Kept:
    paths, member = files_from(row["paths"])
    origin = Origin(paths, tuple(json.loads(row["beside"] or "[]")), row["sha256"], member)
    formats = frozenset(json.loads(row["formats"] or "[]"))
    current = row["exit_code"] == 0 and row["state"] != SKIPPED
    return Kept(path_of(row["place"]), row["state"], origin, current, formats, prints_from(row["files"]))


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """The journal for reading alone; also where its folder cannot be written to."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=10)) as base:
            base.row_factory = sqlite3.Row
            try:
                base.execute("SELECT 1 FROM sqlite_master LIMIT 1")
            except sqlite3.OperationalError:  # a journal of an ended run on a disk that is read only
                with closing(sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", uri=True)) as still:
                    still.row_factory = sqlite3.Row
                    yield still
                return
            yield base
    except sqlite3.Error as error:
        raise cannot_use(path, error) from error


@contextmanager
def undamaged(path: Path) -> Iterator[None]:
    """Rows of the journal at `path` are read in the block: what is in none of ours is damage, and said to be."""
    try:
        yield
    except (TypeError, ValueError, KeyError, AttributeError, RecursionError) as error:
        advice = "removed, all documents are done again"
        raise FileAccess(f"{path} is damaged: a row of it cannot be understood: {error}", advice=advice) from error


def cannot_use(path: Path, error: sqlite3.Error) -> FileAccess:
    """The failure to read or write the journal in words a person can act on."""
    if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
        return DiskFull(f"{path} cannot be written: the disk is full", advice="make room and run again")
    advice = "check space and rights there; removed, all documents are done again"
    return FileAccess(f"{path} cannot be used: {error}", advice=advice)
