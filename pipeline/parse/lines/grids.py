"""Tables that the layout found, row by row: what the parser asks of a printed line that is a row of one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kehoach.pipeline.document import Box, Cell, Line, Page, TableGrid, Word

Rows = Mapping[tuple[int, int], "GridRow"]
"""The rows of all tables, by page and line number."""
_ACROSS = 0.3
"""A word that reaches over a column's edge by more than this share of its width stands across both columns."""


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell, columns that it covers besides its first one as empty ones after it. `above`: its text stands above."""

    text: str
    box: Box | None = None
    above: bool = False


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row of a table. `first`: the table begins here; `names`: it names the columns; `again`: a header repeated.

    `rest`: it is the rest of the row that the page break before it cut.
    """

    cells: tuple[GridCell, ...]
    first: bool = False
    continues: bool = False
    names: bool = False
    again: bool = False
    rest: bool = False


def grid_rows(pages: Iterable[Page]) -> dict[tuple[int, int], GridRow]:
    """The rows of the tables of some pages, by page and line number.

    A row of the layout has its line in the page's lines, of the same number; a table whose lines are not where they
    should be is left to the text rules.
    """
    found: dict[tuple[int, int], GridRow] = {}
    for page in pages:
        lines = {line.number: line for line in page.lines}
        for table in page.tables:
            if all(_agree(lines.get(table.first_line + at), row) for at, row in enumerate(table.rows)):
                found.update(_rows_of(table, lines))
    return found


def _agree(line: Line | None, row: Sequence[Cell]) -> bool:
    """Whether a line is a row's: it has the same letters."""
    return line is not None and "".join(line.text.split()) == "".join("".join(cell.text.split()) for cell in row)


def _rows_of(table: TableGrid, lines: Mapping[int, Line]) -> dict[tuple[int, int], GridRow]:
    width = max(sum(cell.span for cell in row) for row in table.rows)
    edges = _edges(table, width)
    found: dict[tuple[int, int], GridRow] = {}
    above: tuple[GridCell, ...] = ()
    for at, row in enumerate(table.rows):
        line = lines[table.first_line + at]
        cells = _expanded(row, above)
        if len(row) == 1 and width > 2 and edges and (at == 0 or table.repeats):
            cells = _parted(line.words, edges) or cells
        found[table.page, line.number] = GridRow(
            cells,
            first=at == 0,
            continues=table.continues,
            names=at < table.header,
            again=at < table.repeats,
            rest=table.row_goes_on and at == table.repeats,
        )
        above = cells
    return found


def _expanded(row: Sequence[Cell], above: Sequence[GridCell]) -> tuple[GridCell, ...]:
    """A row's cells, one a column; an empty one in the box of the one above belongs to it."""
    cells: list[GridCell] = []
    for cell in row:
        over = above[len(cells)] if len(cells) < len(above) else None
        joined = not cell.text and cell.box is not None and over is not None and over.box == cell.box
        cells.append(GridCell(over.text if joined and over else cell.text, cell.box, joined))
        cells += [GridCell("")] * (cell.span - 1)
    return tuple(cells)


def _edges(table: TableGrid, width: int) -> list[float]:
    """The right edges of the columns, from a row that has all of them; empty where none has."""
    full = next((row for row in table.rows if len(row) == width and all(cell.box for cell in row)), None)
    return [cell.box.right for cell in full if cell.box] if full else []


def _parted(words: Sequence[Word], edges: Sequence[float]) -> tuple[GridCell, ...]:
    """The words of a row whose upright lines the reader of rulings lost, by columns; nothing where they are one text.

    A heading that spans the table has words across the columns' edges; the names of columns keep within them.
    """
    cells: list[list[Word]] = [[] for _ in edges]
    for word in words:
        if word.box is None:
            return ()
        x = word.box.middle[0]
        at = next((n for n, edge in enumerate(edges) if x < edge), len(edges) - 1)
        over = max(word.box.right - edges[at], (edges[at - 1] - word.box.left) if at else 0.0)
        if over > _ACROSS * word.box.width:
            return ()
        cells[at].append(word)
    if sum(map(bool, cells)) < max(3, len(edges) - 1):
        return ()
    return tuple(
        GridCell(" ".join(word.text for word in cell), Box.around([w.box for w in cell if w.box]) if cell else None)
        for cell in cells
    )
