"""Two pages of an open book or file in one picture: told by the empty gutter between two blocks of text, and cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kehoach.pipeline.document import PageImage
from kehoach.pipeline.imaging.geometry import redrawn
from kehoach.pipeline.imaging.grey import grey, ink, shrunk

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SIDE = 1000  # pixels of the longer side in which the gutter is looked for

_SHAPE = (1.15, 1.8)
"""Width by height of a spread: two sheets of A4 have 1.41, books 1.2–1.6. A page on its side has it too, but no gutter:
its title or its table runs through the middle."""

_MIDDLE = 0.08  # of the width, on each side of its middle: where the gutter must begin or end

_GUTTER = 0.03  # of the width that must be empty: two inner margins of 15–30 mm are 0.07–0.14, columns stand 0.02 apart

_EMPTY = 0.003  # share of a column's height that may be ink: specks

_SHADOW = 1 / 6  # of the height: longer upright strokes are the fold, or the edge of a sheet

_LINES = 6  # rows of print that each half must have

_WIDE = 0.45  # of a half's width that its print must take


def spread(image: PageImage) -> tuple[PageImage, ...]:
    """The two halves of an upright picture of two pages, left one first; a picture of one page alone as it is.

    Each half's boxes find their way back to the whole picture.
    """
    marks = ink(shrunk(grey(image.pixels), _SIDE))
    cut = find_gutter(marks)
    if cut is None:
        return (image,)
    at = round(cut * image.width / marks.shape[1])
    left = np.ascontiguousarray(image.pixels[:, :at])
    right = np.ascontiguousarray(image.pixels[:, at:])
    return (
        redrawn(image, left, (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)),
        redrawn(image, right, (1.0, 0.0, float(at), 0.0, 1.0, 0.0)),
    )


def find_gutter(marks: NDArray[np.uint8]) -> float | None:
    """The column at which the marks of two pages part; None for one page."""
    import cv2

    height, width = marks.shape
    if not _SHAPE[0] <= width / height <= _SHAPE[1]:
        return None
    strokes = cv2.morphologyEx(marks, cv2.MORPH_OPEN, np.ones((max(3, round(height * _SHADOW)), 1), np.uint8))
    print_ = cv2.subtract(marks, cv2.dilate(strokes, np.ones((3, 5), np.uint8)))
    inner = print_[height // 20 : height - height // 20]
    free = (inner > 0).mean(axis=0) <= _EMPTY
    start, end = _run_at(free, width // 2)
    if end - start < _GUTTER * width:
        return None
    cut = (start + end) / 2
    if abs(cut - width / 2) > _MIDDLE * width:
        return None
    halves = inner[:, :start], inner[:, end:]
    return cut if all(_is_page(half) for half in halves) else None


def _run_at(free: NDArray[np.bool_], middle: int) -> tuple[int, int]:
    """The run of free columns, start and end, that is nearest to the middle."""
    near = round(_MIDDLE * len(free))
    places = [at for at in range(middle - near, middle + near) if free[at]]
    if not places:
        return middle, middle
    start = end = min(places, key=lambda at: abs(at - middle))
    while start > 0 and free[start - 1]:
        start -= 1
    while end < len(free) and free[end]:
        end += 1
    return start, end


def _is_page(marks: NDArray[np.uint8]) -> bool:
    """Whether there are rows of print, and most of them wide."""
    columns = np.flatnonzero((marks > 0).mean(axis=0) > _EMPTY)
    if not len(columns) or columns[-1] - columns[0] < _WIDE * marks.shape[1]:
        return False
    dense = ((marks > 0).mean(axis=1) > 0.02).astype(np.int8)
    return int((np.diff(dense) == 1).sum()) >= _LINES
