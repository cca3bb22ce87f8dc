"""What comes again: «hằng năm», «ngày 25 hằng tháng», «6 tháng một lần», «hằng năm 2027–2030»."""

from __future__ import annotations

import re
from dataclasses import replace

from kehoach.pipeline.form.dates import YEAR
from kehoach.pipeline.parse.tasks.span import Frame, Span

_UNIT = r"(?:(?P<n>\d{1,2})\s+)?(?P<unit>ngay|tuan|thang|qu[yi]|nam)\b"
_EVERY = re.compile(
    r"(?:(?:truoc|vao|cham nhat)\s+)?(?:(?:la|vao)\s+)?(?:ngay\s+\d{1,2}\s+)?(?:cua\s+)?(?:thang\s+(?:cuoi"
    r"|dau)\s+(?:cua\s+)?(?:moi\s+)?qu[yi]\b|(?:hang|moi|dinh ky|thuong ky)\s+(?:hang\s+|moi\s+|cuoi\s+)?"
    rf"{_UNIT})"
)
_ONCE = re.compile(
    rf"{_UNIT}\s*(?:/\s*(?:(?:mot|0?1)\s+)?lan\b|\s+(?:mot|0?1)\s+lan\b)"
    rf"|(?:mot|0?1)\s+lan\s*(?:/|trong)\s*{_UNIT.replace('<n>', '<n2>').replace('<unit>', '<unit2>')}"
)
"""«6 tháng một lần», «3 tháng/lần», «1 lần/năm»; «2 lần/năm» names no time between the two."""
_AGAIN = re.compile(
    r"(?:\s*(?:,|va)\s*(?:truoc\s+)?(?:ngay\s+)?\d{1,2}(?:/\d{1,2}|\s+thang\s+\d{1,2})){0,12}\s*,?\s*(?:hang|moi"
    r"|cua moi|cua)\s+(?P<unit>nam|thang|qu[yi])\b"
    r"|\s*(?:cua\s+)?(?P<next>nam)\s+(?:sau|tiep theo|ke tiep|lien ke|do)\b"
)
"""What makes a date without a year come again: «ngày 20 tháng 12 hằng năm», «01/6 và 15/11 hằng năm».

Here and above lists are read up to a number, twice what a year can have: each date of a paragraph tries the pattern,
and a list without an end would be read once for each of its own dates."""
_THROUGH = re.compile(
    r"\s*[,(]?\s*(?:(?:trong|cua)\s+)?(?:ca\s+)?(?:(?:giai doan|tu|cac)\s+)?(?:nam\s+)?"
    rf"(?P<a>{YEAR})\s*(?:-|den(?:\s+het)?|toi)\s*(?:nam\s+)?(?P<b>{YEAR})(?!\d)"
)
"""The years in which something comes again."""
_WITHIN_YEAR = re.compile(rf"\s*,?\s*(?:(?:trong|cua)\s+)?(?:ca\s+)?nam\s+(?P<a>{YEAR})(?!\d)(?!\s*(?:-|den|/))")
_SINCE = re.compile(rf"\s*,?\s*(?:ke\s+)?tu\s+nam\s+(?P<a>{YEAR})(?!\d)(?!\s*(?:-|den|toi))")
_UNITS = {"ngay": "day", "tuan": "week", "thang": "month", "quy": "quarter", "qui": "quarter", "nam": "year"}
_NAMES = {
    (1, "day"): "daily",
    (1, "week"): "weekly",
    (1, "month"): "monthly",
    (3, "month"): "quarterly",
    (6, "month"): "half-yearly",
    (12, "month"): "yearly",
    (1, "quarter"): "quarterly",
    (1, "year"): "yearly",
}


def recurrence_of(count: str | None, unit: str) -> str | None:
    """How often that is; None for no time at all.

    >>> recurrence_of(None, "nam"), recurrence_of("06", "thang"), recurrence_of("2", "nam"), recurrence_of("0", "nam")
    ('yearly', 'half-yearly', 'every 2 years', None)
    """
    number, name = int(count or 1), _UNITS[unit]
    return _NAMES.get((number, name), f"every {number} {name}s") if number else None


def every(text: str, at: int, frame: Frame) -> Span | None:
    """«hằng năm», «trước ngày 20 hằng tháng», «6 tháng một lần», each with the years in which it does so."""
    match, form = _EVERY.match(text, at), "every"
    if match is None:
        match, form = _ONCE.match(text, at), "once"
    if match is None:
        return None
    groups = match.groupdict()
    unit = groups["unit"] or groups.get("unit2") or "quy"
    often = recurrence_of(groups["n"] or groups.get("n2"), unit)
    return _through(text, Span(at, match.end(), None, None, None, form, often)) if often else None


def _through(text: str, span: Span) -> Span:
    """The recurrence with the years that follow it."""
    since = _SINCE.match(text, span.end)
    if since:
        return replace(span, end=since.end(), first=f"{since['a']}-01-01", precision="year")
    years = _THROUGH.match(text, span.end)
    if years is None and span.recurrence != "yearly":
        years = _WITHIN_YEAR.match(text, span.end)
    if years is None:
        return span
    first, last = years["a"], years.groupdict().get("b") or years["a"]
    if first > last:
        return span
    return replace(span, end=years.end(), first=f"{first}-01-01", last=f"{last}-12-31", precision="year")


def again(text: str, span: Span) -> Span | None:
    """A date without its year as one that comes again, where the words after it say so."""
    match = None if span.said else _AGAIN.match(text, span.end)
    if match is None:
        return None
    often = recurrence_of(None, match["unit"] or "nam")
    return _through(text, Span(span.start, match.end(), None, None, None, "every", often))
