"""Periods: «trước ngày 15/12/2025», «tháng 2-3/2026», «Quý IV/2025», «từ nay đến hết tháng 4/2026», «hằng năm»."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from kehoach.pipeline.form.dates import YEAR, last_day
from kehoach.pipeline.parse.tasks.lists import days, months, quarters, years
from kehoach.pipeline.parse.tasks.moments import Moment, moment_at
from kehoach.pipeline.parse.tasks.numerals import with_digits
from kehoach.pipeline.parse.tasks.recurring import again, every
from kehoach.pipeline.parse.tasks.relative import counted, relative
from kehoach.pipeline.parse.tasks.span import Form, Frame, Span

_QUARTER = r"qu[yi](?!\s+dinh\b)"  # «quy định» is in every second line, and no quarter
_START = re.compile(
    rf"\b(?:tu|truoc|cham nhat|muon nhat|den|toi|het|thang|{_QUARTER}|nam|giai doan|trong|ngay|0?6 thang|sau thang|nua"
    r"|xong|khong qua|khong cham|han|hang|moi|dinh ky|thuong xuyen|cuoi|dau|vao|tuan|thu|chu nhat|chua nhat|hom|mot lan"
    r"|thuong ky)\b"
    rf"|(?<![\d/])\d{{1,2}}\s?[-/]\s?\d{{1,2}}\s?/\s?{YEAR}"
    r"|(?<![\d/.,\-])\d{1,3}(?=\s*(?:-|den|toi)\s*\d{1,2}\s?/|\s?/\s?\d{1,2}(?!\d)"
    r"|\s+(?:\([^()]{2,12}\)\s+)?(?:ngay|tuan|thang|qu[yi]|nam|lan)\b)"
)
_TELLING = re.compile(rf"\d|\b(?:ngay|thang|{_QUARTER}|nam|tuan|thu|nhat|hom|lan|ky|xuyen)\b")
"""A number, a unit of the calendar, or a word for what comes again: without one of them no wording is a time."""
_CLOCK = r"(?:(?:luc\s+)?\d{1,2}\s?(?:h|gio|g|:(?=\d))\s?(?:\d{2})?(?:\s?phut)?,?\s+)?"
"""A time of day before a date is part of neither edge: periods are full days."""
_FROM = re.compile(rf"(?:ke )?tu\s+(?:dau\s+)?{_CLOCK}")
_NOW = re.compile(
    r"(?:ke )?tu\s+(?:nay|khi ban hanh(?: ke hoach)?|ngay ban hanh(?: ke hoach)?|ngay ky(?: ban hanh)?"
    r"|khi ke hoach (?:nay )?duoc ban hanh)\s*,?\s*(?:cho\s+)?(?:den|toi)\s+(?:truoc\s+|het\s+|cuoi\s+)?"
)
_TO = re.compile(
    rf"\s*(?:(?:cho\s+)?(?:den|toi|-)|[,;]?\s*(?:va\s+)?(?:ket thuc|hoan thanh)(?:\s+(?:vao|trong))?)\s*"
    rf"(?:(?:truoc|het|cuoi)\s+)?{_CLOCK}"
)
_AND = re.compile(r"\s*(?:,|va)\s+(?=\d{1,2}\s?/)")
_BEFORE = re.compile(
    r"(?:hoan thanh\s+)?(?:xong\s+)?(?:truoc|cham nhat|muon nhat|khong qua|khong cham hon|han cuoi|han chot|han"
    r"|den het|den|toi|het)\s*:?\s*(?:(?:la|vao|den|trong|truoc|het|cuoi|thoi diem)\s+){0,6}"
    rf"{_CLOCK}"
)
_OPEN_END = re.compile(
    r"\s*(?:den|toi)\s+(?:khi|luc|sau|thoi diem|het (?:dot|chuong trinh|nhiem ky)|ket thuc)|\s*tro di"
    r"|\s*va\s+(?:cac|nhung)\s+nam\s+(?:tiep theo|sau|ke tiep|toi)"
)
_WITHIN = re.compile(r"(?:trong|vao)\s+(?:khoang\s+|dip\s+|(?:buoi\s+)?(?:sang|chieu|toi)\s+)?(?:hai ngay\s+)?")


def _until(text: str, at: int, frame: Frame) -> Span | None:
    """From now until: the end alone."""
    lead = _NOW.match(text, at)
    moment = moment_at(text, lead.end()) if lead else None
    return _closed(at, None, moment, frame, "until") if moment else None


def _range(text: str, at: int, frame: Frame) -> Span | None:
    """From … to …; what the first moment leaves out the second says; open where no moment follows."""
    lead = _FROM.match(text, at)
    first = moment_at(text, lead.end()) if lead else None
    if first is None:
        return None
    to = _TO.match(text, first.end)
    last = moment_at(text, to.end()) if to else None
    if last is not None:
        return _closed(at, first, last, frame, "range")
    if _OPEN_END.match(text, first.end) is None and first.year is None:
        return None
    whole = _completed(first, None, frame)
    return Span(at, first.end, whole.first(), None, first.precision(), "from") if whole.first() else None


def _completed(moment: Moment, other: Moment | None, frame: Frame) -> Moment:
    """A moment with its year; one told from another («năm sau») from the document's where no range has one."""
    year = frame.today.year if moment.near is not None and frame.today else frame.year
    return moment.completed(other, year)


