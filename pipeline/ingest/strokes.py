"""The straight lines that are drawn on a PDF page: as strokes, as thin filled boxes, as thin pictures."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise, repeat

from kehoach.pipeline.document import Box
from kehoach.pipeline.ingest.calls import Colour, calls, fill_colour, stroke_colour
from kehoach.pipeline.ingest.geometry import Affine, at, compose, matrix_of

THIN = 3.0
"""Points up to which a filled box is a line: borders of office programs are 0.25 to 3 points, the least shaded line of
text is 8 points high."""

_LEAST = 6.0  # points; a shorter stroke is part of a letter or a dash

_SLANT = 0.5  # points by which the ends of a level or upright stroke may differ

_SEGMENTS = 4000  # of a path; what has more is a drawing

_WHITE = 250  # of 255, each colour; borders in white are not seen

_MOVES, _BENDS = 2, 1  # FPDF_SEGMENT_MOVETO, FPDF_SEGMENT_BEZIERTO in pdfium's fpdf_edit.h

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Look:
    """How a path is drawn, as far as it can be seen."""

    filled: bool
    stroked: bool


def lines_of_path(path: int, place: Affine) -> Iterator[Box]:
    """The level and upright lines that a path shows, as thin boxes; `place` leads from its page to the view.

    `path` is the address of the path object.
    """
    count = calls().count_segments(path)
    if not 2 <= count <= _SEGMENTS:
        return
    look = _look(path)
    if not (look.filled or look.stroked):
        return
    for points in _outlines(path, count, compose(place, matrix_of(path))):
        box = _around(points)
        if is_line(box):
            yield box
        elif look.stroked:
            yield from _sides(points)


def is_line(box: Box) -> bool:
    """Whether a filled box, or a picture, is as thin as a ruling line and longer than a stroke of a letter."""
    return min(box.width, box.height) <= THIN and max(box.width, box.height) >= max(_LEAST, 2 * THIN)


def _look(path: int) -> _Look:
    modes = (ctypes.c_int * 2)()
    start = ctypes.addressof(modes)
    calls().draw_mode(path, start, start + ctypes.sizeof(ctypes.c_int))
    fill, stroke = modes
    return _Look(bool(fill) and _seen(fill_colour(path)), bool(stroke) and _seen(stroke_colour(path)))


def _seen(colour: Colour | None) -> bool:
    return colour is None or (colour[3] > 0 and min(colour[:3]) < _WHITE)


def _outlines(path: int, count: int, place: Affine) -> Iterator[list[Point]]:
    """The corners of each part of a path that has straight sides only."""
    ask = calls()
    corner = (ctypes.c_float * 2)()
    x, y = ctypes.addressof(corner), ctypes.addressof(corner) + ctypes.sizeof(ctypes.c_float)
    points: list[Point] = []
    straight = True
    for segment in map(ask.segment, repeat(path), range(count)):
        kind = ask.segment_kind(segment or 0)
        if kind == _MOVES:
            if straight and len(points) > 1:
                yield points
            points, straight = [], True
        straight &= kind != _BENDS
        ask.segment_point(segment or 0, x, y)
        points.append(at(place, *corner))
        if ask.segment_closes(segment or 0):
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
