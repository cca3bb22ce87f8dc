"""Web pages, and documents that programs saved as such, as a flow: what a browser shows, in its order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kehoach.diacritics.encodings.tables import as_shown
from kehoach.pipeline.errors import BadInput
from kehoach.pipeline.files.regular import open_regular
from kehoach.pipeline.ingest.encoding import decode_unicode
from kehoach.pipeline.ingest.file_errors import check_regular, file_errors
from kehoach.pipeline.ingest.limits import OFFICE_DEPTH, TEXT_BYTES
from kehoach.pipeline.ingest.office.flow import PAGE_BREAK, Block, Cell, Flow, Paragraph, Span, Table
from kehoach.pipeline.ingest.office.numbers import as_printed
from kehoach.pipeline.ingest.office.package import broken_is_bad

_DEPTH = 200
"""Elements within elements of which the text is read; lxml keeps 255."""
_SILENT = frozenset(
    (
        *("script", "style", "head", "title", "template", "noscript", "svg", "object", "iframe", "select"),
        *("button", "nav", "textarea", "option"),
    )
)
_STRUCK_OUT = frozenset(("del", "s", "strike"))
_BLOCKS = frozenset(
    """p div h1 h2 h3 h4 h5 h6 li ul ol dl dt dd blockquote pre section article header footer main center address
    figure figcaption form fieldset body hr details summary aside""".split()  # noqa: SIM905
)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_FONT = re.compile(r"font-family\s*:\s*([^;]+)", re.IGNORECASE)
_CAPITALS = re.compile(r"text-transform\s*:\s*uppercase", re.IGNORECASE)
_NEW_PAGE = re.compile(r"page-break-before\s*:\s*always|break-before\s*:\s*page", re.IGNORECASE)
_FORMS = {"A": "A", "a": "a", "I": "I", "i": "i", "1": "1"}


@dataclass(frozen=True, slots=True)
class _Look:
    """How letters are set at a place in the tree, and how deep it is."""

    font: str = ""
    capitals: bool = False
    depth: int = 0
    tables: int = 0

    def within(self, element: Any) -> _Look:
        """The same within an element."""
        capitals = self.capitals or _CAPITALS.search(_style(element)) is not None
        return _Look(_font_of(element) or self.font, capitals, self.depth + 1, self.tables)


class _Reader:
    """Walks the tree of a page."""

    def __init__(self) -> None:
        self.flow = Flow()

    def blocks(self, element: Any, look: _Look) -> list[Block]:
        """The blocks within an element."""
        made = _Made()
        self._walk(element, made, look)
        made.end()
        return made.blocks

    def _walk(self, element: Any, made: _Made, look: _Look) -> None:
        counted = 0
        for one in element.children:
            name = getattr(one, "name", None)
            if name is None:
                if type(one).__name__ == "NavigableString":  # not a comment, a doctype, a CDATA section
                    made.add(Span(re.sub(r"[ \t\r\n]+", " ", str(one)), look.font, look.capitals))
                continue
            if name in _SILENT or look.depth >= _DEPTH:
                continue
            if name in _STRUCK_OUT or _is_hidden(one):
                kind = "struck-out passage" if name in _STRUCK_OUT else "hidden passage"
                self.flow.leave_out(kind, [Span(" ".join(one.get_text(" ").split()), look.font)])
                continue
            if name == "li":
                counted = _place(one, counted)
                made.next_label = _label(element, counted)
            self._element(name, one, made, look)

    def _element(self, name: str, one: Any, made: _Made, look: _Look) -> None:
        """One element: a break, a picture, a table, a paragraph, or letters of the paragraph about it."""
        if name == "br":
            made.add(Span("\n", look.font))
        elif name in ("img", "v:imagedata"):
            self.flow.pictures += 1
        elif name == "table":
            made.end()
            if look.tables < OFFICE_DEPTH:
                made.blocks.append(self._table(one, replace(look.within(one), tables=look.tables + 1)))
        else:
            if name in _BLOCKS:
                made.end()
            if _NEW_PAGE.search(_style(one)):
                made.add(Span(PAGE_BREAK))
            self._walk(one, made, look.within(one))
            if name in _BLOCKS:
                made.end()

    def _table(self, element: Any, look: _Look) -> Table:
        table = Table(bordered=_attribute(element, "border") not in ("", "0") or "border" in _style(element))
        below: dict[int, int] = {}  # rows that a cell still covers, by column
        for row in _rows(element):
            cells: list[Cell] = []
            at = 0
            for one in row.find_all(["td", "th"], recursive=False):
                at = _pass_over(cells, below, at)
                span = _number(_attribute(one, "colspan"))
                table.bordered |= "border" in _style(one)
                cells.append(Cell(self.blocks(one, look.within(one)), span))
                rows = _number(_attribute(one, "rowspan"))
                below.update({at + column: rows - 1 for column in range(span) if rows > 1})
                at += span
            _pass_over(cells, below, at)
            table.rows.append(cells)
        return table


def _is_hidden(element: Any) -> bool:
    return _HIDDEN.search(_style(element)) is not None or element.has_attr("hidden")


def _pass_over(cells: list[Cell], below: dict[int, int], at: int) -> int:
    """The next column that no cell of a row above covers; for those that are, a cell that says nothing."""
    while below.get(at, 0) > 0:
        below[at] -= 1
        cells.append(Cell(merged=True))
        at += 1
    return at


class _Made:
    """Paragraphs being made."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.spans: list[Span] = []
        self.next_label = ""

    def add(self, span: Span) -> None:
        """Letters of the paragraph; blanks begin none."""
        if self.spans or span.text.strip(" "):
            self.spans.append(span)

    def end(self) -> None:
        """The end of a paragraph, if it has begun."""
        if any(span.text.strip(" \n") for span in self.spans):
            self.blocks.append(Paragraph(self.spans, self.next_label))
            self.next_label = ""
        elif any("\n" in span.text for span in self.spans):
            self.blocks.append(Paragraph())
        self.spans = []


