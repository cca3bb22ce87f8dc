"""OpenDocument texts (.odt, .ott) as a flow; odfdo opens the package, the text is read from its XML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from kehoach.pipeline.ingest.limits import OFFICE_DEPTH
from kehoach.pipeline.ingest.office.flow import PAGE_BREAK, Block, Cell, Flow, Paragraph, Span, Table
from kehoach.pipeline.ingest.office.numbers import as_printed
from kehoach.pipeline.ingest.office.package import broken_is_bad, check_package, child, local, value, xml_of

_MOST = 1000  # blanks, columns or rows that one element may stand for
_SECTIONS = frozenset(("section", "index-body", "table-of-content", "alphabetical-index", "index-title"))
_SILENT = frozenset(
    ("tracked-changes", "sequence-decls", "variable-decls", "forms", "title", "desc", "bookmark", "changed-region",
     "deletion", "annotation-end", "note", "annotation", "image", "custom-shape-geometry", "event-listeners")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Look:
    """What a style says; None where it says nothing."""

    font: str | None = None
    capitals: bool | None = None
    hidden: bool | None = None
    breaks: bool | None = None
    breaks_after: bool | None = None
    listed: str | None = None

    def under(self, other: _Look) -> _Look:
        names = self.__slots__
        return _Look(*(getattr(other if getattr(self, n) is None else self, n) for n in names))


@dataclass(frozen=True, slots=True)
class _Level:
    """How a level of a list is labelled."""

    form: str = ""
    before: str = ""
    after: str = ""
    start: int = 1
    shown: int = 1  # how many levels' numbers the label has
    bullet: str = ""


@dataclass
class _Styles:
    """Styles by family and name, fonts by the name they are declared under, lists by their style."""

    looks: dict[tuple[str, str], tuple[_Look, str]] = field(default_factory=dict)
    fonts: dict[str, str] = field(default_factory=dict)
    lists: dict[str, dict[int, _Level]] = field(default_factory=dict)
    borders: set[str] = field(default_factory=set)  # cell styles with drawn lines
    whole: dict[tuple[str, str], _Look] = field(default_factory=dict)

    def look(self, family: str, name: str) -> _Look:
        """A style with what it inherits, and what its family has by default."""
        key = (family, name)
        if key not in self.whole:
            found, at = _Look(), name
            for _ in range(30):
                own, parent = self.looks.get((family, at), (_Look(), ""))
                found = found.under(own)
                if not parent:
                    break
                at = parent
            self.whole[key] = found.under(self.looks.get((family, ""), (_Look(), ""))[0])
        return self.whole[key]

    def read(self, root: Any) -> None:
        """Take in the styles of content.xml or styles.xml."""
        for element in root.iter():
            name = local(element)
            if name == "font-face":
                named = value(element, "name")
                self.fonts[named] = value(element, "font-family").strip("'\"") or named
            elif name in ("style", "default-style"):
                key = (value(element, "family"), value(element, "name") if name == "style" else "")
                self.looks[key] = (self._look_of(element), value(element, "parent-style-name"))
                if any("border" in key and "none" not in said for p in element for key, said in p.attrib.items()):
                    self.borders.add(value(element, "name"))
            elif name in ("list-style", "outline-style"):
                self.lists[value(element, "name") if name == "list-style" else ""] = dict(map(_level, element))

    def _look_of(self, style: Any) -> _Look:
        text, paragraph = child(style, "text-properties"), child(style, "paragraph-properties")
        font = capitals = hidden = breaks = after = None
        if text is not None:
            declared = value(text, "font-name")
            font = self.fonts.get(declared, declared) or value(text, "font-family").strip("'\"") or None
            capitals = {"uppercase": True, "none": False}.get(value(text, "text-transform"))
            hidden = {"none": True, "true": False}.get(value(text, "display"))
        if paragraph is not None:
            breaks = True if value(paragraph, "break-before") == "page" else None
            after = True if value(paragraph, "break-after") == "page" else None
        if value(style, "master-page-name") and value(style, "family") == "paragraph":
            breaks = True
        return _Look(font, capitals, hidden, breaks, after, value(style, "list-style-name") or None)


def _level(element: Any) -> tuple[int, _Level]:
    number = value(element, "level")
    return (int(number) if number.isdecimal() else 0), _Level(
        value(element, "num-format"),
        value(element, "num-prefix"),
        value(element, "num-suffix"),
        _count(value(element, "start-value"), 1),
        _count(value(element, "display-levels"), 1),
        (value(element, "bullet-char") or "•") if local(element) == "list-level-style-bullet" else "",
    )


def _count(said: str, default: int) -> int:
    return min(int(said), _MOST) if said.isdecimal() else default


@dataclass
class _List:
    """A list being read: its style, and how far each of its levels is counted."""

    style: str
    counts: dict[int, int] = field(default_factory=dict)


class _Reader:
    """Reads the body in order."""

    def __init__(self, styles: _Styles, pictures: dict[str, bytes]) -> None:
        self.styles, self.pictures = styles, pictures
        self.flow = Flow()
        self.lists: dict[str, _List] = {}  # by xml:id, and the last one of each style
        self.outline = _List("")

    def blocks(self, element: Any, depth: int = 0) -> list[Block]:
        """The blocks in a body, a cell, a frame, a note."""
        found: list[Block] = []
        for one in element:
            name = local(one)
            if name in ("p", "h"):
                found += self._paragraph(one, depth)
            elif depth >= OFFICE_DEPTH:
                continue
            elif name == "list":
                found += self._list(one, None, 1, depth + 1)
            elif name == "table":
                found.append(self._table(one, depth + 1))
            elif name in _SECTIONS:
                inner = self.blocks(one, depth + 1)
                if value(one, "display") == "none":
                    self.flow.leave_out("hidden passage", _all_spans(inner))
                else:
                    found += inner
            elif name == "tracked-changes":
                for region in (part for part in one.iter() if local(part) == "deletion"):
                    self.flow.leave_out("tracked deletion", _all_spans(self.blocks(region, depth + 1)))
            elif name in ("frame", "text-box", "custom-shape", "a", "g"):
                found += self._frame(one, depth + 1)
        return found

    def _paragraph(self, element: Any, depth: int, label: str = "") -> list[Block]:
        look = self.styles.look("paragraph", value(element, "style-name"))
        boxed: list[Block] = []
        spans = list(self._spans(element, look, boxed, depth))
        if look.breaks and self.flow_begun:
            spans.insert(0, Span(PAGE_BREAK))
        if look.breaks_after:
            spans.append(Span(PAGE_BREAK))
        self.flow_begun = True
        says = any(span.text.strip() for span in spans)
        if local(element) == "h" and says and not label and value(element, "is-list-header") != "true":
            label = self._number(self.outline, _count(value(element, "outline-level"), 1))
        return [Paragraph(spans, label, look.font or ""), *boxed]

    flow_begun = False

    def _spans(self, element: Any, look: _Look, boxed: list[Block], depth: int) -> Iterator[Span]:
        font, capitals = look.font or "", bool(look.capitals)
        if look.hidden and depth < OFFICE_DEPTH:
            self.flow.leave_out("hidden passage", self._spans(element, replace(look, hidden=False), [], depth + 1))
            return
        if element.text:
            yield Span(_plain(element.text), font, capitals)
        for one in element:
            name = local(one)
            if name == "s":
                yield Span(" " * _count(value(one, "c"), 1), font)
            elif name == "tab":
                yield Span("\t", font)
            elif name == "line-break":
                yield Span("\n", font)
            elif name == "soft-page-break" or name in ("frame", "custom-shape"):
                boxed += self._frame(one, depth + 1) if name != "soft-page-break" and depth < OFFICE_DEPTH else []
            elif name in ("note", "annotation", "hidden-text"):
                self._beside(name, one, depth)
            elif name in _SILENT:
                pass
            elif name and depth < OFFICE_DEPTH:
                own = self.styles.look("text", value(one, "style-name")) if name == "span" else _Look()
                yield from self._spans(one, own.under(replace(look, breaks=None)), boxed, depth + 1)
            if one.tail:
                yield Span(_plain(one.tail), font, capitals)

    def _beside(self, name: str, element: Any, depth: int) -> None:
        """A note, a comment of somebody, text that is not shown."""
        if name == "note":
            self._note(element)
        elif name == "annotation":
            self.flow.comments.append(Paragraph(_all_spans(self.blocks(element, depth + 1))))
        else:
            self.flow.leave_out("hidden passage", [Span("".join(element.itertext()))])

    def _note(self, note: Any) -> None:
        body, citation = child(note, "note-body"), child(note, "note-citation")
        if body is not None:
            label = "".join(citation.itertext()) if citation is not None else str(len(self.flow.footnotes) + 1)
            self.flow.footnotes.append(Paragraph(_all_spans(self.blocks(body, 1)), label))

    def _frame(self, element: Any, depth: int) -> list[Block]:
        """Text boxes as blocks; pictures are counted."""
        if local(element) == "frame":
            pictures = [one for one in element if local(one) == "image"]
            box = child(element, "text-box")
            if pictures and box is None:
                self.flow.pictures += 1
                data = self.pictures.get(value(pictures[0], "href").removeprefix("./"))
                self.flow.page_pictures += [data] if data else []
        return self.blocks(element, depth) if depth < OFFICE_DEPTH else []

    def _list(self, element: Any, around: _List | None, level: int, depth: int) -> list[Block]:
        """A list's items, each with its label; a list within an item is on the next level."""
        style = value(element, "style-name") or (around.style if around else "")
        goes_on = self.lists.get(value(element, "continue-list"))
        if around is not None and style == around.style:
            listed = around
        elif goes_on is None and value(element, "continue-numbering") == "true":
            listed = self.lists.get(f"style {style}") or _List(style)
        else:
            listed = goes_on or _List(style)
        self.lists[f"style {style}"] = self.lists[value(element, "id") or f"style {style}"] = listed
        if around is not listed or level > 1:
            listed.counts = {at: n for at, n in listed.counts.items() if at < level or goes_on or listed is not around}
        found: list[Block] = []
        for item in element:
            if local(item) not in ("list-item", "list-header"):
                continue
            if value(item, "start-value"):
                listed.counts[level] = _count(value(item, "start-value"), 1) - 1
            unlabelled = local(item) == "list-item"  # its first paragraph gets the label
            for one in item:
                if local(one) in ("p", "h"):
                    label = self._number(listed, level) if unlabelled else ""
                    unlabelled = False
                    found += self._paragraph(one, depth, label)
                elif local(one) == "list" and depth < OFFICE_DEPTH:
                    found += self._list(one, listed, level + 1, depth + 1)
                elif local(one) == "table" and depth < OFFICE_DEPTH:
                    found.append(self._table(one, depth + 1))
        return found

    def _number(self, listed: _List, at: int) -> str:
        """The label of the next item on a level."""
        levels = self.styles.lists.get(listed.style, {})
        level = levels.get(at)
        if level is None:
            return ""
        if level.bullet:
            return "-" if not level.bullet.isalnum() and level.bullet not in "+*" else level.bullet
        listed.counts[at] = listed.counts[at] + 1 if at in listed.counts else level.start
        listed.counts = {one: count for one, count in listed.counts.items() if one <= at}
        if not level.form:
            return f"{level.before}{level.after}".strip()
        parts = [
            as_printed(listed.counts.get(one, levels.get(one, _Level()).start), levels.get(one, _Level()).form or "1")
            for one in range(at - level.shown + 1, at + 1)
            if one > 0
        ]
        return f"{level.before}{'.'.join(parts)}{level.after}".strip()

    def _table(self, element: Any, depth: int) -> Table:
        table = Table(bordered=False)
        for row in _rows(element):
            cells: list[Cell] = []
            for one in row:
                name = local(one)
                if name not in ("table-cell", "covered-table-cell"):
                    continue
                times = min(_count(value(one, "number-columns-repeated"), 1), 63)
                if value(one, "style-name") in self.styles.borders:
                    table.bordered = True
                for _ in range(times):
                    if name == "covered-table-cell":
                        cells.append(Cell(merged=True))
                    else:
                        cells.append(Cell(self.blocks(one, depth)))
            table.rows.append(cells)
        return table


