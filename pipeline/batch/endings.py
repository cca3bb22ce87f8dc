"""How each document of an OUT folder ended, read from its journal beside whoever writes it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

from kehoach.pipeline.batch.journal import reasons_noted
from kehoach.pipeline.batch.work import State
from kehoach.pipeline.errors import BadInput
from kehoach.pipeline.files.kept import kept, opened, undamaged
from kehoach.pipeline.files.out_names import JOURNAL
from kehoach.pipeline.report import Ended


def endings(out: Path) -> Iterator[Ended]:
    """All of OUT that is done, failed or skipped, in the order of the inputs. Raises BadInput, FileAccess."""
    path = out / JOURNAL
    if not path.is_file():
        raise BadInput(f"{out}: holds no {JOURNAL}", advice="name the folder that `kehoach run -o` filled")
    origins = {one.place: one.origin for one in kept(out) or ()}
    marks = ", ".join("?" * len(State))
    sql = (
        "SELECT place, state, seconds, pages, code, message, advice, stages, files FROM document"
        f" WHERE state IN ({marks}) ORDER BY position"
    )
    with opened(path) as base:
        look = reasons_noted(base)
        for row in base.execute(sql, tuple(State)):
            folder = os.fsdecode(row["place"])
            origin = origins.get(Path(folder))
            with undamaged(path):
                ended = Ended(
                    folder,
                    row["state"],
                    float(row["seconds"]),
                    int(row["pages"]),
                    str(row["code"]),
                    str(row["message"]),
                    str(row["advice"]),
                    stages={str(name): float(one) for name, one in json.loads(row["stages"] or "{}").items()},
                    paths=origin.found(out) if origin else (),
                    look=look.get(row["place"], ()),
                    written=tuple(json.loads(row["files"] or "[]")),
                    member=origin.member if origin else (),
                )
            yield ended