def _closed(at: int, first: Moment | None, last: Moment, frame: Frame, form: str) -> Span | None:
    if first is not None and first.near == -1:  # «từ tháng 10 năm trước đến tháng 4 năm sau»: a season of each year
        return Span(at, last.end, None, None, None, "every", "yearly")
    if first is not None and last.near:  # «từ tháng 10/2025 đến tháng 3 năm sau»: after that of the beginning
        begin: Moment | None = _completed(first, None, frame)
        whole = _completed(last, begin, frame)
    else:
        whole = _completed(last, None, frame)
        begin = _completed(first, whole, frame) if first else None
    if whole.last() is None or (begin is not None and begin.first() is None):
        return None
    start = begin.first() if begin else None
    if start and last.unit == "day" and _is_anniversary(start, whole.last() or ""):
        return None
    if start and start > (whole.last() or "") and first and first.year is None and begin and begin.year:
        start = replace(begin, year=begin.year - 1).first()  # «từ tháng 11 đến tháng 3/2026»
    said = last.year is not None or last.near is not None
    return Span(at, last.end, start, whole.last(), last.precision(), form, said=said)


_FAR = 5
"""Years from which a stretch to the same day is a jubilee; nearer ones can be a task of years."""


def _is_anniversary(first: str, last: str) -> bool:
    """The same day of two years that are far apart: «kỷ niệm ngày … (27/02/1955 - 27/02/2026)»."""
    return first[4:] == last[4:] and int(last[:4]) - int(first[:4]) >= _FAR


def _before(text: str, at: int, frame: Frame) -> Span | None:
    """Before, until, at the latest: the end; «trước ngày X» includes X. «trước tháng X» ends with the month before.

    «trước ngày 15/01 năm sau» in running text comes after each year that a report is about.
    """
    lead = _BEFORE.match(text, at)
    moment = moment_at(text, lead.end()) if lead else None
    if lead is None or moment is None:
        return None
    if moment.near and not frame.timed:
        return Span(at, moment.end, None, None, None, "every", "yearly")
    said = moment.year is not None or moment.near is not None
    if lead[0].strip() == "truoc" and moment.unit in ("month", "quarter", "year"):
        first = _completed(moment, None, frame).first()
        return Span(at, moment.end, None, _day_before(first), moment.unit, "before", said=said) if first else None
    span = _closed(at, None, moment, frame, "before")
    if span and lead[0].strip() in ("den", "toi", "het") and moment.unit == "year":
        return Span(at, span.end, None, span.last, "year", "until-year")
    return span


def _day_before(first: str) -> str:
    year, month = int(first[:4]), int(first[5:7])
    return last_day(year - 1, 12) if month == 1 else last_day(year, month - 1)


def _pair(text: str, at: int, frame: Frame) -> Span | None:
    """Two moments with a dash or «đến» between them, without «từ»: «ngày 15 - 20/12/2025»."""
    lead = _WITHIN.match(text, at)
    first = moment_at(text, lead.end() if lead else at)
    if first is not None and first.unit == "day" and first.year is None and not lead and first.part is not None:
        return None
    to = (_TO.match(text, first.end) or _AND.match(text, first.end)) if first else None
    last = moment_at(text, to.end()) if to else None
    if first is None or last is None or last.unit != first.unit or first.unit == "year":
        return None
    if last.year is None and not (last.near and first.year):
        return None
    return _closed(at, first, last, frame, "range")


