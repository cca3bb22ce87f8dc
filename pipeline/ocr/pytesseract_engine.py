"""Tesseract as a program of the system, one process a page, through pytesseract."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from kehoach.pipeline.document import Box, Line, PageImage
from kehoach.pipeline.errors import ChildProcess, MissingDependency
from kehoach.pipeline.ocr.crops import line_picture
from kehoach.pipeline.ocr.engine import EngineStatus, out_of_time
from kehoach.pipeline.ocr.pixels import grey
from kehoach.pipeline.ocr.tessdata import ADVICE, DOCTOR, LANGUAGE, find_tessdata
from kehoach.pipeline.ocr.tsv import line_from_picture, lines_from_tsv, split_pages

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DEFAULT_DPI = 200.0
"""Told to Tesseract where the image does not say: what archives scan at
(Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần II)."""


@dataclass
class PytesseractEngine:
    """Reads with the system's `tesseract`: whole pages, or lines that another reader found, one process a page."""

    language: str = LANGUAGE
    name: str = "tesseract"

    def read(self, image: PageImage, *, timeout: float) -> list[Line]:
        """See `Engine.read`: Tesseract finds blocks and lines itself.

        The pixels go over as PNG: a JPEG on the way cost 1.4 points of CER in a trial.
        """
        table = self._table(image.pixels, f"--dpi {round(image.dpi or DEFAULT_DPI)}", image.page, timeout)
        return lines_from_tsv(table, image.page)

    def read_lines(self, image: PageImage, boxes: Sequence[Box], *, timeout: float) -> list[Line | None]:
        """One line from each box, None where nothing is read there; as `TesserocrEngine.read_lines`.

        All line pictures go to one process, which is given the list of their files: each line is a page to it.
        """
        import cv2

        page = grey(image.pixels)
        found = {at: picture for at, box in enumerate(boxes) if (picture := line_picture(page, box))}
        if not found:
            return [None] * len(boxes)
        with TemporaryDirectory(prefix="kehoach-") as folder:
            paths = [Path(folder) / f"{at}.png" for at in found]
            for path, picture in zip(paths, found.values(), strict=True):
                cv2.imwrite(str(path), picture.pixels, (cv2.IMWRITE_PNG_COMPRESSION, 1))
            names = Path(folder) / "lines.txt"
            names.write_text("".join(f"{path}\n" for path in paths), "utf-8")
            table = self._table(str(names), f"--psm 7 --dpi {round(DEFAULT_DPI)}", image.page, timeout)
        read: list[Line | None] = [None] * len(boxes)
        tables = split_pages(table)
        for number, (at, picture) in enumerate(found.items(), 1):
            read[at] = line_from_picture(tables.get(number, ""), picture, image.page)
        return read

    def _table(self, what: NDArray[np.uint8] | str, options: str, page: int, timeout: float) -> str:
        """Tesseract's table of words for a picture or a list of files; foreign errors are translated here."""
        import pytesseract

        if timeout <= 0:
            raise out_of_time(page, "tesseract")
        os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # four times as fast as Tesseract's own threads
        try:
            return str(pytesseract.image_to_data(what, lang=self.language, config=options, timeout=timeout))
        except pytesseract.TesseractNotFoundError as error:
            raise MissingDependency("the program tesseract is not there", advice=ADVICE) from error
        except pytesseract.TesseractError as error:
            raise ChildProcess(f"page {page}: tesseract failed: {error.message}", advice=DOCTOR) from error
        except RuntimeError as error:  # pytesseract's word for "took too long"
            raise out_of_time(page, "tesseract") from error


def pytesseract_status() -> EngineStatus:
    """Whether the package, the program and its Vietnamese data are there."""
    try:
        import pytesseract

        version = str(pytesseract.get_tesseract_version())
    except ImportError:
        return EngineStatus("pytesseract", False, "pip install pytesseract")
    except (OSError, SystemExit, pytesseract.TesseractNotFoundError):
        return EngineStatus("pytesseract", False, f"no program tesseract: {ADVICE}")
    if find_tessdata() is None:
        return EngineStatus("pytesseract", False, f"no Vietnamese data: {ADVICE}")
    return EngineStatus("pytesseract", True, f"tesseract {version}")
