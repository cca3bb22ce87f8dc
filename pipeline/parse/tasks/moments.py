"""Moments in time as printed: a day, a month, a quarter, a half, a year; the parts that they leave out."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kehoach.pipeline.form.dates import YEAR, iso, last_day, year_of_two

_YEAR = rf"(?P<y>{YEAR})(?!\d)"
_NEAR = r"(?P<near>nay|sau|toi|ke tiep|tiep theo|truoc)\b"
"""A year told from the document's, or from that of the other end of a range."""
_SHIFT = {"nay": 0, "truoc": -1}
_IN_YEAR = rf"\s*,?\s*(?:cua\s+)?nam\s+(?:(?P<y2>{YEAR})(?!\d)|{_NEAR})"
_TO_YEAR = rf"(?:\s?[/.\-]\s?{_YEAR}|\s?/\s?(?P<yy>1[3-9]|[2-9]\d)(?![\d/])|{_IN_YEAR})"
"""After a month or a quarter two digits up to 12 would be a month."""
_TO_YEAR_OF_DAY = rf"(?:\s?[/.\-]\s?{_YEAR}|/(?P<yy>\d\d)(?![\d/])|{_IN_YEAR})"
WEEKDAY = r"(?:thu\s+(?P<weekday>[2-7])|(?P<sunday>chu nhat|chua nhat))\b"
_WEEKDAY_BEFORE = re.compile(r"(?:thu\s+[2-7]|chu nhat|chua nhat)\s*[,(]?\s*(?=ngay\b|\d{1,2}\s?/)")
"""A weekday before a day adds nothing to it."""
_NUMBER = r"(?:(?:mong|mung)\s+)?(?P<d>\d{1,2})"
_DAY = re.compile(rf"(?:ngay\s+)?{_NUMBER}\s?[/.\-]\s?(?P<m>\d{{1,2}})(?:{_TO_YEAR_OF_DAY}|(?![/\d]))")
_DAY_WORDS = re.compile(rf"ngay\s+{_NUMBER}(?:\s+(?:cua\s+)?thang\s+(?P<m>\d{{1,2}})(?!\d)(?:{_TO_YEAR})?)?(?![\d/])")
_DAY_BARE = re.compile(rf"{_NUMBER}\s+thang\s+(?P<m>\d{{1,2}})(?!\d)(?:{_IN_YEAR})?(?!\d)")
_EDGE_DAY = re.compile(
    r"ngay\s+(?P<w>dau|cuoi)(?:\s+(?:tien|cung))?\s+(?:cua\s+)?"
    rf"thang\s+(?P<m>\d{{1,2}})(?!\d)(?:{_TO_YEAR})?"
)
_MONTH = re.compile(rf"(?:cuoi\s+|dau\s+|giua\s+)?thang\s+(?P<m>\d{{1,2}})(?!\d)(?:{_TO_YEAR})?")
_WEEK = re.compile(
    r"tuan\s+(?:le\s+)?(?P<w>dau tien|dau|cuoi cung|cuoi|thu\s+(?:nhat|hai|ba|tu|[1-4])|[1-4])\s+(?:cua\s+)?"
    rf"thang\s+(?P<m>\d{{1,2}})(?!\d)(?:{_TO_YEAR})?"
)
"""A week of a month: its first seven days, the next seven …; «tuần cuối»: its last seven.

«tuần đầu tiên», «tuần cuối cùng» count weeks of the calendar: the first, the last that is whole, Monday to Sunday."""
_WEEKS = {"dau": 1, "nhat": 1, "hai": 2, "ba": 3, "tu": 4, "cuoi": 5, "dau tien": 0, "cuoi cung": 6}
_MONTH_NUMBER = re.compile(rf"(?P<m>\d{{1,2}})\s?[/.\-]\s?{_YEAR}")
QUARTER = r"(?:iv|[il1|]{1,3}|[2-4])(?![\w|])"
"""A quarter's number, strokes of the Roman one read as digits or bars too: «Quý II1»."""
_QUARTER = re.compile(rf"(?:cuoi\s+|dau\s+)?qu[yi]\s*(?P<q>{QUARTER})(?:{_TO_YEAR})?")
_HALF = re.compile(rf"(?:(?:6|06|sau)\s+thang|nua)\s+(?P<h>dau|cuoi)\s+nam\s+{_YEAR}")
_MONTHS_OF_YEAR = re.compile(
    rf"(?P<n>\d{{1,2}})\s+thang\s+(?P<h>dau|cuoi)\s+(?:cua\s+)?nam\b(?:\s+{_YEAR}|\s+{_NEAR})?"
)
"""«9 tháng đầu năm», «3 tháng cuối năm 2025»."""
_YEAR_ALONE = re.compile(rf"(?:(?:cuoi|dau|het)\s+)?nam\s+{_YEAR}")


def quarter_of(text: str) -> int:
    """The quarter that a number stands for.

    >>> [quarter_of(t) for t in ("iv", "ii", "ii1", "1", "3")]
    [4, 2, 3, 1, 3]
    """
    return 4 if text == "iv" else int(text) if text in ("2", "3", "4") else len(text)


