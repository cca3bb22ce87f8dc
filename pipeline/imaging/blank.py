"""Blank backs, though the lid was open, the sheet is punched and the paper is not clean."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kehoach.pipeline.imaging.grey import grey, ink, shrunk

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kehoach.pipeline.document import PageImage

_SIDE = 1500  # pixels of the longer side in which ink is counted

_BLANK = 0.0004
"""Share of ink below which a page is called blank: one short line of 12 pt on A4 covers about 0.001."""

_PRINTED = 0.05  # share of ink from which no closer look is taken; most pages of text have 0.05–0.12

_DARK = 0.55  # of the paper's brightness: what a lid, a table top or a hole shows

_HOLE = (3.5 / 297, 9 / 297)  # width and height of a punched hole as shares of the longer side: 5–8 mm

_ROUND = 0.68  # share of its box that a disc fills is 0.79; letters fill less than 0.6


def is_blank(image: PageImage) -> bool:
    """Whether there is next to no ink within the page's inner nine tenths, dark edges and punched holes aside."""
    small = shrunk(grey(image.pixels), _SIDE)
    marks = ink(small)
    share = _share(marks)
    if share < _BLANK or share > _PRINTED:
        return share < _BLANK
    return _share(marks & ~edges_and_holes(small)) < _BLANK


_NIGHT = 64
"""Mean level of grey, of 255, below which a picture is of no paper: brown paper in bad light has 90, a scan with a dead
lamp or a covered glass below 30."""

_FILLED = 0.02  # share of ink from which something is printed, drawn or strewn over a page: a line of 12 pt has 0.001


def is_black(image: PageImage) -> bool:
    """Whether a picture is so dark that it can show no paper, whatever stands on it."""
    return float(shrunk(grey(image.pixels), _SIDE).mean()) < _NIGHT


def is_filled(image: PageImage) -> bool:
    """Whether ink covers so much of a page that readers should have found something."""
    return _share(ink(shrunk(grey(image.pixels), _SIDE))) > _FILLED


def edges_and_holes(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """255 on what is dark from the picture's edge inwards, and on dark discs of the size of a punched hole."""
    import cv2

    dark = np.where(pixels < _DARK * float(np.median(pixels)), 255, 0).astype(np.uint8)
    solid = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))  # no letter is as thick
    count, labels, stats, _ = cv2.connectedComponentsWithStats(solid, connectivity=4, ltype=cv2.CV_16U)
    side, (height, width) = max(pixels.shape), pixels.shape
    found = np.zeros(count, np.bool_)
    for label, (x, y, across, down, area) in enumerate(stats.tolist()):
        at_edge = x <= 1 or y <= 1 or x + across >= width - 1 or y + down >= height - 1
        like_hole = all(_HOLE[0] * side <= size <= _HOLE[1] * side for size in (across, down))
        found[label] = label > 0 and (at_edge or (like_hole and area > _ROUND * across * down))
    return np.asarray(cv2.dilate(np.where(found[labels], 255, 0).astype(np.uint8), np.ones((9, 9), np.uint8)))


def _share(marks: NDArray[np.uint8]) -> float:
    """The share of ink in the inner nine tenths."""
    y, x = marks.shape[0] // 20, marks.shape[1] // 20
    inner = marks[y : marks.shape[0] - y, x : marks.shape[1] - x]
    return float(np.count_nonzero(inner) / max(1, inner.size))
