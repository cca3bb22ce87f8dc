"""Plans read from scans: points lost after labels, stops lost before them, bases without an end."""

import pytest

from pipeline.document import Line
from pipeline.parse.labels import Kind, find_label
from pipeline.parse.paragraphs import paragraphs
from pipeline.parse.rows import Row, Shape
from pipeline.parse.textual import key

DENSE = Shape(80, wrapped=True, gapped=False)


def joined(texts: list[str]) -> list[str]:
    longest = max(map(len, texts))
    rows = [
        Row(Line(text, 1, number), text, key(text), gap=0, fill=len(text) / longest)
        for number, text in enumerate(texts, start=1)
    ]
    return [para.text for para in paragraphs(rows, DENSE)]


def test_a_long_heading_over_two_lines_keeps_its_label_without_a_point() -> None:
    heading = "III NỘI DUNG THI ĐUA, PHƯƠNG ÁN TRIỂN KHAI, TIÊU CHÍ ĐÁNH GIÁ, XẾP LOẠI VÀ CÁCH THỨC XẾP HẠNG"
    label = find_label(heading)
    assert label is not None
    assert (label.kind, label.ordinal, label.printed, label.hurt) == (Kind.ROMAN, 3, "III", True)


@pytest.mark.parametrize("text", ["III của Kế hoạch này", "V ĐÃ NÊU tại Quyết định số 12/QĐ-UBND", "Inh nghiệm"])
def test_a_roman_number_before_small_letters_is_no_label(text: str) -> None:
    assert find_label(text) is None


def test_bases_without_an_end_are_parted() -> None:
    first = "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025"
    second = "Căn cứ Quyết định số 213/QĐ-TTg ngày 01 tháng 3 năm 2024 của Thủ"
    assert joined([first, second, "tướng Chính phủ;"]) == [first, f"{second} tướng Chính phủ;"]


def test_a_due_label_begins_a_paragraph_though_a_comma_was_read_for_the_full_stop() -> None:
    lines = [
        "1. Cấp thành phố xem xét, quyết định khen thưởng theo thẩm quyền",
        "b) Kinh phí khen thưởng: Từ nguồn kinh phí khen thưởng của thành phố,",
        "2. Cấp xã",
    ]
    assert joined(lines)[-1] == "2. Cấp xã"


@pytest.mark.parametrize("end", ["theo quy định tại các điểm a,", "quy định tại khoản 1,", "quy định tại khoản"])
def test_a_label_that_is_cited_begins_none(end: str) -> None:
    lines = ["1. Sở Y tế chủ trì, phối hợp với các đơn vị có liên quan thực hiện " + end, "2. Điều này và các văn bản"]
    assert len(joined(lines)) == 1
