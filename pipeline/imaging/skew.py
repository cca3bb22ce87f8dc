"""Small tilts: measured to 0.1° by how sharply rows of ink and rows of paper alternate, and undone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from pipeline.document import PageImage
from pipeline.imaging.geometry import rotated
from pipeline.imaging.grey import grey, ink, shrunk

if TYPE_CHECKING:
    from numpy.typing import NDArray

LARGEST = 15.0
"""Degrees searched each way; a sheet lies askew in a scanner by less, a quarter turn is another step's business."""

SMALLEST = 0.25
"""Degrees left alone: over a line of 160 mm it is 0.7 mm, and turning blurs every letter a little."""

_SIDE = 1000  # pixels of the longer side in which the tilt is measured: 0.1° moves a line end by 1.7 of them


def straightened(image: PageImage) -> PageImage:
    """The picture with its text rows level; one tilted by less than 0.25° is given back as it is."""
    tilt = measure_skew(image)
    return image if abs(tilt) < SMALLEST else rotated(image, -tilt)


def measure_skew(image: PageImage) -> float:
    """Degrees by which the text rows rise to the right (counter-clockwise), −15…15, to 0.1°; 0 for a blank page."""
    marks = _without_borders(ink(shrunk(grey(image.pixels), _SIDE)))
    if np.count_nonzero(marks) < 0.001 * marks.size:
        return 0.0
    half = shrunk(marks, _SIDE // 2)
    coarse = _best(half, np.arange(-LARGEST, LARGEST + 0.01, 1.0))
    middle = _best(marks, np.arange(coarse - 1, coarse + 1.01, 0.25))
    return float(round(_best(marks, np.arange(middle - 0.25, middle + 0.26, 0.05)), 1))


def _best(marks: NDArray[np.uint8], angles: Iterable[float]) -> float:
    return max(angles, key=lambda angle: _sharpness(marks, float(angle)))


def _sharpness(marks: NDArray[np.uint8], angle: float) -> float:
    """The sum of squared steps between neighbouring rows of ink, the picture turned back by `angle`."""
    import cv2

    height, width = marks.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -angle, 1.0)
    turned = cv2.warpAffine(marks, matrix, (width, height))
    profile = turned.sum(axis=1, dtype=np.int64).astype(np.float64)
    return float(np.square(np.diff(profile)).sum())


def _without_borders(marks: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The outer twentieth of the picture blanked: the edges of the sheet are no text rows."""
    inner = np.zeros_like(marks)
    y, x = marks.shape[0] // 20, marks.shape[1] // 20
    inner[y : marks.shape[0] - y, x : marks.shape[1] - x] = marks[y : marks.shape[0] - y, x : marks.shape[1] - x]
    return inner
