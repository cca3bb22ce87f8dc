"""A page's picture made ready for reading: the steps in their order.

Two steps are missing on purpose (`tests/benchmarks/bench_ablation.py` measures both). Pages are not enlarged: text
height is measured line by line, and each line is brought to the height that its reader likes (`pipeline.ocr.crops`,
trueocr's own crops; small print is looked for once more in a larger picture, `pipeline.ocr.detection`). Pages of 70 and
100 dpi enlarged by their measured text height beforehand have no fewer letters wrong (of 6,300: trueocr 17, then 22;
Tesseract 6, then 11), pages of 200 dpi enlarged blindly twice as many (trueocr 6, then 12); where lines are left as
they are, Tesseract has 45 wrong in place of 6. Nor are pages made black and white: on 14 scans 529 instead of 207
letters are wrong.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kehoach.pipeline.document import PageImage
from kehoach.pipeline.imaging.back import without_back
from kehoach.pipeline.imaging.blank import is_blank
from kehoach.pipeline.imaging.grey import in_grey
from kehoach.pipeline.imaging.light import evened
from kehoach.pipeline.imaging.orientation import upright
from kehoach.pipeline.imaging.overlay import may_have_overlays, without_overlays
from kehoach.pipeline.imaging.rulings import find_rulings, without_rulings
from kehoach.pipeline.imaging.seals import without_seals
from kehoach.pipeline.imaging.skew import straightened
from kehoach.pipeline.imaging.specks import without_specks
from kehoach.pipeline.imaging.spread import spread

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy as np
    from numpy.typing import NDArray

STEPS: tuple[tuple[str, Callable[[PageImage], PageImage]], ...] = (
    ("straightened", straightened),
    ("evened", evened),
)
"""Name and step, in the order in which they are taken once the page stands upright; this order is the design."""

LIFTS: tuple[tuple[str, Callable[[PageImage], tuple[PageImage, NDArray[np.uint8]]]], ...] = (
    ("overlays", without_overlays),
    ("seals", without_seals),
    ("back", without_back),
    ("specks", without_specks),
)
"""Steps that take something out: they give its mask beside the picture. After `STEPS`, in this order."""


@dataclass(frozen=True)
class Prepared:
    """The picture to read, the steps that changed it, what they took out (255 in a mask), and whether it is blank."""

    image: PageImage
    steps: tuple[str, ...] = ()
    masks: Mapping[str, NDArray[np.uint8]] = field(default_factory=dict)
    blank: bool = False


def prepare(image: PageImage) -> tuple[Prepared, ...]:
    """Take every step that finds something to do; a picture of two pages side by side gives two, the left one first.

    A blank page is left as it is, but for its colours: only overlays are told by colour, and where there can be none,
    and after they are taken out, the picture is grey.
    """
    image = image if may_have_overlays(image) else in_grey(image)
    if is_blank(image):
        return (Prepared(image, blank=True),)
    standing = upright(image)
    halves = spread(standing)
    taken = ("upright",) if standing is not image else ()
    if len(halves) == 1:
        return (_cleaned(standing, taken),)
    taken = (*taken, "spread")
    return tuple(Prepared(half, taken, blank=True) if is_blank(half) else _cleaned(half, taken) for half in halves)


def _cleaned(image: PageImage, taken: tuple[str, ...]) -> Prepared:
    for name, step in STEPS:
        changed = step(image)
        if changed is not image:
            taken, image = (*taken, name), changed
    masks: dict[str, NDArray[np.uint8]] = {}
    for name, lift in LIFTS:
        changed, mask = lift(image)
        if changed is not image:
            masks[name] = mask
        image = in_grey(changed)
    rulings = find_rulings(image)
    if rulings.boxes:
        masks["rulings"] = rulings.mask
        image = without_rulings(image, rulings)
    return Prepared(image, (*taken, *masks), masks)
