"""The pictures and drawings of a PDF page: where they lie and how fine they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, repeat

from kehoach.pipeline.document import Box
from kehoach.pipeline.ingest.actual_text import is_spoken_for
from kehoach.pipeline.ingest.calls import address_of, calls, pixels_across
from kehoach.pipeline.ingest.geometry import IDENTITY, Affine, compose, matrix_of, to_view
from kehoach.pipeline.ingest.limits import PAGE_OBJECTS
from kehoach.pipeline.ingest.strokes import is_line, lines_of_path
from kehoach.pipeline.ingest.untyped import Handle

_SEGMENTS = 60_000
"""Segments of a page's paths that are looked at, half a second's work: the densest table of the gazettes has 5,000."""

_DEPTH = 6  # forms within forms; deeper nesting is an attack or an accident


_TEXT, _PATH, _IMAGE, _FORM = 1, 2, 3, 5  # FPDF_PAGEOBJ_… in pdfium's fpdf_edit.h


@dataclass(frozen=True, slots=True)
class Picture:
    """One image on a page: its box as displayed, in points, and its own pixels across."""

    box: Box
    dpi: float


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is on a page beside text."""

    pictures: tuple[Picture, ...]
    paths: int
    lines: tuple[Box, ...] = ()  # level and upright ones, as thin boxes
    spoken: bool = False  # some of its text has /ActualText

    @property
    def dpi(self) -> float | None:
        """The resolution of the largest picture, None without pictures."""
        largest = max(self.pictures, key=lambda p: p.box.width * p.box.height, default=None)
        return round(largest.dpi, 1) if largest and largest.dpi else None


def read_pictures(page: Handle) -> Drawn:
    """The images of a page (cut to the visible page, those outside left out), the lines drawn, the count of paths."""
    width, height = page.get_size()
    view = to_view(page)
    pictures: list[Picture] = []
    lines: list[Box] = []
    paths = segments = 0
    spoken = False
    for kind, drawn, place in islice(_objects(address_of(page.raw)), PAGE_OBJECTS):
        if kind == _TEXT:
            spoken = spoken or is_spoken_for(drawn)
        elif kind == _PATH:
            paths += 1
            segments += calls().count_segments(drawn)
            if segments <= _SEGMENTS:
                lines += lines_of_path(drawn, compose(view, place))
        elif kind == _IMAGE:
            picture = _picture(drawn, compose(view, place))
            box = _clipped(picture.box, width, height)
            if is_line(picture.box):
                lines.append(picture.box)
            elif box is not None:
                pictures.append(Picture(box, picture.dpi))
    shown = (_clipped(line, width, height, least=0.0) for line in lines)
    return Drawn(tuple(pictures), paths, tuple(line for line in shown if line), spoken)


def _objects(page: int) -> Iterator[tuple[int, int, Affine]]:
    """Kind, address and place of all objects of a page, those inside forms too."""
    ask = calls()
    for drawn in map(ask.object_at, repeat(page), range(ask.count_objects(page))):
        kind = ask.kind(drawn or 0)
        if kind == _FORM:
            yield from _inside(drawn or 0, IDENTITY, 1)
        else:
            yield kind, drawn or 0, IDENTITY


def _inside(form: int, outer: Affine, depth: int) -> Iterator[tuple[int, int, Affine]]:
    """The same of the objects of a form."""
    ask = calls()
    place = compose(outer, matrix_of(form))
    for drawn in map(ask.object_inside, repeat(form), range(ask.count_inside(form) if depth <= _DEPTH else 0)):
        kind = ask.kind(drawn or 0)
        if kind == _FORM:
            yield from _inside(drawn or 0, place, depth + 1)
        else:
            yield kind, drawn or 0, place


def _picture(image: int, place: Affine) -> Picture:
    """An image fills the unit square of its own matrix (ISO 32000-1, 8.9.5)."""
    a, b, c, d, e, f = compose(place, matrix_of(image))
    xs = (c, c + a, c + b, c + a + b)
    ys = (f, f + d, f + e, f + d + e)
    width = (a * a + d * d) ** 0.5  # points along the picture's own rows
    dpi = pixels_across(image) / width * 72 if width else 0.0
    return Picture(Box(min(xs), min(ys), max(xs), max(ys)), dpi)


def _clipped(box: Box, width: float, height: float, least: float = 1.0) -> Box | None:
    left, top = max(0.0, box.left), max(0.0, box.top)
    right, bottom = min(width, box.right), min(height, box.bottom)
    return Box(left, top, right, bottom) if min(right - left, bottom - top) >= least else None
