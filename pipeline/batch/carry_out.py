"""A run from what the user named to the report: what the command line and the API share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from kehoach.pipeline.batch.endings import endings
from kehoach.pipeline.batch.run import Run, begun
from kehoach.pipeline.batch.standard_input import STDIN, standard_input
from kehoach.pipeline.batch.summary import Summary
from kehoach.pipeline.batch.work import Outcome, set_aside
from kehoach.pipeline.errors import BadArguments, BadInput
from kehoach.pipeline.ingest import Aside, Found, find_inputs
from kehoach.pipeline.ingest.edges import file_errors
from kehoach.pipeline.options import OcrMode, Options
from kehoach.pipeline.report import REPORT, Cut, write_report


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
    if any(path.is_dir() and path.resolve() == out.resolve() for path in named):
        raise BadArguments(f"-o {out}: is the folder to be read", advice="name another one for the results")
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
        summary.add(set_aside(one))
    instead = "; ".join(summary.skipped_lines())
    said = f"no document found in {', '.join(map(str, paths))}" + (f", only {instead}" if instead else "")
    return BadInput(said, advice="PDF, images, text, office documents, archives and mails are read")


@contextmanager
def _planned(found: Found, out: Path, options: Options) -> Iterator[Run]:
    if options.ocr.mode is not OcrMode.SKIP:
        from kehoach.pipeline.ocr import check_engine

        check_engine(options.ocr)  # a reader that was asked for and is not there stops the run before it starts
    with begun(found.inputs, out, options, found.aside) as run:
        run.notes = found.notes
        yield run
        run.finish()
        if run.todo or not (out / REPORT).is_file():
            report(out, options.ingest.password, run.cut)


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


def report(out: Path, password: str | None, cut: Cut | None = None) -> Path:
    """Write OUT/report.html of all documents that the journal knows; `cut`: who cuts its pictures out."""
    return write_report(out, list(endings(out)), password, cut)
