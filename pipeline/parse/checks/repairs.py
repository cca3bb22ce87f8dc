"""What was repaired or doubted before the text came here, each edit with its place in the faithful text."""

from __future__ import annotations

import re

from kehoach.pipeline.document import Document, Edit, Line
from kehoach.pipeline.faithful import faithful_lines
from kehoach.pipeline.plan import RepairEdit


def repair_edits(document: Document) -> list[RepairEdit]:
    """The edits of all pages; `offset` is the place in `faithful_text` of what stands now, None if it has none."""
    starts = _line_starts(document)
    return [
        RepairEdit(
            before=edit.before,
            after=edit.after,
            reason=edit.reason,
            confidence=edit.confidence,
            alternatives=list(edit.alternatives),
            applied=edit.applied,
            page=edit.page or page.number,
            line=edit.line,
            box=(edit.box.left, edit.box.top, edit.box.right, edit.box.bottom) if edit.box else None,
            offset=_offset(edit, *found) if (found := starts.get((page.number, edit.line))) else None,
        )
        for page in document.pages
        for edit in page.edits
    ]


def _line_starts(document: Document) -> dict[tuple[int, int | None], tuple[Line, int]]:
    """The lines of the faithful text by page and number, each with the place where it begins there."""
    starts: dict[tuple[int, int | None], tuple[Line, int]] = {}
    start = 0
    for line in faithful_lines(document.pages):
        starts.setdefault((line.page, line.number), (line, start))
        start += len(line.text) + 1
    return starts


def _offset(edit: Edit, line: Line, start: int) -> int | None:
    """Where the text that stands begins; without the number of its token, only where the line has it once.

    >>> _offset(Edit("16/4", "16/4", "readers-disagree", 0.5, token=2), Line("Từ ngày 16/4 đến 16/4", 1, 1), 100)
    108
    """
    standing = edit.after if edit.applied else edit.before
    places = [found.start() for found in re.finditer(rf"(?<!\S){re.escape(standing)}(?!\S)", line.text)]
    if edit.token >= 0:
        tokens = [found.start() for found in re.finditer(r"\S+", line.text)]
        places = [place for place in tokens[edit.token : edit.token + 1] if line.text.startswith(standing, place)]
    return start + places[0] if len(places) == 1 and standing else None
