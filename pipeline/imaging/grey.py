"""Grey pictures and ink, as the steps of imaging measure them."""

from __future__ import annotations

import weakref
from collections import OrderedDict
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kehoach.pipeline.document import PageImage


def grey(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Luminance (ITU-R BT.601) of an RGB picture; a grey one as it is."""
    if pixels.ndim == 2:
        return pixels
    import cv2

    cv2.setNumThreads(1)  # one process a core is the batch's business
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), dtype=np.uint8)


def in_grey(image: PageImage) -> PageImage:
    """The picture without its colours: each step that follows is spared making grey of it, and has a third to move."""
    return image if image.pixels.ndim == 2 else replace(image, pixels=grey(image.pixels))


_KEPT = 3
"""Shrunken pictures kept, of 2 MB at most: steps that look at a page at one size follow each other, and most pages are
changed by none of them."""

_kept: OrderedDict[tuple[int, int], tuple[weakref.ref[NDArray[np.uint8]], NDArray[np.uint8]]] = OrderedDict()


def shrunk(pixels: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    """The grey picture with its longer side `side` pixels long; a smaller one as it is. Nobody may write to it.

    Asked again for the same picture, which must not have been written to, it is not made again.
    """
    key = id(pixels), side
    if key in _kept and _kept[key][0]() is pixels:
        return _kept[key][1]
    small = _made_small(pixels, side)
    if small is not pixels:
        small.flags.writeable = False
        _kept[key] = weakref.ref(pixels), small
        _kept.move_to_end(key)
        while len(_kept) > _KEPT:
            _kept.popitem(last=False)
    return small


def _made_small(pixels: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    """Halved as often as that goes (an odd last row or column is dropped), then resized: it takes half the time."""
    import cv2

    while max(pixels.shape) >= 2 * side and min(pixels.shape) > 1:
        even = pixels[: pixels.shape[0] // 2 * 2, : pixels.shape[1] // 2 * 2]
        halves = even.shape[1] // 2, even.shape[0] // 2
        pixels = np.asarray(cv2.resize(even, halves, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    height, width = pixels.shape
    factor = side / max(height, width)
    if factor >= 1:
        return pixels
    size = max(1, round(width * factor)), max(1, round(height * factor))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def ink(pixels: NDArray[np.uint8], window: int = 51) -> NDArray[np.uint8]:
    """255 where a grey picture is clearly darker than the paper around it, 0 elsewhere.

    A pixel is ink when it lies 15 levels below the mean of its window: uneven light moves the mean with it.
    """
    import cv2

    size = min(window, 2 * (min(pixels.shape) // 2) - 1)
    if size < 3:
        return np.zeros_like(pixels)
    mean = cv2.boxFilter(pixels, -1, (size, size), borderType=cv2.BORDER_REPLICATE)
    return np.asarray(cv2.compare(cv2.subtract(mean, pixels), 15, cv2.CMP_GT), dtype=np.uint8)
