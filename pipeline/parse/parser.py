"""The way from a read document to its Plan, on one screen."""

from __future__ import annotations

from pipeline.document import Document, Line, faithful_text
from pipeline.plan import PagePart, PageReading, Plan, SourceInfo, Text

from .citations import cite, cite_bases, find_bases, find_mentions
from .metadata import Parts, build_metadata
from .reading import Reading, read
from .rows import text_lines
from .sections import sections_of
from .tasks import calendar, find_tasks


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
        path=source.shown_path,
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
    preamble = reading.preamble()
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
    mentions = find_mentions(reading.paras())
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
        appendices=reading.appendices,
        preamble=[para.text for para in preamble],
        closing=[para.text for para in reading.closing],
        furniture=_furniture(document, reading),
        marginalia=[
            _part(line.role.value, line) for page in document.pages for line in page.lines if line.role.is_marginalia
        ],
        text=Text(faithful=faithful_text(document.pages)),
    )
