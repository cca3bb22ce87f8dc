"""Moments in time as printed: a day, a month, a quarter, a half, a year; the parts that they leave out."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from kehoach.pipeline.form.dates import iso, last_day

_YEAR = r"(?P<y>20\d{2})(?!\d)"
_TO_YEAR = rf"(?:\s?[/.\-]\s?{_YEAR}|\s*,?\s*nam\s+{_YEAR.replace('?P<y>', '?P<y2>')})"
_DAY = re.compile(rf"(?:ngay\s+)?(?P<d>\d{{1,2}})\s?[/.\-]\s?(?P<m>\d{{1,2}})(?:\s?[/.\-]\s?{_YEAR}|(?![/\d]))")
_DAY_WORDS = re.compile(
    r"ngay\s+(?P<d>\d{1,2})(?:\s+thang\s+(?P<m>\d{1,2})(?:\s*,?\s*nam\s+(?P<y>20\d{2})"
    r"|\s?[/.]\s?(?P<y2>20\d{2}))?)?(?![\d/])"
)
_DAY_BARE = re.compile(r"(?P<d>\d{1,2})\s+thang\s+(?P<m>\d{1,2})(?:\s*,?\s*nam\s+(?P<y>20\d{2}))?(?!\d)")
_MONTH = re.compile(rf"(?:cuoi\s+|dau\s+|giua\s+)?thang\s+(?P<m>\d{{1,2}})(?!\d)(?:{_TO_YEAR})?")
_WEEK = re.compile(
    r"tuan\s+(?P<w>dau|cuoi|thu\s+(?:nhat|hai|ba|tu|[1-4])|[1-4])\s+(?:cua\s+)?"
    rf"thang\s+(?P<m>\d{{1,2}})(?!\d)(?:{_TO_YEAR})?"
)
"""A week of a month: its first seven days, the next seven …; «tuần cuối»: its last seven."""
_WEEKS = {"dau": 1, "nhat": 1, "hai": 2, "ba": 3, "tu": 4, "cuoi": 5}
_MONTH_NUMBER = re.compile(rf"(?P<m>\d{{1,2}})\s?[/.\-]\s?{_YEAR}")
QUARTER = r"(?:iv|[il1|]{1,3}|[2-4])(?![\w|])"
"""A quarter's number, strokes of the Roman one read as digits or bars too: «Quý II1»."""
_QUARTER = re.compile(rf"(?:cuoi\s+|dau\s+)?qu[yi]\s*(?P<q>{QUARTER})(?:{_TO_YEAR})?")
_HALF = re.compile(rf"(?:(?:6|06|sau)\s+thang|nua)\s+(?P<h>dau|cuoi)\s+nam\s+{_YEAR}")
_YEAR_ALONE = re.compile(rf"(?:(?:cuoi|dau|het)\s+)?nam\s+{_YEAR}")


def quarter_of(text: str) -> int:
    """The quarter that a number stands for.

    >>> [quarter_of(t) for t in ("iv", "ii", "ii1", "1", "3")]
    [4, 2, 3, 1, 3]
    """
    return 4 if text == "iv" else int(text) if text in ("2", "3", "4") else len(text)


@dataclass(frozen=True, slots=True)
class Moment:
    """A stretch of the calendar; `unit`: day, week, month, quarter, half, year; parts left out are None.

    `end`: where it ends in the key. Of a week `day` is its number in the month, 5 for the last one.
    """

    unit: str
    year: int | None
    part: int | None  # month, quarter or half
    day: int | None
    end: int

    def completed(self, other: Moment | None, year: int | None) -> Moment:
        """With the parts that it leaves out, from the other end of a range, else the year given."""
        found = self
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
            return iso(self.year, part, self.day)
        if self.unit == "week":
            first = int(last_day(self.year, part)[-2:]) - 6 if self.day == 5 else 7 * (self.day or 1) - 6
            return iso(self.year, part, first + 6 if late else first)
        span = {
            "month": (part, part),
            "quarter": (3 * part - 2, 3 * part),
            "half": (6 * part - 5, 6 * part),
            "year": (1, 12),
        }
        start, end = span[self.unit]
        if not 1 <= start <= end <= 12:
            return None
        return last_day(self.year, end) if late else f"{self.year:04d}-{start:02d}-01"


def _number(text: str | None) -> int | None:
    return int(text) if text else None


def _year(match: re.Match[str]) -> int | None:
    groups = match.groupdict()
    return _number(groups.get("y") or groups.get("y2"))


def moment_at(text_key: str, at: int) -> Moment | None:
    """The moment that begins at a place of a key.

    >>> moment_at("ngay 08 den", 0).day, moment_at("31/5/2026", 0).first(), moment_at("quy iv/2025", 0).last()
    (8, '2026-05-31', '2025-12-31')
    >>> week = moment_at("tuan cuoi thang 6 nam 2025", 0); week.first(), week.last()
    ('2025-06-24', '2025-06-30')
    >>> moment_at("thang 12/2025", 0).first(), moment_at("6 thang dau nam 2026", 0).last()
    ('2025-12-01', '2026-06-30')
    """
    for pattern in (_DAY, _DAY_WORDS, _DAY_BARE):
        match = pattern.match(text_key, at)
        if match and int(match["d"]) <= 31 and int(match["m"] or 1) <= 12 and int(match["d"]) and match["m"] != "0":
            return Moment("day", _year(match), _number(match["m"]), int(match["d"]), match.end())
    match = _WEEK.match(text_key, at)
    if match and 1 <= int(match["m"]) <= 12:
        week = match["w"].split()[-1]
        return Moment("week", _year(match), int(match["m"]), _WEEKS.get(week) or int(week), match.end())
    for unit, pattern in (("month", _MONTH), ("month", _MONTH_NUMBER)):
        match = pattern.match(text_key, at)
        if match and 1 <= int(match["m"]) <= 12:
            return Moment(unit, _year(match), int(match["m"]), None, match.end())
    match = _QUARTER.match(text_key, at)
    if match:
        return Moment("quarter", _year(match), quarter_of(match["q"]), None, match.end())
    match = _HALF.match(text_key, at)
    if match:
        return Moment("half", _year(match), 1 if match["h"] == "dau" else 2, None, match.end())
    match = _YEAR_ALONE.match(text_key, at)
    return Moment("year", _year(match), None, None, match.end()) if match else None
