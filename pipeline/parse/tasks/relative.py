"""Times counted from a day: «quý sau», «3 ngày tới», «thứ năm tuần tới», «trong vòng 10 ngày kể từ ngày ký»."""

from __future__ import annotations

import re
from datetime import date, timedelta

from kehoach.pipeline.form.dates import month_end
from kehoach.pipeline.parse.tasks.moments import WEEKDAY
from kehoach.pipeline.parse.tasks.span import Frame, Span
from kehoach.pipeline.plan import Anchor

_WHEN = r"(?P<when>nay|hien tai|hien nay|sau|toi|ke tiep|tiep theo|truoc|vua qua|vua roi)\b"
_STEPS = {"nay": 0, "hien tai": 0, "hien nay": 0, "truoc": -1, "vua qua": -1, "vua roi": -1}
_NAMES = {"ngay": "day", "tuan": "week", "thang": "month", "quy": "quarter", "qui": "quarter", "nam": "year"}
_LEAD = r"(?P<lead>(?:ngay\s+)?(?:trong|vao)\s+|(?:den\s+|cham nhat\s+(?:la\s+)?(?:trong\s+)?)?het\s+)?"
_UNIT = re.compile(rf"{_LEAD}(?P<unit>tuan|thang|qu[yi]|nam)\s+{_WHEN}")
_DAY = re.compile(rf"{_LEAD}(?:(?:ngay\s+)?hom|ngay)\s+(?P<when>nay|qua|mai)\b")
_DAYS = {"nay": 0, "qua": -1, "mai": 1}
_AHEAD = frozenset({"nay", "toi", "hien tai"})
"""What running text tells from its own day; «sau», «tiếp theo» there may follow anything that was told before."""
_COUNT = re.compile(
    rf"{_LEAD}(?P<n>\d{{1,2}})\s+(?P<unit>ngay|tuan|thang|qu[yi]|nam)\s+"
    r"(?P<when>toi|tiep theo|ke tiep|vua roi|vua qua|gan day)\b"
)
_PAST = frozenset({"vua roi", "vua qua", "gan day"})
_WEEKDAY = re.compile(rf"{WEEKDAY}(?:\s*,?\s*(?:cua\s+)?(?P<week>tuan\s+)?{_WHEN})?")
_NOT_AFTER = re.compile(
    r"(?:\d|\b(?:cac|nhung|hang|moi|va|cung ky|so voi|tung|giai doan|truoc|den|thang|ngay|cuoi|dau))\s*$"
)
"""What makes of such words a part of another wording: «và các năm tiếp theo», «cùng kỳ năm trước»."""
_VALUE_BEFORE = re.compile(r"(?:^|[:;(])\s*$")
_VALUE_AFTER = re.compile(r"\s*(?:[.;)]|$)")
"""Such words are a time only where nothing else is said: «thứ 2 đến thứ 6», «tuần trước, trong và …»."""
_DEADLINE = re.compile(
    r"(?:trong\s+(?:vong\s+|thoi\s+(?:han|gian)\s+)?|cham nhat\s+(?:la\s+|sau\s+)?|khong qua\s+|han\s+)?"
    r"(?P<n>\d{1,3})\s+(?:\([^()]{2,12}\)\s+)?(?P<unit>ngay|tuan|thang|nam)(?P<working>\s+lam\s+viec)?\s*,?\s*(?:ke\s+)?tu\s+"
    r"(?:ngay|khi)\s+(?P<of>ky(?:\s+ban hanh)?|(?:duoc\s+)?ban hanh|(?:co\s+)?hieu luc|nhan(?:\s+duoc)?)\b"
    r"(?P<which>\s+(?:quyet dinh|nghi dinh|thong tu|nghi quyet|luat|ke hoach|van ban|cong van|chi thi|hop dong|du an)"
    r"\b(?P<own>\s+nay\b)?)?"
)
_OWN = frozenset({"ke hoach", "van ban", "cong van", "chi thi"})
"""What a document calls itself, also without «này»; «nhận được văn bản đề nghị» is about another."""
_ANCHORS = {"ky": "signing", "ban hanh": "issue", "hieu luc": "effect", "nhan": "receipt"}
_CLAUSE_END = re.compile(r"\s*(?:[.,;)]|$)")
_DATED = frozenset({"document", "signing", "issue"})
"""What happens on the date that the document bears."""


def edges(today: date, unit: str, first: int, last: int) -> tuple[date, date]:
    """The first and the last day of some units of the calendar, counted from that which holds the day.

    >>> [day.isoformat() for day in edges(date(2017, 2, 2), "quarter", 1, 1)]
    ['2017-04-01', '2017-06-30']
    >>> [day.isoformat() for day in edges(date(2017, 2, 2), "month", -2, -1)]
    ['2016-12-01', '2017-01-31']
    """
    if unit == "day":
        return today + timedelta(first), today + timedelta(last)
    if unit == "week":
        monday = today - timedelta(today.weekday())
        return monday + timedelta(7 * first), monday + timedelta(7 * last + 6)
    size = {"month": 1, "quarter": 3, "year": 12}[unit]
    month = (today.month - 1) // size * size + 1
    return month_end(today.year, month + size * first, 1), month_end(today.year, month + size * (last + 1) - 1, 31)


