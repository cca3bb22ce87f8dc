"""Footnotes: set apart from the text that goes on over them, put together line by line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kehoach.pipeline.document import Line, Role
from kehoach.pipeline.parse.lines.paragraphs import Para, join
from kehoach.pipeline.parse.lines.rows import Row, rows_of

_MARK = re.compile(r"\(?(?:\d{1,2}|\*{1,3})\)?\s*[^\W\d]|\[\d{1,2}\]|[¹²³⁴-⁹]")


def take_footnotes(lines: Sequence[Line]) -> tuple[list[Line], list[Para]]:
    """The lines that are no footnotes, and the footnotes, each a paragraph that begins with its mark."""
    notes: list[list[Row]] = []
    for row in rows_of([line for line in lines if line.role is Role.FOOTNOTE]):
        if notes and notes[-1][-1].line.page == row.line.page and not _MARK.match(row.text):
            notes[-1].append(row)
        else:
            notes.append([row])
    return [line for line in lines if line.role is not Role.FOOTNOTE], [join(rows) for rows in notes]
