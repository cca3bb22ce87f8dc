"""Worker processes that are watched: whoever dies, hangs or grows too large is replaced, and its task is told of."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import IO, Any, Protocol, runtime_checkable

from kehoach.pipeline.batch import worker
from kehoach.pipeline.batch.work import Heard, Result, Task
from kehoach.pipeline.errors import ChildProcess, KehoachError, OutOfMemory, OutOfTime, WorkerDied

_TICK = 0.25  # seconds between two looks at memory and time
_FAMILY_TICK = 2.0  # seconds between two looks that count the programs of a worker too: finding them takes 8 ms
_TIDY = 0.5
"""Share of its memory limit above which a worker that has just finished is replaced by a fresh one."""

MORE_TIME = "give it more with --timeout"
_SHORT = "is memory, room in the folder for temporary files, or the number of processes short?"
_LAST_WORDS = 2000  # bytes of a dead worker's stderr that are kept

_START = """
import ctypes, os, sys
if sys.platform == "linux":
    ctypes.CDLL(None).prctl({pdeathsig}, {sigkill}, 0, 0, 0)
if os.getppid() != {parent}:
    os._exit(1)
sys.path[:] = {path!r}
from kehoach.pipeline.batch.worker import main
main({descriptor}, {parent})
"""
"""What a worker runs. It binds its life to its parent's before anything else: imports take a second."""

_PR_SET_PDEATHSIG = 1  # linux/prctl.h


@dataclass(frozen=True)
class Limits:
    """What a worker may take: seconds without a sign of life, and bytes of memory with its programs."""

    silence: float = 300.0
    memory: int = 4 << 30


@dataclass(frozen=True)
class Death:
    """The end of a task whose worker did not live to finish it.

    `last_words` is what it wrote to stderr; `page` the one that it was reading, 0 where that is not to blame.
    """

    error: KehoachError
    last_words: str = ""
    page: int = 0


@dataclass(frozen=True)
class End:
    """What became of a task."""

    task: Task
    result: Result | Death


class Pool(Protocol):
    """Whoever carries tasks out: processes of this machine, or a cluster."""

    @property
    def room(self) -> int:
        """How many tasks can be started now."""
        ...

    @property
    def busy(self) -> int:
        """How many tasks are on their way."""
        ...

    def start(self, task: Task, seconds: float | None) -> None:
        """Begin a task, which may take so many seconds."""
        ...

    def wait(self, timeout: float) -> list[End]:
        """The tasks that ended, as soon as there is one; none after `timeout` seconds."""
        ...

    def close(self) -> None:
        """Stop everything at once."""
        ...


ToldOfPages = Callable[[Task, int, int], None]
"""Hears of a task's page before it is read, and how many the document has; 0 for either: none, or not known."""


@runtime_checkable
class TellsPages(Protocol):
    """A pool that hears of every page; others tell of whole tasks alone."""

    def listen(self, told: ToldOfPages) -> None:
        """Have each page told."""
        ...


@dataclass(eq=False)
class _Worker:
    """One process, its pipe, and the task it is at."""

    process: subprocess.Popen[bytes]
    pipe: Connection[Any, Any]
    stderr: IO[bytes]
    task: Task | None = None
    seconds: float | None = None
    deadline: float = field(default=float("inf"))
    heard: float = field(default_factory=time.monotonic)
    page: int = 0  # that it reads now


