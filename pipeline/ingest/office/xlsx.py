"""Workbooks (.xlsx, .xlsm) as a flow: a table for each sheet, values as their cells were last counted."""

from __future__ import annotations

import datetime as dt
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from kehoach.pipeline.errors import BadInput
from kehoach.pipeline.files.regular import open_regular
from kehoach.pipeline.ingest.limits import SHEET_CELLS
from kehoach.pipeline.ingest.office.flow import PAGE_BREAK, Cell, Flow, Paragraph, Span, Table
from kehoach.pipeline.ingest.office.package import broken_is_bad, check_package
from kehoach.pipeline.wording import noun, number_of

_WIDE = 3
"""From so many cells with text a row belongs to a table; letterheads and feet have up to two on a line."""
_DIGITS = 10  # significant ones that Excel shows of a number in a cell of the general format


def read_xlsx(path: Path) -> Flow:
    """A workbook as a flow. Formulas are never counted: their last values stand in the file. Raises BadInput."""
    import openpyxl

    check_package(path)
    flow = Flow()
    with broken_is_bad(path), open_regular(path) as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about parts that openpyxl does not keep: drawings, validations
        book = openpyxl.load_workbook(file, data_only=True, rich_text=True, keep_links=False)
        try:
            left = SHEET_CELLS
            for sheet in book.worksheets:
                left -= sheet.max_row * sheet.max_column
                if left < 0:
                    raise BadInput(
                        f"{path}: over {SHEET_CELLS} cells in the workbook", advice="save what is a document on its own"
                    )
                if sheet.sheet_state == "visible":
                    _sheet(sheet, flow)
                    continue
                flow.notes.append(f"the sheet «{sheet.title}» is hidden, and left out of the text")
                flow.hidden.append(Table([[Cell([_paragraph(cell)]) for cell in row] for row in sheet.iter_rows()]))
        finally:
            book.close()
    return flow


def _sheet(sheet: Any, flow: Flow) -> None:
    """One sheet: rows that stand above and below the table as text, the table between them."""
    rows = list(_rows(sheet, flow))
    if not any(map(_filled, rows)):
        return
    if any(True for _ in flow.blocks):
        flow.blocks.append(Paragraph([Span(PAGE_BREAK)]))
    flow.pictures += len(getattr(sheet, "_images", ()))
    wide = [at for at, row in enumerate(rows) if len(_filled(row)) >= _WIDE]
    first, last = (wide[0], wide[-1] + 1) if wide else (len(rows), len(rows))
    flow.blocks.append(Table(rows[:first], bordered=False)) if _is_pair(rows[:first]) else _as_lines(rows[:first], flow)
    if rows[first:last]:
        flow.blocks.append(Table(rows[first:last]))
    flow.blocks.append(Table(rows[last:], bordered=False)) if _is_pair(rows[last:]) else _as_lines(rows[last:], flow)
    for part in (sheet.oddHeader, sheet.oddFooter):
        words = " ".join(str(one.text) for one in (part.left, part.center, part.right) if one is not None and one.text)
        if words.strip():
            (flow.heads if part is sheet.oddHeader else flow.feet).append(Paragraph([Span(_uncoded(words))]))


def _uncoded(words: str) -> str:
    """A head or foot of a sheet without the codes for fields and fonts."""
    import re

    return re.sub(r'&\[?(?:"[^"]*"|[A-Za-z]+\]?|\d+)', "", words)


def _as_lines(rows: Sequence[Sequence[Cell]], flow: Flow) -> None:
    """Rows of one or two cells as paragraphs."""
    for row in rows:
        spans: list[Span] = []
        for cell in _filled(row):
            spans += [Span("\t")] if spans else []
            spans += [span for block in cell.blocks if isinstance(block, Paragraph) for span in block.spans]
        flow.blocks.append(Paragraph(spans))


