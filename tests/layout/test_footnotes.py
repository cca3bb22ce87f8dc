from dataclasses import replace

import pytest
from drawn_lines import line

from kehoach.pipeline.document import Box, Line, Role, Word
from kehoach.pipeline.layout import arrange_page

TASKS = "Ngành y tế tổ chức thực hiện các nhiệm vụ được giao trong năm 2026"
BODY = [line(TASKS, 60, 100 + 20 * row) for row in range(30)]


def small(text: str, left: float, top: float, high: float = 9.0) -> Line:
    """A line of smaller type."""
    one = line(text, left, top)
    words = tuple(Word(w.text, Box(w.box.left, w.box.top, w.box.right, w.box.top + high)) for w in one.words if w.box)
    return Line(one.text, 1, 1, Box.around(w.box for w in words if w.box), words)


def layer(lines: list[Line]) -> list[Line]:
    """Lines as a text layer has them: no reader was unsure."""
    return [Line(one.text, 1, 1, one.box, tuple(Word(w.text, w.box) for w in one.words)) for one in lines]


def notes(lines: list[Line], rulings: list[Box] | None = None) -> list[str]:
    found = arrange_page(lines, 600, 850, 1, rulings or []).lines
    return [one.text for one in found if one.role is Role.FOOTNOTE]


RULE = [Box(60, 722, 204, 723)]


def test_small_type_with_a_number_at_the_foot_is_a_footnote() -> None:
    foot = [small("1Theo báo cáo của Cục Y tế dự phòng năm 2025,", 60, 730), small("tr. 5 và các trang sau.", 60, 742)]
    assert notes([*layer(BODY), *foot]) == ["1Theo báo cáo của Cục Y tế dự phòng năm 2025,", "tr. 5 và các trang sau."]


def test_under_a_rule_a_mark_and_slightly_smaller_type_are_enough() -> None:
    foot = small("(1) Quyết định số 12/QĐ-TTg ngày 03/01/2025.", 60, 728, 11)
    assert notes([*layer(BODY), foot]) == []
    assert notes([*layer(BODY), foot], RULE) == ["(1) Quyết định số 12/QĐ-TTg ngày 03/01/2025."]


def test_numbered_text_under_underlined_words_stays_text() -> None:
    heading, below = line("b) Các chỉ tiêu cụ thể:", 60, 706), small("(1) Tỷ lệ tiêm chủng đạt 95 %.", 60, 728, 11)
    underline = [Box(60, 717, 190, 717.6)]
    assert notes([*layer([*BODY, heading]), below], underline) == []
    same = line("(1) Tỷ lệ tiêm chủng đạt 95 %.", 60, 728)
    assert notes(layer([*BODY, same]), RULE) == []


def test_numbered_text_at_the_foot_stays_text() -> None:
    for label in ("2.", "2)", "b)", "-"):
        assert notes([*layer(BODY), small(f"{label} Kinh phí thực hiện từ ngân sách nhà nước", 60, 730)], RULE) == []


def test_recipients_in_small_type_are_no_footnotes() -> None:
    foot = [small("Nơi nhận:", 60, 720), small("- Bộ Y tế (b/c);", 60, 732), small("- Lưu: VT, NVY.", 60, 744)]
    assert notes([*layer(BODY), *foot]) == []


def test_a_page_that_is_small_throughout_has_none() -> None:
    assert notes([small(f"{row}. Nội dung công việc", 60, 100 + 15 * row) for row in range(1, 20)]) == []


def test_footnotes_stand_after_the_signature_block() -> None:
    page = [
        *layer(BODY[:20]),
        *layer([line("Nơi nhận:", 60, 540), line("- Bộ Y tế;", 60, 556), line("GIÁM ĐỐC", 400, 540)]),
        small("* Không tính các trường hợp tái khám.", 60, 740),
    ]
    assert arrange_page(page, 600, 850, 1).lines[-1].text == "* Không tính các trường hợp tái khám."


NOTE = "1Theo báo cáo của Cục Y tế dự phòng năm 2025,"


def tall(text: str, top: float, high: float, sure: float | None = None) -> Line:
    """A line of type of some height, read with some confidence or taken from a text layer."""
    one = small(text, 60, top, high)
    return replace(one, words=tuple(replace(word, confidence=sure) for word in one.words))


@pytest.mark.parametrize(("high", "found"), [(8.0, [NOTE]), (10.5, [NOTE]), (11.2, [])])
def test_type_of_seven_eighths_of_the_texts_is_small_and_type_a_little_less_is_not(
    high: float, found: list[str]
) -> None:
    assert notes([*layer(BODY), tall(NOTE, 740, high)]) == found


@pytest.mark.parametrize(("high", "found"), [(7.0, [NOTE]), (9.6, [NOTE]), (10.4, [])])
def test_on_a_scan_small_type_has_to_be_smaller(high: float, found: list[str]) -> None:
    assert notes([*BODY, tall(NOTE, 740, high, 0.9)]) == found


@pytest.mark.parametrize(("high", "found"), [(8.0, [NOTE]), (11.5, [NOTE]), (11.75, [])])
def test_under_a_rule_any_smaller_type_is_a_note_and_type_of_the_same_size_is_text(
    high: float, found: list[str]
) -> None:
    assert notes([*layer(BODY), tall(NOTE, 728, high)], RULE) == found


@pytest.mark.parametrize(("across", "found"), [(42, []), (75, [NOTE]), (240, [NOTE]), (350, [])])
def test_the_rule_above_notes_is_no_dash_and_no_line_over_the_page(across: float, found: list[str]) -> None:
    rule = [Box(60, 722, 60 + across, 723)]
    assert notes([*layer(BODY), tall(NOTE, 728, 11.2)], rule) == found


@pytest.mark.parametrize(("top", "found"), [(220.0, []), (380.0, [NOTE])])
def test_a_short_page_may_end_with_a_note_and_a_page_head_is_none(top: float, found: list[str]) -> None:
    assert notes([*layer(BODY[:5]), tall(NOTE, top, 9)]) == found
