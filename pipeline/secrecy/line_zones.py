"""Where on a paper a line stands, as far as marks of secrecy go: the letterhead, the title, a page's edge, the body."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum, auto
from functools import cache

from kehoach.pipeline.document import Line, Role
from kehoach.pipeline.form.date_line import is_place_and_date
from kehoach.pipeline.form.doc_types import type_names
from kehoach.pipeline.form.letterhead_lines import is_letterhead_line, is_running_text
from kehoach.pipeline.form.national import is_nation
from kehoach.pipeline.form.recipients_head import is_address
from kehoach.pipeline.secrecy.levels import skeleton


class Zone(Enum):
    """Where a line stands, and so how much must speak for it before it counts as a mark."""

    HEAD = auto()  # above the title: agency, number, quốc hiệu, date
    TITLE = auto()  # the title and its subject
    EDGE = auto()  # the first and last lines of a page
    BODY = auto()
    BESIDE = auto()  # stamps, seals, running heads: what is no part of the text


_HEAD_LINES = 45  # lines that are not blank; stamps and front matter of e-offices included, the longest seen has 24
_EDGE = 3  # lines of a page's head or foot
_ABOVE = 8  # lines above a quốc hiệu that still belong to its letterhead: the left column comes first
_ENDS = re.compile(r"\W*(?:CAN CU|THUC HIEN|TRIEN KHAI|XET|THEO)\b|\s*(?:[IVX]{1,5}|\d{1,2}|[A-Za-zđ])[.)]\s")


@cache
def _title() -> re.Pattern[str]:
    blank = r"\s+"
    return re.compile(
        rf"\W*(?:{'|'.join(name.replace(' ', blank) for name in (*type_names(), 'phu luc'))})\b", re.IGNORECASE
    )


def zones_of(lines: Sequence[Line]) -> list[Zone]:
    """The zone of each line; bound and attached documents have letterheads of their own."""
    zones = [Zone.BESIDE if one.role.is_furniture or one.role.is_marginalia else Zone.BODY for one in lines]
    text = [at for at, zone in enumerate(zones) if zone is Zone.BODY and lines[at].text.strip()]
    for at in _edges([at for at, one in enumerate(lines) if one.text.strip()], lines):
        zones[at] = Zone.EDGE if zones[at] is Zone.BODY else zones[at]
    keys = {at: skeleton(lines[at].text).upper() for at in text}
    starts = [0] if text else []
    starts += [place for place, at in enumerate(text) if place > _ABOVE and is_nation(lines[at].text)]
    for start in starts:
        for at, zone in _head([text[place] for place in range(max(0, start - _ABOVE), len(text))], lines, keys, start):
            zones[at] = zone
    return zones


def _edges(text: Sequence[int], lines: Sequence[Line]) -> list[int]:
    """The first and last lines of every page; of a paper on one page none, for its edges are not known."""
    pages: dict[int, list[int]] = {}
    for at in text:
        pages.setdefault(lines[at].page, []).append(at)
    return [at for found in pages.values() for at in (*found[:_EDGE], *found[-_EDGE:]) if len(pages) > 1]


def _head(text: Sequence[int], lines: Sequence[Line], keys: dict[int, str], start: int) -> list[tuple[int, Zone]]:
    """The lines of one letterhead and title with their zones."""
    if start:  # begin after the last line of running text above
        prose = [place for place, at in enumerate(text[:_ABOVE]) if _is_prose(lines[at])]
        text = text[prose[-1] + 1 if prose else 0 :]
    found: list[tuple[int, Zone]] = []
    zone = Zone.HEAD
    for at in text[:_HEAD_LINES]:
        if _ends(lines[at], keys[at]):
            break
        if _title().match(keys[at]) and lines[at].role not in (Role.LETTERHEAD_LEFT, Role.LETTERHEAD_RIGHT):
            zone = Zone.TITLE
        found.append((at, Zone.HEAD if _is_form(lines[at].text) else zone))
    if not any(_is_form(lines[at].text) for at, _ in found):
        return [(at, Zone.TITLE) for at, _ in found]
    return found


def _is_form(text: str) -> bool:
    """A line that letterheads alone have; a mark may stand behind its date."""
    return is_letterhead_line(text) or is_place_and_date(text)


def _ends(line: Line, key: str) -> bool:
    return _ENDS.match(key) is not None or is_address(line.text) or _is_prose(line)


def _is_prose(line: Line) -> bool:
    return is_running_text(line.text) and "\t" not in line.text
