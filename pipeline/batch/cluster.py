"""Workers on many machines: an existing Dask cluster, with the same journal, limits and results as on one machine.

Inputs and OUT lie on a disk that every machine sees under the same path: workers write results there, and what travels
is paths. Each Dask worker has one process of ours, watched as on this machine, so that a page that hangs or kills its
reader costs the cluster nothing.
"""

from __future__ import annotations

import hashlib
import itertools
import logging
import os
import queue
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from kehoach.pipeline.batch.files import sweep
from kehoach.pipeline.batch.limits import limits_of
from kehoach.pipeline.batch.machine import check_machine, fingerprint
from kehoach.pipeline.batch.settings import Settings, settings_of
from kehoach.pipeline.batch.supervisor import Death, End, Limits, LocalPool
from kehoach.pipeline.batch.work import Result, Step, Task, perform
from kehoach.pipeline.errors import BadArguments, ChildProcess, KehoachError, MissingDependency, WorkerDied
from kehoach.pipeline.files.out_names import LOCK, WORK
from kehoach.pipeline.options import Options

_REACHED_WITHIN = 15.0  # seconds for the scheduler
_FIRST_WORKER = 45.0  # seconds for its first worker: on a busy machine a Dask worker takes twenty to start
_WORKERLESS = 60.0
"""Seconds without any worker after which the run stops: a machine that is started anew is back by then."""

_DEATHS_TO_BLAME = 3
"""Dask workers that died while they were at an errand, after which it counts against its document. What a document does
to its reader ends a process of ours, not the Dask worker: that one is killed by its machine, and by chance."""

_AHEAD = 2  # tasks a worker: one at work and one in hand


@dataclass(frozen=True)
class Errand:
    """What a Dask worker is asked: a task, its limits, and what must be the same there as here."""

    task: Task
    seconds: float | None
    limits: Limits
    settings: Settings
    folder: Path  # where relative paths begin
    run: str
    program: str  # fingerprint of code and data
    seen: bool  # whether the input's files are there for the run


@dataclass(frozen=True)
class Refusal:
    """A worker that must not take part: its results would be others, or be lost."""

    reason: str


class ClusterPool:
    """Tasks to a Dask cluster and back."""

    def __init__(self, address: str, options: Options) -> None:
        self._address = address
        self._options = options
        self._client = _connect(address)
        self._run = f"kehoach-{socket.gethostname()}-{os.getpid()}-{time.monotonic_ns()}"
        self._numbers = itertools.count()
        self._futures: dict[Any, Errand] = {}
        self._ended: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._seen_workers = time.monotonic()
        self._size = max(1, self._threads())

    @property
    def room(self) -> int:
        """How many tasks can be started now."""
        return _AHEAD * self._size - self.busy

    @property
    def busy(self) -> int:
        """How many tasks are on their way."""
        return len(self._futures)

    def start(self, task: Task, seconds: float | None) -> None:
        """Send a task to the cluster; it is done again by another worker where one is lost."""
        settings = _settings(task.options)  # gentler than the run's, maybe
        seen = all(path.exists() for path in task.source.paths)
        limits, folder = limits_of(self._options), Path.cwd()
        self._submit(Errand(task, seconds, limits, settings, folder, self._run, fingerprint(), seen))

    def _submit(self, errand: Errand) -> None:
        future = self._client.submit(carry_out, errand, key=f"{self._run}-{next(self._numbers)}", pure=False)
        self._futures[future] = errand
        future.add_done_callback(self._ended.put)

    def wait(self, timeout: float) -> list[End]:
        """The tasks that ended. Raises ChildProcess where the scheduler or all workers are gone."""
        try:
            ended = [self._ended.get(timeout=timeout)]
        except queue.Empty:
            self._look()
            return []
        while not self._ended.empty():
            ended.append(self._ended.get())
        return [end for future in ended if (end := self._end(future))]

    def close(self) -> None:
        """Leave the cluster; what it is still at for us is stopped."""
        try:
            if self._client.status == "running":
                self._client.cancel(list(self._futures), force=True)
                self._client.run(dismiss, self._run, on_error="ignore")
        except (OSError, TimeoutError, RuntimeError) as error:
            logging.getLogger(__name__).debug("leaving the cluster: %s", error)
        finally:
            self._futures.clear()
            self._client.close(timeout=2)

    def _end(self, future: Any) -> End | None:
        """What became of an errand; None where it is on its way again, its worker having died of something else."""
        errand = self._futures.pop(future)
        task = errand.task
        try:
            if future.status == "error":
                error = future.exception()
                if _was_killed(error) and begun_and_lost(errand) < _DEATHS_TO_BLAME:
                    self._submit(errand)
                    return None
                return End(task, Death(_explained(error)))
            result: Result | Death | Refusal = future.result()
        except (OSError, CancelledError) as error:  # the connection to the scheduler is closed, all futures are void
            raise self._lost() from error
        if isinstance(result, Refusal):
            raise BadArguments(f"{self._address}: {result.reason}", advice="every machine needs the same set-up")
        return End(task, result)

    def _look(self) -> None:
        """Now and then: is anybody there?"""
        if self._client.status != "running":
            raise self._lost()
        if threads := self._threads():
            self._size, self._seen_workers = threads, time.monotonic()
        elif time.monotonic() - self._seen_workers > _WORKERLESS:
            raise ChildProcess(f"{self._address}: the cluster has no workers left", advice="run again when it has")

    def _threads(self) -> int:
        return sum(self._client.nthreads().values())

    def _lost(self) -> ChildProcess:
        advice = "what is done stays; run again when it is back"
        return ChildProcess(f"the scheduler at {self._address} is lost", advice=advice)


