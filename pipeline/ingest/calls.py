"""pdfium's calls that are made for every character of a page: for all of them at once, without a loop in Python.

Called one by one through pypdfium2's own prototypes a call costs 0.4 microseconds and what is done with its answer
twice that; a page has 2,000 characters and five questions about each. Here the calls are driven by `map` with plain
addresses, and boxes are written side by side into one buffer.
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import repeat
from typing import NamedTuple, TypeVar

from kehoach.pipeline.ingest.untyped import Handle

Answer = TypeVar("Answer")

_BOX_BYTES = 16  # FS_RECTF: left, top, right, bottom as floats

Edges = tuple[Sequence[float], Sequence[float], Sequence[float], Sequence[float]]
"""Left, top, right, bottom: one number a character in each."""


class Calls(NamedTuple):
    """pdfium's functions by address: they take and give handles as plain numbers."""

    code: Callable[[int, int], int]
    unmapped: Callable[[int, int], int]
    made: Callable[[int, int], int]
    hyphen: Callable[[int, int], int]
    loose_box: Callable[[int, int, int], int]
    angle: Callable[[int, int], float]
    text_object: Callable[[int, int], int | None]
    font: Callable[[int], int | None]
    fill_colour: Callable[[int, int, int, int, int], int]
    render_mode: Callable[[int], int]
    count_objects: Callable[[int], int]
    object_at: Callable[[int, int], int | None]
    count_inside: Callable[[int], int]
    object_inside: Callable[[int, int], int | None]
    kind: Callable[[int], int]
    matrix: Callable[[int, int], int]
    count_segments: Callable[[int], int]
    segment: Callable[[int, int], int | None]
    segment_kind: Callable[[int], int]
    segment_point: Callable[[int, int, int], int]
    segment_closes: Callable[[int], int]
    draw_mode: Callable[[int, int, int], int]
    stroke_colour: Callable[[int, int, int, int, int], int]
    pixel_size: Callable[[int, int, int], int]


@lru_cache(maxsize=1)
def calls() -> Calls:
    """The functions, bound once; PYFUNCTYPE, for letting go of the interpreter's lock takes longer than the call."""
    import pypdfium2.raw as pdfium

    number, handle = ctypes.c_int, ctypes.c_void_p

    def bound(function: Handle, result: type, *arguments: type) -> Handle:
        return ctypes.PYFUNCTYPE(result, *arguments)(address_of(function))

    return Calls(
        bound(pdfium.FPDFText_GetUnicode, ctypes.c_uint, handle, number),
        bound(pdfium.FPDFText_HasUnicodeMapError, number, handle, number),
        bound(pdfium.FPDFText_IsGenerated, number, handle, number),
        bound(pdfium.FPDFText_IsHyphen, number, handle, number),
        bound(pdfium.FPDFText_GetLooseCharBox, number, handle, number, handle),
        bound(pdfium.FPDFText_GetCharAngle, ctypes.c_float, handle, number),
        bound(pdfium.FPDFText_GetTextObject, handle, handle, number),
        bound(pdfium.FPDFTextObj_GetFont, handle, handle),
        bound(pdfium.FPDFPageObj_GetFillColor, number, handle, handle, handle, handle, handle),
        bound(pdfium.FPDFTextObj_GetTextRenderMode, number, handle),
        bound(pdfium.FPDFPage_CountObjects, number, handle),
        bound(pdfium.FPDFPage_GetObject, handle, handle, number),
        bound(pdfium.FPDFFormObj_CountObjects, number, handle),
        bound(pdfium.FPDFFormObj_GetObject, handle, handle, ctypes.c_ulong),
        bound(pdfium.FPDFPageObj_GetType, number, handle),
        bound(pdfium.FPDFPageObj_GetMatrix, number, handle, handle),
        bound(pdfium.FPDFPath_CountSegments, number, handle),
        bound(pdfium.FPDFPath_GetPathSegment, handle, handle, number),
        bound(pdfium.FPDFPathSegment_GetType, number, handle),
        bound(pdfium.FPDFPathSegment_GetPoint, number, handle, handle, handle),
        bound(pdfium.FPDFPathSegment_GetClose, number, handle),
        bound(pdfium.FPDFPath_GetDrawMode, number, handle, handle, handle),
        bound(pdfium.FPDFPageObj_GetStrokeColor, number, handle, handle, handle, handle, handle),
        bound(pdfium.FPDFImageObj_GetImagePixelSize, number, handle, handle, handle),
    )


