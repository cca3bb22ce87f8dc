"""Turning and scaling a page's picture, its way back to page units kept right."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from kehoach.pipeline.document import PageImage

if TYPE_CHECKING:
    from numpy.typing import NDArray

Affine = tuple[float, float, float, float, float, float]
"""(a, b, c, d, e, f): x' = a·x + b·y + c, y' = d·x + e·y + f."""


def after(first: Affine, second: Affine) -> Affine:
    """The map that goes through `first` and then through `second`.

    >>> after((2, 0, 0, 0, 2, 0), (1, 0, 5, 0, 1, 0))
    (2, 0, 5, 0, 2, 0)
    """
    a, b, c, d, e, f = first
    p, q, r, s, t, u = second
    return p * a + q * d, p * b + q * e, p * c + q * f + r, s * a + t * d, s * b + t * e, s * c + t * f + u


def redrawn(image: PageImage, pixels: NDArray[np.uint8], back: Affine) -> PageImage:
    """`image` with new pixels; `back` leads from a new pixel to the old one."""
    return replace(image, pixels=pixels, to_page=after(back, image.to_page))


def quarter_turned(image: PageImage, turns: int) -> PageImage:
    """The picture turned counter-clockwise by `turns` quarters."""
    width, height = image.width, image.height
    backs: dict[int, Affine] = {
        0: (1.0, 0.0, 0.0, 0.0, 1.0, 0.0),
        1: (0.0, -1.0, width - 1.0, 1.0, 0.0, 0.0),
        2: (-1.0, 0.0, width - 1.0, 0.0, -1.0, height - 1.0),
        3: (0.0, 1.0, 0.0, -1.0, 0.0, height - 1.0),
    }
    turned = np.ascontiguousarray(np.rot90(image.pixels, turns % 4))
    return redrawn(image, turned, backs[turns % 4])


def rotated(image: PageImage, degrees: float) -> PageImage:
    """The picture rotated counter-clockwise about its centre, all of it kept; the new corners are paper."""
    import cv2

    matrix = cv2.getRotationMatrix2D((image.width / 2, image.height / 2), degrees, 1.0)
    cos, sin = abs(matrix[0, 0]), abs(matrix[0, 1])
    width, height = round(image.height * sin + image.width * cos), round(image.height * cos + image.width * sin)
    matrix[:, 2] += ((width - image.width) / 2, (height - image.height) / 2)
    pixels = cv2.warpAffine(
        image.pixels, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=paper_colour(image.pixels)
    )
    back = cv2.invertAffineTransform(matrix)
    return redrawn(image, np.asarray(pixels, dtype=np.uint8), tuple(float(v) for v in back.ravel()))  # type: ignore[arg-type]


def paper_colour(pixels: NDArray[np.uint8]) -> tuple[int, ...]:
    """The colour that covers most of the page: the middle one of every sixteenth pixel each way."""
    sample = pixels[::16, ::16].reshape(-1, 1 if pixels.ndim == 2 else 3)
    return tuple(int(v) for v in np.median(sample, axis=0))
