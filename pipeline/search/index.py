"""The search index of an OUT folder: SQLite FTS5, kept beside the documents, brought up to date by what changed.

FTS5's own `remove_diacritics` leaves đ alone, so that text is stored twice: with its marks, and folded by us.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from kehoach.pipeline.errors import BadInput, DiskFull, FileAccess, MissingDependency
from kehoach.pipeline.export import HeldBack, cannot_read, plan_folders, read_plan
from kehoach.pipeline.files.out_names import INDEX, PLAN
from kehoach.pipeline.files.paths import key_of, path_of, shown
from kehoach.pipeline.search.keys import exact, folded
from kehoach.pipeline.search.parts import Part, heading, parts
from kehoach.pipeline.search.tables import year_of
from kehoach.pipeline.secrecy import whole_file_secrecy

if TYPE_CHECKING:
    from kehoach.pipeline.plan import Plan

VERSION = 3  # of the tables; an index of another version is built anew
COLUMNS = ("about_exact", "head_exact", "body_exact", "about_folded", "head_folded", "body_folded")
_WAIT = 10.0  # seconds for whoever else is at work on the index
_CACHE = -64_000  # KiB of page cache while building (negative: SQLite's way to say KiB)

_TABLES = f"""
CREATE TABLE documents (
    id INTEGER PRIMARY KEY, folder TEXT UNIQUE NOT NULL, stamp TEXT NOT NULL, state INTEGER NOT NULL,
    title TEXT, doc_type TEXT, agency TEXT, place TEXT, year INTEGER
);
CREATE TABLE sections (
    id INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES documents(id), part TEXT, label TEXT, title TEXT,
    page INTEGER, text TEXT, {", ".join(f"{name} TEXT" for name in COLUMNS)}
);
CREATE INDEX sections_document ON sections(document);
CREATE VIRTUAL TABLE words USING fts5(
    {", ".join(COLUMNS)}, content='sections', content_rowid='id', tokenize="unicode61 remove_diacritics 0"
);
CREATE VIRTUAL TABLE vocabulary USING fts5vocab('words', 'row');
PRAGMA user_version = {VERSION};
"""


OPEN, HELD_BACK, SECRET, DOUBTFUL = 0, 1, 2, 3
"""States of a document: searchable; secret and left out; secret and taken in; left out, though the mark is in doubt."""
_NEW = ("", OPEN)


@dataclass(frozen=True, slots=True)
class Entry:
    """A file as the index takes it: folder, stamp of its Plan, what filters look at, and its documents' parts."""

    folder: str | bytes  # `paths.key_of`
    stamp: str
    title: str = ""
    doc_type: str = ""
    agency: str = ""
    place: str = ""
    year: int | None = None
    parts: Sequence[Part] = ()
    state: int = OPEN


@dataclass
class Indexed:
    """What was done: documents read anew, gone, unchanged, held back for their secrecy mark, and damaged."""

    added: int = 0
    removed: int = 0
    unchanged: int = 0
    held_back: HeldBack = field(default_factory=HeldBack)
    damaged: list[str] = field(default_factory=list)  # in words


def build_index(out: Path, *, include_secret: bool = False, tell: Callable[[int], None] | None = None) -> Indexed:
    """Bring OUT's index up to date with its Plans. All or nothing: one transaction.

    A document whose Plan is damaged is left out. Raises BadInput (no Plan there), FileAccess, MissingDependency (SQLite
    without FTS5).
    """
    done = Indexed()
    if not (out / INDEX).exists():
        plan_folders(out)  # a folder that no run has filled gets no index
    with opened(out / INDEX, create=True) as base:
        rows = base.execute("SELECT folder, stamp, state FROM documents")
        known = {folder: (stamp, state) for folder, stamp, state in rows}
        for number, path in enumerate(_folders(out, known), 1):
            folder = key_of(path.relative_to(out))
            try:
                entry = _entry_if_new(path, folder, known.pop(folder, _NEW), include_secret=include_secret)
            except (BadInput, FileAccess) as error:
                remove(base, folder)
                done.damaged.append(str(error))
            else:
                done.unchanged += entry is None
                if entry:
                    remove(base, folder)
                    add(base, entry)
                    done.added += entry.state in (OPEN, SECRET)
            if tell:
                tell(number)
        for folder in known:
            remove(base, folder)
            done.removed += 1
        held = base.execute("SELECT folder, state FROM documents WHERE state IN (?, ?)", (HELD_BACK, DOUBTFUL))
        for key, state in held:
            done.held_back.add(shown(path_of(key)), doubtful=state == DOUBTFUL)
    return done


def _folders(out: Path, known: Mapping[str | bytes, object]) -> list[Path]:
    """Those with Plans; none is no mistake where there were some, and the index is to forget them."""
    try:
        return plan_folders(out)
    except BadInput:
        if known:
            return []
        raise


def _entry_if_new(path: Path, folder: str | bytes, before: tuple[str, int], *, include_secret: bool) -> Entry | None:
    """What is to be taken in of a document that is new or has changed, else None. Raises BadInput, FileAccess."""
    stamp = _stamp(path)
    if before[0] == stamp and before[1] not in ((HELD_BACK, DOUBTFUL) if include_secret else (SECRET,)):
        return None
    return _entry(read_plan(path), folder, stamp, include_secret=include_secret)


