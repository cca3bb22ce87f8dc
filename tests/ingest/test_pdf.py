"""PDF files: the layer's words and figures, pictures, drawing, signatures, and files that cannot be read."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest
from ingest_files import as_input, body, page_picture, scan
from reportlab.lib.utils import ImageReader

from pipeline.document import Box, Line, PageImage, Role, Unit, Word
from pipeline.errors import BadInput, Encrypted, PageError
from pipeline.ingest import LayerFigures, RawPage, coverage, layer_state, open_input
from pipeline.options import IngestOptions

OPTIONS = IngestOptions()


def read(path: Path, options: IngestOptions = OPTIONS) -> list[RawPage]:
    with open_input(as_input(path), options) as document:
        return list(document.pages())


def draw(path: Path, dpi: float, page: int = 1) -> PageImage:
    with open_input(as_input(path), OPTIONS) as document:
        return document.page(page).render(dpi)


def texts(page: RawPage) -> list[str]:
    return [line.text for line in page.layer]


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
    assert page.has_image
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
    page = RawPage(1, 595, 842, Unit.POINT, (line,), strips, figures=LayerFigures(chars=1))
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


def test_pages_in_order_and_by_number(make_pdf):
    path = make_pdf(*(lambda c, n=n: c.drawString(72, 700, f"trang {n}") for n in (1, 2, 3)))
    with open_input(as_input(path), OPTIONS) as document:
        assert document.source.pages == 3
        assert texts(document.page(2)) == ["trang 2"]
        assert [texts(page) for page in document.pages()] == [["trang 1"], ["trang 2"], ["trang 3"]]
        with pytest.raises(PageError, match="page 4"):
            document.page(4)
        assert "ReportLab" in (document.source.producer or "")


def test_many_pages_stay_right_while_the_file_is_opened_anew(make_pdf):
    path = make_pdf(*(lambda c, n=n: c.drawString(72, 700, f"trang {n}") for n in range(1, 131)))
    with open_input(as_input(path), OPTIONS) as document:
        assert [texts(page) for page in document.pages()] == [[f"trang {n}"] for n in range(1, 131)]


@pytest.mark.parametrize("after", [None, b"another file by now"])
def test_a_file_that_vanishes_or_is_replaced_meanwhile_is_read_to_its_end(make_pdf, after):
    path = make_pdf(*(body for _ in range(60)))
    with open_input(as_input(path), OPTIONS) as document:
        path.unlink()
        if after:
            path.write_bytes(after)
        pages = list(document.pages())
    assert [page.problem for page in pages] == [None] * 60
    assert len({page.figures.chars for page in pages}) == 1


def lock(path: Path) -> Path:
    locked = path.with_name("locked.pdf")
    with pikepdf.open(path) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(user="mật khẩu", owner="owner"))
    return locked


def test_an_encrypted_pdf_wants_its_password(make_pdf):
    path = lock(make_pdf(body))
    with pytest.raises(Encrypted, match=r"locked\.pdf: the PDF is encrypted") as caught:
        open_input(as_input(path), OPTIONS)
    assert caught.value.exit_code == 8
    assert "--password" in caught.value.advice
    with pytest.raises(Encrypted, match="wrong"):
        open_input(as_input(path), IngestOptions(password="khác"))
    assert read(path, IngestOptions(password="mật khẩu"))[0].figures.chars > 500


def test_a_pdf_open_to_all_is_read_though_it_forbids_editing(make_pdf, tmp_path):
    path = tmp_path / "restricted.pdf"
    with pikepdf.open(make_pdf(body)) as pdf:
        pdf.save(path, encryption=pikepdf.Encryption(user="", owner="owner"))
    assert read(path)[0].figures.chars > 500


@pytest.mark.parametrize("keep", [9, 60, 0.05])
def test_a_cut_off_pdf_is_refused_or_read_but_never_crashes(make_pdf, tmp_path, keep):
    data = make_pdf(body).read_bytes()
    path = tmp_path / "cut.pdf"
    path.write_bytes(data[: keep if keep > 1 else int(len(data) * keep)])
    with pytest.raises(BadInput, match=r"cut\.pdf: the PDF (is broken|has no pages)") as caught:
        open_input(as_input(path), OPTIONS)
    assert caught.value.exit_code == 2


def test_a_pdf_without_pages_is_refused(tmp_path):
    path = tmp_path / "none.pdf"
    with pikepdf.new() as pdf:
        pdf.save(path)
    with pytest.raises(BadInput, match=r"no pages|broken"):
        open_input(as_input(path), OPTIONS)


def test_a_broken_page_is_its_own_problem(make_pdf, tmp_path):
    path = tmp_path / "half.pdf"
    with pikepdf.open(make_pdf(body, body)) as pdf:
        pdf.Root.Pages.Kids[1] = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name("/Nonsense")))
        pdf.save(path)
    pages = read(path)
    assert pages[0].problem is None
    assert len(pages) == 2
    assert pages[1].problem is None or "page 2" in pages[1].problem


def test_a_page_of_posters_size_is_drawn_coarser(make_pdf, tmp_path):
    path = tmp_path / "poster.pdf"
    with pikepdf.open(make_pdf(body)) as pdf:
        pdf.pages[0].MediaBox = [0, 0, 14_000, 14_000]
        pdf.save(path)
    image = draw(path, 600)
    assert image.width * image.height <= 121_000_000
    assert image.dpi is not None
    assert image.dpi < 60


def test_a_page_asked_for_too_late_says_so(make_pdf):
    page = read(make_pdf(body))[0]
    with pytest.raises(PageError, match="closed"):
        page.render(72)


def test_unreadable_names_are_no_hindrance(make_pdf, tmp_path):
    path = tmp_path / "kế hoạch (bản ký) số 04.pdf"
    make_pdf(body).replace(path)
    assert read(path)[0].figures.chars > 500
