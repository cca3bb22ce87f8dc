"""trueocr: a line detector and a CTC line recogniser in ONNX, without any system package.

Its own `TrueOCR.predict` gives one text and one confidence a line. Here its detector and recogniser are driven
directly: each letter's time step says where it stands and how sure it is, so words get boxes and confidences.
"""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kehoach.pipeline.document import Box, Line, PageImage, Word
from kehoach.pipeline.errors import MissingDependency
from kehoach.pipeline.ocr.detection import Finder, detect
from kehoach.pipeline.ocr.engine import EngineStatus, make_line, make_word, out_of_time
from kehoach.pipeline.ocr.pixels import grey

WHEEL = "pip install trueocr==0.1.1"

_BATCH = 16  # lines a call: the clock is looked at between calls

_COLUMNS = 2400
"""Pixel columns a call, all lines together, so that what lies between the network's layers stays in the processor's
cache: lines take a seventh less time than with 16 in every call, and a fifth less than one by one."""

_WINDOW = 3  # line heights seen: the recogniser is trained with the picture above and below its line

_MARGIN = 0.3  # of the line's height, left and right of it (trueocr's meta.json, `pad_x`)


_AFTER_MARK, _BEFORE_CAPITAL = 0.5, 0.65
"""Line heights from the middle of a letter to the next one's from which there is a space between them. Two plans set in
Times: from a comma over a space 0.52 and more (19 of 20), without one 0.35; from a small letter over a space to a
capital 0.69 and more (135 of 135), without one 0.3–0.5."""

_ENDED = 0.95
"""How sure the reader must be that nothing follows a number at the end of a line; below, a stop is its other reading.
On 14 scans and 72 rendered pages all 5 lines that lost such a stop lie below in a look or both, 4 of 199 others do."""

_SENTENCE = 2  # spaces in a line from which a stop may be lost at its end: a cell of a table has none

Row = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter read: where its middle stands in the picture of its line, 0…1, and how sure the model is."""

    text: str
    at: float
    confidence: float
    ended: float = 1.0  # how sure it is that nothing stands between this letter and the line's end; its last letter's


@dataclass
class TrueocrEngine:
    """Finds lines and reads them; models are loaded at the first page and kept, each with one thread."""

    name: str = "trueocr"
    _models: Any = field(default=None, repr=False)

    def read(self, image: PageImage, *, timeout: float) -> list[Line]:
        """See `Engine.read`."""
        boxes = self.find_lines(image)
        read = self.read_lines(image, boxes, timeout=timeout)
        return [line for line in read if line is not None]

    def find_lines(self, image: PageImage) -> list[Box]:
        """Boxes around the text lines of an upright page, in pixels, in no promised order."""
        pages, _ = self._load()
        return detect(pages, grey(image.pixels), image.rulings)

    @property
    def alphabet(self) -> frozenset[str]:
        """The characters that the recogniser can write: no square brackets, no long dash, no “…”."""
        _, recogniser = self._load()
        return frozenset(recogniser.chars)

    def read_lines(
        self, image: PageImage, boxes: Sequence[Box], *, timeout: float, closely: bool = False
    ) -> list[Line | None]:
        """One line from each box, None where nothing is read there; PageError when the time is over.

        Read `closely`, a line is shown without the picture above and below it: no better on the whole, but with other
        errors.
        """
        from trueocr.preprocess import crop_line, width_batches

        _, recogniser = self._load()
        pixels = grey(image.pixels)
        end = time.monotonic() + timeout
        shown = [_cut_out(pixels, box) if closely else (pixels, _row(box)) for box in boxes]
        pictures = [crop_line(page, row, window=_WINDOW, max_width=recogniser.max_width) for page, row in shown]
        read: list[Line | None] = [None] * len(boxes)
        for batch in width_batches([picture.shape[1] for picture in pictures], max_batch=_BATCH, max_area=_COLUMNS):
            if time.monotonic() > end:
                raise out_of_time(image.page, "trueocr")
            for index, letters in zip(batch, _letters(recogniser, [pictures[i] for i in batch]), strict=True):
                words = _words(letters, boxes[index])
                read[index] = make_line(words, image.page, index + 1) if words else None
        return read

    def _load(self) -> tuple[Any, Any]:
        if self._models is None:
            self._models = _open()
        models: tuple[Any, Any] = self._models
        return models


def _cut_out(pixels: NDArray[np.uint8], box: Box) -> tuple[NDArray[np.uint8], Row]:
    """The picture of a line alone, and its box there."""
    left, top, right, bottom = int(box.left), int(box.top), int(np.ceil(box.right)), int(np.ceil(box.bottom))
    alone = np.ascontiguousarray(pixels[top:bottom, left:right])
    return alone, (0.0, 0.0, float(alone.shape[1]), float(alone.shape[0]))


def _row(box: Box) -> Row:
    return box.left, box.top, box.right, box.bottom


def _letters(recogniser: Any, pictures: Sequence[NDArray[np.float32]]) -> list[list[Letter]]:
    """Greedy CTC decoding (0 is the blank), with the time step of each letter's first peak."""
    from trueocr.preprocess import pad_batch

    tensor, widths = pad_batch(list(pictures))
    ids, sure, lengths = recogniser.session.run(["ids", "conf", "lengths"], {"x": tensor, "widths": widths})
    read = []
    for row, confidence, steps in zip(ids.tolist(), sure.tolist(), lengths.tolist(), strict=True):
        keep = [t for t in range(steps) if row[t] != 0 and (t == 0 or row[t] != row[t - 1])]
        letters = [Letter(recogniser.chars[row[t] - 1], (t + 0.5) / steps, confidence[t]) for t in keep]
        if letters:
            letters[-1] = replace(letters[-1], ended=min(confidence[keep[-1] + 1 : steps], default=1.0))
        read.append(letters)
    return read


