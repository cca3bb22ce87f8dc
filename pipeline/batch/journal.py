"""OUT/journal.sqlite: every input with its state, so that a run that ends in whatever way can be gone on with."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kehoach.pipeline.batch.files import Stamp, content
from kehoach.pipeline.batch.gone import files_as_json, files_of, is_gone
from kehoach.pipeline.batch.settings import Settings
from kehoach.pipeline.batch.work import Outcome, State
from kehoach.pipeline.errors import DiskFull, FileAccess
from kehoach.pipeline.ingest import Input
from kehoach.pipeline.paths import key_of, path_of

JOURNAL = "journal.sqlite"
WAITING, RUNNING = "waiting", "running"
FINISHED = (State.DONE, State.ISSUES)

_VERSION = 1
_SCHEMA = """
CREATE TABLE IF NOT EXISTS document (
    place PRIMARY KEY NOT NULL,       -- folder under OUT; bytes where the name is not UTF-8
    position INTEGER NOT NULL,        -- in the order of the inputs
    paths TEXT NOT NULL,              -- JSON: the input's files; of a member of an archive its name there too
    state TEXT NOT NULL,              -- waiting, running, done, done-with-issues, failed, skipped
    attempts INTEGER NOT NULL DEFAULT 0,
    stamp TEXT, sha256 TEXT,          -- of the content that was read
    settings TEXT, formats TEXT, files TEXT,
    media TEXT, read_by_ocr INTEGER NOT NULL DEFAULT 0,
    pages INTEGER NOT NULL DEFAULT 0, issues INTEGER NOT NULL DEFAULT 0,
    seconds REAL NOT NULL DEFAULT 0, stages TEXT,
    code TEXT NOT NULL DEFAULT '', message TEXT NOT NULL DEFAULT '', advice TEXT NOT NULL DEFAULT '',
    exit_code INTEGER NOT NULL DEFAULT 0, detail TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS by_position ON document (position);
CREATE TABLE IF NOT EXISTS bad_page (  -- that ended their worker; kept until their document ends
    place NOT NULL, page INTEGER NOT NULL,
    sha256 TEXT NOT NULL, settings TEXT NOT NULL,     -- another content, or other settings: another page
    given_up INTEGER NOT NULL,                        -- 0: it is read once more, gently
    code TEXT NOT NULL, message TEXT NOT NULL, advice TEXT NOT NULL, detail TEXT NOT NULL,
    PRIMARY KEY (place, page)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS run (
    id INTEGER PRIMARY KEY,
    started TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,  -- UTC
    version TEXT NOT NULL, settings TEXT NOT NULL,
    inputs INTEGER NOT NULL, todo INTEGER NOT NULL,   -- documents asked for; those that were not finished before
    ended INTEGER NOT NULL DEFAULT 0,                 -- documents that came to an end in it
    pages INTEGER NOT NULL DEFAULT 0,
    seconds REAL NOT NULL DEFAULT 0,                  -- by a clock that is never set back
    finished INTEGER NOT NULL DEFAULT 0               -- 1: it came to its own end
);
"""

_RECORD = """
UPDATE document SET state = ?, stamp = ?, sha256 = ?, settings = ?, formats = ?, files = ?, media = ?,
    read_by_ocr = ?, pages = ?, issues = ?, seconds = ?, stages = ?, code = ?, message = ?, advice = ?, exit_code = ?,
    detail = ? WHERE place = ?
"""

_ASIDE = """
INSERT INTO document (place, position, paths, state, code, message, advice, exit_code) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (place) DO UPDATE SET position = excluded.position, paths = excluded.paths,
    state = iif(coalesce(files, '[]') = '[]', excluded.state, state),
    code = iif(coalesce(files, '[]') = '[]', excluded.code, code),
    message = iif(coalesce(files, '[]') = '[]', excluded.message, message),
    advice = iif(coalesce(files, '[]') = '[]', excluded.advice, advice),
    exit_code = iif(coalesce(files, '[]') = '[]', excluded.exit_code, exit_code),
    settings = iif(coalesce(files, '[]') = '[]', NULL, settings)
"""


@dataclass(frozen=True)
class BadPage:
    """A page that ended its worker, with the reason; `given_up`: it is not to be read any more."""

    number: int
    given_up: bool
    code: str
    message: str
    advice: str
    detail: str


@dataclass(frozen=True)
class Row:
    """What the journal knows of one document."""

    place: Path
    position: int
    paths: tuple[Path, ...]
    state: str
    stamp: str | None
    sha256: str | None
    settings: Settings | None
    formats: frozenset[str]
    files: tuple[str, ...]
    media: str | None
    read_by_ocr: bool
    outcome: Outcome | None  # as it ended; None where it has not
    member: tuple[str, ...] = ()  # the way to it within an archive, paths[0]


class Journal:
    """The open journal of one run; use it in a `with`, under the lock of OUT."""

    def __init__(self, out: Path) -> None:
        self._path = out / JOURNAL
        self._run = 0
        self._start = time.monotonic()
        with self._errors():
            self._base = sqlite3.connect(self._path, isolation_level=None)
            self._base.row_factory = sqlite3.Row
            # WAL: readers see a whole state while we write; a killed process loses nothing, a power cut the last rows
            self._base.execute("PRAGMA journal_mode = WAL")
            self._base.execute("PRAGMA synchronous = NORMAL")
            self._check_version()
            self._base.executescript(_SCHEMA)

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(sqlite3.Error):  # somebody reads it now: its log stays beside it, and is as good
            self._base.execute("PRAGMA journal_mode = DELETE")  # one file, readable on any disk
        self._base.close()

    def row(self, place: Path) -> Row | None:
        """What is known of the document at `place`."""
        with self._errors():
            found = self._base.execute("SELECT * FROM document WHERE place = ?", (key_of(place),)).fetchone()
        return _row(found) if found else None

    def unfinished(self) -> list[Path]:
        """The places of documents that a run before this one left in the middle."""
        with self._errors():
            rows = self._base.execute("SELECT place FROM document WHERE state = ?", (RUNNING,)).fetchall()
        return [path_of(row["place"]) for row in rows]

    def came_to_its_end(self) -> bool:
        """Whether the last run before this one did."""
        with self._errors():
            last = self._base.execute("SELECT finished FROM run ORDER BY id DESC LIMIT 1").fetchone()
        return bool(last and last["finished"])

    def release(self) -> list[Path]:
        """Documents whose reading was stopped wait again; returns their places."""
        places = self.unfinished()
        with self._errors():
            self._base.execute("UPDATE document SET state = ? WHERE state = ?", (WAITING, RUNNING))
        return places

    def begin(self, version: str, settings: Settings, inputs: Sequence[Input], todo: Iterable[Input]) -> None:
        """Open a new run: all its inputs in their order first, those `todo` waiting; others keep their state.

        Documents of earlier runs that are not among the inputs come after them; those that never had a result and
        whose files are gone are forgotten.
        """
        waiting = [(key_of(source.relative),) for source in todo]
        placed = [(key_of(s.relative), n, files_as_json(s)) for n, s in enumerate(inputs)]
        with self._transaction():
            self._base.execute("UPDATE document SET position = position + ?", (len(inputs),))
            self._base.executemany(
                f"INSERT INTO document (place, position, paths, state) VALUES (?, ?, ?, '{WAITING}')"
                " ON CONFLICT (place) DO UPDATE SET position = excluded.position, paths = excluded.paths",
                placed,
            )
            self._base.executemany(f"UPDATE document SET state = '{WAITING}' WHERE place = ?", waiting)
            self._forget(len(inputs))
            self._run = (
                self._base.execute(
                    "INSERT INTO run (version, settings, inputs, todo) VALUES (?, ?, ?, ?)",
                    (version, settings.as_json(), len(inputs), len(waiting)),
                ).lastrowid
                or 0
            )

    def set_aside(self, inputs: int, aside: Sequence[tuple[Input, Outcome]]) -> None:
        """Write down what was found besides the inputs, of which there are so many, and is not read.

        What has results of an earlier run keeps them, and its state.
        """
        with self._transaction():
            self._base.execute("UPDATE document SET position = position + ? WHERE position >= ?", (len(aside), inputs))
            for number, (source, end) in enumerate(aside, inputs):
                said = (end.code, _shown(end.message), _shown(end.advice), end.exit_code)
                self._base.execute(_ASIDE, (key_of(source.relative), number, files_as_json(source), end.state, *said))

    def rows(self, first: int = 0) -> list[Row]:
        """All that is known, in the order of the inputs, from position `first` on."""
        with self._errors():
            found = self._base.execute("SELECT * FROM document WHERE position >= ? ORDER BY position", (first,))
            return [_row(row) for row in found]

    def forget(self, places: Iterable[Path]) -> None:
        """Take documents out, as if they had never been among the inputs."""
        keys = [(key_of(place),) for place in places]
        with self._transaction():
            self._base.executemany("DELETE FROM document WHERE place = ?", keys)
            self._base.executemany("DELETE FROM bad_page WHERE place = ?", keys)

    def started(self, place: Path) -> None:
        """A document's reading begins."""
        with self._errors():
            self._base.execute(
                f"UPDATE document SET state = '{RUNNING}', attempts = attempts + 1 WHERE place = ?", (key_of(place),)
            )

    def blame(self, place: Path, page: BadPage, sha256: str, settings: Settings) -> None:
        """A page of a document ended its worker; should this process end too, the next run knows."""
        values = (key_of(place), page.number, sha256, settings.as_json(), page.given_up)
        said = (page.code, _shown(page.message), _shown(page.advice), _shown(page.detail))
        with self._errors():
            self._base.execute("INSERT OR REPLACE INTO bad_page VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (*values, *said))

    def bad_pages(self, source: Input, settings: Settings) -> list[BadPage]:
        """Pages that ended their worker in a run that did not come to the document's end, if it is still the same."""
        with self._errors():
            rows = self._base.execute(
                "SELECT * FROM bad_page WHERE place = ? AND settings = ?", (key_of(source.relative), settings.as_json())
            ).fetchall()
        sha256 = content(source) if rows else None
        rows = [row for row in rows if row["sha256"] == sha256]
        said = ("code", "message", "advice", "detail")
        return [BadPage(row["page"], bool(row["given_up"]), *(row[name] for name in said)) for row in rows]

    def confirm(self, place: Path, stamp: Stamp) -> None:
        """The content is what it was, though the file's stamp is another one."""
        with self._errors():
            self._base.execute(
                "UPDATE document SET stamp = ? WHERE place = ?", (stamp.text if stamp.lasting else None, key_of(place))
            )

    def record(self, outcome: Outcome, stamp: Stamp | None, settings: Settings, formats: Iterable[str]) -> None:
        """A document has ended; once this returns, it is not done again."""
        values = (
            *(outcome.state, stamp.text if stamp and stamp.lasting else None, outcome.sha256 or None),
            *(settings.as_json(), json.dumps(sorted(formats)), json.dumps(outcome.files), outcome.media),
            *(outcome.read_by_ocr, outcome.pages, outcome.issues, outcome.seconds, json.dumps(outcome.stages)),
            *(outcome.code, _shown(outcome.message), _shown(outcome.advice), outcome.exit_code),
            *(_shown(outcome.detail), key_of(outcome.relative)),
        )
        with self._transaction():
            self._base.execute(_RECORD, values)
            self._base.execute("DELETE FROM bad_page WHERE place = ?", (key_of(outcome.relative),))
            self._base.execute(
                "UPDATE run SET ended = ended + 1, pages = pages + ?, seconds = ? WHERE id = ?",
                (outcome.pages, time.monotonic() - self._start, self._run),
            )

    def finish(self) -> None:
        """The run has come to its own end."""
        with self._errors():
            self._base.execute("UPDATE run SET finished = 1 WHERE id = ?", (self._run,))

    def finished_places(self) -> Iterator[Path]:
        """The places of all documents that have results, in the order of the inputs."""
        with self._errors():
            states = ", ".join("?" * len(FINISHED))
            query = f"SELECT place FROM document WHERE state IN ({states}) ORDER BY position"
            yield from (path_of(row["place"]) for row in self._base.execute(query, FINISHED))

    def _forget(self, inputs: int) -> None:
        rows = self._base.execute(
            "SELECT place, paths FROM document WHERE position >= ? AND (files IS NULL OR files = '[]')", (inputs,)
        ).fetchall()
        gone = [(row["place"],) for row in rows if is_gone(*files_of(row["paths"]))]
        self._base.executemany("DELETE FROM document WHERE place = ? AND position >= ?", [(*p, inputs) for p in gone])
        self._base.executemany("DELETE FROM bad_page WHERE place = ?", gone)

    def _check_version(self) -> None:
        version = self._base.execute("PRAGMA user_version").fetchone()[0]
        if version not in (0, _VERSION):
            raise FileAccess(f"{self._path} was written by another version of kehoach", advice="give another -o")
        self._base.execute(f"PRAGMA user_version = {_VERSION}")

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._errors():
            self._base.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._base.execute("COMMIT")
            except BaseException:
                if self._base.in_transaction:  # on a full disk SQLite may have gone back by itself
                    self._base.execute("ROLLBACK")
                raise

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """SQLite's errors become ours here."""
        try:
            yield
        except sqlite3.Error as error:
            raise cannot_use(self._path, error) from error


def cannot_use(path: Path, error: sqlite3.Error) -> FileAccess:
    """The failure to read or write the journal in words a person can act on."""
    if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
        return DiskFull(f"{path} cannot be written: the disk is full", advice="make room and run again")
    advice = "check space and rights there; removed, all documents are done again"
    return FileAccess(f"{path} cannot be used: {error}", advice=advice)


def _shown(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()


def _row(found: Any) -> Row:
    place = path_of(found["place"])
    ended = found["state"] in set(State)
    return Row(
        place,
        found["position"],
        files_of(found["paths"])[0],
        found["state"],
        found["stamp"],
        found["sha256"],
        Settings.from_json(found["settings"]),
        frozenset(json.loads(found["formats"] or "[]")),
        tuple(json.loads(found["files"] or "[]")),
        found["media"],
        bool(found["read_by_ocr"]),
        _outcome(place, found) if ended else None,
        files_of(found["paths"])[1],
    )


def _outcome(place: Path, found: Any) -> Outcome:
    same = ("seconds", "pages", "issues", "code", "message", "exit_code", "detail", "advice")
    return Outcome(place, State(found["state"]), **{name: found[name] for name in same})
