"""Rows: the printed lines with what deciding about them needs; and the shape of the text that they make."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from kehoach.pipeline.document import Line, Page, Role
from kehoach.pipeline.form.labels import find_label
from kehoach.pipeline.form.page_numbers import page_number
from kehoach.pipeline.form.text_key import key, squeeze, without_markup
from kehoach.pipeline.parse.lines.grids import GridRow, Rows

RULE = re.compile(r"[\s\-_=*~.–—―•·]{3,}$")
"""A drawn line under a letterhead, or dots: no letter, no digit."""
LABEL_CELL = re.compile(r"(?:\(?[IVXLC]{1,5}|\(?\d{1,2}(?:\.\d{1,2})*|\(?[a-zđ])?[.):/]*$|[-+*·•]$")
"""What stands before a tab that only sets off a label or a bullet."""
SHORT = 0.82
"""A line that fills less of the column is short: seven in eight wrapped lines of the plans read fill more."""
FULL = 0.95
"""Where the next word would have ended within this share of the column, the line ended for another reason."""


PILED = 0.33
"""Share of the long lines (over half the column) that end within 15 % of it, in texts whose lines are cut there: 0.35
to 0.9 in 50 texts; in 24 with a paragraph a line 0.12 to 0.45."""
OVERLONG = 1.3
"""A line so much longer than the column was not cut at it: none of the cut ones is over 1.15."""
LABELS_APART = 0.3
"""Share of labelled lines with a blank line before them from which blank lines part paragraphs: in 34 texts that do so
it is 0.8 to 1, in one that leaves them out within sections 0.33, in the others under 0.2."""


@dataclass(slots=True)
class Row:
    """A printed line: `text` without markup and extra spaces, `gap` blank lines before it, `fill` of the column 0…1.

    `is_table`: it is a row of a table, cells with tabs between them; `grid`: that row as the layout found it.
    """

    line: Line
    text: str
    key: str
    gap: int
    fill: float = 1.0
    indent: float = 0.0
    is_table: bool = False
    grid: GridRow | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    """How a text is set. `wrapped`: lines are cut at a column; `gapped`: blank lines stand between paragraphs only."""

    width: int
    wrapped: bool
    gapped: bool


def _may_be_page_number(text: str) -> bool:
    found = page_number(text)
    return found is not None and found.value < 1000 and "(" not in text and not text.rstrip().endswith(".")


def _is_page_number(lines: Sequence[Line], at: int) -> bool:
    """Whether a line that nobody marked is a page number: digits alone between blank lines, no table about it."""
    if lines[at].role is not Role.BODY or not _may_be_page_number(lines[at].text):
        return False
    around = [lines[i] for i in (at - 1, at + 1) if 0 <= i < len(lines)]
    return "\t" not in lines[at].text and all(not line.text.strip() and "\t" not in line.text for line in around)


def set_page_numbers_apart(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """The lines without page numbers, and the page numbers; for texts whose layout did not mark them."""
    numbers = [at for at in range(len(lines)) if _is_page_number(lines, at)]
    apart = set(numbers)
    return [line for at, line in enumerate(lines) if at not in apart], [lines[at] for at in numbers]


def rows_of(lines: Sequence[Line], grids: Rows | None = None) -> list[Row]:
    """The lines that say something, each with the blank lines that stand before it; `grids`: the layout's tables."""
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
        grid = grids.get((line.page, line.number)) if grids else None
        rows.append(Row(line, text, key(text), gap, grid=grid))
        gap = 0
    _mark_tables(rows)
    _mark_groups(rows)
    return rows


def _mark_tables(rows: Sequence[Row]) -> None:
    """Mark the rows of tables: runs of lines with tabs; a tab after a label or a bullet makes no table."""
    run: list[Row] = []
    for row in (*rows, None):
        if row is not None and (row.grid or row.line.role is Role.TABLE or "\t" in row.line.text.strip()):
            run.append(row)
            continue
        if run and (any(r.grid or r.line.role is Role.TABLE for r in run) or _is_table(run)):
            for marked in run:
                marked.is_table = True
        run = []


def _mark_groups(rows: Sequence[Row]) -> None:
    """Mark a short line right between two rows of a table: a heading that spans it."""
    for before, row, after in zip(rows, rows[1:], rows[2:], strict=False):
        close = before.is_table and after.is_table and not row.gap and not after.gap
        if close and not row.is_table and len(row.text) < 120 and row.text[-1] not in ".;:":
            row.is_table = True


def _is_table(run: Sequence[Row]) -> bool:
    cells = [[cell.strip() for cell in row.line.text.split("\t")] for row in run]
    if len(run) < 2:
        return len(cells[0]) >= 4 and sum(map(bool, cells[0])) >= 3
    return max(map(len, cells)) >= 3 or not all(LABEL_CELL.match(row[0] or row[-1]) for row in cells)


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


def _piled(lengths: Sequence[int], width: int) -> bool:
    """Whether the long lines end near one column, as lines that were cut there do."""
    long = [length for length in lengths if length > width / 2]
    return sum(0.85 * width <= length <= 1.15 * width for length in long) >= PILED * len(long)


def _overlong(lengths: Sequence[int], width: int) -> bool:
    """Whether lines go far beyond the column, which no line that was cut there does."""
    return bool(lengths) and lengths[-1] > OVERLONG * width


def _cut_in_sentence(before: Row, after: Row) -> bool:
    """Whether a blank line between the two cannot end a paragraph: no full stop before, a small letter after."""
    return before.text[-1] not in '.;:!?…”"),/' and after.text[0].islower()


def measure(rows: Sequence[Row]) -> Shape:
    """The shape of a text; sets `fill` and `indent` of every row. Lines with tabs, the shreds of tables, do not count.

    Blank lines end paragraphs unless a fifth of them stand inside sentences (exports that print a blank line after
    every line have a half and more; page breaks inside a sentence stay under a tenth), or unless most labelled lines
    have none before them: then blank lines part the letterhead and the foot alone.
    """
    plain = [row for row in rows if not row.is_table and "\t" not in row.line.text]
    lengths = sorted(len(row.text) for row in plain)
    width = max(lengths[int(len(lengths) * 0.9)] if lengths else 80, 40)
    wrapped = width <= 130 and (_piled(lengths, width) or not _overlong(lengths, width))
    _set_fill(rows, width)
    pairs = [(a, b) for a, b in pairwise(plain) if b.gap]
    inside = sum(_cut_in_sentence(a, b) for a, b in pairs)
    share_of_gaps = len(pairs) / max(len(plain), 1)
    labelled = [row.gap > 0 for row in plain if find_label(row.text) is not None]
    gapped = share_of_gaps > 0.12 and inside <= 0.2 * len(pairs) and sum(labelled) >= LABELS_APART * len(labelled)
    return Shape(width, wrapped, gapped)


def text_lines(pages: Sequence[Page]) -> list[Line]:
    """All lines of the pages but furniture and marginalia, in reading order."""
    return [line for page in pages for line in page.text_lines()]
