"""A picture of two pages: read one after the other, on one page of the file. The reader is scripted."""

from dataclasses import dataclass, field, replace

import numpy as np
import pytest

from kehoach.pipeline import process
from kehoach.pipeline.document import Box, Line, Page, PageImage, Word
from kehoach.pipeline.ingest import PdfPage
from kehoach.pipeline.ocr import ScriptedEngine
from kehoach.pipeline.options import OcrOptions

HALVES = ("Trang bên trái nói về mục đích, yêu cầu", "Trang bên phải nói về tổ chức thực hiện")


def half(blank: bool) -> np.ndarray:
    paper = np.full((1100, 800), 255, np.uint8)
    for top in () if blank else range(200, 900, 30):
        paper[top : top + 9, 100:700] = 0
        paper[top : top + 9, 100:700:40] = 255
    return paper


@dataclass
class InTurn(ScriptedEngine):
    """Gives the halves' texts one after the other, and notes how wide the pictures were."""

    widths: list[int] = field(default_factory=list)

    def read(self, image: PageImage, *, timeout: float) -> list[Line]:
        """One line in the middle of the picture."""
        text = HALVES[len(self.widths)]
        self.widths.append(image.width)
        box = Box(100, 400, 700, 420)
        return [Line(text, image.page, 1, box, (Word(text.replace(" ", "_"), box, 0.9),))]


def read(monkeypatch: pytest.MonkeyPatch, left: np.ndarray, right: np.ndarray) -> tuple[Page, InTurn]:
    engine = InTurn()
    monkeypatch.setattr(process, "_engine", lambda options: engine)
    picture = PageImage(np.hstack([left, right]), 7, 100.0, (0.5, 0, 0, 0, 0.5, 0))
    raw = PdfPage(7, 800, 550, lambda dpi: replace(picture, dpi=dpi), images=(Box(0, 0, 800, 550),))
    (page,) = process.read_page(raw, OcrOptions())
    return page, engine


def test_both_halves_are_read_and_stay_one_page(monkeypatch: pytest.MonkeyPatch) -> None:
    page, engine = read(monkeypatch, half(False), half(False))
    assert page.number == 7
    assert [line.text for line in page.lines] == list(HALVES)
    assert [line.number for line in page.lines] == [1, 2]
    assert {line.page for line in page.lines} == {7}
    assert engine.widths == pytest.approx([800, 800], abs=3)
    assert "two pages side by side" in page.reason


def test_boxes_stand_where_the_halves_are(monkeypatch: pytest.MonkeyPatch) -> None:
    page, _ = read(monkeypatch, half(False), half(False))
    first, second = (line.box for line in page.lines)
    assert first is not None
    assert second is not None
    assert (first.left, first.right, second.left, second.right) == pytest.approx((50, 350, 450, 750), abs=1)


def test_a_blank_half_makes_no_spread(monkeypatch: pytest.MonkeyPatch) -> None:
    page, engine = read(monkeypatch, half(False), half(True))
    assert engine.widths == [1600]
    assert "side by side" not in page.reason
