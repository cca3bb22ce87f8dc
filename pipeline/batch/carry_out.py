"""A run from what the user named to the report: what the command line and the API share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from kehoach.pipeline.batch.endings import endings
from kehoach.pipeline.batch.limits import jobs_that_fit
from kehoach.pipeline.batch.machine import check_machine
from kehoach.pipeline.batch.places import refuse_entangled
from kehoach.pipeline.batch.progress import Told
from kehoach.pipeline.batch.refresh import refreshed
from kehoach.pipeline.batch.run import Run, begun
from kehoach.pipeline.batch.standard_input import STDIN, standard_input
from kehoach.pipeline.batch.summary import Summary
from kehoach.pipeline.batch.work import end_of_aside
from kehoach.pipeline.errors import BadArguments, BadInput
from kehoach.pipeline.export import Trouble
from kehoach.pipeline.files.out_names import REPORT
from kehoach.pipeline.ingest import Aside, Found, find_inputs
from kehoach.pipeline.ingest.file_errors import file_errors
from kehoach.pipeline.options import ExportFormat, Options
from kehoach.pipeline.report import Cut, write_report


@contextmanager
def planned(paths: Sequence[Path], out: Path, options: Options) -> Iterator[Run]:
    """The run on these files and folders, for whoever follows its outcomes; where all went well it ends with a report.

    «-» among them is what standard input has. Raises BadInput where there is no document, BadArguments, FileAccess,
    MissingDependency; then nothing was written.
    """
    named = [path for path in paths if path != STDIN]
    for path in named:
        with file_errors(path):
            path.stat()
    refuse_entangled(named, out)
    if not options.export.formats:
        raise BadArguments("no format to write is named", advice=f"known: {', '.join(ExportFormat)}")
    with ExitStack() as stack:
        found = find_inputs(named, options.ingest)
        if len(named) < len(paths):
            found = replace(found, inputs=(stack.enter_context(standard_input(options)), *found.inputs))
        if not found.inputs and not any(one.failed for one in found.aside):
            raise _nothing(paths, found.aside)
        yield stack.enter_context(_planned(found, out, options))


def _nothing(paths: Sequence[Path], aside: Sequence[Aside]) -> BadInput:
    """Why a run has nothing to read: what was found instead, by reason."""
    summary = Summary()
    for one in aside:
        summary.add(end_of_aside(one))
    instead = "; ".join(summary.skipped_lines())
    said = f"no document found in {', '.join(map(str, paths))}" + (f", only {instead}" if instead else "")
    return BadInput(said, advice="PDF, images, text, office documents, archives and mails are read")


@contextmanager
def _planned(found: Found, out: Path, options: Options) -> Iterator[Run]:
    from kehoach.pipeline.ocr import better_reader

    check_machine(options)  # what is missing stops the run before it starts
    fitted, lowered = _fitted(options)
    with begun(found.inputs, out, fitted, found.aside) as run:
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
