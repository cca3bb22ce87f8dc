"""A journal of version 1 is brought up to date by the first run, and nothing is read again for it."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from batch_workers import age, inputs, options, run_all

from kehoach.pipeline.batch import State
from kehoach.pipeline.batch.journal import Journal
from kehoach.pipeline.batch.verify import verify
from kehoach.pipeline.export import plan_folders
from kehoach.pipeline.files.kept import prints_from
from kehoach.pipeline.ingest import Input
from kehoach.pipeline.options import OcrMode, OcrOptions

SKIP = replace(options(), ocr=OcrOptions(mode=OcrMode.SKIP))

VERSION_1 = """
CREATE TABLE document (
    place PRIMARY KEY NOT NULL, position INTEGER NOT NULL, paths TEXT NOT NULL, state TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0, stamp TEXT, sha256 TEXT, settings TEXT, formats TEXT, files TEXT,
    media TEXT, read_by_ocr INTEGER NOT NULL DEFAULT 0,
    pages INTEGER NOT NULL DEFAULT 0, issues INTEGER NOT NULL DEFAULT 0,
    seconds REAL NOT NULL DEFAULT 0, stages TEXT,
    code TEXT NOT NULL DEFAULT '', message TEXT NOT NULL DEFAULT '', advice TEXT NOT NULL DEFAULT '',
    exit_code INTEGER NOT NULL DEFAULT 0, detail TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;
CREATE INDEX by_position ON document (position);
CREATE TABLE bad_page (
    place NOT NULL, page INTEGER NOT NULL, sha256 TEXT NOT NULL, settings TEXT NOT NULL, given_up INTEGER NOT NULL,
    code TEXT NOT NULL, message TEXT NOT NULL, advice TEXT NOT NULL, detail TEXT NOT NULL, PRIMARY KEY (place, page)
) WITHOUT ROWID;
CREATE TABLE run (
    id INTEGER PRIMARY KEY, started TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP, version TEXT NOT NULL,
    settings TEXT NOT NULL, inputs INTEGER NOT NULL, todo INTEGER NOT NULL, ended INTEGER NOT NULL DEFAULT 0,
    pages INTEGER NOT NULL DEFAULT 0, seconds REAL NOT NULL DEFAULT 0, finished INTEGER NOT NULL DEFAULT 0
);
PRAGMA user_version = 1;
"""


def as_version_1(out: Path) -> None:
    """Write OUT's journal as the version before would have."""
    with closing(sqlite3.connect(out / "new.sqlite")) as old:
        old.executescript(VERSION_1)
        old.execute("ATTACH ? AS now", (str(out / "journal.sqlite"),))
        for table in ("document", "bad_page", "run"):
            names = ", ".join(row[1] for row in old.execute(f"PRAGMA main.table_info({table})"))
            old.execute(f"INSERT INTO main.{table} ({names}) SELECT {names} FROM now.{table}")
        for place, files in old.execute("SELECT place, files FROM document").fetchall():
            names = json.dumps(list(prints_from(files)))
            old.execute("UPDATE document SET files = ? WHERE place = ?", (names, place))
        old.commit()
    (out / "new.sqlite").replace(out / "journal.sqlite")


def test_an_old_journal_is_brought_up_to_date_and_no_document_is_read_again(tmp_path):
    sources, out = inputs(tmp_path / "in", 3), tmp_path / "out"
    run_all(sources, out, SKIP)
    as_version_1(out)
    assert [folder.name for folder in plan_folders(out)] == ["0.txt", "1.txt", "2.txt"]
    assert len(verify(out).unhashed) == 9
    assert run_all(sources, out, SKIP)[0] == []
    found = verify(out)
    assert found.is_whole
    assert found.whole == 10  # three files each, and plans.ndjson
    assert run_all(sources, out, SKIP)[0] == []


def test_what_the_old_version_left_damaged_or_half_done_is_made_again(tmp_path):
    sources, out = inputs(tmp_path / "in", 3), tmp_path / "out"
    run_all(sources, out, SKIP)
    as_version_1(out)
    (out / "1.txt" / "plan.json").write_bytes(b"{")
    with closing(sqlite3.connect(out / "journal.sqlite")) as base, base:
        base.execute("UPDATE document SET state = 'running' WHERE place = '2.txt'")
    assert run_all(sources, out, SKIP)[0] == ["document 1.txt", "document 2.txt"]
    assert verify(out).is_whole
    assert not (out / "2.txt" / "earlier").exists()


def test_inputs_of_an_old_journal_are_found_after_a_move(tmp_path):
    sources, out = inputs(tmp_path / "old" / "in", 1), tmp_path / "old" / "out"
    run_all(sources, out, SKIP)
    as_version_1(out)
    with Journal(out):
        pass
    (tmp_path / "old").rename(tmp_path / "new")
    moved = Input((tmp_path / "new" / "in" / "0.txt",), Path("0.txt"))
    moved.path.write_text("KẾ HOẠCH\nTruyền thông năm 2025\n", "utf-8")
    age(moved.path)
    steps, ends, _ = run_all([moved], tmp_path / "new" / "out", SKIP)
    assert steps == ["document 0.txt"]
    assert ends["0.txt"].state in (State.DONE, State.ISSUES)
