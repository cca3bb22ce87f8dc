"""The way from a read document to its Plan, on one screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.document import Document, Line, faithful_text
from pipeline.plan import DigitalSignature, PagePart, PageReading, Plan, SourceInfo, Table, Text

from .citations import cite, cite_bases, find_bases, find_mentions
from .closing import bullets_of, take_closing
from .dumps import read_dump, split_dumps
from .foot import Foot, read_foot
from .letterhead import Letterhead, read_letterhead
from .metadata import Parts, build_metadata
from .outline import Outline, build
from .paragraphs import Para, join, paragraphs
from .rows import Row, Shape, measure, rows_of, set_page_numbers_apart, text_lines
from .sections import sections_of
from .tables import read_table, runs
from .tasks import calendar, find_tasks
from .zones import Zones, find_zones


@dataclass(slots=True)
class Reading:
    """A document being parsed: its zones read, part by part."""

    shape: Shape
    zones: Zones
    head: Letterhead
    outlines: list[Outline] = field(default_factory=list)
    feet: list[Foot] = field(default_factory=list)
    closing: list[Para] = field(default_factory=list)
    appendix: list[list[Para]] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    table_rows: list[list[Row]] = field(default_factory=list)
    dumps: list[list[Line]] = field(default_factory=list)
    numbers: list[Line] = field(default_factory=list)
    signatures: list[DigitalSignature] = field(default_factory=list)


def read(lines: Sequence[Line]) -> Reading:
    """Zones, paragraphs and outlines of a document's lines."""
    kept, dumps = split_dumps(lines)
    kept, numbers = set_page_numbers_apart(kept)
    rows = rows_of(kept)
    shape = measure(rows)
    zones = find_zones(rows, shape)
    reading = Reading(
        shape,
        zones,
        read_letterhead(zones.head),
        dumps=dumps,
        numbers=numbers,
        signatures=[read_dump(block) for block in dumps],
    )
    for part in zones.parts:
        outline = build(paragraphs(_set_tables_apart(part.body, reading), shape))
        reading.closing += take_closing(outline)
        reading.outlines.append(outline)
        reading.feet.append(read_foot(part.foot))
    reading.appendix = [paragraphs(_set_tables_apart(rows, reading), shape) for rows in zones.appendices]
    return reading


def _set_tables_apart(rows: Sequence[Row], reading: Reading) -> list[Row]:
    """The rows that are text; the tables among them go into the reading."""
    text, tables = runs(rows)
    reading.table_rows += tables
    reading.tables += [read_table(table) for table in tables]
    return text


def _preamble(reading: Reading) -> list[Para]:
    """What stands before the first section, an attached document's title and subject included."""
    found: list[Para] = []
    for at, (part, outline) in enumerate(zip(reading.zones.parts, reading.outlines, strict=True)):
        if at:
            found += [join([row]) for row in part.title]
            found += [join(part.subject)] if part.subject else []
        found += outline.preamble
    return found


def _all_paras(reading: Reading) -> list[Para]:
    """Every paragraph that can cite a document, the subject and table cells included, in order."""
    found: list[Para] = []
    for part, outline in zip(reading.zones.parts, reading.outlines, strict=True):
        found += [join(part.subject)] if part.subject else []
        found += outline.preamble
        for node in outline.walk():
            found += [node.para, *node.paragraphs, *(bullet.para for bullet in bullets_of(node.bullets))]
    found += reading.closing
    found += [para for paras in reading.appendix for para in paras]
    return found + [join([row]) for table in reading.table_rows for row in table]


def _furniture(document: Document, reading: Reading) -> list[PagePart]:
    """What belongs to the pages and to the form: page numbers, quốc hiệu, drawn lines, the words «Nơi nhận»."""
    parts = [_part(line.role.value, line) for page in document.pages for line in page.lines if line.role.is_furniture]
    parts += [_part("page-number", line) for line in reading.numbers]
    parts += [_part("rule", row.line) for row in reading.zones.rules]
    parts += [PagePart(kind=kind, text=para.text, page=para.lines[0].page) for kind, para in reading.head.form]
    parts += [PagePart(kind="letterhead", text=para.text, page=para.lines[0].page) for para in reading.head.left]
    parts += [_part("foot", line) for foot in reading.feet for line in foot.left]
    return parts


def _part(kind: str, line: Line) -> PagePart:
    box = line.box
    return PagePart(
        kind=kind,
        text=line.text.strip(),
        page=line.page,
        box=(box.left, box.top, box.right, box.bottom) if box else None,
    )


def _source(document: Document) -> SourceInfo:
    source = document.source
    reading = [
        PageReading(page=p.number, method=p.method.value, reason=p.reason, engine=p.engine, problem=p.problem)
        for p in document.pages
    ]
    return SourceInfo(
        path=str(source.path),
        sha256=source.sha256,
        media_type=source.kind.value,
        size=source.size,
        pages=source.pages,
        producer=source.producer,
        reading=reading,
    )


def parse(document: Document) -> Plan:
    """All that the text of a document says, as a Plan; what it does not say is absent, what is concluded says so.

    `document`: pages of lines in reading order; roles help, but lines that are all BODY do. Never raises for what a
    text contains.
    """
    reading = read(text_lines(document.pages))
    preamble = _preamble(reading)
    main = reading.zones.parts[0]
    appendix = [para for paras in reading.appendix for para in paras]
    parts = Parts(
        reading.head,
        main.title,
        main.subject,
        reading.feet[0],
        reading.signatures,
        "\n".join(line.text.strip() for block in reading.dumps for line in block),
        preamble,
        reading.closing,
        appendix,
    )
    metadata = build_metadata(parts)
    mentions = find_mentions(_all_paras(reading))
    own = f"{metadata.number.value}/{metadata.notation.value}" if metadata.number.value else None
    citations = cite(mentions, own)
    bases = find_bases(preamble, mentions)
    return Plan(
        source=_source(document),
        metadata=metadata,
        legal_bases=cite_bases(bases, citations),
        citations=citations,
        sections=[section for outline in reading.outlines for section in sections_of(outline.nodes)],
        tasks=find_tasks(reading.outlines, calendar(metadata.date.value, mentions)),
        tables=reading.tables,
        preamble=[para.text for para in preamble],
        closing=[para.text for para in reading.closing],
        furniture=_furniture(document, reading),
        marginalia=[
            _part(line.role.value, line) for page in document.pages for line in page.lines if line.role.is_marginalia
        ],
        text=Text(faithful=faithful_text(document.pages)),
    )
