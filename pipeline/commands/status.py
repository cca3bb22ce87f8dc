"""`kehoach status`: where a run stands."""

from __future__ import annotations

import json
from pathlib import Path

import click

from kehoach.pipeline.commands.arguments import There
from kehoach.pipeline.console import put, put_json
from kehoach.pipeline.errors import OK


@click.command(short_help="Say how far a run is, and what failed and why.")
@click.argument("out", type=There(file_okay=False))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of lines.")
def status(out: Path, as_json: bool) -> int:
    """Say how far the run on OUT is, how fast it goes, what failed and what wants a look, and why; also while it runs.

    --json names every document of these; without it the most frequent causes are shown.
    """
    from kehoach.pipeline.batch.status import read_status

    found = read_status(out)
    if as_json:
        put_json(json.dumps(found.as_dict(), ensure_ascii=False))
        return OK
    for line in found.lines():
        put(line)
    return OK
