"""Journals of earlier versions brought up to date, with what they did not keep yet."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from kehoach.pipeline.errors import KehoachError
from kehoach.pipeline.export import read_plan
from kehoach.pipeline.files.kept import Print, beside, print_of, prints_json
from kehoach.pipeline.files.out_names import PLAN
from kehoach.pipeline.files.paths import path_of


def to_version_2(base: sqlite3.Connection, out: Path) -> None:
    """Add what version 1 had not: sizes and hashes of the files as they are now, and the inputs as seen from OUT.

    Runs within the caller's transaction. A Plan that is damaged by now gets no hash, so that it is made again.
    """
    base.execute("ALTER TABLE document ADD COLUMN beside TEXT")
    base.execute("ALTER TABLE document ADD COLUMN begun INTEGER NOT NULL DEFAULT 0")
    base.execute("UPDATE document SET begun = 1 WHERE state IN ('waiting', 'running') AND attempts > 0")
    for place, paths, files in base.execute("SELECT place, paths, files FROM document").fetchall():
        seen = json.dumps([beside(Path(path), out) for path in json.loads(paths)])
        made = prints_json(_prints(out / path_of(place), json.loads(files or "[]")))
        base.execute("UPDATE document SET beside = ?, files = ? WHERE place = ?", (seen, made, place))


def _prints(folder: Path, names: Sequence[str]) -> dict[str, Print | None]:
    found: dict[str, Print | None] = dict.fromkeys(names)
    for name in names:
        try:
            if name == PLAN:
                read_plan(folder)
            found[name] = print_of(folder / name)
        except (OSError, KehoachError):
            continue
    return found
