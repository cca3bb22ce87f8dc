"""What is left to do for a document that an earlier run has dealt with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from kehoach.pipeline.batch.files import Stamp, content, stamp
from kehoach.pipeline.batch.journal import Row
from kehoach.pipeline.batch.settings import Settings
from kehoach.pipeline.batch.work import State
from kehoach.pipeline.errors import Encrypted, OutOfMemory, OutOfTime, WorkerDied, kinds_of_error
from kehoach.pipeline.files.kept import Print
from kehoach.pipeline.files.out_names import FAITHFUL, NAMES, NORMALISED, PLAN, RECORD_CSV, RECORD_XML, format_of
from kehoach.pipeline.ingest import Input
from kehoach.pipeline.options import ExportFormat, Options

ALWAYS = ExportFormat.JSON
"""Written whatever is asked for: plans.ndjson, the index and the exports are made of the Plans."""

FROM_PLAN = {
    ExportFormat.TEXT: frozenset({FAITHFUL, NORMALISED}),
    ExportFormat.RECORD: frozenset({RECORD_CSV, RECORD_XML}),
}
"""Formats that are written from a plan.json alone, with their files; for any other the document is read again."""

_OF_LIMITS = frozenset({OutOfTime.code, OutOfMemory.code, WorkerDied.code})
"""Failures that other limits may cure."""

_OF_MACHINE = frozenset(kind.code for kind in kinds_of_error() if kind.of_machine)
"""Failures that say nothing of the document: a file that was away, a reader or weights missing, no room, no memory."""


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
    """A document's need; `formats` are to be written; `stamp` is set where only the file's stamp is new.

    `missing` and `changed` are its files that are gone, or are not as the journal has them; `fresh` those that are the
    same with other times.
    """

    need: Need
    formats: tuple[ExportFormat, ...] = ()
    stamp: Stamp | None = None
    missing: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    fresh: Mapping[str, Print] = field(default_factory=dict)


def judge(source: Input, row: Row | None, wanted: Wanted) -> Judged:
    """What `source` needs, given what the journal has on it."""
    damage = damage_of(row, wanted.out / source.relative)
    found = _judged(source, row, wanted, damage)
    if found.need is Need.NOTHING:
        return replace(found, fresh=damage.fresh)
    return replace(found, missing=damage.missing, changed=damage.changed)


def _judged(source: Input, row: Row | None, wanted: Wanted, damage: Damage) -> Judged:
    read = Judged(Need.READ, all_formats(row, wanted))
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
    return read if touched else _of_files(row, wanted, damage, confirmed)


def all_formats(row: Row | None, wanted: Wanted) -> tuple[ExportFormat, ...]:
    """What a new reading is written as: all that is asked for, and all that there is of a reading before it."""
    formats = {ALWAYS, *wanted.options.export.formats, *map(ExportFormat, row.formats if row else ())}
    return tuple(one for one in ExportFormat if one in formats)


@dataclass(frozen=True)
class Damage:
    """Files of a document that are gone, that are not as the journal has them, and that are whole with other times."""

    missing: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    fresh: Mapping[str, Print] = field(default_factory=dict)


def damage_of(row: Row | None, folder: Path) -> Damage:
    """What has become of a document's files; of one whose reading was stopped nothing can be said.

    Where the journal knows of none, those that stand there under our names are strangers: its own were lost with it.
    """
    if row is not None and row.begun:
        return Damage()
    if row is None or not row.files:
        return Damage(changed=tuple(name for name in NAMES if (folder / name).is_file()))
    missing = tuple(name for name in row.files if not (folder / name).is_file())
    now = {n: made and made.now(folder / n) for n, made in row.files.items() if n not in missing}
    fresh = {name: found for name, found in now.items() if found and found != row.files[name]}
    return Damage(missing, tuple(name for name, found in now.items() if found is None), fresh)


def _may_end_otherwise(row: Row, wanted: Wanted) -> bool:
    """Whether a document that failed is worth another try: it was asked for, or what it failed by is changed."""
    if wanted.options.batch.retry_failed or row.settings is None:
        return True
    code = row.outcome.code if row.outcome else ""
    if code in _OF_MACHINE:
        return True
    if code == Encrypted.code and wanted.options.ingest.password is not None:
        return True
    if code in _OF_LIMITS and _limits_changed(row, wanted):
        return True
    return wanted.settings.touch(row.settings, media=row.media, read_by_ocr=True)


def _limits_changed(row: Row, wanted: Wanted) -> bool:
    return row.settings is not None and row.settings.limits != wanted.settings.limits


def _of_files(row: Row, wanted: Wanted, damage: Damage, confirmed: Stamp | None) -> Judged:
    """Whether all files are there and whole, those asked for among them, and which others the Plan alone gives."""
    asked = {ALWAYS, *wanted.options.export.formats}
    lost = {*damage.missing, *damage.changed}
    had = {one for name in lost if (one := format_of(name))}
    again = tuple(one for one in ExportFormat if one in had or (one in asked and one.value not in row.formats))
    if not (lost or again):
        return Judged(Need.NOTHING, (), confirmed)
    if PLAN in row.files and set(again) <= FROM_PLAN.keys():
        return Judged(Need.EXPORT, again, confirmed)
    return Judged(Need.READ, all_formats(row, wanted))
