"""Places on a PDF page: the way from an object's own space to the page as it is displayed."""

from __future__ import annotations

import ctypes

from kehoach.pipeline.document import Box
from kehoach.pipeline.ingest.calls import matrix
from kehoach.pipeline.ingest.untyped import Handle

Affine = tuple[float, float, float, float, float, float]
"""x' = a·x + b·y + c, y' = d·x + e·y + f, given as (a, b, c, d, e, f)."""

IDENTITY: Affine = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)


def compose(outer: Affine, inner: Affine) -> Affine:
    """First `inner`, then `outer`.

    >>> compose((1, 0, 5, 0, 1, 0), (2, 0, 0, 0, 2, 1))
    (2, 0, 5, 0, 2, 1)
    """
    a, b, c, d, e, f = outer
    g, h, i, j, k, m = inner
    return (a * g + b * j, a * h + b * k, a * i + b * m + c, d * g + e * j, d * h + e * k, d * i + e * m + f)


def at(place: Affine, x: float, y: float) -> tuple[float, float]:
    """Where a point comes to lie."""
    a, b, c, d, e, f = place
    return a * x + b * y + c, d * x + e * y + f


def moved(view: Affine, left: float, bottom: float, right: float, top: float) -> Box:
    """A rectangle of the page's own space as it is displayed."""
    a, b, c, d, e, f = view
    x0, x1 = a * left + b * bottom + c, a * right + b * top + c
    y0, y1 = d * left + e * bottom + f, d * right + e * top + f
    return Box(x0 if x0 < x1 else x1, y0 if y0 < y1 else y1, x1 if x0 < x1 else x0, y1 if y0 < y1 else y0)


def to_view(page: Handle) -> Affine:
    """The way from a page's own space to the displayed page: points, origin top left, rotation and crop box applied."""
    import pypdfium2.raw as pdfium

    width, height = page.get_size()
    fine = 1 << 8  # device units a point; the call rounds to whole ones
    span = 1 << 14  # points between the three probes

    def device(x: float, y: float) -> tuple[float, float]:
        dx, dy = ctypes.c_int(), ctypes.c_int()
        shown = (0, 0, round(width * fine), round(height * fine), 0)
        pdfium.FPDF_PageToDevice(page.raw, *shown, x, y, ctypes.byref(dx), ctypes.byref(dy))
        return dx.value / fine, dy.value / fine

    (x0, y0), (x1, y1), (x2, y2) = device(0, 0), device(span, 0), device(0, span)
    return (x1 - x0) / span, (x2 - x0) / span, x0, (y1 - y0) / span, (y2 - y0) / span, y0


def matrix_of(drawn: int) -> Affine:
    """The own matrix of a page object, given by its address."""
    a, b, c, d, e, f = matrix(drawn)
    return a, c, e, b, d, f
