"""How far a run is, by pages: counted, guessed, told."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import subprocess
import sys
from collections import deque
from pathlib import Path

import pytest
from batch_workers import age, inputs, options
from long_scans import write_scan

from kehoach.pipeline import console
from kehoach.pipeline.batch import begun, journal, progress
from kehoach.pipeline.batch.progress import Gauge, Progress, progress_line
from kehoach.pipeline.batch.status import read_status
from kehoach.pipeline.batch.supervisor import End, Limits, LocalPool
from kehoach.pipeline.batch.work import Outcome, Part, Result, Split, State, Step, Task, perform
from kehoach.pipeline.ingest import Input

A, B, C = Path("a.pdf"), Path("b.pdf"), Path("c.pdf")


class Clock:
    """Stands still until it is set on."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def gauge(sizes: dict[Path, int]) -> tuple[Gauge, Clock, list[Progress]]:
    clock, told = Clock(), list[Progress]()
    return Gauge(sizes, [told.append], clock), clock, told


def read(found: Gauge, clock: Clock, place: Path, pages: range, of: int, task: int = 1) -> None:
    """A task reads pages, ten seconds each."""
    for page in pages:
        found.heard(place, task, page, of)
        clock.now += 10
    found.heard(place, task, 0, of)


def test_a_page_is_done_when_the_next_one_is_begun() -> None:
    found, clock, told = gauge({A: 100})
    found.begun(A)
    found.started(A)
    found.heard(A, 1, 1, 1000)
    assert (found.now().pages_done, found.now().pages_known, found.now().seconds_left) == (0, 1000, None)
    clock.now = 10.0
    found.heard(A, 1, 2, 1000)
    assert found.now() == Progress(0, 1, 1, 1000, 1000, 0.1, 9990.0, ("a.pdf",))
    assert told[-1] == found.now()  # a long scan is seen to move at every page


def test_documents_that_were_not_opened_are_guessed_by_their_bytes_and_said_to_be() -> None:
    found, clock, _ = gauge({A: 4000, B: 1000, C: 1})
    found.begun(A)
    found.started(A)
    read(found, clock, A, range(1, 5), 40)
    now = found.now()
    assert (now.pages_done, now.pages_known, now.pages_expected) == (4, 40, 50)
    assert now.is_estimate
    assert now.seconds_left == pytest.approx(46 * 10)
    assert "about 50 in all" in progress_line(now)
    assert "left by an estimate" in progress_line(now)
    found.stopped(A, 1)
    found.ended(A, 40)
    assert found.now().pages_expected == 50
    assert found.now().reading == ()


def test_a_document_that_fails_takes_its_unread_pages_with_it() -> None:
    found, clock, told = gauge({A: 100, B: 100})
    found.begun(A)
    found.started(A)
    read(found, clock, A, range(1, 4), 10)
    found.ended(A, 0)
    assert (told[-1].documents_done, told[-1].pages_done, told[-1].pages_known) == (1, 3, 3)


def test_pages_of_a_run_before_this_one_are_done_and_say_nothing_of_the_speed() -> None:
    found, clock, _ = gauge({A: 100})
    found.begun(A)
    found.started(A)
    found.split(A, 100, [(91, 100)], fresh=False)
    clock.now = 5.0
    assert (found.now().pages_done, found.now().pages_per_second, found.now().seconds_left) == (90, 0.0, None)
    found.part(A, (91, 95))
    assert (found.now().pages_done, found.now().pages_per_second, found.now().seconds_left) == (95, 1.0, 5.0)


def test_a_page_that_two_tries_read_counts_once_and_a_document_read_anew_starts_anew() -> None:
    found, clock, _ = gauge({A: 100})
    found.begun(A)
    for _ in range(2):
        found.started(A)
        read(found, clock, A, range(1, 4), 10)
        found.stopped(A, 1)
    assert found.now().pages_done == 3
    found.begun(A)
    assert (found.now().pages_done, found.now().pages_known) == (0, 10)


