"""Tables that run over pages: which one goes on with which, and where a header is printed again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kehoach.pipeline.document import Box, Cell, Page, Role, TableGrid
from kehoach.pipeline.form.text_key import plain
from kehoach.pipeline.layout.turned import seen_upright

_APART = 0.025
"""Share of a table's width by which a column may lie elsewhere on the next page: two scans of one differ by 1 %."""

_SHIFT = 0.06
"""Share of the page's width by which the table as a whole may: sheets are not laid down alike."""

_LONG = 40  # letters of a cell that is a sentence and no name or title

_ALIKE = 90.0
"""Per cent of letters alike (rapidfuzz ratio) from which a row is the header again, an OCR's slips allowed."""


def join_tables(pages: Sequence[Page]) -> list[Page]:
    """The pages with every table marked that goes on with the last one of the page before (`TableGrid.continues`).

    It does where both have the same columns, or the header is printed again, and nothing but page furniture and
    footnotes stands between. Expects furniture to be marked.
    """
    found: list[Page] = []
    before: Page | None = None
    header: list[str] = []
    for page in pages:
        joined = _joined(before, page, header) if before and before.tables and page.tables else page
        found.append(joined)
        if not page.blank:
            before = joined
            header = _header_of(joined.tables[-1], header) if joined.tables else []
    return found


def _header_of(table: TableGrid, before: list[str]) -> list[str]:
    """The header of a table as texts, a row each; of one that continues, that of its first part."""
    return before if table.continues else [_text(row) for row in table.rows[: max(1, table.header)]]


def _text(row: Sequence[Cell]) -> str:
    return plain(" ".join(cell.text for cell in row))


def _joined(before: Page, page: Page, header: Sequence[str]) -> Page:
    last, first = before.tables[-1], page.tables[0]
    if not (_ends_page(last, before) and _begins_page(first, page)):
        return page
    again = _repeated(first, header)
    if not again and not _same_columns(_seen(last, before), _seen(first, page)):
        return page
    goes_on = len(first.rows) > again and _is_rest(first.rows[again], last.rows[-1])
    marked = replace(first, continues=True, repeats=again, header=0, row_goes_on=goes_on)
    return replace(page, tables=(marked, *page.tables[1:]))


def _ends_page(table: TableGrid, page: Page) -> bool:
    end = table.first_line + len(table.rows)
    return all(line.role in _BETWEEN for line in page.text_lines() if line.number >= end)


def _begins_page(table: TableGrid, page: Page) -> bool:
    return all(line.role in _BETWEEN for line in page.text_lines() if line.number < table.first_line)


_BETWEEN = (Role.FOOTNOTE, Role.SIGNATURE_DUMP)


def _repeated(table: TableGrid, header: Sequence[str]) -> int:
    """How many first rows of a table are the header rows again."""
    from rapidfuzz import fuzz

    rows = [_text(row) for row in table.rows[: len(header)]]
    alike = len(rows) == len(header) and all(fuzz.ratio(a, b) >= _ALIKE for a, b in zip(rows, header, strict=True))
    return len(header) if alike and any(header) else 0


@dataclass(frozen=True)
class _Seen:
    """A table as it is seen when its writing is level: its place across the page, and where its columns begin.

    Shares, of the page's width and of the table's own.
    """

    left: float
    width: float
    edges: Sequence[float]


def _seen(table: TableGrid, page: Page) -> _Seen | None:
    """None where there are no boxes to measure."""
    turn = page.lines[table.first_line - 1].turn
    across = page.height if turn in (1, 3) else page.width
    upright = table.moved(lambda box: seen_upright(box, turn, page.width, page.height))
    if upright.box is None or not across or not upright.box.width:
        return None
    return _Seen(upright.box.left / across, upright.box.width / across, _edges(upright, upright.box))


def _same_columns(one: _Seen | None, other: _Seen | None) -> bool:
    """Whether the columns of two tables lie alike; a part without some of them (cells merged) is allowed."""
    if one is None or other is None:
        return False
    if abs(one.left - other.left) > _SHIFT or abs(other.width / one.width - 1) > 2 * _APART:
        return False
    fewer, more = sorted((one.edges, other.edges), key=len)
    return len(fewer) > 1 and all(any(abs(a - b) <= _APART for b in more) for a in fewer)


def _edges(table: TableGrid, box: Box) -> list[float]:
    """Where the cells of a table begin, as shares of its width, once each."""
    edges: list[float] = []
    for left in sorted(cell.box.left for row in table.rows for cell in row if cell.box):
        share = (left - box.left) / box.width
        if not edges or share - edges[-1] > _APART:
            edges.append(share)
    return edges


def _is_rest(row: Sequence[Cell], above: Sequence[Cell]) -> bool:
    """Whether a row is what a page break cut off the row above it.

    It has no first cell of its own, only cells under filled ones, and one that goes on in the middle of a sentence.
    """
    if len(row) != len(above) or len(row) < 2 or row[0].text:
        return False
    pairs = [(over.text, cell.text) for over, cell in zip(above, row, strict=True) if cell.text]
    if not pairs or any(not over for over, _ in pairs):
        return False
    return any(_goes_on(over, text) for over, text in pairs)


def _goes_on(over: str, text: str) -> bool:
    """Whether `text` goes on with a sentence: a small letter first, or a name after a long text without its end."""
    return text[0].islower() or (len(over) > _LONG and over[-1] not in ".;:!?" and text[0].isalpha())
