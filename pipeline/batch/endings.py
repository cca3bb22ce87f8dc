"""How each document of an OUT folder ended, read from its journal beside whoever writes it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

from kehoach.pipeline.batch.work import State
from kehoach.pipeline.errors import BadInput
from kehoach.pipeline.kept import JOURNAL, kept, opened
from kehoach.pipeline.report import Ended


def endings(out: Path) -> Iterator[Ended]:
    """All documents of OUT that are done or failed, in the order of the inputs. Raises BadInput, FileAccess."""
    path = out / JOURNAL
    if not path.is_file():
        raise BadInput(f"{out}: holds no {JOURNAL}", advice="name the folder that `kehoach run -o` filled")
    origins = {one.place: one.origin for one in kept(out) or ()}
    marks = ", ".join("?" * len(State))
    sql = (
        "SELECT place, state, seconds, pages, code, message, advice, stages FROM document"
        f" WHERE state IN ({marks}) ORDER BY position"
    )
    with opened(path) as base:
        for place, state, seconds, pages, code, message, advice, stages in base.execute(sql, tuple(State)):
            folder = os.fsdecode(place)
            files = origins[Path(folder)].found(out) if Path(folder) in origins else ()
            yield Ended(folder, state, seconds, pages, code, message, advice, json.loads(stages or "{}"), files)
