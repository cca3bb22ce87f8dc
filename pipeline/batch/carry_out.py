"""A run from what the user named to the report: what the command line and the API share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from kehoach.pipeline.batch.endings import endings
from kehoach.pipeline.batch.machine import check_machine
from kehoach.pipeline.batch.places import refuse_entangled
from kehoach.pipeline.batch.refresh import refreshed
from kehoach.pipeline.batch.run import Run, begun
from kehoach.pipeline.batch.summary import Summary
from kehoach.pipeline.batch.work import Outcome
from kehoach.pipeline.errors import BadArguments, BadInput
from kehoach.pipeline.export import Trouble
from kehoach.pipeline.ingest import find_inputs
from kehoach.pipeline.options import ExportFormat, Options
from kehoach.pipeline.report import REPORT, Cut, write_report


@contextmanager
def planned(paths: Sequence[Path], out: Path, options: Options) -> Iterator[Run]:
    """The run on these files and folders, for whoever follows its outcomes; where all went well it ends with a report.

    Raises BadInput where there is no document, BadArguments, FileAccess, MissingDependency; then nothing was written.
    """
    refuse_entangled(paths, out)
    if not options.export.formats:
        raise BadArguments("no format to write is named", advice=f"known: {', '.join(ExportFormat)}")
    found = find_inputs(paths, options.ingest)
    if not found.inputs:
        raise BadInput(f"no document found in {', '.join(map(str, paths))}", advice="PDF, images and text are read")
    check_machine(options)  # what is missing stops the run before it starts
    with begun(found.inputs, out, options) as run:
        run.notes = (*found.notes, *run.notes)
        yield run
        run.finish()
        if run.todo or not (out / REPORT).is_file():
            report(out, options.ingest.password, run.cut)
        if hindered := refreshed(out):
            run.summary.damaged.append(hindered)


def carry_out(
    paths: Sequence[Path], out: Path, options: Options, progress: Callable[[Outcome, int, int], None] | None = None
) -> tuple[Summary, tuple[str, ...]]:
    """The whole of a run; `progress` hears each document's end, how many ended, and how many are to be done.

    Gives what came of it, and notes on inputs that a person should know of.
    """
    with planned(paths, out, options) as run:
        for count, outcome in enumerate(run.outcomes(), 1):
            if progress:
                progress(outcome, count, run.todo)
    return run.summary, run.notes


def report(out: Path, password: str | None, cut: Cut | None = None, trouble: Trouble | None = None) -> Path:
    """Write OUT/report.html of all documents that the journal knows; `cut`: who cuts its pictures out.

    What could not be used is added to `trouble`.
    """
    return write_report(out, list(endings(out)), password, cut, trouble)
