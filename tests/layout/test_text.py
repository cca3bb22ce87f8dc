"""Text files to lines with roles: nothing lost, pages told apart, marks of emphasis."""

from __future__ import annotations

import unicodedata
from collections import Counter

import pytest
from arranged_lines import of_role
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kehoach.pipeline.document import Role
from kehoach.pipeline.layout.text import arrange_text, explain_text, strip_bold
from tests.whole_documents import DOCUMENTS, PAGES, text_of


def letters(texts: list[str]) -> Counter[str]:
    return Counter(c for text in texts for c in unicodedata.normalize("NFC", text) if not c.isspace())


PIECES = st.sampled_from(
    [
        "Nơi nhận:",
        "KT. GIÁM ĐỐC",
        "- Lưu: VT;",
        "4",
        "- 4 -",
        "Trang 3/7",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "SỞ Y TẾ",
        "Số: 04/KH-SYT",
        "Hà Nội, ngày 02 tháng 7 năm 2025",
        "Người ký: A",
        "Email: a@b.vn",
        "\f",
        "\t",
        " ",
        "**",
        "}",
        "(báo",
        "một dòng văn bản thường dài hơn ba mươi chữ cái, chưa hết",
        "tiếp tục câu ấy ở dòng sau cho đủ dài hơn nữa.",
    ]
)


@settings(deadline=None)
@example(["0 \x1f"])
@given(st.lists(st.lists(PIECES | st.text(max_size=6), max_size=4).map(" ".join), max_size=25))
def test_every_character_comes_out_again(lines):
    found = explain_text(lines)
    stripped, _ = strip_bold([unicodedata.normalize("NFC", line) for line in lines])
    assert letters([line.text for line in found.lines]) == letters(stripped)
    assert {line.number for line in found.lines} == set(range(1, len(lines) + 1))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_character_of_a_whole_document_comes_out_again(name):
    lines = text_of(name).split("\n")
    lost = letters(lines) - letters([line.text for line in arrange_text(lines)])
    assert set(lost) <= {"*"}


@pytest.mark.parametrize("name", [name for name in PAGES if name in DOCUMENTS])
def test_pages_of_an_export_and_the_number_inside_a_sentence(name):
    (printed, at), starts, dumped = PAGES[name]
    lines = arrange_text(text_of(name).split("\n"))
    (number,) = [line for line in lines if line.role is Role.PAGE_NUMBER]
    assert (number.text, number.number, number.page) == (str(printed), at, printed)
    assert {page: min(line.number for line in lines if line.page == page) for page in starts} == starts
    assert max(line.page for line in lines) == max(starts)
    assert len(of_role(lines, Role.SIGNATURE_DUMP)) == dumped


def test_bold_marks_are_left_out_and_noted():
    found = explain_text(["**KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC**", "báo cáo **trước ngày 10/4/2020**."])
    assert [line.text for line in found.lines] == ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "báo cáo trước ngày 10/4/2020."]
    assert found.notes == ("Markdown's marks of bold (**) left out: 2",)


def test_stars_that_are_no_bold_stay():
    lines = ["Kinh phí (**)", "(**) Ngân sách tỉnh", "* Ghi chú: 2 ** 3", "*****"]
    assert [line.text for line in arrange_text(lines)] == lines


def test_blank_lines_and_first_page_number():
    found = arrange_text(["Một.", "", "  Hai. "], page=7)
    assert [(line.text, line.number, line.page) for line in found] == [("Một.", 1, 7), ("", 2, 7), ("  Hai.", 3, 7)]
    assert arrange_text([]) == []


FULL = "Các đơn vị trực thuộc tổ chức thực hiện các nhiệm vụ được giao trong năm và báo cáo về Sở Y tế"


def paged(*lengths: int) -> list[str]:
    """Lines of text; each further page begins with a space, and has so many lines."""
    return [(" " if page and not row else "") + FULL for page, length in enumerate(lengths) for row in range(length)]


@pytest.mark.parametrize(("length", "pages"), [(10, 3), (5, 1)])
def test_a_space_that_begins_one_line_in_ten_begins_a_page_and_one_in_five_is_an_indent(length, pages):
    assert max(line.page for line in arrange_text(paged(*[length] * 3, length * 5, length))) >= pages
    marks = [length] * 8
    assert (max(line.page for line in arrange_text(paged(*marks))) > 1) is (pages > 1)


@pytest.mark.parametrize(("rows", "pages"), [(5, 1), (8, 2)])
def test_a_page_has_six_hundred_letters_at_least(rows, pages):
    assert max(line.page for line in arrange_text(paged(rows, 30))) == pages
