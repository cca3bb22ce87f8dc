"""Tables: rows of cells with tabs between them, the header, group rows, pages joined."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.document import Line
from pipeline.plan import Table, TableCell, TableRow

from .paragraphs import evidence
from .rows import Row
from .textual import is_capitals, key, squeeze, without_markup


def runs(rows: Sequence[Row]) -> tuple[list[Row], list[list[Row]]]:
    """The rows that are text, and the tables among them, each a list of rows."""
    text: list[Row] = []
    tables: list[list[Row]] = []
    inside = False
    for row in rows:
        if not row.is_table:
            text.append(row)
        elif inside:
            tables[-1].append(row)
        else:
            tables.append([row])
        inside = row.is_table
    return text, tables


def cells_of(row: Row) -> list[str]:
    """The cells of a row, empty ones too."""
    return [squeeze(without_markup(cell)) for cell in row.line.text.rstrip("\n").split("\t")]


def _is_group(cells: Sequence[str], width: int) -> bool:
    """Whether a row is a heading that spans the table: one filled cell, or a Roman number and a heading in capitals."""
    filled = [cell for cell in cells if cell]
    if len(filled) == 1 and width > 1:
        return True
    numbered = (
        len(filled) >= 2 and filled[0].strip(".").isalpha() and filled[0].strip(".").isupper() and len(filled[0]) <= 5
    )
    return numbered and is_capitals(filled[1]) and len(filled) <= 3


def read_table(rows: Sequence[Row], title: str | None = None) -> Table:
    """A run of rows as a table; the first is its header where it names columns; each row has all cells."""
    cells = [cells_of(row) for row in rows]
    width = max(map(len, cells))
    header = cells[0] if _is_header(cells[0]) and len(cells) > 1 else []
    found = Table(title=title, header=header, evidence=evidence([row.line for row in rows]))
    for row, texts in zip(rows, cells, strict=True):
        if header and texts == header:
            continue  # the header again at the head of a page
        place = evidence([row.line])
        full = texts + [""] * (width - len(texts))
        found.rows.append(
            TableRow(cells=[TableCell(text=text, evidence=place) for text in full], group=_is_group(texts, width))
        )
    return found


def repeats_of(rows: Sequence[Row]) -> list[Line]:
    """The lines of a table that repeat its header at the head of a page."""
    cells = [cells_of(row) for row in rows]
    if not _is_header(cells[0]):
        return []
    return [row.line for row, texts in zip(rows[1:], cells[1:], strict=True) if texts == cells[0]]


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
    if len(filled) < max(2, len(cells) - 1):
        return False
    known = any(cell.startswith(word) for cell in filled for word in _HEADER_WORDS)
    return known or not any(cell[:1].isdigit() for cell in filled)
