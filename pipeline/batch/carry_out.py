"""A run from what the user named to the report: what the command line and the API share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from kehoach.pipeline.batch.endings import endings
from kehoach.pipeline.batch.limits import jobs_that_fit
from kehoach.pipeline.batch.machine import check_machine
from kehoach.pipeline.batch.places import refuse_entangled
from kehoach.pipeline.batch.progress import Told
from kehoach.pipeline.batch.refresh import refreshed
from kehoach.pipeline.batch.run import Run, begun
from kehoach.pipeline.batch.summary import Summary
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
    from kehoach.pipeline.ocr import better_reader

    check_machine(options)  # what is missing stops the run before it starts
    fitted, lowered = _fitted(options)
    with begun(found.inputs, out, fitted) as run:
        run.notes = (*found.notes, *run.notes, *filter(None, (lowered, better_reader(options.ocr))))
        yield run
        run.finish()
        if run.todo or not (out / REPORT).is_file():
            report(out, options.ingest.password, run.cut)
        if hindered := refreshed(out):
            run.summary.damaged.append(hindered)


def _fitted(options: Options) -> tuple[Options, str]:
    """The options with no more workers than this machine carries, and a note on that; a cluster has its own."""
    if options.batch.scheduler:
        return options, ""
    jobs, note = jobs_that_fit(options)
    return replace(options, batch=replace(options.batch, jobs=jobs)), note


def carry_out(
    paths: Sequence[Path], out: Path, options: Options, progress: Told | None = None
) -> tuple[Summary, tuple[str, ...]]:
    """The whole of a run; `progress` hears how far it is: after each document, and now and then.

    Gives what came of it, and notes on inputs that a person should know of.
    """
    with planned(paths, out, options) as run:
        for _ in run.outcomes(told=progress):
            pass
    return run.summary, run.notes


def report(out: Path, password: str | None, cut: Cut | None = None, trouble: Trouble | None = None) -> Path:
    """Write OUT/report.html of all documents that the journal knows; `cut`: who cuts its pictures out.

    What could not be used is added to `trouble`.
    """
    return write_report(out, list(endings(out)), password, cut, trouble)
