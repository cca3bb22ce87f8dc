"""Workers that die, hang, or grow are replaced, and their task is told of; nothing outlives its parent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import batch_workers
import psutil
import pytest
from batch_workers import inputs, options

from kehoach.pipeline.batch.supervisor import Death, End, Limits, LocalPool
from kehoach.pipeline.batch.work import Outcome, Task
from kehoach.pipeline.errors import OutOfMemory, OutOfTime, WorkerDied


@contextmanager
def pool(perform: Callable, size: int = 1, **limits: float) -> Iterator[LocalPool]:
    workers = LocalPool(size, perform, Limits(**limits))  # type: ignore[arg-type]
    try:
        yield workers
    finally:
        workers.close()


def tasks(folder: Path, count: int = 1) -> list[Task]:
    return [Task(source, folder, options()) for source in inputs(folder / "in", count)]


def ends(workers: LocalPool, count: int = 1) -> list[End]:
    found: list[End] = []
    until = time.monotonic() + 30
    while len(found) < count and time.monotonic() < until:
        found += workers.wait(1.0)
    return found


def death(workers: LocalPool) -> Death:
    (end,) = ends(workers)
    assert isinstance(end.result, Death)
    return end.result


def test_a_worker_does_task_after_task(tmp_path):
    with pool(batch_workers.done) as workers:
        processes = set()
        for task in tasks(tmp_path, 3):
            workers.start(task, None)
            (end,) = ends(workers)
            assert end.task is task
            assert isinstance(end.result, Outcome)
            processes.add(end.result.media)
        assert len(processes) == 1
        assert workers.room == 1


def test_two_workers_work_side_by_side(tmp_path):
    with pool(batch_workers.done, 2) as workers:
        for task in tasks(tmp_path, 2):
            workers.start(task, None)
        assert workers.room == 0
        assert len({end.result.media for end in ends(workers, 2)}) == 2


def test_a_killed_worker_is_named_with_its_signal_and_replaced(tmp_path):
    first, second = tasks(tmp_path, 2)
    with pool(batch_workers.killed_on_the_second) as workers:
        workers.start(second, None)
        told = death(workers)
        assert isinstance(told.error, WorkerDied)
        assert "SIGSEGV" in str(told.error)
        assert "the last words" in told.last_words
        workers.start(first, None)
        assert isinstance(ends(workers)[0].result, Outcome)


def test_a_worker_without_memory_dies_and_says_why(tmp_path):
    with pool(batch_workers.out_of_memory) as workers:
        workers.start(tasks(tmp_path)[0], None)
        assert "MemoryError" in death(workers).last_words


def test_a_task_over_its_time_is_ended(tmp_path):
    with pool(batch_workers.hangs) as workers:
        workers.start(tasks(tmp_path)[0], 0.5)
        assert isinstance(death(workers).error, OutOfTime)


def test_a_silent_worker_is_ended(tmp_path):
    with pool(batch_workers.hangs, silence=3.0) as workers:
        workers.start(tasks(tmp_path)[0], None)
        error = death(workers).error
        assert isinstance(error, OutOfTime)
        assert "nothing was heard" in str(error)


def test_a_worker_that_grows_is_ended(tmp_path):
    with pool(batch_workers.grows, memory=350 << 20) as workers:
        workers.start(tasks(tmp_path)[0], None)
        error = death(workers).error
        assert isinstance(error, OutOfMemory)
        assert "over the 350 MB" in str(error)


def test_a_large_worker_is_replaced_between_tasks(tmp_path):
    with pool(batch_workers.keeps_200_mb, memory=320 << 20) as workers:
        processes = set()
        for task in tasks(tmp_path, 2):
            workers.start(task, None)
            (end,) = ends(workers)
            assert isinstance(end.result, Outcome)
            processes.add(end.result.media)
        assert len(processes) == 2


def test_closing_kills_workers_and_the_programs_they_run(tmp_path):
    with pool(batch_workers.starts_a_child_and_hangs) as workers:
        workers.start(tasks(tmp_path)[0], None)
        pids = pids_in(tmp_path)
    assert gone(pids)


@pytest.mark.skipif(sys.platform != "linux", reason="parents' deaths are told by the Linux kernel")
def test_workers_end_with_their_parent(tmp_path):
    code = (
        f"import sys; sys.path[:] = {sys.path!r}\n"
        "import batch_workers, pathlib; from test_supervisor import pool, tasks\n"
        f"with pool(batch_workers.starts_a_child_and_hangs) as workers:\n"
        f"    workers.start(tasks(pathlib.Path({str(tmp_path)!r}))[0], None)\n"
        "    workers.wait(60)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", code])
    worker, program = pids_in(tmp_path)
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    try:
        assert gone([worker])
    finally:
        os.kill(program, signal.SIGKILL)  # Linux tells the worker alone


def pids_in(folder: Path) -> list[int]:
    until = time.monotonic() + 30
    while not (folder / "pids").exists() and time.monotonic() < until:
        time.sleep(0.05)
    time.sleep(0.05)
    return [int(pid) for pid in (folder / "pids").read_text("utf-8").split()]


def gone(pids: list[int]) -> bool:
    """Whether the processes end within a second; one that nobody has buried yet has ended."""
    until = time.monotonic() + 1.0
    left = set(pids)
    while left and time.monotonic() < until:
        left = {pid for pid in left if psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE}
        time.sleep(0.02)
    for pid in left:
        os.kill(pid, signal.SIGKILL)
    return not left
