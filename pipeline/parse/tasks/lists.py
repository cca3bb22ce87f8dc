"""Lists of days, months, quarters and years: «tháng 10, 11 và 12/2025», «các ngày 15, 16 tháng 3», «quý I, II/2026»."""

from __future__ import annotations

import re

from kehoach.pipeline.form.dates import YEAR, iso, last_day
from kehoach.pipeline.parse.tasks.moments import QUARTER, quarter_of
from kehoach.pipeline.parse.tasks.span import Frame, Span

_OF_YEAR = rf"\s*(?:[/.]|,?\s*nam\s)\s*(?P<y>{YEAR})(?!\d)"
_DAYS = re.compile(
    r"(?:(?:trong|vao|tu|cac|hai|ba|\d{1,2})\s+){0,6}ngay\s+(?P<a>\d{1,2})(?:\s*(?:,|va|-)\s*\d{1,2}){0,31}"
    r"\s*(?:va|-|,|den|toi)\s*(?:ngay\s+)?(?P<b>\d{1,2})"
    rf"(?:\s?/\s?(?P<m>\d{{1,2}})(?:\s?/\s?(?P<y>{YEAR}))?"
    rf"|\s+thang\s+(?P<m2>\d{{1,2}})(?:\s*,?\s*nam\s+(?P<y2>{YEAR}))?)(?![\d/])"
)
"""Days of one month: «trong 02 ngày 15 và 16 tháng 12 năm 2025», «các ngày 10, 11 và 12/12/2025», «ngày 15-20/3»."""
_BARE_DAYS = re.compile(
    rf"(?:tu\s+)?(?P<a>\d{{1,2}})\s*(?:-|den|toi)\s*(?P<b>\d{{1,2}})\s?/\s?(?P<m>\d{{1,2}})\s?/\s?(?P<y>{YEAR})(?!\d)"
)
"""The same without «ngày», which needs its year: «từ 15 đến 20/3/2026»."""
_MONTHS = re.compile(
    r"(?:(?:trong|tu|vao)\s+)?(?:cac\s+)?thang\s+(?P<a>\d{1,2})(?P<more>(?:\s*(?:-|,|va|den|den het|den thang"
    r"|den het thang|va thang)\s*(?:thang\s*)?\d{1,2}){1,24})"
    rf"(?![\d%])(?:{_OF_YEAR})?(?!\s?/\s?\d)"
)
_APART = re.compile(r"\s*(?:,|va|, va)\s*thang\s")
_NUMERIC_MONTHS = re.compile(
    rf"(?:tu\s+)?(?:thang\s+)?(?P<a>\d{{1,2}})\s?-\s?(?P<b>\d{{1,2}})\s?/\s?(?P<y>{YEAR})(?!\d)"
)
_QUARTERS = re.compile(
    rf"(?:trong\s+)?(?:cac\s+)?qu[yi]\s*(?P<a>{QUARTER})\s*(?:-|,|va|den|den het)\s*(?:qu[yi]\s*)?(?P<b>{QUARTER})"
    rf"(?:{_OF_YEAR})?"
)
_YEARS = re.compile(
    r"(?:(?:trong\s+)?giai doan\s+|(?:trong\s+)?(?:cac\s+)?nam\s+)(?:nam\s+)?"
    rf"(?P<a>{YEAR})\s*(?:-|den(?:\s+het)?|va)\s*(?:nam\s+)?(?P<b>{YEAR})(?!\d)"
)


def months(text: str, at: int, frame: Frame) -> Span | None:
    """Months of one year, or the first of two that are apart."""
    match = _MONTHS.match(text, at) or _NUMERIC_MONTHS.match(text, at)
    if match is None:
        return None
    groups = match.groupdict()
    numbers = [int(groups["a"])] + [int(n) for n in re.findall(r"\d+", groups.get("more") or groups.get("b") or "")]
    y = int(groups["y"]) if groups["y"] else frame.year
    if y is None or not all(1 <= n <= 12 for n in numbers) or max(numbers) == numbers[0]:
        return None
    start, said = f"{y:04d}-{min(numbers):02d}-01", groups["y"] is not None
    apart = _APART.match(text, match.end("a"))
    if apart and numbers[1] > numbers[0] + 1:  # «tháng 4 và tháng 10/2026»: two, the second is found next
        return Span(
            at, match.end("a"), f"{y:04d}-{numbers[0]:02d}-01", last_day(y, numbers[0]), "month", "one-month", said=said
        )
    return Span(at, match.end(), start, last_day(y, max(numbers)), "month", "months", said=said)


def quarters(text: str, at: int, frame: Frame) -> Span | None:
    """Quarters of one year."""
    match = _QUARTERS.match(text, at)
    if match is None:
        return None
    a, b = quarter_of(match["a"]), quarter_of(match["b"])
    y = int(match["y"]) if match["y"] else frame.year
    if y is None or a > b:
        return None
    start, said = f"{y:04d}-{3 * a - 2:02d}-01", match["y"] is not None
    return Span(at, match.end(), start, last_day(y, 3 * b), "quarter", "quarters", said=said)


def years(text: str, at: int, frame: Frame) -> Span | None:
    """Years from one to another, a stage of a programme among them."""
    match = _YEARS.match(text, at)
    if match is None or int(match["a"]) > int(match["b"]):
        return None
    form = "stage" if "giai doan" in match[0] else "years"
    inside = match[0].startswith("trong")
    return Span(at, match.end(), f"{match['a']}-01-01", f"{match['b']}-12-31", "year", form, inside=inside)


def days(text: str, at: int, frame: Frame) -> Span | None:
    """Days of one month, from the first that is named to the last."""
    match = _DAYS.match(text, at) or _BARE_DAYS.match(text, at)
    if match is None:
        return None
    groups = match.groupdict()
    printed = groups["y"] or groups.get("y2")
    year = int(printed) if printed else frame.year
    if year is None:
        return None
    month = int(groups["m"] or groups["m2"])
    first, last = iso(year, month, int(groups["a"])), iso(year, month, int(groups["b"]))
    if not first or not last or first >= last:
        return None
    return Span(at, match.end(), first, last, "day", "range", said=printed is not None)
