"""The characters of a PDF page, one by one, from pdfium: what they are, where they stand, how they are drawn."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pipeline.document import Box
from pipeline.ingest.foreign import Handle

Affine = tuple[float, float, float, float, float, float]
"""x' = a·x + b·y + c, y' = d·x + e·y + f, given as (a, b, c, d, e, f)."""

_INVISIBLE_MODES = (3, 7)  # ISO 32000-1, table 106: neither fill nor stroke; clip only
_WHITE = 250  # of 255, each colour

_SPACES = frozenset(map(ord, " \r\n"))  # what pdfium makes up between words and lines

_LIGATURES = {chr(0xFB00 + i): text for i, text in enumerate(("ff", "fi", "fl", "ffi", "ffl", "st", "st"))}


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character in page units, seen as the page is displayed. `made`: pdfium put it there (spaces, line ends).

    `box` is as high as the font's line and as wide as the character's advance; `ink` is what is drawn. `turn` says how
    far the writing is turned against the page, in quarter turns counter-clockwise: 0 upright, 1 bottom to top.
    """

    text: str
    box: Box
    ink: Box
    size: float
    made: bool = False
    hyphen: bool = False  # the last of its line, with more of the word on the next
    invisible: bool = False
    white: bool = False
    turn: int = 0

    @property
    def lie(self) -> Box:
        """The box turned so that the writing runs left to right and lines run down."""
        return turned(self.box, self.turn)


def turned(box: Box, turn: int) -> Box:
    """A box of writing that is turned by `turn` quarters, seen upright (the origin stays where it is).

    >>> turned(Box(10, 200, 22, 206), 1)
    Box(left=-206, top=10, right=-200, bottom=22)
    """
    if turn == 1:
        return Box(-box.bottom, box.left, -box.top, box.right)
    if turn == 2:
        return Box(-box.right, -box.bottom, -box.left, -box.top)
    if turn == 3:
        return Box(box.top, -box.right, box.bottom, -box.left)
    return box


def quarter(angle: float, view: Affine) -> int:
    """The quarter turns of writing at `angle` radians in the page's own space, as displayed.

    >>> quarter(math.pi * 1.5, (1, 0, 0, 0, -1, 842)), quarter(0.02, (1, 0, 0, 0, -1, 842))
    (1, 0)
    """
    a, b, _, d, e, _ = view
    x, y = math.cos(angle), -math.sin(angle)  # pdfium counts clockwise
    shown = math.atan2(-(d * x + e * y), a * x + b * y)
    return round(shown / (math.pi / 2)) % 4


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


def moved(view: Affine, left: float, bottom: float, right: float, top: float) -> Box:
    """A rectangle of the page's own space as it is displayed."""
    a, b, c, d, e, f = view
    x0, x1 = a * left + b * bottom + c, a * right + b * top + c
    y0, y1 = d * left + e * bottom + f, d * right + e * top + f
    return Box(x0 if x0 < x1 else x1, y0 if y0 < y1 else y1, x1 if x0 < x1 else x0, y1 if y0 < y1 else y0)


def read_glyphs(page: Handle) -> list[Glyph]:
    """All characters of a page's text layer, in pdfium's reading order."""
    textpage = page.get_textpage()
    try:
        return list(_glyphs(textpage, to_view(page)))
    finally:
        textpage.close()


def _glyphs(textpage: Handle, view: Affine) -> Iterator[Glyph]:
    import pypdfium2.raw as pdfium

    raw = textpage.raw
    codes = [pdfium.FPDFText_GetUnicode(raw, index) for index in range(textpage.count_chars())]
    loose, tight = _boxes(pdfium, raw, view)
    apart = any(unicodedata.combining(chr(code)) for code in set(codes))  # only then ink matters
    style_of = _styles(pdfium, raw, view)
    high = ""
    for index, code in enumerate(codes):
        if 0xD800 <= code < 0xDC00:
            high = chr(code)
            continue
        box = loose(index)
        hyphen = code < 32 and pdfium.FPDFText_IsHyphen(raw, index) == 1
        if code in _SPACES and pdfium.FPDFText_IsGenerated(raw, index) == 1:
            yield Glyph(chr(code), box, box, 1.0, made=True)
            continue
        text = _character(code, high, hyphen, pdfium.FPDFText_HasUnicodeMapError(raw, index) == 1)
        high = ""
        invisible, white, turn = style_of(index)
        ink = tight(index) if apart else box
        yield Glyph(text, box, ink, box.height, False, hyphen, invisible, white, turn)


def _boxes(pdfium: Handle, raw: Handle, view: Affine) -> tuple[Callable[[int], Box], Callable[[int], Box]]:
    """Two ways to a character's box as displayed: line-high and advance-wide, and about the ink alone."""
    rectangle = pdfium.FS_RECTF()
    edges = [ctypes.c_double() for _ in range(4)]
    pointers = [ctypes.byref(edge) for edge in edges]
    whole = ctypes.byref(rectangle)

    def loose(index: int) -> Box:
        pdfium.FPDFText_GetLooseCharBox(raw, index, whole)
        return moved(view, rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)

    def tight(index: int) -> Box:
        pdfium.FPDFText_GetCharBox(raw, index, *pointers)
        left, right, bottom, top = (edge.value for edge in edges)
        return moved(view, left, bottom, right, top)

    return loose, tight


def _character(code: int, high: str, hyphen: bool, unmapped: bool) -> str:
    """The text of a code: pdfium writes a hyphen at a line end as U+0002, pairs of surrogates as two codes."""
    if hyphen:
        return "-"
    if unmapped or code in (0, 0xFFFE, 0xFFFF):
        return "\ufffd"
    if 0xDC00 <= code < 0xE000:
        return (high + chr(code)).encode("utf-16", "surrogatepass").decode("utf-16", "replace") if high else "\ufffd"
    char = chr(code)
    return _LIGATURES.get(char, char)


def _styles(pdfium: Handle, raw: Handle, view: Affine) -> Callable[[int], tuple[bool, bool, int]]:
    """(invisible, white, quarter turns) of a character; pdfium is asked once a text object, which has one of each."""
    known: dict[int, tuple[bool, bool, int]] = {}

    def style_of(index: int) -> tuple[bool, bool, int]:
        text_object = pdfium.FPDFText_GetTextObject(raw, index)
        address = ctypes.addressof(text_object.contents) if text_object else 0
        found = known.get(address)
        if found is None:
            turn = quarter(pdfium.FPDFText_GetCharAngle(raw, index), view)
            found = (*(_style(pdfium, text_object) if address else (False, False)), turn)
            known[address] = found
        return found

    return style_of


def _style(pdfium: Handle, text_object: Handle) -> tuple[bool, bool]:
    red, green, blue, alpha = (ctypes.c_uint(0) for _ in range(4))
    colours = [ctypes.byref(c) for c in (red, green, blue, alpha)]
    known = pdfium.FPDFPageObj_GetFillColor(text_object, *colours)
    mode = pdfium.FPDFTextObj_GetTextRenderMode(text_object)
    invisible = mode in _INVISIBLE_MODES or bool(known and alpha.value == 0)
    white = bool(known and mode == 0 and min(red.value, green.value, blue.value) >= _WHITE)
    return invisible, white


def is_mark(glyph: Glyph) -> bool:
    """Whether a character is a combining mark, drawn on its own over a letter."""
    return len(glyph.text) == 1 and unicodedata.combining(glyph.text) > 0
