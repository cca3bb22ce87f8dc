"""Dates as printed, whole and partial, and as ISO."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

YEAR = r"(?:19|20|21)\d{2}"
"""A year in four digits; other numbers of four digits are rarely years in an office's papers."""
_BLANK = r"[.…_\s{}\[\]()|'\"]*"
"""A blank, and what strokes of a pen in it are read as."""
DATE = re.compile(
    r"(?P<d1>\d{1,2})\s?[/.\-]\s?(?P<m1>\d{1,2})\s?[/.\-]\s?(?P<y1>(?:19|20)\d{2})(?!\d)"
    r"|ngay\s*(?P<d2>\d{1,2})\s*,?\s*thang\s*(?P<m2>\d{1,2})\s*,?\s*nam\s*(?P<y2>(?:19|20)\s?\d{2})(?!\d)"
    r"|(?P<d3>\d{1,2})\s*thang\s*(?P<m3>\d{1,2})\s*(?:,\s*)?nam\s*(?P<y3>(?:19|20)\d{2})(?!\d)"
)
"""A whole date in a key: 21/10/2025, ngày 21 tháng 10 năm 2025, 21 tháng 10 năm 2025."""
HEAD_DATE = re.compile(
    rf"ng[aà]?y\s*[:.]?\s*(?P<d>\d{{1,2}}|{_BLANK})\s*(?:thang\s*(?P<m>\d{{1,2}}|{_BLANK})\s*nam\s*(?P<y>(?:19"
    rf"|20)\s?\d{{2}})"
    rf"|[/.\-]\s?(?P<m4>\d{{1,2}}|{_BLANK})\s?[/.\-]\s?(?P<y4>(?:19|20)\d{{2}}))"
)
"""The date of a letterhead in a key; day and month may be left blank."""


@dataclass(frozen=True, slots=True)
class Found:
    """A date in a text: its place, and its ISO form, as precise as printed."""

    start: int
    end: int
    iso: str


def iso(year: int, month: int | None = None, day: int | None = None) -> str | None:
    """A date as ISO, as precise as given; None where the calendar lacks it.

    >>> iso(2025, 7, 2), iso(2026, 2), iso(2025, 2, 30), iso(2025, 13)
    ('2025-07-02', '2026-02', None, None)
    """
    if month is None:
        return f"{year:04d}"
    if not 1 <= month <= 12:
        return None
    if day is None:
        return f"{year:04d}-{month:02d}"
    if not 1 <= day <= monthrange(year, month)[1]:
        return None
    return f"{year:04d}-{month:02d}-{day:02d}"


def last_day(year: int, month: int) -> str:
    """The last day of a month as ISO.

    >>> last_day(2024, 2)
    '2024-02-29'
    """
    return f"{year:04d}-{month:02d}-{monthrange(year, month)[1]:02d}"


def year_of_two(digits: str) -> int:
    """The year that two digits stand for: 69–99 are of the last century, as POSIX reads them.

    >>> year_of_two("17"), year_of_two("98")
    (2017, 1998)
    """
    return int(digits) + (1900 if int(digits) >= 69 else 2000)


def month_end(year: int, month: int, day: int) -> date:
    """A day of the calendar, months over 12 in the next years, days that the month lacks as its last one.

    >>> month_end(2025, 14, 31).isoformat()
    '2026-02-28'
    """
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, min(day, monthrange(year, month)[1]))


def _from_match(match: re.Match[str]) -> Found | None:
    for n in "123":
        if match[f"d{n}"]:
            value = iso(int(match[f"y{n}"].replace(" ", "")), int(match[f"m{n}"]), int(match[f"d{n}"]))
            return Found(match.start(), match.end(), value) if value else None
    return None


def find_date(text_key: str, start: int = 0, end: int | None = None) -> Found | None:
    """The first whole date of a key between two places.

    >>> find_date("ngay 02 thang 7 nam 2025").iso, find_date("31/12/2021").iso, find_date("27/2")
    ('2025-07-02', '2021-12-31', None)
    """
    for match in DATE.finditer(text_key, start, len(text_key) if end is None else end):
        found = _from_match(match)
        if found:
            return found
    return None


def dates(text_key: str) -> list[Found]:
    """All whole dates of a key."""
    return [found for match in DATE.finditer(text_key) if (found := _from_match(match))]


def head_date(text_key: str, start: int = 0) -> Found | None:
    """The date of a letterhead, day and month left blank where they are.

    >>> head_date("bac ninh, ngay thang 02 nam 2026").iso, head_date("ngay 26 thang 11 nam 2025").iso
    ('2026-02', '2025-11-26')
    >>> head_date("ngay    /11/2025").iso, head_date("ngay ... thang ... nam 2025").iso, head_date("ngay  /  /2025").iso
    ('2025-11', '2025', '2025')
    """
    for match in HEAD_DATE.finditer(text_key, start):
        year = int((match["y"] or match["y4"]).replace(" ", ""))
        month, day = (
            int(part) if part and part.isdigit() else None for part in (match["m"] or match["m4"], match["d"])
        )
        value = iso(year, month, day) if month else iso(year)
        if value:
            return Found(match.start(), match.end(), value)
    return None
