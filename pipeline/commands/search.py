"""`kehoach index` and `kehoach search`."""

from __future__ import annotations

from pathlib import Path

import click

from kehoach.pipeline.commands.export import OUT, QUIET, SECRET, say_held_back, say_trouble
from kehoach.pipeline.console import counted, put, say
from kehoach.pipeline.errors import OK
from kehoach.pipeline.export import Trouble
from kehoach.pipeline.wording import number_of


@click.command(short_help="Make what was read searchable.")
@OUT
@SECRET
@QUIET
def index(out: Path, include_secret: bool, quiet: bool) -> int:
    """Make OUT searchable, or bring its index up to date; once it is there, every run does that too."""
    from kehoach.pipeline.search import build_index

    with counted("document", quiet) as tell:
        done = build_index(out, include_secret=include_secret, tell=tell)
    say_held_back(done.held_back, quiet)
    if not quiet:
        say(f"{number_of(done.added, 'document')} indexed, {done.unchanged} unchanged, {done.removed} gone")
    return say_trouble(Trouble(damaged=done.damaged))


@click.command(short_help="Find words in what was read, with or without marks.")
@OUT
@click.argument("query", nargs=-1, required=True)
@click.option("--agency", help="Words of the agency's name.")
@click.option("--type", "doc_type", help="Type of document: kế hoạch, quyết định …")
@click.option("--year", type=int, help="Year of the document's date.")
@click.option("--place", help="Province, as printed or as it is called today.")
@click.option("-n", "--limit", type=click.IntRange(1, 1000), default=10, show_default=True, help="Hits shown.")
def search(
    out: Path,
    query: tuple[str, ...],
    agency: str | None,
    doc_type: str | None,
    year: int | None,
    place: str | None,
    limit: int,
) -> int:
    """Find QUERY in OUT, with or without marks; "…" is a phrase. One hit a line: folder, page, section, text.

    Those that have the marks as typed come first. Nothing found is no failure.
    """
    from kehoach.pipeline.search import Filters
    from kehoach.pipeline.search import search as find

    found = find(out, " ".join(query), Filters(agency, doc_type, year, place), limit)
    for hit in found:
        page = f"p. {hit.page}" if hit.page else "-"
        put(hit.folder, page, hit.label or "-", hit.snippet)
    if not found:
        say("nothing found")
    return OK
