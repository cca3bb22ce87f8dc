"""Which periods of a text are deadlines: not the dates of cited documents, of names, of what is past."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from .mentions import Mention
from .paragraphs import Para
from .periods import Span, find_periods

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
    {"until", "range", "from", "months", "quarters", "before", "within", "one-month", "one-quarter", "one-half"}
)
"""Wordings that say when something is to be done; a lone year, stage or day can be anything."""
PAST_MONTHS = 2
"""A period that ended longer before the document is a look back; plans do name deadlines of some weeks ago."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """What dates are judged by: the year and day of the document, and the mentions whose dates are no deadlines."""

    year: int | None
    day: str | None
    cited: dict[int, list[tuple[int, int]]]


def calendar(date: str | None, mentions: Sequence[Mention]) -> Calendar:
    """A calendar from the document's date (ISO, may be partial) and its citations."""
    cited: dict[int, list[tuple[int, int]]] = {}
    for mention in mentions:
        cited.setdefault(id(mention.para), []).append((mention.start, max(mention.end, mention.stop)))
    return Calendar(int(date[:4]) if date else None, date, cited)


def _months(iso: str) -> int:
    return int(iso[:4]) * 12 + int((iso + "-01")[5:7])


def _is_past(span: Span, day: str | None) -> bool:
    """Whether a period ended, or one without an end began, too long before the document to be a deadline."""
    edge = span.last or span.first
    return edge is not None and day is not None and _months(day) - _months(edge) > PAST_MONTHS


def periods_of(para: Para, when: Calendar, timed: bool) -> list[Span]:
    """The periods of a paragraph that say when something is to be done; `timed`: it stands under «Thời gian …»."""
    found: list[Span] = []
    cited = when.cited.get(id(para), [])
    for span in find_periods(para.key, when.year):
        at = bisect_right(cited, (span.start, len(para.text) + 1)) - 1
        if at >= 0 and span.start < cited[at][1]:
            continue
        before = para.key[max(span.start - 120, 0) : span.start]
        if (
            timed
            or span.form == "every"
            or (not _is_past(span, when.day) and is_due(span, before, para.key[span.end : span.end + 2]))
        ):
            found.append(span)
    return found


def is_due(span: Span, before: str, after: str = "") -> bool:
    """Whether a period in running text is a deadline: its form says so, and it is not part of a name.

    >>> def due(text): return [is_due(span, text[: span.start]) for span in find_periods(text)]
    >>> due("phan dau den nam 2030"), due("chien luoc dan so den nam 2030"), due("giai doan 2026-2030: to chuc")
    ([True], [False], [True])
    >>> due("hoan thanh nam 2025"), due("ke hoach nam 2025"), due("bao cao truoc ngay 15/12/2025")
    ([True], [False], [True])
    """
    named = _NAMED.search(before) is not None
    if span.form in ("stage", "years"):
        return _HEAD.search(before) is not None
    if span.form == "one-year":
        return _DONE.search(before) is not None or (after.startswith(":") and _HEAD.search(before) is not None)
    if span.form == "until-year":
        return _HEAD.search(before) is not None or (not named and _AIMED.search(before) is not None)
    if span.form == "one-day" or (not span.said and span.form not in ("before", "until", "range")):
        return False
    return span.form in _STRONG and not (named and span.precision == "year" and _AIMED.search(before) is None)