def test_two_workers_at_one_scan_and_the_page_of_one_that_died_is_not_done() -> None:
    found, _, _ = gauge({A: 100})
    found.begun(A)
    for task, page in ((1, 1), (2, 51)):
        found.started(A)
        found.heard(A, task, page, 100)
    found.heard(A, 2, 52, 100)
    found.stopped(A, 1)
    assert found.now().pages_done == 1
    assert found.now().reading == ("a.pdf",)


def test_between_documents_it_is_told_now_and_then_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    found, clock, told = gauge({A: 1})
    found.begun(A)
    for page in range(1, 1000):
        clock.now += progress.EVERY / 10
        found.heard(A, 1, page, 1000)
    assert 90 <= len(told) <= 110


class PagePool:
    """A pool of this process in which a task tells of its pages, and somebody looks while each is read."""

    def __init__(self, looks: list[object], out: Path) -> None:
        self.looks, self.out = looks, out
        self._open: deque[Task] = deque()
        self._told = lambda *_: None

    room = property(lambda self: 1 - len(self._open))
    busy = property(lambda self: len(self._open))

    def listen(self, told) -> None:
        self._told = told

    def start(self, task: Task, seconds: float | None) -> None:
        self._open.append(task)

    def wait(self, timeout: float) -> list[End]:
        return [End(task, self.read(task)) for task in [self._open.popleft()]]

    def read(self, task: Task) -> Result:
        if task.step is Step.DOCUMENT:
            self._pages(task, 1, 2)
            return Split(task.out / ".work" / "x", "sha", 5, 2, ((3, 5),), 20.0)
        if task.step is Step.PART:
            self._pages(task, *task.pages)
            return Part(1.0)
        return Outcome(task.source.relative, State.DONE, pages=5)

    def _pages(self, task: Task, first: int, last: int) -> None:
        for page in range(first, last + 1):
            self._told(task, page, 5)
            self.looks.append(read_status(self.out))
        self._told(task, 0, 5)

    def close(self) -> None:
        self._open.clear()


def test_status_tells_of_a_run_that_goes_on_page_by_page_and_not_of_one_that_is_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "EVERY", 0.0)
    monkeypatch.setattr(journal, "NOTE_EVERY", 0.0)
    looks: list[object] = []
    told: list[Progress] = []
    out = tmp_path / "out"
    with begun(inputs(tmp_path / "in", 1), out, options()) as started:
        outcomes = list(started.outcomes(lambda *_: PagePool(looks, out), told.append))
        started.finish()
    assert [outcome.pages for outcome in outcomes] == [5]
    assert [look.progress.pages_done for look in looks] == [0, 1, 2, 3, 4]
    assert [look.progress.pages_known for look in looks] == [5] * 5
    said = list(looks[-1].lines())
    assert said[0].startswith("running: process")
    assert said[1].startswith("0 of 1 document, 4 of 5 pages, ")
    assert said[2] == "reading 0.txt"
    assert looks[-1].as_dict()["progress"]["reading"] == ("0.txt",)
    assert (told[-1].documents_done, told[-1].pages_done, told[-1].reading) == (1, 5, ())
    over = read_status(out)
    assert over.progress is None
    assert "reading" not in "\n".join(over.lines())


def test_the_journal_is_written_at_most_once_a_second(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "EVERY", 0.0)
    clock = Clock()
    monkeypatch.setattr(journal.time, "monotonic", clock)
    with journal.Journal(tmp_path) as kept:
        for done in range(50):
            clock.now += 0.125
            kept.progress(Progress(0, 1, done, 50, 50, 1.0, None))
            (found,) = kept._base.execute("SELECT pages_done FROM progress").fetchone()
            assert found == done // 8 * 8


def test_a_journal_of_a_version_before_progress_and_look_is_read(tmp_path: Path) -> None:
    import sqlite3

    with begun(inputs(tmp_path / "in", 1), tmp_path / "out", options()):
        pass
    base = sqlite3.connect(tmp_path / "out" / journal.JOURNAL)
    base.executescript("DROP TABLE progress; DROP TABLE look;")
    base.close()
    found = read_status(tmp_path / "out")
    assert (found.progress, found.look) == (None, {})


