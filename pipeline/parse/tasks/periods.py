"""Periods: «trước ngày 15/12/2025», «tháng 2-3/2026», «Quý IV/2025», «từ nay đến hết tháng 4/2026», «hằng năm»."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kehoach.pipeline.form.dates import iso, last_day
from kehoach.pipeline.parse.tasks.moments import QUARTER, Moment, moment_at, quarter_of

_START = re.compile(
    r"\b(?:tu|truoc|cham nhat|muon nhat|den|toi|het|thang|qu[yi]|nam|giai doan|trong|ngay|0?6 thang|sau thang|nua|xong"
    r"|khong qua|khong cham|han|hang|moi|dinh ky|thuong xuyen|cuoi|dau|vao|tuan)\b"
    r"|(?<![\d/])\d{1,2}\s?[-/]\s?\d{1,2}\s?/\s?20\d{2}"
)
_CLOCK = r"(?:(?:luc\s+)?\d{1,2}\s?(?:h|gio|g)\s?(?:\d{2})?(?:\s?phut)?,?\s+)?"
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
_DAYS = re.compile(
    r"(?:(?:trong|vao|cac|hai|ba|\d{1,2})\s+){0,6}ngay\s+(?P<a>\d{1,2})(?:\s*(?:,|va|-)\s*\d{1,2}){0,31}"
    r"\s*(?:va|-)\s*(?P<b>\d{1,2})"
    r"(?:\s?/\s?(?P<m>\d{1,2})\s?/\s?(?P<y>20\d{2})|\s+thang\s+(?P<m2>\d{1,2})\s*,?\s*nam\s+(?P<y2>20\d{2}))(?!\d)"
)
"""Days of one month: «trong 02 ngày 15 và 16 tháng 12 năm 2025», «các ngày 10, 11 và 12/12/2025»."""
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
_MONTHS = re.compile(
    r"(?:(?:trong|tu|vao)\s+)?(?:cac\s+)?thang\s+(?P<a>\d{1,2})(?P<more>(?:\s*(?:-|,|va|den|den het|den thang"
    r"|den het thang|va thang)\s*(?:thang\s*)?\d{1,2}){1,24})"
    r"(?![\d%])(?:\s*(?:[/.]|,?\s*nam\s)\s*(?P<y>20\d{2})(?!\d))?(?!\s?/\s?\d)"
)
_APART = re.compile(r"\s*(?:,|va|, va)\s*thang\s")
_NUMERIC_MONTHS = re.compile(r"(?:tu\s+)?(?:thang\s+)?(?P<a>\d{1,2})\s?-\s?(?P<b>\d{1,2})\s?/\s?(?P<y>20\d{2})(?!\d)")
_QUARTERS = re.compile(
    rf"(?:trong\s+)?(?:cac\s+)?qu[yi]\s*(?P<a>{QUARTER})\s*(?:-|,|va|den|den het)\s*(?:qu[yi]\s*)?(?P<b>{QUARTER})"
    r"(?:\s*(?:[/.]|,?\s*nam\s)\s*(?P<y>20\d{2})(?!\d))?"
)
_YEARS = re.compile(
    r"(?:(?:trong\s+)?giai doan\s+|(?:trong\s+)?(?:cac\s+)?nam\s+)(?:nam\s+)?(?P<a>20\d{2})\s*(?:-|den(?:\s+het)?"
    r"|va)\s*(?:nam\s+)?(?P<b>20\d{2})(?!\d)"
)
_WITHIN = re.compile(r"(?:trong|vao)\s+(?:khoang\s+|dip\s+|(?:buoi\s+)?(?:sang|chieu|toi)\s+)?(?:hai ngay\s+)?")
_EVERY = re.compile(
    r"(?:(?:truoc|vao|cham nhat)\s+)?(?:(?:la|vao)\s+)?(?:ngay\s+\d{1,2}\s+)?(?:cua\s+)?(?:thang\s+(?:cuoi"
    r"|dau)\s+(?:cua\s+)?(?:moi\s+)?qu[yi]\b|(?:hang|moi|dinh ky|thuong ky)\s+(?:hang\s+|moi\s+|cuoi\s+)?"
    r"(?P<unit>ngay|tuan|thang|qu[yi]|nam|6 thang|06 thang)\b)"
)
_AGAIN = re.compile(
    r"(?:\s*(?:,|va)\s*(?:truoc\s+)?(?:ngay\s+)?\d{1,2}(?:/\d{1,2}|\s+thang\s+\d{1,2})){0,12}\s*,?\s*(?:hang|moi"
    r"|cua moi|cua)\s+(?P<unit>nam|thang|qu[yi])\b"
    r"|\s*(?:cua\s+)?(?P<next>nam)\s+(?:sau|tiep theo|ke tiep|lien ke|do)\b"
)
"""What makes a date without a year come again: «ngày 20 tháng 12 hằng năm», «01/6 và 15/11 hằng năm».