def takes_secret(out: Path) -> bool:
    """Whether OUT's index was made with documents that have a secrecy mark. Raises FileAccess."""
    with opened(out / INDEX) as base:
        return base.execute("SELECT 1 FROM documents WHERE state = ?", (SECRET,)).fetchone() is not None


def _entry(plan: Plan, folder: str | bytes, stamp: str, *, include_secret: bool) -> Entry:
    meta = plan.metadata
    secrecy = whole_file_secrecy(plan)
    if secrecy.held and not include_secret:
        return Entry(folder, stamp, state=DOUBTFUL if secrecy.doubtful else HELD_BACK)
    places = (meta.place, meta.province_today, meta.parent_agency)
    return Entry(
        folder,
        stamp,
        heading(meta),
        meta.doc_type.value or "",
        " ".join(value.value for value in (meta.agency, meta.parent_agency) if value.value),
        " ".join(dict.fromkeys(value.value for value in places if value.value)),
        year_of(plan),
        [part for one in plan.documents() for part in parts(one)],
        SECRET if secrecy.held else OPEN,
    )


def _stamp(folder: Path) -> str:
    try:
        state = (folder / PLAN).stat()
    except OSError as error:
        raise cannot_read(folder / PLAN, error) from error
    return f"{state.st_mtime_ns}:{state.st_size}"


def add(base: sqlite3.Connection, entry: Entry) -> None:
    """Put a document and its parts into the index."""
    names = map(folded, (entry.doc_type, entry.agency, entry.place))
    row = (entry.folder, entry.stamp, entry.state, entry.title, *names, entry.year)
    cursor = base.execute(
        "INSERT INTO documents (folder, stamp, state, title, doc_type, agency, place, year)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        row,
    )
    about = " ".join((entry.title, entry.agency, entry.place, str(entry.year or "")))
    for part in entry.parts:
        words = _words(about if part.kind != "head" else "", part)
        values = (cursor.lastrowid, part.kind, part.label, part.title, part.page, part.text, *words)
        marks = ", ".join("?" * len(values))
        found = base.execute(
            f"INSERT INTO sections (document, part, label, title, page, text, {', '.join(COLUMNS)}) VALUES ({marks})",
            values,
        )
        base.execute(
            f"INSERT INTO words (rowid, {', '.join(COLUMNS)}) VALUES ({', '.join('?' * (len(COLUMNS) + 1))})",
            (found.lastrowid, *words),
        )


def _words(about: str, part: Part) -> tuple[str, ...]:
    marked = [exact(text) for text in (about, f"{part.label} {part.title}", part.text)]
    return (*marked, *map(folded, marked))


def remove(base: sqlite3.Connection, folder: str | bytes) -> None:
    """Take a document and its parts out of the index, where it is there."""
    found = base.execute("SELECT id FROM documents WHERE folder = ?", (folder,)).fetchone()
    if found is None:
        return
    names = ", ".join(COLUMNS)
    base.execute(
        f"INSERT INTO words (words, rowid, {names}) SELECT 'delete', id, {names} FROM sections WHERE document = ?",
        found,
    )
    base.execute("DELETE FROM sections WHERE document = ?", found)
    base.execute("DELETE FROM documents WHERE id = ?", found)


@contextmanager
def opened(path: Path, *, create: bool = False) -> Iterator[sqlite3.Connection]:
    """The index as an open database, its tables there; foreign errors become ours, naming the file."""
    if path.is_dir():
        raise FileAccess(f"{path} cannot be used: a folder of that name stands there", advice="move it away")
    try:
        mode = "rwc" if create else "ro"
        address = f"{path.absolute().as_uri()}?mode={mode}"
        with closing(sqlite3.connect(address, uri=True, timeout=_WAIT, isolation_level=None)) as base:
            if not create:
                yield base
                return
            _prepare(base)
            yield base
            base.execute("COMMIT")  # whoever is stopped before has changed nothing
    except sqlite3.Error as error:
        raise _cannot_use(path, error) from error


def _cannot_use(path: Path, error: sqlite3.Error) -> FileAccess | MissingDependency:
    """What SQLite said of the index at `path`, in words a person can act on."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF  # the rest says more than is needed
    if "fts5" in str(error):
        return MissingDependency(
            f"SQLite {sqlite3.sqlite_version} has no FTS5", advice="use a Python whose sqlite3 has it"
        )
    if code == sqlite3.SQLITE_FULL:
        return DiskFull(f"{path} cannot be written: the disk is full", advice="make room and run again")
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return FileAccess(f"{path} is in use by another kehoach index", advice="run again when it has ended")
    if code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR):
        return FileAccess(f"{path} cannot be used: {error}", advice="check space and rights there")
    return FileAccess(f"{path}: is no index: {error}", advice=f"remove it and run kehoach index {path.parent}")


def _prepare(base: sqlite3.Connection) -> None:
    """Begin what is to be written as one, and make the tables where they are not there, or another version's."""
    base.execute(f"PRAGMA cache_size = {_CACHE}")
    base.execute("BEGIN IMMEDIATE")  # from the first look on nobody else writes
    if base.execute("PRAGMA user_version").fetchone()[0] == VERSION:
        return
    for table in ("vocabulary", "words", "sections", "documents"):
        base.execute(f"DROP TABLE IF EXISTS {table}")
    for statement in filter(str.strip, _TABLES.split(";")):
        base.execute(statement)