def _is_pair(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether rows stand in two columns: some have two cells with text."""
    return any(len(_filled(row)) > 1 for row in rows)


def _filled(row: Sequence[Cell]) -> list[Cell]:
    return [cell for cell in row if any(isinstance(block, Paragraph) and not block.blank for block in cell.blocks)]


def _rows(sheet: Any, flow: Flow) -> Iterator[list[Cell]]:
    """The rows that are shown, without the empty columns behind the last word."""
    from openpyxl.utils import get_column_letter

    hidden = _hidden_columns(sheet)
    across = _merged(sheet)
    rows: list[list[Cell]] = []
    unseen = 0
    for cells in sheet.iter_rows():
        about = sheet.row_dimensions.get(cells[0].row) if cells else None
        if about is not None and about.hidden:
            unseen += any(cell.value is not None for cell in cells)
            flow.hidden.append(Table([[Cell([_paragraph(cell)]) for cell in cells]]))
            continue
        unshown = [cell for cell in cells if get_column_letter(cell.column) in hidden]
        flow.hidden += [Table([[Cell([_paragraph(cell)]) for cell in unshown]])] if unshown else []
        shown = [cell for cell in cells if get_column_letter(cell.column) not in hidden]
        rows.append([Cell([_paragraph(cell)], across.get(cell.coordinate, 1)) for cell in shown])
    if unseen or hidden:
        flow.notes.append(
            f"sheet «{sheet.title}»: {number_of(unseen, 'hidden row')} and {number_of(len(hidden), 'hidden column')}"
            f" {noun(unseen + len(hidden), 'is', 'are')} left out of the text"
        )
    yield from (_covered(row) for row in _trimmed(rows))


def _trimmed(rows: list[list[Cell]]) -> list[list[Cell]]:
    width = max((at + 1 for row in rows for at, cell in enumerate(row) if _filled([cell])), default=0)
    return [row[:width] for row in rows]


def _covered(row: list[Cell]) -> list[Cell]:
    """A row without the empty cells that a merged one covers."""
    kept: list[Cell] = []
    at = 0
    while at < len(row):
        cell = row[at]
        cell.span = min(cell.span, len(row) - at)
        kept.append(cell)
        at += cell.span
    return kept


def _hidden_columns(sheet: Any) -> set[str]:
    from openpyxl.utils import get_column_letter

    found: set[str] = set()
    for about in sheet.column_dimensions.values():
        if about.hidden and about.min and about.max:
            found.update(get_column_letter(at) for at in range(about.min, min(about.max, sheet.max_column) + 1))
    return found


def _merged(sheet: Any) -> dict[str, int]:
    """The columns that merged cells cover, by the cell that has their text."""
    return {area.start_cell.coordinate: area.max_col - area.min_col + 1 for area in sheet.merged_cells.ranges}


def _paragraph(cell: Any) -> Paragraph:
    from openpyxl.cell.rich_text import CellRichText

    if cell.value is None:
        return Paragraph()
    font = str(cell.font.name or "") if cell.font is not None else ""
    if isinstance(cell.value, CellRichText):
        return Paragraph([Span(_flat(str(part)), _font_of(part) or font) for part in cell.value])
    return Paragraph([Span(_flat(shown(cell.value, str(cell.number_format))), font)])


def _font_of(part: Any) -> str:
    return str(getattr(getattr(part, "font", None), "rFont", "") or "")


def _flat(text: str) -> str:
    return " ".join(text.split("\n")) if "\n" in text else text


def shown(value: object, form: str = "General") -> str:
    """A value as its cell shows it: days as people here write them, numbers without a computer's last digits.

    >>> shown(0.125, "0.0%"), shown(36000), shown(118.2795698924731), shown(dt.datetime(2020, 4, 10)), shown(True)
    ('12.5%', '36000', '118.2795699', '10/04/2020', 'TRUE')
    """
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, dt.datetime):
        clock = "" if value.time() == dt.time() else f" {value:%H:%M}"
        return f"{value:%d/%m/%Y}{clock}"
    if isinstance(value, dt.date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    if isinstance(value, int | float):
        return f"{_number(value * 100)}%" if "%" in form else _number(value)
    return str(value)


def _number(value: float) -> str:
    if isinstance(value, int) or (value.is_integer() and abs(value) < 10**15):
        return str(int(value))
    return f"{value:.{_DIGITS}g}"
