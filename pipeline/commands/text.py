"""The commands on text alone: parse, normalise, restore, judge."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kehoach.pipeline.commands.arguments import FILE, OneOf, as_input, check_is_text, read_text_bytes
from kehoach.pipeline.console import say
from kehoach.pipeline.errors import OK, SOME_FAILED, KehoachError
from kehoach.pipeline.options import IngestOptions, Options, RestoreMode, ToneStyle

if TYPE_CHECKING:
    from kehoach.pipeline.ingest import Input


@click.command(short_help="A text to its Plan, as JSON.")
@FILE
def parse(file: Path) -> int:
    """A text (FILE, or stdin) to its Plan, as JSON on stdout; its damage is mended first, as `run` does.

    Plain text, Markdown, and office documents (Word, OpenDocument, RTF, HTML, Excel) are read.
    """
    from kehoach.pipeline.export import plan_json
    from kehoach.pipeline.process import read_document

    with as_input(file) as source:
        check_is_text(source, file)
        click.echo(plan_json(read_document(source, Options())), nl=False)
    return OK


@click.command(short_help="Mend a text's encoding, spaces and look-alike letters.")
@FILE
@click.option(
    "--from",
    "encoding",
    help="Its legacy encoding, where it is not to be found out: tcvn3, vni, vps, viscii, cp1258, viqr …",
)
@click.option(
    "--tones", type=OneOf(ToneStyle), default=ToneStyle.KEEP.value, help="Where a tone stands: hòa (old), hoà (new)."
)
def normalise(file: Path, encoding: str | None, tones: ToneStyle) -> int:
    """Mend what is wrong with a text's (FILE, or stdin) encoding, spaces and look-alike letters, line by line."""
    from kehoach.pipeline.texts import normalised

    click.echo(normalised(read_text_bytes(file), encoding, tones), nl=False)
    return OK


@click.command(short_help="Give a text its lost marks and misread letters back.")
@FILE
@click.option(
    "--mode",
    type=OneOf(RestoreMode),
    default=RestoreMode.AUTO.value,
    help="What may be mended: lost marks alone, misread letters too (ocr), or what each line needs.",
)
@click.option("--explain", is_flag=True, help="Print the edits as NDJSON instead of the text.")
def restore(file: Path, mode: RestoreMode, explain: bool) -> int:
    """Garbled or mark-less Vietnamese (FILE, or stdin) to Vietnamese; one output line for each input line."""
    from kehoach.pipeline.texts import edit_json, restored

    text, edits = restored(read_text_bytes(file), mode)
    if not explain:
        click.echo(text, nl=False)
    for edit in edits if explain else ():
        click.echo(edit_json(edit))
    return OK


@click.command(short_help="What is wrong with a file's text, page by page.")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))
def judge(files: tuple[Path, ...]) -> int:
    """Say page by page what is wrong with the text of each file («-»: stdin): one tab-separated line a page."""
    from kehoach.pipeline.judging import judge_input

    code = OK
    with ExitStack() as stack:
        for source in _to_judge(files, stack):
            try:
                for page, judgement in judge_input(source, IngestOptions()):
                    click.echo(f"{source.relative}\t{page}\t{judgement.kind}\t{judgement.reason}")
            except KehoachError as error:
                say(f"failed: {error}")
                code = error.exit_code if len(files) == 1 else SOME_FAILED
    return code


def _to_judge(files: tuple[Path, ...], stack: ExitStack) -> Iterator[Input]:
    """Files and what is in folders; «-» and pipes are kept in a file of their own while the stack is open."""
    from kehoach.pipeline.ingest import find_inputs

    piped = [file for file in dict.fromkeys(files) if str(file) == "-" or file.is_fifo()]
    for file in piped:
        yield stack.enter_context(as_input(file))
    if named := [file for file in files if file not in piped]:
        yield from find_inputs(named, IngestOptions()).inputs
