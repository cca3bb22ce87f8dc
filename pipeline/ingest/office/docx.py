"""Word documents (.docx, .docm, .dotx) as a flow.

python-docx opens the package and finds its parts; the text is read from their XML, because its paragraphs leave out
what is tracked, linked, boxed, noted or numbered. Macros are parts like others and are never looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kehoach.pipeline.ingest.limits import OFFICE_DEPTH
from kehoach.pipeline.ingest.office.docx_numbering import Numbering, read_numbering
from kehoach.pipeline.ingest.office.docx_styles import Look, Styles, look_of, read_styles, switched
from kehoach.pipeline.ingest.office.flow import PAGE_BREAK, Block, Cell, Flow, Paragraph, Span, Table
from kehoach.pipeline.ingest.office.package import broken_is_bad, check_package, child, local, value, xml_of

_THROUGH = frozenset(
    ("hyperlink", "ins", "moveTo", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml", "dir", "bdo", "ruby")
)
"""Elements that hold text of the document: links, insertions, fields with what they show, controls."""
_BREAKS = {"page": PAGE_BREAK, "column": "\n"}
_SIGNS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "\u00ad"}
_PICTURES = frozenset(("blip", "imagedata"))
_NOTE_MARKS = {"footnoteReference": "footnotes", "endnoteReference": "endnotes", "commentReference": "comments"}


@dataclass
class _Parts:
    """The parts of a package that the text needs."""

    styles: Styles
    numbering: Numbering
    notes: dict[str, dict[str, Any]]  # of each kind, by their id
    pictures: dict[str, bytes]  # by the id that the main part knows them by


@dataclass
class _Reader:
    """Reads the body once, in order: lists are counted on the way."""

    parts: _Parts
    flow: Flow = field(default_factory=Flow)
    shown: dict[str, int] = field(default_factory=dict)  # notes met, by kind

    def blocks(self, element: Any, depth: int = 0) -> list[Block]:
        """The blocks in a body, a cell, a note, a header."""
        found: list[Block] = []
        carried: list[Span] = []  # of a paragraph whose end was deleted: the next one goes on with it
        for one in element:
            name = local(one)
            if name == "p":
                paragraph, boxed = self.paragraph(one, depth)
                paragraph.spans = [*carried, *paragraph.spans]
                carried = paragraph.spans if child(one, "pPr", "rPr", "del") is not None else []
                found += boxed if carried else [paragraph, *boxed]
            elif name == "tbl" and depth < OFFICE_DEPTH:
                found.append(self.table(one, depth + 1))
            elif name in _THROUGH and depth < OFFICE_DEPTH:
                found += self.blocks(one, depth + 1)
            elif name == "AlternateContent" and depth < OFFICE_DEPTH:
                found += self.blocks(_alternative(one), depth + 1)
        return [*found, Paragraph(carried)] if carried else found

    def paragraph(self, element: Any, depth: int = 0) -> tuple[Paragraph, list[Block]]:
        """A paragraph with its number, and what stands in text boxes that hang on it."""
        about = child(element, "pPr")
        named = child(about, "pStyle")
        style_name = value(named, "val") if named is not None else ""
        style = self.parts.styles.get(style_name)
        paragraph, boxed = Paragraph(), list[Block]()
        breaks = switched(child(about, "pageBreakBefore"))
        if style.breaks if breaks is None else breaks:
            paragraph.spans.append(Span(PAGE_BREAK))
        look = style.look.under(self.parts.styles.default)
        for span in self._spans(element, look, boxed, depth):
            paragraph.spans.append(span)
        if not _says_nothing(about, paragraph):
            paragraph.label, font = self._label(about, style_name)
            paragraph.label_font = font or look.font or ""
        if (section := child(about, "sectPr")) is not None and _new_page(section):
            paragraph.spans.append(Span(PAGE_BREAK))
        return paragraph, boxed

    def _label(self, about: Any, style_name: str) -> tuple[str, str]:
        """The number or bullet of a paragraph, by its own list or that of its style."""
        style = self.parts.styles.get(style_name)
        own, at = child(about, "numPr", "numId"), child(about, "numPr", "ilvl")
        number = value(own, "val") if own is not None else style.number
        if not number or number == "0":
            return "", ""
        said = value(at, "val") if at is not None else ""
        if said.isdecimal():
            level = int(said)
        elif own is None and style.level is not None:
            level = style.level
        else:
            level = self.parts.numbering.level_of_style(number, style_name) if own is None else 0
        return self.parts.numbering.label(number, level)

    def _spans(self, element: Any, look: Look, boxed: list[Block], depth: int) -> Iterator[Span]:
        for one in element:
            name = local(one)
            if name == "r":
                yield from self._run(one, look, boxed, depth)
            elif name in _THROUGH and depth < OFFICE_DEPTH:
                yield from self._spans(one, look, boxed, depth + 1)
            elif name == "del" and depth < OFFICE_DEPTH:  # of «moveFrom» the letters stand where they were moved to
                self.flow.leave_out("tracked deletion", self._spans(one, look, [], depth + 1))
            elif name in ("oMath", "oMathPara"):
                yield Span("".join(part.text or "" for part in one.iter() if local(part) == "t"))

    def _run(self, run: Any, paragraph: Look, boxed: list[Block], depth: int) -> Iterator[Span]:
        about = child(run, "rPr")
        named = child(about, "rStyle")
        own = look_of(about)
        if named is not None:
            own = own.under(self.parts.styles.get(value(named, "val")).look)
        look = own.under(paragraph)
        pieces = (span for one in run for span in self._piece(one, look, boxed, depth))
        if look.hidden:
            self.flow.leave_out("hidden passage", pieces)
        else:
            yield from pieces

    def _piece(self, one: Any, look: Look, boxed: list[Block], depth: int) -> Iterator[Span]:
        """One part of a run: letters, a break, a sign, a drawing, a mark of a note."""
        name, font, capitals = local(one), look.font or "", bool(look.capitals)
        if name in ("t", "delText"):
            yield Span(one.text or "", font, capitals)
        elif name in _SIGNS:
            yield Span(_SIGNS[name], font)
        elif name == "br":
            yield Span(_BREAKS.get(value(one, "type"), "\n"), font)
        elif name == "sym":
            yield Span(_symbol(value(one, "char")), value(one, "font"))
        elif name == "AlternateContent" and depth < OFFICE_DEPTH:
            for inner in _alternative(one):
                yield from self._piece(inner, look, boxed, depth + 1)
        elif name in ("drawing", "pict", "object"):
            self._drawing(one, boxed, depth)
        elif name in _NOTE_MARKS:
            self._note(_NOTE_MARKS[name], value(one, "id"))

    def _drawing(self, drawing: Any, boxed: list[Block], depth: int) -> None:
        """Text boxes to `boxed`; pictures are counted."""
        boxes = [one for one in drawing.iter() if local(one) == "txbxContent"]
        within = {id(inner) for box in boxes for inner in box.iter()}
        for one in drawing.iter():
            if local(one) in _PICTURES and id(one) not in within:
                self.flow.pictures += 1
                found = self.parts.pictures.get(value(one, "embed") or value(one, "id"))
                if found:
                    self.flow.page_pictures.append(found)
        if depth < OFFICE_DEPTH:
            for box in boxes:
                if not any(local(above) == "txbxContent" for above in box.iterancestors()):
                    boxed += self.blocks(box, depth + 1)

    def _note(self, kind: str, number: str) -> None:
        """The note that a mark stands for, as it is met; footnotes get the number that is printed."""
        element = self.parts.notes.get(kind, {}).pop(number, None)
        if element is None:
            return
        self.shown[kind] = count = self.shown.get(kind, 0) + 1
        paragraphs = [block for block in self.blocks(element) if isinstance(block, Paragraph)]
        spans = [span for paragraph in paragraphs for span in (*paragraph.spans, _BLANK)]
        if kind == "comments":
            self.flow.comments.append(Paragraph(spans))
        else:
            self.flow.footnotes.append(Paragraph(spans, str(count)))

    def table(self, element: Any, depth: int) -> Table:
        """A table: cells that go on with those above say nothing, those that cover columns are wide."""
        table = Table(bordered=_bordered(element))
        for row in _through(element, "tr"):
            if child(row, "trPr", "del") is not None:
                letters = (one.text or "" for one in row.iter() if local(one) in ("t", "delText"))
                self.flow.leave_out("deleted row", [Span(" ".join(letters))])
                continue
            before = child(row, "trPr", "gridBefore")
            cells = [Cell(span=int(value(before, "val")))] if before is not None and _count(before) else []
            for one in _through(row, "tc"):
                about = child(one, "tcPr")
                wide, merged = child(about, "gridSpan"), child(about, "vMerge")
                span = max(1, _count(wide)) if wide is not None else 1
                goes_on = merged is not None and value(merged, "val") != "restart"
                cells.append(Cell(self.blocks(one, depth), span, goes_on))
            table.rows.append(cells)
        return table


_BLANK = Span(" ")


def read_docx(path: Path) -> Flow:
    """A Word document as a flow. Raises FileAccess or BadInput."""
    from docx.opc.package import OpcPackage

    check_package(path)
    with broken_is_bad(path):
        package = OpcPackage.open(str(path))
        main = next(rel.target_part for rel in package.rels.values() if rel.reltype.endswith("/officeDocument"))
        kinds: dict[str, list[Any]] = {}
        pictures: dict[str, bytes] = {}
        for name, rel in main.rels.items():
            if rel.is_external:
                continue  # a linked picture or template: nothing is fetched
            kinds.setdefault(rel.reltype.rpartition("/")[2], []).append(rel.target_part)
            if rel.reltype.endswith("/image"):
                pictures[name] = rel.target_part.blob
        texts = {kind: [xml_of(part.blob) for part in parts] for kind, parts in kinds.items() if kind in _TEXT}
        return _read(xml_of(main.blob), texts, pictures)


_TEXT = frozenset(("styles", "numbering", "footnotes", "endnotes", "comments", "header", "footer"))


def _read(root: Any, kinds: dict[str, list[Any]], pictures: dict[str, bytes]) -> Flow:
    styles = read_styles(next(iter(kinds.get("styles", [])), None))
    numbering = read_numbering(next(iter(kinds.get("numbering", [])), None), styles.lists)
    notes = {
        kind: {value(note, "id"): note for part in kinds.get(kind, []) for note in part if not value(note, "type")}
        for kind in set(_NOTE_MARKS.values())
    }
    reader = _Reader(_Parts(styles, numbering, notes, pictures))
    flow = reader.flow
    flow.blocks = reader.blocks(child(root, "body"))
    _strip_last_feed(flow.blocks)
    pictured, counted = list(flow.page_pictures), flow.pictures
    flow.heads = [block for part in kinds.get("header", []) for block in reader.blocks(part)]
    flow.feet = [block for part in kinds.get("footer", []) for block in reader.blocks(part)]
    flow.page_pictures, flow.pictures = pictured, counted  # a logo in a head is none of the document's pictures
    return flow


def _strip_last_feed(blocks: list[Block]) -> None:
    """No page begins after the last word."""
    last = blocks[-1] if blocks else None
    if isinstance(last, Paragraph) and last.spans and last.spans[-1].text == PAGE_BREAK:
        last.spans.pop()


def _says_nothing(about: Any, paragraph: Paragraph) -> bool:
    """Whether a paragraph gets no number: all of it was deleted, or it is empty and only parts others.

    Word numbers an empty list paragraph; its number alone is no text of the document, yet the count goes on.
    """
    return child(about, "rPr", "del") is not None and not paragraph.text.strip()


def _alternative(element: Any) -> Any:
    """What a newer program is to show of mc:AlternateContent; both ways say the same."""
    choice = child(element, "Choice")
    if choice is not None:
        return choice
    fallback = child(element, "Fallback")
    return fallback if fallback is not None else []


def _through(element: Any, name: str, depth: int = 0) -> Iterator[Any]:
    """Rows or cells, also those within content controls."""
    for one in element:
        if local(one) == name:
            yield one
        elif local(one) in _THROUGH and depth < OFFICE_DEPTH:
            yield from _through(one, name, depth + 1)


def _count(element: Any) -> int:
    said = value(element, "val")
    return min(int(said), 63) if said.isdecimal() else 0  # Word's tables have at most 63 columns


def _symbol(code: str) -> str:
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    return chr(number if number >= 0xF000 else 0xF000 + (number & 0xFF)) if number < 0x110000 else ""


def _new_page(section: Any) -> bool:
    """Whether the next section begins on a new page."""
    kind = child(section, "type")
    return kind is None or value(kind, "val") in ("nextPage", "oddPage", "evenPage")


def _bordered(table: Any) -> bool:
    """Whether a table's lines are drawn: by its own borders, its cells' or a style that is not the plain one."""
    borders = child(table, "tblPr", "tblBorders")
    if borders is not None:
        return any(value(line, "val") not in ("nil", "none", "") for line in borders)
    if any(local(one) == "tcBorders" and _drawn(one) for one in table.iter()):
        return True
    style = child(table, "tblPr", "tblStyle")
    return style is not None and value(style, "val") not in ("TableNormal", "NormalTable", "")


def _drawn(borders: Any) -> bool:
    return any(value(line, "val") not in ("nil", "none", "") for line in borders)
