"""The documents of an OUT folder, in the order that people number them in."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from kehoach.pipeline.errors import BadInput, FileAccess, of_system
from kehoach.pipeline.export.names import PLAN

if TYPE_CHECKING:
    from kehoach.pipeline.plan import Plan


def plan_folders(out: Path) -> list[Path]:
    """The folders of OUT that hold a `plan.json`, sorted with numbers as numbers.

    Raises BadInput where none does, FileAccess where a folder cannot be looked into: its documents must not be missed.
    """
    folders = [Path(top) for top, _, files in os.walk(out, onerror=_cannot_look) if PLAN in files]
    if not folders:
        raise BadInput(f"{out}: holds no {PLAN}", advice="name the folder that `kehoach run -o` filled")
    return sorted(folders, key=lambda folder: natural(folder.relative_to(out).as_posix()))


def _cannot_look(error: OSError) -> None:
    raise of_system(f"{error.filename} cannot be looked into", error) from error


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

    path = folder / PLAN
    try:
        return Plan.model_validate_json(path.read_bytes())
    except OSError as error:
        raise cannot_read(path, error) from error
    except ValidationError as error:
        advice = "written by another version, or damaged: read the document again"
        raise BadInput(f"{path}: is no Plan: {error.errors()[0]['msg']}", advice=advice) from error
