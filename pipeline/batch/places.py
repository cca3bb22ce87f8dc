"""Where each document's results go: no two documents ever share a folder, not even in two runs on the same OUT."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path

from kehoach.pipeline.batch.files import WORK, is_inside
from kehoach.pipeline.batch.journal import JOURNAL
from kehoach.pipeline.batch.lock import LOCK
from kehoach.pipeline.errors import BadArguments
from kehoach.pipeline.export import COLLECTION
from kehoach.pipeline.ingest import Input

REPORT, REPORT_PICTURES, INDEX = "report.html", "report-pages", "search.sqlite"
_OF_SQLITE = (name + end for name in (JOURNAL, INDEX) for end in ("", "-wal", "-shm", "-journal"))
RESERVED = frozenset((*_OF_SQLITE, LOCK, WORK, COLLECTION, REPORT, REPORT_PICTURES))
"""Names that OUT itself has; a document of such a name goes beside them."""

Owner = Callable[[Path], Sequence[Path] | None]
"""The files of the document that has a place already, None where nobody has."""


def settled(inputs: Iterable[Input], owner: Owner) -> list[Input]:
    """The inputs with places of their own: another document's place, or a name of OUT itself, is not taken.

    A document keeps its place from run to run; where the file that had it is gone, the place is free.
    Raises BadArguments for an input whose place would lie outside OUT.
    """
    taken: set[Path] = set()
    found = []
    for source in inputs:
        if not is_inside(source.relative):
            raise BadArguments(f"{source.path}: its results would lie outside OUT", advice="name the input in full")
        place = next(p for p in _candidates(source.relative) if p not in taken and _is_free(p, source, owner))
        taken.add(place)
        found.append(source if place == source.relative else replace(source, relative=place))
    return found


def _candidates(place: Path) -> Iterator[Path]:
    if place.parts[0] not in RESERVED:
        yield place
    first, *others = place.parts
    for number in count(2):
        if first in RESERVED:
            yield Path(f"{first}~{number}", *others)
        else:
            yield place.with_name(f"{place.name}~{number}")


def _is_free(place: Path, source: Input, owner: Owner) -> bool:
    files = owner(place)
    if files is None or list(files) == [path.absolute() for path in source.paths]:
        return True
    return not files[0].exists() or _same(files[0], source.paths[0])


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False