_BARE_DAY = re.compile(r"\d{1,2}\s?/\s?\d{1,2}(?:/\d\d)?(?![\d/])")
_VALUE_BEFORE = re.compile(
    r"(?:^|[:(])\s*(?:(?:(?:thang|qu[yi]|va|ngay|cac|vao|trong|tuan|thu|dau|cuoi|giua|den|nam|[ivx]{1,3}|\d{1,4})\b"
    r"|[,;/.(\-])\s*){0,40}$"
)
_VALUE_AFTER = re.compile(r"\s*(?:[.;,)(\-]|va\b|hang\b|den\b|$)")
"""A time without its year stands among times: «2/3 số trạm», «báo cáo tương ứng quý II» are none."""


def _stands_alone(text: str, start: int, moment: Moment, frame: Frame) -> bool:
    """Whether a moment without its year, and without a word before it, is a time in a text that says when."""
    if not frame.timed or moment.unit == "year":
        return False
    if moment.unit == "day" and moment.part is None:
        return False
    before = text[max(start - 80, 0) : start]
    return bool(_VALUE_BEFORE.search(before) and _VALUE_AFTER.match(text, moment.end))


def _may_stand(text: str, at: int, start: int, moment: Moment, frame: Frame) -> bool:
    """Whether a moment, after «trong» or alone, says enough to be a time here."""
    lead = start > at
    if moment.year is None:
        by_lead = lead and moment.unit in ("day", "month", "quarter")
        return by_lead or _stands_alone(text, start, moment, frame)
    return lead or frame.timed or _BARE_DAY.match(text, start) is None  # «3/3/17» in running text can be a number


def _within(text: str, at: int, frame: Frame) -> Span | None:
    """A month, a quarter, a half, a year, a day by itself, or «trong» one."""
    lead = _WITHIN.match(text, at)
    start = lead.end() if lead else at
    moment = moment_at(text, start)
    if moment is None or not _may_stand(text, at, start, moment, frame):
        return None
    if moment.near and not frame.timed:
        return Span(at, moment.end, None, None, None, "every", "yearly") if moment.near == 1 else None
    if _OPEN_END.match(text, moment.end):
        first = moment.first()
        return Span(at, moment.end, first, None, moment.precision(), "from") if first else None
    whole = _completed(moment, None, frame)
    first = None if text.startswith("cuoi", start) else whole.first()  # «vào cuối năm 2025»: by its end
    if whole.first() is None or whole.last() is None:
        return None
    said = moment.year is not None or moment.near is not None
    form = "within" if lead else f"one-{moment.precision()}"
    return Span(at, moment.end, first, whole.last(), moment.precision(), form, said=said)


_FORMS: tuple[Form, ...] = (
    counted, every, _until, _range, months, quarters, years, days, _before, _pair, relative, _within,
)  # fmt: skip
"""Tried in this order: the longer wordings first."""


def find_periods(
    text_key: str,
    year: int | None = None,
    *,
    today: date | None = None,
    timed: bool = False,
    printed: str | None = None,
) -> Iterator[Span]:
    """All periods of a key, in order; `year`: what a date without a year is taken to mean.

    `today`: the document's day, from which «quý sau» is told. `timed`: the text says when, so that it may leave more
    out. `printed`: the text with its marks, which tells «tháng Tư» from «hằng tháng từ».

    >>> def edges(text): return [(s.first, s.last) for s in find_periods(text)]
    >>> edges("truoc ngay 15/12/2025"), edges("thang 2-3/2026"), edges("quy iv/2025")
    ([(None, '2025-12-15')], [('2026-02-01', '2026-03-31')], [('2025-10-01', '2025-12-31')])
    >>> edges("tu nay den het thang 4/2026"), edges("tu thang 01-03/2022"), edges("tu ngay 8 den ngay 10/12/2025")
    ([(None, '2026-04-30')], [('2022-01-01', '2022-03-31')], [('2025-12-08', '2025-12-10')])
    >>> edges("tu thang 11/2025 den khi ket thuc"), edges("nam 2026 va cac nam tiep theo"), edges("giai doan 2026-2030")
    ([('2025-11-01', None)], [('2026-01-01', None)], [('2026-01-01', '2030-12-31')])
    >>> [s.recurrence for s in find_periods("truoc ngay 26 thang cuoi quy; hang nam; truoc ngay 15 hang thang")]
    ['quarterly', 'yearly', 'monthly']
    """
    frame = Frame(year, today, timed)
    text_key = with_digits(text_key, printed)
    if _TELLING.search(text_key) is None:
        return
    at = 0
    while match := _START.search(text_key, at):
        at = match.start()
        span = next((found for form in _FORMS if (found := form(text_key, at, frame))), None)
        if span is not None:
            span = again(text_key, span) or span
        if span is None:
            at = match.end()
            continue
        yield span
        at = max(span.end, at + 1)
