"""Read a page with Tesseract's English model, as whoever forgot to choose Vietnamese did."""

from __future__ import annotations

import os
from dataclasses import dataclass

import numpy as np
import pytesseract
from numpy.typing import NDArray

ADVICE = "the English reader is missing: apt-get install tesseract-ocr tesseract-ocr-eng"


class ReaderMissing(Exception):
    """Tesseract or its English model is not installed."""


@dataclass(frozen=True)
class Read:
    """A word as it was read, with its box in pixels and the line it stands in."""

    text: str
    left: int
    top: int
    width: int
    height: int


def english_text(image: NDArray[np.uint8], psm: int, dpi: int) -> str:
    """All text of a page; `psm` 6 takes the page for one column, so that columns are merged."""
    _prepare()
    return str(pytesseract.image_to_string(image, lang="eng", config=f"--psm {psm} --dpi {dpi}"))


def english_words(image: NDArray[np.uint8], dpi: int) -> list[Read]:
    """The words of a page with their boxes."""
    _prepare()
    data = pytesseract.image_to_data(image, lang="eng", config=f"--dpi {dpi}", output_type=pytesseract.Output.DICT)
    boxes = zip(data["text"], data["left"], data["top"], data["width"], data["height"], strict=True)
    return [Read(text, *box) for text, *box in boxes if text.strip()]


def _prepare() -> None:
    os.environ["OMP_THREAD_LIMIT"] = "1"
    try:
        languages = pytesseract.get_languages()
    except pytesseract.TesseractNotFoundError as error:
        raise ReaderMissing(ADVICE) from error
    if "eng" not in languages:
        raise ReaderMissing(ADVICE)
