"""«Something to look at»: what it means, once, for the run's summary, `status`, the report and `--strict`.

A Plan wants a person's look where a head that every plan must have is lost or in doubt, a page is in trouble, a check
found something of severity 1, or the Plan as a whole is less sure than UNSURE.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # whoever only counts reasons need not load the Plan
    from kehoach.pipeline.plan import Evidence, Field, Issue, OnePlan, Plan

UNSURE = 0.85
"""A Plan less sure than this wants a look (`tests/benchmarks/bench_look.py`). Found on one half of 301 documents with
known heads (67 scans of a health department, 10 hard pages, 224 texts; halves by the checksum of the name): all 37
scans of that half, each with two or more head fields wrong or lost, lie at 0.83 or less; of its 111 texts 14 lie below
the bar, and 2 of the 97 above have a wrong fact. In the other half 37 of 40 scans lie below it and 13 of 113 texts; of
the three scans above, one has lost its date, a reason of its own; two have errors that nothing tells of."""

UNSURE_FIELD = 0.7
"""A number or date less sure than this is in doubt. In the same 301 documents 4 of the 16 values below it are wrong, 7
of the 255 above."""

LOOK_FIRST = 1  # the severity of an issue that is one by itself

_HEAD = (("number", "số"), ("date", "ngày tháng"), ("agency", "cơ quan ban hành"))
"""What every administrative document has (Nghị định 30/2020/NĐ-CP, Điều 8), and what an archive finds it by."""

_BY_FIELD = {"number-year-differs": "number", "signed-before-date": "date"}  # issues that cast doubt on a field


@dataclass(frozen=True)
class Reason:
    """Why a person should look: a stable code, and in words."""

    code: str
    message: str

    def __str__(self) -> str:
        return self.message


def reasons_to_look(plan: Plan) -> tuple[Reason, ...]:
    """All that a person should look at in a file, each once; none where there is nothing.

    >>> from kehoach.pipeline.plan import Plan, SourceInfo
    >>> source = SourceInfo(path="a.pdf", sha256="", media_type="application/pdf", size=1, pages=1)
    >>> [reason.code for reason in reasons_to_look(Plan(source=source, confidence=0.3))]
    ['number-absent', 'date-absent', 'agency-absent', 'subject-absent', 'unsure']
    """
    found: dict[Reason, None] = {}
    for document in plan.documents():
        where = _place(document) if plan.bound else ""
        for reason in (*_urgent(document), *_head(document), *_unsure(document)):
            found[Reason(reason.code, f"{where}{reason.message}")] = None
    return tuple(found)


def _place(document: OnePlan) -> str:
    first, last = document.source.page_range or (1, document.source.pages)
    return f"page {first}: " if first == last else f"pages {first}-{last}: "


def _urgent(document: OnePlan) -> Iterator[Reason]:
    for issue in document.issues:
        if issue.severity == LOOK_FIRST:
            yield Reason(issue.code, issue.message)


def _head(document: OnePlan) -> Iterator[Reason]:
    """Fields that must be there and are not, and a number or date that is in doubt."""
    head = document.metadata
    for name, word in _HEAD:
        field: Field[str] = getattr(head, name)
        if field.value is None and not _left_blank(field, document):
            yield Reason(f"{name}-absent", f"{name} ({word}) {'is blank' if field.raw else 'is not in the text'}")
    if head.doc_type.value is None and head.subject.value is None:
        yield Reason("subject-absent", "neither kind (tên loại) nor subject (trích yếu) is in the text")
    for name, word in _HEAD[:2]:
        if doubt := _doubt(name, getattr(head, name), document):
            yield Reason(f"{name}-in-doubt", f"{name} ({word}) {getattr(head, name).value}: {doubt}")


def _left_blank(field: Field[Any], document: OnePlan) -> bool:
    """Whether a value was left open, as a draft has it. On a scan nobody knows: ink in a blank may be unread."""
    return bool(field.raw) and not _was_read(field.evidence, document)


def _was_read(where: Evidence | None, document: OnePlan) -> bool:
    """Whether a reader of images made the text of a place."""
    page = where.page if where else 1
    return any(reading.engine for reading in document.source.reading if reading.page == page)


def _doubt(name: str, field: Field[str], document: OnePlan) -> str:
    """Why a value that is there may be wrong; "" where nothing says so."""
    if field.value is None:
        return ""
    if field.method != "signature" and field.confidence < UNSURE_FIELD:
        return f"confidence {field.confidence:.2f}"
    if name == "date" and len(field.value) < len("2026-02-01") and not _left_blank(field, document):
        return "not the whole date is known"
    for issue in document.issues:
        if _BY_FIELD.get(issue.code) == name and _is_of(issue, field):
            return issue.message
    if others := _other_readings(field, document):
        return f"readers differ ({', '.join(others)}?)"
    return ""


def _is_of(issue: Issue, field: Field[str]) -> bool:
    """Whether an issue is of the document's own field: checks of the kind look at cited documents too."""
    return issue.code == "signed-before-date" or issue.evidence == field.evidence


def _other_readings(field: Field[str], document: OnePlan) -> list[str]:
    """What other readers made of figures in the field's lines."""
    place = field.evidence
    if place is None or place.lines is None:
        return []
    first, last = place.lines
    return [
        other
        for edit in document.edits
        if edit.reason == "readers-disagree" and edit.page == place.page and first <= (edit.line or 0) <= last
        for other in edit.alternatives
        if re.search(r"\d", other) and edit.after in (field.raw or "")
    ]


def _unsure(document: OnePlan) -> Iterator[Reason]:
    if document.confidence < UNSURE:
        yield Reason("unsure", f"confidence {document.confidence:.2f}, below {UNSURE}")
