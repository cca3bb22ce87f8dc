"""Seals, signatures and notes in coloured ink, told from black print by colour and by size; kept as masks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from pipeline.document import PageImage
from pipeline.imaging.geometry import paper_colour

if TYPE_CHECKING:
    from numpy.typing import NDArray

_COLOURED = 45
"""Levels by which the strongest and the weakest channel of a pixel differ, beyond what they do in the paper, from which
it is ink of a colour: red seals have 60–200, blue pens 50–150, black print and its JPEG fringes below 40."""

_BRIGHT = 0.45
"""Share of the paper's brightness that the strongest channel must keep: where black print lies under a seal all three
are dark, and the print stays."""

_TALL = 1 / 45
"""Share of the page's longer side from which a patch of colour is an overlay: 6.6 mm on A4. A line printed in colour,
a link or a heading, stands 3–5 mm high and is left alone."""

_TINTED = 0.5  # share of coloured pixels from which the sheet itself is coloured


def without_overlays(image: PageImage) -> tuple[PageImage, NDArray[np.uint8]]:
    """The picture with large patches of coloured ink taken out, and their mask (255 where something was)."""
    mask = overlay_mask(image)
    if not mask.any():
        return image, mask
    return replace(image, pixels=_bleached(image.pixels, mask)), mask


def _bleached(pixels: NDArray[np.uint8], mask: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The pixels of the mask as seen through a filter of their ink's own colour: the ink is as light as the paper.

    Print under the ink is dark in all three channels and stays; painting paper over the mask would eat the edges of
    its letters: pages with a seal over print were read with 0.8 instead of 0.6 % of the letters wrong.
    """
    place = mask > 0
    inked = pixels[place]
    brightest, channel = inked.max(axis=1).astype(np.float32), inked.argmax(axis=1)
    strength = inked.max(axis=1).astype(np.int16) - inked.min(axis=1)
    paper = np.array(paper_colour(pixels), np.float32)
    shares = np.zeros(len(inked), np.float32)
    for number in range(3):
        own = channel == number
        pure = own & (strength > _COLOURED)
        shares[own] = brightest[own] / max(1.0, float(np.percentile(brightest[pure], 30)) if pure.any() else 255.0)
    done = pixels.copy()
    done[place] = np.clip(shares, 0, 1)[:, None] * paper
    return done


def overlay_mask(image: PageImage) -> NDArray[np.uint8]:
    """255 on coloured ink that belongs to something larger than a line of print; all 0 on a grey picture."""
    import cv2

    if image.pixels.ndim == 2:
        return np.zeros(image.pixels.shape, np.uint8)
    coloured = _coloured(image.pixels)
    if not 0 < np.count_nonzero(coloured) < _TINTED * coloured.size:
        return np.zeros_like(coloured)
    side = max(image.width, image.height)
    reach = max(3, side // 300)  # joins the letters of a seal's ring with the ring, but not two lines of print
    joined = cv2.dilate(coloured, np.ones((reach, reach), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    tall = np.array([label > 0 and stats[label, cv2.CC_STAT_HEIGHT] >= side * _TALL for label in range(count)])
    return np.where(tall[labels], cv2.dilate(coloured, np.ones((3, 3), np.uint8)), 0).astype(np.uint8)


def _coloured(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    import cv2

    red, green, blue = cv2.split(pixels)
    weakest, strongest = cv2.min(cv2.min(red, green), blue), cv2.max(cv2.max(red, green), blue)
    paper = paper_colour(pixels)
    apart = cv2.subtract(strongest, weakest) > _COLOURED + max(paper) - min(paper)
    return np.where(apart & (strongest > _BRIGHT * max(paper)), np.uint8(255), np.uint8(0))
