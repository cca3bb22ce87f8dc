"""How sure a Plan is as a whole: its fields' own confidences, the reading of its pages, and what the checks found."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.document import Document, Method, Page
from pipeline.plan import Issue, Plan

WEIGHTS = {
    "doc_type": 1.0,
    "notation": 0.5,
    "agency": 1.0,
    "date": 1.0,
    "subject": 1.5,
    "signer": 1.0,
    "recipients": 1.0,
}
"""What a field counts; a blank number is common and counts nothing."""
PENALTIES = {1: 0.05, 2: 0.015, 3: 0.0}
"""What an issue costs, by severity; at most MOST_PENALTY in all."""
MOST_PENALTY = 0.3


def _words_confidence(page: Page) -> float | None:
    known = [word.confidence for line in page.lines for word in line.words if word.confidence is not None]
    return sum(known) / len(known) if known else None


def reading_confidence(document: Document) -> float:
    """How surely the pages were read: the readers' own figures, 0.85 for a repaired page, 0 for a failed one."""
    found: list[float] = []
    for page in document.pages:
        if page.blank:
            continue
        sure = _words_confidence(page)
        if page.problem:
            found.append(0.0)
        elif page.method is Method.REPAIRED:
            found.append(0.85 if sure is None else min(sure, 0.85))
        else:
            found.append(1.0 if sure is None else sure)
    return sum(found) / len(found) if found else 0.0


def _penalty(issues: Iterable[Issue]) -> float:
    return min(sum(PENALTIES[issue.severity] for issue in issues), MOST_PENALTY)


def overall(plan: Plan, document: Document) -> float:
    """One figure, 0…1: for ranking what to look at first."""
    fields = [(float(getattr(plan.metadata, name).confidence), weight) for name, weight in WEIGHTS.items()]
    structure = 0.97 if plan.sections else 0.3
    mean = (sum(c * w for c, w in fields) + 2 * structure) / (sum(w for _, w in fields) + 2)
    sure = mean * reading_confidence(document) - _penalty(plan.issues)
    return round(max(0.0, min(1.0, sure)), 3)
