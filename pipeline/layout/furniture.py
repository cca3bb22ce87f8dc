"""Page furniture: page numbers, and heads that run over the pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from pipeline.document import Line, Page, Role
from pipeline.layout.pieces import box_of, cut_at_gaps

_MARGIN = 0.13
"""Share of the page's height, at the top and at the bottom, where a page number may stand. Nghị định 30/2020/NĐ-CP has
it in the top margin of 20–25 mm of 297 (0.08), gazettes and older documents at the bottom; scans are cut unevenly."""

_NUMBER = re.compile(r"(?:trang\s+)?[-–—.\s]*\d{1,4}[-–—.\s]*(?:[/|]\s*\d{1,4})?", re.IGNORECASE)

_REPEATED = 3
"""Pages on which a first or last line must stand, digits aside, to be a running head."""


def mark_page_number(lines: Sequence[Line], height: float) -> list[Line]:
    """The lines with the page's number marked as such: a lone number in the margin, above or below all other text."""
    pieces = [part for line in lines for part in (cut_at_gaps(line) if _in_margin(line, height) else [line])]
    others = [line for line in pieces if line.role is Role.BODY and not _NUMBER.fullmatch(line.text)]
    if not others:
        return pieces
    top = min(box_of(line).top for line in others)
    bottom = max(box_of(line).bottom for line in others)
    return [
        _marked(line, top, bottom) if _is_number(line, height) and line.role is Role.BODY else line for line in pieces
    ]


def _in_margin(line: Line, height: float) -> bool:
    middle = box_of(line).middle[1]
    return middle < _MARGIN * height or middle > (1 - _MARGIN) * height


def _is_number(line: Line, height: float) -> bool:
    return _in_margin(line, height) and _NUMBER.fullmatch(line.text) is not None


def _marked(line: Line, top: float, bottom: float) -> Line:
    """Marked where it stands beyond the other text, or level with its first or last line."""
    box = box_of(line)
    beyond = box.middle[1] <= top + box.height or box.middle[1] >= bottom - box.height
    return replace(line, role=Role.PAGE_NUMBER) if beyond else line


def mark_running_heads(pages: Sequence[Page]) -> list[Page]:
    """The pages with a first or last line that stands on three or more of them, digits aside, marked as furniture."""
    edges = Counter(key for page in pages for key in {_key(line) for line in _edges(page)})
    heads = {key for key, count in edges.items() if count >= _REPEATED and len(key) > 3}
    return [_with_heads(page, heads) for page in pages] if heads else list(pages)


def _edges(page: Page) -> list[Line]:
    text = [line for line in page.lines if line.role is Role.BODY]
    return [text[0], text[-1]] if len(text) > 2 else []


def _key(line: Line) -> str:
    return re.sub(r"\d+", "0", line.text.casefold())


def _with_heads(page: Page, heads: set[str]) -> Page:
    marked = {id(line) for line in _edges(page) if _key(line) in heads}
    lines = tuple(replace(line, role=Role.RUNNING_HEAD) if id(line) in marked else line for line in page.lines)
    return replace(page, lines=lines)
