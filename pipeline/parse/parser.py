"""The way from a read document to its Plan, on one screen."""

from __future__ import annotations

from pipeline.document import Document, Line, Method, faithful_text
from pipeline.plan import DigitalSignature, Metadata, PagePart, PageReading, Plan, RepairEdit, SourceInfo, Text

from .amounts import find_amounts
from .checks import check
from .citations import cite, cite_bases, find_bases, find_mentions
from .confidence import overall
from .due import calendar
from .handwriting import number_by_hand
from .metadata import Parts, build_metadata
from .normalised import normalised_text
from .reading import Reading, read
from .rows import text_lines
from .sections import sections_of
from .table_tasks import table_tasks
from .targets import find_targets
from .tasks import find_tasks


def _furniture(document: Document, reading: Reading, subject: str | None) -> list[PagePart]:
    """What belongs to the pages and to the form: page numbers, quốc hiệu, drawn lines, the words «Nơi nhận»."""
    parts = [_part(line.role.value, line) for page in document.pages for line in page.lines if line.role.is_furniture]
    parts += [_part("page-number", line) for line in reading.numbers]
    parts += [_part("table-header", line) for line in reading.repeats if line.text.strip()]
    parts += [_part("rule", row.line) for row in reading.zones.rules]
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


def _edits(document: Document) -> list[RepairEdit]:
    """What was repaired before the text came here, page by page."""
    return [
        RepairEdit(
            before=edit.before,
            after=edit.after,
            reason=edit.reason,
            confidence=edit.confidence,
            alternatives=list(edit.alternatives),
            applied=edit.applied,
            page=edit.page or page.number,
            line=edit.line,
            box=(edit.box.left, edit.box.top, edit.box.right, edit.box.bottom) if edit.box else None,
        )
        for page in document.pages
        for edit in page.edits
    ]


def _signatures(document: Document, reading: Reading) -> list[DigitalSignature]:
    """The signatures inside the PDF, then those that its text has as dumps."""
    inside = [DigitalSignature.model_validate(fields) for fields in document.source.signatures]
    return inside + reading.signatures


def _metadata(document: Document, reading: Reading) -> Metadata:
    main = reading.zones.parts[0]
    return build_metadata(
        Parts(
            reading.head,
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


def parse(document: Document) -> Plan:
    """All that the text of a document says, as a Plan; what it does not say is absent, what is concluded says so.

    `document`: pages of lines in reading order; roles help, but lines that are all BODY do. Never raises for what a
    text contains.
    """
    reading = read(text_lines(document.pages))
    metadata = _metadata(document, reading)
    metadata.number = number_by_hand(document, metadata.number)
    mentions = find_mentions(reading.paras())
    own = f"{metadata.number.value}/{metadata.notation.value}" if metadata.number.value else None
    citations = cite(mentions, own)
    when = calendar(metadata.date.value, mentions)
    body = list(reading.body())
    scanned = frozenset(page.number for page in document.pages if page.method in (Method.OCR, Method.REPAIRED))
    plan = Plan(
        source=_source(document),
        metadata=metadata,
        legal_bases=cite_bases(find_bases(reading.preamble(), mentions), citations),
        citations=citations,
        sections=[section for outline in reading.outlines for section in sections_of(outline.nodes, scanned)],
        tasks=find_tasks(reading.outlines, when) + table_tasks(reading.tables, when.year),
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
        edits=_edits(document),
    )
    plan.issues = check(plan)
    plan.confidence = overall(plan, document)
    return plan