class LocalPool:
    """Processes of this machine, started when there is work for them, each in a process group of its own."""

    def __init__(
        self, size: int, perform: Callable[[Task, Heard], Result], limits: Limits, folder: Path | None = None
    ) -> None:
        self._size = size
        self._perform = perform
        self._limits = limits
        self._folder = folder  # where relative paths begin; None: where this process is
        self._workers: list[_Worker] = []
        self._looked = self._counted = time.monotonic()
        self._told: ToldOfPages | None = None

    @property
    def room(self) -> int:
        """How many tasks can be started now."""
        return self._size - self.busy

    @property
    def busy(self) -> int:
        """How many workers are at a task."""
        return sum(one.task is not None for one in self._workers)

    def start(self, task: Task, seconds: float | None) -> None:
        """Give a task to a worker that has none, or to a new one."""
        for one in [one for one in self._workers if one.task is None]:
            if self._give(one, task, seconds):
                return
        try:
            started = self._give(self._hire(), task, seconds)
        except OSError as error:
            raise ChildProcess(f"no worker process can be started: {error}", advice=_SHORT) from error
        if not started:
            raise ChildProcess("a worker process died as it was started", advice=_SHORT)

    def _give(self, one: _Worker, task: Task, seconds: float | None) -> bool:
        """Hand a task to a worker; False where it died while it had nothing to do."""
        try:
            one.pipe.send(task)
        except OSError:
            self._dismiss(one)
            return False
        one.task, one.seconds, one.page = task, seconds, 0
        one.deadline, one.heard = float("inf"), time.monotonic()
        return True

    def listen(self, told: ToldOfPages) -> None:
        """Have each page told, with its task, before it is read."""
        self._told = told

    def wait(self, timeout: float) -> list[End]:
        """Tasks that ended; looks after time and memory while it waits."""
        until = time.monotonic() + timeout
        while True:
            pipes = {one.pipe: one for one in self._workers}
            left = max(0.0, until - time.monotonic())
            ready = [pipes[pipe] for pipe in wait(list(pipes), min(left, _TICK)) if isinstance(pipe, Connection)]
            ends = [end for one in ready if (end := self._listen(one))]
            if time.monotonic() - self._looked >= _TICK:
                ends.extend(self._look())
            if ends or time.monotonic() >= until:
                return ends

    def close(self) -> None:
        """Kill all workers, whatever they are at; their files are whole or not there."""
        while self._workers:
            self._dismiss(self._workers[-1])

    def kill(self) -> None:
        """Kill all workers; whoever waits for them hears of it. The one method for another thread."""
        for one in list(self._workers):
            with suppress(OSError):
                os.killpg(one.process.pid, signal.SIGKILL)
            with suppress(subprocess.TimeoutExpired):
                one.process.wait(1.0)

    def _hire(self) -> _Worker:
        ours, theirs = Pipe()
        stderr = tempfile.TemporaryFile()  # noqa: SIM115 - closed when the worker goes
        code = _START.format(
            pdeathsig=_PR_SET_PDEATHSIG,
            sigkill=int(signal.SIGKILL),
            path=sys.path,
            descriptor=theirs.fileno(),
            parent=os.getpid(),
        )
        process = subprocess.Popen(
            [sys.executable, "-c", code],
            stdin=subprocess.DEVNULL,
            stdout=stderr,
            stderr=stderr,
            pass_fds=[theirs.fileno()],
            start_new_session=True,
            cwd=self._folder,
        )
        theirs.close()
        hired = _Worker(process, ours, stderr)
        self._workers.append(hired)
        with suppress(OSError):  # a worker that dies at once is found dead by `wait`
            ours.send(self._perform)
        return hired

    def _dismiss(self, one: _Worker) -> None:
        """Kill a worker with the programs that it runs."""
        self._workers.remove(one)
        with suppress(OSError):
            os.killpg(one.process.pid, signal.SIGKILL)
        one.process.wait()
        one.pipe.close()
        one.stderr.close()

    def _listen(self, one: _Worker) -> End | None:
        """Take one message from a worker; its task's end, if it is that."""
        try:
            kind, content = one.pipe.recv()
        except (EOFError, OSError):
            return self._bury(one)
        one.heard = time.monotonic()
        if kind == worker.BEGUN and one.seconds is not None:
            one.deadline = one.heard + one.seconds
        if kind == worker.PAGE:
            one.page, of = content
            if self._told and one.task:
                self._told(one.task, one.page, of)
        if kind != worker.END or one.task is None:
            return None
        task, one.task = one.task, None
        if _memory(one.process.pid) > _TIDY * self._limits.memory:
            self._dismiss(one)
        return End(task, content)

    def _bury(self, one: _Worker) -> End | None:
        """A worker whose pipe is closed: dead, or as good as that."""
        with suppress(subprocess.TimeoutExpired):
            one.process.wait(1.0)
        return self._give_up(one, WorkerDied(*_cause_of_death(one.process.returncode)))

    def _give_up(self, one: _Worker, error: ChildProcess) -> End | None:
        """Dismiss a worker; the end of the task it was at, if it was at one."""
        one.stderr.seek(0, os.SEEK_END)
        one.stderr.seek(max(0, one.stderr.tell() - _LAST_WORDS))
        last_words = one.stderr.read().decode("utf-8", "replace").strip()
        self._dismiss(one)
        if one.task is None:
            return None
        in_time = time.monotonic() <= one.deadline
        return End(one.task, Death(error, last_words, one.page if in_time else 0))

    def _look(self) -> list[End]:
        """End the tasks that have taken too much time or memory."""
        now = self._looked = time.monotonic()
        family = now - self._counted >= _FAMILY_TICK
        self._counted = now if family else self._counted
        ends = []
        for one in [one for one in self._workers if one.task]:
            error = self._excess(one, now, family=family)
            if error and (end := self._give_up(one, error)):
                ends.append(end)
        return ends

    def _excess(self, one: _Worker, now: float, *, family: bool) -> ChildProcess | None:
        if now > one.deadline:
            return OutOfTime("it took longer than it was given", advice=MORE_TIME)
        if now - one.heard > self._limits.silence:
            said = f"nothing was heard of its worker for {self._limits.silence:.0f} s"
            return OutOfTime(said, advice="a page of it may be hostile; --page-timeout gives more time")
        if _memory(one.process.pid, family=family) > self._limits.memory:
            said = f"its worker grew over the {self._limits.memory >> 20} MB of memory that it is allowed"
            return OutOfMemory(said, advice="give it more with --memory")
        return None


def _memory(pid: int, *, family: bool = False) -> int:
    """Bytes that a process (`family`: with the programs it runs) holds in memory; 0 where it is gone."""
    import psutil

    try:
        process = psutil.Process(pid)
        others = process.children(recursive=True) if family else []
        return sum(int(one.memory_info().rss) for one in (process, *others))
    except psutil.Error:
        return 0


def _cause_of_death(returncode: int | None) -> tuple[str]:
    if returncode is None:
        return ("its worker process closed its pipe",)
    if returncode >= 0:
        return (f"its worker process ended with code {returncode}",)
    name = signal.Signals(-returncode).name if -returncode in set(signal.Signals) else str(-returncode)
    hint = ": was memory short?" if name == "SIGKILL" else ""
    return (f"its worker process was ended by {name}{hint}",)
