"""The way from a read document to its Plan, on one screen."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict

from kehoach.pipeline.document import Document, Line, Method
from kehoach.pipeline.faithful import faithful_text
from kehoach.pipeline.files.page_pictures import PagePicture
from kehoach.pipeline.form.text_key import forget
from kehoach.pipeline.parse.body.sections import sections_of
from kehoach.pipeline.parse.checks.check import check
from kehoach.pipeline.parse.checks.confidence import overall, weighed
from kehoach.pipeline.parse.checks.pages import page_troubles
from kehoach.pipeline.parse.checks.repairs import repair_edits
from kehoach.pipeline.parse.citing.citations import cite, cite_bases, find_bases, find_mentions
from kehoach.pipeline.parse.head.handwriting import number_by_hand
from kehoach.pipeline.parse.head.metadata import Parts, build_metadata
from kehoach.pipeline.parse.head.secrecy import secrecy_field
from kehoach.pipeline.parse.lines.grids import grid_rows
from kehoach.pipeline.parse.lines.rows import text_lines
from kehoach.pipeline.parse.normalised import normalised_text
from kehoach.pipeline.parse.reading import Reading, read
from kehoach.pipeline.parse.tasks.amounts import find_amounts
from kehoach.pipeline.parse.tasks.due import calendar
from kehoach.pipeline.parse.tasks.section_tasks import find_tasks
from kehoach.pipeline.parse.tasks.table_tasks import table_tasks
from kehoach.pipeline.parse.tasks.targets import find_targets
from kehoach.pipeline.plan import (
    Contents,
    DigitalSignature,
    Metadata,
    PagePart,
    PagePictures,
    PageReading,
    Plan,
    SourceInfo,
    Text,
)


def _furniture(document: Document, reading: Reading, subject: str | None) -> list[PagePart]:
    """What belongs to the pages and to the form: page numbers, quốc hiệu, drawn lines, the words «Nơi nhận»."""
    parts = [_part(line.role.value, line) for page in document.pages for line in page.lines if line.role.is_furniture]
    parts += [_part("page-number", line) for line in reading.numbers]
    parts += [PagePart(kind="footnote", text=note.text, page=note.lines[0].page) for note in reading.notes]
    parts += [_part("table-header", line) for line in reading.repeats if line.text.strip()]
    parts += [_part("rule", row.line) for row in reading.zones.rules]
    parts += [_part("letterhead", row.line) for row in reading.zones.heads]
    parts += [PagePart(kind=kind, text=para.text, page=para.lines[0].page) for kind, para in reading.head.form]
    parts += [PagePart(kind="letterhead", text=para.text, page=para.lines[0].page) for para in reading.head.left]
    about = reading.head.about
    if about.raw and about.raw != subject:
        parts.append(PagePart(kind="letterhead", text=about.raw, page=about.evidence.page if about.evidence else 1))
    parts += [_part("foot", line) for line in reading.main_foot().left]
    parts += [_part("attached-foot", row.line) for row in reading.other_feet()]
    return parts


def _part(kind: str, line: Line) -> PagePart:
    box = line.box
    return PagePart(
        kind=kind,
        text=line.text.strip(),
        page=line.page,
        box=(box.left, box.top, box.right, box.bottom) if box else None,
    )


def _source(document: Document, page_range: tuple[int, int] | None) -> SourceInfo:
    source = document.source
    reading = [
        PageReading(
            page=p.number,
            method=p.method.value,
            reason=p.reason,
            engine=p.engine,
            problem=p.problem,
            unread=p.unread,
            images=[_picture(picture) for picture in p.pictures],
            unread_pictures=p.unread_pictures,
        )
        for p in document.pages
    ]
    return SourceInfo(
        path=source.shown_path,
        sha256=source.sha256,
        media_type=source.kind.value,
        size=source.size,
        pages=source.pages,
        page_range=page_range,
        producer=source.producer,
        reading=reading,
    )


def _picture(files: PagePicture) -> PagePictures:
    return PagePictures(
        cleaned=files.cleaned,
        removed=files.removed,
        steps=list(files.steps),
        colours=dict(files.colours),
        to_page=files.to_page,
    )


def _signatures(document: Document, reading: Reading) -> list[DigitalSignature]:
    """The signatures inside the PDF, then those that its text has as dumps."""
    inside = [DigitalSignature(**asdict(signature)) for signature in document.source.signatures]
    return inside + reading.signatures


def _metadata(document: Document, reading: Reading) -> Metadata:
    main, head = reading.zones.parts[0], reading.head
    return build_metadata(
        Parts(
            head,
            number_by_hand(document, head.number),
            secrecy_field(document, head.secrecy),
            main.title,
            main.subject,
            reading.main_foot(),
            _signatures(document, reading),
            "\n".join(line.text.strip() for block in reading.dumps for line in block),
            reading.preamble(),
            reading.closing,
            [para for paras in reading.appendix for para in paras],
        )
    )


@contextmanager
def _no_collection() -> Iterator[None]:
    """Python does not look for reference cycles within the block: a large document makes a million objects, no cycle.

    Measured on 2 MB of short labelled lines: that search took a third of the time. Afterwards the caches are emptied
    of what such a document left there.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        forget()
        if collects:
            gc.enable()


@_no_collection()
def parse(document: Document, page_range: tuple[int, int] | None = None) -> Plan:
    """All that the text of a document says, as a Plan; what it does not say is absent, what is concluded says so.

    `document`: pages of lines in reading order; roles help, but lines that are all BODY do. `page_range`: its first and
    last page, where it is one of several in a file. Never raises for what a text contains.
    """
    scanned = frozenset(page.number for page in document.pages if page.method in (Method.OCR, Method.REPAIRED))
    reading = read(text_lines(document.pages), grid_rows(document.pages), scanned)
    metadata = _metadata(document, reading)
    mentions = find_mentions(reading.paras())
    own = f"{metadata.number.value}/{metadata.notation.value}" if metadata.number.value else None
    citations = cite(mentions, own)
    when = calendar(metadata.date.value, mentions, metadata.subject.value)
    body = list(reading.body())
    said = Contents(
        source=_source(document, page_range),
        metadata=weighed(metadata, document),
        legal_bases=cite_bases(find_bases(reading.preamble(), mentions), citations),
        citations=citations,
        sections=[section for outline in reading.outlines for section in sections_of(outline.nodes, scanned)],
        tasks=find_tasks(reading.outlines, when) + table_tasks(reading.tables, when.year, when.today()),
        tables=reading.tables,
        preamble=[para.text for para in reading.preamble()],
        closing=[para.text for para in reading.closing],
        furniture=_furniture(document, reading, metadata.subject.raw),
        marginalia=[
            _part(line.role.value, line) for page in document.pages for line in page.lines if line.role.is_marginalia
        ],
        appendices=reading.appendices,
        targets=find_targets(body),
        amounts=find_amounts([*body, *reading.cells]),
        text=Text(faithful=faithful_text(document.pages), normalised=normalised_text(reading)),
        edits=repair_edits(document),
    )
    issues = [*page_troubles(document.pages), *check(said)]
    return Plan(**dict(said), issues=issues, confidence=overall(said, issues, document))
