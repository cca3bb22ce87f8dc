"""Small changes to what PDF pages draw, without which PDF/A refuses them and with which they look the same.

- A font that is named and never shows a letter goes, where it is not embedded: programs put Helvetica on every page.
- Black and grey as the fourth of four printing inks become grey: a file has one output profile, and ours is sRGB.
- Text brackets around no text go: some programs draw pictures inside them.
- Brackets of layers go where the file has no layers any more (`pdf_structure` takes out those that are all shown).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from kehoach.pipeline.export.pdf_content import DEEPEST, SHOWS_TEXT, instructions, with_state

if TYPE_CHECKING:
    import pikepdf

_PLACES_TEXT = frozenset({"BT", "ET", "Td", "TD", "Tm", "T*"})  # what is chosen by the others lasts after ET
_GREY_FOR = {"k": "g", "K": "G"}  # ISO 32000-1, table 74


def tidy(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    """Tidy a page and the forms that it draws."""
    layered = "/OCProperties" in pdf.Root
    for form in _forms(page.resources, 0):
        changed = _tidied(form, form.get("/Resources", {}), layered=layered)
        if changed:
            content, form.Resources = changed
            form.write(content)
    changed = _tidied(page.obj, page.resources, layered=layered)
    if changed:
        content, page.obj.Resources = changed
        page.obj.Contents = pdf.make_stream(content)


def _forms(resources: Any, depth: int) -> Iterator[Any]:
    for drawn in resources.get("/XObject", {}).values():
        if str(drawn.get("/Subtype", "")) == "/Form" and depth < DEEPEST:
            yield drawn
            yield from _forms(drawn.get("/Resources", {}), depth + 1)


def _tidied(stream: Any, resources: Any, *, layered: bool) -> tuple[bytes, Any] | None:
    """New content and resources; None where nothing is to be changed."""
    import pikepdf

    content = instructions(stream)
    bare = {name for name, font in resources.get("/Font", {}).items() if not _is_embedded(font)}
    idle = bare - _shown(content)
    kept = [_grey(one) for one in _without(content if layered else _without_layers(content), idle)]
    if not idle and len(kept) == len(content) and all(new is old for new, old in zip(kept, content, strict=True)):
        return None
    own = pikepdf.Dictionary(dict(resources.items()))
    if "/Properties" in own and not layered:
        own.Properties = pikepdf.Dictionary({name: one for name, one in own.Properties.items() if not _is_layer(one)})
        if not len(own.Properties):
            del own.Properties
    if idle:
        own.Font = pikepdf.Dictionary({name: font for name, font in resources.Font.items() if name not in idle})
    return pikepdf.unparse_content_stream(kept), own


def _is_layer(properties: Any) -> bool:
    return str(properties.get("/Type", "")) in ("/OCG", "/OCMD")


def _without_layers(content: Sequence[Any]) -> list[Any]:
    """The operators without the brackets that put content on a layer; other marked content keeps its own."""
    kept: list[Any] = []
    open_layers: list[bool] = []
    for one in content:
        name = str(one.operator)
        if name in ("BMC", "BDC"):
            open_layers.append(bool(one.operands) and str(one.operands[0]) == "/OC")
            if open_layers[-1]:
                continue
        elif name == "EMC" and open_layers and open_layers.pop():
            continue
        kept.append(one)
    return kept


def _without(content: Sequence[Any], idle: set[str]) -> list[Any]:
    """The operators without those that choose idle fonts, and without text objects that show no text."""
    kept: list[Any] = []
    begun: int | None = None  # where the text object that is open stands in `kept`; None: none, or it shows text
    for one in content:
        name = str(one.operator)
        if name == "Tf" and one.operands and str(one.operands[0]) in idle:
            continue
        if name in SHOWS_TEXT:
            begun = None
        kept.append(one)
        if name == "BT":
            begun = len(kept) - 1
        elif name == "ET" and begun is not None:
            kept[begun:] = [inner for inner in kept[begun:] if str(inner.operator) not in _PLACES_TEXT]
            begun = None
    return kept


def _grey(instruction: Any) -> Any:
    """Ink of black alone as grey; all other operators as they are."""
    import pikepdf

    grey = _GREY_FOR.get(str(instruction.operator))
    if grey is None or len(instruction.operands) != 4 or any(float(ink) for ink in list(instruction.operands)[:3]):
        return instruction
    light = round(1 - float(instruction.operands[3]), 4)
    return pikepdf.ContentStreamInstruction([light], pikepdf.Operator(grey))


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
    drawn = with_state(content, "Tf", "", str)
    return {font for instruction, font in drawn if str(instruction.operator) in SHOWS_TEXT}
