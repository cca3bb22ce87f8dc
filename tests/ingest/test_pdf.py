"""PDF files: the layer's words and figures as they are displayed, annotations, drawing."""

from __future__ import annotations

import pikepdf
import pytest
from ingest_files import scan
from pdf_pages import draw, read, texts

from kehoach.pipeline.document import Box, Role, Unit
from kehoach.pipeline.ingest import layer_state


def test_words_with_boxes_in_points_from_the_top_left(make_pdf):
    page = read(make_pdf(lambda c: c.drawString(72, 742, "So 04/KH-SYT cua So Y te")))[0]
    assert texts(page) == ["So 04/KH-SYT cua So Y te"]
    line = page.layer[0]
    assert [word.text for word in line.words] == line.text.split()
    first = line.words[0].box
    assert first is not None
    assert (page.width, page.height, page.unit) == (595, 842, Unit.POINT)
    assert first.left == pytest.approx(72, abs=1)
    assert 85 < first.top < 100 < first.bottom < 106
    assert page.figures.chars == 19


def test_a_hyphen_at_a_line_end_is_kept_and_ends_its_line(make_pdf):
    def draw(canvas):
        canvas.drawString(72, 700, "Quyet dinh so 1588/QD-")
        canvas.drawString(72, 684, "TTg ngay 17/12/2024")

    assert texts(read(make_pdf(draw))[0]) == ["Quyet dinh so 1588/QD-", "TTg ngay 17/12/2024"]


@pytest.mark.parametrize("angle", [0, 90, 180, 270])
def test_a_rotated_page_is_read_as_it_is_displayed(make_pdf, tmp_path, angle):
    def draw(canvas):
        canvas.saveState()
        canvas.translate(*{0: (72, 742), 90: (100, 72), 180: (500, 100), 270: (495, 742)}[angle])
        canvas.rotate(angle)
        canvas.drawString(0, 0, "Ke hoach so 04")
        canvas.drawString(0, -20, "nam 2025 toan tinh")
        canvas.restoreState()

    plain = make_pdf(draw)
    turned = tmp_path / "turned.pdf"
    with pikepdf.open(plain) as pdf:
        pdf.pages[0].Rotate = angle
        pdf.save(turned)
    page = read(turned)[0]
    assert texts(page) == ["Ke hoach so 04", "nam 2025 toan tinh"]
    first, second = (line.box for line in page.layer)
    assert first is not None
    assert second is not None
    assert first.width > 4 * first.height
    assert first.bottom <= second.top + 4
    assert page.width == (595 if angle in (0, 180) else 842)


def test_turned_text_on_an_upright_page_stays_in_words(make_pdf):
    def draw(canvas):
        canvas.translate(300, 100)
        canvas.rotate(90)
        canvas.drawString(0, 0, "Bieu mau so 01 cua Bo")
        canvas.drawString(0, -18, "Ke hoach va Dau tu")

    assert texts(read(make_pdf(draw))[0]) == ["Bieu mau so 01 cua Bo", "Ke hoach va Dau tu"]


def test_the_crop_box_is_the_page(make_pdf, tmp_path):
    def two_words(canvas):
        canvas.drawString(150, 600, "trong trang")
        canvas.drawString(20, 600, "ngoai")

    path = tmp_path / "cropped.pdf"
    with pikepdf.open(make_pdf(two_words)) as pdf:
        pdf.pages[0].CropBox = [100, 400, 400, 700]
        pdf.save(path)
    page = read(path)[0]
    assert (page.width, page.height) == (300, 300)
    assert texts(page) == ["trong trang"]
    assert page.outside == ("ngoai",)
    assert page.figures.outside == 5
    box = page.layer[0].box
    assert box is not None
    assert box.left == pytest.approx(50, abs=1)
    assert draw(path, 72).pixels.shape == (300, 300, 3)


def test_invisible_and_white_text_is_noticed(make_pdf):
    def draw(canvas):
        canvas.drawString(72, 700, "thay duoc")
        canvas.setFillColorRGB(1, 1, 1)
        canvas.drawString(72, 650, "trang")
        canvas.setFillColorRGB(0, 0, 0)
        hidden = canvas.beginText(72, 600)
        hidden.setTextRenderMode(3)
        hidden.textLine("khong hien")
        canvas.drawText(hidden)

    figures = read(make_pdf(draw))[0].figures
    assert (figures.invisible, figures.white, figures.chars) == (9, 5, 22)


def test_letters_drawn_as_shapes_are_counted(make_pdf):
    page = read(make_pdf(lambda c: [c.line(10, n, 20, n + 3) for n in range(100, 400, 5)]))[0]
    assert page.figures.paths >= 60
    assert layer_state(page) == "none"


def test_a_scan_has_no_layer_and_says_how_fine_it_is(make_pdf):
    path = make_pdf(scan)
    page = read(path)[0]
    assert page.image_dpi == pytest.approx(75, abs=0.5)
    assert page.images == (Box(0, 0, 595, 842),)
    assert layer_state(page) == "none"
    image = draw(path, 150)
    assert image.dpi == 150
    assert image.pixels.shape == (1755, 1240, 3)
    assert image.page_box(Box(0, 0, 1240, 1755)).bottom == pytest.approx(842, abs=0.5)


def test_comments_on_a_page_are_told_from_its_text_and_not_drawn(make_pdf, tmp_path):
    path = tmp_path / "commented.pdf"
    with pikepdf.open(make_pdf(lambda c: c.drawString(72, 700, "Ke hoach"))) as pdf:
        comment = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.FreeText,
            Rect=[100, 500, 300, 540],
            Contents="Chuyển phòng NVY\rngày 05/3",
            DA="/Helv 12 Tf 0 g",
            C=[1, 0, 0],
        )
        pdf.pages[0].Annots = pdf.make_indirect([pdf.make_indirect(comment)])
        pdf.save(path)
    page = read(path)[0]
    assert texts(page) == ["Ke hoach"]
    assert [(line.text, line.role) for line in page.annotations] == [
        ("Chuyển phòng NVY", Role.HANDWRITING),
        ("ngày 05/3", Role.HANDWRITING),
    ]
    assert page.annotations[0].box == Box(100, 302, 300, 342)
    assert draw(path, 72).pixels[302:342, 100:300].min() == 255
