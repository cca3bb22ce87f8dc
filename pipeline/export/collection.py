"""The documents of an OUT folder, in the order that people number them in."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from kehoach.pipeline.errors import BadInput, FileAccess, of_system
from kehoach.pipeline.files.kept import kept
from kehoach.pipeline.files.out_names import EARLIER, PLAN

if TYPE_CHECKING:
    from kehoach.pipeline.plan import Plan


@dataclass
class Trouble:
    """What could not be used, in words: Plans that are missing or damaged, originals that cannot be opened."""

    damaged: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def plan_folders(out: Path) -> list[Path]:
    """The folders of OUT that hold a `plan.json`, sorted with numbers as numbers. Raises BadInput where none does.

    The journal says which; it leaves out what is of an earlier reading of a document that has failed since. Where there
    is none, every folder with a Plan counts.
    """
    known = kept(out)
    if known is None:
        folders = list(_walked(out))
    else:
        folders = [out / one.place for one in known if one.current and PLAN in one.files]
    if not folders:
        raise BadInput(f"{out}: holds no {PLAN}", advice="name the folder that `kehoach run -o` filled")
    return sorted(folders, key=lambda folder: natural(folder.relative_to(out).as_posix()))


def _walked(out: Path) -> Iterator[Path]:
    for top, inner, files in os.walk(out, onerror=_cannot_look):
        inner[:] = [name for name in inner if name != EARLIER]
        if PLAN in files:
            yield Path(top)


def _cannot_look(error: OSError) -> None:
    raise of_system(f"{error.filename} cannot be looked into", error) from error


def plans(out: Path, damaged: list[str], tell: Callable[[int], None] | None = None) -> Iterator[tuple[Path, Plan]]:
    """The documents of OUT with their Plans, one at a time; what is wrong with those that cannot be read is added to
    `damaged`. `tell` is called with the number of documents done. Raises BadInput where there is none."""
    for number, folder in enumerate(plan_folders(out), 1):
        try:
            plan = read_plan(folder)
        except (BadInput, FileAccess) as error:
            damaged.append(str(error))
        else:
            yield folder, plan
        if tell:
            tell(number)


def natural(name: str) -> list[tuple[int, str]]:
    """A key that sorts numbers in names by their value.

    >>> sorted(["scan 10.pdf", "scan 9.pdf"], key=natural)
    ['scan 9.pdf', 'scan 10.pdf']
    """
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", name)]


def cannot_read(path: Path, error: OSError) -> FileAccess:
    """The failure to read a file of OUT in words a person can act on."""
    if isinstance(error, FileNotFoundError):
        return FileAccess(f"{path} is gone", advice="was OUT moved or emptied meanwhile? run again")
    return of_system(f"{path} cannot be read", error)


def read_plan(folder: Path) -> Plan:
    """The Plan in a document's folder. Raises FileAccess or, where it is damaged, BadInput."""
    from pydantic import ValidationError

    from kehoach.pipeline.plan import Plan

    try:
        return Plan.model_validate_json(plan_bytes(folder))
    except ValidationError as error:
        advice = "written by another version, or damaged: read the document again"
        raise BadInput(f"{folder / PLAN}: is no Plan: {error.errors()[0]['msg']}", advice=advice) from error


def plan_bytes(folder: Path) -> bytes:
    """The `plan.json` of a document's folder. Raises FileAccess."""
    path = folder / PLAN
    try:
        return path.read_bytes()
    except OSError as error:
        raise cannot_read(path, error) from error
