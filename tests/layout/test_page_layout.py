"""Pages drawn as boxes: every word is as wide as its letters, every line 12 high."""

import json
import random
from pathlib import Path

import pytest
from drawn_lines import line

from kehoach.pipeline.document import Box, Line, Page, Role, Word
from kehoach.pipeline.layout import arrange_page, mark_running_heads

CASES = json.loads((Path(__file__).parents[1] / "cases" / "page_layout.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
@pytest.mark.parametrize("seed", range(3))
def test_pages_are_read_in_order(case: dict, seed: int) -> None:  # type: ignore[type-arg]
    lines = [line(text, left, top) for text, left, top in case["lines"]]
    random.Random(seed).shuffle(lines)
    found = arrange_page(lines, 600, 850, 1).lines
    assert [f"{line.role.value}: {line.text}" for line in found] == case["read"]
    assert [line.number for line in found] == list(range(1, len(found) + 1))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_no_word_is_dropped_or_made_up(case: dict) -> None:  # type: ignore[type-arg]
    lines = [line(text, left, top) for text, left, top in case["lines"]]
    found = arrange_page(lines, 600, 850, 1).lines
    assert sorted(word for one in found for word in one.text.split()) == sorted(
        word for one in lines for word in one.text.split()
    )


def test_the_unit_does_not_matter() -> None:
    case = CASES[0]
    lines = [line(text, left, top) for text, left, top in case["lines"]]
    points = [
        Line(
            one.text,
            1,
            1,
            one.box.scaled(0.36) if one.box else None,
            tuple(Word(word.text, word.box.scaled(0.36)) for word in one.words if word.box),
        )
        for one in lines
    ]
    pixels = arrange_page(lines, 600, 850, 1).lines
    assert [one.text for one in arrange_page(points, 216, 306, 1).lines] == [one.text for one in pixels]


def test_lines_without_boxes_stay_in_order_at_the_end() -> None:
    bare = [Line("một", 1, 1), Line("hai", 1, 2)]
    assert [one.text for one in arrange_page([*bare, line("trên", 50, 50)], 600, 850, 1).lines] == [
        "trên",
        "một",
        "hai",
    ]


def test_an_empty_page_is_empty() -> None:
    assert arrange_page([], 600, 850, 1).lines == ()


def page(number: int, *texts: str) -> Page:
    return Page(number, tuple(Line(text, number, i) for i, text in enumerate(texts, start=1)))


def test_a_head_on_three_pages_is_furniture() -> None:
    pages = [
        page(i, f"CÔNG BÁO/Số 88/Trang {i}", f"khoản {i} một", "khoản hai", f"điều {'xyz'[i]} ba") for i in range(3)
    ]
    marked = mark_running_heads(pages)
    assert [[one.role for one in each.lines] for each in marked] == [[Role.RUNNING_HEAD] + [Role.BODY] * 3] * 3


def test_rows_of_a_list_that_begin_or_end_pages_are_text() -> None:
    pages = [page(i, *(f"Trạm y tế xã {row} của huyện {i}: 30 người" for row in range(12))) for i in range(4)]
    assert mark_running_heads(pages) == pages


def test_a_line_on_two_pages_is_text() -> None:
    pages = [page(1, "Sở Y tế", "a", "b"), page(2, "Sở Y tế", "c", "d"), page(3, "Khác", "e", "f")]
    assert mark_running_heads(pages) == pages


def roles(lines: list[Line]) -> dict[str, Role]:
    return {one.text: one.role for one in arrange_page(lines, 600, 850, 1).lines}


TEXT = [line("Thực hiện chỉ đạo của Bộ Y tế về công tác truyền thông", 60, 250 + 20 * row) for row in range(10)]


@pytest.mark.parametrize(("top", "role"), [(80, Role.PAGE_NUMBER), (130, Role.BODY)])
def test_a_page_number_stands_in_the_margin(top: float, role: Role) -> None:
    assert roles([line("3", 300, top), *TEXT])["3"] is role


def test_a_running_head_has_three_lines_at_most() -> None:
    pages = [
        page(n, "Sở Y tế", "Kế hoạch", "Phần hai", "Tập một", f"Đầu {n}.", f"Giữa {n}.", f"Cuối {'abcd'[n]}.")
        for n in range(4)
    ]
    heads = [one.text for one in mark_running_heads(pages)[1].lines if one.role is Role.RUNNING_HEAD]
    assert heads == ["Sở Y tế", "Kế hoạch", "Phần hai"]


NATION, MOTTO = line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 260, 40), line("Độc lập - Tự do - Hạnh phúc", 290, 56)


@pytest.mark.parametrize(("down", "role"), [(85, Role.LETTERHEAD_RIGHT), (150, Role.BODY)])
def test_place_and_date_stand_below_the_motto_and_not_in_the_text(down: float, role: Role) -> None:
    dated = line("Tỉnh A, ngày 12 tháng 02 năm 2026", 270, 68 + down)
    assert roles([line("SỞ Y TẾ", 80, 40), NATION, MOTTO, dated, *TEXT])[dated.text] is role


@pytest.mark.parametrize(("down", "heads"), [(55, 1), (95, 2)])
def test_nation_and_motto_of_one_letterhead_stand_together(down: float, heads: int) -> None:
    below = line("Độc lập - Tự do - Hạnh phúc", 290, 40 + down)
    lines = [line("SỞ Y TẾ", 80, 40), NATION, line("Văn phòng", 90, 40 + down), below, *TEXT]
    order = [one.text for one in arrange_page(lines, 600, 850, 1).lines][:4]
    assert (order.index(NATION.text) < order.index("Văn phòng")) is (heads == 2)


@pytest.mark.parametrize(("pitch", "role"), [(20, Role.LETTERHEAD_LEFT), (32, Role.BODY)])
def test_a_left_column_ends_with_a_gap(pitch: float, role: Role) -> None:
    left = line("PHÒNG NGHIỆP VỤ Y", 60, 56 + pitch)
    assert roles([line("SỞ Y TẾ", 80, 56), NATION, MOTTO, left, *TEXT])[left.text] is role


@pytest.mark.parametrize(("gap", "parted"), [(11, False), (20, True)])
def test_a_gap_of_a_height_and_a_half_parts_columns_and_one_of_a_height_does_not(gap: float, parted: bool) -> None:
    number, name = line("3", 60, 40), line("Báo cáo năm của Sở Y tế", 66 + gap, 40)
    whole = Line(f"3 {name.text}", 1, 1, Box(60, 40, 300, 52), (*number.words, *name.words))
    assert (roles([*TEXT, whole]).get("3") is Role.PAGE_NUMBER) is parted
