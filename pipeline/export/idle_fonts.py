"""Fonts that a PDF page names and never shows a letter with: PDF programs put Helvetica on every page that way."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from pipeline.export.pdf_content import SHOWS_TEXT

if TYPE_CHECKING:
    import pikepdf


def drop_idle_fonts(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    """Take such fonts out of a page where they are not embedded; PDF/A would refuse the page for them.

    What is seen stays the same: only the operators that choose these fonts go.
    """
    import pikepdf

    resources = page.resources
    bare = {name for name, font in resources.get("/Font", {}).items() if not _is_embedded(font)}
    if not bare:
        return
    content = pikepdf.parse_content_stream(page)
    idle = bare - _shown(content)
    if not idle:
        return
    kept = [one for one in content if not (str(one.operator) == "Tf" and str(one.operands[0]) in idle)]
    page.obj.Contents = pdf.make_stream(pikepdf.unparse_content_stream(kept))
    own = pikepdf.Dictionary(dict(resources.items()))
    own.Font = pikepdf.Dictionary({name: font for name, font in resources.Font.items() if name not in idle})
    page.obj.Resources = own


def _is_embedded(font: Any) -> bool:
    """Whether the font's program is in the file (ISO 32000-1, 9.9); the letters of Type 3 are drawings of the file."""
    kind = str(font.get("/Subtype", ""))
    if kind == "/Type3":
        return True
    holder = font.DescendantFonts[0] if kind == "/Type0" else font
    descriptor = holder.get("/FontDescriptor", {})
    return any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))


def _shown(content: Iterable[Any]) -> set[str]:
    """The fonts that are chosen when text is shown."""
    font, fonts, shown = "", list[str](), set[str]()
    for instruction in content:
        operator = str(instruction.operator)
        if operator == "Tf" and instruction.operands:
            font = str(instruction.operands[0])
        elif operator == "q":
            fonts.append(font)
        elif operator == "Q" and fonts:
            font = fonts.pop()
        elif operator in SHOWS_TEXT:
            shown.add(font)
    return shown
