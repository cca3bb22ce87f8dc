"""One page's lines into reading order, each with its role: pure geometry and a few known words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kehoach.pipeline.document import Box, Line, Role, TableGrid
from kehoach.pipeline.layout.foot_columns import take_closing
from kehoach.pipeline.layout.footnote_lines import take_footnotes
from kehoach.pipeline.layout.furniture import mark_number_beyond, mark_page_number, mark_turned_numbers
from kehoach.pipeline.layout.letterhead_columns import Letterhead, take_letterheads
from kehoach.pipeline.layout.marginalia import mark_handwriting, mark_stamps
from kehoach.pipeline.layout.pieces import box_of, joined
from kehoach.pipeline.layout.tables import Table, take_tables
from kehoach.pipeline.layout.turned import in_reading_order, main_turn, seen_upright, turned_back, with_turn
from kehoach.pipeline.layout.unruled import take_unruled


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
    boxes of the ruling lines) are in one unit, whichever. Page numbers stay among the lines, by role. A page whose
    writing is turned is read as it lies when it is turned upright; boxes come back as they came in.
    Nothing is dropped.
    """
    placed = [line for line in lines if line.box is not None]
    turn = main_turn(placed)
    placed = mark_turned_numbers(placed, turn, height)
    seen = [with_turn(line, turn, width, height) for line in placed] if turn else placed
    drawn = [seen_upright(box, turn, width, height) for box in rulings] if turn else rulings
    across, down = (height, width) if turn in (1, 3) else (width, height)
    ordered, tables = _arranged(seen, across, down, drawn)
    found = [*ordered, *(line for line in lines if line.box is None)]
    numbered = tuple(replace(line, page=page, number=i) for i, line in enumerate(found, start=1))
    grids = tuple(_placed(table, numbered, page) for table in tables)
    if turn:
        numbered = tuple(with_turn(line, -turn % 4, across, down) for line in numbered)
        grids = tuple(grid.moved(lambda box: turned_back(box, turn, width, height)) for grid in grids)
    return PageLayout(numbered, grids)


def _arranged(
    lines: Sequence[Line], width: float, height: float, rulings: Sequence[Box]
) -> tuple[list[Line], list[Table]]:
    """The lines of a page that is seen upright in reading order, with roles, and the tables among them."""
    text, marked = _told_apart(mark_number_beyond(mark_stamps(lines, rulings, width, height), height))
    tables, text = take_tables(text, rulings, width, height)
    text, numbers = _told_apart(mark_page_number(text, height, [table.box for table in tables]))
    aside = in_reading_order([line for line in text if line.turn])
    text, written = _told_apart(mark_handwriting([line for line in text if not line.turn]))
    furniture = [*marked, *numbers, *written]
    notes, text = take_footnotes(text, rulings, width, height)
    heads, rest = take_letterheads(text, height)
    closing = take_closing(rest, width)
    unruled, above = take_unruled(closing.above)
    tables = sorted((*tables, *unruled), key=lambda table: table.box.top)
    blocks = [*map(_block, heads), *((table.box.top, table.lines) for table in tables)]
    ordered = [
        *(line for line in furniture if box_of(line).middle[1] < height / 2),
        *(line for line in aside if box_of(line).middle[1] < height / 2),
        *_with_blocks(joined(above), blocks),
        *closing.recipients,
        *closing.signature,
        *notes,
        *(line for line in aside if box_of(line).middle[1] >= height / 2),
        *(line for line in furniture if box_of(line).middle[1] >= height / 2),
    ]
    return ordered, tables


def _told_apart(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """The lines whose part on the page is still open, and those that are known to be no text."""
    return [line for line in lines if line.role is Role.BODY], [line for line in lines if line.role is not Role.BODY]


Block = tuple[float, Sequence[Line]]
"""Lines that stay together, and how far down the page they begin."""


def _block(head: Letterhead) -> Block:
    return head.top, (*head.left, *head.right)


def _with_blocks(lines: Sequence[Line], blocks: Sequence[Block]) -> list[Line]:
    """Body lines with letterheads and table rows: a block stands before the first line that lies below its top."""
    ordered = list(lines)
    for top, block in sorted(blocks, key=lambda block: -block[0]):
        later = (i for i, line in enumerate(ordered) if box_of(line).middle[1] > top)
        place = next(later, len(ordered))
        ordered[place:place] = block
    return ordered


def _placed(table: Table, lines: Sequence[Line], page: int) -> TableGrid:
    """The table with the number of its first line, which is known by its words and box."""
    first = table.lines[0]
    number = next(line.number for line in lines if line.text == first.text and line.box == first.box)
    return table.as_grid(page, number)
