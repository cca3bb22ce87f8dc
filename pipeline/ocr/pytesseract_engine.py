"""Tesseract as a program of the system, one process a page, through pytesseract."""

from __future__ import annotations

import os
from dataclasses import dataclass

from pipeline.document import Line, PageImage
from pipeline.errors import ChildProcess, MissingDependency
from pipeline.ocr.engine import EngineStatus, out_of_time
from pipeline.ocr.tessdata import ADVICE, LANGUAGE, find_tessdata
from pipeline.ocr.tsv import lines_from_tsv

DEFAULT_DPI = 200.0
"""Told to Tesseract where the image does not say: what archives scan at
(Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần II)."""


@dataclass
class PytesseractEngine:
    """Reads a whole page with the system's `tesseract`; Tesseract finds blocks and lines itself."""

    language: str = LANGUAGE
    name: str = "tesseract"

    def read(self, image: PageImage, *, timeout: float) -> list[Line]:
        """See `Engine.read`. The pixels go over as PNG: a JPEG on the way cost 1.4 points of CER in a trial."""
        import pytesseract

        os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # four times as fast as Tesseract's own threads
        try:
            table = pytesseract.image_to_data(
                image.pixels, lang=self.language, config=f"--dpi {round(image.dpi or DEFAULT_DPI)}", timeout=timeout
            )
        except pytesseract.TesseractNotFoundError as error:
            raise MissingDependency("the program tesseract is not there", advice=ADVICE) from error
        except pytesseract.TesseractError as error:
            raise ChildProcess(f"page {image.page}: tesseract failed: {error.message}", advice=ADVICE) from error
        except RuntimeError as error:  # pytesseract's word for "took too long"
            raise out_of_time(image.page, "tesseract") from error
        return lines_from_tsv(str(table), image.page)


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
