"""A page whose reader died is read again with less of everything, and says so."""

from __future__ import annotations

import numpy as np
import pytest

from kehoach.pipeline import process
from kehoach.pipeline.document import Method, PageImage
from kehoach.pipeline.errors import MissingDependency
from kehoach.pipeline.ingest import PdfPage
from kehoach.pipeline.ocr import choose_engine
from kehoach.pipeline.ocr.engine import ScriptedEngine
from kehoach.pipeline.ocr.fused_engine import FusedEngine
from kehoach.pipeline.options import OcrMode, OcrOptions


@pytest.mark.parametrize(("gentle", "dpi", "said"), [(False, 300.0, False), (True, 150.0, True)])
def test_the_page_is_drawn_smaller_and_the_plan_will_say_so(monkeypatch, gentle, dpi, said):
    asked = []

    def draw(wanted: float) -> PageImage:
        asked.append(wanted)
        pixels = np.full((400, 300, 3), 255, np.uint8)
        pixels[100:110, 40:260] = 0
        return PageImage(pixels, 1, wanted)

    monkeypatch.setattr(process, "_engine", lambda _: ScriptedEngine())
    raw = PdfPage(1, 595, 842, draw, image_dpi=600.0)
    (page,) = process.read_page(raw, OcrOptions(mode=OcrMode.FORCE, gentle=gentle))
    assert asked == [dpi]
    assert page.method is Method.OCR
    assert ("gentler settings" in page.reason) is said


def test_the_reader_looks_once():
    try:
        usual, gentle = choose_engine(OcrOptions()), choose_engine(OcrOptions(gentle=True))
    except MissingDependency as error:
        pytest.skip(str(error))
    if not isinstance(usual, FusedEngine) or not isinstance(gentle, FusedEngine):
        pytest.skip("the reader that looks twice is not installed")
    assert len(gentle.looks) == 1 < len(usual.looks)
