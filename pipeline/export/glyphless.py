"""A font without shapes, for text that is found, selected and copied but not seen.

Its one glyph is half an em wide and has no area; every letter is drawn with it, and the ToUnicode map says which one
is meant. It is embedded whole, as PDF/A asks (ISO 19005-2, 6.2.11.4), and made here: no font file is copied.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pikepdf

NAME = "KehoachGlyphless"
EM = 1000
_EPOCH = 2_082_844_800  # 1970 in seconds since 1904, as TrueType counts
ADVANCE = 500  # of 1,000: the usual width of a letter; each word is stretched to its box anyway
_RANGE = 100  # entries that one block of a CMap may have (Adobe Technical Note 5014, 3)


@lru_cache(maxsize=1)
def font_file() -> bytes:
    """The TrueType font: glyph 0 (.notdef), empty, and glyph 1."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    builder = FontBuilder(EM, isTTF=True)
    builder.setupGlyphOrder([".notdef", "blank"])
    builder.setupCharacterMap({0x20: "blank"})
    builder.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "blank": _blank(TTGlyphPen(None))})
    builder.setupHorizontalMetrics({".notdef": (ADVANCE, 0), "blank": (ADVANCE, 0)})
    builder.setupHorizontalHeader(ascent=EM, descent=0)
    builder.setupNameTable({"familyName": NAME, "styleName": "Regular", "psName": NAME})
    builder.setupOS2(sTypoAscender=EM, sTypoDescender=0, usWinAscent=EM, usWinDescent=0)
    builder.setupPost()
    builder.updateHead(created=_EPOCH, modified=_EPOCH)  # the same bytes every time
    builder.font.recalcTimestamp = False
    data = io.BytesIO()
    builder.save(data)
    return data.getvalue()


def _blank(pen: Any) -> Any:
    """A line there and back: it fills nothing, but has a width and a height.

    pdfium leaves out upright text whose letters have no height.
    """
    pen.moveTo((0, 0))
    pen.lineTo((ADVANCE, EM))
    pen.closePath()
    return pen.glyph()


class Letters:
    """The letters that a document's invisible text uses; each has a number (CID) from 1."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def encode(self, text: str) -> bytes:
        """Two bytes a letter, as they stand between the angle brackets of a PDF string."""
        numbers = (self._numbers.setdefault(letter, len(self._numbers) + 1) for letter in text)
        return b"".join(number.to_bytes(2, "big") for number in numbers)

    def to_unicode(self) -> bytes:
        """The CMap from numbers to letters (ISO 32000-1, 9.10.3)."""
        entries = [f"<{n:04x}> <{letter.encode('utf-16-be').hex()}>" for letter, n in self._numbers.items()]
        blocks = (entries[start : start + _RANGE] for start in range(0, len(entries), _RANGE))
        maps = "\n".join(f"{len(block)} beginbfchar\n{_joined(block)}\nendbfchar" for block in blocks)
        return _CMAP.format(maps=maps).encode("ascii")

    def __len__(self) -> int:
        return len(self._numbers)


def _joined(lines: Iterable[str]) -> str:
    return "\n".join(lines)


_CMAP = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
{maps}
endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


def add_font(pdf: pikepdf.Pdf, letters: Letters) -> Any:
    """Put the font for these letters into a PDF; returns its indirect object, which pages name in their resources."""
    from pikepdf import Dictionary, Name, String

    file = pdf.make_stream(font_file())
    file.Length1 = len(font_file())
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name("/" + NAME),
        Flags=4,  # symbolic: its one glyph stands for any letter
        FontBBox=[0, 0, ADVANCE, EM],
        ItalicAngle=0,
        Ascent=EM,
        Descent=0,
        CapHeight=EM,
        StemV=80,
        FontFile2=file,
    )
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name("/" + NAME),
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
        FontDescriptor=pdf.make_indirect(descriptor),
        DW=ADVANCE,
        CIDToGIDMap=pdf.make_stream(b"\0\0" + b"\0\1" * len(letters)),
    )
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=Name("/" + NAME),
        Encoding=Name("/Identity-H"),
        DescendantFonts=[pdf.make_indirect(descendant)],
        ToUnicode=pdf.make_stream(letters.to_unicode()),
    )
    return pdf.make_indirect(font)