Here and above lists are read up to a number, twice what a year can have: each date of a paragraph tries the pattern,
and a list without an end would be read once for each of its own dates."""
_UNITS = {
    "ngay": "daily",
    "tuan": "weekly",
    "thang": "monthly",
    "quy": "quarterly",
    "qui": "quarterly",
    "nam": "yearly",
    "6 thang": "half-yearly",
    "06 thang": "half-yearly",
}


@dataclass(frozen=True, slots=True)
class Span:
    """A period in a key: its place, its edges as full ISO days, how it is worded, whether its year is printed.

    `inside`: «trong» or «vào» stands before it.
    """

    start: int
    end: int
    first: str | None
    last: str | None
    precision: str | None
    form: str
    recurrence: str | None = None
    said: bool = True
    inside: bool = False


def _every(text: str, at: int, year: int | None) -> Span | None:
    match = _EVERY.match(text, at)
    if match is None:
        return None
    unit = _UNITS[match["unit"]] if match["unit"] else "quarterly"
    return Span(at, match.end(), None, None, None, "every", unit)


def _until(text: str, at: int, year: int | None) -> Span | None:
    """From now until: the end alone."""
    lead = _NOW.match(text, at)
    moment = moment_at(text, lead.end()) if lead else None
    return _closed(at, None, moment, year, "until") if moment else None


def _range(text: str, at: int, year: int | None) -> Span | None:
    """From … to …; what the first moment leaves out the second says; open where no moment follows."""
    lead = _FROM.match(text, at)
    first = moment_at(text, lead.end()) if lead else None
    if first is None:
        return None
    to = _TO.match(text, first.end)
    last = moment_at(text, to.end()) if to else None
    if last is not None:
        return _closed(at, first, last, year, "range")
    if _OPEN_END.match(text, first.end) is None and first.year is None:
        return None
    whole = first.completed(None, year)
    return Span(at, first.end, whole.first(), None, first.unit, "from") if whole.first() else None


def _closed(at: int, first: Moment | None, last: Moment, year: int | None, form: str) -> Span | None:
    whole = last.completed(None, year)
    begin = first.completed(whole, year) if first else None
    if whole.last() is None or (begin is not None and begin.first() is None):
        return None
    start = begin.first() if begin else None
    if start and start > (whole.last() or "") and first and first.year is None and begin and begin.year:
        start = Moment(begin.unit, begin.year - 1, begin.part, begin.day, 0).first()  # «từ tháng 11 đến tháng 3/2026»
    return Span(at, last.end, start, whole.last(), last.unit, form, said=last.year is not None)


def _before(text: str, at: int, year: int | None) -> Span | None:
    """Before, until, at the latest: the end; «trước ngày X» includes X. «trước tháng X» ends with the month before."""
    lead = _BEFORE.match(text, at)
    moment = moment_at(text, lead.end()) if lead else None
    if lead is None or moment is None:
        return None
    if lead[0].strip() == "truoc" and moment.unit in ("month", "quarter", "year"):
        whole = moment.completed(None, year)
        first = whole.first()
        return (
            Span(at, moment.end, None, _day_before(first), moment.unit, "before", said=moment.year is not None)
            if first
            else None
        )
    span = _closed(at, None, moment, year, "before")
    if span and lead[0].strip() in ("den", "toi", "het") and moment.unit == "year":
        return Span(at, span.end, None, span.last, "year", "until-year")
    return span


def _day_before(first: str) -> str:
    year, month = int(first[:4]), int(first[5:7])
    return last_day(year - 1, 12) if month == 1 else last_day(year, month - 1)


def _months(text: str, at: int, year: int | None) -> Span | None:
    match = _MONTHS.match(text, at) or _NUMERIC_MONTHS.match(text, at)
    if match is None:
        return None
    groups = match.groupdict()
    numbers = [int(groups["a"])] + [int(n) for n in re.findall(r"\d+", groups.get("more") or groups.get("b") or "")]
    y = int(groups["y"]) if groups["y"] else year
    if y is None or not all(1 <= n <= 12 for n in numbers) or max(numbers) == numbers[0]:
        return None
    start, said = f"{y:04d}-{min(numbers):02d}-01", groups["y"] is not None
    apart = _APART.match(text, match.end("a"))
    if apart and numbers[1] > numbers[0] + 1:  # «tháng 4 và tháng 10/2026»: two, the second is found next
        return Span(
            at, match.end("a"), f"{y:04d}-{numbers[0]:02d}-01", last_day(y, numbers[0]), "month", "one-month", said=said
        )
    return Span(at, match.end(), start, last_day(y, max(numbers)), "month", "months", said=said)


def _quarters(text: str, at: int, year: int | None) -> Span | None:
    match = _QUARTERS.match(text, at)
    if match is None:
        return None
    a, b = quarter_of(match["a"]), quarter_of(match["b"])
    y = int(match["y"]) if match["y"] else year
    if y is None or a > b:
        return None
    start, said = f"{y:04d}-{3 * a - 2:02d}-01", match["y"] is not None
    return Span(at, match.end(), start, last_day(y, 3 * b), "quarter", "quarters", said=said)


def _years(text: str, at: int, year: int | None) -> Span | None:
    match = _YEARS.match(text, at)
    if match is None or int(match["a"]) > int(match["b"]):
        return None
    form = "stage" if "giai doan" in match[0] else "years"
    inside = match[0].startswith("trong")
    return Span(at, match.end(), f"{match['a']}-01-01", f"{match['b']}-12-31", "year", form, inside=inside)


def _days(text: str, at: int, year: int | None) -> Span | None:
    match = _DAYS.match(text, at)
    if match is None:
        return None
    y, m = int(match["y"] or match["y2"]), int(match["m"] or match["m2"])
    first, last = iso(y, m, int(match["a"])), iso(y, m, int(match["b"]))
    return Span(at, match.end(), first, last, "day", "range") if first and last and first < last else None


def _pair(text: str, at: int, year: int | None) -> Span | None:
    """Two moments with a dash or «đến» between them, without «từ»: «ngày 15 - 20/12/2025»."""
    lead = _WITHIN.match(text, at)
    first = moment_at(text, lead.end() if lead else at)
    if first is not None and first.unit == "day" and first.year is None and not lead and first.part is not None:
        return None
    to = (_TO.match(text, first.end) or _AND.match(text, first.end)) if first else None
    last = moment_at(text, to.end()) if to else None
    if first is None or last is None or last.year is None or last.unit != first.unit or first.unit == "year":
        return None
    return _closed(at, first, last, year, "range")


def _within(text: str, at: int, year: int | None) -> Span | None:
    """A month, a quarter, a half, a year, a day by itself, or «trong» one."""
    lead = _WITHIN.match(text, at)
    moment = moment_at(text, lead.end() if lead else at)
    if moment is None or (moment.year is None and not (lead and moment.unit in ("day", "month", "quarter"))):
        return None
    if _OPEN_END.match(text, moment.end):
        start = moment.first()
        return Span(at, moment.end, start, None, moment.unit, "from") if start else None
    whole = moment.completed(None, year)
    if whole.first() is None or whole.last() is None:
        return None
    late = text.startswith("cuoi", lead.end() if lead else at)  # «vào cuối năm 2025»: by its end
    return Span(
        at,
        moment.end,
        None if late else whole.first(),
        whole.last(),
        moment.unit,
        "within" if lead else f"one-{moment.unit}",
        said=moment.year is not None,
    )


_FORMS: tuple[Callable[[str, int, int | None], Span | None], ...] = (
    _every,
    _until,
    _range,
    _months,
    _quarters,
    _years,
    _days,
    _before,
    _pair,
    _within,
)
"""Tried in this order: the longer wordings first."""


def find_periods(text_key: str, year: int | None = None) -> Iterator[Span]:
    """All periods of a key, in order; `year`: what a date without a year is taken to mean.

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
    at = 0
    while match := _START.search(text_key, at):
        at = match.start()
        span = next((found for form in _FORMS if (found := form(text_key, at, year))), None)
        if span is not None and not span.said and (again := _AGAIN.match(text_key, span.end)):
            span = Span(at, again.end(), None, None, None, "every", _UNITS[again["unit"] or "nam"])
        if span is None:
            at = match.end()
            continue
        yield span
        at = max(span.end, at + 1)
