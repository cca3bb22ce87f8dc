"""Plans read from scans: points lost after labels, stops lost before them, bases without an end."""

from dataclasses import replace

import pytest
from parse_documents import plain

from kehoach.pipeline.document import Box, Line, Method, Word
from kehoach.pipeline.form.labels import Kind, find_label
from kehoach.pipeline.form.text_key import key
from kehoach.pipeline.parse import parse
from kehoach.pipeline.parse.lines.paragraphs import paragraphs
from kehoach.pipeline.parse.lines.rows import Row, Shape

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


HEADINGS = ("MỤC ĐÍCH, YÊU CẦU", "PHẠM VI, ĐỐI TƯỢNG", "NỘI DUNG THỰC HIỆN", "KINH PHÍ THỰC HIỆN")


def sections(labels: list[str], also_read: dict[int, str], method: Method) -> list[tuple[str, list[str]]]:
    """Label and issues of the sections of a page with these labels; `also_read`: what another reader had."""
    text = "KẾ HOẠCH\n" + "\n".join(f"{label} {head}\nBody." for label, head in zip(labels, HEADINGS, strict=True))
    document = plain(text)
    lines = []
    for line in document.pages[0].lines:
        at = (line.number - 2) // 2 if line.number % 2 == 0 else -1
        first, *rest = line.text.split()
        other = (also_read[at],) if at in also_read else ()
        words = (Word(first, None, 0.6, other), *(Word(word) for word in rest))
        lines.append(replace(line, words=words, box=Box(100, 30 * line.number, 900, 30 * line.number + 20)))
    page = replace(document.pages[0], lines=tuple(lines), method=method)
    found = parse(replace(document, pages=(page,))).sections
    return [(section.label_printed, section.issues) for section in found]


def test_a_stroke_that_the_sequence_asks_for_is_put_back_on_a_scan() -> None:
    found = sections(["I.", "II", "II.", "IV."], {}, Method.OCR)
    assert [label for label, _ in found] == ["I.", "II.", "III.", "IV."]
    assert found[2][1] == ["label-misread"]


def test_a_stroke_that_another_reader_has_is_put_back_though_the_first_number_is_odd() -> None:
    found = sections(["II.", "II.", "IV.", "V."], {1: "III."}, Method.OCR)
    assert [label for label, _ in found] == ["II.", "III.", "IV.", "V."]


def test_numbers_out_of_order_stay_where_no_reader_doubts_them() -> None:
    found = sections(["II.", "II.", "IV.", "V."], {}, Method.OCR)
    assert [label for label, _ in found][:2] == ["II.", "II."]


def test_in_a_text_nothing_is_put_back() -> None:
    found = sections(["I.", "II.", "II.", "IV."], {}, Method.TEXT)
    assert [label for label, _ in found] == ["I.", "II.", "II.", "IV."]
