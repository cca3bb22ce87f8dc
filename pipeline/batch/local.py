"""Documents side by side on this machine, one process each."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from pipeline.batch.work import Outcome, failed, one
from pipeline.errors import ChildProcess
from pipeline.ingest import Input
from pipeline.options import Options


def run_all(inputs: Sequence[Input], out: Path, options: Options) -> Iterator[Outcome]:
    """Process all inputs, `options.batch.jobs` at once; yields each Outcome as it ends, in no fixed order."""
    if options.batch.jobs <= 1 or len(inputs) <= 1:
        for source in inputs:
            yield one(source, out, options)
        return
    suspects: list[Input] = []
    yield from _in_pool(inputs, out, options, options.batch.jobs, suspects)
    for source in suspects:  # each alone, so that the one that kills its worker takes nobody with it
        killers: list[Input] = []
        yield from _in_pool([source], out, options, 1, killers)
        for killer in killers:
            yield failed(killer, ChildProcess(f"{killer.path}: its worker process died", advice="is memory short?"))


def _in_pool(
    inputs: Sequence[Input], out: Path, options: Options, jobs: int, unfinished: list[Input]
) -> Iterator[Outcome]:
    """Outcomes of the inputs that ended; those that a dying worker left behind are put into `unfinished`."""
    # a fresh interpreter for each worker: forking a process that has started threads can hang it
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(jobs, len(inputs)), mp_context=context) as pool:
        waiting: dict[Future[Outcome], Input] = {pool.submit(one, source, out, options): source for source in inputs}
        try:
            for future in as_completed(waiting):
                try:
                    outcome = future.result()
                except BrokenProcessPool:
                    unfinished.append(waiting[future])
                else:
                    yield outcome
        except BaseException:  # the user stops, or the reader of outcomes does: start nothing more
            pool.shutdown(wait=False, cancel_futures=True)
            raise
