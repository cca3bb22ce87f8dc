import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from kehoach.pipeline.document import Box
from kehoach.pipeline.ocr.crops import edge_width, line_picture
from kehoach.pipeline.ocr.detection import detect


def page(size: int) -> np.ndarray:
    sheet = Image.new("L", (20 * size, 6 * size), 255)
    ImageDraw.Draw(sheet).text((2 * size, 2 * size), "Ban hanh ke hoach", font=ImageFont.load_default(size), fill=0)
    return np.asarray(sheet)


@pytest.mark.parametrize(("height", "wanted"), [(12, 40), (40, 40), (26, 26), (80, 40)])
def test_lines_are_brought_to_a_readable_height(height: int, wanted: int) -> None:
    picture = line_picture(page(height), Box(2 * height, 2 * height, 10 * height, 3 * height))
    assert picture is not None
    assert picture.pixels.shape[0] - 2 * picture.border == pytest.approx(1.2 * wanted, abs=6)


def test_boxes_find_their_way_back() -> None:
    box = Box(30, 24, 150, 36)
    picture = line_picture(page(12), box)
    assert picture is not None
    inner = Box(picture.border, picture.border, picture.pixels.shape[1] - picture.border, picture.border + 1)
    back = picture.page_box(inner)
    assert back.left == pytest.approx(box.left - 0.2 * 12, abs=1.1)
    assert back.right == pytest.approx(box.right + 0.2 * 12, abs=1.5)


def test_blurred_lines_are_sharpened_and_sharp_ones_left_alone() -> None:
    sharp = page(30)
    blurred = cv2.GaussianBlur(sharp, (0, 0), 3)
    box = Box(50, 55, 400, 95)
    before = edge_width(blurred[55:95, 50:400])
    pictures = [line_picture(p, box) for p in (sharp, blurred)]
    assert all(pictures)
    inner = [p.pixels[p.border : -p.border, p.border : -p.border] for p in pictures if p]
    assert edge_width(inner[1]) < 0.85 * before
    assert np.array_equal(inner[0], sharp[51:100, 42:409])


def test_a_sliver_is_no_line() -> None:
    assert line_picture(page(20), Box(5, 5, 6, 6)) is None


def test_an_upright_ruling_parts_what_stands_beside_it() -> None:
    trueocr = pytest.importorskip("trueocr.page")
    from pathlib import Path

    import trueocr as package

    pages = trueocr.PageEngine(Path(package.__file__).parent / "models", threads=1)
    sheet = Image.new("L", (1000, 700), 255)
    for row in range(9):
        ImageDraw.Draw(sheet).text((80, 60 + 60 * row), "Ban hanh ke hoach nam 2025", font=ImageFont.load_default(32))
    pixels = np.asarray(sheet)
    whole = detect(pages, pixels, ())
    cut = detect(pages, pixels, [Box(270, 20, 272, 680), Box(60, 20, 62, 680), Box(560, 20, 562, 680)])
    assert len(whole) == 9
    assert len(cut) == 18
    assert all(box.right < 280 or box.left > 262 for box in cut)
