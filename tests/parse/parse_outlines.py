"""The outlines of the source documents against their Plans, item by item."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kehoach.pipeline.plan import Plan, Section

OUTLINES: dict[str, dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "cases" / "seed_outlines.json").read_text("utf-8")
)


def outline(sections: list[Section]) -> str:
    """Ids in order, children in brackets: «I [I.1 I.2] II»."""
    return " ".join(s.id + (f" [{outline(s.children)}]" if s.children else "") for s in sections)


def walk(sections: list[Section]) -> Iterator[Section]:
    for section in sections:
        yield section
        yield from walk(section.children)


def compared(plan: Plan, wanted: dict[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """What, wanted, found; lists of tasks, citations and issues: those of the wanted ones that are there."""
    by_id = {section.id: section for section in walk(plan.sections)}
    found = plan.metadata
    for name, value in wanted["fields"].items():
        yield name, value, getattr(found, name).value
    signer = found.signer.value
    yield "signer", wanted["signer"], [signer.authority, signer.on_behalf_of, signer.position, signer.name]
    yield "legal bases", wanted["bases"], [[b.number, b.date, b.issuer] for b in plan.legal_bases]
    if "cited" in wanted:
        cited = {c.number or c.title for c in plan.citations}
        yield "citations", wanted["cited"], [number for number in wanted["cited"] if number in cited]
    yield "sections", wanted["outline"], outline(plan.sections)
    for at, label in wanted.get("labels", {}).items():
        yield f"label of {at}", label, by_id[at].label_printed if at in by_id else None
    for at, count in wanted["items"].items():
        yield f"items of {at}", count, len(by_id[at].items) if at in by_id else None
    tasks = [[t.section, t.lead, t.period.start, t.period.end] for t in plan.tasks if t.period]
    loose = [[section, None, start, end] for section, _, start, end in tasks]
    yield "tasks", wanted["tasks"], [task for task in wanted["tasks"] if task in tasks or task in loose]
    if "recurring" in wanted:
        rounds = {t.period.recurrence for t in plan.tasks if t.period}
        yield "recurring", wanted["recurring"], [name for name in wanted["recurring"] if name in rounds]
    entries = found.recipients.value or []
    yield "recipients", wanted["recipients"], len(entries)
    if "purposes" in wanted:
        yield "purposes", wanted["purposes"], [entry.purpose for entry in entries]
    if "groups" in wanted:
        yield "brace groups", wanted["groups"], [entry.group for entry in entries][: len(wanted["groups"])]
    signatures = found.digital_signatures.value or []
    yield "digital signatures", wanted["signatures"], [[s.signer, s.time] for s in signatures]
    if "table" in wanted:
        yield from _compared_table(plan, wanted["table"])
    if "issues" in wanted:
        codes = {issue.code for issue in plan.issues}
        yield "issues", wanted["issues"], [code for code in wanted["issues"] if code in codes]


def _compared_table(plan: Plan, wanted: dict[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    table = plan.tables[0]
    rows = [row for row in table.rows if not row.group]
    yield "table header", wanted["header"], table.header
    yield "table rows", wanted["rows"], sum(len(row.cells) == len(wanted["header"]) for row in rows)
    yield "group rows", wanted["groups"], [row.cells[0].text for row in table.rows if row.group]