def with_lost_spaces(letters: Sequence[Letter], width: float) -> list[Letter]:
    """The letters of a line `width` line heights wide, with the spaces that the reader left out.

    It does so after a comma («CT,PCT»), a label's point («2.Cấp») and before a capital («BộY tế»), though there is
    room for one. Numbers are left as they are («1,5»).

    >>> line = [Letter(letter, at / 100, 0.9) for letter, at in zip("T,PB,VộY", (1, 2, 9, 12, 14, 17, 20, 29))]
    >>> "".join(letter.text for letter in with_lost_spaces(line, 10.0))
    'T, PB,Vộ Y'
    """
    spaced = list(letters[:1])
    for number, (before, letter) in enumerate(pairwise(letters)):
        room = (letter.at - before.at) * width
        if room < _AFTER_MARK:
            spaced.append(letter)
            continue
        in_number = letter.text.isdigit() and number > 0 and letters[number - 1].text.isdigit()
        marked = before.text in ",;:" and letter.text.isalnum() and not in_number
        capital = (before.text.islower() or before.text == ".") and letter.text.isupper() and room >= _BEFORE_CAPITAL
        if marked or capital:
            spaced.append(Letter(" ", (before.at + letter.at) / 2, min(before.confidence, letter.confidence)))
        spaced.append(letter)
    return spaced


def _words(letters: Sequence[Letter], box: Box) -> list[Word]:
    """Letters between spaces; a word's confidence is that of its least sure letter."""
    left = box.left - _MARGIN * box.height
    width = box.width + 2 * _MARGIN * box.height
    step = width / max(1, len(letters))
    words = []
    spaced = with_lost_spaces(letters, width / max(1.0, box.height))
    sentence = sum(letter.text.isspace() for letter in spaced) >= _SENTENCE
    for space, run in groupby(spaced, key=lambda letter: letter.text.isspace()):
        if space:
            continue
        group = list(run)
        start, end = left + group[0].at * width - step / 2, left + group[-1].at * width + step / 2
        start = min(max(start, box.left), box.right - 1)
        place = Box(start, box.top, max(start + 1, min(end, box.right)), box.bottom)
        text = unicodedata.normalize("NFC", "".join(letter.text for letter in group))
        word = make_word(text, place, min(letter.confidence for letter in group))
        if word:
            open_end = sentence and group[-1].text.isdigit() and group[-1].ended < _ENDED
            words.append(replace(word, alternatives=(f"{text}.",)) if open_end else word)
    return words


def _open() -> tuple[Any, Any]:
    try:
        import trueocr
        from trueocr.recognizer import Recognizer
    except ImportError as error:
        raise MissingDependency(f"the package trueocr cannot be loaded: {error}", advice=WHEEL) from error
    folder = Path(trueocr.__file__).parent / "models"
    return Finder.load(folder), Recognizer(folder, threads=1)


def trueocr_status() -> EngineStatus:
    """Whether the package is there and can be loaded (it needs OpenCV)."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        import trueocr  # noqa: F401

        return EngineStatus("trueocr", True, version("trueocr"))
    except (ImportError, PackageNotFoundError) as error:
        return EngineStatus("trueocr", False, f"{WHEEL} ({error})")
