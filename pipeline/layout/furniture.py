"""Page furniture: page numbers, and heads that run over the pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from kehoach.pipeline.document import Box, Line, Page, Role
from kehoach.pipeline.form.appendix_heads import is_numbered_heading
from kehoach.pipeline.form.page_numbers import page_number
from kehoach.pipeline.form.text_key import plain
from kehoach.pipeline.layout.pieces import box_of, cut_at_gaps, same_row

_MARGIN = 0.13
"""Share of the page's height, at the top and at the bottom, where a page number may stand. Nghị định 30/2020/NĐ-CP has
it in the top margin of 20–25 mm of 297 (0.08), gazettes and older documents at the bottom; scans are cut unevenly."""

_REPEATED = 3
"""Pages on which a first or last line must stand, digits aside, to be a running head."""

_DEEPEST = 3  # lines of a running head; gazettes have one, registers of agencies two


def mark_number_beyond(lines: Sequence[Line], height: float) -> list[Line]:
    """The lines with a lone number in the margin marked that lies wholly above or below all other text.

    It may be printed over the edge of a table; the number of a table's row has words beside it.
    """
    others = [box_of(line) for line in lines if page_number(line.text) is None]
    if not others:
        return list(lines)
    text = Box.around(others)
    return [
        replace(line, role=Role.PAGE_NUMBER)
        if line.role is Role.BODY
        and _is_number(line, height)
        and (box_of(line).bottom <= text.top or box_of(line).top >= text.bottom)
        else line
        for line in lines
    ]


def mark_page_number(lines: Sequence[Line], height: float, tables: Sequence[Box] = ()) -> list[Line]:
    """The lines with the page's number marked as such: a lone number in the margin, above or below all other text.

    `tables`: the boxes of the tables, whose own lines are not among `lines`.
    """
    pieces = [part for line in lines for part in (cut_at_gaps(line) if _in_margin(line, height) else [line])]
    others = [line for line in pieces if line.role is Role.BODY and page_number(line.text) is None]
    boxes = [*map(box_of, others), *tables]
    if not boxes:
        return pieces
    text = Box.around(boxes)
    return [
        _marked(line, text, boxes) if _is_number(line, height) and line.role is Role.BODY else line for line in pieces
    ]


def mark_turned_numbers(lines: Sequence[Line], turn: int, height: float) -> list[Line]:
    """The lines of a page whose writing is turned by `turn`, with a number in the margin marked that is not."""
    return [
        replace(line, role=Role.PAGE_NUMBER) if line.turn != turn and _is_number(line, height) else line
        for line in lines
    ]


def _in_margin(line: Line, height: float) -> bool:
    middle = box_of(line).middle[1]
    return middle < _MARGIN * height or middle > (1 - _MARGIN) * height


def _is_number(line: Line, height: float) -> bool:
    return _in_margin(line, height) and page_number(line.text) is not None


def _marked(line: Line, text: Box, others: Sequence[Box]) -> Line:
    """Marked where it stands beyond the other text, or level with its first or last line.

    Level with two or more pieces of the last line it is the number of a row in a table without ruling lines.
    """
    box = box_of(line)
    above, below = box.middle[1] <= text.top + box.height, box.middle[1] >= text.bottom - box.height
    in_row = below and not above and sum(same_row(box, other) for other in others) > 1
    return replace(line, role=Role.PAGE_NUMBER) if (above or below) and not in_row else line


def mark_running_heads(pages: Sequence[Page]) -> list[Page]:
    """The pages with a first or last line that stands on three or more of them, digits aside, marked as furniture.

    A head or foot may have up to three lines, of which those nearer to the text are the same to the digit. A line that
    only differs in a number is none where it is the heading of an annex or form: «Phụ lục 1», «Biểu số 2», and none
    where it stands as often amid the pages.
    """
    found = list(pages)
    for depth in range(_DEEPEST):
        key = str.casefold if depth else _without_digits
        edges = Counter(text for page in found for text in {key(line.text) for line in _edges(page)})
        heads = {text for text, count in edges.items() if count >= _REPEATED and len(text) > 3}
        heads -= _amid(found, heads, edges, key) if heads else set()
        if not heads:
            break
        found = [_with_heads(page, heads, key) for page in found]
    return found


def _amid(pages: Sequence[Page], heads: set[str], edges: Counter[str], key: Callable[[str], str]) -> set[str]:
    """Those of the heads that stand as often amid the pages: rows of a list, one of which begins or ends a page."""
    inner = (key(line.text) for page in pages for line in page.lines[_DEEPEST:-_DEEPEST])
    seen = Counter(text for text in inner if text in heads)
    return {head for head in heads if seen[head] >= edges[head]}


def _edges(page: Page) -> list[Line]:
    """The first and last line of a page that has more text, where they are no part of anything known."""
    text = [line for line in page.lines if not (line.role.is_furniture or line.role.is_marginalia)]
    ends = [text[0], text[-1]] if len(text) > 2 else []
    return [line for line in ends if line.role is Role.BODY]


def _without_digits(text: str) -> str:
    folded = text.casefold()
    return folded if is_numbered_heading(plain(folded)) else re.sub(r"\d+", "0", folded)


def _with_heads(page: Page, heads: set[str], key: Callable[[str], str]) -> Page:
    marked = {id(line) for line in _edges(page) if key(line.text) in heads}
    lines = tuple(replace(line, role=Role.RUNNING_HEAD) if id(line) in marked else line for line in page.lines)
    return replace(page, lines=lines)
