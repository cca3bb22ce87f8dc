"""Tables without ruling lines: columns that stand apart by white space alone, taken only on strong evidence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kehoach.pipeline.document import Box, Cell, Line, Role
from kehoach.pipeline.form.recipients_head import cut_head, is_address
from kehoach.pipeline.form.text_key import plain
from kehoach.pipeline.layout.pieces import box_of, cut_at_gaps, letter_height, rows
from kehoach.pipeline.layout.tables import Table, cell_text

_LEAST = 3  # columns, and rows with a cell in so many of them, the header among them

_CHANNEL = 0.8
"""Letter heights of white between two columns, at least, in every row; spaces inside a cell that is set flush may be
wider in one row, but not in the same place in all."""

_APART = 3.0  # letter heights from one line to the next at most inside a table

_MOST_ROWS = 150
"""Printed lines of a table at most: an A3 sheet of 8 pt print has 130. What is no table is given up by then, and not
looked through from each of its rows to the page's end."""

_NAME = 40  # letters of a column's name at most, where the columns have no lines between them

_WITH_FIGURES = 0.6
"""Share of the cells of one column, at least, that have a digit: a running number, a date, an amount. Columns of names
and titles side by side are signatures."""

_SIGNING = re.compile(r"\bky\b.*\bten\b|dong dau|nguoi lap|ke toan|thu truong|giam doc|dai dien|chu tich|truong phong")


def _signs(text: str) -> bool:
    """Whether a piece is one of a foot or an address: side by side with others these look like a table's columns."""
    return _SIGNING.search(plain(text)) is not None or cut_head(text) is not None or is_address(text)


@dataclass(frozen=True)
class _Column:
    left: float
    right: float


def take_unruled(lines: Sequence[Line]) -> tuple[list[Table], list[Line]]:
    """The tables among body lines that have no ruling lines, and the lines outside of them.

    Three columns at least, white all the way down, a first row that names them, two further rows that fill them, and
    one column of figures; letterhead, recipients and signature are not among `lines`, and blocks that look like them
    are passed over.
    """
    grouped = [[part for line in row for part in cut_at_gaps(line)] for row in rows(lines)]
    tables: list[Table] = []
    rest: list[Line] = []
    at = 0
    while at < len(grouped):
        end, columns = _extent(grouped, at)
        table = _table(grouped[at:end], columns) if end - at >= _LEAST else None
        if table is None:
            rest += grouped[at]
            at += 1
        else:
            tables.append(table)
            at = end
    return tables, rest if tables else list(lines)


def _extent(grouped: Sequence[Sequence[Line]], start: int) -> tuple[int, list[_Column]]:
    """Where the table that may begin with row `start` ends, and its columns; `start` itself where none does."""
    if not _is_header(grouped[start]):
        return start, []
    count = len(grouped[start])
    unit = letter_height(grouped[start][0])
    end, columns = start + 1, _columns(_extents(grouped[start]), unit)
    last = min(len(grouped), start + _MOST_ROWS)
    while end < last and _top(grouped[end]) - _bottom(grouped[end - 1]) < _APART * unit:
        wider = _columns([*columns, *_extents(grouped[end])], unit)
        if len(wider) != count:
            break
        end, columns = end + 1, wider
    return end, columns


def _is_header(row: Sequence[Line]) -> bool:
    """Three pieces or more, all short, none a number or the end of a sentence, none of a signature block."""
    if len(row) < _LEAST:
        return False
    return all(
        len(part.text) <= _NAME
        and any(char.isalpha() for char in part.text)
        and part.text[0] not in "-+•"
        and part.text[-1] not in ".;:"
        and not _signs(part.text)
        for part in row
    )


def _extents(parts: Sequence[Line]) -> list[_Column]:
    """How far each piece reaches across."""
    return [_Column(box_of(part).left, box_of(part).right) for part in parts]


def _columns(parts: Sequence[_Column], unit: float) -> list[_Column]:
    """The columns that are parted by white: of pieces, or of columns of the rows above and the pieces of one more."""
    found: list[_Column] = []
    for part in sorted(parts, key=lambda part: part.left):
        if found and part.left - found[-1].right < _CHANNEL * unit:
            found[-1] = _Column(found[-1].left, max(found[-1].right, part.right))
        else:
            found.append(part)
    return found


def _table(grouped: Sequence[Sequence[Line]], columns: Sequence[_Column]) -> Table | None:
    """The table, or None where the evidence is weak."""
    found: list[list[list[Line]]] = []
    for row in grouped:
        cells = [[part for part in row if _in(part, column)] for column in columns]
        if found and not _begins_row(cells):
            found[-1] = [over + under for over, under in zip(found[-1], cells, strict=True)]
        else:
            found.append(cells)
    full = [cells for cells in found if sum(map(bool, cells)) >= _LEAST]
    signing = any(_signs(part.text) for row in grouped for part in row)
    if len(full) < _LEAST or signing or not _has_figures(found[1:]):
        return None
    laid = tuple(tuple(_cell(parts) for parts in cells) for cells in found)
    printed = tuple(_line(cells, row) for cells, row in zip(laid, found, strict=True))
    return Table(laid, printed, Box.around(box_of(line) for line in printed), header=1, ruled=False)


def _in(part: Line, column: _Column) -> bool:
    return column.left <= box_of(part).middle[0] <= column.right


def _begins_row(cells: Sequence[Sequence[Line]]) -> bool:
    """Whether a line begins a row of the table: it has something in the first column and in one more."""
    return bool(cells[0]) and sum(map(bool, cells)) > 1


def _has_figures(found: Sequence[Sequence[Sequence[Line]]]) -> bool:
    for cells in zip(*found, strict=True):
        filled = [parts for parts in cells if parts]
        with_digit = sum(any(char.isdigit() for part in parts for char in part.text) for parts in filled)
        if len(filled) >= _LEAST - 1 and with_digit >= _WITH_FIGURES * len(filled):
            return True
    return False


def _cell(parts: Sequence[Line]) -> Cell:
    box = Box.around(box_of(part) for part in parts) if parts else None
    return Cell(cell_text(parts), box)


def _line(cells: Sequence[Cell], row: Sequence[Sequence[Line]]) -> Line:
    parts = [part for column in row for part in column]
    words = tuple(word for part in parts for word in part.words)
    box = Box.around(box_of(part) for part in parts)
    return replace(parts[0], text="\t".join(cell.text for cell in cells), words=words, box=box, role=Role.TABLE)


def _top(row: Sequence[Line]) -> float:
    return min(box_of(part).top for part in row)


def _bottom(row: Sequence[Line]) -> float:
    return max(box_of(part).bottom for part in row)
