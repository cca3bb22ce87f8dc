"""`kehoach run`: files and folders of them into OUT."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.commands.arguments import OneOf
from pipeline.console import Verbosity, say, watch
from pipeline.errors import OK, SOME_FAILED, BadArguments, BadInput
from pipeline.options import (
    BatchOptions,
    EngineName,
    ExportFormat,
    ExportOptions,
    IngestOptions,
    OcrMode,
    OcrOptions,
    Options,
)

if TYPE_CHECKING:
    from pipeline.batch import Outcome


@click.command()
@click.argument("inputs", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path, file_okay=False), help="Folder to fill.")
@click.option("-j", "--jobs", type=click.IntRange(1), default=os.cpu_count() or 1, help="Documents at once.")
@click.option("--engine", type=OneOf(EngineName), default=EngineName.AUTO.value, help="Who reads page images.")
@click.option("--ocr", type=OneOf(OcrMode), default=OcrMode.AUTO.value, help="When images are read.")
@click.option("--thorough", is_flag=True, help="Ask every reader that is installed, for every line.")
@click.option("--page-timeout", type=click.FloatRange(1), default=OcrOptions.page_timeout, help="Seconds a page.")
@click.option("--export", "formats", default="json,text", help="Comma-separated: json, text.")
@click.option("--password", help="For encrypted PDFs.")
@click.option("--pages-as-document", is_flag=True, help="A folder of page images is one document.")
@click.option("--json-log", is_flag=True, help="One JSON line a document on stderr.")
@click.option("-q", "--quiet", is_flag=True, help="Only failures are said.")
def run(
    inputs: tuple[Path, ...],
    output: Path,
    jobs: int,
    engine: EngineName,
    ocr: OcrMode,
    thorough: bool,
    page_timeout: float,
    formats: str,
    password: str | None,
    pages_as_document: bool,
    json_log: bool,
    quiet: bool,
) -> int:
    """Read files, or folders of them, into OUTPUT: plan.json, faithful.txt and text.txt each, plans.ndjson for all."""
    options = Options(
        ingest=IngestOptions(password=password, pages_as_document=pages_as_document, exclude=(output,)),
        ocr=OcrOptions(engine=engine, mode=ocr, thorough=thorough, page_timeout=page_timeout),
        export=ExportOptions(formats=_formats(formats)),
        batch=BatchOptions(jobs=jobs),
    )
    return _run(inputs, output, options, Verbosity(quiet, json_log))


def _run(paths: Sequence[Path], output: Path, options: Options, verbosity: Verbosity) -> int:
    from pipeline.batch import State, run_all
    from pipeline.export import COLLECTION, collect
    from pipeline.ingest import find_inputs
    from pipeline.ocr import choose_engine

    found = find_inputs(paths, options.ingest)
    if not found.inputs:
        raise BadInput(f"no document found in {', '.join(map(str, paths))}", advice="PDF, images and text are read")
    if options.ocr.mode is not OcrMode.SKIP:
        choose_engine(options.ocr)  # a reader that was asked for and is not there stops the run before it starts
    if not verbosity.quiet:
        for note in found.notes:
            say(f"note: {note}")
    outcomes = []
    for outcome in watch(run_all(found.inputs, output, options), len(found.inputs), verbosity):
        outcomes.append(outcome)
        if outcome.state is State.FAILED and not verbosity.json_log:
            say(f"failed: {outcome.message}")
    finished = {o.relative for o in outcomes if o.state is not State.FAILED}
    if ExportFormat.JSON in options.export.formats:
        collect((output / i.relative for i in found.inputs if i.relative in finished), output / COLLECTION)
    if not (verbosity.quiet or verbosity.json_log):
        _summarise(outcomes, output)
    return _exit_code(outcomes)


def _summarise(outcomes: Sequence[Outcome], output: Path) -> None:
    from pipeline.batch import State

    counts = {state: sum(o.state is state for o in outcomes) for state in State}
    pages, seconds = sum(o.pages for o in outcomes), sum(o.seconds for o in outcomes)
    say(
        f"{counts[State.DONE]} done, {counts[State.ISSUES]} done with something to look at, "
        f"{counts[State.FAILED]} failed; {pages} pages, {seconds:.1f} s of work; see {output}"
    )


def _exit_code(outcomes: Sequence[Outcome]) -> int:
    codes = [o.exit_code for o in outcomes if o.exit_code]
    if not codes:
        return OK
    return codes[0] if len(outcomes) == 1 else SOME_FAILED


def _formats(names: str) -> tuple[ExportFormat, ...]:
    try:
        return tuple(ExportFormat(name.strip()) for name in names.split(",") if name.strip())
    except ValueError as error:
        known = ", ".join(ExportFormat)
        raise BadArguments(f"--export {names}: {error}", advice=f"known: {known}") from error
