"""Whole documents and what a good archivist notes of each: the composed ones always, the real ones where they are.

The composed ones (`cases/documents`) are written in the manner of the five real plans that the project began with, a
document for each kind of damage; `document_outlines.json` and `document_records.json` say what is in them.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kehoach.pipeline.plan import Plan, Section

CASES = Path(__file__).parent / "cases"
COMPOSED_FOLDER = CASES / "documents"
SHARED = Path(__file__).parents[2] / "shared"
SEEDS = SHARED / "seeds"


def _read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((CASES / name).read_text("utf-8"))
    found.pop("about", None)
    return found


SEED_OUTLINES = _read("seed_outlines.json")
SEED_RECORDS = {name[:3]: record for name, record in _read("seed_records.json").items()}
COMPOSED = {path.stem: path for path in sorted(COMPOSED_FOLDER.glob("*.txt"))}
REAL = {path.name[:3]: path for path in sorted(SEEDS.glob("00[0-4]_*[0-9a-f].txt"))}
DOCUMENTS = COMPOSED | REAL
OUTLINES = _read("document_outlines.json") | {name: SEED_OUTLINES[name] for name in REAL}
RECORDS = _read("document_records.json") | {name: SEED_RECORDS[name] for name in REAL}
GARBLED = [name for name in DOCUMENTS if name in ("garbled", "003")]
"""Their text has to be mended before anything but their structure can be read."""
PAGES = {
    "hard_wraps_signed": ((4, 63), {1: 1, 2: 26, 3: 47, 4: 63, 5: 79}, 16),
    "002": ((4, 231), {1: 1, 2: 66, 3: 147, 4: 231, 5: 311, 6: 392}, 20),
}
"""Of exports with page marks: a page number inside a sentence and its line, where pages begin, lines of signatures."""


def text_of(name: str) -> str:
    """The text of a document."""
    return DOCUMENTS[name].read_text("utf-8-sig")


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
    for name, method in wanted.get("methods", {}).items():
        yield f"method of {name}", method, str(getattr(found, name).method)
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
    for at in wanted.get("misprinted", []):
        yield f"label of {at} is flagged", True, bool(by_id[at].issues)
    if "appendices" in wanted:
        yield "appendices", wanted["appendices"], [[a.label, a.announced, a.present] for a in plan.appendices]
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
    for at, cells in wanted.get("cells", {}).items():
        yield f"cells of row {at}", cells, [cell.text for cell in rows[int(at)].cells]
    yield "group rows", wanted["groups"], [row.cells[0].text for row in table.rows if row.group]
