"""Rows: the printed lines with what deciding about them needs; and the shape of the text that they make."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from pipeline.document import Line, Page, Role

from .textual import key, squeeze, without_markup

RULE = re.compile(r"[\s\-_=*~.–—―•·]{3,}$")
"""A drawn line under a letterhead, or dots: no letter, no digit."""
PAGE_NUMBER = re.compile(r"[\s\-–—]*(?:trang\s+)?\d{1,3}(?:\s*/\s*\d{1,3})?[\s\-–—]*$", re.IGNORECASE)
SHORT = 0.82
"""A line that fills less of the column ends its paragraph; measured on hard-wrapped exports: the next word would have fitted."""


@dataclass(slots=True)
class Row:
    """A printed line: `text` without markup and extra spaces, `gap` blank lines before it, `fill` of the column 0…1."""

    line: Line
    text: str
    key: str
    gap: int
    fill: float = 1.0
    indent: float = 0.0

    @property
    def is_table(self) -> bool:
        """Whether it is a row of a table: cells with tabs between them."""
        return self.line.role is Role.TABLE or "\t" in self.line.text.strip()


@dataclass(frozen=True, slots=True)
class Shape:
    """How a text is set. `wrapped`: lines are cut at a column; `gapped`: blank lines stand between paragraphs only."""

    width: int
    wrapped: bool
    gapped: bool


def rows_of(lines: Sequence[Line]) -> list[Row]:
    """The lines that say something, each with the blank lines that stand before it."""
    rows: list[Row] = []
    gap = 0
    page = None
    for line in lines:
        text = squeeze(without_markup(line.text))
        if not text:
            gap += 1
            continue
        if page is not None and line.page != page:
            gap = 0  # a page break says nothing about paragraphs
        page = line.page
        rows.append(Row(line, text, key(text), gap))
        gap = 0
    return rows


def _column(rows: Sequence[Row]) -> tuple[float, float] | None:
    """Left and right edge of the text column, from the boxes; None where too few lines have one."""
    boxes = [row.line.box for row in rows if row.line.box is not None and len(row.text) > 40]
    if len(boxes) < 3:
        return None
    left = sorted(box.left for box in boxes)[len(boxes) // 5]
    return left, median(sorted(box.right for box in boxes)[len(boxes) // 2 :])


def _set_fill(rows: Sequence[Row], width: int) -> None:
    """Say of each row how much of the column it fills and how far it stands in, by boxes or else by letters."""
    pages: dict[int, list[Row]] = {}
    for row in rows:
        pages.setdefault(row.line.page, []).append(row)
    for page_rows in pages.values():
        column = _column(page_rows)
        for row in page_rows:
            box = row.line.box
            if column is None or box is None:
                row.fill = len(row.text) / width
                continue
            span = max(column[1] - column[0], 1.0)
            row.fill = (box.right - column[0]) / span
            row.indent = (box.left - column[0]) / span


def _cut_in_sentence(before: Row, after: Row) -> bool:
    """Whether a blank line between the two cannot end a paragraph: no full stop before, a small letter after."""
    return before.text[-1] not in ".;:!?…”\"),/" and after.text[0].islower()


def measure(rows: Sequence[Row]) -> Shape:
    """The shape of a text; sets `fill` and `indent` of every row.

    Blank lines end paragraphs unless a fifth of them stand inside sentences (exports that print a blank line after
    every line have a half and more; page breaks inside a sentence stay under a tenth).
    """
    lengths = sorted(len(row.text) for row in rows if not row.is_table)
    width = max(lengths[int(len(lengths) * 0.9)] if lengths else 80, 40)
    wrapped = width <= 130
    _set_fill(rows, width)
    pairs = [(a, b) for a, b in zip(rows, rows[1:], strict=False) if b.gap and not (a.is_table or b.is_table)]
    inside = sum(_cut_in_sentence(a, b) for a, b in pairs)
    share_of_gaps = len(pairs) / max(len(rows), 1)
    gapped = share_of_gaps > 0.12 and inside <= 0.2 * len(pairs)
    return Shape(width, wrapped, gapped)


def text_lines(pages: Sequence[Page]) -> list[Line]:
    """All lines of the pages but furniture and marginalia, in reading order."""
    return [line for page in pages for line in page.text_lines()]
