"""The letterhead: two columns side by side, the left one read first (Nghị định 30/2020/NĐ-CP, Phụ lục I, ô 1–5b)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.document import Box, Line, Role
from pipeline.layout.filled_in import lift_filled_in
from pipeline.layout.pieces import box_of, cut_at_gaps, joined, letter_height, piece, same_row
from pipeline.layout.words import is_motto, is_nation, is_place_and_date, likeness, plain, starts_body

_REACH = 9.0
"""Line heights below the quốc hiệu within which the place and date are looked for."""

_PITCH = 2.0
"""Line heights from one line of the left column to the next at most, once the right column has ended; only V/v
(ô 5b) stands farther below the number."""


@dataclass(frozen=True)
class Letterhead:
    """The lines of both columns, and what is left of the page."""

    left: tuple[Line, ...]
    right: tuple[Line, ...]
    rest: tuple[Line, ...]


def cut_before_nation(line: Line) -> list[Line]:
    """A line that runs over both columns, cut before the quốc hiệu or the tiêu ngữ."""
    if len(line.words) < 6 or any(word.box is None for word in line.words):
        return [line]
    tails = {start: " ".join(word.text for word in line.words[start:]) for start in range(1, len(line.words) - 3)}
    start = max(tails, key=lambda start: likeness(tails[start]))
    if likeness(tails[start]) > likeness(line.text) and (is_nation(tails[start]) or is_motto(tails[start])):
        return [piece(line, line.words[:start]), piece(line, line.words[start:])]
    return [line]


def take_letterhead(lines: Sequence[Line], height: float) -> Letterhead:
    """Find the letterhead by its quốc hiệu or tiêu ngữ, in the upper half of the page; without them there is none."""
    cut = [part for line in lines for part in cut_before_nation(line)]
    anchors = [line for line in cut if box_of(line).top < height / 2 and (is_nation(line.text) or is_motto(line.text))]
    if not anchors:
        return Letterhead((), (), tuple(lines))
    first = min(anchors, key=lambda line: box_of(line).top)
    pieces = [part for line in cut for part in (cut_at_gaps(line) if _near(line, first) else [line])]
    right = _right_column(pieces, [box_of(anchor) for anchor in anchors], letter_height(first))
    left = _left_column(pieces, right, Box.around(box_of(line) for line in right), letter_height(first))
    taken = {id(line) for line in (*left, *right)}
    rest = tuple(line for line in pieces if id(line) not in taken)
    return Letterhead(_with_role(left, Role.LETTERHEAD_LEFT), _with_role(right, Role.LETTERHEAD_RIGHT), rest)


def _near(line: Line, first: Line) -> bool:
    box, anchor = box_of(line), box_of(first)
    return anchor.top - 4 * anchor.height < box.middle[1] < anchor.bottom + _REACH * anchor.height


def _right_column(pieces: Sequence[Line], anchors: Sequence[Box], unit: float) -> list[Line]:
    """Quốc hiệu, tiêu ngữ, and the row of place and date below them."""
    column = Box.around(anchors)
    inside = [
        line for line in pieces if box_of(line).middle[0] > column.left and box_of(line).left > column.left - unit
    ]
    head = [line for line in inside if is_nation(line.text) or is_motto(line.text)]
    below = [
        line for line in inside if column.bottom - unit / 2 < box_of(line).middle[1] < column.bottom + _REACH * unit
    ]
    for line in sorted(below, key=lambda line: box_of(line).top):
        row = [other for other in below if same_row(box_of(line), box_of(other))]
        if is_place_and_date(" ".join(other.text for other in sorted(row, key=lambda other: box_of(other).left))):
            return head + [other for other in row if other not in head]
    return head


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
        if starts_body(line.text) or not _goes_on(line, found, column, unit):
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
