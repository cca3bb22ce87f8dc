"""Ruling lines of tables: found by their shape, and taken out of the picture so that they touch no letter."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from kehoach.pipeline.document import Box, PageImage
from kehoach.pipeline.imaging.broken_rulings import are_broken, mended
from kehoach.pipeline.imaging.grey import grey, ink

if TYPE_CHECKING:
    from numpy.typing import NDArray

_RUN = 1 / 45
"""Share of the page's longer side that a run of ink must be long without a break: 6.6 mm on A4, twice the height of the
largest letters (14 pt), and longer than the dash or the serifs of a word."""

_SHORTEST = 1 / 30  # of the longer side, 10 mm: a ruling line, once its runs are put together

_THICK = 1 / 200  # of the longer side, 1.5 mm: thicker bars are pictures

_FREE = 0.6
"""Share of a line's length that must have paper on each side: along the foot of a word there are letters above."""


_AROUND = 6  # pixels around a line that are looked at when it is painted over: inpainting reaches 3 and a seam


@dataclass(frozen=True, eq=False)
class Rulings:
    """The lines' thin boxes in pixels, and their own pixels as a mask."""

    boxes: tuple[Box, ...]
    mask: NDArray[np.uint8]


def find_rulings(image: PageImage) -> Rulings:
    """The horizontal and vertical ruling lines of a level page; those of a table in dashes are put together."""
    marks = ink(grey(image.pixels))
    mask = np.zeros_like(marks)
    level = _lines(marks, mask, upright=False)
    upright = [_transposed(box) for box in _lines(np.ascontiguousarray(marks.T), mask.T, upright=True)]
    if not are_broken(level, upright):
        return Rulings((*level, *upright), mask)
    whole, dashes = mended(marks)
    pieces = [box for box in (*level, *upright) if not any(_within(box, line) for line in whole)]
    return Rulings((*pieces, *whole), mask | dashes)


def without_rulings(image: PageImage, rulings: Rulings) -> PageImage:
    """The picture with the ruling lines painted over with the paper beside them, and remembering them."""
    if not rulings.boxes:
        return image
    import cv2

    wide = cv2.dilate(rulings.mask, np.ones((3, 3), np.uint8))
    pixels = image.pixels.copy()
    for box in rulings.boxes:  # the surroundings of each line alone: the whole page would take four times as long
        top, left = max(0, int(box.top) - _AROUND), max(0, int(box.left) - _AROUND)
        part = (slice(top, int(box.bottom) + _AROUND), slice(left, int(box.right) + _AROUND))
        pixels[part] = cv2.inpaint(pixels[part], wide[part], 3, cv2.INPAINT_TELEA)
    return replace(image, pixels=pixels, rulings=rulings.boxes)


def _within(box: Box, line: Box) -> bool:
    x, y = box.middle
    return line.left - 1 <= x <= line.right + 1 and line.top - 1 <= y <= line.bottom + 1


def _transposed(box: Box) -> Box:
    return Box(box.top, box.left, box.bottom, box.right)


def _lines(marks: NDArray[np.uint8], mask: NDArray[np.uint8], *, upright: bool) -> list[Box]:
    """Boxes of the horizontal lines of `marks`; their pixels are set in `mask`."""
    import cv2

    side = max(marks.shape)
    runs = cv2.morphologyEx(marks, cv2.MORPH_OPEN, np.ones((1, max(15, round(side * _RUN))), np.uint8))
    near = cv2.dilate(runs, np.ones((3, max(3, round(side / 200))), np.uint8))  # over small breaks and steps of a tilt
    boxes = []
    for contour in _outlines(near):  # a thirtieth of the time that labelling every pixel takes
        x, y, width, height = cv2.boundingRect(contour)
        if width < side * _SHORTEST:
            continue
        part = (slice(y, y + height), slice(x, x + width))
        inside = np.zeros((height, width), np.uint8)
        cv2.drawContours(inside, [contour], -1, 255, cv2.FILLED, offset=(-x, -y))
        own = runs[part] & inside
        if _is_line(own, marks, x, y, side):
            mask[part] |= own
            boxes.append(Box(x, y, x + width, y + height))
    return boxes


def _outlines(marks: NDArray[np.uint8]) -> list[NDArray[np.int32]]:
    """The outer outlines of connected marks, from the top down."""
    import cv2

    found, nesting = cv2.findContours(marks, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    outer = [outline for outline, row in zip(found, nesting[0] if found else (), strict=True) if row[3] < 0]
    return sorted(outer, key=lambda outline: tuple(outline.reshape(-1, 2).min(axis=0)[::-1]))


def _is_line(own: NDArray[np.uint8], marks: NDArray[np.uint8], left: int, top: int, side: int) -> bool:
    """Thin at every place, and with paper above and below along most of its length."""
    filled = own > 0
    columns = np.flatnonzero(filled.any(axis=0))
    first = filled.argmax(axis=0)[columns] + top
    last = top + own.shape[0] - 1 - filled[::-1].argmax(axis=0)[columns]
    thickness = float(np.median(last - first + 1))
    if thickness > side * _THICK:
        return False
    reach = max(3, round(thickness) + 1)
    above = marks[np.clip(first - reach, 0, None), columns + left] == 0
    below = marks[np.clip(last + reach, None, marks.shape[0] - 1), columns + left] == 0
    return bool(min(above.mean(), below.mean()) >= _FREE)
