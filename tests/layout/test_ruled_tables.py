import pytest
from drawn_lines import line

from kehoach.pipeline.document import Box, Line, Role
from kehoach.pipeline.layout import arrange_page
from kehoach.pipeline.layout.grid import find_frames, find_grids


def rules(xs: list[float], ys: list[float]) -> list[Box]:
    """All lines of a full grid, a unit thick."""
    upright = [Box(x, ys[0], x + 1, ys[-1]) for x in xs]
    return [*upright, *(Box(xs[0], y, xs[-1], y + 1) for y in ys)]


GRID = rules([50, 100, 350, 550], [200, 240, 300, 340])
LINES = [
    line("STT", 55, 210), line("Danh mục", 110, 210), line("Mức giá", 400, 210),
    line("1", 60, 260), line("Thông tư số 117/2020/TT-", 105, 250), line("BTC ngày", 105, 270),
    line("52.600", 480, 262),
    line("2", 60, 312), line("Hội chẩn", 105, 312), line("200.000", 480, 314),
]  # fmt: skip


def rows(lines: list[Line], rulings: list[Box]) -> list[str]:
    return [one.text for one in arrange_page(lines, 600, 850, 1, rulings).lines if one.role is Role.TABLE]


def test_each_row_of_cells_is_one_line_with_tabs() -> None:
    assert rows(LINES, GRID) == [
        "STT\tDanh mục\tMức giá",
        "1\tThông tư số 117/2020/TT-BTC ngày\t52.600",
        "2\tHội chẩn\t200.000",
    ]


def test_a_line_over_two_cells_is_parted_at_the_ruling() -> None:
    glued = [*LINES[:3], line("1        Giá khám bệnh                           52.600", 60, 262), *LINES[7:]]
    assert rows(glued, GRID)[1] == "1\tGiá khám bệnh\t52.600"


def test_text_around_a_table_keeps_its_place() -> None:
    around = [line("Đơn vị: đồng", 400, 180), *LINES, line("Ghi chú cuối bảng ở đây", 60, 360)]
    found = arrange_page(around, 600, 850, 1, GRID)
    assert found.lines[0].text == "Đơn vị: đồng"
    assert found.lines[-1].text == "Ghi chú cuối bảng ở đây"
    assert [(table.first_line, len(table.rows), table.ruled) for table in found.tables] == [(2, 3, True)]
    assert [cell.text for cell in found.tables[0].rows[2]] == ["2", "Hội chẩn", "200.000"]


def test_a_cell_over_two_columns_spans_them() -> None:
    rulings = [box for box in GRID if box.left != 350] + [Box(350, 200, 351, 240), Box(350, 300, 351, 340)]
    found = arrange_page(
        [*LINES[:3], line("I", 60, 262), line("Danh mục do Quỹ thanh toán", 110, 262), *LINES[7:]], 600, 850, 1, rulings
    )
    assert [cell.span for cell in found.tables[0].rows[1]] == [1, 2]
    assert found.lines[1].text == "I\tDanh mục do Quỹ thanh toán"


def test_a_cell_over_two_rows_stands_in_the_first() -> None:
    rulings = [box for box in GRID if not (box.top == 300 and box.width > box.height)] + [Box(100, 300, 550, 301)]
    found = arrange_page([*LINES[:3], *LINES[3:7], *LINES[8:]], 600, 850, 1, rulings).tables[0]
    assert [[cell.text for cell in row] for row in found.rows][1:] == [
        ["1", "Thông tư số 117/2020/TT-BTC ngày", "52.600"],
        ["", "Hội chẩn", "200.000"],
    ]


@pytest.mark.parametrize("bend", [-3.0, 3.0])
def test_bent_lines_still_make_a_grid(bend: float) -> None:
    torn = [Box(50, 240, 300, 241), Box(298, 240 + bend, 551, 241 + bend)]
    grids = find_grids([box for box in GRID if box.top != 240] + torn, 600, 850)
    assert [(grid.height, grid.width, len(grid.cells)) for grid in grids] == [(3, 3, 9)]


def test_a_lone_frame_and_underlines_are_no_table() -> None:
    assert find_grids(rules([50, 550], [100, 700]), 600, 850) == []
    assert find_grids([Box(100, 60, 200, 61), Box(300, 60, 500, 61)], 600, 850) == []


def test_two_tables_on_a_page() -> None:
    grids = find_grids([*GRID, *rules([50, 300, 550], [500, 540, 580])], 600, 850)
    assert [(grid.height, grid.width) for grid in grids] == [(3, 3), (2, 2)]


