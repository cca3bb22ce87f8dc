"""One page's lines into reading order, each with its role: pure geometry and a few known words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.document import Box, Line, TableGrid
from pipeline.layout.closing import take_closing
from pipeline.layout.furniture import mark_page_number
from pipeline.layout.letterhead import take_letterhead
from pipeline.layout.pieces import box_of, joined


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
    marked = mark_page_number(placed, height)
    furniture = [line for line in marked if line.role.is_furniture]
    head = take_letterhead([line for line in marked if not line.role.is_furniture], height)
    closing = take_closing(head.rest, width)
    ordered = [
        *(line for line in furniture if box_of(line).middle[1] < height / 2),
        *head.left,
        *head.right,
        *joined(closing.above),
        *closing.recipients,
        *closing.signature,
        *(line for line in furniture if box_of(line).middle[1] >= height / 2),
        *(line for line in lines if line.box is None),
    ]
    numbered = tuple(replace(line, page=page, number=i) for i, line in enumerate(ordered, start=1))
    return PageLayout(numbered)
