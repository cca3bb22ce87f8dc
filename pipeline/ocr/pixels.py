"""Page pictures in the form that the readers take."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def grey(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Luminance (ITU-R BT.601) of an RGB picture, rows without gaps; a grey one as it is."""
    if pixels.ndim == 2:
        return np.ascontiguousarray(pixels)
    import cv2

    cv2.setNumThreads(1)  # one process a core is the batch's business
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
