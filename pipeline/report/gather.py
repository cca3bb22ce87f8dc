"""From the files of OUT to what the report shows; Plans are read one at a time and let go."""

from __future__ import annotations

import heapq
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kehoach.pipeline.errors import BadInput, FileAccess
from kehoach.pipeline.export import read_plan
from kehoach.pipeline.files.out_names import DOUBTS
from kehoach.pipeline.report.values import Change, Content, Doubt, DoubtfulWord, Ended, Noted, Row

if TYPE_CHECKING:
    from kehoach.pipeline.plan import Plan

MOST_DOUBTS = 200
MOST_CHANGES = 500  # a browser lays out twice as many in half a second more; all stand in the Plans
_MOST_NOTED = 30  # of one document
_FAILED, _SKIPPED = "failed", "skipped"


def gather(out: Path, ended: Sequence[Ended]) -> Content:
    """Rows in the order of `ended`, the edits that are least sure, and the lines that are most in doubt."""
    content = Content()
    changes: list[Change] = []
    doubts: list[Doubt] = []
    for one in ended:
        if one.state == _SKIPPED:
            content.skipped.append(one)
            continue
        plan, damage = _plan(out / one.folder) if one.state != _FAILED else (None, "")
        content.rows.append(_row(one, plan) if plan else Row(one, pages=one.pages, noted=_damaged(damage)))
        content.damaged += [damage] if damage else []
        if plan:
            edits = [edit for document in plan.documents() for edit in document.edits]
            changes += (_change(one.folder, edit) for edit in edits)
            content.changes_in_all += len(edits)
            doubts += _doubts(out, one.folder)
        if len(changes) > 4 * MOST_CHANGES:
            changes = _least_sure(changes)
        doubts = heapq.nlargest(MOST_DOUBTS, doubts, key=lambda doubt: doubt.doubt)
    content.changes, content.doubts = _least_sure(changes), doubts
    return content


def _least_sure(changes: Iterable[Change]) -> list[Change]:
    """Doubts first, then edits by their confidence."""
    return heapq.nsmallest(MOST_CHANGES, changes, key=lambda change: (change.applied, change.confidence))


def _plan(folder: Path) -> tuple[Plan | None, str]:
    """The Plan; where it is gone or damaged, what is wrong with it."""
    try:
        return read_plan(folder), ""
    except (BadInput, FileAccess) as error:
        return None, str(error)


def _damaged(what: str) -> tuple[Noted, ...]:
    return (Noted("plan-damaged", what, 1, None),) if what else ()


def _row(ended: Ended, plan: Plan) -> Row:
    meta = plan.metadata
    methods = Counter(" ".join(filter(None, (page.method, page.engine))) for page in plan.source.reading)
    issues = [issue for document in plan.documents() for issue in document.issues]
    noted = sorted(issues, key=lambda issue: issue.severity)[:_MOST_NOTED]
    return Row(
        ended,
        meta.doc_type.value or "",
        "/".join(filter(None, (meta.number.value, meta.notation.value))),
        meta.date.value or "",
        ", ".join(filter(None, (meta.agency.value, meta.parent_agency.value))),
        meta.subject.value or "",
        plan.confidence,
        plan.source.pages,
        tuple(methods.items()),
        _reasons(plan),
        tuple(Noted(i.code, i.message, i.severity, i.evidence.page if i.evidence else None) for i in noted),
        sum(len(document.edits) for document in plan.documents()),
    )


def _reasons(plan: Plan) -> tuple[tuple[str, str], ...]:
    """Why pages were read as they were; pages with the same reason together."""
    pages: dict[str, list[int]] = {}
    for page in plan.source.reading:
        pages.setdefault(page.problem or page.reason, []).append(page.page)
    return tuple((", ".join(map(str, numbers)), reason) for reason, numbers in pages.items())


def _change(folder: str, edit: Any) -> Change:
    return Change(
        folder,
        edit.page,
        edit.before,
        edit.after,
        edit.reason,
        edit.confidence,
        tuple(edit.alternatives),
        edit.applied,
    )


def _doubts(out: Path, folder: str) -> list[Doubt]:
    """The doubtful lines that were noted for a document; none where the file is missing or damaged."""
    try:
        content = json.loads((out / folder / DOUBTS).read_bytes())
        return [_doubt(folder, line, content["pages"][str(line["page"])]) for line in content["lines"]]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def _doubt(folder: str, line: dict[str, Any], size: Sequence[float]) -> Doubt:
    words = tuple(
        DoubtfulWord(word["text"], word["confidence"], tuple(word["alternatives"]), _box(word["box"]))
        for word in line["words"]
    )
    box = _box(line["box"]) or (0.0, 0.0, 0.0, 0.0)
    return Doubt(folder, line["page"], box, line["text"], line["doubt"], words, (float(size[0]), float(size[1])))


def _box(corners: Sequence[float] | None) -> tuple[float, float, float, float] | None:
    if corners is None:
        return None
    left, top, right, bottom = map(float, corners)
    return left, top, right, bottom
