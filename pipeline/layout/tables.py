"""Ruled tables: each word into the cell that holds it, each row of cells one line with tabs."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

from kehoach.pipeline.document import Box, Cell, Line, Role, TableGrid, Word
from kehoach.pipeline.form.national import is_nation
from kehoach.pipeline.form.recipients_head import is_head
from kehoach.pipeline.layout.grid import Grid, GridCell, find_grids
from kehoach.pipeline.layout.headers import header_rows
from kehoach.pipeline.layout.letterhead_columns import cut_before_nation
from kehoach.pipeline.layout.pieces import box_of, cut_at_gaps, joined, piece
from kehoach.pipeline.layout.turned import in_reading_order

_FOOT_ROWS = 2  # of a grid around the foot; «Nơi nhận» may also be the name of a column of a longer table


@dataclass(frozen=True)
class Table:
    """A table found: the cells of its rows, its rows as lines, and the line of the page that it stands before."""

    rows: tuple[tuple[Cell, ...], ...]
    lines: tuple[Line, ...]
    box: Box
    header: int = 0
    ruled: bool = True

    def as_grid(self, page: int, first_line: int) -> TableGrid:
        """The table as a page holds it."""
        return TableGrid(self.rows, page, first_line, self.box, self.ruled, header=self.header)


def take_tables(
    lines: Sequence[Line], rulings: Sequence[Box], width: float, height: float
) -> tuple[list[Table], list[Line]]:
    """The ruled tables that hold words, and the lines, or parts of lines, outside of them.

    A frame of one column is none, nor one drawn around letterhead or foot: what it holds is read as text.
    """
    tables = []
    rest = list(lines)
    for grid in find_grids(rulings, width, height):
        inside, outside = _parted(rest, grid.box)
        if inside and grid.width > 1 and not _is_form(inside, grid):
            tables.append(_table(grid, inside))
            rest = outside
    return tables, rest


def _is_form(lines: Sequence[Line], grid: Grid) -> bool:
    """Whether a grid holds the letterhead, or the recipients beside the signature, and was drawn to place them."""
    parts = [part for line in lines for part in (*cut_before_nation(line), *cut_at_gaps(line))]
    foot = grid.height <= _FOOT_ROWS and any(is_head(part.text) for part in parts)
    return foot or any(is_nation(part.text) for part in parts)


def _parted(lines: Sequence[Line], box: Box) -> tuple[list[Line], list[Line]]:
    inside, outside = [], []
    for line in lines:
        words = line.words or (Word(line.text.replace(" ", "\u00a0"), line.box),)
        within = [word for word in words if word.box and _holds(box, word.box)]
        if len(within) == len(words):
            inside.append(line)
        elif not within:
            outside.append(line)
        else:
            inside.append(piece(line, within))
            outside.append(piece(line, [word for word in words if word not in within]))
    return inside, outside


def _holds(box: Box, word: Box) -> bool:
    x, y = word.middle
    return box.left <= x <= box.right and box.top <= y <= box.bottom


def _table(grid: Grid, lines: Sequence[Line]) -> Table:
    parts: dict[GridCell, list[Line]] = {cell: [] for cell in grid.cells}
    places = _Places(grid)
    for line in lines:
        for cell, words in _by_cell(line, places).items():
            parts[cell].append(piece(line, words) if words else line)
    deep = max(cell.rows for cell in grid.cells if cell.row == 0)  # rows of a header over columns
    rows, printed, top = [], [], 0
    for number in range(grid.height):
        cells = sorted((cell for cell in grid.cells if _in_row(cell, number)), key=lambda cell: cell.column)
        held = {cell: _in_cell(parts[cell]) if cell.row == number else [] for cell in cells}
        if not any(held.values()):
            continue
        rows.append(tuple(Cell(cell_text(held[cell]), cell.box, cell.columns) for cell in cells))
        printed.append(_row_line(rows[-1], [line for cell in cells for line in held[cell]]))
        top += number < deep
    return Table(tuple(rows), tuple(printed), grid.box, header_rows(rows, top))


def _in_cell(lines: Sequence[Line]) -> list[Line]:
    """The lines of a cell; letters of a narrow header cell may stand upright in a row of their own."""
    level = joined(line for line in lines if not line.turn)
    return [*level, *in_reading_order([line for line in lines if line.turn])]


def _in_row(cell: GridCell, row: int) -> bool:
    return cell.row <= row < cell.row + cell.rows


def _by_cell(line: Line, places: _Places) -> dict[GridCell, list[Word]]:
    """The cells that a line lies in, each with its words; no words where the line goes into one cell whole."""
    found: dict[GridCell, list[Word]] = {}
    for word in line.words:
        if word.box:
            found.setdefault(places.cell_at(word.box), []).append(word)
    return found if found else {places.cell_at(box_of(line)): []}


class _Places:
    """A grid's cells by where they lie, so that not all of them are asked for each word."""

    def __init__(self, grid: Grid) -> None:
        self._cells = grid.cells
        self._xs = sorted({edge for cell in grid.cells for edge in (cell.box.left, cell.box.right)})
        self._ys = sorted({edge for cell in grid.cells for edge in (cell.box.top, cell.box.bottom)})
        self._at: dict[tuple[int, int], GridCell] = {}
        for cell in grid.cells:
            across = range(bisect_left(self._xs, cell.box.left), bisect_left(self._xs, cell.box.right))
            down = range(bisect_left(self._ys, cell.box.top), bisect_left(self._ys, cell.box.bottom))
            for place in product(across, down):
                self._at.setdefault(place, cell)

    def cell_at(self, box: Box) -> GridCell:
        """The cell around the middle of a box, on a line the one before it; between cells, the nearest."""
        x, y = box.middle
        place = (max(bisect_left(self._xs, x) - 1, 0), max(bisect_left(self._ys, y) - 1, 0))
        found = self._at.get(place)
        if found and found.box.left <= x <= found.box.right and found.box.top <= y <= found.box.bottom:
            return found
        return min(self._cells, key=lambda cell: _distance(cell.box, x, y))


def _distance(box: Box, x: float, y: float) -> float:
    return max(box.left - x, 0.0, x - box.right) + max(box.top - y, 0.0, y - box.bottom)


def _row_line(cells: Sequence[Cell], lines: Sequence[Line]) -> Line:
    words = tuple(word for line in lines for word in line.words)
    text = "\t".join(cell.text for cell in cells)
    return replace(lines[0], text=text, words=words, box=Box.around(box_of(line) for line in lines), role=Role.TABLE)


def cell_text(lines: Sequence[Line]) -> str:
    r"""The lines of a cell put together; a code broken at its hyphen is made whole.

    >>> at = Box(0, 0, 1, 1)
    >>> cell_text([Line("Thông tư số 117/2020/TT-", 1, 1, at), Line("BTC ngày", 1, 2, at)])
    'Thông tư số 117/2020/TT-BTC ngày'
    """
    return re.sub(r"(?<=\w[-/])\n(?=\w)", "", "\n".join(line.text for line in lines)).replace("\n", " ")
