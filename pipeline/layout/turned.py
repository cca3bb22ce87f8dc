"""Writing that is turned against the page: tables across the sheet, upright letters in narrow header cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from kehoach.pipeline.document import Box, Line


def main_turn(lines: Sequence[Line]) -> int:
    """The quarter turns of most of the letters of a page; 0 for a page without lines."""
    letters: Counter[int] = Counter()
    for line in lines:
        letters[line.turn] += len(line.text)
    return max(letters, key=lambda turn: (letters[turn], -turn), default=0)


def seen_upright(box: Box, turn: int, width: float, height: float) -> Box:
    """A box of a page of `width` by `height` as it lies when the page is turned so that the writing runs level.

    >>> seen_upright(Box(10, 200, 22, 260), 1, 600, 850)
    Box(left=590, top=10, right=650, bottom=22)
    """
    if turn == 1:
        return Box(height - box.bottom, box.left, height - box.top, box.right)
    if turn == 2:
        return Box(width - box.right, height - box.bottom, width - box.left, height - box.top)
    if turn == 3:
        return Box(box.top, width - box.right, box.bottom, width - box.left)
    return box


def turned_back(box: Box, turn: int, width: float, height: float) -> Box:
    """The way back of `seen_upright`; `width` and `height` are those of the page as it lies in the file.

    >>> turned_back(Box(590, 10, 650, 22), 1, 600, 850)
    Box(left=10, top=200, right=22, bottom=260)
    """
    if turn in (1, 3):
        width, height = height, width
    return seen_upright(box, -turn % 4, width, height)


def with_turn(line: Line, turn: int, width: float, height: float) -> Line:
    """A line of a page as it is seen when the page is turned by `turn` quarters."""
    seen = line.moved(lambda box: seen_upright(box, turn, width, height))
    return replace(seen, turn=(line.turn - turn) % 4)


def in_reading_order(lines: Sequence[Line]) -> list[Line]:
    """Lines of writing that is turned, each turn for itself, in the order in which that writing is read."""
    return sorted(lines, key=lambda line: (line.turn, _place(line)))


def _place(line: Line) -> tuple[float, float]:
    box = line.box or Box(0, 0, 0, 0)
    x, y = box.middle
    return {0: (y, x), 1: (x, -y), 2: (-y, -x), 3: (-x, y)}[line.turn]
