"""Several documents in one file."""

import json
from pathlib import Path

import jsonschema
import pytest

from kehoach.pipeline.bound import SEVERAL, parse_all
from kehoach.pipeline.document import Box, Document, Line, MediaKind, Page, Source, Unit, Word
from kehoach.pipeline.layout import arrange_page
from kehoach.pipeline.schema import committed


def at(text: str, left: float, top: float) -> Line:
    words, x = [], left
    for part in text.split():
        words.append(Word(part, Box(x, top, x + 6 * len(part), top + 12)))
        x += 6 * len(part) + 6
    return Line(text, 1, 1, Box(left, top, x - 6, top + 12), tuple(words))


def letter(number: str, subject: str) -> tuple[Line, ...]:
    return (
        at("UBND TỈNH AN GIANG", 60, 40), at("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 260, 40),
        at("SỞ Y TẾ", 90, 56), at("Độc lập - Tự do - Hạnh phúc", 290, 56),
        at(f"Số: {number}/KH-SYT", 70, 80), at("An Giang, ngày 12 tháng 02 năm 2026", 270, 80),
        at("KẾ HOẠCH", 270, 130), at(subject, 200, 146),
        at("I. MỤC ĐÍCH, YÊU CẦU", 60, 190),
        at("Tăng cường công tác truyền thông phòng bệnh trên địa bàn.", 60, 210),
    )  # fmt: skip


FOOT = (
    at("Nơi nhận:", 60, 540), at("- Bộ Y tế (b/c);", 60, 556), at("- Lưu: VT, NVY.", 60, 572),
    at("GIÁM ĐỐC", 400, 540), at("Nguyễn Văn An", 390, 640),
)  # fmt: skip


def document(*pages: tuple[Line, ...]) -> Document:
    laid = []
    for number, lines in enumerate(pages, 1):
        found = arrange_page(lines, 600, 850, number)
        laid.append(Page(number, found.lines, found.tables, 600, 850, Unit.POINT))
    return Document(Source(Path("a.pdf"), MediaKind.PDF, "0" * 64, 1, len(laid)), tuple(laid))


@pytest.fixture(scope="module")
def two() -> Document:
    return document(
        letter("12", "Truyền thông y tế năm 2026"), FOOT, (*letter("15", "Phòng chống sốt xuất huyết"), *FOOT)
    )


def test_each_document_is_parsed_apart(two: Document) -> None:
    plan = parse_all(two)
    assert [plan.metadata.number.value, *(each.metadata.number.value for each in plan.bound)] == ["12", "15"]
    assert [plan.source.page_range, *(each.source.page_range for each in plan.bound)] == [(1, 2), (3, 3)]
    assert [plan.source.pages, plan.bound[0].source.pages] == [3, 1]
    assert plan.bound[0].metadata.signer.value is not None


def test_the_file_says_that_it_holds_several(two: Document) -> None:
    first = parse_all(two).issues[0]
    assert (first.code, first.evidence.page if first.evidence else 0) == (SEVERAL, 3)
    assert first.message == "2 documents in one file: pages 1-2: Kế hoạch 12/KH-SYT; page 3: Kế hoạch 15/KH-SYT"


def test_the_text_is_that_of_the_whole_file(two: Document) -> None:
    plan = parse_all(two)
    assert plan.text.faithful.count("KẾ HOẠCH\n") == 2
    assert "Phòng chống sốt xuất huyết" in plan.text.normalised
    assert plan.bound[0].text.faithful.count("KẾ HOẠCH\n") == 1


def test_one_document_is_as_it_was() -> None:
    plan = parse_all(document(letter("12", "Truyền thông y tế năm 2026"), FOOT))
    assert plan.bound == []
    assert plan.source.page_range is None
    assert all(issue.code != SEVERAL for issue in plan.issues)


def test_a_plan_with_others_bound_is_valid(two: Document) -> None:
    jsonschema.validate(json.loads(parse_all(two).model_dump_json()), json.loads(committed()))
