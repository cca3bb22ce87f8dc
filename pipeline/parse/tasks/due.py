"""Which periods of a text are deadlines: not the dates of cited documents, of names, of what is past."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kehoach.pipeline.form.dates import YEAR
from kehoach.pipeline.form.text_key import key
from kehoach.pipeline.parse.citing.mentions import Mention
from kehoach.pipeline.parse.lines.paragraphs import Para
from kehoach.pipeline.parse.tasks.periods import find_periods
from kehoach.pipeline.parse.tasks.span import Span

_NAMED = re.compile(
    r"(?:chien luoc|de an|chuong trinh|quy hoach|du an|ke hoach|nghi quyet|quyet dinh|chi thi|muc tieu quoc gia"
    r"|tam nhin|dinh huong|nhiem ky|hoi nghi|dai hoi|su kien|ky niem|khoa)\b[^.;:]*$"
)
"""A name that a period can be part of: «Chiến lược … đến năm 2030»."""
_AIMED = re.compile(
    r"(?:phan dau|muc tieu|hoan thanh|dat|bao dam|dam bao|xong|thoi gian|tien do|giao|bao cao|gui|truoc|co it nhat"
    r"|toi thieu)\b[^.;:]*$"
)
_HEAD = re.compile(r"(?:^|[.;:(]\s*|phan dau\s*|muc tieu\s*)$")
_DONE = re.compile(r"(?:hoan thanh|xong|thuc hien|trien khai|tien hanh|ban hanh)\s*(?:trong|vao)?\s*$")
_STRONG = frozenset(
    {"until", "range", "from", "months", "quarters", "before", "within"}
    | {"one-week", "one-month", "one-quarter", "one-half"}
)
"""Wordings that say when something is to be done; a lone year, stage or day can be anything."""
PAST_MONTHS = 2
"""A period that ended longer before the document is a look back; plans do name deadlines of some weeks ago."""
_LOOKS_BACK = re.compile(r"\s*,[^.;:]{0,60}\b(?:co|da|dat|ghi nhan)\b")
"""What follows a past date that is told and not set: «Đến hết tháng 9/2025, toàn tỉnh có 18 bệnh viện …»."""
_YEAR_NAMED = re.compile(rf"(?<!nghi quyet )(?<!chi thi )\b(?:nam (?:hoc )?)({YEAR})(?!\d)")
_SCHEDULED = re.compile(r"^[^:]{3,120}:\s*$")
"""What a day is all that is said of: «Trung tâm Y tế huyện Hướng Hóa: ngày 08/7/2025.»"""
_REPORTED = re.compile(r"\b(?:bao cao|giao ban|so ket|tong hop|cap nhat|kiem tra|giam sat|danh gia)\b[^.;:]*$")
"""What an office does again and again: «họp giao ban 3 tháng một lần»; «tẩy giun 6 tháng một lần» is advice."""
_ROUND = re.compile(
    r"(?:dinh ky|hang (?:nam|quy|thang)|moi (?:nam|quy|thang|dot|hoc ky)|(?:6|06|sau|9|09|3|03) thang"
    r"|(?:01|1|mot) nam)\b[^.;]*$"
)
"""What makes a date without a year come again: «báo cáo định kỳ 6 tháng (trước ngày 15/6), năm (trước ngày 15/12)»."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """What dates are judged by: the year and day of the document, and the mentions whose dates are no deadlines."""

    year: int | None
    day: str | None
    cited: dict[int, list[tuple[int, int]]]
    grace: int = PAST_MONTHS

    def today(self) -> date | None:
        """The document's day, where its date is whole."""
        return date.fromisoformat(self.day) if self.day and len(self.day) == 10 else None


def year_of_plan(date: str | None, subject: str | None) -> int | None:
    """The year that dates without one mean: the one year that the subject names, if it is the document's or the next.

    >>> year_of_plan("2025-12-08", "Truyền thông y tế năm 2026"), year_of_plan("2025-12-08", "Tổng kết năm 2020")
    (2026, 2025)
    >>> year_of_plan("2026-01", "Phòng bệnh giai đoạn 2026 - 2030"), year_of_plan(None, None)
    (2026, None)
    """
    named = {int(y) for y in _YEAR_NAMED.findall(key(subject or ""))}
    if not date:
        return named.pop() if len(named) == 1 else None
    year = int(date[:4])
    return year + 1 if named == {year + 1} else year


def calendar(date: str | None, mentions: Sequence[Mention], subject: str | None = None) -> Calendar:
    """A calendar from the document's date (ISO, may be partial), its citations and its subject."""
    cited: dict[int, list[tuple[int, int]]] = {}
    for mention in mentions:
        cited.setdefault(id(mention.para), []).append((mention.start, max(mention.end, mention.stop)))
    return Calendar(year_of_plan(date, subject), date, cited)


