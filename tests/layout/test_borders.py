from dataclasses import replace

import pytest
from drawn_lines import line

from kehoach.pipeline.document import Line, Page, Role
from kehoach.pipeline.layout import arrange_page, find_borders

HEAD = [
    line("UBND TỈNH A", 60, 40), line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 260, 40),
    line("SỞ Y TẾ", 80, 56), line("Độc lập - Tự do - Hạnh phúc", 290, 56),
    line("Tỉnh A, ngày 12 tháng 02 năm 2026", 270, 80),
]  # fmt: skip
NUMBER, TITLE = line("Số: 15/KH-SYT", 60, 80), line("KẾ HOẠCH", 270, 130)
BODY = [line("Thực hiện chỉ đạo của Bộ Y tế về công tác truyền thông", 60, 180 + 20 * row) for row in range(5)]
FOOT = [line("Nơi nhận:", 60, 540), line("- Bộ Y tế (b/c);", 60, 556), line("GIÁM ĐỐC", 400, 540)]


def page(*lines: Line) -> Page:
    found = arrange_page(list(lines), 600, 850, 1)
    return Page(1, found.lines, found.tables, 600, 850)


FIRST, PLAIN, LAST = page(*HEAD, NUMBER, TITLE, *BODY), page(*BODY), page(*BODY, *FOOT)


def test_a_new_letterhead_after_a_foot_begins_a_document() -> None:
    assert find_borders([FIRST, LAST, FIRST, PLAIN, LAST, page(*HEAD, NUMBER, TITLE, *BODY, *FOOT)]) == [2, 5]


@pytest.mark.parametrize(
    "second",
    [
        page(*HEAD, TITLE, *BODY),
        page(*HEAD, line("Số: ...../KH-SYT", 60, 80), TITLE, *BODY),
        page(*HEAD, NUMBER, TITLE, line("(Kèm theo Quyết định số 12/QĐ-UBND ngày 02/02/2026)", 150, 146), *BODY),
        page(line("Mẫu số 01", 450, 20), *HEAD, NUMBER, TITLE, *BODY),
        page(TITLE, line("(Kèm theo Quyết định số 12/QĐ-UBND)", 150, 146), *BODY),
        page(*HEAD, NUMBER, *BODY),
    ],
    ids=["no number", "a form's blanks", "attached", "a form", "no letterhead", "no type"],
)
def test_annexes_and_forms_begin_none(second: Page) -> None:
    assert find_borders([FIRST, LAST, second]) == []


def test_without_a_foot_before_it_a_letterhead_begins_none() -> None:
    assert find_borders([FIRST, PLAIN, FIRST]) == []


def test_a_number_still_to_be_filled_in_is_a_number() -> None:
    assert find_borders([LAST, page(*HEAD, line("Số:       /KH-SYT", 60, 80), TITLE, *BODY)]) == [1]


def test_a_decision_may_bring_out_something_attached_to_it() -> None:
    decision = line("QUYẾT ĐỊNH", 270, 130)
    text = [line("Điều 1. Ban hành", 60, 160), line("kèm theo Quyết định này Kế hoạch truyền thông", 60, 176)]
    assert find_borders([LAST, page(*HEAD, line("Số: 15/QĐ-SYT", 60, 80), decision, *text, *BODY)]) == [1]


def test_a_letter_has_no_type_but_someone_it_goes_to() -> None:
    letter = page(*HEAD, line("Số: 7/SYT-NVY", 60, 80), line("Kính gửi: Các bệnh viện trong tỉnh", 150, 130), *BODY)
    assert find_borders([LAST, letter]) == [1]


def bare(*lines: Line) -> Page:
    """A page whose lines have their parts and their order given."""
    return Page(1, tuple(replace(one, page=1, number=at) for at, one in enumerate(lines, start=1)), (), 600, 850)


def known(*texts: tuple[str, Role]) -> list[Line]:
    return [Line(text, 1, 1, role=role) for text, role in texts]


NATION = known(("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", Role.LETTERHEAD_RIGHT))
COUNTED = known(("Số: 15/KH-SYT", Role.LETTERHEAD_LEFT))
PLAN, BEFORE = known(("KẾ HOẠCH", Role.BODY)), known(("Văn thư đã nhận", Role.BODY))


@pytest.mark.parametrize(("before", "begins"), [(10, [1]), (17, [])])
def test_a_stamp_may_stand_above_a_letterhead_and_half_a_page_of_text_may_not(before: int, begins: list[int]) -> None:
    assert find_borders([LAST, bare(*before * BEFORE, *NATION, *COUNTED, *PLAN)]) == begins


@pytest.mark.parametrize(("between", "begins"), [(20, [1]), (35, [])])
def test_the_type_stands_under_the_letterhead_and_not_at_the_foot_of_the_page(between: int, begins: list[int]) -> None:
    assert find_borders([LAST, bare(*NATION, *COUNTED, *between * BEFORE, *PLAN)]) == begins
