"""Where a run stands, and what it came to, for people and for machines."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from batch_workers import InlinePool, inputs, options, run_all

from kehoach.pipeline.batch import Outcome, State, Summary, begun
from kehoach.pipeline.batch.files import content
from kehoach.pipeline.batch.journal import Journal
from kehoach.pipeline.batch.status import read_status
from kehoach.pipeline.batch.work import failed
from kehoach.pipeline.errors import BadInput, Encrypted, FileAccess, KehoachError


def half_fails(task, heard):
    heard(1)
    if int(task.source.path.stem) % 2:
        return failed(task.source, Encrypted(f"{task.source.path}: the PDF is encrypted", advice="--password opens it"))
    return Outcome(task.source.relative, State.DONE, pages=4, sha256=content(task.source) or "")


def test_status_counts_by_state_and_by_cause(tmp_path):
    run_all(inputs(tmp_path / "in", 5), tmp_path / "out", options(), half_fails)
    found = read_status(tmp_path / "out")
    assert found.states == {"done": 3, "failed": 2}
    assert found.pages == 12
    assert found.causes == [
        {"code": "encrypted", "count": 2, "advice": "--password opens it", "examples": ["1.txt", "3.txt"]}
    ]
    assert found.holder is None
    assert found.pages_per_second > 0
    said = list(found.lines())
    assert said[0] == "ended"
    assert any("2 x encrypted: 1.txt, 3.txt (--password opens it)" in line for line in said)


def test_status_while_a_run_works(tmp_path):
    with begun(inputs(tmp_path / "in", 5), tmp_path / "out", options()) as started:
        outcomes = started.outcomes(lambda *_: InlinePool(half_fails))
        next(outcomes)
        found = read_status(tmp_path / "out")
        assert found.states == {"done": 1, "waiting": 4}
        assert found.holder is not None
        assert next(found.lines()).startswith("running: process")
        outcomes.close()
    stopped = read_status(tmp_path / "out")
    assert stopped.holder is None
    assert next(stopped.lines()).startswith("stopped before its end")
    assert stopped.as_dict()["documents"] == 5


def test_status_of_a_folder_without_a_run(tmp_path):
    with pytest.raises(BadInput, match="no run has written here"):
        read_status(tmp_path)


def test_a_file_that_is_no_journal_is_named(tmp_path):
    (tmp_path / "journal.sqlite").write_bytes(b"no database at all, and long enough to be read as one" * 40)
    with pytest.raises(FileAccess, match=r"journal.sqlite cannot be used"):
        read_status(tmp_path)
    with pytest.raises(FileAccess, match=r"journal.sqlite cannot be used"):
        Journal(tmp_path)


def test_a_journal_of_another_version_is_left_alone(tmp_path):
    with sqlite3.connect(tmp_path / "journal.sqlite") as base:
        base.execute("PRAGMA user_version = 99")
    with pytest.raises(FileAccess, match="another version"):
        Journal(tmp_path)


def test_attempts_and_times_are_kept(tmp_path):
    sources = inputs(tmp_path / "in", 2)
    run_all(sources, tmp_path / "out", options(), half_fails)
    run_all(sources, tmp_path / "out", options(retry_failed=True), half_fails)
    with sqlite3.connect(tmp_path / "out" / "journal.sqlite") as base:
        rows = base.execute("SELECT place, attempts, code, exit_code FROM document ORDER BY position").fetchall()
    assert rows == [("0.txt", 1, "", 0), ("1.txt", 2, "encrypted", 8)]


def test_the_finished_journal_is_one_file(tmp_path):
    run_all(inputs(tmp_path / "in", 1), tmp_path / "out", options(), half_fails)
    assert [path.name for path in (tmp_path / "out").glob("journal*")] == ["journal.sqlite"]


def ending(name: str, error: KehoachError | None = None) -> Outcome:
    if error is None:
        return Outcome(Path(name), State.DONE, pages=2, seconds=1.5)
    return Outcome(Path(name), State.FAILED, code=error.code, advice=error.advice, exit_code=error.exit_code)


def test_the_summary_groups_failures_by_cause_most_frequent_first():
    summary = Summary()
    summary.add(ending("a.pdf"))
    summary.add(ending("b.pdf", Encrypted("x", advice="--password")))
    for number in range(5):
        summary.add(ending(f"{number}.pdf", BadInput("x", advice="fetch it again")))
    assert summary.lines() == [
        "1 done, 0 done with something to look at, 6 failed; 2 pages, 1.5 s of work",
        "  5 x bad-input: 0.pdf, 1.pdf, 2.pdf … (fetch it again)",
        "  1 x encrypted: b.pdf (--password)",
    ]
    assert summary.exit_code == 11
    assert summary.as_dict()["failed_by_cause"] == {"encrypted": 1, "bad-input": 5}


def test_the_exit_code_of_one_input_is_its_own():
    summary = Summary()
    summary.add(ending("b.pdf", Encrypted("x")))
    assert summary.exit_code == 8
    kept = Summary()
    kept.add(ending("a.pdf"), kept=True)
    assert kept.exit_code == 0
    assert kept.lines()[0].startswith("1 done, 0 done with something to look at, 0 failed, 1 of them in earlier runs")