def test_a_torn_frame_is_found_though_a_longer_line_touches_it() -> None:
    torn = [Box(400, 100, 402, 180), Box(540, 125, 542, 172), Box(402, 182, 538, 184), Box(250, 98, 540, 100)]
    assert find_frames(torn) == [Box(400, 100, 542, 184)]


HEAD = [
    line("UBND TỈNH A", 60, 60), line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 260, 60),
    line("SỞ Y TẾ", 80, 76), line("Độc lập - Tự do - Hạnh phúc", 290, 76),
    line("Số: 12/KH-SYT", 60, 110), line("Tỉnh A, ngày 02 tháng 02 năm 2026", 270, 110),
]  # fmt: skip
FOOT = [
    line("Nơi nhận:", 60, 540), line("GIÁM ĐỐC", 400, 540), line("- Bộ Y tế (b/c);", 60, 556),
    line("- Lưu: VT, NVY.", 60, 572), line("Nguyễn Văn An", 390, 640),
]  # fmt: skip


def test_lines_drawn_around_letterhead_and_foot_make_no_table() -> None:
    drawn = [*rules([50, 240, 550], [50, 100, 130]), *rules([50, 300, 550], [530, 660])]
    found = arrange_page([*HEAD, *FOOT], 600, 850, 1, drawn)
    assert found.tables == ()
    assert [one.role for one in found.lines] == [
        *[Role.LETTERHEAD_LEFT] * 3, *[Role.LETTERHEAD_RIGHT] * 3, *[Role.RECIPIENTS] * 3, *[Role.SIGNATURE] * 2
    ]  # fmt: skip


def test_a_column_may_be_named_after_the_recipients() -> None:
    named = [line("STT", 55, 210), line("Nội dung", 110, 210), line("Nơi nhận", 400, 210), *LINES[3:]]
    assert rows(named, GRID)[0] == "STT\tNội dung\tNơi nhận"


def test_text_in_a_framed_box_of_one_column_stays_text() -> None:
    text = [line("Ghi chú: các đơn vị thực hiện", 60, 210), line("theo quy định hiện hành.", 60, 260)]
    assert rows(text, rules([50, 550], [200, 240, 300])) == []


def test_a_number_in_the_last_row_at_the_foot_is_no_page_number() -> None:
    low = rules([50, 100, 350, 550], [700, 740, 780, 820])
    body = [line("STT", 55, 710), line("Nội dung", 110, 710), line("1", 60, 750), line("Tập huấn", 110, 750),
            line("19", 60, 790), line("Giám sát", 110, 790)]  # fmt: skip
    found = arrange_page([*body, line("4", 297, 30)], 600, 850, 1, low).lines
    assert [one.text for one in found] == ["4", "STT\tNội dung\t", "1\tTập huấn\t", "19\tGiám sát\t"]
    assert found[0].role is Role.PAGE_NUMBER


def test_a_page_number_printed_over_the_edge_of_a_table_is_none_of_its_cells() -> None:
    high = [Box(box.left, box.top - 180, box.right, box.bottom - 180) for box in GRID]
    body = [one.moved(lambda b: Box(b.left, b.top - 170, b.right, b.bottom - 170)) for one in LINES]
    found = arrange_page([*body, line("11", 297, 22)], 600, 850, 1, high).lines
    assert [one.text for one in found][:2] == ["11", "STT\tDanh mục\tMức giá"]


@pytest.mark.parametrize(("short", "columns"), [(4.0, 3), (7.0, 0)])
def test_lines_may_end_a_little_short_of_each_other(short: float, columns: int) -> None:
    """Upright lines that end above the level one below them; on a page of 850 units 5 are allowed."""
    level = [Box(50, 200, 551, 201), Box(50, 340, 551, 341)]
    upright = [Box(x, 200, x + 1, 340 - short) for x in (50, 100, 350, 550)]
    upper = [grid.width for grid in find_grids([*level, *upright], 600, 850) if grid.box.bottom > 340]
    assert upper == ([columns] if columns else [])


@pytest.mark.parametrize(("height", "tables"), [(2, 0), (3, 1)])
def test_two_rows_around_the_foot_are_no_table_and_three_are(height: int, tables: int) -> None:
    grid = rules([50, 300, 550], [500 + 40 * row for row in range(height + 1)])
    cells = [
        line("Nơi nhận:", 60, 512),
        line("GIÁM ĐỐC", 320, 512),
        line("- Bộ Y tế;", 60, 552),
        line("Lê Văn An", 320, 552),
    ]
    more = [line("- Lưu: VT.", 60, 592), line("Đã ký", 320, 592)] if height > 2 else []
    assert len(arrange_page([*cells, *more], 600, 850, 1, grid).tables) == tables