@dataclass(frozen=True, slots=True)
class Moment:
    """A stretch of the calendar; `unit`: day, week, month, months, quarter, half, year; parts left out are None.

    `end`: where it ends in the key. Of a week `day` is its number in the month, 5 for the last seven days, 0 and 6 for
    the first and the last whole one; of months the last of them; a day 0 is the month's last. `near`: the year is told
    as so many after another.
    """

    unit: str
    year: int | None
    part: int | None  # month, quarter or half
    day: int | None
    end: int
    near: int | None = None

    def precision(self) -> str:
        """The unit that a reader of the Plan knows."""
        if self.unit != "months":
            return self.unit
        return {3: "quarter", 6: "half"}.get((self.day or 0) - (self.part or 0) + 1, "month")

    def completed(self, other: Moment | None, year: int | None) -> Moment:
        """With the parts that it leaves out, from the other end of a range, else the year given."""
        found = self
        if self.near is not None:
            base = other.year if other is not None and other.year and self.near else year
            return replace(found, year=None if base is None else base + self.near, near=None)
        if other is not None and self.unit == "day" and self.part is None:
            found = replace(found, part=other.part)
        if found.year is None:
            found = replace(found, year=other.year if other is not None and other.year else year)
        return found

    def first(self) -> str | None:
        """Its first day as ISO; None where a part is missing or the calendar lacks it."""
        return self._edge(False)

    def last(self) -> str | None:
        """Its last day as ISO."""
        return self._edge(True)

    def _edge(self, late: bool) -> str | None:
        if self.year is None or (self.unit != "year" and self.part is None):
            return None
        part = self.part or 1
        if self.unit == "day":
            return last_day(self.year, part) if self.day == 0 else iso(self.year, part, self.day)
        if self.unit == "week":
            return self._week(self.year, part, late)
        span = {
            "months": (part, self.day or part),
            "month": (part, part),
            "quarter": (3 * part - 2, 3 * part),
            "half": (6 * part - 5, 6 * part),
            "year": (1, 12),
        }
        start, end = span[self.unit]
        if not 1 <= start <= end <= 12:
            return None
        return last_day(self.year, end) if late else f"{self.year:04d}-{start:02d}-01"

    def _week(self, year: int, month: int, late: bool) -> str | None:
        end = int(last_day(year, month)[-2:])
        if self.day in (0, 6):  # the first Monday; the last Sunday, and the Monday before it
            monday = date(year, month, 1) + timedelta((7 - date(year, month, 1).weekday()) % 7)
            if self.day == 6:
                monday = date(year, month, end) - timedelta((date(year, month, end).weekday() + 1) % 7 + 6)
            return (monday + timedelta(6 if late else 0)).isoformat()
        first = end - 6 if self.day == 5 else 7 * (self.day or 1) - 6
        return iso(year, month, first + 6 if late else first)


def _number(text: str | None) -> int | None:
    return int(text) if text else None


def _moment(unit: str, match: re.Match[str], part: int | None, day: int | None) -> Moment:
    """A moment of what a pattern found, with its year as printed: four digits, two, or told from another."""
    groups = match.groupdict()
    year = _number(groups.get("y") or groups.get("y2"))
    if groups.get("yy"):
        year = year_of_two(groups["yy"])
    near = groups.get("near")
    return Moment(unit, year, part, day, match.end(), None if near is None else _SHIFT.get(near, 1))


def moment_at(text_key: str, at: int) -> Moment | None:
    """The moment that begins at a place of a key.

    >>> moment_at("ngay 08 den", 0).day, moment_at("31/5/2026", 0).first(), moment_at("quy iv/2025", 0).last()
    (8, '2026-05-31', '2025-12-31')
    >>> moment_at("3/3/17", 0).first(), moment_at("thu 6, ngay 21/3/1997", 0).first()
    ('2017-03-03', '1997-03-21')
    >>> week = moment_at("tuan cuoi thang 6 nam 2025", 0); week.first(), week.last()
    ('2025-06-24', '2025-06-30')
    >>> week = moment_at("tuan dau tien cua thang 9 nam 2017", 0); week.first(), week.last()
    ('2017-09-04', '2017-09-10')
    >>> moment_at("thang 12/2025", 0).first(), moment_at("9 thang dau nam 2026", 0).last()
    ('2025-12-01', '2026-09-30')
    """
    weekday = _WEEKDAY_BEFORE.match(text_key, at)
    at = weekday.end() if weekday else at
    return _day_at(text_key, at) or (None if weekday else _part_at(text_key, at))


def _day_at(text_key: str, at: int) -> Moment | None:
    for pattern in (_DAY, _DAY_WORDS, _DAY_BARE):
        match = pattern.match(text_key, at)
        if match and int(match["d"]) <= 31 and int(match["m"] or 1) <= 12 and int(match["d"]) and int(match["m"] or 1):
            return _moment("day", match, _number(match["m"]), int(match["d"]))
    match = _EDGE_DAY.match(text_key, at)
    if match and 1 <= int(match["m"]) <= 12:
        return _moment("day", match, int(match["m"]), 1 if match["w"] == "dau" else 0)
    return None


def _part_at(text_key: str, at: int) -> Moment | None:
    """A week, a month, a quarter, a part of a year, a year."""
    match = _WEEK.match(text_key, at)
    if match and 1 <= int(match["m"]) <= 12:
        week = match["w"] if match["w"] in _WEEKS else match["w"].split()[-1]
        return _moment("week", match, int(match["m"]), _WEEKS[week] if week in _WEEKS else int(week))
    for pattern in (_MONTH, _MONTH_NUMBER):
        match = pattern.match(text_key, at)
        if match and 1 <= int(match["m"]) <= 12:
            return _moment("month", match, int(match["m"]), None)
    match = _QUARTER.match(text_key, at)
    if match:
        return _moment("quarter", match, quarter_of(match["q"]), None)
    match = _HALF.match(text_key, at)
    if match:
        return _moment("half", match, 1 if match["h"] == "dau" else 2, None)
    match = _MONTHS_OF_YEAR.match(text_key, at)
    if match and 1 <= int(match["n"]) <= 11:
        first, last = (1, int(match["n"])) if match["h"] == "dau" else (13 - int(match["n"]), 12)
        return _moment("months", match, first, last)
    match = _YEAR_ALONE.match(text_key, at)
    return _moment("year", match, None, None) if match else None
