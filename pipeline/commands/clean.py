"""`kehoach clean`: results that are not wanted any more."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from kehoach.pipeline.commands.arguments import There
from kehoach.pipeline.console import put, say
from kehoach.pipeline.errors import OK, BadArguments
from kehoach.pipeline.files.out_names import EARLIER
from kehoach.pipeline.files.paths import shown
from kehoach.pipeline.options import ExportFormat
from kehoach.pipeline.wording import number_of

_KNOWN = (*map(str, ExportFormat), EARLIER)


@click.command(short_help="Remove results of formats that are not wanted any more.")
@click.argument("out", type=There(file_okay=False))
@click.argument("documents", nargs=-1, type=click.Path(path_type=Path))
@click.option("--format", "formats", required=True, help=f"What to remove, comma-separated: {', '.join(_KNOWN)}.")
@click.option("--dry-run", is_flag=True, help="Say what would be removed, and remove nothing.")
def clean(out: Path, documents: tuple[Path, ...], formats: str, dry_run: bool) -> int:
    """Remove the files of some formats from OUT: of all documents, or of those whose folders are named.

    Nothing is asked; each file removed is a line on stdout. `earlier` is what newer readings have put aside. The next
    run does not write a removed format again unless it is asked for; plan.json it always does.
    """
    from kehoach.pipeline.batch.cleaning import clean as remove
    from kehoach.pipeline.batch.cleaning import unwanted

    kinds = _kinds(formats)
    files: Iterator[Path] = remove(out, kinds, documents)
    if dry_run:
        files = (out / one.document.place / name for one in unwanted(out, kinds, documents) for name in one.names)
    count = 0
    for file in files:
        put(shown(file))
        count += 1
    say(f"{number_of(count, 'file')} {'would be removed' if dry_run else 'removed'}")
    return OK


def _kinds(formats: str) -> frozenset[str]:
    kinds = [one.strip() for one in formats.split(",") if one.strip()]
    for kind in kinds:
        if kind not in _KNOWN:
            raise BadArguments(f"--format {kind}: no such format", advice=f"known: {', '.join(_KNOWN)}")
    if not kinds:
        raise BadArguments("--format: names no format", advice=f"known: {', '.join(_KNOWN)}")
    return frozenset(kinds)
