"""The straight lines that are drawn on a PDF page: as strokes, as thin filled boxes, as thin pictures."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from pipeline.document import Box
from pipeline.ingest.foreign import Handle
from pipeline.ingest.geometry import Affine, at, compose, matrix_of

THIN = 3.0
"""Points up to which a filled box is a line: borders of office programs are 0.25 to 3 points, the least shaded line of
text is 8 points high."""

_LEAST = 6.0  # points; a shorter stroke is part of a letter or a dash

_SLANT = 0.5  # points by which the ends of a level or upright stroke may differ

_SEGMENTS = 4000  # of a path; what has more is a drawing

_WHITE = 250  # of 255, each colour; borders in white are not seen

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Look:
    """How a path is drawn, as far as it can be seen."""

    filled: bool
    stroked: bool


def lines_of_path(pdfium: Handle, path: Handle, place: Affine) -> Iterator[Box]:
    """The level and upright lines that a path object shows, as thin boxes; `place` leads from its page to the view."""
    count = pdfium.FPDFPath_CountSegments(path)
    if not 2 <= count <= _SEGMENTS:
        return
    look = _look(pdfium, path)
    if not (look.filled or look.stroked):
        return
    for points in _outlines(pdfium, path, count, compose(place, matrix_of(pdfium, path))):
        box = _around(points)
        if is_line(box):
            yield box
        elif look.stroked:
            yield from _sides(points)


def is_line(box: Box) -> bool:
    """Whether a filled box, or a picture, is as thin as a ruling line and longer than a stroke of a letter."""
    return min(box.width, box.height) <= THIN and max(box.width, box.height) >= max(_LEAST, 2 * THIN)


def _look(pdfium: Handle, path: Handle) -> _Look:
    fill, stroke = ctypes.c_int(0), ctypes.c_int(0)
    pdfium.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke))
    return _Look(
        bool(fill.value) and _seen(pdfium.FPDFPageObj_GetFillColor, path),
        bool(stroke.value) and _seen(pdfium.FPDFPageObj_GetStrokeColor, path),
    )


def _seen(get_colour: Handle, path: Handle) -> bool:
    colours = [ctypes.c_uint(0) for _ in range(4)]
    if not get_colour(path, *(ctypes.byref(colour) for colour in colours)):
        return True
    *rgb, alpha = (colour.value for colour in colours)
    return alpha > 0 and min(rgb) < _WHITE


def _outlines(pdfium: Handle, path: Handle, count: int, place: Affine) -> Iterator[list[Point]]:
    """The corners of each part of a path that has straight sides only."""
    x, y = ctypes.c_float(), ctypes.c_float()
    ends = ctypes.byref(x), ctypes.byref(y)
    points: list[Point] = []
    straight = True
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if straight and len(points) > 1:
                yield points
            points, straight = [], True
        straight &= kind != pdfium.FPDF_SEGMENT_BEZIERTO
        pdfium.FPDFPathSegment_GetPoint(segment, *ends)
        points.append(at(place, x.value, y.value))
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if straight and len(points) > 1:
        yield points


def _around(points: list[Point]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Box(min(xs), min(ys), max(xs), max(ys))


def _sides(points: list[Point]) -> Iterator[Box]:
    for one, other in pairwise(points):
        side = _around([one, other])
        if min(side.width, side.height) <= _SLANT and max(side.width, side.height) >= _LEAST:
            yield side
