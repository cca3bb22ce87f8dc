"""What follows from a task's end: second tries, parts, files that change."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable
from pathlib import Path

import pytest
from batch_workers import age, inputs, options

from kehoach.pipeline.batch import files, schedule
from kehoach.pipeline.batch.schedule import Course, Schedule
from kehoach.pipeline.batch.supervisor import Death, End
from kehoach.pipeline.batch.work import Outcome, Part, Result, Split, State, Step, Task, failed
from kehoach.pipeline.errors import DiskFull, OutOfTime, WorkerDied

Script = Callable[[Task], Result | Death]


class ScriptedPool:
    """Gives what the script says, one task at a time, and remembers what it was asked."""

    def __init__(self, script: Script, size: int = 1) -> None:
        self.script, self.size = script, size
        self.asked: list[Task] = []
        self.times: list[float | None] = []
        self._open: deque[Task] = deque()

    @property
    def room(self) -> int:
        return self.size - len(self._open)

    @property
    def busy(self) -> int:
        return len(self._open)

    def start(self, task: Task, seconds: float | None) -> None:
        self.asked.append(task)
        self.times.append(seconds)
        self._open.append(task)

    def wait(self, timeout: float) -> list[End]:
        if not self._open:
            return []
        task = self._open.popleft()
        return [End(task, self.script(task))]

    def close(self) -> None:
        pass


def done(task: Task) -> Outcome:
    return Outcome(task.source.relative, State.DONE, seconds=1.0)


def run(tmp_path: Path, script: Script, count: int = 1, **batch: object) -> tuple[ScriptedPool, list[Outcome]]:
    pool = ScriptedPool(script)
    tasks = [Task(source, tmp_path, options(**batch)) for source in inputs(tmp_path / "in", count)]
    return pool, [outcome for _, outcome in Schedule(pool, map(Course, tasks), lambda _: None, lambda *_: None).ends()]


def test_every_document_ends_once(tmp_path):
    _, outcomes = run(tmp_path, done, 5)
    assert [str(outcome.relative) for outcome in outcomes] == [f"{n}.txt" for n in range(5)]


def test_a_dead_worker_costs_one_gentle_try(tmp_path):
    def dies_once(task: Task) -> Result | Death:
        return done(task) if task.options.ocr.gentle else Death(WorkerDied("it was ended by SIGKILL"))

    pool, (outcome,) = run(tmp_path, dies_once)
    assert outcome.state is State.DONE
    assert [task.options.ocr.gentle for task in pool.asked] == [False, True]


def test_a_document_that_kills_its_worker_twice_fails_with_the_reason_and_the_file(tmp_path):
    _, outcomes = run(tmp_path, lambda _: Death(WorkerDied("it was ended by SIGSEGV"), "last words"), 2)
    assert [outcome.state for outcome in outcomes] == [State.FAILED] * 2
    assert outcomes[0].code == "worker-died"
    assert "SIGSEGV" in outcomes[0].message
    assert "0.txt" in outcomes[0].message
    assert outcomes[0].detail == "last words"
    assert outcomes[0].exit_code == 7


def test_a_document_out_of_time_is_not_tried_again(tmp_path):
    pool, (outcome,) = run(tmp_path, lambda _: Death(OutOfTime("too long")))
    assert outcome.code == "timeout"
    assert len(pool.asked) == 1


def long_document(task: Task) -> Result | Death:
    """Of ten pages, two are read in the first twenty seconds."""
    match task.step:
        case Step.DOCUMENT:
            return Split(task.out / ".work" / "x", "sha", 10, 2, ((3, 10),), 20.0)
        case Step.PART:
            return Part(5.0)
    return done(task)


def test_a_long_document_is_read_in_parts_of_a_slice_and_put_together(tmp_path):
    pool, (outcome,) = run(tmp_path, long_document)
    assert [(task.step, task.pages) for task in pool.asked[1:]] == [
        *((Step.PART, (page, page + 1)) for page in (3, 5, 7, 9)),
        (Step.ASSEMBLE, (1, 10)),
    ]
    assert outcome.state is State.DONE
    assert outcome.seconds == 20 + 4 * 5 + 1


def test_a_part_that_fails_ends_its_document_and_nothing_more_of_it_is_read(tmp_path):
    def second_part_dies(task: Task) -> Result | Death:
        return Death(WorkerDied("dead")) if task.pages == (5, 6) else long_document(task)

    pool, (outcome,) = run(tmp_path, second_part_dies)
    assert outcome.state is State.FAILED
    assert [task.pages for task in pool.asked[1:]] == [(3, 4), (5, 6), (5, 6)]
    assert pool.asked[-1].options.ocr.gentle


def test_the_time_of_a_document_is_that_of_all_its_parts(tmp_path):
    pool, (outcome,) = run(tmp_path, long_document, timeout=26.0)
    assert outcome.code == "timeout"
    assert pool.times == [26.0, 6.0, 1.0]


def test_a_full_disk_stops_the_run(tmp_path):
    def full(task: Task) -> Result:
        return failed(task.source, DiskFull(f"{task.source.relative} cannot be written", advice="make room"))

    with pytest.raises(DiskFull, match=r"0.txt cannot be written .make room"):
        run(tmp_path, full, 3)


def test_a_file_that_changes_while_it_is_read_is_read_again(tmp_path):
    seen = []

    def somebody_writes(task: Task) -> Result:
        seen.append(task)
        if len(seen) == 1:
            task.source.path.write_text("KẾ HOẠCH khác\n", "utf-8")
            age(task.source.path, 60)
        return done(task)

    _, outcomes = run(tmp_path, somebody_writes)
    assert len(seen) == 2
    assert len(outcomes) == 1


def test_a_file_is_read_only_when_it_has_been_left_alone(tmp_path):
    (source,) = inputs(tmp_path / "in", 1)
    os.utime(source.path)  # written just now
    courses = []
    pool = ScriptedPool(done)
    task = Task(source, tmp_path, options())
    ends = list(Schedule(pool, [Course(task)], courses.append, lambda *_: None).ends())
    assert len(ends) == 1
    assert courses[0].first_seen is not None  # it was put off at first


def test_a_file_that_keeps_growing_fails_in_the_end(tmp_path, monkeypatch):
    growing = files.Stamp("1:2:3:4", lasting=False, unsettled=0.05)
    monkeypatch.setattr(schedule, "stamp", lambda _: growing)
    monkeypatch.setattr(schedule, "_LONGEST_WAIT", 0.2)
    pool, (outcome,) = run(tmp_path, done)
    assert not pool.asked
    assert outcome.state is State.FAILED
    assert "still being written" in outcome.message
