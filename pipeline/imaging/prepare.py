"""A page's picture made ready for reading: the steps in their order."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from pipeline.document import PageImage
from pipeline.imaging.grey import grey, ink, shrunk
from pipeline.imaging.light import evened
from pipeline.imaging.orientation import upright
from pipeline.imaging.overlay import without_overlays
from pipeline.imaging.rulings import find_rulings, without_rulings
from pipeline.imaging.skew import straightened

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

STEPS: tuple[tuple[str, Callable[[PageImage], PageImage]], ...] = (
    ("upright", upright),
    ("straightened", straightened),
    ("evened", evened),
)
"""Name and step, in the order in which they are taken; this order is the design."""

_BLANK = 0.0004
"""Share of ink below which a page is called blank: one short line of 12 pt on A4 covers about 0.001."""


@dataclass(frozen=True)
class Prepared:
    """The picture to read, the steps that changed it, what they took out (255 in a mask), and whether it is blank."""

    image: PageImage
    steps: tuple[str, ...] = ()
    masks: Mapping[str, NDArray[np.uint8]] = field(default_factory=dict)
    blank: bool = False


def prepare(image: PageImage) -> Prepared:
    """Take every step that finds something to do; a blank page is left as it is."""
    if is_blank(image):
        return Prepared(image, blank=True)
    taken = []
    for name, step in STEPS:
        changed = step(image)
        if changed is not image:
            taken.append(name)
            image = changed
    masks: dict[str, NDArray[np.uint8]] = {}
    image, overlays = without_overlays(image)
    if overlays.any():
        masks["overlays"] = overlays
    rulings = find_rulings(image)
    if rulings.boxes:
        masks["rulings"] = rulings.mask
        image = without_rulings(image, rulings)
    return Prepared(image, (*taken, *masks), masks)


def is_blank(image: PageImage) -> bool:
    """Whether there is next to no ink within the page's inner nine tenths (edges and punched holes aside)."""
    marks = ink(shrunk(grey(image.pixels), 1500))
    y, x = marks.shape[0] // 20, marks.shape[1] // 20
    inner = marks[y : marks.shape[0] - y, x : marks.shape[1] - x]
    return bool(np.count_nonzero(inner) < _BLANK * max(1, inner.size))
