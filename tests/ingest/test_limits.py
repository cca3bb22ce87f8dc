"""What a file may ask of the program: each limit at work."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ingest_files import as_input, body
from PIL import Image

from kehoach.pipeline.errors import BadInput, PageError
from kehoach.pipeline.ingest import limits, open_input
from kehoach.pipeline.ingest.limits import bounded_lines, bounded_marks
from kehoach.pipeline.options import IngestOptions

OPTIONS = IngestOptions()


def test_a_text_of_too_many_bytes_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("kehoach.pipeline.ingest.textfile.TEXT_BYTES", 1000)
    path = tmp_path / "a.txt"
    path.write_text("Sở Y tế " * 200, "utf-8")
    with pytest.raises(BadInput, match="no document"):
        open_input(as_input(path), OPTIONS)


def test_long_lines_and_words_are_cut_and_it_is_said(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("kế hoạch " * 4000 + "\n" + "a" * 1500 + "\n", "utf-8")
    with open_input(as_input(path), OPTIONS) as document:
        page = document.page(1)
    lines = (page.text or "").split("\n")
    assert max(map(len, lines)) <= limits.LINE_LETTERS
    assert [len(line) for line in lines if "a" * 9 in line] == [limits.WORD_LETTERS, 500]
    assert page.notes == ("2 overlong lines or words were cut",)


@given(st.text(st.sampled_from("ab \t\f\n"), max_size=60), st.integers(2, 9), st.integers(1, 4))
def test_cutting_adds_line_ends_and_nothing_else(text: str, line: int, word: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(limits, "LINE_LETTERS", line)
        patch.setattr(limits, "WORD_LETTERS", word)
        cut, added = bounded_lines(text)
    assert cut.replace("\n", "") == text.replace("\n", "")
    assert cut.count("\n") == text.count("\n") + added


@given(st.text(st.sampled_from("aê\u0301\u0323\u0302 "), max_size=200))
def test_marks_are_bounded_and_none_is_lost(text: str) -> None:
    bounded = bounded_marks(text)
    assert bounded.replace("\u034f", "") == text
    runs = "".join("x" if unicodedata.combining(c) and c != "\u034f" else " " for c in bounded).split()
    assert max(map(len, runs), default=0) <= limits.MARKS_IN_A_ROW


def test_a_letter_with_very_many_marks_is_composed_at_once():
    composed = unicodedata.normalize("NFC", bounded_marks("a" + "\u0301\u0323" * 200_000))  # unbounded: minutes
    assert composed[0] == "ạ"


def test_a_picture_of_too_many_pixels_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("kehoach.pipeline.ingest.images.IMAGE_PIXELS", 99)
    path = tmp_path / "a.png"
    Image.new("L", (10, 10)).save(path)
    with pytest.raises(BadInput, match="too large"):
        open_input(as_input(path), OPTIONS)


def test_a_large_page_is_drawn_coarser(make_pdf, monkeypatch):
    monkeypatch.setattr("kehoach.pipeline.ingest.pdf.DRAWN_PIXELS", 10_000)
    with open_input(as_input(make_pdf(body)), OPTIONS) as document:
        drawn = document.page(1).render(300)
    assert drawn.width * drawn.height <= 10_400


def test_a_page_of_too_many_letters_is_not_read(make_pdf, monkeypatch):
    monkeypatch.setattr("kehoach.pipeline.ingest.glyphs.PAGE_LETTERS", 100)
    with open_input(as_input(make_pdf(body)), OPTIONS) as document, pytest.raises(PageError, match="letters on"):
        document.page(1)


def test_objects_of_a_page_are_looked_at_up_to_a_number(make_pdf, monkeypatch):
    monkeypatch.setattr("kehoach.pipeline.ingest.pictures.PAGE_OBJECTS", 5)

    def draw(canvas):
        for place in range(20):
            canvas.rect(place, 9, 5, 5)

    with open_input(as_input(make_pdf(draw)), OPTIONS) as document:
        assert document.page(1).figures.paths <= 5


def noted(folder: Path, plain: Path, texts: list[str]) -> Path:
    path = folder / "noted.pdf"
    with pikepdf.open(plain) as pdf:
        kind = {"Type": pikepdf.Name.Annot, "Subtype": pikepdf.Name.FreeText, "Rect": [9, 9, 99, 99]}
        notes = [pikepdf.Dictionary(**kind, Contents=text) for text in texts]
        pdf.pages[0].Annots = pdf.make_indirect(pikepdf.Array(notes))
        pdf.save(path)
    return path


def test_notes_are_read_up_to_a_number_and_a_length(tmp_path, make_pdf, monkeypatch):
    monkeypatch.setattr("kehoach.pipeline.ingest.annotations.PAGE_NOTES", 3)
    monkeypatch.setattr("kehoach.pipeline.ingest.annotations.NOTE_LETTERS", 10)
    path = noted(tmp_path, make_pdf(body), ["đã xem, chuyển phòng NVY"] * 9)
    with open_input(as_input(path), OPTIONS) as document:
        assert [line.text for line in document.page(1).annotations] == ["đã xem, ch"] * 3
