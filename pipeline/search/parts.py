"""A Plan cut into the parts that are searched: its head, its sections, tables, appendices, preamble and closing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kehoach.pipeline.plan import Evidence, Item, Metadata, OnePlan, Section, Table


@dataclass(frozen=True, slots=True)
class Part:
    """One searchable part: `kind` head, preamble, section, table, appendix or closing; `page` where it begins."""

    kind: str
    id: str
    label: str
    title: str
    text: str
    page: int | None = None


def parts(plan: OnePlan) -> list[Part]:
    """All parts of one document in order; no signature contacts, which are in plan.json alone."""
    first = plan.source.page_range[0] if plan.source.page_range else 1
    found = [Part("head", "", "", heading(plan.metadata), _head_text(plan.metadata), first)]
    found += _plain("preamble", plan.preamble)
    for section in plan.sections:
        found += _sections(section)
    found += [_table(table, number) for number, table in enumerate(plan.tables, 1)]
    found += [
        Part("appendix", one.label, one.label, one.title or "", "\n".join(one.paragraphs), _page(one.evidence))
        for one in plan.appendices
        if one.present
    ]
    return found + _plain("closing", plan.closing)


def heading(meta: Metadata) -> str:
    """Type, code and subject: what people call a document by."""
    code = "/".join(filter(None, (meta.number.value, meta.notation.value)))
    return " ".join(filter(None, (meta.doc_type.value, code, meta.subject.value)))


def _head_text(meta: Metadata) -> str:
    values = (meta.parent_agency, meta.agency, meta.place, meta.date)
    known = [value.value for value in values if value.value]
    signer = meta.signer.value
    return "\n".join([*known, *([signer.name] if signer and signer.name else [])])


def _plain(kind: str, paragraphs: Sequence[str]) -> list[Part]:
    return [Part(kind, kind, "", "", "\n".join(paragraphs))] if paragraphs else []


def _sections(section: Section) -> Iterator[Part]:
    text = "\n".join((*section.paragraphs, *_items(section.items)))
    title = section.title or ""
    yield Part("section", section.id, section.label_printed, title, text, _page(section.evidence))
    for child in section.children:
        yield from _sections(child)


def _items(items: Iterable[Item]) -> Iterator[str]:
    for item in items:
        yield f"{item.bullet} {item.text}"
        yield from _items(item.items)


def _table(table: Table, number: int) -> Part:
    rows = ("\t".join(cell.text for cell in row.cells) for row in table.rows)
    text = "\n".join(("\t".join(table.header), *rows))
    return Part("table", f"table-{number}", "", table.title or "", text, _page(table.evidence))


def _page(evidence: Evidence | None) -> int | None:
    return evidence.page if evidence else None
