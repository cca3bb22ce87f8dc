"""A long scan is read in as much memory as a short one: no picture outlives its page.

How the memory of a whole run grows with the pages is measured by `bench_speed.py --long`.
"""

import gc
import weakref
from io import BytesIO
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image, ImageDraw, ImageFont

from kehoach.pipeline.document import Page, PageImage
from kehoach.pipeline.ingest import Input, PdfPage, open_input
from kehoach.pipeline.ocr.trueocr_engine import trueocr_status
from kehoach.pipeline.options import EngineName, IngestOptions, OcrMode, OcrOptions
from kehoach.pipeline.process import read_page

PAGES = 5
OPTIONS = OcrOptions(engine=EngineName.TRUEOCR, mode=OcrMode.FORCE)


@pytest.fixture
def scan(tmp_path: Path) -> Input:
    """A PDF of pictures with two lines each, tilted a little, so that imaging makes new pictures too."""
    with pikepdf.new() as whole:
        for number in range(PAGES):
            sheet = Image.new("RGB", (700, 1000), "white")
            for row in range(2):
                text = f"Ban hanh ke hoach {number} nam 2025"
                ImageDraw.Draw(sheet).text((90, 300 + 120 * row), text, font=ImageFont.load_default(30), fill="black")
            held = BytesIO()
            sheet.rotate(2, fillcolor="white").save(held, "PDF", resolution=85)
            with pikepdf.open(held) as single:
                whole.pages.append(single.pages[0])
        whole.save(tmp_path / "scan.pdf")
    return Input((tmp_path / "scan.pdf",), Path("scan.pdf"))


def pictures() -> int:
    """How many pictures of pages there are in this process."""
    gc.collect()
    return sum(isinstance(value, PageImage) for value in gc.get_objects())


@pytest.mark.skipif(not trueocr_status().available, reason="trueocr is not here")
def test_no_picture_outlives_its_page(scan: Input, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[weakref.ref[np.ndarray]] = []
    draw = PdfPage.render

    def watched(raw: PdfPage, dpi: float) -> PageImage:
        image = draw(raw, dpi)
        drawn.append(weakref.ref(image.pixels))
        return image

    monkeypatch.setattr(PdfPage, "render", watched)
    before = pictures()
    pages: list[Page] = []
    with open_input(scan, IngestOptions()) as opened:
        for raw in opened.pages():
            pages += read_page(raw, OPTIONS)
            gc.collect()
            assert [number for number, picture in enumerate(drawn) if picture() is not None] == []
    assert [len(page.lines) for page in pages] == [2] * PAGES
    assert len(drawn) == PAGES
    assert pictures() == before
