"""The report's pictures, cut out by the workers that have just read the pages: they are there, and a core each."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kehoach.pipeline.batch.supervisor import Pool
from kehoach.pipeline.batch.work import Pictures, Step, Task
from kehoach.pipeline.errors import ChildProcess
from kehoach.pipeline.ingest import Input

if TYPE_CHECKING:
    from kehoach.pipeline.options import Options
    from kehoach.pipeline.report import Cutting, Numbered

_SECONDS = 60.0
"""For the lines of a few pages, which take a fifth of a second as a rule. A page that is drawn for longer, or costs its
worker, is shown without pictures: it must not keep the report from being written."""

_WAIT = 5.0  # seconds after which whoever waits looks up


def cut_by(pool: Pool, cuttings: Sequence[Cutting], out: Path, options: Options) -> Iterator[Sequence[Numbered]]:
    """What the workers of a pool cut out, in the order in which they are done; what fails is left out."""
    tasks = deque(_task(cutting, out, options) for cutting in cuttings)
    try:
        while tasks or pool.busy:
            while tasks and pool.room:
                pool.start(tasks.popleft(), _SECONDS)
            for end in pool.wait(_WAIT):
                if isinstance(end.result, Pictures):
                    yield end.result.found
    except ChildProcess:  # nobody is left to do it
        return


def _task(cutting: Cutting, out: Path, options: Options) -> Task:
    place = Path(cutting.folder)
    return Task(
        Input(cutting.paths or (out / place,), place, cutting.member), out, options, step=Step.CUT, cutting=cutting
    )
