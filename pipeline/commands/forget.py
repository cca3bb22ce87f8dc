"""`kehoach forget`: inputs that are gone, or were mistyped, out of what OUT knows."""

from __future__ import annotations

from pathlib import Path

import click

from kehoach.pipeline.commands.arguments import There
from kehoach.pipeline.console import say
from kehoach.pipeline.errors import OK
from kehoach.pipeline.wording import number_of


@click.command(short_help="Take inputs that are gone or mistyped out of OUT.")
@click.argument("out", type=There(file_okay=False))
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--delete-results", is_flag=True, help="Delete what was written for them, too.")
@click.option("-q", "--quiet", is_flag=True, help="Say only failures.")
def forget(out: Path, paths: tuple[Path, ...], delete_results: bool, quiet: bool) -> int:
    """Take inputs out of OUT's journal, plans.ndjson and report: files, folders, archives, or their places under OUT.

    Their results stay where they are, and are named; --delete-results removes them.
    """
    from kehoach.pipeline.batch import report
    from kehoach.pipeline.batch.forget import forget as take_out

    forgotten = take_out(out, paths, delete_results=delete_results)
    report(out, None)
    if quiet:
        return OK
    say(f"{number_of(len(forgotten.places), 'input')} forgotten")
    for place in forgotten.kept:
        say(f"results kept: {out / place}")
    return OK
