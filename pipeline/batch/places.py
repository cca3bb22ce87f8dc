"""Where each document's results go: no two documents ever share a folder, not even in two runs on the same OUT."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from kehoach.pipeline.batch.files import content, is_inside
from kehoach.pipeline.errors import BadArguments
from kehoach.pipeline.files.kept import Origin
from kehoach.pipeline.files.out_names import RESERVED
from kehoach.pipeline.files.paths import shown
from kehoach.pipeline.ingest import Input

_APART = "give OUT a place beside what is read, not in it"


@dataclass(frozen=True)
class Owner:
    """The document that has a place: where its files lie, the sha256 of their content, whether it has results there."""

    origin: Origin
    has_results: bool


Owners = Callable[[Path], Owner | None]


@dataclass(frozen=True)
class Settled:
    """Inputs with places of their own, and notes on those that could not have the one of their name."""

    inputs: list[Input]
    notes: tuple[str, ...] = ()


def settled(inputs: Iterable[Input], owners: Owners, out: Path) -> Settled:
    """The inputs with places of their own: another document's place, or a name of OUT itself, is not taken.

    A document keeps its place from run to run, also where its file was moved. Raises BadArguments for an input whose
    place would lie outside OUT.
    """
    taken: set[Path] = set()
    found, notes = [], []
    for source in inputs:
        if not is_inside(source.relative):
            raise BadArguments(f"{source.path}: its results would lie outside OUT", advice="name the input in full")
        place = next(p for p in _candidates(source.relative) if p not in taken and _is_free(p, source, owners, out))
        taken.add(place)
        found.append(source if place == source.relative else replace(source, relative=place))
        other = owners(source.relative)
        if place != source.relative and other and owners(place) is None:
            notes.append(_note(source, place, other))
    return Settled(found, tuple(notes))


def _note(source: Input, place: Path, other: Owner) -> str:
    owner = shown(other.origin.absolute[0])
    return f"{shown(source.path)}: its results go to {shown(place)}; {shown(source.relative)} has those of {owner}"


def _candidates(place: Path) -> Iterator[Path]:
    if place.parts[0] not in RESERVED:
        yield place
    first, *others = place.parts
    for number in count(2):
        if first in RESERVED:
            yield Path(f"{first}~{number}", *others)
        else:
            yield place.with_name(f"{place.name}~{number}")


def _is_free(place: Path, source: Input, owners: Owners, out: Path) -> bool:
    """Whether nobody has the place, or the same document: the same file, or the same content from elsewhere."""
    owner = owners(place)
    if owner is None:
        return True
    own = tuple(path.absolute() for path in source.paths)
    places = (owner.origin.absolute, owner.origin.seen_from(out))
    same_file = own in places or any(_same(one[0], source.paths[0]) for one in places if one)
    if same_file and owner.origin.member == source.member:
        return True
    if owner.origin.absolute[0].exists():
        return False
    return not owner.has_results or owner.origin.sha256 == content(source)


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


def refuse_entangled(paths: Iterable[Path], out: Path) -> None:
    """Raise BadArguments where OUT lies in an input, or an input in OUT: results and inputs would become each other's.

    Links are followed, so that another name of the same folder does not hide it.
    """
    real = _real(out)
    for path in paths:
        one = _real(path)
        if one == real or (path.is_dir() and _same(path, out)):
            raise BadArguments(f"-o {out}: is the folder to be read", advice=_APART)
        if _lies_in(real, one) and path.is_dir():
            raise BadArguments(f"-o {out}: lies in {path}, which is to be read", advice=_APART)
        if _lies_in(one, real):
            raise BadArguments(f"{path}: is to be read, and lies in OUT ({out})", advice=_APART)


def _real(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError):  # links in a circle (Python 3.11: RuntimeError)
        return path.absolute()


def _lies_in(path: Path, folder: Path) -> bool:
    return folder in path.parents or any(_same(one, folder) for one in path.parents)
