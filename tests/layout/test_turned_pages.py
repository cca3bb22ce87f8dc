"""Pages whose writing is turned, and narrow cells with upright letters."""

from dataclasses import replace

import pytest
from drawn_lines import line
from hypothesis import given
from hypothesis import strategies as st

from kehoach.pipeline.document import Box, Line, Role
from kehoach.pipeline.layout import arrange_page
from kehoach.pipeline.layout.turned import seen_upright, turned_back

LAID = [
    line("Biểu 1: Kế hoạch và dự toán kinh phí năm 2026", 100, 40),
    line("STT", 55, 110), line("Nội dung công việc", 110, 110), line("Mức giá", 700, 110),
    line("1", 60, 160), line("Tập huấn cán bộ y tế", 105, 150), line("tuyến xã", 105, 166), line("52.600", 705, 162),
]  # fmt: skip
GRID = [Box(x, 100, x + 1, 200) for x in (50, 100, 690, 800)] + [Box(50, y, 801, y + 1) for y in (100, 140, 199)]
READ = ["Biểu 1: Kế hoạch và dự toán kinh phí năm 2026", "STT\tNội dung công việc\tMức giá",
        "1\tTập huấn cán bộ y tế tuyến xã\t52.600"]  # fmt: skip


def turned(one: Line, turn: int) -> Line:
    """A line of a sheet of 850 by 600 as it lies when the sheet is turned by `turn` quarters counter-clockwise."""
    return replace(one.moved(lambda box: turned_back(box, turn, *SIZES[turn])), turn=turn)


SIZES = {0: (850.0, 600.0), 1: (600.0, 850.0), 2: (850.0, 600.0), 3: (600.0, 850.0)}


@pytest.mark.parametrize("turn", [0, 1, 2, 3])
def test_a_turned_page_is_read_as_the_upright_one(turn: int) -> None:
    rulings = [turned_back(box, turn, *SIZES[turn]) for box in GRID]
    found = arrange_page([turned(one, turn) for one in LAID], *SIZES[turn], 1, rulings)
    assert [one.text for one in found.lines] == READ
    assert {one.turn for one in found.lines} == {turn}
    (table,) = found.tables
    assert table.box == Box.around(rulings)
    assert found.lines[0].box == turned(LAID[0], turn).box


def test_upright_head_and_number_of_a_turned_page_stand_apart() -> None:
    head, number = line("CÔNG BÁO/Số 88/Ngày 06-02-2026", 200, 30), line("35", 560, 30)
    rulings = [turned_back(box, 1, *SIZES[1]) for box in GRID]
    found = arrange_page([head, number, *(turned(one, 1) for one in LAID)], *SIZES[1], 1, rulings).lines
    assert [one.text for one in found if one.role is not Role.PAGE_NUMBER and one.turn] == READ
    assert {one.text: one.role for one in found}["35"] is Role.PAGE_NUMBER
    assert head.text in [one.text for one in found]


def test_upright_letters_in_a_narrow_cell_go_into_it() -> None:
    cell = [turned(line(text, 460, top), 1) for text, top in (("Số", 56), ("lượng", 70))]
    rows = [one for one in LAID if one.text != "STT"]
    found = arrange_page([*rows, *(c.moved(lambda b: Box(b.left, 104, b.right, 136)) for c in cell)], 850, 600, 1, GRID)
    assert found.lines[1].text == "Số lượng\tNội dung công việc\tMức giá"


@given(st.integers(0, 3), st.floats(0, 300), st.floats(0, 300), st.floats(0, 300), st.floats(0, 300))
def test_turning_back_gives_the_box_again(turn: int, left: float, top: float, width: float, height: float) -> None:
    box = Box(left, top, left + width, top + height)
    back = turned_back(seen_upright(box, turn, 600, 850), turn, 600, 850)
    assert (back.left, back.top, back.right, back.bottom) == pytest.approx((box.left, box.top, box.right, box.bottom))
