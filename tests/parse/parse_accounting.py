"""The law that every character of the input is in the Plan: what the Plan says was printed, each thing once."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from kehoach.pipeline.document import Document
from kehoach.pipeline.plan import FieldMethod, Item, Plan, Section

FIELDS = ("doc_type", "number", "agency", "parent_agency", "place", "date", "subject", "urgency", "secrecy")
LISTS = ("signer", "co_signers", "recipients", "digital_signatures")


def printed_in_items(items: list[Item]) -> Iterator[str]:
    for item in items:
        yield item.bullet
        yield item.text
        yield from printed_in_items(item.items)


def printed_in_sections(sections: list[Section]) -> Iterator[str]:
    for section in sections:
        yield section.label_read or section.label_printed
        yield section.title or ""
        yield from section.paragraphs
        yield from printed_in_items(section.items)
        yield from printed_in_sections(section.children)


def printed_in_metadata(plan: Plan) -> Iterator[str]:
    for name in (*FIELDS, *LISTS):
        field: Any = getattr(plan.metadata, name)
        doubted = name == "secrecy" and field.method is FieldMethod.INFERRED  # printed, but it may be no mark
        if field.raw and (field.method in (FieldMethod.PRINTED, FieldMethod.ABSENT) or doubted):
            yield field.raw
    if not plan.metadata.number.raw and plan.metadata.notation.method is FieldMethod.PRINTED:
        yield plan.metadata.notation.raw or ""


def printed(plan: Plan) -> Iterator[str]:
    """Every text of the Plan that stands for print, each once."""
    yield from printed_in_metadata(plan)
    yield from plan.preamble
    yield from printed_in_sections(plan.sections)
    yield from plan.closing
    for table in plan.tables:
        yield table.title or ""
        yield from table.header
        for row in table.rows:
            yield from (cell.text for cell in row.cells)
    for appendix in plan.appendices:
        if appendix.present:
            yield f"{appendix.label} .:-"  # what sets a label off from its title is form
            yield appendix.title or ""
            yield from appendix.paragraphs
    yield from (part.text for part in (*plan.furniture, *plan.marginalia))


def letters(text: str) -> Counter[str]:
    return Counter(c for c in text.replace("**", "") if not c.isspace())


def lost(document: Document, plan: Plan) -> Counter[str]:
    """The characters of the input, furniture and marginalia included, that the Plan lacks."""
    given: Counter[str] = Counter()
    for page in document.pages:
        for line in page.lines:
            given += letters(line.text)
    kept: Counter[str] = Counter()
    for text in printed(plan):
        kept += letters(text)
    return given - kept