def relative(text: str, at: int, frame: Frame) -> Span | None:
    """A time told from the document's day; in running text only one that lies ahead, and only after «trong», «hết»."""
    if _NOT_AFTER.search(text[max(at - 12, 0) : at]):
        return None
    found = _count(text, at) or _unit(text, at) or _day(text, at)
    if found is None:
        return _weekday(text, at, frame)
    match, unit, first, last = found
    if not (_is_value(text, at, match.end(), frame) or (match["lead"] and match["when"] in _AHEAD)):
        return None
    late = (match["lead"] or "").strip().endswith("het")
    anchor = Anchor(anchor="document", unit=unit, first=first, last=last)
    start, end = edges(frame.today, unit, first, last) if frame.today else (None, None)
    return _span(at, match.end(), None if late else start, end, anchor)


def _is_value(text: str, at: int, stop: int, frame: Frame) -> bool:
    """Whether a wording is all that a text which says when says."""
    if not frame.timed:
        return False
    return bool(_VALUE_BEFORE.search(text[max(at - 3, 0) : at]) and _VALUE_AFTER.match(text, stop))


def _span(at: int, stop: int, start: date | None, end: date | None, anchor: Anchor) -> Span:
    first, last = (day.isoformat() if day else None for day in (start, end))
    return Span(at, stop, first, last, anchor.unit, "anchored", anchored=anchor)


def _count(text: str, at: int) -> tuple[re.Match[str], str, int, int] | None:
    match = _COUNT.match(text, at)
    if match is None or not int(match["n"]):
        return None
    number = int(match["n"])
    first, last = (-number, -1) if match["when"] in _PAST else (1, number)
    return match, _NAMES[match["unit"]], first, last


def _unit(text: str, at: int) -> tuple[re.Match[str], str, int, int] | None:
    match = _UNIT.match(text, at)
    step = _STEPS.get(match["when"], 1) if match else 0
    return (match, _NAMES[match["unit"]], step, step) if match else None


def _day(text: str, at: int) -> tuple[re.Match[str], str, int, int] | None:
    match = _DAY.match(text, at)
    step = _DAYS[match["when"]] if match else 0
    return (match, "day", step, step) if match else None


def _weekday(text: str, at: int, frame: Frame) -> Span | None:
    """A weekday: of a week that is named, else the next one after the document's day."""
    match = _WEEKDAY.match(text, at)
    if match is None or frame.today is None or not _is_value(text, at, match.end(), frame):
        return None
    number = int(match["weekday"]) - 1 if match["weekday"] else 7
    if match["week"]:
        step = _STEPS.get(match["when"], 1)
        day = edges(frame.today, "week", step, step)[0] + timedelta(number - 1)
    elif _STEPS.get(match["when"] or "toi", 1) != 1:
        return None
    else:
        day = frame.today + timedelta((number - frame.today.isoweekday() - 1) % 7 + 1)
        step = (day - timedelta(day.weekday()) - edges(frame.today, "week", 0, 0)[0]).days // 7
    anchor = Anchor(anchor="document", unit="week", first=step, last=step, weekday=number)
    found = _span(at, match.end(), day, day, anchor)
    return Span(at, found.end, found.first, found.last, "day", "anchored", anchored=anchor)


def counted(text: str, at: int, frame: Frame) -> Span | None:
    """So many days after the signing, the issue, the receipt; the day that is counted from is not one of them.

    Dated where the document's own date is meant and every day counts: the days of a week off are not known here.
    """
    match = _DEADLINE.match(text, at)
    if match is None or not int(match["n"]):
        return None
    number, unit, words = int(match["n"]), _NAMES[match["unit"]], match["of"]
    name = next(anchor for word, anchor in _ANCHORS.items() if word in words)
    if not _is_own(match, name, text, frame):
        return None
    anchor = Anchor(anchor=name, unit=unit, first=0, last=number, working=match["working"] is not None)
    end = None
    if name in _DATED and not anchor.working and frame.today is not None:
        months = {"month": number, "year": 12 * number}.get(unit)
        days = number * (7 if unit == "week" else 1)
        today = frame.today
        end = today + timedelta(days) if months is None else month_end(today.year, today.month + months, today.day)
    return _span(at, match.end(), None, end, anchor)


def _is_own(match: re.Match[str], name: str, text: str, frame: Frame) -> bool:
    """Whether it is this document that is signed, issued, received: not a contract, not «hồ sơ hợp lệ»."""
    which = (match["which"] or "").strip()
    if which:
        ends = _CLAUSE_END.match(text, match.end()) is not None
        return match["own"] is not None or (which in _OWN and ends)
    return name != "receipt" and _CLAUSE_END.match(text, match.end()) is not None and (name == "signing" or frame.timed)
