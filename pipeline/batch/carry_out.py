"""A run from what the user named to the report: what the command line and the API share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from kehoach.pipeline.batch.endings import endings
from kehoach.pipeline.batch.limits import jobs_that_fit
from kehoach.pipeline.batch.progress import Told
from kehoach.pipeline.batch.run import Run, begun
from kehoach.pipeline.batch.summary import Summary
from kehoach.pipeline.errors import BadArguments, BadInput
from kehoach.pipeline.ingest import find_inputs
from kehoach.pipeline.options import OcrMode, Options
from kehoach.pipeline.report import REPORT, Cut, write_report


@contextmanager
def planned(paths: Sequence[Path], out: Path, options: Options) -> Iterator[Run]:
    """The run on these files and folders, for whoever follows its outcomes; where all went well it ends with a report.

    Raises BadInput where there is no document, BadArguments, FileAccess, MissingDependency; then nothing was written.
    """
    found = find_inputs(paths, options.ingest)
    if any(path.is_dir() and path.resolve() == out.resolve() for path in paths):
        raise BadArguments(f"-o {out}: is the folder to be read", advice="name another one for the results")
    if not found.inputs:
        raise BadInput(f"no document found in {', '.join(map(str, paths))}", advice="PDF, images and text are read")
    from kehoach.pipeline.ocr import better_reader, check_engine

    if options.ocr.mode is not OcrMode.SKIP:
        check_engine(options.ocr)  # a reader that was asked for and is not there stops the run before it starts
    fitted, lowered = _fitted(options)
    with begun(found.inputs, out, fitted) as run:
        run.notes = (*found.notes, *filter(None, (lowered, better_reader(options.ocr))))
        yield run
        run.finish()
        if run.todo or not (out / REPORT).is_file():
            report(out, options.ingest.password, run.cut)


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


def report(out: Path, password: str | None, cut: Cut | None = None) -> Path:
    """Write OUT/report.html of all documents that the journal knows; `cut`: who cuts its pictures out."""
    return write_report(out, list(endings(out)), password, cut)
