"""One page's lines into reading order, each with its role: pure geometry and a few known words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.document import Box, Line, Role, TableGrid
from pipeline.layout.closing import take_closing
from pipeline.layout.furniture import mark_page_number
from pipeline.layout.letterhead import take_letterhead
from pipeline.layout.marginalia import mark_handwriting, mark_stamps
from pipeline.layout.pieces import box_of, joined
from pipeline.layout.tables import Table, take_tables


@dataclass(frozen=True)
class PageLayout:
    """A page's lines in reading order, numbered from 1, with roles; and its tables, whose rows are among the lines."""

    lines: tuple[Line, ...]
    tables: tuple[TableGrid, ...] = ()


def arrange_page(
    lines: Sequence[Line], width: float, height: float, page: int, rulings: Sequence[Box] = ()
) -> PageLayout:
    """Put the lines of a page into reading order: letterhead left, right, body, recipients, signature.

    `lines` come from a reader or from a text layer, in any order; `width`, `height`, all boxes and `rulings` (thin
    boxes of the ruling lines) are in one unit, whichever. Page numbers stay among the lines, by role.
    Nothing is dropped.
    """
    placed = [line for line in lines if line.box is not None]
    stamped = mark_stamps(placed, rulings, width, height)
    marked = mark_page_number(stamped, height)
    tables, text = take_tables([line for line in marked if line.role is Role.BODY], rulings, width, height)
    text = mark_handwriting(text)
    furniture = [line for line in (*marked, *text) if line.role.is_furniture or line.role.is_marginalia]
    head = take_letterhead([line for line in text if line.role is Role.BODY], height)
    closing = take_closing(head.rest, width)
    ordered = [
        *(line for line in furniture if box_of(line).middle[1] < height / 2),
        *head.left,
        *head.right,
        *_with_tables(joined(closing.above), tables),
        *closing.recipients,
        *closing.signature,
        *(line for line in furniture if box_of(line).middle[1] >= height / 2),
        *(line for line in lines if line.box is None),
    ]
    numbered = tuple(replace(line, page=page, number=i) for i, line in enumerate(ordered, start=1))
    return PageLayout(numbered, tuple(_placed(table, numbered, page) for table in tables))


def _with_tables(lines: Sequence[Line], tables: Sequence[Table]) -> list[Line]:
    """Body lines and table rows together: a table stands before the first line whose middle is below its top."""
    ordered = list(lines)
    for table in reversed(tables):
        later = (i for i, line in enumerate(ordered) if box_of(line).middle[1] > table.box.top)
        place = next(later, len(ordered))
        ordered[place:place] = table.lines
    return ordered


def _placed(table: Table, lines: Sequence[Line], page: int) -> TableGrid:
    """The table with the number of its first line, which is known by its words and box."""
    first = table.lines[0]
    number = next(line.number for line in lines if line.text == first.text and line.box == first.box)
    return table.as_grid(page, number)
