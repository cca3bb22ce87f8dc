"""Dust and toner specks: small dots that stand alone on the paper; dots beside letters and rows of dots stay."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from kehoach.pipeline.document import PageImage
from kehoach.pipeline.imaging.geometry import paper_colour
from kehoach.pipeline.imaging.grey import grey, ink, shrunk

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SIDE = 1200  # pixels of the longer side in which specks are looked for: one of 0.25 mm is a pixel

_LARGEST = 3  # pixels there, 0.75 mm: a full stop of 14 pt measures 0.5 mm, a hyphen is longer

_ALONE = 7.0
"""Pixels there, 1.7 mm, to the nearest larger mark. At 1.7 mm no dot of three pages in two tones was taken for a speck
and of 900 sown specks a half was found; at 1 mm some dots, at 0.5 mm the dots of letters were taken."""

_MANY = 40  # specks from which a page is cleaned: clean scans have 0–12, the seam of a turned sheet up to 30

_PAIR = 6  # pixels there from the left edge of a dot to the right edge of the next: an ellipsis, a line to be filled in


def without_specks(image: PageImage) -> tuple[PageImage, NDArray[np.uint8]]:
    """The picture with specks painted over, and their mask; a page with few of them is given back as it is."""
    import cv2

    pixels = grey(image.pixels)
    found = speck_map(ink(shrunk(pixels, _SIDE)))
    if found is None:
        return image, np.zeros_like(pixels)
    wide = cv2.dilate(found, np.ones((3, 3), np.uint8))
    mask = cv2.resize(wide, (image.width, image.height), interpolation=cv2.INTER_NEAREST)
    done = image.pixels.copy()
    done[mask > 0] = paper_colour(image.pixels)
    return replace(image, pixels=done), np.asarray(mask, dtype=np.uint8)


def speck_map(marks: NDArray[np.uint8]) -> NDArray[np.uint8] | None:
    """255 on the specks among the marks of a reduced page; None where there are few."""
    import cv2

    _, labels, stats, _ = cv2.connectedComponentsWithStats(marks, connectivity=8, ltype=cv2.CV_16U)
    small = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]) <= _LARGEST
    small[0] = False
    if np.count_nonzero(small) < _MANY:
        return None
    free = np.where(small, np.uint8(255), np.uint8(0))
    free[0] = 255
    apart = cv2.distanceTransform(free[labels], cv2.DIST_L2, 3)
    beside = np.bincount(labels[apart < _ALONE], minlength=len(small)) > 0
    alone = small & ~beside
    if np.count_nonzero(alone) < _MANY:
        return None
    dots, specks = (np.where(chosen, np.uint8(255), np.uint8(0))[labels] for chosen in (small, alone))
    return np.asarray(specks & ~_rows_of_dots(dots), dtype=np.uint8)


def _rows_of_dots(dots: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A mask, 255 around dots that have another dot beside them in their row (leaders, dotted lines)."""
    import cv2

    reach = round(_ALONE)
    joined = cv2.dilate(dots, np.ones((1, 2 * reach + 1), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8, ltype=cv2.CV_16U)
    long = stats[:, cv2.CC_STAT_WIDTH] > 2 * reach + _PAIR
    long[0] = False
    return np.where(long[labels], 255, 0).astype(np.uint8)