def _rows(element: Any, depth: int = 0) -> Iterator[Any]:
    for one in element:
        name = local(one)
        if name == "table-row":
            yield one
        elif name in ("table-header-rows", "table-rows", "table-row-group") and depth < OFFICE_DEPTH:
            yield from _rows(one, depth + 1)


def _plain(text: str) -> str:
    """Text as XML has it: line ends and runs of blanks are one blank."""
    return re.sub(r"[ \t\r\n]+", " ", text)


def _all_spans(blocks: list[Block]) -> list[Span]:
    return [span for block in blocks if isinstance(block, Paragraph) for span in (*block.spans, Span(" "))]


def _part(container: Any, name: str) -> Any:
    data = container.get_part(name)
    return xml_of(data if isinstance(data, bytes) else str(data).encode())


def read_odt(path: Path) -> Flow:
    """An OpenDocument text as a flow. Raises FileAccess or BadInput."""
    from odfdo.container import Container

    check_package(path)
    with broken_is_bad(path):
        container = Container()
        container.open(path)
        content, styling = _part(container, "content.xml"), None
        names = container.parts
        styles = _Styles()
        if "styles.xml" in names:
            styling = _part(container, "styles.xml")
            styles.read(styling)
        styles.read(content)
        pictures = {name: container.get_part(name) for name in names if name.startswith("Pictures/")}
        reader = _Reader(styles, {name: data for name, data in pictures.items() if isinstance(data, bytes)})
        body = child(content, "body", "text")
        reader.flow.blocks = reader.blocks(body) if body is not None else []
        counted = reader.flow.pictures, list(reader.flow.page_pictures)
        for page in styling.iter() if styling is not None else ():
            if local(page) in ("header", "header-first", "header-left"):
                reader.flow.heads += reader.blocks(page)
            elif local(page) in ("footer", "footer-first", "footer-left"):
                reader.flow.feet += reader.blocks(page)
        reader.flow.pictures, reader.flow.page_pictures = counted
    return reader.flow
