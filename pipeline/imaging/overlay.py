"""Seals, signatures and notes in coloured ink, told from black print by colour and by size; kept as masks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from kehoach.pipeline.document import PageImage
from kehoach.pipeline.imaging.geometry import paper_colour

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

_LOOK = 1000  # pixels of the longer side, at least, in which a first look is taken: a pen's stroke is 1.5 wide

_TINTED = 0.5  # share of coloured pixels from which the sheet itself is coloured


def without_overlays(image: PageImage) -> tuple[PageImage, NDArray[np.uint8]]:
    """The picture with large patches of coloured ink taken out, and their mask (255 where something was)."""
    mask = overlay_mask(image)
    if not mask.any():
        return image, mask
    part = _around(mask, 0)
    pixels = image.pixels.copy()
    pixels[part] = _bleached(pixels[part], mask[part], paper_colour(image.pixels))
    return replace(image, pixels=pixels), mask


def _bleached(pixels: NDArray[np.uint8], mask: NDArray[np.uint8], paper: tuple[int, ...]) -> NDArray[np.uint8]:
    """The pixels of the mask as seen through a filter of their ink's own colour: the ink is as light as the paper.

    Print under the ink is dark in all three channels and stays; painting paper over the mask would eat the edges of
    its letters: pages with a seal over print were read with 0.8 instead of 0.6 % of the letters wrong.
    """
    place = mask > 0
    inked = pixels[place]
    brightest, channel = inked.max(axis=1).astype(np.float32), inked.argmax(axis=1)
    strength = inked.max(axis=1).astype(np.int16) - inked.min(axis=1)
    shares = np.zeros(len(inked), np.float32)
    for number in range(3):
        own = channel == number
        pure = own & (strength > _COLOURED)
        shares[own] = brightest[own] / max(1.0, float(np.percentile(brightest[pure], 30)) if pure.any() else 255.0)
    done = pixels.copy()
    done[place] = np.clip(shares, 0, 1)[:, None] * np.array(paper, np.float32)
    return done


def may_have_overlays(image: PageImage) -> bool:
    """Whether a first look, at every second or third pixel, finds anything that could be an overlay."""
    return bool(_first_look(image).any())


def overlay_mask(image: PageImage) -> NDArray[np.uint8]:
    """255 on coloured ink that belongs to something larger than a line of print; all 0 on a grey picture."""
    mask = np.zeros(image.pixels.shape[:2], np.uint8)
    seen = _first_look(image)
    if seen.any():  # the part that holds all of it is looked at closely: mostly a tenth of the page
        scale = -(-max(mask.shape) // max(seen.shape))  # rounded up: every second pixel of an odd number is one more
        part = _around(seen, round(_TALL * max(seen.shape)), scale)
        coloured = _coloured(image.pixels[part], paper_colour(image.pixels))
        mask[part] = _overlays(coloured, max(mask.shape), _TALL)
    return mask


def _first_look(image: PageImage) -> NDArray[np.uint8]:
    """The overlays of a page, coarsely, in a picture of every so manieth pixel; a little less height will do."""
    step = max(1, max(image.width, image.height) // _LOOK)
    pixels = image.pixels[::step, ::step]
    if pixels.ndim == 2:
        return np.zeros(pixels.shape, np.uint8)
    coloured = _coloured(pixels, paper_colour(image.pixels))
    if not 0 < np.count_nonzero(coloured) < _TINTED * coloured.size:
        return np.zeros_like(coloured)
    return _overlays(coloured, max(coloured.shape), 0.8 * _TALL)


def _around(mask: NDArray[np.uint8], margin: int, scale: int = 1) -> tuple[slice, slice]:
    """The part of a picture `scale` times as large that holds all that is set in a mask, and a margin."""
    import cv2

    x, y, width, height = cv2.boundingRect(mask)
    top, left = max(0, y - margin) * scale, max(0, x - margin) * scale
    return slice(top, (y + height + margin + 1) * scale), slice(left, (x + width + margin + 1) * scale)


def _overlays(coloured: NDArray[np.uint8], side: int, least: float) -> NDArray[np.uint8]:
    """Of the coloured pixels of a page of `side` pixels, those in patches higher than `least` of it."""
    import cv2

    reach = max(3, side // 300)  # joins the letters of a seal's ring with the ring, but not two lines of print
    joined = cv2.dilate(coloured, np.ones((reach, reach), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    tall = stats[:, cv2.CC_STAT_HEIGHT] >= side * least
    tall[0] = False
    if not tall.any():
        return np.zeros_like(coloured)
    return np.where(tall[labels], cv2.dilate(coloured, np.ones((3, 3), np.uint8)), 0).astype(np.uint8)


def _coloured(pixels: NDArray[np.uint8], paper: tuple[int, ...]) -> NDArray[np.uint8]:
    """255 on the pixels that have a colour beyond that of the paper."""
    import cv2

    red, green, blue = cv2.split(pixels)
    weakest, strongest = cv2.min(cv2.min(red, green), blue), cv2.max(cv2.max(red, green), blue)
    apart = cv2.subtract(strongest, weakest) > _COLOURED + max(paper) - min(paper)
    return np.where(apart & (strongest > _BRIGHT * max(paper)), np.uint8(255), np.uint8(0))