def _months(iso: str) -> int:
    return int(iso[:4]) * 12 + int((iso + "-01")[5:7])


def _is_past(span: Span, when: Calendar, after: str) -> bool:
    """Whether a period ended, or one without an end began, too long before the document to be a deadline."""
    edge = span.last or span.first
    if edge and when.day is None and edge < "2000":
        return True  # a document without its date that tells of the last century
    if not when.grace and span.first and when.day and span.first < when.day[: len(span.first)]:
        return True
    if edge is None or when.day is None or edge >= when.day:
        return False
    grace = 0 if span.precision == "year" else when.grace
    return _months(when.day) - _months(edge) > grace or _LOOKS_BACK.match(after) is not None


def _read(para: Para, when: Calendar, timed: bool) -> Iterator[Span]:
    """The periods of a paragraph, their places in it."""
    return find_periods(para.key, when.year, today=when.today(), timed=timed, printed=para.text)


def _next_year(span: Span, para: Para, when: Calendar, timed: bool) -> Span:
    """A period without its year that would lie before the document: that of the year after it."""
    if span.said or not span.last or not when.day or when.year is None or span.last >= when.day[:7]:
        return span
    again = next(_read(para.part(span.start, span.end), replace(when, year=when.year + 1), timed), None)
    if again is None or again.end != span.end - span.start:
        return span
    return replace(again, start=span.start, end=span.end)


def _again(span: Span, before: str) -> Span:
    """A date without a year that the words before say to come again, as one that recurs."""
    if span.said or span.precision != "day" or _ROUND.search(before) is None:
        return span
    return replace(span, first=None, last=None, precision=None, form="every", recurrence="yearly")


def periods_of(para: Para, when: Calendar, timed: bool) -> list[Span]:
    """The periods of a paragraph that say when something is to be done; `timed`: it stands under «Thời gian …»."""
    found: list[Span] = []
    cited = when.cited.get(id(para), [])
    for found_span in _read(para, when, timed):
        span = _next_year(found_span, para, when, timed)
        at = bisect_right(cited, (span.start, len(para.text) + 1)) - 1
        if at >= 0 and span.start < cited[at][1]:
            continue
        before = para.key[max(span.start - 120, 0) : span.start]
        after = para.key[span.end : span.end + 80]
        again = _again(span, before)
        event = span.form == "one-day" and _NAMED.search(before) is not None  # «… kỷ niệm … ngày 27/02/2022»
        if (
            (timed and not event)
            or again.form == "every"
            or (not _is_past(span, when, after) and is_due(span, before, after))
        ):
            found.append(again)
    return found


def is_due(span: Span, before: str, after: str = "") -> bool:
    """Whether a period in running text is a deadline: its form says so, and it is not part of a name.

    >>> def due(text): return [is_due(span, text[: span.start]) for span in find_periods(text)]
    >>> due("phan dau den nam 2030"), due("chien luoc dan so den nam 2030"), due("giai doan 2026-2030: to chuc")
    ([True], [False], [True])
    >>> due("benh vien da khoa: ngay 08/7/2025"), due("hop ngay 08/7/2025")
    ([True], [False])
    >>> due("hoan thanh nam 2025"), due("ke hoach nam 2025"), due("bao cao truoc ngay 15/12/2025")
    ([True], [False], [True])
    """
    if span.form in ("anchored", "once"):
        return span.form == "anchored" or _REPORTED.search(before) is not None
    named = _NAMED.search(before) is not None
    ends = after[:1] in (".", ";", "")
    lone = _lone(span, before, after)
    if lone is not None:
        return lone
    by_month = ends and span.form == "within" and span.precision == "month"  # «cử cán bộ tập huấn trong tháng 6.»
    if not (span.said or by_month or span.form in ("before", "until", "range")):
        return False
    return span.form in _STRONG and not (named and span.precision == "year" and _AIMED.search(before) is None)


def _lone(span: Span, before: str, after: str) -> bool | None:
    """The same of stages, years and days, which say least by themselves; None for other wordings."""
    named, ends = _NAMED.search(before) is not None, after[:1] in (".", ";", "")
    if span.form in ("stage", "years"):
        return _HEAD.search(before) is not None or (span.inside and not named and ends)
    if span.form == "one-year":
        return _DONE.search(before) is not None or (after[:1] == ":" and _HEAD.search(before) is not None)
    if span.form == "until-year":
        return _HEAD.search(before) is not None or (not named and _AIMED.search(before) is not None)
    if span.form == "one-day":
        return ends and _SCHEDULED.search(before) is not None
    return None
