"""`kehoach run`: files and folders of them into OUT."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kehoach.pipeline.capacity import cores
from kehoach.pipeline.commands.arguments import OneOf
from kehoach.pipeline.console import Verbosity, document_event, event, say, watched
from kehoach.pipeline.errors import INTERRUPTED, WANTS_A_LOOK, BadArguments, KehoachError
from kehoach.pipeline.files.paths import shown
from kehoach.pipeline.options import (
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
    from kehoach.pipeline.batch import Outcome, Run, Summary

LOCAL, DASK = "local", "dask"
_INTERRUPTED = ("interrupted", INTERRUPTED)
_EXPORT_HELP = (
    f"What is written, comma-separated: {', '.join(ExportFormat)}; by default json,text. "
    "images: scanned pages as the readers saw them, and beside each a picture of what was taken out "
    "(0.1 to 2 MB a page)."
)


@click.command(short_help="Read files, or folders of them, into OUT; run again, it goes on.")
@click.argument("inputs", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path, file_okay=False), help="OUT, the folder to fill."
)
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(1),
    default=cores,
    help="Workers at once; by default one a core, no more than the machine carries.",
)
@click.option(
    "--engine",
    type=OneOf(EngineName),
    default=EngineName.AUTO.value,
    help="Who reads page images. auto: Tesseract and trueocr together, where installed.",
)
@click.option(
    "--ocr",
    type=OneOf(OcrMode),
    default=OcrMode.AUTO.value,
    help="When images are read. auto: where a page has no good text; force: every page; skip: none.",
)
@click.option("--thorough", is_flag=True, help="Ask every reader that is installed, for every line.")
@click.option(
    "--timeout",
    type=click.FloatRange(0, min_open=True),
    help="Seconds of work a document may take; by default no limit.",
)
@click.option(
    "--page-timeout",
    type=click.FloatRange(1),
    default=OcrOptions.page_timeout,
    show_default=True,
    help="Seconds a page may take.",
)
@click.option("--memory", type=click.IntRange(256), help="MB for a worker; by default its share of the machine's.")
@click.option("--export", "formats", default="json,text", help=_EXPORT_HELP)
@click.option("--password", help="Password for encrypted PDFs.")
@click.option("--pages-as-document", is_flag=True, help="Take a folder of page images as one document.")
@click.option("--retry-failed", is_flag=True, help="Try those again that failed, or lack pages.")
@click.option("--strict", is_flag=True, help=f"Exit {WANTS_A_LOOK} where nothing failed, but something wants a look.")
@click.option(
    "--executor",
    type=click.Choice([LOCAL, DASK]),
    default=LOCAL,
    help="Where it runs: this machine, or a Dask cluster.",
)
@click.option("--scheduler", help="Address of the cluster's scheduler, tcp://HOST:8786.")
@click.option("--json-log", is_flag=True, help="Write one JSON line an event to stderr.")
@click.option("-q", "--quiet", is_flag=True, help="Say only failures.")
def run(
    inputs: tuple[Path, ...],
    output: Path,
    jobs: int,
    engine: EngineName,
    ocr: OcrMode,
    thorough: bool,
    timeout: float | None,
    page_timeout: float,
    memory: int | None,
    formats: str,
    password: str | None,
    pages_as_document: bool,
    retry_failed: bool,
    strict: bool,
    executor: str,
    scheduler: str | None,
    json_log: bool,
    quiet: bool,
) -> int:
    """Read files, or folders of them, into OUT: plan.json, faithful.txt and text.txt each, plans.ndjson for all.

    Run again, it goes on where it stopped: what is done and unchanged is kept. Another --export adds its files to those
    that are there; only `kehoach clean` removes any. plan.json is always written.
    Each file in a zip archive or a mail (.eml, .msg) is a document of its own; - is standard input.
    """
    if (executor == DASK) != (scheduler is not None):
        raise BadArguments("--executor dask and --scheduler ADDR belong together")
    options = Options(
        ingest=IngestOptions(password=password, pages_as_document=pages_as_document, exclude=(output,)),
        ocr=OcrOptions(engine=engine, mode=ocr, thorough=thorough, page_timeout=page_timeout),
        export=ExportOptions(formats=_formats(formats)),
        batch=BatchOptions(jobs, timeout, memory << 20 if memory else None, retry_failed, scheduler),
    )
    verbosity = Verbosity(quiet, json_log)
    try:
        with _stopped_by_sigterm():
            return _run(inputs, output, options, verbosity, strict=strict)
    except (KehoachError, KeyboardInterrupt) as error:
        if not json_log:
            raise
        code, exit_code = (error.code, error.exit_code) if isinstance(error, KehoachError) else _INTERRUPTED
        event("error", code=code, message=str(error), exit_code=exit_code)
        return exit_code


def _run(paths: Sequence[Path], output: Path, options: Options, verbosity: Verbosity, *, strict: bool) -> int:
    from kehoach.pipeline.batch import planned

    with planned(paths, output, options) as started:
        started.summary.strict = strict
        _say_notes(started.notes, verbosity)
        _say_aside(started.aside, verbosity)
        _follow(started, verbosity)
    _summarise(started.summary, output, verbosity)
    return started.summary.exit_code


def _follow(started: Run, verbosity: Verbosity) -> None:
    """Show the run as it goes, and say what fails."""
    from kehoach.pipeline.batch import State

    with watched(verbosity) as told:
        for count, outcome in enumerate(started.outcomes(told=told), 1):
            if verbosity.json_log:
                document_event(outcome, count, started.todo)
            elif outcome.state is State.FAILED:
                say(f"failed: {outcome.message}")


def _say_notes(notes: Sequence[str], verbosity: Verbosity) -> None:
    for note in notes:
        if verbosity.json_log:
            event("note", message=note)
        elif not verbosity.quiet:
            say(f"note: {note}")


def _say_aside(aside: Sequence[Outcome], verbosity: Verbosity) -> None:
    """What was found and is not read: for machines each, for people the failures; the summary has the others."""
    from kehoach.pipeline.batch import State

    for end in aside:
        if verbosity.json_log:
            event("aside", place=shown(end.relative), state=end.state, code=end.code, message=end.message)
        elif end.state is State.FAILED:
            say(f"failed: {end.message}")


def _summarise(summary: Summary, output: Path, verbosity: Verbosity) -> None:
    if verbosity.json_log:
        event("summary", **summary.as_dict(), output=shown(output))
    elif not verbosity.quiet:
        for line in summary.lines():
            say(line)
        say(f"see {shown(output)}")


@contextmanager
def _stopped_by_sigterm() -> Iterator[None]:
    """SIGTERM ends the block as Ctrl-C does; what is finished stays, the rest is taken up by the next run."""
    if threading.current_thread() is not threading.main_thread():  # only there can it be heard
        yield
        return

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _formats(names: str) -> tuple[ExportFormat, ...]:
    wanted = [name.strip() for name in names.split(",") if name.strip()]
    for name in wanted:
        if name not in set(ExportFormat):
            raise BadArguments(f"--export {name}: no such format", advice=f"known: {', '.join(ExportFormat)}")
    if not wanted:
        raise BadArguments("--export: names no format", advice=f"known: {', '.join(ExportFormat)}")
    return tuple(map(ExportFormat, wanted))
