"""ALTO 4: every line and word of a document with box, confidence and other readings, one file for all its pages.

Schema: ALTO 4.4 of the Library of Congress (namespace http://www.loc.gov/standards/alto/ns-v4#). Numbers count pixels
of the image, or 1/1200 inch for a PDF; the order of blocks and lines is the reading order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from kehoach.pipeline import __version__
from kehoach.pipeline.document import Box, Unit
from kehoach.pipeline.export.files import whole_file
from kehoach.pipeline.export.xml_text import allowed_text

if TYPE_CHECKING:
    from kehoach.pipeline.document import Document, Line, Page, Word

NAMESPACE = "http://www.loc.gov/standards/alto/ns-v4#"
_SCHEMA = "http://www.loc.gov/standards/alto/v4/alto-4-4.xsd"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_POINT = 1200 / 72  # a point of 1/72 inch in units of inch1200
_READER = "reader"


def write_alto(document: Document, target: Path) -> list[Path]:
    """Write the document's ALTO file; nothing where it is text and has no places. Returns the files written."""
    pages = [page for page in document.pages if page.unit is not Unit.NONE]
    if not pages:
        return []
    ElementTree.register_namespace("", NAMESPACE)
    ElementTree.register_namespace("xsi", _XSI)
    root = _element(None, "alto", SCHEMAVERSION="4.4")
    root.set(f"{{{_XSI}}}schemaLocation", f"{NAMESPACE} {_SCHEMA}")
    _describe(root, document, pages)
    _tags(root, pages)
    layout = _element(root, "Layout")
    for page in pages:
        _add_page(layout, page)
    ElementTree.indent(root)
    with whole_file(target) as file:
        ElementTree.ElementTree(root).write(file, encoding="utf-8", xml_declaration=True)
        file.write(b"\n")
    return [target]


def _element(
    parent: ElementTree.Element | None, name: str, text: str | None = None, **about: str
) -> ElementTree.Element:
    tag, about = f"{{{NAMESPACE}}}{name}", {key: allowed_text(value) for key, value in about.items()}
    element = ElementTree.Element(tag, about) if parent is None else ElementTree.SubElement(parent, tag, about)
    element.text = allowed_text(text) if text else None
    return element


def _describe(root: ElementTree.Element, document: Document, pages: Sequence[Page]) -> None:
    about = _element(root, "Description")
    _element(about, "MeasurementUnit", "pixel" if pages[0].unit is Unit.PIXEL else "inch1200")
    source = _element(about, "sourceImageInformation")
    _element(source, "fileName", document.source.path.name)
    _element(source, "fileIdentifier", f"sha256:{document.source.sha256}")
    processing = _element(about, "Processing", ID=_READER)
    for page in pages:
        how = " ".join(filter(None, (page.method.value, page.engine)))
        _element(processing, "processingStepDescription", f"page {page.number}: {how}")
    software = _element(processing, "processingSoftware")
    _element(software, "softwareName", "kehoach")
    _element(software, "softwareVersion", __version__)


def _tags(root: ElementTree.Element, pages: Iterable[Page]) -> None:
    """A tag for each part that lines play on a page: letterhead, table, page number …"""
    roles = sorted({line.role.value for page in pages for line in page.lines})
    if roles:
        tags = _element(root, "Tags")
        for role in roles:
            _element(tags, "RoleTag", ID=f"role-{role}", LABEL=role)


def _add_page(layout: ElementTree.Element, page: Page) -> None:
    scale = _POINT if page.unit is Unit.POINT else 1.0
    size = {"WIDTH": _number(page.width * scale), "HEIGHT": _number(page.height * scale)}
    sure = [word.confidence for line in page.lines for word in line.words if word.confidence is not None]
    known = {"PC": f"{sum(sure) / len(sure):.3f}"} if sure else {}
    element = _element(
        layout, "Page", ID=f"p{page.number}", PHYSICAL_IMG_NR=str(page.number), LANG="vi", **size, **known
    )
    space = _element(element, "PrintSpace", HPOS="0", VPOS="0", **size)
    written = [line for line in page.lines if line.text.strip()]  # a TextLine needs a String
    for number, (role, lines) in enumerate(groupby(written, key=lambda line: line.role), 1):
        block = list(lines)
        name = f"p{page.number}b{number}"
        boxes = [line.box for line in block if line.box]
        place = _place(Box.around(boxes), scale) if boxes else {}
        parent = _element(space, "TextBlock", ID=name, TAGREFS=f"role-{role.value}", **place)
        for row, line in enumerate(block, 1):
            _add_line(parent, line, f"{name}l{row}", scale)


def _add_line(block: ElementTree.Element, line: Line, name: str, scale: float) -> None:
    element = _element(block, "TextLine", ID=name, **(_place(line.box, scale) if line.box else {}))
    words: Sequence[Word | str] = line.words or line.text.split()
    for number, word in enumerate(words, 1):
        if isinstance(word, str):
            _element(element, "String", ID=f"{name}w{number}", CONTENT=word)
        else:
            _add_word(element, word, f"{name}w{number}", scale)
        if number < len(words):
            _element(element, "SP")


def _add_word(line: ElementTree.Element, word: Word, name: str, scale: float) -> None:
    about = _place(word.box, scale) if word.box else {}
    if word.confidence is not None:
        about["WC"] = f"{min(max(word.confidence, 0.0), 1.0):.3f}"
    element = _element(line, "String", ID=name, CONTENT=word.text, **about)
    for other in word.alternatives:
        _element(element, "ALTERNATIVE", other)


def _place(box: Box, scale: float) -> dict[str, str]:
    scaled = box.scaled(scale)
    return {
        "HPOS": _number(scaled.left),
        "VPOS": _number(scaled.top),
        "WIDTH": _number(scaled.width),
        "HEIGHT": _number(scaled.height),
    }


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
