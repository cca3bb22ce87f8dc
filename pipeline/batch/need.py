"""What is left to do for a document that an earlier run has dealt with."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from kehoach.pipeline.batch.files import Stamp, content, stamp
from kehoach.pipeline.batch.journal import Row
from kehoach.pipeline.batch.settings import Settings
from kehoach.pipeline.batch.work import State
from kehoach.pipeline.errors import Encrypted, OutOfMemory, OutOfTime, WorkerDied
from kehoach.pipeline.export.names import FAITHFUL, NORMALISED, PLAN, RECORD_CSV, RECORD_XML
from kehoach.pipeline.ingest import Input
from kehoach.pipeline.options import ExportFormat, Options

FROM_PLAN = {
    ExportFormat.TEXT: frozenset({FAITHFUL, NORMALISED}),
    ExportFormat.RECORD: frozenset({RECORD_CSV, RECORD_XML}),
}
"""Formats that are written from a plan.json alone, with their files; for any other the document is read again."""

_OF_LIMITS = frozenset({OutOfTime.code, OutOfMemory.code, WorkerDied.code})
"""Failures that other limits may cure."""


class Need(StrEnum):
    """What a document needs."""

    NOTHING = "nothing"
    EXPORT = "export"  # files from its Plan
    READ = "read"


@dataclass(frozen=True)
class Wanted:
    """What a run is asked for."""

    out: Path
    options: Options
    settings: Settings


@dataclass(frozen=True)
class Judged:
    """A document's need; `formats` are to be written; `stamp` is set where only the file's stamp is new."""

    need: Need
    formats: tuple[ExportFormat, ...] = ()
    stamp: Stamp | None = None


def judge(source: Input, row: Row | None, wanted: Wanted) -> Judged:
    """What `source` needs, given what the journal has on it."""
    read = Judged(Need.READ, wanted.options.export.formats)
    now = stamp(source)
    if row is None or row.outcome is None or now is None:
        return read
    confirmed = None
    if row.stamp != now.text:
        if row.sha256 is None or content(source) != row.sha256:
            return read
        confirmed = now
    if row.state == State.SKIPPED:  # by its content, unless it has no settings: then by its name or place
        again = source.named or row.settings is None or row.settings.base != wanted.settings.base
        return read if again else Judged(Need.NOTHING, (), confirmed)
    if row.state == State.FAILED:
        return read if _may_end_otherwise(row, wanted) else Judged(Need.NOTHING, (), confirmed)
    if row.outcome.code and (wanted.options.batch.retry_failed or _limits_changed(row, wanted)):  # pages are missing
        return read
    touched = row.settings is None or wanted.settings.touch(row.settings, media=row.media, read_by_ocr=row.read_by_ocr)
    return read if touched else _of_files(row, wanted, confirmed)


def _may_end_otherwise(row: Row, wanted: Wanted) -> bool:
    """Whether a document that failed is worth another try: it was asked for, or what it failed by is changed."""
    if wanted.options.batch.retry_failed or row.settings is None:
        return True
    code = row.outcome.code if row.outcome else ""
    if code == Encrypted.code and wanted.options.ingest.password is not None:
        return True
    if code in _OF_LIMITS and _limits_changed(row, wanted):
        return True
    return wanted.settings.touch(row.settings, media=row.media, read_by_ocr=True)


def _limits_changed(row: Row, wanted: Wanted) -> bool:
    return row.settings is not None and row.settings.limits != wanted.settings.limits


def _of_files(row: Row, wanted: Wanted, confirmed: Stamp | None) -> Judged:
    """Whether all files that are asked for are there, and whether those that are not can be had from the Plan."""
    formats = wanted.options.export.formats
    gone = {name for name in row.files if not (wanted.out / row.place / name).is_file()}
    again = tuple(one for one in formats if one.value not in row.formats or gone & FROM_PLAN.get(one, frozenset()))
    known = frozenset[str]().union(*(FROM_PLAN.get(one, frozenset()) for one in again))
    if not (gone or again):
        return Judged(Need.NOTHING, (), confirmed)
    if PLAN in row.files and gone <= known and set(again) <= FROM_PLAN.keys():
        return Judged(Need.EXPORT, again, confirmed)
    return Judged(Need.READ, formats)
