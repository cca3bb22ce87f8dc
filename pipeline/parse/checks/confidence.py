"""How sure the fields of a Plan are, and the Plan as a whole.

Two steps. First a raw figure from what is known: how the value was found (printed, inferred), how surely its lines
were read, what the checks found. Then a table says how often values with such a raw figure were right, measured on
plans with truth, sound and damaged (`data/calibration.json`; made by `tests/benchmarks/calibrate_parse.py`), so that
0.9 means nine in ten.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kehoach.pipeline.document import Document, Line, Method, Page
from kehoach.pipeline.form.word_lists import data
from kehoach.pipeline.plan import Contents, Evidence, Field, FieldMethod, Issue, Metadata

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
NAMES = (*WEIGHTS, "number", "place", "parent_agency", "urgency", "secrecy", "archive_line", "co_signers", "drafter")
"""The fields that are read from lines, and whose confidence hangs on how these were read."""
PENALTIES = {1: 0.05, 2: 0.015, 3: 0.0}
"""What an issue costs, by severity; at most MOST_PENALTY in all."""
MOST_PENALTY = 0.3
MENDED = 0.85
"""How sure a line is whose damage was mended: nobody says how surely, and one token in seven is still wrong there."""
Lines = dict[tuple[int, int], list[Line]]


def calibrated(raw: float, table: Sequence[tuple[float, float]]) -> float:
    """The share that was right of what had such a raw figure: between the table's points, in a straight line.

    >>> calibrated(0.75, [(0.0, 0.0), (0.5, 0.4), (1.0, 1.0)]), calibrated(2.0, [(0.0, 0.0), (1.0, 0.9)])
    (0.7, 0.9)
    """
    low = table[0]
    for point in table:
        if raw <= point[0]:
            span = point[0] - low[0]
            share = low[1] if span <= 0 else low[1] + (point[1] - low[1]) * (raw - low[0]) / span
            return round(share, 3)
        low = point
    return low[1]


def table_of(name: str) -> list[tuple[float, float]]:
    """A table of the calibration: raw figure and share that was right, rising."""
    return [(float(raw), float(right)) for raw, right in data("calibration", "parse")[name]]


def _line_confidence(line: Line, page: Page) -> float:
    if line.confidence is not None:
        return line.confidence
    return MENDED if page.method is Method.REPAIRED else 1.0


def _page_confidence(page: Page) -> float:
    """How surely a page was read: the mean of its lines, by letters; 0 where it failed."""
    if page.problem:
        return 0.0
    lines = [(len(line.text), _line_confidence(line, page)) for line in page.text_lines() if line.text.strip()]
    return sum(n * sure for n, sure in lines) / sum(n for n, _ in lines) if lines else 1.0


def reading_confidence(document: Document) -> float:
    """How surely the pages were read, blank ones apart."""
    found = [_page_confidence(page) for page in document.pages if not page.blank]
    return sum(found) / len(found) if found else 0.0


def _read_at(place: Evidence, document: Document) -> float:
    """How surely the lines of a place were read."""
    page = next((page for page in document.pages if page.number == place.page), None)
    if page is None or place.lines is None:
        return 1.0
    first, last = place.lines
    lines = [line for line in page.lines if first <= line.number <= last and line.text.strip()]
    return sum(_line_confidence(line, page) for line in lines) / len(lines) if lines else 1.0


def raw_confidence(field: Field[object], document: Document) -> float:
    """A field's own figure, less where a reader was unsure of its lines."""
    read = _read_at(field.evidence, document) if field.evidence else 1.0
    return float(field.confidence) * read


def weighed(metadata: Metadata, document: Document) -> Metadata:
    """The metadata with the calibrated confidence in every field that has a value."""
    table = table_of("fields")
    fields = {name: getattr(metadata, name) for name in NAMES}
    return metadata.model_copy(
        update={
            name: field.model_copy(update={"confidence": calibrated(raw_confidence(field, document), table)})
            for name, field in fields.items()
            if field.method is not FieldMethod.ABSENT
        }
    )


def _penalty(issues: Iterable[Issue]) -> float:
    return min(sum(PENALTIES[issue.severity] for issue in issues), MOST_PENALTY)


def raw_overall(plan: Contents, issues: Iterable[Issue], document: Document) -> float:
    """The Plan's raw figure, 0…1; `plan`: its fields weighed already; `issues`: what the checks found."""
    fields = [(float(getattr(plan.metadata, name).confidence), weight) for name, weight in WEIGHTS.items()]
    structure = 0.97 if plan.sections else 0.3
    mean = (sum(c * w for c, w in fields) + 2 * structure) / (sum(w for _, w in fields) + 2)
    return max(0.0, min(1.0, mean * reading_confidence(document) - _penalty(issues)))


def overall(plan: Contents, issues: Iterable[Issue], document: Document) -> float:
    """The share of a Plan that is likely right: of its fields, sections, citations, bases, recipients, deadlines."""
    return calibrated(raw_overall(plan, issues, document), table_of("plan"))
