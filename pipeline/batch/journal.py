"""OUT/journal.sqlite: every input with its state, so that a run that ends in whatever way can be gone on with."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kehoach.pipeline.batch.files import Stamp, content
from kehoach.pipeline.batch.journal_versions import to_version_2
from kehoach.pipeline.batch.missing_inputs import is_gone
from kehoach.pipeline.batch.progress import Progress
from kehoach.pipeline.batch.settings import Settings
from kehoach.pipeline.batch.work import Outcome, State
from kehoach.pipeline.errors import FileAccess
from kehoach.pipeline.files.kept import (
    RUNNING,
    WAITING,
    Origin,
    Print,
    beside,
    cannot_use,
    files_from,
    files_json,
    prints_from,
    prints_json,
    undamaged,
)
from kehoach.pipeline.files.out_names import JOURNAL, PLAN
from kehoach.pipeline.files.paths import key_of, path_of
from kehoach.pipeline.ingest import Input
from kehoach.pipeline.plan_look import Reason

NOTE_EVERY = 1.0  # seconds between two notes of how far the run is

_VERSION = 2
_SCHEMA = """
CREATE TABLE IF NOT EXISTS document (
    place PRIMARY KEY NOT NULL,       -- folder under OUT; bytes where the name is not UTF-8
    position INTEGER NOT NULL,        -- in the order of the inputs
    paths TEXT NOT NULL,              -- JSON: the input's files; of a member of an archive its name there too
    beside TEXT,                      -- JSON: the same as seen from OUT, for when both are moved together
    state TEXT NOT NULL,              -- waiting, running, done, done-with-issues, failed, skipped
    attempts INTEGER NOT NULL DEFAULT 0,
    stamp TEXT, sha256 TEXT,          -- of the content that was read
    settings TEXT, formats TEXT,
    files TEXT,                       -- JSON: what was written, name → [bytes, sha256, times]
    begun INTEGER NOT NULL DEFAULT 0, -- 1: its files may be those of an end that was not written down
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
CREATE TABLE IF NOT EXISTS written (  -- files of OUT itself, as `document.files`
    name TEXT PRIMARY KEY NOT NULL, print TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS look (  -- why a person should look at a document that is done
    place NOT NULL, position INTEGER NOT NULL, code TEXT NOT NULL, message TEXT NOT NULL,
    PRIMARY KEY (place, position)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS progress (  -- of the run that is going on; no row when there is none
    run INTEGER PRIMARY KEY,
    documents_done INTEGER NOT NULL, documents INTEGER NOT NULL,
    pages_done INTEGER NOT NULL, pages_known INTEGER NOT NULL,
    pages_expected INTEGER NOT NULL,      -- those of documents not opened yet are guessed
    pages_per_second REAL NOT NULL, seconds_left REAL,
    reading TEXT NOT NULL                 -- JSON: the files now being read
);
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
    detail = ?, begun = 0 WHERE place = ?
"""

_ASIDE = """
INSERT INTO document (place, position, paths, state, code, message, advice, exit_code) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (place) DO UPDATE SET position = excluded.position, paths = excluded.paths,
    state = iif(coalesce(files, '{}') IN ('{}', '[]'), excluded.state, state),
    code = iif(coalesce(files, '{}') IN ('{}', '[]'), excluded.code, code),
    message = iif(coalesce(files, '{}') IN ('{}', '[]'), excluded.message, message),
    advice = iif(coalesce(files, '{}') IN ('{}', '[]'), excluded.advice, advice),
    exit_code = iif(coalesce(files, '{}') IN ('{}', '[]'), excluded.exit_code, exit_code),
    settings = iif(coalesce(files, '{}') IN ('{}', '[]'), NULL, settings)
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
    """What the journal knows of one document. `begun`: a reading of it was begun whose end is not written down."""

    place: Path
    position: int
    origin: Origin
    state: str
    stamp: str | None
    sha256: str | None
    settings: Settings | None
    formats: frozenset[str]
    files: dict[str, Print | None]
    media: str | None
    read_by_ocr: bool
    begun: bool
    outcome: Outcome | None  # as it ended; None where it has not
    member: tuple[str, ...] = ()  # the way to it within an archive, paths[0]


class Journal:
    """The open journal of one run; use it in a `with`, under the lock of OUT."""

    def __init__(self, out: Path) -> None:
        self._out, self._path = out, out / JOURNAL
        self._run = 0
        self._noted = float("-inf")
        self._start = time.monotonic()
        with self._errors():
            self._base = sqlite3.connect(self._path, isolation_level=None)
            self._base.row_factory = sqlite3.Row
            # WAL: readers see a whole state while we write; a killed process loses nothing, a power cut the last rows
            self._base.execute("PRAGMA journal_mode = WAL")
            self._base.execute("PRAGMA synchronous = NORMAL")
            self._bring_up_to_date()
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
        with undamaged(self._path):
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
            self._base.execute("DELETE FROM progress")
        return places

    def begin(self, version: str, settings: Settings, inputs: Sequence[Input], todo: Iterable[Input]) -> None:
        """Open a new run: all its inputs in their order first, those `todo` waiting; others keep their state.

        Documents of earlier runs that are not among the inputs come after them; those that never had a result and
        whose files are gone are forgotten.
        """
        waiting = [(key_of(source.relative),) for source in todo]
        placed = [(key_of(s.relative), n, files_json(s.paths, s.member), self._beside(s)) for n, s in enumerate(inputs)]
        with self._transaction():
            self._base.execute("UPDATE document SET position = position + ?", (len(inputs),))
            self._base.executemany(
                f"INSERT INTO document (place, position, paths, beside, state) VALUES (?, ?, ?, ?, '{WAITING}')"
                " ON CONFLICT (place) DO UPDATE SET position = excluded.position, paths = excluded.paths,"
                " beside = excluded.beside",
                placed,
            )
            self._base.executemany(f"UPDATE document SET state = '{WAITING}' WHERE place = ?", waiting)
            self._forget(len(inputs))
            self._base.execute("DELETE FROM progress")
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
                files = files_json(source.paths, source.member)
                self._base.execute(_ASIDE, (key_of(source.relative), number, files, end.state, *said))

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
            self._base.executemany("DELETE FROM look WHERE place = ?", keys)

    def started(self, place: Path) -> None:
        """A document's reading begins."""
        with self._errors():
            self._base.execute(
                f"UPDATE document SET state = '{RUNNING}', attempts = attempts + 1, begun = 1 WHERE place = ?",
                (key_of(place),),
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

    def confirm_files(self, place: Path, files: Mapping[str, Print | None]) -> None:
        """A document's files are as given: their times are other ones, or some are gone."""
        with self._errors():
            self._base.execute("UPDATE document SET files = ? WHERE place = ?", (prints_json(files), key_of(place)))

    def keep_formats(self, place: Path, formats: Iterable[str], files: Mapping[str, Print | None]) -> None:
        """A document has these formats and files, and no others, any more."""
        values = (json.dumps(sorted(formats)), prints_json(files), key_of(place))
        with self._errors():
            self._base.execute("UPDATE document SET formats = ?, files = ? WHERE place = ?", values)

    def wrote(self, name: str, made: Print | None) -> None:
        """A file of OUT itself was written; None: it is not as it should be, and is to be written again."""
        with self._errors():
            self._base.execute("DELETE FROM written WHERE name = ?", (name,))
            if made:
                self._base.execute("INSERT INTO written VALUES (?, ?)", (name, prints_json({name: made})))

    def stands(self, name: str) -> bool:
        """Whether a file of OUT itself is as it was written."""
        with self._errors():
            found = self._base.execute("SELECT print FROM written WHERE name = ?", (name,)).fetchone()
        made = prints_from(found["print"])[name] if found else None
        return made is not None and made.now(self._out / name) is not None

    def record(self, outcome: Outcome, stamp: Stamp | None, settings: Settings, formats: Iterable[str]) -> None:
        """A document has ended; once this returns, it is not done again."""
        values = (
            *(outcome.state, stamp.text if stamp and stamp.lasting else None, outcome.sha256 or None),
            *(settings.as_json(), json.dumps(sorted(formats)), prints_json(outcome.files), outcome.media),
            *(outcome.read_by_ocr, outcome.pages, outcome.issues, outcome.seconds, json.dumps(outcome.stages)),
            *(outcome.code, _shown(outcome.message), _shown(outcome.advice), outcome.exit_code),
            *(_shown(outcome.detail), key_of(outcome.relative)),
        )
        with self._transaction():
            self._base.execute(_RECORD, values)
            self._base.execute("DELETE FROM bad_page WHERE place = ?", (key_of(outcome.relative),))
            self._note_look(outcome)
            self._base.execute(
                "UPDATE run SET ended = ended + 1, pages = pages + ?, seconds = ? WHERE id = ?",
                (outcome.pages, time.monotonic() - self._start, self._run),
            )

    def _note_look(self, outcome: Outcome) -> None:
        place = key_of(outcome.relative)
        reasons = [(place, n, reason.code, _shown(reason.message)) for n, reason in enumerate(outcome.look)]
        self._base.execute("DELETE FROM look WHERE place = ?", (place,))
        self._base.executemany("INSERT INTO look VALUES (?, ?, ?, ?)", reasons)

    def progress(self, found: Progress) -> None:
        """How far the run is, for whoever watches it from beside; at most once in NOTE_EVERY seconds."""
        now = time.monotonic()
        if now - self._noted < NOTE_EVERY:
            return
        self._noted = now
        values = {**asdict(found), "run": self._run, "reading": json.dumps(found.reading)}
        names = ", ".join(values)
        with suppress(sqlite3.Error):  # the next document's end tells of a full disk
            self._base.execute(
                f"INSERT OR REPLACE INTO progress ({names}) VALUES ({', '.join('?' * len(values))})",
                tuple(values.values()),
            )

    def finish(self) -> None:
        """The run has come to its own end."""
        with self._errors():
            self._base.execute("UPDATE run SET finished = 1 WHERE id = ?", (self._run,))

    def current_places(self) -> Iterator[Path]:
        """The places of all documents with a Plan of their last reading, in the order of the inputs.

        One that failed may have files of an earlier reading; they are not its own any more, and not among these.
        """
        yield from (place for place, _ in self._current())

    def plans_stand(self) -> bool:
        """Whether all of these Plans are as they were written."""
        return all(made and made.now(self._out / place / PLAN) for place, made in self._current())

    def _current(self) -> Iterator[tuple[Path, Print | None]]:
        with self._errors():
            for row in self._base.execute("SELECT place, files FROM document WHERE exit_code = 0 ORDER BY position"):
                files = prints_from(row["files"])
                if PLAN in files:
                    yield path_of(row["place"]), files[PLAN]

    def _forget(self, inputs: int) -> None:
        rows = self._base.execute(
            "SELECT place, paths FROM document WHERE position >= ? AND (files IS NULL OR files = '{}')", (inputs,)
        ).fetchall()
        with undamaged(self._path):
            gone = [(row["place"],) for row in rows if is_gone(*files_from(row["paths"]))]
        self._base.executemany("DELETE FROM document WHERE place = ? AND position >= ?", [(*p, inputs) for p in gone])
        self._base.executemany("DELETE FROM bad_page WHERE place = ?", gone)
        self._base.executemany("DELETE FROM look WHERE place = ?", gone)

    def _bring_up_to_date(self) -> None:
        version = self._base.execute("PRAGMA user_version").fetchone()[0]
        if version not in (0, 1, _VERSION):
            raise FileAccess(f"{self._path} was written by another version of kehoach", advice="give another -o")
        if version == 1:
            with self._transaction():
                to_version_2(self._base, self._out)
                self._base.execute("PRAGMA user_version = 2")
        self._base.execute(f"PRAGMA user_version = {_VERSION}")

    def _beside(self, source: Input) -> str:
        return json.dumps([beside(path, self._out) for path in source.paths])

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


def reasons_noted(base: sqlite3.Connection) -> dict[str | bytes, tuple[Reason, ...]]:
    """By the place's key, why a person should look at what is done; none where an older version kept the journal."""
    found: dict[str | bytes, tuple[Reason, ...]] = {}
    if has_table(base, "look"):
        for place, code, message in base.execute("SELECT place, code, message FROM look ORDER BY place, position"):
            found[place] = (*found.get(place, ()), Reason(code, message))
    return found


def progress_noted(base: sqlite3.Connection) -> Progress | None:
    """How far the run that goes on was when that was last noted; None where none goes on."""
    row = base.execute("SELECT * FROM progress").fetchone() if has_table(base, "progress") else None
    if row is None:
        return None
    values = {name: row[name] for name in row.keys() if name not in {"run", "reading"}}  # noqa: SIM118 - a Row's keys
    return Progress(**values, reading=tuple(json.loads(row["reading"])))


def has_table(base: sqlite3.Connection, name: str) -> bool:
    """Whether a journal has a table: those of older versions lack some."""
    return base.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (name,)).fetchone() is not None


def _is_there(path: str) -> bool:
    try:
        return Path(path).exists()
    except OSError:  # who knows: it may not be looked at
        return True


def _shown(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()


def _row(found: Any) -> Row:
    place = path_of(found["place"])
    ended = found["state"] not in (WAITING, RUNNING)
    paths, member = files_from(found["paths"])
    return Row(
        place,
        int(found["position"]),
        Origin(
            paths,
            tuple(json.loads(found["beside"] or "[]")),
            found["sha256"],
            member,
        ),
        found["state"],
        found["stamp"],
        found["sha256"],
        Settings.from_json(found["settings"]),
        frozenset(json.loads(found["formats"] or "[]")),
        prints_from(found["files"]),
        found["media"],
        bool(found["read_by_ocr"]),
        bool(found["begun"]),
        _outcome(place, found) if ended else None,
        member,
    )


def _outcome(place: Path, found: Any) -> Outcome:
    return Outcome(
        place,
        State(found["state"]),
        seconds=float(found["seconds"]),
        pages=int(found["pages"]),
        issues=int(found["issues"]),
        code=str(found["code"]),
        message=str(found["message"]),
        exit_code=int(found["exit_code"]),
        detail=str(found["detail"]),
        advice=str(found["advice"]),
    )
