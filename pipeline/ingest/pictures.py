"""The pictures and drawings of a PDF page: where they lie and how fine they are."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from pipeline.document import Box
from pipeline.ingest.foreign import Handle
from pipeline.ingest.geometry import IDENTITY, Affine, compose, matrix_of, to_view
from pipeline.ingest.limits import PAGE_OBJECTS
from pipeline.ingest.strokes import is_line, lines_of_path

_SEGMENTS = 60_000
"""Segments of a page's paths that are looked at, half a second's work: the densest table of the gazettes has 5,000."""

_DEPTH = 6  # forms within forms; deeper nesting is an attack or an accident


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

    @property
    def dpi(self) -> float | None:
        """The resolution of the largest picture, None without pictures."""
        largest = max(self.pictures, key=lambda p: p.box.width * p.box.height, default=None)
        return round(largest.dpi, 1) if largest and largest.dpi else None


def read_pictures(page: Handle) -> Drawn:
    """The images of a page (cut to the visible page, those outside left out), the lines drawn, the count of paths."""
    import pypdfium2.raw as pdfium

    width, height = page.get_size()
    view = to_view(page)
    pictures: list[Picture] = []
    lines: list[Box] = []
    paths = segments = 0
    for kind, obj, matrix in islice(_objects(pdfium, page.raw, IDENTITY, 0), PAGE_OBJECTS):
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            paths += 1
            segments += pdfium.FPDFPath_CountSegments(obj)
            if segments <= _SEGMENTS:
                lines += lines_of_path(pdfium, obj, compose(view, matrix))
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            picture = _picture(pdfium, obj, compose(view, matrix))
            box = _clipped(picture.box, width, height)
            if is_line(picture.box):
                lines.append(picture.box)
            elif box is not None:
                pictures.append(Picture(box, picture.dpi))
    shown = (_clipped(line, width, height, least=0.0) for line in lines)
    return Drawn(tuple(pictures), paths, tuple(line for line in shown if line))


def _objects(pdfium: Handle, page: Handle, outer: Affine, depth: int) -> Iterator[tuple[int, Handle, Affine]]:
    """Kind, handle and place of all objects of a page or form, those inside forms too."""
    for index in range(pdfium.FPDFPage_CountObjects(page)):
        yield from _object(pdfium, pdfium.FPDFPage_GetObject(page, index), outer, depth)


def _object(pdfium: Handle, obj: Handle, outer: Affine, depth: int) -> Iterator[tuple[int, Handle, Affine]]:
    kind = pdfium.FPDFPageObj_GetType(obj)
    if kind != pdfium.FPDF_PAGEOBJ_FORM:
        yield kind, obj, outer
        return
    if depth >= _DEPTH:
        return
    inside = compose(outer, matrix_of(pdfium, obj))
    for index in range(pdfium.FPDFFormObj_CountObjects(obj)):
        yield from _object(pdfium, pdfium.FPDFFormObj_GetObject(obj, index), inside, depth + 1)


def _picture(pdfium: Handle, obj: Handle, place: Affine) -> Picture:
    """An image fills the unit square of its own matrix (ISO 32000-1, 8.9.5)."""
    a, b, c, d, e, f = compose(place, matrix_of(pdfium, obj))
    xs = (c, c + a, c + b, c + a + b)
    ys = (f, f + d, f + e, f + d + e)
    across, down = ctypes.c_uint(0), ctypes.c_uint(0)
    pdfium.FPDFImageObj_GetImagePixelSize(obj, ctypes.byref(across), ctypes.byref(down))
    width = (a * a + d * d) ** 0.5  # points along the picture's own rows
    dpi = across.value / width * 72 if width else 0.0
    return Picture(Box(min(xs), min(ys), max(xs), max(ys)), dpi)


def _clipped(box: Box, width: float, height: float, least: float = 1.0) -> Box | None:
    left, top = max(0.0, box.left), max(0.0, box.top)
    right, bottom = min(width, box.right), min(height, box.bottom)
    return Box(left, top, right, bottom) if min(right - left, bottom - top) >= least else None
