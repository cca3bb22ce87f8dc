"""Round seals on scans without colour: known by their ring, told from the print that they overlap by their tone.

Red ink scanned in grey is lighter than print. In two tones it is not: such a seal stays, since taking its ring away cut
letters and cost more than it brought (pages with a seal over print: 2.7 instead of 2.5 % of the letters wrong).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from kehoach.pipeline.document import PageImage
from kehoach.pipeline.imaging.grey import grey, ink, shrunk

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SIDE = 700  # pixels of the longer side in which rings are looked for: one is 66–112 across, a letter at most 14

_RADIUS = (14 / 297, 24 / 297)
"""Radius as a share of the longer side: the seals of agencies measure 30–42 mm, the commonest 36, on a sheet of A4."""

_VOTES = 28  # accumulator threshold of the circle search: a worn ring has 40 and more

_CLOSED = 0.88
"""Share of the directions from its middle in which a ring must have ink: 30 seals drawn over print and on scans had
0.93–1.0, the best circle through letters and table lines of 14 scans 0.72."""

_APART = 30.0
"""Levels by which a ring must be lighter than print to be told by tone: scanned in grey, red lies 45–90 above black."""

_BAND = 0.07  # of the radius, inwards and outwards of a ring: where its own ink is looked for


@dataclass(frozen=True, slots=True)
class Ring:
    """A circle in pixels."""

    x: float
    y: float
    radius: float

    def distances(self, part: tuple[slice, slice]) -> NDArray[np.float32]:
        """How far each pixel of a part of the picture is from the middle."""
        ys, xs = np.ogrid[part[0], part[1]]
        return np.asarray(np.hypot(xs - self.x, ys - self.y), dtype=np.float32)

    def around(self, shape: tuple[int, ...], reach: float = 1.15, right: float = 1.15) -> tuple[slice, slice]:
        """The part of a picture that holds the ring and a little more, `reach` and `right` as shares of its radius."""
        up, across = self.radius * reach, self.radius * right
        return (
            slice(max(0, int(self.y - up)), min(shape[0], int(self.y + up) + 1)),
            slice(max(0, int(self.x - up)), min(shape[1], int(self.x + across) + 1)),
        )


def without_seals(image: PageImage) -> tuple[PageImage, NDArray[np.uint8]]:
    """The picture with round seals in grey or black lifted off, and their mask (255 where something was)."""
    pixels = grey(image.pixels)
    mask = np.zeros_like(pixels)
    rings = find_rings(pixels)
    if not rings:
        return image, mask
    done = image.pixels.copy()
    marks = ink(pixels)
    for ring in rings:
        part = ring.around(pixels.shape)
        print_, tone = _tones(pixels, marks, ring)
        if tone - print_ >= _APART:
            inside = ring.distances(part) <= 1.07 * ring.radius
            lighter, own = _lifted(pixels[part], inside, print_, tone)
            mask[part] |= own
            done[part] = lighter if done.ndim == 2 else lighter[:, :, None]
    return (replace(image, pixels=done), mask) if mask.any() else (image, mask)


def find_rings(pixels: NDArray[np.uint8]) -> list[Ring]:
    """Rings of the size of a seal in a grey picture, closed almost all around; in pixels of it."""
    small = shrunk(pixels, _SIDE)
    factor = pixels.shape[0] / small.shape[0]
    marks = ink(small)
    found = []
    for x, y, radius in _circles(_large(marks)):
        ring = _fitted(marks, Ring(x, y, radius))
        if _closed(marks, ring) >= _CLOSED:
            found.append(Ring(ring.x * factor, ring.y * factor, ring.radius * factor))
    fine = ink(pixels) if found else marks
    return [_fitted(fine, ring) for ring in found]


def _large(marks: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Connected marks as wide and as high as a seal: print falls away, and mostly nothing is left to look at."""
    import cv2

    _, labels, stats, _ = cv2.connectedComponentsWithStats(marks, connectivity=8, ltype=cv2.CV_16U)
    least = _RADIUS[0] * max(marks.shape)
    large = np.minimum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]) >= least
    large[0] = False
    return np.where(large[labels], 255, 0).astype(np.uint8) if large.any() else np.zeros_like(marks)


def _circles(marks: NDArray[np.uint8]) -> list[tuple[float, float, float]]:
    import cv2

    if not marks.any():
        return []
    low, high = (round(share * max(marks.shape)) for share in _RADIUS)
    found = cv2.HoughCircles(
        marks, cv2.HOUGH_GRADIENT, 1.5, high, param1=120, param2=_VOTES, minRadius=low, maxRadius=high
    )
    return [] if found is None else [(x, y, radius) for x, y, radius in found[0][:4].tolist()]


def _fitted(marks: NDArray[np.uint8], ring: Ring) -> Ring:
    """The circle that best goes through the marks near `ring` (Kåsa's linear fit, twice)."""
    for _ in range(2):
        part = ring.around(marks.shape)
        near = np.abs(ring.distances(part) - ring.radius) < _BAND * ring.radius
        ys, xs = np.nonzero(near & (marks[part] > 0))
        if len(xs) < 40:
            return ring
        ys, xs = ys + part[0].start, xs + part[1].start
        system = np.stack([xs, ys, np.ones(len(xs))], axis=1)
        (a, b, c), *_ = np.linalg.lstsq(system, xs.astype(float) ** 2 + ys.astype(float) ** 2, rcond=None)
        ring = Ring(a / 2, b / 2, float(np.sqrt(max(1.0, c + a * a / 4 + b * b / 4))))
    return ring


def _closed(marks: NDArray[np.uint8], ring: Ring) -> float:
    """The share of the directions in which there is a mark on the ring."""
    import cv2

    wide = max(2, round(_BAND * ring.radius / 2))
    reach = round(ring.radius) + wide + 1
    unrolled = cv2.warpPolar(marks, (reach, 360), (ring.x, ring.y), reach, cv2.INTER_NEAREST)
    return float((unrolled[:, reach - 2 * wide - 1 :] > 0).any(axis=1).mean())


def _tones(pixels: NDArray[np.uint8], marks: NDArray[np.uint8], ring: Ring) -> tuple[float, float]:
    """How dark the print around a ring is, and how dark the ring is; levels. 0 and 0 where there is no print.

    A seal stands over the left third of the signature (Nghị định 30/2020/NĐ-CP, Phụ lục I, ô 8): the post and the name,
    in bold, are to its right.
    """
    beside = ring.around(pixels.shape, 1.35, 2.5)
    printed = pixels[beside][(marks[beside] > 0) & (ring.distances(beside) > 1.1 * ring.radius)]
    part = ring.around(pixels.shape)
    on_it = np.abs(ring.distances(part) - ring.radius) < 0.02 * ring.radius
    own = pixels[part][on_it & (marks[part] > 0)]
    if not len(printed) or not len(own):
        return 0.0, 0.0
    return float(np.percentile(printed, 20)), float(np.median(own))


def _lifted(
    pixels: NDArray[np.uint8], inside: NDArray[np.bool_], print_: float, tone: float
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """The grey picture with all that is as light as the ring made paper, darker strokes as they are; and the mask."""
    paper = float(np.percentile(pixels, 90))
    own = inside & (pixels < paper - 15) & (pixels > (print_ + tone) / 2)
    lightened = np.clip((pixels.astype(np.float32) - print_) / (tone - print_), 0, 1) * (paper - print_) + print_
    lighter = np.where(inside, np.maximum(pixels, lightened), pixels).astype(np.uint8)
    return lighter, np.where(own, np.uint8(255), np.uint8(0))