def tells_three_pages(task: Task, heard) -> Result:
    for page in (1, 2, 3):
        heard(page, 3)
    heard(0, 3)
    return Outcome(task.source.relative, State.DONE, pages=3)


def test_a_worker_process_tells_its_pages_before_they_are_read(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    pool = LocalPool(1, tells_three_pages, Limits())
    pool.listen(lambda task, page, of: told.append((str(task.source.relative), page, of)))
    try:
        pool.start(Task(inputs(tmp_path, 1)[0], tmp_path, options()), None)
        ends: list[End] = []
        while not ends:
            ends = pool.wait(5.0)
    finally:
        pool.close()
    assert told == [("0.txt", page, 3) for page in (1, 2, 3, 0)]


def test_a_scan_tells_how_many_pages_it_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kehoach.pipeline import process
    from kehoach.pipeline.document import Page

    monkeypatch.setattr(process, "read_page", lambda raw, *_: [Page(raw.number)])
    path = tmp_path / "scan.pdf"
    write_scan(path, 2)
    age(path)
    told: list[tuple[int, int]] = []
    perform(Task(Input((path,), Path(path.name)), tmp_path / "out", options()), lambda *page: told.append(page))
    assert told == [(1, 2), (2, 2), (0, 2)]


FAR = Progress(1, 3, 40, 120, 300, 0.5, 520.0, ("lớn/[b]kế hoạch.pdf", "b.pdf"))


def test_on_a_pipe_it_is_a_line_now_and_then(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture) -> None:
    clock = Clock()
    monkeypatch.setattr(console.time, "monotonic", clock)
    tell = console._now_and_then(console._as_line, clock)
    for _ in range(100):
        clock.now += console.LOG_EVERY / 10
        tell(FAR)
    said = capsys.readouterr().err.splitlines()
    assert 9 <= len(said) <= 10
    assert said[0] == progress_line(FAR) + "; reading lớn/[b]kế hoạch.pdf, b.pdf"


def test_in_the_json_log_it_is_an_event(capsys: pytest.CaptureFixture) -> None:
    console._as_json(FAR)
    told = json.loads(capsys.readouterr().err)
    assert (told["event"], told["pages_done"], told["pages_known"], told["estimate"]) == ("progress", 40, 120, True)
    assert told["reading"] == ["lớn/[b]kế hoạch.pdf", "b.pdf"]


SHOWS = """
import time
from kehoach.pipeline import console
from kehoach.pipeline.batch.progress import Progress
with console.watched(console.Verbosity()) as told:
    for page in range(1, 6):
        told(Progress(0, 1, page, 5, 5, 1.5, 60.0, ("năm/[b]kế hoạch.pdf",)))
        time.sleep(0.15)  # the bar is drawn by a clock of its own
    console.say("failed: hỏng.pdf")
"""


@pytest.mark.parametrize("width", [80, 120])
def test_on_a_terminal_the_bar_moves_by_pages_and_names_the_file_being_read(width: int) -> None:
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": str(width), "LINES": "24", "PYTHONUTF8": "1"}
    program = subprocess.Popen([sys.executable, "-c", SHOWS], stderr=theirs, env=environment)
    os.close(theirs)
    shown = b""
    while select.select([ours], [], [], 20)[0]:
        try:
            data = os.read(ours, 1 << 16)
        except OSError:  # Linux: the other end is closed
            break
        if not data:
            break
        shown += data
    os.close(ours)
    assert program.wait() == 0
    text = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", shown.decode())
    assert {"2/5 pages", "5/5 pages"} <= set(re.findall(r"\d/5 pages", text))
    assert "[b]kế hoạch.pdf" in text
    assert "0/1 files 1.5/s 60 s" in text
    assert "failed: hỏng.pdf" in text
    assert max(map(len, re.split(r"[\r\n]+", text))) <= width
