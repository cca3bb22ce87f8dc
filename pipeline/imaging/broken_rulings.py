"""Ruling lines that a copier or a threshold has broken into dashes: put together again where they make a grid."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from kehoach.pipeline.document import Box

if TYPE_CHECKING:
    from numpy.typing import NDArray

_ROWS = 3  # rows with two pieces of a line or more, from which lines are taken for broken: a letterhead has one

_DASH = 1 / 290  # of the longer side, 1 mm: the shortest dash; the dots of a leader are half as long

_GAP = 1 / 90  # of the longer side, 3.3 mm: the widest gap between two dashes, where another line crosses

_PIECE = 1 / 60  # of the longer side, 5 mm: the shortest piece that dashes make

_APART = 1 / 15  # of the longer side, 20 mm: how far apart two pieces of a line may be, ink between them

_LONG = 1 / 18  # of the longer side, 16 mm: the shortest line, once put together

_INK = 0.65
"""Share of a line's length that must be ink: copies of copies kept 0.9 of their lines, figures that stand in a column
have 0.6 of it at most."""

_SIDE = 1 / 400  # of the longer side, 0.7 mm: paper must lie so far to both sides of a dash

_MEET = 1 / 90  # of the longer side, 3.3 mm: how near the end of an upright line is to a level one

_ROW = 2.0  # pixels by which pieces of one line lie higher or lower: the page is level


def are_broken(level: Sequence[Box], upright: Sequence[Box]) -> bool:
    """Whether pieces of lines lie in one row, again and again: the lines of a table in dashes."""
    return _in_one_row(level) >= _ROWS or _in_one_row([_transposed(box) for box in upright]) >= _ROWS


def mended(marks: NDArray[np.uint8]) -> tuple[list[Box], NDArray[np.uint8]]:
    """The level and upright lines that dashes make, as thin boxes, and the pixels of the dashes.

    `marks`: 255 on ink. Upright lines count only between level ones: figures that stand in a column look like dashes
    too, and so do letters at the margin.
    """
    level, level_mask = _lines(marks)
    turned, turned_mask = _lines(np.ascontiguousarray(marks.T))
    upright = [cut for box in map(_transposed, turned) if (cut := _between(box, level, marks))]
    kept = np.zeros_like(marks)
    for box in upright:
        part = (slice(int(box.top), int(box.bottom)), slice(int(box.left), int(box.right)))
        kept[part] = turned_mask.T[part]
    return [*level, *upright], level_mask | kept


def _in_one_row(boxes: Sequence[Box]) -> int:
    """How many rows have more than one box."""
    return sum(len(row) > 1 for row in _rows(boxes))


def _rows(boxes: Sequence[Box]) -> list[list[Box]]:
    """Boxes of one height, from left to right."""
    rows: list[list[Box]] = []
    for box in sorted(boxes, key=lambda box: box.middle[1]):
        if rows and box.middle[1] - rows[-1][-1].middle[1] <= _ROW:
            rows[-1].append(box)
        else:
            rows.append([box])
    return [sorted(row, key=lambda box: box.left) for row in rows]


def _lines(marks: NDArray[np.uint8]) -> tuple[list[Box], NDArray[np.uint8]]:
    """Level lines made of dashes, and the dashes."""
    side = max(marks.shape)
    pieces, dashes = _pieces(marks)
    found = [box for row in _rows(pieces) for box in _put_together(row, marks) if box.width >= side * _LONG]
    mask = np.zeros_like(marks)
    for box in found:
        part = (slice(int(box.top), int(box.bottom)), slice(int(box.left), int(box.right)))
        mask[part] |= dashes[part]
    return found, mask


def _pieces(marks: NDArray[np.uint8]) -> tuple[list[Box], NDArray[np.uint8]]:
    """Runs of dashes with small gaps, and all ink that is as thin as a dash."""
    import cv2

    side = max(marks.shape)
    thin = _thin(marks, round(side * _SIDE))
    dashes = cv2.morphologyEx(thin, cv2.MORPH_OPEN, _row(side * _DASH))
    thick = cv2.dilate(dashes, np.ones((3, 1), np.uint8))  # a line a little askew steps from one row to the next
    joined = cv2.morphologyEx(thick, cv2.MORPH_CLOSE, _row(side * _GAP))
    found, _ = cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    boxes = []
    for x, y, width, height in map(cv2.boundingRect, found):
        flat = width >= side * _PIECE and height <= side * _SIDE + 3
        if flat and _inked(dashes[y : y + height, x : x + width]):
            boxes.append(Box(x, y, x + width, y + height))
    return boxes, thin


def _inked(part: NDArray[np.uint8]) -> bool:
    return bool(part.shape[1] and (part > 0).any(axis=0).mean() >= _INK)


def _put_together(row: Sequence[Box], marks: NDArray[np.uint8]) -> list[Box]:
    """The pieces of one row, joined where there is ink between them."""
    found: list[Box] = []
    for box in row:
        if found:
            before = found[-1]
            between = marks[int(box.top) : int(box.bottom), int(before.right) : int(box.left)]
            if box.left - before.right <= max(marks.shape) * _APART and (box.left <= before.right or _inked(between)):
                found[-1] = Box.around((before, box))
                continue
        found.append(box)
    return found


def _thin(marks: NDArray[np.uint8], reach: int) -> NDArray[np.uint8]:
    """The ink with paper above and below it."""
    beside = np.zeros_like(marks)
    beside[reach:] |= marks[:-reach]
    beside[:-reach] |= marks[reach:]
    return marks & ~beside


def _row(length: float) -> NDArray[np.uint8]:
    return np.ones((1, max(3, round(length))), np.uint8)


def _between(line: Box, level: Sequence[Box], marks: NDArray[np.uint8]) -> Box | None:
    """An upright line from the first level line that it reaches to the last; None where it does not meet two.

    It reaches on from one level line to the next as long as there is ink between them.
    """
    x, near = line.middle[0], _MEET * max(marks.shape)
    across = sorted(box.middle[1] for box in level if box.left - near <= x <= box.right + near)
    met = [at for at, y in enumerate(across) if line.top - near <= y <= line.bottom + near]
    if len(met) < 2:
        return None
    first, last = met[0], met[-1]
    own = np.ascontiguousarray(marks[:, int(line.left) : int(line.right)].T)
    while first and _inked(own[:, int(across[first - 1]) : int(across[first])]):
        first -= 1
    while last + 1 < len(across) and _inked(own[:, int(across[last]) : int(across[last + 1])]):
        last += 1
    return Box(line.left, across[first], line.right, across[last])


def _transposed(box: Box) -> Box:
    return Box(box.top, box.left, box.bottom, box.right)
