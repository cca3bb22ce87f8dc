"""The documents of an OUT folder, in the order that people number them in."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from kehoach.pipeline.errors import BadInput, FileAccess
from kehoach.pipeline.export.names import PLAN

if TYPE_CHECKING:
    from kehoach.pipeline.plan import Plan


def plan_folders(out: Path) -> list[Path]:
    """The folders of OUT that hold a `plan.json`, sorted with numbers as numbers. Raises BadInput where none does."""
    folders = [Path(top) for top, _, files in os.walk(out) if PLAN in files]
    if not folders:
        raise BadInput(f"{out}: holds no {PLAN}", advice="name the folder that `kehoach run -o` filled")
    return sorted(folders, key=lambda folder: natural(folder.relative_to(out).as_posix()))


def natural(name: str) -> list[tuple[int, str]]:
    """A key that sorts numbers in names by their value.

    >>> sorted(["scan 10.pdf", "scan 9.pdf"], key=natural)
    ['scan 9.pdf', 'scan 10.pdf']
    """
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", name)]


def read_plan(folder: Path) -> Plan:
    """The Plan in a document's folder. Raises FileAccess or, where it is damaged, BadInput."""
    from pydantic import ValidationError

    from kehoach.pipeline.plan import Plan

    path = folder / PLAN
    try:
        return Plan.model_validate_json(path.read_bytes())
    except OSError as error:
        raise FileAccess(f"{path} cannot be read: {error.strerror}") from error
    except ValidationError as error:
        advice = "written by another version, or damaged: read the document again"
        raise BadInput(f"{path}: is no Plan: {error.errors()[0]['msg']}", advice=advice) from error
