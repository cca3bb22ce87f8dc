"""The characters of a PDF page, one by one, from pdfium: what they are, where they stand, how they are drawn."""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import NamedTuple

from pipeline.document import Box
from pipeline.errors import PageError
from pipeline.ingest.foreign import Handle
from pipeline.ingest.geometry import Affine, moved, to_view
from pipeline.ingest.limits import PAGE_LETTERS

_INVISIBLE_MODES = (3, 7)  # ISO 32000-1, table 106: neither fill nor stroke; clip only
_WHITE = 250  # of 255, each colour

_DRAWS_CAPITALS = re.compile(r"\.?Vn\w[\w ]*H(?=$|[,-]|Bold|Italic)|VPS .*Hoa\b")
"""Names of fonts that draw capitals for small letters: the .Vn fonts in H (hoa), for TCVN3's one code of a toned letter
cannot tell its case; and those of VPS."""

_SPACE = ord(" ")

_SPACES = frozenset(map(ord, " \r\n"))  # what pdfium makes up between words and lines

REACH = 4
"""Characters before and after a mark among which its letter is looked for, and between them one that pdfium made up."""

_LIGATURES = {chr(0xFB00 + i): text for i, text in enumerate(("ff", "fi", "fl", "ffi", "ffl", "st", "st"))}


class Glyph(NamedTuple):
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
    capitals: bool = False  # the font draws a capital, whatever the letter

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


def read_glyphs(page: Handle) -> list[Glyph]:
    """All characters of a page's text layer, in pdfium's reading order; PageError where no page can have so many."""
    textpage = page.get_textpage()
    try:
        if textpage.count_chars() > PAGE_LETTERS:
            raise PageError(f"{textpage.count_chars()} letters on one page: no page is printed so")
        return list(_glyphs(textpage, to_view(page)))
    finally:
        textpage.close()


def _glyphs(textpage: Handle, view: Affine) -> Iterator[Glyph]:
    import pypdfium2.raw as pdfium

    raw = textpage.raw
    code_of, is_unmapped, is_made = (  # looked up once: each is called for every letter of a page
        pdfium.FPDFText_GetUnicode,
        pdfium.FPDFText_HasUnicodeMapError,
        pdfium.FPDFText_IsGenerated,
    )
    codes = [code_of(raw, index) for index in range(textpage.count_chars())]
    loose, tight = _boxes(pdfium, raw, view)
    marks = {code for code in set(codes) if unicodedata.combining(chr(code))}  # only about them ink matters
    inked = {near for at, code in enumerate(codes) if code in marks for near in range(at - REACH, at + REACH + 1)}
    style_of = _styles(pdfium, raw, view)
    style = style_of(0) if codes else (False, False, 0, False)
    inside = True  # a word, whose letters are drawn alike: only its first is asked
    high = ""
    for index, code in enumerate(codes):
        if 0xD800 <= code < 0xDC00:
            high = chr(code)
            continue
        box = loose(index)
        hyphen = code < 32 and pdfium.FPDFText_IsHyphen(raw, index) == 1
        if code in _SPACES and is_made(raw, index) == 1:
            yield Glyph(chr(code), box, box, 1.0, made=True)
            inside = False
            continue
        text = _character(code, high, hyphen, is_unmapped(raw, index) == 1)
        high = ""
        if not inside:
            style = style_of(index)
        inside = code != _SPACE
        invisible, white, turn, capitals = style
        ink = tight(index) if index in inked else box
        yield Glyph(text, box, ink, box.height, False, hyphen, invisible, white, turn, capitals)


def _boxes(pdfium: Handle, raw: Handle, view: Affine) -> tuple[Callable[[int], Box], Callable[[int], Box]]:
    """Two ways to a character's box as displayed: line-high and advance-wide, and about the ink alone."""
    loose_box, rectangle = pdfium.FPDFText_GetLooseCharBox, pdfium.FS_RECTF()
    edges = [ctypes.c_double() for _ in range(4)]
    pointers = [ctypes.byref(edge) for edge in edges]
    whole = ctypes.byref(rectangle)
    a, b, c, d, e, f = view
    plain = a > 0 and e < 0 and b == 0 and d == 0  # no turn, as nearly always: half the time of `moved`

    def loose(index: int) -> Box:
        loose_box(raw, index, whole)
        left, bottom, right, top = rectangle.left, rectangle.bottom, rectangle.right, rectangle.top
        if plain and left <= right and bottom <= top:
            return Box(a * left + c, e * top + f, a * right + c, e * bottom + f)
        return moved(view, left, bottom, right, top)

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


def _styles(pdfium: Handle, raw: Handle, view: Affine) -> Callable[[int], tuple[bool, bool, int, bool]]:
    """(invisible, white, quarter turns, drawn as a capital) of a character, once a text object."""
    known: dict[int, tuple[bool, bool, int, bool]] = {}
    fonts: dict[int, str] = {}

    def style_of(index: int) -> tuple[bool, bool, int, bool]:
        text_object = pdfium.FPDFText_GetTextObject(raw, index)
        address = ctypes.addressof(text_object.contents) if text_object else 0
        found = known.get(address)
        if found is None:
            turn = quarter(pdfium.FPDFText_GetCharAngle(raw, index), view)
            capitals = draws_capitals(_font_name(pdfium, raw, index, text_object, fonts))
            found = (*(_style(pdfium, text_object) if address else (False, False)), turn, capitals)
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


def _font_name(pdfium: Handle, raw: Handle, index: int, text_object: Handle, known: dict[int, str]) -> str:
    """The name of a character's font as the file has it, "" where it has none; asked for once a font."""
    font = pdfium.FPDFTextObj_GetFont(text_object) if text_object else None
    address = ctypes.addressof(font.contents) if font else 0
    if address not in known or not address:
        known[address] = _asked_font_name(pdfium, raw, index)
    return known[address]


def _asked_font_name(pdfium: Handle, raw: Handle, index: int) -> str:
    size = pdfium.FPDFText_GetFontInfo(raw, index, None, 0, None)
    name = ctypes.create_string_buffer(size)
    pdfium.FPDFText_GetFontInfo(raw, index, name, size, None)
    return name.value.decode("utf-8", "replace")


def draws_capitals(font: str) -> bool:
    """Whether a font draws small letters as capitals, by its name.

    >>> [draws_capitals(n) for n in ("ABCDEF+.VnTimeH", ".VnArial NarrowH,Bold", "VPS Times Hoa", ".VnTime", "TimesH")]
    [True, True, True, False, False]
    """
    return _DRAWS_CAPITALS.match(font.rpartition("+")[2]) is not None


def is_mark(glyph: Glyph) -> bool:
    """Whether a character is a combining mark, drawn on its own over a letter."""
    return len(glyph.text) == 1 and unicodedata.combining(glyph.text) > 0
