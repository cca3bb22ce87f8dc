"""White and hidden text, text beyond the edge, and layers that do not fit the scan."""

import io
from collections.abc import Callable
from pathlib import Path

from ingest_files import as_input, body
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from kehoach.pipeline.document import Method, Role
from kehoach.pipeline.ingest import PdfPage, open_input
from kehoach.pipeline.options import IngestOptions, OcrMode, OcrOptions
from kehoach.pipeline.process import read_page
from kehoach.pipeline.repair.layers import decide

MakePdf = Callable[..., Path]


def first_page(path: Path) -> PdfPage:
    with open_input(as_input(path), IngestOptions()) as opened:
        return opened.page(1)


def texts(raw: PdfPage) -> list[str]:
    return [line.text for line in raw.layer]


def test_white_text_on_white_paper_is_set_apart(make_pdf: MakePdf) -> None:
    def draw(canvas: Canvas) -> None:
        body(canvas)
        canvas.setFillGray(1.0)
        canvas.drawString(72, 60, "Khong ai thay dong nay")

    raw = first_page(make_pdf(draw))
    assert [line.text for line in raw.hidden] == ["Khong ai thay dong nay"]
    assert {line.role for line in raw.hidden} == {Role.HIDDEN}
    assert len(raw.layer) == 30


def test_white_text_on_a_dark_cell_is_seen(make_pdf: MakePdf) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFillGray(0.2)
        canvas.rect(60, 590, 300, 30, stroke=0, fill=1)
        canvas.setFillGray(1.0)
        canvas.drawString(72, 600, "Noi dung cong viec")

    raw = first_page(make_pdf(draw))
    assert (texts(raw), raw.hidden) == (["Noi dung cong viec"], ())


def test_part_of_a_line_may_be_white(make_pdf: MakePdf) -> None:
    def draw(canvas: Canvas) -> None:
        text = canvas.beginText(72, 700)
        text.setFont("Times-Roman", 12)
        text.textOut("Ke hoach nam ")
        text.setFillGray(1.0)
        text.textOut("bon nghin ")
        text.setFillGray(0.0)
        text.textOut("truyen thong")
        canvas.drawText(text)

    raw = first_page(make_pdf(draw))
    assert texts(raw) == ["Ke hoach nam truyen thong"]
    assert [line.text for line in raw.hidden] == ["bon nghin"]


def test_the_page_says_what_was_left_out(make_pdf: MakePdf) -> None:
    def draw(canvas: Canvas) -> None:
        body(canvas)
        canvas.drawString(700, 500, "Ngoai le giay")
        canvas.setFillGray(1.0)
        canvas.drawString(72, 60, "Dong an")

    raw = first_page(make_pdf(draw))
    (page,) = read_page(raw, OcrOptions(mode=OcrMode.SKIP))
    assert "2 words left out that cannot be seen" in page.reason
    assert "1 line left out that lies beyond the page's edge" in page.reason
    assert [line.text for line in page.lines if line.role is Role.HIDDEN] == ["Dong an", "Ngoai le giay"]
    assert page.method is not Method.OCR


def scanned(shift: float) -> Callable[[Canvas], None]:
    """A scan of lines of text with an unseen layer over it, moved down by `shift` points."""
    picture = Image.new("L", (1240, 1754), 240)
    pen = ImageDraw.Draw(picture)
    rows = [100 + 60 * row for row in range(20)]
    for row in rows:
        for word in range(12):
            pen.rectangle((150 + 80 * word, row, 210 + 80 * word, row + 18), fill=30)

    def draw(canvas: Canvas) -> None:
        data = io.BytesIO()
        picture.save(data, "PNG")
        canvas.drawImage(ImageReader(data), 0, 0, 595, 842)
        text = canvas.beginText()
        text.setFont("Times-Roman", 8)
        text.setTextRenderMode(3)
        for row in rows:
            for word in range(12):
                text.setTextOrigin((152 + 80 * word) * 0.48, 842 - (row + 16) * 0.48 - shift)
                text.textOut("truyen ")
        canvas.drawText(text)

    return draw


def test_a_layer_that_fits_its_scan_is_kept(make_pdf: MakePdf) -> None:
    raw = first_page(make_pdf(scanned(0)))
    assert raw.astray == 0.0
    assert raw.hidden == ()


def test_a_layer_that_lies_beside_the_print_does_not_fit(make_pdf: MakePdf) -> None:
    raw = first_page(make_pdf(scanned(14)))
    verdict = decide(raw)
    assert raw.astray > 0.9
    assert not verdict.taken
    assert verdict.why == "the text layer is garbled: it does not fit the picture: 100% of its words lie on blank paper"


def test_unseen_text_without_a_scan_is_hidden(make_pdf: MakePdf) -> None:
    def draw(canvas: Canvas) -> None:
        body(canvas)
        text = canvas.beginText(72, 60)
        text.setFont("Times-Roman", 12)
        text.setTextRenderMode(3)
        text.textOut("tu khoa an")
        canvas.drawText(text)

    raw = first_page(make_pdf(draw))
    assert [line.text for line in raw.hidden] == ["tu khoa an"]
