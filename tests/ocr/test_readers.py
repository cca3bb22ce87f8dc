"""The real readers on a picture drawn here; each test is skipped where its reader is not installed."""

import sys
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from kehoach.pipeline.document import Box, PageImage
from kehoach.pipeline.errors import MissingDependency, PageError
from kehoach.pipeline.ocr import Engine
from kehoach.pipeline.ocr.pytesseract_engine import PytesseractEngine, pytesseract_status
from kehoach.pipeline.ocr.tesserocr_engine import TesserocrEngine, tesserocr_status
from kehoach.pipeline.ocr.trueocr_engine import TrueocrEngine, trueocr_status
from kehoach.pipeline.ocr.tsv import lines_from_tsv

READERS = {
    "tesserocr": (TesserocrEngine, tesserocr_status),
    "pytesseract": (PytesseractEngine, pytesseract_status),
    "trueocr": (TrueocrEngine, trueocr_status),
}


def page() -> PageImage:
    sheet = Image.new("RGB", (900, 400), "white")
    font = ImageFont.load_default(44)  # the one that Pillow brings along
    for text, y in (("Ban hanh ke hoach nam 2025", 80), ("Bao cao nam 2017", 220)):
        ImageDraw.Draw(sheet).text((100, y), text, font=font, fill="black")
    return PageImage(np.asarray(sheet), 4, 200.0)


@pytest.fixture(params=READERS)
def reader(request: pytest.FixtureRequest) -> Engine:
    make, status = READERS[request.param]
    if not status().available:
        pytest.skip(f"{request.param} is not here: {status().reason}")
    return make()


def test_lines_have_words_boxes_and_confidences(reader: Engine) -> None:
    lines = sorted(reader.read(page(), timeout=60), key=lambda line: line.box.top if line.box else 0)
    digits = ["".join(c for c in line.text if c.isdigit()) for line in lines]
    assert digits == ["2025", "2017"]
    for line, y in zip(lines, (120, 260), strict=True):
        assert line.page == 4
        assert line.box is not None
        assert abs(line.box.bottom - y) < 25
        assert all(word.confidence is not None and 0 <= word.confidence <= 1 for word in line.words)
    last = lines[1].words[-1]
    assert last.text == "2017"
    assert last.box is not None
    assert last.box.left > 350


def test_a_page_that_takes_too_long_is_a_page_error(reader: Engine) -> None:
    with pytest.raises(PageError, match="in time"):
        reader.read(page(), timeout=0.001)


@pytest.mark.parametrize("name", list(READERS))
def test_single_lines_are_read_where_another_found_them(name: str) -> None:
    make, status = READERS[name]
    if not status().available:
        pytest.skip(status().reason)
    boxes = [Box(90, 216, 560, 275), Box(0, 0, 1, 1), Box(90, 76, 760, 135)]
    read = make().read_lines(page(), boxes, timeout=60)  # type: ignore[attr-defined]
    assert [line and line.words[-1].text for line in read] == ["2017", None, "2025"]
    for line, box in zip(read, boxes, strict=True):
        if line and line.box:
            assert abs(line.box.left - 100) < 20
            assert box.top - 10 < line.box.middle[1] < box.bottom + 10


def test_lines_that_take_too_long_are_a_page_error(reader: Engine) -> None:
    with pytest.raises(PageError, match="in time"):
        reader.read_lines(page(), [Box(90, 216, 560, 275)] * 3, timeout=-1)  # type: ignore[attr-defined]


@pytest.mark.parametrize(("make", "package"), [(TesserocrEngine, "tesserocr"), (TrueocrEngine, "trueocr")])
def test_a_missing_wheel_names_its_remedy(
    make: Callable[[], Engine], package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingDependency, match="pip install"):
        make().read(page(), timeout=5)
    assert not READERS[package][1]().available


def test_a_missing_program_names_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    import pytesseract

    monkeypatch.setattr(pytesseract.pytesseract, "tesseract_cmd", "no-such-program")
    with pytest.raises(MissingDependency, match="apt-get install"):
        PytesseractEngine().read(page(), timeout=5)
    assert "apt-get install" in pytesseract_status().reason


def test_rows_of_the_table_become_lines() -> None:
    head = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"
    rows = [
        "4\t1\t1\t1\t1\t0\t10\t10\t100\t20\t-1\t",
        "5\t1\t1\t1\t1\t1\t10\t10\t40\t20\t95.5\tSố:",
        "5\t1\t1\t1\t1\t2\t60\t10\t40\t20\t0\t ",
        "5\t1\t1\t1\t2\t1\t10\t40\t40\t20\t80\t12",
        "5\t1\t2\t1\t1\t1\t10\t90\t40\t20\t80\tTM.",
    ]
    lines = lines_from_tsv("\n".join([head, *rows]), 3, shift=(5, 7))
    assert [line.text for line in lines] == ["Số:", "12", "TM."]
    assert lines[0].box == Box(15, 17, 55, 37)
    assert lines[0].words[0].confidence == pytest.approx(0.955)
