"""Ruled tables: wrapped cells, rows that span, a header repeated on every page. In the truth a row is one line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from maker.paragraph import Piece, break_lines, line_width, pieces_of, plain, set_line
from maker.sheet import LEFT, Rule
from maker.source import Block

if TYPE_CHECKING:
    from maker.typeset import Typesetter

SIZE = 12.0
LEADING = 14.0
PAD = 4.0  # points inside a cell


@dataclass(frozen=True)
class Table:
    """Rows in order, the relative widths of the columns, and whether a new page repeats the header."""

    rows: tuple[Block, ...]
    widths: tuple[float, ...]
    repeat: bool


def set_table(pen: Typesetter, table: Table) -> None:
    """Set all rows; a row that does not fit goes to the next page whole, a spanning row stays with the row below it."""
    pen.y += 10
    for number, row in enumerate(table.rows):
        together = table.rows[number : number + (2 if row.kind == "group" else 1)]
        if not pen.room(sum(_height(pen, table, one) for one in together)):
            pen.new_sheet()
            if table.repeat and row.kind != "header" and table.rows[0].kind == "header":
                _row(pen, table, table.rows[0])
        _row(pen, table, row)
    pen.y += 6


def _columns(pen: Typesetter, table: Table, row: Block) -> list[tuple[float, float]]:
    """(left edge, width) of the cells of a row."""
    room = pen.sheet.room
    if row.kind == "group":
        return [(LEFT, room)]
    total, x, found = sum(table.widths), LEFT, []
    for share in table.widths:
        found.append((x, room * share / total))
        x += room * share / total
    return found


def _cells(pen: Typesetter, table: Table, row: Block) -> list[list[list[Piece]]]:
    """The broken lines of every cell."""
    style = "regular" if row.kind == "row" else "bold"
    wide = [width - 2 * PAD for _, width in _columns(pen, table, row)]
    return [break_lines(pieces_of(text, style), pen.face, SIZE, w, w) for text, w in zip(row.cells, wide, strict=True)]


def _height(pen: Typesetter, table: Table, row: Block) -> float:
    return max(len(lines) for lines in _cells(pen, table, row)) * LEADING + 2 * PAD


def _row(pen: Typesetter, table: Table, row: Block) -> None:
    height, top = _height(pen, table, row), pen.y
    for number, ((x, width), lines) in enumerate(zip(_columns(pen, table, row), _cells(pen, table, row), strict=True)):
        _frame(pen, x, top, width, height)
        y = top + (height - LEADING * len(lines)) / 2 - 3
        for line in lines:
            y += LEADING
            middle = row.kind == "header" or (number == 0 and row.kind == "row")
            start = x + (width - line_width(line, pen.face, SIZE)) / 2 if middle else x + PAD
            pen.sheet.words.extend(set_line(line, pen.face, SIZE, (start, y)))
    pen.sheet.lines.append("\t".join(plain(cell) for cell in row.cells))
    pen.y = top + height


def _frame(pen: Typesetter, x: float, y: float, width: float, height: float) -> None:
    corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
    for start, end in zip(corners, corners[1:] + corners[:1], strict=True):
        pen.sheet.rules.append(Rule(*start, *end, weight=0.6))
