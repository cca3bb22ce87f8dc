"""The command line: argv to Options, data to stdout, messages to stderr. The only module that prints."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline import __version__
from pipeline.console import Verbosity, say, watch
from pipeline.errors import INTERRUPTED, OK, SOME_FAILED, BadArguments, BadInput, FileAccess, KehoachError
from pipeline.options import (
    BatchOptions,
    EngineName,
    ExportFormat,
    ExportOptions,
    IngestOptions,
    OcrMode,
    OcrOptions,
    Options,
    RestoreMode,
    ToneStyle,
)

if TYPE_CHECKING:
    from pipeline.batch import Outcome
    from pipeline.ingest import Input

DEBUG = "KEHOACH_DEBUG"


class OneOf(click.Choice[str]):
    """A choice by the values that users type, handed on as the member; click itself would offer the members' names."""

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__([member.value for member in kind])
        self._kind = kind

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> StrEnum:
        """The member whose value was typed."""
        return self._kind(super().convert(value, param, ctx))


FILE = click.argument("file", default="-", type=click.Path(path_type=Path, allow_dash=True))


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="kehoach", message="%(prog)s %(version)s")
def cli() -> None:
    """Scanned and damaged plans of Vietnamese health departments into text and data that can be trusted."""


@cli.command()
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


@cli.command()
@FILE
def parse(file: Path) -> int:
    """Text to Plan: JSON on stdout. `-` reads stdin."""
    from pipeline.export import plan_json
    from pipeline.process import read_document

    with _as_input(file) as source:
        click.echo(plan_json(read_document(source, Options())), nl=False)
    return OK


@contextmanager
def _as_input(file: Path) -> Iterator[Input]:
    """The input that a file is; stdin is kept in a file of its own while it is read."""
    import shutil
    import tempfile

    from pipeline.ingest import Input

    if str(file) != "-":
        yield Input((file,), Path(file.name))
        return
    with tempfile.NamedTemporaryFile(prefix="kehoach-stdin-") as copy:
        shutil.copyfileobj(sys.stdin.buffer, copy)
        copy.flush()
        yield Input((Path(copy.name),), file)


@cli.command()
@FILE
@click.option("--from", "encoding", help="The text's legacy encoding, where detection is not wanted.")
@click.option("--tones", type=OneOf(ToneStyle), default=ToneStyle.KEEP.value, help="hòa (old) or hoà (new).")
def normalise(file: Path, encoding: str | None, tones: ToneStyle) -> int:
    """Mend what is wrong with the text's encoding, spaces and look-alike letters; line by line."""
    from pipeline.texts import normalised

    click.echo(normalised(_read(file), encoding, tones), nl=False)
    return OK


@cli.command()
@FILE
@click.option("--mode", type=OneOf(RestoreMode), default=RestoreMode.AUTO.value, help="What may be mended.")
@click.option("--explain", is_flag=True, help="Print the edits as NDJSON instead of the text.")
def restore(file: Path, mode: RestoreMode, explain: bool) -> int:
    """Garbled or mark-less Vietnamese to Vietnamese; one output line for each input line."""
    from pipeline.texts import edit_json, restored

    text, edits = restored(_read(file), mode)
    if not explain:
        click.echo(text, nl=False)
    for edit in edits if explain else ():
        click.echo(edit_json(edit))
    return OK


@cli.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
def judge(files: tuple[Path, ...]) -> int:
    """Say page by page what is wrong with the text of each file: one tab-separated line a page."""
    from pipeline.ingest import find_inputs
    from pipeline.judging import judge_input

    code = OK
    for source in find_inputs(files, IngestOptions()).inputs:
        try:
            for page, judgement in judge_input(source, IngestOptions()):
                click.echo(f"{source.relative}\t{page}\t{judgement.kind}\t{judgement.reason}")
        except KehoachError as error:
            say(f"failed: {error}")
            code = error.exit_code if len(files) == 1 else SOME_FAILED
    return code


@cli.command()
@click.argument("truth", type=click.Path(path_type=Path, exists=True))
@click.argument("out", type=click.Path(path_type=Path, exists=True))
@click.option("--lines", is_flag=True, help="Two texts, line for line: share of tokens exactly right.")
@click.option("--read", is_flag=True, help="Plans were read from images: titles may differ by a few letters.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a document instead of a table.")
def evaluate(truth: Path, out: Path, lines: bool, read: bool, as_json: bool) -> int:
    """Score OUT against TRUTH (files or folders): CER, WER, missing words, diacritics; fields of Plans."""
    from pipeline.evaluation import evaluation_lines

    for line in evaluation_lines(truth, out, lines=lines, read=read, as_json=as_json):
        click.echo(line)
    return OK


@cli.command()
def doctor() -> int:
    """Say what is installed, what is missing, and how to get it."""
    from pipeline.doctor import examine

    checks = examine()
    for check in checks:
        click.echo(f"{'ok  ' if check.ok else 'MISS' if check.needed else 'none'}  {check.name:14s} {check.what}")
    return OK if all(check.ok for check in checks if check.needed) else 3


@cli.command()
def schema() -> int:
    """Print the JSON Schema of the Plan."""
    from pipeline.schema import committed

    click.echo(committed(), nl=False)
    return OK


def _read(file: Path) -> bytes:
    """The bytes of a file or of stdin."""
    if str(file) == "-":
        return sys.stdin.buffer.read()
    try:
        return file.read_bytes()
    except OSError as error:
        raise FileAccess(f"{file} cannot be read: {error.strerror}") from error


def main() -> None:
    """Entry point of the program `kehoach`."""
    sys.exit(invoke(sys.argv[1:]))


def invoke(arguments: Sequence[str]) -> int:
    """Run the command line and return its exit code; every foreseeable failure is one line on stderr."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # whatever the locale says
    try:
        return cli.main(list(arguments), prog_name="kehoach", standalone_mode=False) or OK
    except BrokenPipeError:  # the reader of our stdout has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except (Exception, KeyboardInterrupt) as error:
        if os.environ.get(DEBUG):
            raise
        code, message = _explain(error)
        say(message)
        return code


def _explain(error: BaseException) -> tuple[int, str]:
    """The exit code and the one line for whatever ended the program."""
    match error:
        case click.exceptions.NoArgsIsHelpError():
            return BadArguments.exit_code, error.format_message()
        case click.UsageError():
            hint = f"{error.ctx.command_path} --help" if error.ctx else "kehoach --help"
            return BadArguments.exit_code, f"kehoach: {error.format_message()} (see {hint})"
        case click.Abort() | KeyboardInterrupt():
            return INTERRUPTED, "kehoach: interrupted; finished documents are kept"
        case KehoachError():
            return error.exit_code, f"kehoach: {error}"
    what = f"unexpected {type(error).__name__}: {error}"
    return KehoachError.exit_code, f"kehoach: {what} (a mistake of the program; {DEBUG}=1 shows where)"
