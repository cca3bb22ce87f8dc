"""Pages of a long document that are read and wait for the others: one file a stretch of pages, under OUT/.work."""

from __future__ import annotations

import re
import shutil
from collections.abc import Collection, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from kehoach.pipeline.document import Page
from kehoach.pipeline.errors import FileAccess
from kehoach.pipeline.export import whole_file

if TYPE_CHECKING:
    from pydantic import TypeAdapter

Stretch = tuple[int, int]
"""First and last page, both included."""

_NAME = re.compile(r"(\d+)-(\d+)\.json")


def write_stretch(folder: Path, pages: Sequence[Page]) -> None:
    """Keep pages that follow one another. JSON, not pickle: a folder of results must not be able to run a program."""
    with whole_file(folder / f"{pages[0].number:06}-{pages[-1].number:06}.json") as file:
        file.write(_adapter().dump_json(list(pages)))


def read_stretches(folder: Path) -> list[Page]:
    """All pages kept there, in order, each once. Raises FileAccess."""
    found: dict[int, Page] = {}
    for first, last in stretches(folder):
        path = folder / f"{first:06}-{last:06}.json"
        try:
            pages = _adapter().validate_json(path.read_bytes())
        except (OSError, ValueError) as error:
            raise FileAccess(f"{path} cannot be read: {error}", advice="remove it and run again") from error
        found.update((page.number, page) for page in pages)
    return [found[number] for number in sorted(found)]


def stretches(folder: Path) -> list[Stretch]:
    """The stretches kept there, by their first page; none where the folder is not there."""
    try:
        names = [path.name for path in folder.iterdir()]
    except OSError:
        return []
    return sorted((int(found[1]), int(found[2])) for name in names if (found := _NAME.fullmatch(name)))


def missing(kept: Sequence[Stretch], wanted: Stretch) -> list[Stretch]:
    """What of `wanted` is not kept yet.

    >>> missing([(1, 3), (6, 7)], (1, 10))
    [(4, 5), (8, 10)]
    >>> missing([(1, 10)], (2, 9))
    []
    """
    gaps, following = [], wanted[0]
    for first, last in sorted(kept):
        if first > following:
            gaps.append((following, min(first - 1, wanted[1])))
        following = max(following, last + 1)
    gaps.append((following, wanted[1]))
    return [(first, last) for first, last in gaps if first <= last]


def cut(stretch: Stretch, length: int) -> list[Stretch]:
    """A stretch in pieces of at most `length` pages.

    >>> cut((4, 10), 3)
    [(4, 6), (7, 9), (10, 10)]
    """
    first, last = stretch
    return [(start, min(start + length - 1, last)) for start in range(first, last + 1, length)]


def apart(stretch: Stretch, pages: Collection[int]) -> list[Stretch]:
    """A stretch in pieces in which each of `pages` stands alone.

    >>> apart((1, 9), {4, 9, 12})
    [(1, 3), (4, 4), (5, 8), (9, 9)]
    """
    first, last = stretch
    alone = [(page, page) for page in sorted(pages) if first <= page <= last]
    return sorted([*alone, *missing(alone, stretch)])


def remove(folder: Path) -> None:
    """Forget all pages kept there."""
    shutil.rmtree(folder, ignore_errors=True)


@lru_cache(maxsize=1)
def _adapter() -> TypeAdapter[list[Page]]:
    from pydantic import ConfigDict, TypeAdapter

    return TypeAdapter(list[Page], config=ConfigDict(ser_json_inf_nan="constants"))
