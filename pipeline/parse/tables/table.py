"""Tables: rows of cells, from the layout's grids or from lines with tabs; the header, group rows, pages joined."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from kehoach.pipeline.document import Box, Line
from kehoach.pipeline.form.text_key import is_capitals, key, squeeze, without_markup
from kehoach.pipeline.parse.lines.paragraphs import evidence, glue
from kehoach.pipeline.parse.lines.rows import Row
from kehoach.pipeline.parse.tables.columns import column_kinds, column_of
from kehoach.pipeline.plan import Evidence, Table, TableCell, TableRow

_MOST_HEADER = 3
"""Rows that name columns stand above each other at most so many."""


def runs(rows: Sequence[Row]) -> tuple[list[Row], list[list[Row]]]:
    """The rows that are text, and the tables among them, each a list of rows."""
    text: list[Row] = []
    tables: list[list[Row]] = []
    before: Row | None = None
    for row in rows:
        if not row.is_table:
            text.append(row)
        elif before is not None and before.is_table and not _begins(before, row):
            tables[-1].append(row)
        else:
            tables.append([row])
        before = row
    return text, tables


def _begins(before: Row, row: Row) -> bool:
    """Whether a new table begins with a row: the layout says so, and it does not go on over a page with one as wide."""
    if row.grid is None or not row.grid.first or row.grid.continues:
        return False
    over = row.line.page != before.line.page
    return not (over and len(cells_of(before)) == len(cells_of(row)))


def cells_of(row: Row) -> list[str]:
    """The cells of a row, empty ones too."""
    if row.grid is not None:
        return ["" if cell.above else squeeze(without_markup(cell.text)) for cell in row.grid.cells]
    return [squeeze(without_markup(cell)) for cell in row.line.text.rstrip("\n").split("\t")]


def _is_group(cells: Sequence[str], width: int) -> bool:
    """Whether a row is a heading that spans the table: one filled cell, or a Roman number or letter and a heading.

    The heading is in capitals, or else all that a row of four columns or more has.
    """
    filled = [cell for cell in cells if cell]
    if len(filled) == 1 and width > 1:
        return True
    number = filled[0].strip(".") if len(filled) > 1 else ""
    if not (number.isalpha() and number.isupper() and len(number) <= 5):
        return False
    return (is_capitals(filled[1]) and len(filled) <= 3) or (len(filled) == 2 and width > 3)


def read_table(rows: Sequence[Row], title: str | None = None) -> Table:
    """A run of rows as a table; its header where the first rows name columns; each row has all cells."""
    cells = [cells_of(row) for row in rows]
    width = max(map(len, cells))
    above = _header_rows(rows, cells)
    header = _joined_names(cells[:above], width)
    found: list[TableRow] = []
    repeated = _repeated(rows, cells, above)
    for at in range(above, len(rows)):
        grid = rows[at].grid
        if at in repeated:
            continue
        if grid is not None and grid.rest and found:
            found[-1] = _carried_on(found[-1], cells[at])
        else:
            found.append(_row(rows[at], cells[at], width))
    data = [[cell.text for cell in row.cells] for row in found if not row.group]
    place = evidence([row.line for row in rows])
    return Table(title=title, header=header, columns=column_kinds(header, data, width), rows=found, evidence=place)


def _row(row: Row, texts: Sequence[str], width: int) -> TableRow:
    place = evidence([row.line])
    grid = row.grid.cells if row.grid is not None else ()
    cells = [
        TableCell(text=text, joined=printed.above, evidence=_cell_evidence(place, printed.box))
        if printed
        else TableCell(text=text, evidence=place)
        for text, printed in zip_longest(texts, grid[: len(texts)])
    ]
    cells += [TableCell(text="", evidence=place) for _ in range(width - len(cells))]
    return TableRow(cells=cells, group=_is_group(texts, width) and not any(cell.joined for cell in cells))


def _carried_on(row: TableRow, rest: Sequence[str]) -> TableRow:
    """A row that a page break cut, with the rest of it put to its beginning cell by cell."""
    texts = [*rest, *[""] * len(row.cells)]  # where the rest has fewer cells
    cells = [
        TableCell(text=_joined(cell.text, text), joined=cell.joined, evidence=cell.evidence) if text else cell
        for cell, text in zip(row.cells, texts, strict=False)
    ]
    return TableRow(cells=cells, group=row.group)


def _joined(text: str, rest: str) -> str:
    return f"{text}{glue(text, rest)}{rest}" if text else rest


def _cell_evidence(place: Evidence, box: Box | None) -> Evidence:
    if box is None:
        return place
    return Evidence(page=place.page, lines=place.lines, box=(box.left, box.top, box.right, box.bottom))


def _header_rows(rows: Sequence[Row], cells: Sequence[Sequence[str]]) -> int:
    """How many rows at a table's head name its columns: what the layout counted, else what the words say."""
    counted = sum(row.grid is not None and row.grid.names for row in rows[:_MOST_HEADER])
    if counted:
        return counted
    if len(cells) < 2 or not _is_header(cells[0]):
        return 0
    above = 1
    while above < min(_MOST_HEADER, len(cells) - 1) and _goes_on(cells[0], cells[above]):
        above += 1
    return above


