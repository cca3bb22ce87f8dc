"""Tasks from the rows of task tables: columns of time, doer, partners, content, products."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.plan import Evidence, Period, Table, TableRow, Task

from .actors import split_names
from .periods import Span, find_periods
from .tasks import column_of
from .textual import key, squeeze

_YEARS = re.compile(r"(20\d{2})(?:\s*[-–]\s*(20\d{2}))?")
_ITEM = re.compile(r"(?:^|(?<=[.;\w]))\s*[-+]\s+")


def columns_of(table: Table) -> dict[str, int]:
    """Which column of a table holds what; the first that fits."""
    found: dict[str, int] = {}
    for at, name in enumerate(table.header):
        kind = column_of(name)
        if kind and kind not in found:
            found[kind] = at
    return found


def _cell(row: TableRow, at: int | None) -> str:
    return row.cells[at].text if at is not None and at < len(row.cells) else ""


def names_in(text: str) -> list[str]:
    """The agencies of a cell: items with dashes, or a list.

    >>> names_in("- Phòng Nghiệp vụ Y Dược, Sở Y tế; - Trung tâm Kiểm soát bệnh tật tỉnh Sơn La.")
    ['Phòng Nghiệp vụ Y Dược, Sở Y tế', 'Trung tâm Kiểm soát bệnh tật tỉnh Sơn La']
    """
    if re.match(r"\s*[-+]\s", text):
        return [name for part in _ITEM.split(text) if (name := squeeze(part).strip(" .;,"))]
    return split_names(text)


def _period(text: str, year: int | None, evidence: Evidence | None) -> Period | None:
    years = _YEARS.fullmatch(text.strip())
    if years:
        return Period(
            raw=text,
            start=f"{years[1]}-01-01",
            end=f"{years[2] or years[1]}-12-31",
            precision="year",
            evidence=evidence,
        )
    span: Span | None = next(iter(find_periods(key(text), year)), None)
    if span is None:
        return None
    return Period(
        raw=text[span.start : span.end],
        start=span.first,
        end=span.last,
        precision=span.precision,
        recurrence=span.recurrence,
        evidence=evidence,
    )


def _task(row: TableRow, columns: dict[str, int], year: int | None) -> Task | None:
    action = _cell(row, columns.get("content"))
    if row.group or not action:
        return None
    leads = names_in(_cell(row, columns.get("lead")))
    partners = names_in(_cell(row, columns.get("partners")))
    product = _cell(row, columns.get("product"))
    place = row.cells[columns["content"]].evidence
    return Task(
        lead=leads[0] if leads else None,
        partners=[*leads[1:], *partners],
        action=action,
        products=[product] if product else [],
        period=_period(_cell(row, columns.get("time")), year, place),
        confidence=0.8,
        evidence=place,
    )


def table_tasks(tables: Sequence[Table], year: int | None) -> list[Task]:
    """The tasks of all tables that name a content and a doer or a time in their header."""
    found: list[Task] = []
    for table in tables:
        columns = columns_of(table)
        if "content" not in columns or not columns.keys() & {"lead", "time"}:
            continue
        found += [task for row in table.rows if (task := _task(row, columns, year)) is not None]
    return found
