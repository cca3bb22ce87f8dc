"""A document read: zones, paragraphs, outlines, tables, appendices, signatures, before the Plan is made of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kehoach.pipeline.document import Line
from kehoach.pipeline.form.text_key import key
from kehoach.pipeline.parse.body.appendices import announced, match_up, read_appendix
from kehoach.pipeline.parse.body.closing_formula import bullets_of, take_closing
from kehoach.pipeline.parse.body.ids import number
from kehoach.pipeline.parse.body.outline import Node, Outline, build
from kehoach.pipeline.parse.foot.foot import Foot, read_foot
from kehoach.pipeline.parse.head.letterhead import Letterhead, read_letterhead
from kehoach.pipeline.parse.lines.dumps import read_dump, split_dumps
from kehoach.pipeline.parse.lines.footnotes import take_footnotes
from kehoach.pipeline.parse.lines.grids import Rows
from kehoach.pipeline.parse.lines.paragraphs import Para, join, paragraphs
from kehoach.pipeline.parse.lines.rows import Row, Shape, measure, rows_of, set_page_numbers_apart
from kehoach.pipeline.parse.tables.exploded import take_exploded
from kehoach.pipeline.parse.tables.table import read_table, repeats_of, runs
from kehoach.pipeline.parse.zones import Zones, find_zones
from kehoach.pipeline.plan import Appendix, DigitalSignature, Table


@dataclass(slots=True)
class Reading:
    """A document being parsed: its zones read, part by part; `subjects` are the parts' titles and subjects."""

    shape: Shape
    zones: Zones
    head: Letterhead
    subjects: list[list[Para]] = field(default_factory=list)
    outlines: list[Outline] = field(default_factory=list)
    closings: list[list[Para]] = field(default_factory=list)
    feet: list[Foot] = field(default_factory=list)
    appendix: list[list[Para]] = field(default_factory=list)
    appendices: list[Appendix] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    cells: list[Para] = field(default_factory=list)
    notes: list[Para] = field(default_factory=list)
    dumps: list[list[Line]] = field(default_factory=list)
    numbers: list[Line] = field(default_factory=list)
    repeats: list[Line] = field(default_factory=list)
    signatures: list[DigitalSignature] = field(default_factory=list)

    @property
    def closing(self) -> list[Para]:
        """The closing paragraphs of all parts."""
        return [para for paras in self.closings for para in paras]

    def main_foot(self) -> Foot:
        """The foot that the metadata are taken from: the first with a signer or recipients."""
        said = (foot for foot in self.feet if foot.signer.value is not None or foot.recipients.entries)
        return next(said, self.feet[0])

    def other_feet(self) -> list[Row]:
        """The rows of the other feet: attached documents may be signed as well."""
        main = self.main_foot()
        parts = zip(self.zones.parts, self.feet, strict=True)
        return [row for part, foot in parts if foot is not main for row in part.foot]

    def preamble(self) -> list[Para]:
        """What stands before the first section, an attached document's title and subject included."""
        found: list[Para] = []
        for at, (subject, outline) in enumerate(zip(self.subjects, self.outlines, strict=True)):
            found += subject if at else []
            found += outline.preamble
        return found

    def body(self) -> Iterator[Para]:
        """Every paragraph of the sections, labels left out, in order."""
        for outline in self.outlines:
            for node in outline.walk():
                yield from node_paras(node)

    def paras(self) -> list[Para]:
        """Every paragraph that can cite a document, subjects and table cells included, in order."""
        found: list[Para] = []
        for subject, outline in zip(self.subjects, self.outlines, strict=True):
            found += subject
            found += outline.preamble
        found += self.body()
        found += self.closing
        found += [para for paras in self.appendix for para in paras]
        return found + self.cells + self.notes


def node_paras(node: Node) -> list[Para]:
    """The paragraphs that stand in a node itself."""
    return [node.para, *node.paragraphs, *(bullet.para for bullet in bullets_of(node.bullets))]


def read(lines: Sequence[Line], grids: Rows | None = None, scanned: frozenset[int] = frozenset()) -> Reading:
    """Zones, paragraphs and outlines of a document's lines.

    `grids`: the tables that the layout found; `scanned`: the pages whose letters a reader may have hurt.
    """
    kept, notes = take_footnotes(lines)
    kept, dumps = split_dumps(kept)
    kept, numbers = set_page_numbers_apart(kept)
    exploded = take_exploded(kept)
    rows = rows_of(exploded.kept, grids)
    shape = measure(rows)
    zones = find_zones(rows, shape)
    reading = Reading(shape, zones, read_letterhead(zones.head), notes=notes, dumps=dumps, numbers=numbers)
    reading.signatures = [read_dump(block) for block in dumps]
    _read_parts(reading, scanned)
    _read_appendices(reading)
    reading.repeats += exploded.repeats
    if exploded.table is not None:
        _add_exploded(reading, exploded.table, lines)
    return reading


def _read_parts(reading: Reading, scanned: frozenset[int]) -> None:
    ids: dict[str, int] = {}
    for part in reading.zones.parts:
        title = [join([row]) for row in part.title]
        reading.subjects.append([*title, *([join(part.subject)] if part.subject else [])])
        outline = build(paragraphs(_set_tables_apart(part.body, reading), reading.shape))
        number(outline.nodes, "", ids)
        reading.closings.append(take_closing(outline))
        reading.outlines.append(outline)
        reading.feet.append(read_foot(part.foot, scanned))


def _read_appendices(reading: Reading) -> None:
    present: list[Appendix] = []
    for rows in reading.zones.appendices:
        first = len(reading.tables)
        paras = paragraphs(_set_tables_apart(rows, reading), reading.shape)
        reading.appendix.append(paras)
        present.append(read_appendix(rows, paras))
        own = [_titled(table, table.title or present[-1].title) for table in reading.tables[first:]]
        reading.tables[first:] = own
    reading.appendices = match_up(present, announced([*reading.body(), *reading.closing]))


def _add_exploded(reading: Reading, table: Table, lines: Sequence[Line]) -> None:
    """Take in a rebuilt table: its cells can cite, its title is its appendix's."""
    if reading.appendices and reading.appendices[-1].present:
        table = _titled(table, reading.appendices[-1].title)
    reading.tables.append(table)
    for row in table.rows:
        for cell in row.cells:
            if cell.text and cell.evidence and lines:
                reading.cells.append(Para(cell.text, key(cell.text), (lines[-1],), (0,)))


def _titled(table: Table, title: str | None) -> Table:
    return table.model_copy(update={"title": title})


def _set_tables_apart(rows: Sequence[Row], reading: Reading) -> list[Row]:
    """The rows that are text; the tables among them go into the reading."""
    text, tables = runs(rows)
    for run in tables:
        reading.tables.append(read_table(run))
        reading.repeats += repeats_of(run)
    reading.cells += [join([row]) for table in tables for row in table]
    return text