def _goes_on(names: Sequence[str], cells: Sequence[str]) -> bool:
    """Whether a row goes on with a header whose names span columns: it fills what is empty there, with names.

    A row of column numbers «(1) (2) (3)» below the names is none of the rows either.
    """
    filled = [(at, cell) for at, cell in enumerate(cells) if cell]
    if len(filled) > 2 and [cell.strip("()[] ") for _, cell in filled] == [str(n) for n in range(1, len(filled) + 1)]:
        return True
    if len(filled) < 2 or filled[0][0] == 0:
        return False
    empty = sum(at >= len(names) or not names[at] for at, _ in filled)
    return empty > 0 and all(column_of(cell) or len(cell) < 20 for _, cell in filled) and not _has_data(cells)


def _has_data(cells: Sequence[str]) -> bool:
    return any(cell[:1].isdigit() for cell in cells)


def _joined_names(rows: Sequence[Sequence[str]], width: int) -> list[str]:
    """The names of the columns: those that stand above each other as one; a name that spans columns names them all."""
    if not rows:
        return []
    names = [""] * width
    for level, row in enumerate(rows):
        said = ""
        for at in range(width):
            cell = row[at] if at < len(row) else ""
            said = cell or (said if level == 0 and any(r[at : at + 1] != [""] for r in rows[1:]) else "")
            names[at] = f"{names[at]} {said}".strip()
    return names


def _repeated(rows: Sequence[Row], cells: Sequence[Sequence[str]], above: int) -> set[int]:
    """The rows that print the header again at the head of a page."""
    again = {at for at, row in enumerate(rows) if row.grid is not None and row.grid.again}
    head = [[key(cell) for cell in row] for row in cells[:above]]
    for at in range(above, len(rows)):
        if any(name and [key(cell) for cell in cells[at]] == name for name in head):
            again.add(at)
    return again


def repeats_of(rows: Sequence[Row]) -> list[Line]:
    """The lines of a table that repeat its header at the head of a page."""
    cells = [cells_of(row) for row in rows]
    return [rows[at].line for at in sorted(_repeated(rows, cells, _header_rows(rows, cells)))]


_HEADER_WORDS = (
    "stt",
    "tt",
    "so tt",
    "noi dung",
    "nhiem vu",
    "thoi gian",
    "don vi",
    "co quan",
    "hoat dong",
    "ten",
    "chi tieu",
    "tieu chi",
    "ghi chu",
    "san pham",
    "kinh phi",
    "so luong",
)


def _is_header(cells: Sequence[str]) -> bool:
    """Whether the first row names its columns."""
    filled = [key(cell) for cell in cells if cell]
    known = any(cell.startswith(word) for cell in filled for word in _HEADER_WORDS)
    if len(filled) < max(2, len(cells) - (2 if known and filled[0] in ("stt", "tt") else 1)):
        return False
    return known or not any(cell[:1].isdigit() for cell in filled)
