"""How each document of an OUT folder ended, read from its journal beside whoever writes it."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from kehoach.pipeline.batch.gone import files_of
from kehoach.pipeline.batch.journal import JOURNAL, cannot_use
from kehoach.pipeline.batch.work import State
from kehoach.pipeline.errors import BadInput
from kehoach.pipeline.report import Ended


def endings(out: Path) -> Iterator[Ended]:
    """All of OUT that is done, failed or skipped, in the order of the inputs. Raises BadInput, FileAccess."""
    path = out / JOURNAL
    if not path.is_file():
        raise BadInput(f"{out}: holds no {JOURNAL}", advice="name the folder that `kehoach run -o` filled")
    marks = ", ".join("?" * len(State))
    sql = (
        "SELECT place, paths, state, seconds, pages, code, message, advice, stages FROM document"
        f" WHERE state IN ({marks}) ORDER BY position"
    )
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as base:
            for place, paths, state, seconds, pages, code, message, advice, stages in base.execute(sql, tuple(State)):
                files, member = files_of(paths)
                spent = json.loads(stages or "{}")
                yield Ended(os.fsdecode(place), state, seconds, pages, code, message, advice, spent, files, member)
    except sqlite3.Error as error:
        raise cannot_use(path, error) from error