def _connect(address: str) -> Any:
    try:
        import distributed
    except ImportError as error:
        advice = "pip install kehoach[cluster]"
        raise MissingDependency("the package distributed is not installed", advice=advice) from error
    for name in [name for name in logging.root.manager.loggerDict if name.startswith("distributed")]:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)  # what matters is said in our own words
    try:
        client = distributed.Client(address, timeout=_REACHED_WITHIN, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        advice = "check --scheduler, as tcp://HOST:8786"
        raise ChildProcess(f"no scheduler answers at {address}", advice=advice) from error
    try:
        client.wait_for_workers(1, timeout=_FIRST_WORKER)
    except TimeoutError as error:
        client.close(timeout=2)
        advice = f"start some: dask worker --nthreads 1 {address}"
        raise ChildProcess(f"{address}: the cluster has no workers", advice=advice) from error
    return client


def _was_killed(error: BaseException) -> bool:
    return type(error).__name__ == "KilledWorker"


def _explained(error: BaseException) -> KehoachError:
    """What Dask says of a task that it could not carry out."""
    if _was_killed(error):
        return WorkerDied("several Dask workers died while they were at it", advice="is memory short there?")
    return WorkerDied(f"its Dask worker failed: {type(error).__name__}: {error}")


_pools: dict[tuple[str, int], LocalPool] = {}  # on a Dask worker: our process of each run and thread


def carry_out(errand: Errand) -> Result | Death | Refusal:
    """On a Dask worker: do a task in a watched process, as it would be done on one machine."""
    if reason := _unfit(errand):
        return Refusal(f"{socket.gethostname()}: {reason}")
    key = (errand.run, threading.get_ident())
    if key not in _pools:
        _pools[key] = LocalPool(1, perform, errand.limits, errand.folder)
    pool = _pools[key]
    if errand.task.step is not Step.PART:  # other parts may be writing there
        sweep([errand.folder / errand.task.out / errand.task.source.relative])  # what a lost worker left half-written
    with _marked(errand):
        pool.start(errand.task, errand.seconds)
        while True:
            for end in pool.wait(5.0):
                return end.result


@contextmanager
def _marked(errand: Errand) -> Iterator[None]:
    """Leave a mark in OUT for the block: Dask names a worker that died beside every task it held, begun or not."""
    mark = _mark(errand)
    mark.parent.mkdir(parents=True, exist_ok=True)
    with mark.open("ab") as file:
        file.write(b"x")
    yield
    mark.unlink(missing_ok=True)


def begun_and_lost(errand: Errand) -> int:
    """How many workers died while they were at this errand."""
    try:
        return _mark(errand).stat().st_size
    except OSError:
        return 0


def _mark(errand: Errand) -> Path:
    task = errand.task
    what = "\0".join((errand.run, task.step, repr(task.pages), os.fsdecode(task.source.relative)))
    return errand.folder / task.out / WORK / f"begun-{hashlib.sha256(os.fsencode(what)).hexdigest()[:32]}"


def _unfit(errand: Errand) -> str | None:
    """Why this machine must not do the errand; None where it may."""
    if not (errand.folder / errand.task.out / LOCK).is_file():
        return f"{errand.folder / errand.task.out} is not the run's output folder there"
    try:
        _check(errand.task.options)
    except KehoachError as error:
        return str(error)
    if errand.program != fingerprint():
        return f"its program or data are others than the run's ({fingerprint()}, not {errand.program})"
    away = [path for path in errand.task.source.paths if not (errand.folder / path).exists()]
    if errand.seen and away and not _gone_meanwhile(errand):
        return f"it does not see the inputs: {errand.folder / away[0]}"
    here = _settings(errand.task.options)
    for name in ("base", "mode", "engine"):
        ours, theirs = getattr(here, name), getattr(errand.settings, name)
        if ours != theirs:
            return f"it has {ours}, the run has {theirs}"
    return None


def _gone_meanwhile(errand: Errand) -> bool:
    """Whether the folder of the missing file is there with others in it: then the file went, not the disk."""
    path = errand.folder / errand.task.source.path
    try:
        return any(path.parent.iterdir())
    except OSError:
        return False


def dismiss(run: str) -> int:
    """On a Dask worker: end our processes of a run; returns how many runs' threads had one."""
    keys = [key for key in list(_pools) if key[0] == run]
    for key in keys:
        _pools.pop(key).kill()
    return len(keys)


@lru_cache(maxsize=8)
def _check(options: Options) -> None:
    """As `check_machine`; a machine that was fit once in this run's time is not asked again."""
    check_machine(options)


@lru_cache(maxsize=8)
def _settings(options: Options) -> Settings:
    return settings_of(options)
