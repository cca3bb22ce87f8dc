"""The commands on text alone: parse, normalise, restore, judge."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import click

from kehoach.pipeline.commands.arguments import FILE, OneOf, as_input, check_is_text, is_of_the_shell, read_text_bytes
from kehoach.pipeline.console import put, put_json, put_text, say
from kehoach.pipeline.errors import OK, SOME_FAILED, KehoachError
from kehoach.pipeline.files.paths import shown
from kehoach.pipeline.options import IngestOptions, Options, RestoreMode, ToneStyle


@click.command(short_help="Print the Plan of a text, as JSON.")
@FILE
def parse(file: Path) -> int:
    """Print the Plan of a text (FILE, or stdin) as JSON; its damage is mended first, as `run` does.

    Plain text, Markdown, and office documents (Word, OpenDocument, RTF, HTML, Excel) are read.
    """
    from kehoach.pipeline.export import plan_json
    from kehoach.pipeline.process import read_document

    with as_input(file) as source:
        check_is_text(source, file)
        put_json(plan_json(read_document(source, Options())))
    return OK


@click.command(short_help="Mend a text's encoding, spaces and lookalike letters.")
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
    """Mend what is wrong with a text's (FILE, or stdin) encoding, spaces and lookalike letters, line by line.

    A terminal is shown control characters by their number (\\x1b); a pipe or a file gets the text as it is.
    """
    from kehoach.pipeline.repair.plain_text import normalised

    put_text(normalised(read_text_bytes(file), encoding, tones))
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
    """Give garbled Vietnamese (FILE, or stdin) its marks and letters back; one output line for each input line.

    A terminal is shown control characters by their number (\\x1b); a pipe or a file gets the text as it is.
    """
    from kehoach.pipeline.repair.plain_text import edit_json, restored

    text, edits = restored(read_text_bytes(file), mode)
    if not explain:
        put_text(text)
    for edit in edits if explain else ():
        put_json(edit_json(edit))
    return OK


@click.command(short_help="Say what is wrong with a file's text, page by page.")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))
def judge(files: tuple[Path, ...]) -> int:
    """Say page by page what is wrong with the text of each file («-»: stdin): one tab-separated line a page."""
    from kehoach.pipeline.ingest import find_inputs
    from kehoach.pipeline.repair.layers import judge_input

    code = OK
    piped = [file for file in dict.fromkeys(files) if str(file) == "-" or is_of_the_shell(file)]
    found = find_inputs([file for file in files if file not in piped], IngestOptions())
    for one in found.aside:
        say(f"{'failed' if one.failed else 'skipped'}: {one.error}")
        if one.failed:
            code = SOME_FAILED if found.inputs else one.error.exit_code
    with ExitStack() as stack:
        for source in (*(stack.enter_context(as_input(file)) for file in piped), *found.inputs):
            try:
                for page, judgement in judge_input(source, IngestOptions()):
                    put(shown(source.relative), str(page), str(judgement.kind), judgement.reason)
            except KehoachError as error:
                say(f"failed: {error}")
                code = error.exit_code if len(files) == 1 else SOME_FAILED
    return code