def _rows(table: Any) -> Iterator[Any]:
    for one in table.find_all(["tr", "thead", "tbody", "tfoot"], recursive=False):
        yield from [one] if one.name == "tr" else one.find_all("tr", recursive=False)


def _attribute(element: Any, name: str) -> str:
    found = element.get(name, "")
    return " ".join(found) if isinstance(found, list) else str(found)


def _style(element: Any) -> str:
    return _attribute(element, "style")


def _font_of(element: Any) -> str:
    """The first font that an element names."""
    found = _FONT.search(_style(element))
    named = found[1] if found else _attribute(element, "face")
    return named.split(",")[0].strip(" '\"")


def _number(said: str) -> int:
    return max(1, min(int(said), 1000)) if said.isdecimal() else 1


def _place(item: Any, before: int) -> int:
    said = _attribute(item, "value")
    return int(said) if said.isdecimal() and len(said) < 6 else before + 1


def _label(around: Any, number: int) -> str:
    """The label that a browser sets before a list's item."""
    if around.name != "ol":
        return "-"
    start = _attribute(around, "start")
    number += int(start) - 1 if start.isdecimal() and len(start) < 6 else 0
    return as_printed(number, _FORMS.get(_attribute(around, "type"), "1")) + "."


def _decoded(data: bytes) -> str:
    """The text of a page: Unicode where it is that, else as it says itself, else bytes as CP1252 shows them."""
    found = decode_unicode(data)
    if found is not None:
        return found.text
    said = _CHARSET.search(data[:4096])
    if said and said[1].lower() not in (b"utf-8", b"x-user-defined", b"iso-8859-1", b"windows-1252"):
        try:
            return data.decode(said[1].decode("ascii"), "replace")
        except LookupError:
            pass
    return "".join(map(as_shown, data))


def read_html(path: Path) -> Flow:
    """A web page as a flow: scripts are never run, nothing is fetched. Raises FileAccess or BadInput."""
    from bs4 import BeautifulSoup

    if check_regular(path) > TEXT_BYTES:
        raise BadInput(f"{path}: a page of over {TEXT_BYTES >> 20} MB is no document", advice="save its text alone")
    with file_errors(path), open_regular(path) as file:
        data = file.read()
    with broken_is_bad(path):
        tree = BeautifulSoup(_decoded(data), "lxml")
        reader = _Reader()
        reader.flow.blocks = reader.blocks(tree, _Look())
    return reader.flow
