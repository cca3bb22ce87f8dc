"""Print that no line was read of: a page of which nine tenths are lost must not pass for a short one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from kehoach.pipeline.imaging.blank import edges_and_holes
from kehoach.pipeline.imaging.grey import grey, ink, shrunk

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kehoach.pipeline.document import Box, PageImage

_SIDE = 1500  # pixels of the longer side in which ink is counted
_MARGIN = 0.5  # of a box's height: accents and tails of letters reach out of it
_LETTER = 3.0 / 297
"""Share of the longer side, the most that a printed sign is high: 3 mm are 18 pt in small letters, 12 pt in capitals.
What is larger is a drawing, a frame, a seal, a photograph: nobody has lost text there."""


def unread_share(image: PageImage, boxes: Iterable[Box]) -> float:
    """Which share, 0…1, of the signs printed on a page lies beyond all boxes of what was read; 0 on a page without.

    `boxes` are in pixels of the image. Signs are counted by their ink; dark edges and whatever is larger than letters
    are none.
    """
    pixels = shrunk(grey(image.pixels), _SIDE)
    signs = _signs(ink(pixels) & ~edges_and_holes(pixels))
    whole = int(np.count_nonzero(signs))
    if not whole:
        return 0.0
    scale = pixels.shape[0] / image.height
    for box in boxes:
        reach = _MARGIN * (box.bottom - box.top)
        top, bottom = (max(0, round(scale * y)) for y in (box.top - reach, box.bottom + reach))
        left, right = (max(0, round(scale * x)) for x in (box.left - reach, box.right + reach))
        signs[top:bottom, left:right] = 0
    return int(np.count_nonzero(signs)) / whole


def _signs(marks: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The marks that are no larger than letters are: no higher, and no wider than four of them that touch."""
    import cv2

    most = _LETTER * max(marks.shape) * 2
    _, labels, stats, _ = cv2.connectedComponentsWithStats(marks, connectivity=8)
    small = (stats[:, cv2.CC_STAT_HEIGHT] <= most) & (stats[:, cv2.CC_STAT_WIDTH] <= 4 * most)
    small[0] = False
    return np.where(small[labels], marks, 0).astype(np.uint8)
