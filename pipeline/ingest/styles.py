"""How the letters of a PDF page are drawn: seen or not, in which direction, by which kind of font."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Sequence
from typing import NamedTuple

from kehoach.pipeline.ingest.calls import address_of, asked, calls, fill_colours
from kehoach.pipeline.ingest.geometry import Affine
from kehoach.pipeline.ingest.untyped import Handle

_INVISIBLE_MODES = (3, 7)  # ISO 32000-1, table 106: neither fill nor stroke; clip only
_WHITE = 250  # of 255, each colour

_DRAWS_CAPITALS = re.compile(r"\.?Vn\w[\w ]*H(?=$|[,-]|Bold|Italic)|VPS .*Hoa\b")
"""Names of fonts that draw capitals for small letters: the .Vn fonts in H (hoa), for TCVN3's one code of a toned letter
cannot tell its case; and those of VPS."""


class Style(NamedTuple):
    """How a letter is drawn. `turn`: quarter turns counter-clockwise against the page, 0 upright, 1 bottom to top."""

    invisible: bool = False
    white: bool = False
    turn: int = 0
    capitals: bool = False  # the font draws a capital, whatever the letter


class _Look(NamedTuple):
    """What pdfium says of a text object."""

    angle: float
    font: int | None
    coloured: int  # whether the next four mean something
    red: int
    green: int
    blue: int
    alpha: int
    mode: int


def styles_at(textpage: Handle, view: Affine, indices: Sequence[int]) -> list[Style]:
    """The styles of some characters of a text page; pdfium is asked once for each text object."""
    text = address_of(textpage.raw)
    objects = [drawn or 0 for drawn in asked(calls().text_object, text, indices)]
    first = dict(zip(reversed(objects), reversed(indices), strict=True))  # the first character of each object
    looks = list(
        map(
            _Look,
            asked(calls().angle, text, first.values()),
            map(calls().font, first),
            *fill_colours(list(first)),
            map(calls().render_mode, first),
        )
    )
    styles: dict[_Look, Style] = {}
    for look, index in zip(looks, first.values(), strict=True):
        if look not in styles:
            styles[look] = _style(look, _font_name(textpage.raw, index), view)
    known = {drawn: styles[look] for drawn, look in zip(first, looks, strict=True)}
    return [known[drawn] for drawn in objects]


def _style(look: _Look, font: str, view: Affine) -> Style:
    invisible = look.mode in _INVISIBLE_MODES or bool(look.coloured and look.alpha == 0)
    white = bool(look.coloured and look.mode == 0 and min(look.red, look.green, look.blue) >= _WHITE)
    return Style(invisible, white, quarter(look.angle, view), draws_capitals(font))


def quarter(angle: float, view: Affine) -> int:
    """The quarter turns of writing at `angle` radians in the page's own space, as displayed.

    >>> quarter(math.pi * 1.5, (1, 0, 0, 0, -1, 842)), quarter(0.02, (1, 0, 0, 0, -1, 842))
    (1, 0)
    """
    a, b, _, d, e, _ = view
    x, y = math.cos(angle), -math.sin(angle)  # pdfium counts clockwise
    shown = math.atan2(-(d * x + e * y), a * x + b * y)
    return round(shown / (math.pi / 2)) % 4


def _font_name(raw: Handle, index: int) -> str:
    """The name of a character's font as the file has it, "" where it has none."""
    import pypdfium2.raw as pdfium

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
