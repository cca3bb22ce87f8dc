"""Days that no calendar has: «trước ngày 31/4/2025». They become no period, so that somebody must be told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kehoach.pipeline.form.dates import YEAR, iso
from kehoach.pipeline.form.text_key import key
from kehoach.pipeline.plan import Contents, Evidence, Issue, Item, Section

_DAY = re.compile(
    rf"\bngay\s+(?P<d>\d{{1,2}})\s?(?:/\s?|\s+thang\s+)(?P<m>\d{{1,2}})(?:\s?(?:/|,?\s+nam\s)\s?(?P<y>{YEAR}))?(?![\d/])"
)
"""Only after «ngày»: without it two numbers with a stroke can be anything."""
_LEAP = 2024
"""The year by which a day without its year is judged: it has a 29th of February."""
MOST = 50
"""So many are named; a document with more is no plan but noise."""


def impossible_days(text: str) -> list[str]:
    """The days of a text that the calendar lacks, as printed.

    >>> impossible_days("trước ngày 31/4/2025, ngày 30 tháng 4 năm 2025, ngày 29/02/2025, ngày 29/02")
    ['ngày 31/4/2025', 'ngày 29/02/2025']
    >>> impossible_days("Quyết định số 31/4/2025, ngày 45/KH-SYT, 30/2 hộp")
    []
    """
    return [
        text[match.start() : match.end()]
        for match in _DAY.finditer(key(text))
        if iso(int(match["y"] or _LEAP), int(match["m"]), int(match["d"])) is None
    ]


def _items(items: Sequence[Item]) -> Iterator[tuple[str, Evidence | None]]:
    for item in items:
        yield item.text, item.evidence
        yield from _items(item.items)


def _texts(sections: Sequence[Section]) -> Iterator[tuple[str, Evidence | None]]:
    """Every text of the sections with its place."""
    for section in sections:
        yield section.title or "", section.evidence
        yield from ((text, section.evidence) for text in section.paragraphs)
        yield from _items(section.items)
        yield from _texts(section.children)


def _cells(plan: Contents) -> Iterator[tuple[str, Evidence | None]]:
    for table in plan.tables:
        for row in table.rows:
            yield from ((cell.text, cell.evidence) for cell in row.cells if not cell.joined)


def days_that_are_none(plan: Contents) -> Iterator[Issue]:
    """An issue for each day that the calendar lacks."""
    named: set[str] = set()
    for texts in (_texts(plan.sections), _cells(plan)):
        for text, evidence in texts:
            for day in impossible_days(text):
                if day not in named and len(named) < MOST:
                    named.add(day)
                    yield Issue(
                        code="day-impossible", message=f"«{day}»: the calendar has no such day", evidence=evidence
                    )
