"""Small tilts: measured to 0.1° by how sharply rows of ink and rows of paper alternate, and undone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from kehoach.pipeline.document import PageImage
from kehoach.pipeline.imaging.geometry import rotated
from kehoach.pipeline.imaging.grey import grey, ink, shrunk

if TYPE_CHECKING:
    from numpy.typing import NDArray

LARGEST = 15.0
"""Degrees searched each way; a sheet lies askew in a scanner by less, a quarter turn is another step's business."""

SMALLEST = 0.25
"""Degrees left alone: over a line of 160 mm it is 0.7 mm, and turning blurs every letter a little."""

_SIDE = 1000  # pixels of the longer side in which the tilt is measured: 0.1° moves a line end by 1.7 of them

_STRIP = 8
"""Pixels across of the upright strips that are shifted against each other in place of turning the picture: a sixth of
the time, and within a strip the steepest line rises by 2 pixels, less than a letter is high."""


def straightened(image: PageImage) -> PageImage:
    """The picture with its text rows level; one tilted by less than 0.25° is given back as it is."""
    tilt = measure_skew(image)
    return image if abs(tilt) < SMALLEST else rotated(image, -tilt)


def measure_skew(image: PageImage) -> float:
    """Degrees by which the text rows rise to the right (counter-clockwise), −15…15, to 0.1°; 0 for a blank page."""
    marks = _without_borders(ink(shrunk(grey(image.pixels), _SIDE)))
    if np.count_nonzero(marks) < 0.001 * marks.size:
        return 0.0
    strips = _strips(marks)
    coarse = _best(_halved(strips), np.arange(-LARGEST, LARGEST + 0.01, 1.0), rise=_STRIP / 2)
    middle = _best(strips, np.arange(coarse - 1, coarse + 1.01, 0.25))
    return float(round(_best(strips, np.arange(middle - 0.25, middle + 0.26, 0.05)), 1))


def _strips(marks: NDArray[np.uint8]) -> NDArray[np.float32]:
    """The share of ink in each row of each upright strip; a strip is a row of the result."""
    import cv2

    height, count = marks.shape[0], max(1, marks.shape[1] // _STRIP)
    shares = cv2.resize(marks[:, : count * _STRIP], (count, height), interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray(shares.T, dtype=np.float32)


def _halved(strips: NDArray[np.float32]) -> NDArray[np.float32]:
    """The same with rows half as many."""
    even = strips[:, : strips.shape[1] // 2 * 2]
    return np.ascontiguousarray(even[:, ::2] + even[:, 1::2])


def _best(strips: NDArray[np.float32], angles: Iterable[float], rise: float = _STRIP) -> float:
    return max(angles, key=lambda angle: _sharpness(strips, float(angle), rise))


def _sharpness(strips: NDArray[np.float32], angle: float, rise: float) -> float:
    """The sum of squared steps between neighbouring rows of ink, each strip shifted so that `angle` becomes level.

    `rise`: by how many rows a line of 45 degrees rises in a strip.
    """
    count, height = strips.shape
    shifts = np.tan(np.radians(angle)) * rise * (np.arange(count) - (count - 1) / 2)
    whole = np.floor(shifts).astype(int)
    room = int(np.abs(whole).max()) + 1
    moved = np.zeros((count, height + 2 * room), np.float32)
    for row, strip, start in zip(moved, strips, (room + whole).tolist(), strict=True):
        row[start : start + height] = strip
    lower = (shifts - whole).astype(np.float32)  # the share of a strip that comes to lie a row further down
    profile = (1 - lower) @ moved
    profile[1:] += (lower @ moved)[:-1]
    return float(np.square(np.diff(profile)).sum())


def _without_borders(marks: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The outer twentieth of the picture blanked: the edges of the sheet are no text rows."""
    inner = np.zeros_like(marks)
    y, x = marks.shape[0] // 20, marks.shape[1] // 20
    inner[y : marks.shape[0] - y, x : marks.shape[1] - x] = marks[y : marks.shape[0] - y, x : marks.shape[1] - x]
    return inner
