"""The old text of a page that was read again: taken out where it cannot be seen, made dumb where it can.

Invisible text (an earlier OCR's layer) goes. Letters that are seen stay as they look; their fonts lose what said which
letters they are, so that they are neither found nor copied: the text laid over them says it rightly.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from kehoach.pipeline.export.pdf_content import DEEPEST, OF_TEXT, SHOWS_TEXT, instructions, with_state

if TYPE_CHECKING:
    import pikepdf

_INVISIBLE = (
    3,
    7,
)  # text rendering modes: neither filled nor stroked; 7 adds to the clipping path (ISO 32000-1, 9.3.6)
_OF_OLD_STREAM = ("/Length", "/Filter", "/DecodeParms", "/Resources")
_SILENT = b"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<%(low)s> <%(high)s>
endcodespacerange
%(maps)s
endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


class OldText:
    """What takes the old text out of pages of one PDF."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self._spaces: dict[int, Any] = {}

    def silence(self, page: pikepdf.Page) -> None:
        """Take the old text out of a page, its form XObjects included; other pages that share its parts keep theirs."""
        content, resources = self._without_text(page.obj, page.resources, 0)
        page.obj.Contents = self._pdf.make_stream(content)
        page.obj.Resources = resources

    def _without_text(self, stream: Any, resources: Any, depth: int) -> tuple[bytes, Any]:
        """The content of a page or form without invisible text, and its resources with dumb fonts."""
        import pikepdf

        kept = list(_visible(instructions(stream)))
        if not any(str(instruction.operator) in SHOWS_TEXT for instruction in kept):
            kept = [instruction for instruction in kept if str(instruction.operator) not in OF_TEXT]
        used = {str(one.operands[0]) for one in kept if str(one.operator) == "Tf" and one.operands}
        return pikepdf.unparse_content_stream(kept), self._private(resources, used, depth)

    def _private(self, resources: Any, fonts: set[str], depth: int) -> Any:
        """A copy of resources for one page: only the fonts that are still used, dumb; forms without their old text."""
        import pikepdf

        own = pikepdf.Dictionary(dict(resources.items()))
        if "/Font" in own:
            own.Font = pikepdf.Dictionary(
                {name: self._dumb(font) for name, font in resources.Font.items() if name in fonts}
            )
        if "/XObject" in own and depth < DEEPEST:
            drawn = resources.XObject.items()
            own.XObject = pikepdf.Dictionary({name: self._form(one, resources, depth) for name, one in drawn})
        return own

    def _form(self, found: Any, resources: Any, depth: int) -> Any:
        import pikepdf

        if not isinstance(found, pikepdf.Stream) or str(found.get("/Subtype", "")) != "/Form":
            return found
        content, own = self._without_text(found, found.get("/Resources", resources), depth + 1)
        kept = {key: value for key, value in found.items() if key not in _OF_OLD_STREAM}
        return self._pdf.make_stream(content, kept | {"/Resources": own})

    def _dumb(self, font: Any) -> Any:
        """A copy of a font, each of whose codes reads as a space."""
        import pikepdf

        own = pikepdf.Dictionary(dict(font.items()))
        size = 2 if str(font.get("/Subtype", "")) == "/Type0" else 1
        if size not in self._spaces:
            self._spaces[size] = self._pdf.make_stream(_all_spaces(size))
        own.ToUnicode = self._spaces[size]
        return self._pdf.make_indirect(own)


def _visible(instructions: Iterable[Any]) -> Iterator[Any]:
    """The operators without those that show text in an invisible rendering mode."""
    for instruction, mode in with_state(instructions, "Tr", 0, int):
        if not (str(instruction.operator) in SHOWS_TEXT and mode in _INVISIBLE):
            yield instruction


def _all_spaces(size: int) -> bytes:
    """A ToUnicode map of codes of `size` bytes to spaces; ranges end where the last byte does (ISO 32000-1, 9.10.3)."""
    if size == 1:
        ranges = [b"<00> <ff> [" + b"<0020>" * 256 + b"]"]
    else:
        ranges = [b"<%02x00> <%02xff> [" % (high, high) + b"<0020>" * 256 + b"]" for high in range(256)]
    blocks = [ranges[start : start + 100] for start in range(0, len(ranges), 100)]
    maps = b"\n".join(b"%d beginbfrange\n%s\nendbfrange" % (len(block), b"\n".join(block)) for block in blocks)
    low, high = (b"00", b"ff") if size == 1 else (b"0000", b"ffff")
    return _SILENT % {b"low": low, b"high": high, b"maps": maps}
