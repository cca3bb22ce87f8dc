"""Removing results that are not wanted any more; nothing else in the program deletes files of OUT."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kehoach.pipeline.batch.files import is_inside
from kehoach.pipeline.batch.journal import Journal
from kehoach.pipeline.batch.lock import held
from kehoach.pipeline.batch.refresh import refreshed
from kehoach.pipeline.batch.run import gathered
from kehoach.pipeline.errors import BadInput, FileAccess
from kehoach.pipeline.files.kept import Kept, kept
from kehoach.pipeline.files.out_names import EARLIER, format_of
from kehoach.pipeline.options import ExportFormat


@dataclass(frozen=True)
class Unwanted:
    """Files of one document that are to go, by their names in its folder."""

    document: Kept
    names: tuple[str, ...]


def unwanted(out: Path, kinds: Collection[str], documents: Sequence[Path]) -> list[Unwanted]:
    """What `clean` would remove: files of these kinds, of all documents or of some; `earlier` is a kind too.

    A document is named by its folder, as seen from OUT or from here. Raises BadInput for one that OUT does not have.
    """
    known = kept(out)
    if known is None:
        raise BadInput(f"{out}: no run has written here", advice="give the folder that was the run's -o")
    wanted = {_place(out, one, {document.place for document in known}) for one in documents}
    chosen = [one for one in known if not wanted or one.place in wanted]
    return [Unwanted(one, names) for one in chosen if (names := tuple(_names(out, one, kinds)))]


def _place(out: Path, named: Path, places: Collection[Path]) -> Path:
    if is_inside(named) and named in places:
        return named
    with suppress(ValueError):
        place = named.resolve().relative_to(out.resolve())
        if place in places:
            return place
    raise BadInput(f"{named}: {out} has no such document", advice="name its folder, as `kehoach status` does")


def _names(out: Path, document: Kept, kinds: Collection[str]) -> Iterator[str]:
    yield from (name for name in document.files if format_of(name) in kinds)
    if EARLIER in kinds:
        folder = out / document.place
        for path in sorted((folder / EARLIER).rglob("*")):
            if path.is_file() or path.is_symlink():
                yield path.relative_to(folder).as_posix()


def clean(out: Path, kinds: Collection[str], documents: Sequence[Path] = ()) -> Iterator[Path]:
    """Remove what `unwanted` names, and have the journal, plans.ndjson and the index know it; yields each file removed.

    Raises FileAccess where a run works on OUT, or a file cannot be removed.
    """
    if not (out / ".").is_dir():
        raise BadInput(f"{out}: no run has written here", advice="give the folder that was the run's -o")
    found = unwanted(out, kinds, documents)
    with held(out), Journal(out) as journal:
        for one in found:
            yield from removed(out / one.document.place, one.names)
            left = {name: made for name, made in one.document.files.items() if name not in one.names}
            journal.keep_formats(one.document.place, one.document.formats - set(kinds), left)
        if ExportFormat.JSON in kinds and found:
            gathered(journal, out)
    if ExportFormat.JSON in kinds and found:
        refreshed(out)


def removed(folder: Path, names: Sequence[str]) -> Iterator[Path]:
    """Remove files of a document's folder; yields each that was there. Raises FileAccess."""
    for name in names:
        path = folder / name
        try:
            there = path.exists()
            path.unlink(missing_ok=True)
        except OSError as error:
            raise FileAccess(f"{path} cannot be removed: {error.strerror}", advice="check the rights there") from error
        if there:
            yield path
    for inner in sorted({parent for name in names for parent in (folder / name).parents}, reverse=True):
        if inner.is_relative_to(folder):
            with suppress(OSError):
                inner.rmdir()  # only an empty folder goes
