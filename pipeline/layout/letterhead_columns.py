"""The letterhead: two columns side by side, the left one read first (Nghị định 30/2020/NĐ-CP, Phụ lục I, ô 1–5b)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kehoach.pipeline.document import Box, Line, Role
from kehoach.pipeline.form.date_line import is_place_and_date
from kehoach.pipeline.form.national import is_motto, is_nation, likeness, may_hold_heading
from kehoach.pipeline.form.recipients_head import is_address
from kehoach.pipeline.form.text_key import plain
from kehoach.pipeline.layout.filled_in import lift_filled_in
from kehoach.pipeline.layout.pieces import box_of, cut_at_gaps, joined, letter_height, piece, same_row

_REACH = 9.0
"""Line heights below the quốc hiệu within which the place and date are looked for."""

_APART = 6.0
"""Line heights between a quốc hiệu and its tiêu ngữ at most; the next letterhead is farther away."""

_PITCH = 2.0
"""Line heights from one line of the left column to the next at most, once the right column has ended; only V/v
(ô 5b) stands farther below the number."""


@dataclass(frozen=True)
class Letterhead:
    """The lines of both columns; `top` is where the quốc hiệu or the left column begins."""

    left: tuple[Line, ...]
    right: tuple[Line, ...]

    @property
    def top(self) -> float:
        """The upper edge of the highest line."""
        return min(box_of(line).top for line in (*self.left, *self.right))


def cut_before_nation(line: Line) -> list[Line]:
    """A line that runs over both columns, cut before the quốc hiệu or the tiêu ngữ."""
    if len(line.words) < 6 or any(word.box is None for word in line.words) or not may_hold_heading(line.text):
        return [line]
    tails = {start: " ".join(word.text for word in line.words[start:]) for start in range(1, len(line.words) - 3)}
    start = max(tails, key=lambda start: likeness(tails[start]))
    if likeness(tails[start]) > likeness(line.text) and (is_nation(tails[start]) or is_motto(tails[start])):
        return [piece(line, line.words[:start]), piece(line, line.words[start:])]
    return [line]


def take_letterheads(lines: Sequence[Line], height: float) -> tuple[list[Letterhead], list[Line]]:
    """Find the letterheads of a page, top to bottom, and what is left of its lines.

    One is known by its quốc hiệu or tiêu ngữ in the upper half of the page, or by both of them anywhere: forms among
    the annexes of a document have a letterhead too.
    """
    rest = [part for line in lines for part in cut_before_nation(line)]
    anchors = [line for line in rest if is_nation(line.text) or is_motto(line.text)]
    found = []
    for group in _together(anchors):
        both = any(is_nation(line.text) for line in group) and any(is_motto(line.text) for line in group)
        if both or box_of(group[0]).top < height / 2:
            head, rest = _take_one(rest, group)
            found.append(head)
    return found, rest if found else list(lines)


def _together(anchors: Sequence[Line]) -> list[list[Line]]:
    """Quốc hiệu and tiêu ngữ of one letterhead each."""
    groups: list[list[Line]] = []
    for line in sorted(anchors, key=lambda line: box_of(line).top):
        if groups and box_of(line).top - box_of(groups[-1][-1]).top < _APART * letter_height(groups[-1][-1]):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _take_one(lines: Sequence[Line], anchors: Sequence[Line]) -> tuple[Letterhead, list[Line]]:
    first = anchors[0]
    known = {id(anchor) for anchor in anchors}
    near = [_near(line, first) and id(line) not in known for line in lines]
    pieces = [part for line, cut in zip(lines, near, strict=True) for part in (cut_at_gaps(line) if cut else [line])]
    right = _right_column(pieces, anchors, letter_height(first))
    left = _left_column(pieces, right, Box.around(box_of(line) for line in right), letter_height(first))
    taken = {id(line) for line in (*left, *right)}
    head = Letterhead(_with_role(left, Role.LETTERHEAD_LEFT), _with_role(right, Role.LETTERHEAD_RIGHT))
    return head, [line for line in pieces if id(line) not in taken]


def _near(line: Line, first: Line) -> bool:
    box, anchor = box_of(line), box_of(first)
    return anchor.top - 4 * anchor.height < box.middle[1] < anchor.bottom + _REACH * anchor.height


def _right_column(pieces: Sequence[Line], anchors: Sequence[Line], unit: float) -> list[Line]:
    """Quốc hiệu, tiêu ngữ, and the row of place and date below them."""
    column = Box.around(box_of(anchor) for anchor in anchors)
    inside = [
        line for line in pieces if box_of(line).middle[0] > column.left and box_of(line).left > column.left - unit
    ]
    head = list(anchors)
    known = {id(anchor) for anchor in anchors}
    below = [
        line
        for line in inside
        if id(line) not in known and column.bottom - unit / 2 < box_of(line).middle[1] < column.bottom + _REACH * unit
    ]
    for line in sorted(below, key=lambda line: box_of(line).top):
        row = [other for other in below if same_row(box_of(line), box_of(other))]
        if is_place_and_date(" ".join(other.text for other in sorted(row, key=lambda other: box_of(other).left))):
            drawn = [other for other in below if _is_drawn(other) and box_of(other).bottom <= box_of(line).bottom]
            return head + [other for other in drawn if other not in row] + row
    return head


def _is_drawn(line: Line) -> bool:
    """Whether a line is the rule below the tiêu ngữ, typed with underscores or dashes."""
    return not any(char.isalnum() for char in line.text)


def _left_column(pieces: Sequence[Line], right: Sequence[Line], column: Box, unit: float) -> list[Line]:
    """What stands left of the right column, beside it and on below it without a gap."""
    taken = {id(line) for line in right}
    candidates = [
        line
        for line in pieces
        if id(line) not in taken
        and box_of(line).middle[0] < column.left
        and box_of(line).right < column.left + 2 * unit
        and box_of(line).bottom > column.top - 3 * unit
    ]
    found: list[Line] = []
    for line in sorted(candidates, key=lambda line: box_of(line).middle[1]):
        if is_address(line.text) or not _goes_on(line, found, column, unit):
            break
        found.append(line)
    return found


def _goes_on(line: Line, found: Sequence[Line], column: Box, unit: float) -> bool:
    box = box_of(line)
    if box.middle[1] <= column.bottom or plain(line.text).startswith(("v/v", "ve viec", "so:")):
        return True
    return bool(found) and box.middle[1] - box_of(found[-1]).middle[1] < _PITCH * unit


def _with_role(lines: Sequence[Line], role: Role) -> tuple[Line, ...]:
    parts = (part for line in joined(lines) for part in lift_filled_in(line))
    return tuple(part if part.role.is_marginalia else replace(part, role=role) for part in parts)
