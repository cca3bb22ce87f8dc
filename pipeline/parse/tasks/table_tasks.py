"""Tasks from the rows of task tables: columns of time, doer, partners, content, products."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from kehoach.pipeline.form.dates import YEAR, last_day
from kehoach.pipeline.form.text_key import key, squeeze
from kehoach.pipeline.parse.tasks.actors import heading_actor, split_names
from kehoach.pipeline.parse.tasks.periods import find_periods
from kehoach.pipeline.parse.tasks.span import Span
from kehoach.pipeline.plan import Evidence, Period, Table, TableRow, Task

_YEARS = re.compile(rf"({YEAR})(?:\s*[-–]\s*({YEAR}))?")
_ITEM = re.compile(r"(?:^|(?<=[.;\w]))\s*[-+]\s+")
_WHOLE_YEAR = re.compile(r"(?:ca|trong|quanh|suot|12 thang trong)\s*nam|thuong xuyen(?: trong nam)?$")
_WITH = re.compile(r"[.;,\s]+(?:(?:don vi|co quan)\s+)?phoi hop\s*(?:thuc hien\s*)?(?::|voi\b)\s*")
_LEADS = re.compile(r"\W*(?:(?:don vi|co quan)\s+)?(?:chu tri|dau moi)(?:\s+thuc hien)?\s*:\s*")
_LEADING = re.compile(r"[,\s]+(?:chu tri|la dau moi|dau moi)\W*$")
_SURE = {True: 0.85, False: 0.65}
"""How sure a task is whose columns are named by a header, or only known by what stands in them."""


def names_in(text: str) -> list[str]:
    """The agencies of a cell: items with dashes, or a list.

    >>> names_in("- Phòng Nghiệp vụ Y Dược, Sở Y tế; - Trung tâm Kiểm soát bệnh tật tỉnh Sơn La.")
    ['Phòng Nghiệp vụ Y Dược, Sở Y tế', 'Trung tâm Kiểm soát bệnh tật tỉnh Sơn La']
    """
    if re.match(r"\s*[-+]\s", text):
        return [name for part in _ITEM.split(text) if (name := squeeze(part).strip(" .;,"))]
    return split_names(text)


def lead_and_partners(text: str) -> tuple[list[str], list[str]]:
    """Who leads and who takes part, of a cell that says both: «Chủ trì: Sở A. Phối hợp: Sở B».

    >>> lead_and_partners("Chủ trì: Sở Công Thương. Phối hợp: Sở Y tế, Sở Tài chính")
    (['Sở Công Thương'], ['Sở Y tế', 'Sở Tài chính'])
    >>> lead_and_partners("Sở Y tế chủ trì; phối hợp: Công an tỉnh"), lead_and_partners("Phòng Nghiệp vụ Y")
    ((['Sở Y tế'], ['Công an tỉnh']), (['Phòng Nghiệp vụ Y'], []))
    """
    cut = _WITH.search(key(text))
    led, partners = (text[: cut.start()], text[cut.end() :]) if cut else (text, "")
    named = _LEADS.match(key(led))
    led = led[named.end() :] if named else led
    after = _LEADING.search(key(led))
    return names_in(led[: after.start()] if after else led), names_in(partners)


def periods_in(
    text: str, year: int | None, evidence: Evidence | None = None, today: date | None = None
) -> list[Period]:
    """The periods of a cell that says when; a year that it leaves out is `year`, «tuần tới» is told from `today`.

    >>> def edges(text): return [(p.start, p.end) for p in periods_in(text, 2026)]
    >>> edges("Quý II"), edges("2026 - 2028"), edges("Theo kế hoạch")
    ([('2026-04-01', '2026-06-30')], [('2026-01-01', '2028-12-31')], [])
    >>> edges("Tháng 3/2025; tháng 9/2025")
    [('2025-03-01', '2025-03-31'), ('2025-09-01', '2025-09-30')]
    """
    years = _YEARS.fullmatch(text.strip())
    if years:
        return [_year_period(text, years[1], years[2] or years[1], evidence)]
    if year is not None and _WHOLE_YEAR.match(key(text).strip()):
        return [_year_period(text, str(year), str(year), evidence)]
    lead = "trong "  # lets a month or a quarter stand without its year
    said = text.lstrip()
    spans = list(find_periods(lead + key(said), year, today=today, timed=True, printed=lead + said))
    shift = len(text) - len(text.lstrip()) - len(lead)
    return [_period(text, span, shift, evidence) for span in spans]


def _year_period(text: str, first: str, last: str, evidence: Evidence | None) -> Period:
    return Period(raw=text, start=f"{first}-01-01", end=last_day(int(last), 12), precision="year", evidence=evidence)


def _period(text: str, span: Span, shift: int, evidence: Evidence | None) -> Period:
    return Period(
        raw=text[max(span.start + shift, 0) : span.end + shift],
        start=span.first,
        end=span.last,
        precision=span.precision,
        recurrence=span.recurrence,
        anchored=span.anchored,
        evidence=evidence,
    )


class _TaskTable:
    """A task table being read: its columns, and what the rows above say for those below."""

    def __init__(self, table: Table, year: int | None, today: date | None) -> None:
        self.table = table
        self.year = year
        self.today = today
        self.above: dict[int, str] = {}
        self.heading: str | None = None

    def column(self, kind: str) -> int | None:
        """The first column of a kind."""
        return self.table.columns.index(kind) if kind in self.table.columns else None

    def text(self, row: TableRow, kind: str) -> str:
        """What a row says in a column; a cell that is one with that above says what it says."""
        at = self.column(kind)
        if at is None or at >= len(row.cells):
            return ""
        return self.above.get(at, "") if row.cells[at].joined else row.cells[at].text

    def tasks(self) -> Iterator[Task]:
        """The tasks of the rows, one for each period of a row."""
        for row in self.table.rows:
            if row.group:
                self.heading = next((actor for cell in row.cells if (actor := heading_actor(cell.text))), None)
                continue
            yield from self._row(row)
            for at, cell in enumerate(row.cells):
                if not cell.joined:
                    self.above[at] = cell.text

    def _row(self, row: TableRow) -> Iterator[Task]:
        action = self.text(row, "content")
        content = self.column("content")
        if not action or content is None or row.cells[content].joined:
            return
        leads, beside = lead_and_partners(self.text(row, "lead"))
        product = self.text(row, "product")
        place = row.cells[content].evidence
        task = Task(
            lead="; ".join(leads) or self.heading,
            leads=leads or ([self.heading] if self.heading else []),
            partners=[*beside, *names_in(self.text(row, "partners"))],
            action=action,
            products=[product] if product else [],
            confidence=_SURE[bool(self.table.header)],
            evidence=place,
        )
        for period in self._periods(row, place) or [None]:
            yield task.model_copy(update={"period": period})

    def _periods(self, row: TableRow, place: Evidence | None) -> list[Period | None]:
        """The periods of the time column; of columns of beginning and end one from the one to the other."""
        at = self.column("time")
        if at is not None:
            place = row.cells[at].evidence if at < len(row.cells) else place
            return list(periods_in(self.text(row, "time"), self.year, place, self.today))
        begin = periods_in(self.text(row, "start"), self.year, place, self.today)
        end = periods_in(self.text(row, "end"), self.year, place, self.today)
        if not (begin or end):
            return []
        raw = " - ".join(period.raw for period in (*begin[:1], *end[:1]))
        start = begin[0].start if begin else None
        last = end[0].end if end else None
        return [Period(raw=raw, start=start, end=last, precision=(end or begin)[0].precision, evidence=place)]


def table_tasks(tables: Sequence[Table], year: int | None, today: date | None = None) -> list[Task]:
    """The tasks of all tables that have a column of contents and one of doers or times."""
    found: list[Task] = []
    for table in tables:
        if "content" in table.columns and {"lead", "time", "start", "end"} & set(table.columns):
            found += _TaskTable(table, year, today).tasks()
    return found
