"""Inputs that OUT is to forget: taken out of the journal, of plans.ndjson and of the report; originals stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kehoach.pipeline.batch.cleaning import removed
from kehoach.pipeline.batch.journal import Journal, Row
from kehoach.pipeline.batch.lock import held
from kehoach.pipeline.batch.refresh import refreshed
from kehoach.pipeline.batch.run import gathered
from kehoach.pipeline.errors import BadInput
from kehoach.pipeline.files.out_names import JOURNAL


@dataclass(frozen=True)
class Forgotten:
    """What was taken out: places under OUT; `kept` are those of them whose results still stand there."""

    places: tuple[Path, ...]
    kept: tuple[Path, ...]


def forget(out: Path, paths: Sequence[Path], *, delete_results: bool = False) -> Forgotten:
    """Take inputs out of the journal and plans.ndjson, each named by its file, a folder or archive, or its place.

    Results stay unless `delete_results`, and then only the files that runs have written go. Raises BadInput, and
    changes nothing, where nothing is known under one of the paths; FileAccess where a run works on OUT.
    """
    if not (out / JOURNAL).is_file():
        raise BadInput(f"{out}: no run has written here", advice="give the folder that was the run's -o")
    with held(out), Journal(out) as journal:
        chosen: dict[Path, Row] = {}
        rows = journal.rows()
        for path in paths:
            found = [row for row in rows if _is_meant(path, row, out)]
            if not found:
                raise BadInput(f"{path}: nothing of it is known in {out}", advice="kehoach status names what is")
            chosen |= {row.place: row for row in found}
        journal.forget(chosen)
        for row in chosen.values() if delete_results else ():
            for _ in removed(out / row.place, tuple(row.files)):
                pass
        gathered(journal, out)
    refreshed(out)
    kept = tuple(row.place for row in chosen.values() if any((out / row.place / name).exists() for name in row.files))
    return Forgotten(tuple(chosen), kept)


def _is_meant(path: Path, row: Row, out: Path) -> bool:
    """Whether a path is a document's file, an archive or folder that it lies in, or its place."""
    full = path.absolute()
    names = [file.joinpath(*row.member) for file in row.origin.found(out)]
    if any(name.is_relative_to(full) for name in names):
        return True
    return any(row.place.is_relative_to(place) for place in _places(path, out))


def _places(path: Path, out: Path) -> list[Path]:
    """The places under OUT that a path may mean: as it is, or with OUT before it."""
    places = [] if path.is_absolute() or path == Path() else [path]
    if path.absolute() != out.absolute() and path.absolute().is_relative_to(out.absolute()):
        places.append(path.absolute().relative_to(out.absolute()))
    return places
