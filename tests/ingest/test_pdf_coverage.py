"""PDF pages: whether pictures or the layer hold the text, and where pictures are shown."""

from __future__ import annotations

import io

import pytest
from ingest_files import body, page_picture, scan
from pdf_pages import read
from reportlab.lib.utils import ImageReader

from kehoach.pipeline.document import Box, Line, Word
from kehoach.pipeline.ingest import LayerFigures, PdfPage, coverage, layer_state


def over_scan(*strings: tuple[float, float, str]):
    def draw(canvas):
        scan(canvas)
        for x, y, text in strings:
            canvas.drawString(x, y, text)

    return draw


OVERLAY = [
    (330, 500, "Nguoi ky: SO Y TE"),
    (330, 486, "Email: syt@thaibinh.gov.vn"),
    (330, 472, "Digitally signed by SO Y TE"),
    (330, 458, "Date: 2025-04-03 10:24:19 +07:00"),
]
OCR_LAYER = [(72, 740 - 16 * n, "mot dong chu cua lop van ban tren anh quet, day du ca cau van") for n in range(35)]
SHORT_LAYER = OCR_LAYER[:8]


@pytest.mark.parametrize(
    ("draw", "state"),
    [
        (body, "full"),
        (over_scan((72, 800, "CONG BAO/So 88/Ngay 06-02-2026 100")), "partial"),
        (over_scan((290, 30, "3")), "partial"),
        (over_scan(*OVERLAY), "partial"),
        (over_scan((72, 800, "CONG BAO/So 88"), *OVERLAY), "partial"),
        (over_scan(*OCR_LAYER), "full"),
        (over_scan(*SHORT_LAYER), "full"),
    ],
)
def test_what_a_layer_holds(make_pdf, draw, state):
    assert layer_state(read(make_pdf(draw))[0]) == state


def picture(canvas, left, bottom, width, height):
    data = io.BytesIO()
    page_picture().save(data, "PNG")
    data.seek(0)
    canvas.drawImage(ImageReader(data), left, bottom, width, height)


def test_a_last_page_whose_scan_fills_its_top_only(make_pdf):
    def draw(canvas):
        picture(canvas, 64, 620, 467, 150)
        canvas.drawString(72, 800, "CONG BAO/So 88/Ngay 06-02-2026 101")

    assert layer_state(read(make_pdf(draw))[0]) == "partial"


def test_pictures_in_a_born_digital_page_leave_its_layer_full(make_pdf):
    def draw(canvas):
        body(canvas)
        picture(canvas, 200, 20, 200, 100)  # a chart below the text
        picture(canvas, 72, 760, 40, 40)  # a logo

    page = read(make_pdf(draw))[0]
    assert layer_state(page) == "full"
    assert len(page.images) == 2


def test_strips_of_one_scan_count_once():
    line = Line("3", 1, 1, Box(290, 800, 300, 812), (Word("3", Box(290, 800, 300, 812)),))
    strips = tuple(Box(0, top, 595, top + 100) for top in range(0, 800, 50))
    page = PdfPage(
        1, 595, 842, lambda _dpi: pytest.fail("nothing draws it"), (line,), strips, figures=LayerFigures(chars=1)
    )
    assert coverage(page).pictures == pytest.approx(0.98, abs=0.03)
    assert layer_state(page) == "partial"


def test_an_image_inside_a_form_is_found_where_it_is_shown(make_pdf, tmp_path):
    def draw(canvas):
        canvas.beginForm("scan")
        picture(canvas, 0, 0, 100, 100)
        canvas.endForm()
        canvas.translate(50, 100)
        canvas.scale(2, 2)
        canvas.doForm("scan")

    (box,) = read(make_pdf(draw))[0].images
    assert (box.left, box.bottom, box.width) == (50, 742, 200)
