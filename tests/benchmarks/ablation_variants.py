"""Ways of reading a page that `bench_ablation` compares: without a step of imaging, or with one that the program lacks.

`-NAME` leaves a step out, `+NAME` adds one after all others:

- `+scaled`: the page enlarged so that its lines, as they are measured, are as high as the readers like them;
- `+enlarged`: the page twice as large, whatever its text;
- `+threshold`: black and white, by the paper around each letter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from unittest import mock

import cv2
import numpy as np
from bench_pages import imaging_without, steps

from kehoach.pipeline import imaging
from kehoach.pipeline.document import Box, PageImage
from kehoach.pipeline.imaging import Prepared, rulings
from kehoach.pipeline.imaging.geometry import redrawn
from kehoach.pipeline.imaging.grey import grey, ink
from kehoach.pipeline.ocr import crops
from kehoach.pipeline.ocr.trueocr_engine import TrueocrEngine

ADDED = ("+scaled", "+enlarged", "+threshold")
LINE_HEIGHT = "-line-height"  # each line as it is, for Tesseract; trueocr's network takes lines of one height only

_LEAST, _IDEAL = 25.0, 40.0  # pixels: the line heights of `crops`


@contextmanager
def variant(name: str) -> Iterator[None]:
    """As long as this lasts, pages are read in another way; "" is the usual one."""
    if name in ADDED:
        prepare, change = imaging.prepare, {"+scaled": scaled, "+enlarged": enlarged, "+threshold": thresholded}[name]
        with mock.patch.object(imaging, "prepare", lambda image: tuple(_changed(s, change) for s in prepare(image))):
            yield
    elif name == LINE_HEIGHT:
        with mock.patch.object(crops, "_READABLE", (0.0, float("inf"))):
            yield
    else:
        with without(name.removeprefix("-")):
            yield


@contextmanager
def without(step: str) -> Iterator[None]:
    """As long as this lasts, pages are made ready without a step of imaging; "" leaves nothing out."""
    patches = {
        "spread": ("spread", lambda image: (image,)),
        "blank": ("is_blank", lambda image: False),
        "mended": ("find_rulings", _whole_rulings),
    }
    name, change = patches.get(step, ("spread", steps.spread))
    with mock.patch.object(steps, name, change), imaging_without({step}):
        yield


def _whole_rulings(image: PageImage) -> rulings.Rulings:
    """The rulings of a page, those in dashes as they are."""
    with mock.patch.object(rulings, "are_broken", lambda level, upright: False):
        return rulings.find_rulings(image)


@contextmanager
def steps_seen(seen: set[str]) -> Iterator[None]:
    """As long as this lasts, the steps that do something on a page are added to `seen`."""
    prepare, broken = imaging.prepare, rulings.are_broken

    def watched(image: PageImage) -> tuple[Prepared, ...]:
        sheets = prepare(image)
        seen.update(step for sheet in sheets for step in sheet.steps)
        seen.update("blank" for sheet in sheets if sheet.blank)
        return sheets

    def mended(level: Sequence[Box], upright: Sequence[Box]) -> bool:
        found = broken(level, upright)
        seen.update(["mended"] if found else [])
        return found

    with mock.patch.object(imaging, "prepare", watched), mock.patch.object(rulings, "are_broken", mended):
        yield


def _changed(sheet: Prepared, change: Callable[[PageImage], PageImage]) -> Prepared:
    return sheet if sheet.blank else replace(sheet, image=change(sheet.image))


def scaled(image: PageImage) -> PageImage:
    """The page enlarged where half of its lines are lower than the readers like them."""
    heights = [box.height for box in _detector().find_lines(image)]
    usual = float(np.median(heights)) if heights else _IDEAL
    return image if usual >= _LEAST else _resized(image, _IDEAL / usual)


@lru_cache(maxsize=1)
def _detector() -> TrueocrEngine:
    return TrueocrEngine()


def enlarged(image: PageImage) -> PageImage:
    """The page twice as large."""
    return _resized(image, 2.0)


def thresholded(image: PageImage) -> PageImage:
    """The page in black and white."""
    return replace(image, pixels=255 - ink(grey(image.pixels)))


def _resized(image: PageImage, factor: float) -> PageImage:
    pixels = np.asarray(cv2.resize(image.pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC), np.uint8)
    large = redrawn(image, pixels, (1 / factor, 0.0, 0.0, 0.0, 1 / factor, 0.0))
    lines = (Box(*(side * factor for side in (box.left, box.top, box.right, box.bottom))) for box in image.rulings)
    return replace(large, rulings=tuple(lines))
