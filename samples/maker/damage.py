"""What scanners, photocopiers and telephones do to a page; every step is `(image, rng, …) -> image` on RGB or grey."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]


def _clip(image: NDArray[Any]) -> Pixels:
    clipped: Pixels = np.clip(image, 0, 255).astype(np.uint8)
    return clipped


def grey(image: Pixels, rng: np.random.Generator) -> Pixels:
    """Lose the colours."""
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), np.uint8) if image.ndim == 3 else image


def paper(image: Pixels, rng: np.random.Generator, tint: list[int]) -> Pixels:
    """Ink on paper of a tint instead of white."""
    tone = np.array(tint if image.ndim == 3 else tint[:1], np.float32) / 255
    return _clip(image * tone)


def rotate(image: Pixels, rng: np.random.Generator, degrees: float) -> Pixels:
    """Turn the page clockwise about its middle, the corners filled as a scanner's lid shows them."""
    height, width = image.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0)
    lid = (232, 232, 230)
    return np.asarray(cv2.warpAffine(image, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=lid), np.uint8)


def blur(image: Pixels, rng: np.random.Generator, sigma: float) -> Pixels:
    """Soften: a lens out of focus, a coarse sensor."""
    return np.asarray(cv2.GaussianBlur(image, (0, 0), sigma), np.uint8)


def noise(image: Pixels, rng: np.random.Generator, sigma: float) -> Pixels:
    """Grain of a sensor, smoothed a little as every scanner does."""
    grain = rng.normal(0, sigma, image.shape).astype(np.float32)
    return _clip(image + cv2.GaussianBlur(grain, (0, 0), 0.7))


def uneven(image: Pixels, rng: np.random.Generator, dark: float, corner: list[float]) -> Pixels:
    """Light that fades towards `corner` (x, y as shares of the page), down to `dark` of full light."""
    height, width = image.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    far = np.hypot(x / width - corner[0], y / height - corner[1]) / np.hypot(1, 1)
    light = dark + (1 - dark) * np.clip(far * 1.6, 0, 1)
    return _clip(image * (light[..., None] if image.ndim == 3 else light))


def speckle(image: Pixels, rng: np.random.Generator, count: int) -> Pixels:
    """Dust and toner specks."""
    image = image.copy()
    height, width = image.shape[:2]
    for _ in range(count):
        place = (int(rng.integers(width)), int(rng.integers(height)))
        tone = int(rng.integers(40, 150))
        cv2.circle(image, place, int(rng.integers(1, 3)), (tone, tone, tone), -1)
    return image


def spine(image: Pixels, rng: np.random.Generator, width: int, dark: float) -> Pixels:
    """The shadow of a bound file along the left edge."""
    fade = 1 - (1 - dark) * np.exp(-np.arange(image.shape[1], dtype=np.float32) / width)
    return _clip(image * (fade[None, :, None] if image.ndim == 3 else fade[None, :]))


def holes(image: Pixels, rng: np.random.Generator, radius: int) -> Pixels:
    """Two punched holes at the left margin."""
    image = image.copy()
    for share in (0.37, 0.63):
        place = (round(image.shape[1] * 0.045), round(image.shape[0] * share))
        cv2.circle(image, place, radius, (70, 68, 66), -1, cv2.LINE_AA)
    return image


def show_through(image: Pixels, rng: np.random.Generator, strength: float) -> Pixels:
    """The back of the sheet, seen faintly: the page itself mirrored."""
    back = cv2.GaussianBlur(image[:, ::-1], (0, 0), 2.2).astype(np.float32)
    return _clip(image - strength * (255 - back))


def fold(image: Pixels, rng: np.random.Generator, at: float) -> Pixels:
    """A fold across the sheet at the share `at` of its height."""
    rows = np.arange(image.shape[0], dtype=np.float32) - image.shape[0] * at
    light = 1 - 0.16 * np.exp(-((rows / 5) ** 2)) + 0.05 * np.exp(-(((rows - 14) / 10) ** 2))
    return _clip(image * (light[:, None, None] if image.ndim == 3 else light[:, None]))


def shadow(image: Pixels, rng: np.random.Generator, dark: float, edge: float) -> Pixels:
    """The shadow of a hand with the telephone, from the lower right up to a soft slanting edge."""
    height, width = image.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    inside = 1 / (1 + np.exp(-(x / width + 0.6 * y / height - edge) * 14))
    return _clip(image * (1 - (1 - dark) * inside)[..., None])


def perspective(image: Pixels, rng: np.random.Generator, corners: list[list[float]], table: list[int]) -> Pixels:
    """The page seen from aside: its corners (clockwise from top left) as shares of the picture, on a table top."""
    height, width = image.shape[:2]
    start = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    target = np.array(corners, np.float32) * np.array([width, height], np.float32)
    view = cv2.getPerspectiveTransform(start, target)
    page = cv2.warpPerspective(image, view, (width, height), flags=cv2.INTER_AREA).astype(np.float32)
    mask = cv2.warpPerspective(np.ones((height, width), np.float32), view, (width, height))[..., None]
    streaks = cv2.GaussianBlur(rng.normal(0, 60, (height, width)).astype(np.float32), (0, 0), sigmaX=30, sigmaY=1.2)
    wood = np.array(table, np.float32) + streaks[..., None]
    return _clip(page * mask + wood * (1 - mask))


def curl(image: Pixels, rng: np.random.Generator, reach: float) -> Pixels:
    """A sheet that does not lie flat: lines bend by up to `reach` pixels."""
    height, width = image.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    bend = reach * np.sin(np.pi * x / width) * (0.4 + 0.6 * y / height)
    return np.asarray(cv2.remap(image, x, y + bend, cv2.INTER_CUBIC, borderValue=(255, 255, 255)), np.uint8)


def bilevel(image: Pixels, rng: np.random.Generator, threshold: int) -> Pixels:
    """Black and white, as an old copier scans."""
    return np.where(grey(image, rng) < threshold, 0, 255).astype(np.uint8)


STEPS: dict[str, Callable[..., Pixels]] = {
    step.__name__: step
    for step in (
        *(grey, paper, rotate, blur, noise, uneven, speckle, spine),
        *(holes, show_through, fold, shadow, perspective, curl, bilevel),
    )
}


def damage(image: Pixels, steps: Iterable[dict[str, Any]], rng: np.random.Generator) -> Pixels:
    """Apply the steps of a recipe, each `{step = name, …}`; an unknown name is a `KeyError`."""
    for step in steps:
        options = {key: value for key, value in step.items() if key != "step"}
        image = STEPS[step["step"]](image, rng, **options)
    return image
