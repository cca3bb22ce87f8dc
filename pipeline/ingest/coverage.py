"""How much of a page its pictures and its text layer cover, and whether the layer holds the page's text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from kehoach.pipeline.document import Box, Line
from kehoach.pipeline.form.signature_dumps import is_overlay
from kehoach.pipeline.ingest.pages import PdfPage

LayerState = Literal["none", "partial", "full"]

_GRID = 100  # cells across and down; a cell of A4 is 6 x 8 points, half a line high
_MARGIN = 0.09
"""Share of the page's height at its head and foot where running heads and page numbers stand: 20-25 mm of 297
(Nghị định 30/2020/NĐ-CP, Phụ lục I)."""
_BARE = 0.025
"""Pictures with less than this share of their area under body text carry the text themselves. OCR layers of the
shortest pages (a signature block alone) cover 0.04 of the scan, a page of text 0.25 to 0.5."""
_PAGE_PICTURE = 0.08
"""A bare picture of this share of the page can hold the whole body: the last page of a scan may be 13 % high."""
_BODY_CHARS = 150
"""Fewer letters than this beside a bare picture are a heading or a caption, not the page's text."""
_CHARS_A_SHARE = 2500
"""Letters that a page of A4 text has at most; beside a picture the free part of the page should hold its share."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Shares of the page's area, 0…1, and the letters of the layer that stand in the body of the page."""

    pictures: float
    text: float
    text_on_pictures: float  # share of the pictures' area
    body_chars: int  # outside head and foot, no signature overlay


def layer_state(page: PdfPage) -> LayerState:
    """Whether a page's text layer holds nothing, a part, or all of its text.

    "partial": a picture carries the body, and the layer has only a running head, a page number or the overlay of a
    digital signature. Whether a full layer can be trusted is the judge's question, not this one.
    """
    if not any(line.text.strip("\ufffd ") for line in page.layer):
        return "none"
    if not page.images:
        return "full"
    found = coverage(page)
    if found.pictures < _PAGE_PICTURE or found.text_on_pictures >= _BARE:
        return "full"
    free = max(0.0, 1 - 2 * _MARGIN - found.pictures)
    expected = min(_BODY_CHARS, _CHARS_A_SHARE * free)
    return "full" if found.body_chars > max(30.0, expected) else "partial"


def coverage(page: PdfPage) -> Coverage:
    """Measure a page on a grid, so that pictures cut into strips or lying over one another count once."""
    body = [line for line in page.layer if _is_body(line, page.height)]
    pictures = _cells(page.images, page)
    text = _cells((w.box for line in body for w in line.words if w.box), page)
    under = pictures & text
    return Coverage(
        pictures=len(pictures) / _GRID**2,
        text=len(text) / _GRID**2,
        text_on_pictures=len(under) / len(pictures) if pictures else 0.0,
        body_chars=sum(len(word.text) for line in body for word in line.words),
    )


def _is_body(line: Line, height: float) -> bool:
    if line.box is None or height <= 0:
        return False
    middle = line.box.middle[1] / height
    return _MARGIN < middle < 1 - _MARGIN and not is_overlay(line.text)


def _cells(boxes: Iterable[Box], page: PdfPage) -> set[tuple[int, int]]:
    """The grid cells whose middle lies in one of the boxes; a box thinner than a cell takes the one it lies in."""
    cells: set[tuple[int, int]] = set()
    for box in boxes:
        columns = _span(box.left / page.width, box.right / page.width)
        rows = _span(box.top / page.height, box.bottom / page.height)
        cells.update((x, y) for x in columns for y in rows)
    return cells


def _span(start: float, end: float) -> range:
    first = min(_GRID - 1, max(0, round(start * _GRID)))
    last = min(_GRID, max(0, round(end * _GRID)))
    return range(first, max(first + 1, last))
