"""How each document of an OUT folder ended, read from its journal beside whoever writes it."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from kehoach.pipeline.batch.journal import JOURNAL, cannot_use, reasons_noted
from kehoach.pipeline.batch.work import State
from kehoach.pipeline.errors import BadInput
from kehoach.pipeline.report import Ended


def endings(out: Path) -> Iterator[Ended]:
    """All documents of OUT that are done or failed, in the order of the inputs. Raises BadInput, FileAccess."""
    path = out / JOURNAL
    if not path.is_file():
        raise BadInput(f"{out}: holds no {JOURNAL}", advice="name the folder that `kehoach run -o` filled")
    marks = ", ".join("?" * len(State))
    sql = (
        "SELECT place, paths, state, seconds, pages, code, message, advice, stages, files FROM document"
        f" WHERE state IN ({marks}) ORDER BY position"
    )
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as base:
            look = reasons_noted(base)
            base.row_factory = sqlite3.Row
            for row in base.execute(sql, tuple(State)):
                yield Ended(
                    os.fsdecode(row["place"]),
                    row["state"],
                    row["seconds"],
                    row["pages"],
                    row["code"],
                    row["message"],
                    row["advice"],
                    stages=json.loads(row["stages"] or "{}"),
                    paths=tuple(Path(file) for file in json.loads(row["paths"])),
                    look=look.get(row["place"], ()),
                    written=tuple(json.loads(row["files"] or "[]")),
                )
    except sqlite3.Error as error:
        raise cannot_use(path, error) from error
