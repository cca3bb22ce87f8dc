"""The picture of one line, as Tesseract reads it best.

All figures: share of words missed on 12 scans of documents, lines found by trueocr's network, Tesseract 5.5 `vie`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kehoach.pipeline.document import Box

_PAD = (0.2, 0.1)
"""Share of the line's height taken along beside it, and above and below: from 0.3 on its neighbours come into the
picture (9.4 % missed with 0.2 above and below, 20 % with 0.3)."""

_BORDER = 0.3
"""Height of the paper put around the crop, in line heights: letters want to stand free of the edge (3 instead
of 8 % missed on a page of 70 dpi)."""

_READABLE = (25.0, 50.0)
"""Line heights in pixels that are left alone. Blind enlarging does harm; what is smaller or larger is brought to
`_IDEAL`: 8 instead of 10 % missed on pages of 70 dpi, and a page of 300 dpi is read in half the time."""

_IDEAL = 40.0

_BLURRED = 0.1
"""Width of a letter's edge in line heights from which a line is sharpened. Sharp scans have 0.03–0.06, enlarged ones up
to 0.085, one photographed out of focus 0.13, where sharpening halves the words missed (17.5 → 9.1 %)."""


@dataclass(frozen=True, eq=False)
class LinePicture:
    """A line cut out; `page_box` leads a box of its pixels back to the page's."""

    pixels: NDArray[np.uint8]
    left: float
    top: float
    factor: float
    border: int

    def page_box(self, box: Box) -> Box:
        """Where a box of this picture lies in the page's pixels."""
        xs = [(x - self.border) / self.factor + self.left for x in (box.left, box.right)]
        ys = [(y - self.border) / self.factor + self.top for y in (box.top, box.bottom)]
        return Box(xs[0], ys[0], xs[1], ys[1])


def line_picture(page: NDArray[np.uint8], box: Box) -> LinePicture | None:
    """The line in `box` of a grey page, brought to a readable height, on a border of paper; None for a sliver."""
    import cv2

    height, width = page.shape
    left, right = max(0, int(box.left - _PAD[0] * box.height)), min(width, int(box.right + _PAD[0] * box.height) + 1)
    top, bottom = max(0, int(box.top - _PAD[1] * box.height)), min(height, int(box.bottom + _PAD[1] * box.height) + 1)
    if min(right - left, bottom - top) < 4:
        return None
    crop = page[top:bottom, left:right]
    factor = 1.0 if _READABLE[0] <= box.height <= _READABLE[1] else _IDEAL / box.height
    blurred = edge_width(crop) > _BLURRED * box.height
    if factor != 1.0:
        how = cv2.INTER_CUBIC if factor > 1 else cv2.INTER_AREA
        crop = np.asarray(cv2.resize(crop, None, fx=factor, fy=factor, interpolation=how), dtype=np.uint8)
    if blurred:
        crop = sharpened(crop, factor * box.height)
    border = round(_BORDER * factor * box.height)
    paper = int(np.percentile(crop, 90))
    framed = cv2.copyMakeBorder(crop, border, border, border, border, cv2.BORDER_CONSTANT, value=paper)
    return LinePicture(np.ascontiguousarray(framed, dtype=np.uint8), left, top, factor, border)


def edge_width(crop: NDArray[np.uint8]) -> float:
    """How many pixels the edge of a letter takes from paper to ink: contrast over the steepest step."""
    if crop.shape[1] < 2:
        return 0.0
    steps = np.abs(np.diff(crop.astype(np.int16), axis=1))
    contrast = float(np.percentile(crop, 95) - np.percentile(crop, 2))
    return contrast / max(1.0, float(np.percentile(steps, 99)))


def sharpened(crop: NDArray[np.uint8], height: float) -> NDArray[np.uint8]:
    """Unsharp mask of full strength with a radius of a twentieth of the line's height: half a letter's stem."""
    import cv2

    soft = cv2.GaussianBlur(crop, (0, 0), height / 20)
    return np.asarray(cv2.addWeighted(crop, 2.0, soft, -1.0, 0), dtype=np.uint8)