def address_of(handle: Handle) -> int:
    """The address that a handle of pypdfium2 stands for."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def asked(call: Callable[[int, int], Answer], text: int, indices: Iterable[int]) -> list[Answer]:
    """What a call says of each of these characters of a text page."""
    return list(map(call, repeat(text), indices))


def loose_boxes(text: int, count: int) -> Edges:
    """The boxes of all characters in the page's own space: as high as the font's line, as wide as the advance."""
    buffer = (ctypes.c_float * (4 * count))()
    start = ctypes.addressof(buffer)
    places = range(start, start + _BOX_BYTES * count, _BOX_BYTES)
    deque(map(calls().loose_box, repeat(text), range(count), places), maxlen=0)
    edges = buffer[:]
    return edges[0::4], edges[1::4], edges[2::4], edges[3::4]


def fill_colours(objects: Sequence[int]) -> tuple[Sequence[int], ...]:
    """Whether it is known with what each object is filled, and its red, green, blue and alpha, 0 to 255."""
    numbers = (ctypes.c_uint * (4 * len(objects)))()
    start, end, size = ctypes.addressof(numbers), ctypes.addressof(numbers) + ctypes.sizeof(numbers), 16
    places = (range(start + 4 * part, end + 4 * part, size) for part in range(4))
    known = list(map(calls().fill_colour, objects, *places))
    parts = numbers[:]
    return known, parts[0::4], parts[1::4], parts[2::4], parts[3::4]


Colour = tuple[int, int, int, int]
"""Red, green, blue and alpha, 0 to 255."""


def fill_colour(drawn: int) -> Colour | None:
    """What an object is filled with; None where pdfium does not know."""
    return _colour(calls().fill_colour, drawn)


def stroke_colour(drawn: int) -> Colour | None:
    """What an object's outline is drawn with; None where pdfium does not know."""
    return _colour(calls().stroke_colour, drawn)


def _colour(call: Callable[[int, int, int, int, int], int], drawn: int) -> Colour | None:
    numbers, places = _room()
    if not call(drawn, *places):
        return None
    red, green, blue, alpha = numbers
    return red, green, blue, alpha


@lru_cache(maxsize=1)
def _room() -> tuple[Sequence[int], tuple[int, int, int, int]]:
    """Four numbers for calls to write into, and where each lies; pdfium is never called by two threads."""
    numbers = (ctypes.c_uint * 4)()
    start, size = ctypes.addressof(numbers), ctypes.sizeof(ctypes.c_uint)
    return numbers, (start, start + size, start + 2 * size, start + 3 * size)  # type: ignore[return-value]


def matrix(drawn: int) -> tuple[float, float, float, float, float, float]:
    """The numbers a to f of an object's own matrix (ISO 32000-1, 8.3.4); those of no change where it has none."""
    numbers = (ctypes.c_float * 6)()
    if not calls().matrix(drawn, ctypes.addressof(numbers)):
        return 1.0, 0.0, 0.0, 1.0, 0.0, 0.0
    a, b, c, d, e, f = numbers
    return a, b, c, d, e, f


def pixels_across(image: int) -> int:
    """How many pixels wide a picture is, 0 where that is not known."""
    numbers, places = _room()
    return numbers[0] if calls().pixel_size(image, *places[:2]) else 0
