"""Tesseract as a linked library: no process a page, and single lines can be read where another found them."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from kehoach.pipeline.document import Box, Line, PageImage
from kehoach.pipeline.errors import MissingDependency
from kehoach.pipeline.ocr.crops import LinePicture, line_picture
from kehoach.pipeline.ocr.engine import EngineStatus, out_of_time
from kehoach.pipeline.ocr.pixels import grey
from kehoach.pipeline.ocr.pytesseract_engine import DEFAULT_DPI
from kehoach.pipeline.ocr.tessdata import ADVICE, LANGUAGE, find_tessdata
from kehoach.pipeline.ocr.tsv import line_from_picture, lines_from_tsv

WHEEL = "pip install tesserocr"

_PAGE, _LINE = 3, 7  # Tesseract's page segmentation modes: a whole page; one line of text


@dataclass
class TesserocrEngine:
    """Tesseract inside this process; the data is loaded at the first page and kept."""

    language: str = LANGUAGE
    name: str = "tesseract"
    _api: Any = field(default=None, repr=False)

    def read(self, image: PageImage, *, timeout: float) -> list[Line]:
        """See `Engine.read`: Tesseract finds blocks and lines itself."""
        api = self._take(image, _PAGE)
        self._recognise(api, image.page, timeout)
        return lines_from_tsv(api.GetTSVText(0), image.page)

    def read_lines(self, image: PageImage, boxes: Sequence[Box], *, timeout: float) -> list[Line | None]:
        """One line from each box, None where nothing is read there.

        Lines found by a trained detector and framed as `line_picture` does are read better than whole pages: on 14
        scans of documents 8 instead of 11.6 % of the words are missed.
        """
        page = grey(image.pixels)
        end = time.monotonic() + timeout
        read: list[Line | None] = []
        for box in boxes:
            picture = line_picture(page, box)
            read.append(self._read_line(picture, image.page, end - time.monotonic()) if picture else None)
        return read

    def _read_line(self, picture: LinePicture, page: int, seconds: float) -> Line | None:
        api = self._take(PageImage(picture.pixels, page), _LINE)
        self._recognise(api, page, seconds)
        return line_from_picture(api.GetTSVText(0), picture, page)

    def _take(self, image: PageImage, mode: int) -> Any:
        if self._api is None:
            self._api = _open(self.language)
        pixels = grey(image.pixels)
        self._api.SetPageSegMode(mode)
        self._api.SetImageBytes(pixels.tobytes(), image.width, image.height, 1, image.width)
        self._api.SetSourceResolution(round(image.dpi or DEFAULT_DPI))
        return self._api

    @staticmethod
    def _recognise(api: Any, page: int, seconds: float) -> None:
        if seconds <= 0 or not api.Recognize(max(1, round(seconds * 1000))):
            raise out_of_time(page, "Tesseract")


def _open(language: str) -> Any:
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # is looked at when the library is loaded: one process a core
    try:
        import tesserocr
    except ImportError as error:
        raise MissingDependency("the package tesserocr is not installed", advice=WHEEL) from error
    folder = find_tessdata(language)
    if folder is None:
        raise MissingDependency(f"Tesseract's data file {language}.traineddata is not there", advice=ADVICE)
    try:
        return tesserocr.PyTessBaseAPI(path=str(folder), lang=language)
    except RuntimeError as error:
        raise MissingDependency(f"Tesseract cannot load {language} from {folder}", advice=ADVICE) from error


def tesserocr_status() -> EngineStatus:
    """Whether the wheel and Vietnamese data are there."""
    try:
        import tesserocr
    except ImportError:
        return EngineStatus("tesserocr", False, WHEEL)
    folder = find_tessdata()
    if folder is None:
        return EngineStatus("tesserocr", False, f"no Vietnamese data: {ADVICE}")
    return EngineStatus("tesserocr", True, f"{tesserocr.tesseract_version().split()[1]}, data in {folder}")
