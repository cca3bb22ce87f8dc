"""PDF files: opened, locked, cut off, broken, gone meanwhile; pages asked for by number."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from ingest_files import as_input, body
from pdf_pages import OPTIONS, draw, read, texts

from kehoach.pipeline.errors import BadInput, Encrypted, PageError
from kehoach.pipeline.ingest import BrokenPage, PdfPage, open_input
from kehoach.pipeline.options import IngestOptions


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
    assert [type(page) for page in pages] == [PdfPage] * 60
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


def test_what_was_wrong_with_one_file_is_not_said_of_the_next(make_pdf, tmp_path):
    locked, empty = lock(make_pdf(body)), tmp_path / "no-pages.pdf"
    with pikepdf.new() as pdf:
        pdf.save(empty)
    for path, wrong in ((locked, Encrypted), (empty, BadInput), (locked, Encrypted)):
        with pytest.raises(wrong) as caught:
            open_input(as_input(path), OPTIONS)
        assert type(caught.value) is wrong


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
    assert isinstance(pages[0], PdfPage)
    assert len(pages) == 2
    assert not isinstance(pages[1], BrokenPage) or "page 2" in pages[1].problem


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
