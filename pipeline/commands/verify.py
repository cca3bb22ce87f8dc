"""`kehoach verify`: whether all that was written is still there and still the same."""

from __future__ import annotations

import json
from pathlib import Path

import click

from kehoach.pipeline.commands.arguments import There
from kehoach.pipeline.console import counted, put


@click.command(short_help="Check that all that was written is there and the same.")
@click.argument("out", type=There(file_okay=False))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of lines.")
def verify(out: Path, as_json: bool) -> int:
    """Check every file of OUT against the hash that the journal has of it; nothing is changed.

    Says which are missing, changed, or not in the journal. The exit code is 0 where OUT is what its journal says, else
    13.
    """
    from kehoach.pipeline.batch.verify import verify as check

    with counted("document", as_json) as tell:
        found = check(out, tell)
    for line in [json.dumps(found.as_dict(), ensure_ascii=False)] if as_json else found.lines():
        put(line)
    return found.exit_code
