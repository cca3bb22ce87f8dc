"""`kehoach export`: what an OUT folder holds, as one file for all documents."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kehoach.pipeline.commands.arguments import OneOf, There
from kehoach.pipeline.console import counted, put, say
from kehoach.pipeline.errors import OK, BadArguments, Damaged, FileAccess
from kehoach.pipeline.export import Trouble
from kehoach.pipeline.files.paths import shown
from kehoach.pipeline.options import Segmenter
from kehoach.pipeline.wording import number_of

if TYPE_CHECKING:
    from kehoach.pipeline.export import HeldBack
    from kehoach.pipeline.search.tables import Written

OUT = click.argument("out", type=There(file_okay=False))
SECRET = click.option("--include-secret", is_flag=True, help="Take documents with a secrecy mark too.")
_NAMED = 20  # folders that are named; more would push the rest of the messages off a terminal
QUIET = click.option("-q", "--quiet", is_flag=True, help="Say only failures.")


class CollectionFormat(StrEnum):
    """What is written for all documents together."""

    RECORD = "record"
    CSV = "csv"
    NDJSON = "ndjson"
    PARQUET = "parquet"
    REPORT = "report"


@click.command(short_help="Write archive records, tables, texts for search, the report.")
@OUT
@click.option("--format", "kind", type=OneOf(CollectionFormat), required=True, help="What is written into OUT.")
@click.option("--dossier", help="Code of the hồ sơ that the documents are filed in: H49.64.33.2001.160 (record).")
@click.option(
    "--segmenter", type=OneOf(Segmenter), default=Segmenter.PYVI.value, help="Who finds the words (ndjson, parquet)."
)
@click.option("--password", help="Password for encrypted PDFs (report, record).")
@SECRET
@QUIET
def export(
    out: Path,
    kind: CollectionFormat,
    dossier: str | None,
    segmenter: Segmenter,
    password: str | None,
    include_secret: bool,
    quiet: bool,
) -> int:
    """Write what OUT holds as one: archive records, a table of documents, text for search engines, the report.

    Documents whose plan.json is damaged are named and left out; the exit code is 13 then. Where record or report needs
    an original that cannot be opened, it is written without and the exit code is 5.
    """
    if dossier and kind is not CollectionFormat.RECORD:
        raise BadArguments(f"--dossier belongs to --format record, not to {kind}")
    trouble = Trouble()
    if kind is CollectionFormat.RECORD:
        files = _records(out, dossier, password, trouble, include_secret, quiet)
    elif kind is CollectionFormat.REPORT:
        from kehoach.pipeline.batch import report

        files = [report(out, password, trouble=trouble)]
    else:
        with counted("document", quiet) as tell:
            written = _writer(kind, segmenter)(out, include_secret=include_secret, tell=tell)
        say_held_back(written.held_back, quiet)
        files, trouble.damaged = written.files, written.damaged
    for file in files:
        put(shown(file))
    return say_trouble(trouble)


def _records(
    out: Path, dossier: str | None, password: str | None, trouble: Trouble, include_secret: bool, quiet: bool
) -> list[Path]:
    from kehoach.pipeline.export.record import Dossier
    from kehoach.pipeline.export.record_files import write_records
    from kehoach.pipeline.ingest import Input, on_disk

    with counted("document", quiet) as tell:
        code = Dossier.read(dossier) if dossier else None

        @contextmanager
        def plain(path: Path, member: tuple[str, ...]) -> Iterator[Path]:
            with on_disk(Input((path,), Path(path.name), member), password) as found:
                yield found.paths[0]

        written = write_records(
            out, code, tell, password=password, trouble=trouble, plain=plain, include_secret=include_secret
        )
    say_held_back(written.held_back, quiet)
    return written.files


def _writer(kind: CollectionFormat, segmenter: Segmenter) -> Callable[..., Written]:
    from kehoach.pipeline.search import write_documents_csv, write_ndjson, write_parquet

    writers: dict[CollectionFormat, Callable[..., Written]] = {
        CollectionFormat.CSV: write_documents_csv,
        CollectionFormat.NDJSON: partial(write_ndjson, by=segmenter),
        CollectionFormat.PARQUET: partial(write_parquet, by=segmenter),
    }
    return writers[kind]


def say_trouble(trouble: Trouble) -> int:
    """Name what could not be used, a line each kind of trouble or damaged document; the exit code that follows."""
    for what in trouble.damaged:
        say(f"left out: {what}")
    if trouble.missing:
        named = ", ".join(trouble.missing[:_NAMED]) + (" …" if len(trouble.missing) > _NAMED else "")
        count = number_of(len(trouble.missing), "document")
        say(f"the originals of {count} cannot be opened, and what they say is left out: {named}")
    return Damaged.exit_code if trouble.damaged else FileAccess.exit_code if trouble.missing else OK


def say_held_back(held: HeldBack, quiet: bool) -> None:
    """Name the documents that were left out, those in doubt first, so that none is missed and people can look."""
    if not held.folders or quiet:
        return
    doubt = f", of which {len(held.doubtful)} doubtful" if held.doubtful else ""
    named = [f"{folder} (doubtful)" for folder in held.doubtful] + held.sure
    more = f" and {len(named) - _NAMED} more" if len(named) > _NAMED else ""
    say(
        f"note: held back for a secrecy mark: {len(named)}{doubt} (--include-secret takes them): "
        f"{', '.join(named[:_NAMED])}{more}"
    )
