"""What shines through faintly from the back of the sheet, large faint watermarks: soft, and much lighter than print."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from kehoach.pipeline.document import PageImage
from kehoach.pipeline.imaging.geometry import paper_colour
from kehoach.pipeline.imaging.grey import grey, ink, shrunk

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SIDE = 1200  # pixels of the longer side in which faint marks are measured

_CORE = 0.5  # of the contrast of print from which a mark is print; what is within reach of it stays as it is

_SEEN = 0.08  # of the contrast of print from which a mark is seen at all

_MUCH = 0.25
"""Area of faint marks, as a share of the area of print, from which a page is cleaned. Pages whose back shines through
so that the reader makes lines of it have 0.5–0.9, other scans up to 0.2."""

_SOFT = (0.15, 0.62)
"""Steepness of their edges (90th percentile of the steps between neighbouring pixels, as a share of that of the marks):
what shines through paper has 0.45, print and table shading 0.7–1, the fall of light 0.01–0.06."""

_FAINT = 0.25  # of the contrast of print that the darker of them may have: faded print has 0.3 and more


@dataclass(frozen=True, slots=True)
class Faint:
    """How much there is of faint marks, how steep their edges and how dark they are; contrasts in levels."""

    share: float
    steepness: float
    level: float
    print_contrast: float

    @property
    def disturbs(self) -> bool:
        """Whether the page should be cleaned of them."""
        return self.share > _MUCH and _SOFT[0] < self.steepness < _SOFT[1] and self.level < _FAINT


def without_back(image: PageImage) -> tuple[PageImage, NDArray[np.uint8]]:
    """The picture with faint soft marks painted over, and their mask; a page with few is given back as it is."""
    pixels = grey(image.pixels)
    faint = measure_faint(shrunk(pixels, _SIDE))
    if not faint.disturbs:
        return image, np.zeros_like(pixels)
    contrast = _contrast(pixels)
    lighter = contrast < 2 * faint.level * faint.print_contrast
    own = (contrast > 0.02 * faint.print_contrast) & lighter & ~_near_print(contrast, faint.print_contrast, 7)
    done = image.pixels.copy()
    done[own] = paper_colour(image.pixels)
    return replace(image, pixels=done), np.where(own, np.uint8(255), np.uint8(0))


def measure_faint(pixels: NDArray[np.uint8]) -> Faint:
    """The faint marks of a reduced grey page that stand apart from its print."""
    import cv2

    contrast = _contrast(pixels)
    inked = contrast[::2, ::2][ink(pixels)[::2, ::2] > 0]
    if len(inked) < 100:
        return Faint(0.0, 0.0, 0.0, 0.0)
    full = float(np.percentile(inked, 95))
    smooth = cv2.blur(contrast, (3, 3))
    seen = (smooth > _SEEN * full) & ~_near_print(contrast, full, 5)
    marks = smooth[seen]
    if len(marks) < 100:
        return Faint(0.0, 0.0, 0.0, full)
    steps = np.abs(cv2.Sobel(smooth, cv2.CV_16S, 1, 0, ksize=1)[seen])
    dark = max(1.0, float(np.percentile(marks, 90)))
    share = len(marks) / max(1, int(np.count_nonzero(contrast > _CORE * full)))
    return Faint(share, float(np.percentile(steps, 90)) / dark, dark / full, full)


def _contrast(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """How much darker than the paper each pixel is."""
    import cv2

    paper = int(np.median(pixels[::8, ::8]))
    return np.asarray(cv2.subtract(np.full_like(pixels, paper), pixels), dtype=np.uint8)


def _near_print(contrast: NDArray[np.uint8], full: float, reach: int) -> NDArray[np.bool_]:
    import cv2

    core = (contrast > _CORE * full).astype(np.uint8)
    return np.asarray(cv2.dilate(core, np.ones((reach, reach), np.uint8)) > 0, dtype=np.bool_)
