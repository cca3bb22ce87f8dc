"""Tables over several pages, and headers of tables."""

from dataclasses import replace

import pytest
from drawn_lines import line

from kehoach.pipeline.document import Box, Cell, Line, Page, Role, TableGrid
from kehoach.pipeline.layout import arrange_page, join_tables
from kehoach.pipeline.layout.headers import header_rows

XS = [50.0, 100.0, 350.0, 550.0]
HEADER = ("STT", "Nội dung công việc", "Thời gian")


def rules(xs: list[float], ys: list[float]) -> list[Box]:
    return [*(Box(x, ys[0], x + 1, ys[-1]) for x in xs), *(Box(xs[0], y, xs[-1], y + 1) for y in ys)]


def page(
    rows: list[tuple[str, ...]], *, top: float = 100, xs: list[float] | None = None, around: tuple[Line, ...] = ()
) -> Page:
    xs = xs or XS
    lines = [
        line(text, xs[column] + 5, top + 40 * row + 10)
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
        if text
    ]
    found = arrange_page([*lines, *around], 600, 850, 1, rules(xs, [top + 40 * row for row in range(len(rows) + 1)]))
    return Page(1, found.lines, found.tables, 600, 850)


FIRST = page([HEADER, ("1", "Truyền thông", "Quý I"), ("2", "Tập huấn cho cán bộ", "Quý II")])
SECOND = [("3", "Giám sát", "Quý III"), ("4", "Báo cáo", "Quý IV")]


def joined(*pages: Page) -> list[tuple[bool, int, int]]:
    return [(table.continues, table.repeats, table.header) for each in join_tables(pages) for table in each.tables]


def test_a_table_with_the_same_columns_goes_on() -> None:
    assert joined(FIRST, page(SECOND)) == [(False, 0, 1), (True, 0, 0)]


def test_a_header_printed_again_is_no_data() -> None:
    assert joined(FIRST, page([HEADER, *SECOND]), page([HEADER, *SECOND])) == [
        (False, 0, 1), (True, 1, 0), (True, 1, 0)
    ]  # fmt: skip


def test_a_header_with_an_ocr_slip_is_the_header_again() -> None:
    slip = ("STT", "Nội dung công viêc", "Thời gian")
    assert joined(FIRST, page([slip, *SECOND]))[1] == (True, 1, 0)


@pytest.mark.parametrize(
    "second",
    [
        page(SECOND, around=(line("II. Nhiệm vụ khác", 60, 60),)),
        page(SECOND, xs=[50.0, 200.0, 300.0, 550.0]),
        page([(*row, "x") for row in SECOND], xs=[50.0, 100.0, 250.0, 400.0, 550.0]),
        page(SECOND, xs=[50.0, 100.0, 200.0, 300.0]),
    ],
    ids=["text above", "columns elsewhere", "one column more", "narrower"],
)
def test_another_table_does_not_go_on(second: Page) -> None:
    assert joined(FIRST, second)[1][0] is False


def test_text_below_the_first_part_ends_the_table() -> None:
    first = page([HEADER, *SECOND], around=(line("Trên đây là kế hoạch của đơn vị", 60, 600),))
    assert joined(first, page(SECOND))[1][0] is False


def test_furniture_and_footnotes_between_do_not_matter() -> None:
    number = line("2", 300, 20)
    assert joined(FIRST, page(SECOND, around=(number,)))[1][0] is True
    note = replace(FIRST.lines[-1], text="1 Theo báo cáo", role=Role.FOOTNOTE, number=len(FIRST.lines) + 1)
    assert joined(replace(FIRST, lines=(*FIRST.lines, note)), page(SECOND))[1][0] is True


def test_a_scan_laid_down_a_little_elsewhere_goes_on() -> None:
    assert joined(FIRST, page(SECOND, xs=[x * 1.01 + 8 for x in XS]))[1][0] is True


def test_a_blank_back_does_not_part_a_table() -> None:
    assert joined(FIRST, Page(2, width=600, height=850, blank=True), page(SECOND))[1][0] is True


@pytest.mark.parametrize(
    ("row", "rest"),
    [
        (("", "y tế cơ sở về giám sát", ""), True),
        (("", "Tập huấn khác", ""), False),
        (("3", "y tế cơ sở", ""), False),
        (("", "và xã", "hết quý I"), True),
        (("", "Tổng", "5"), False),
    ],
)
def test_a_row_cut_by_the_page_break(row: tuple[str, ...], rest: bool) -> None:
    first = page([HEADER, ("1", "Tập huấn cho cán bộ", "Cả năm")])
    assert join_tables([first, page([row, *SECOND])])[1].tables[0].row_goes_on is rest


@pytest.mark.parametrize(
    ("above", "row", "rest"),
    [
        ("Tập huấn cho cán bộ y tế của các trạm y tế xã, phường.", "Công tác khác", False),
        ("Chuyển giao cho Tổng công ty", "Bù trừ", False),
        ("Giao cho Trung tâm Kiểm soát bệnh tật thành phố và cho Tổng công ty", "Bù trừ", True),
    ],
    ids=["a sentence that ended", "a title", "a name in the middle of a sentence"],
)
def test_a_capital_at_the_head_of_a_page(above: str, row: str, rest: bool) -> None:
    first = page([HEADER, ("1", "x", "Cả năm")])
    table = replace(first.tables[0], rows=(first.tables[0].rows[0], (Cell("1"), Cell(above), Cell("Cả năm"))))
    pages = [replace(first, tables=(table,)), page([("", row, ""), *SECOND])]
    assert join_tables(pages)[1].tables[0].row_goes_on is rest


def test_pages_without_tables_stay_as_they_are() -> None:
    plain = Page(1, (Line("một", 1, 1),))
    assert join_tables([plain, plain]) == [plain, plain]


@pytest.mark.parametrize(
    ("rows", "top", "header"),
    [
        ([HEADER, ("1", "Truyền thông", "Quý I")], 1, 1),
        ([HEADER, ("(1)", "(2)", "(3)"), ("1", "Truyền thông", "Quý I")], 1, 2),
        ([("TT", "Định mức", "Ghi chú"), ("", "Tỷ lệ", ""), ("a", "b", "c=a+b"), ("1", "x", "y")], 2, 3),
        ([("1", "Truyền thông", "Quý I"), ("2", "Tập huấn", "Quý II")], 1, 0),
        ([("", "Truyền thông", ""), ("2", "Tập huấn", "Quý II")], 1, 0),
        ([HEADER], 1, 0),
    ],
)
def test_header_rows(rows: list[tuple[str, ...]], top: int, header: int) -> None:
    assert header_rows([[Cell(text) for text in row] for row in rows], top) == header


def test_the_line_of_a_row_is_found_by_its_number() -> None:
    around = (line("Đơn vị: triệu đồng", 400, 80),)
    first = page([HEADER, *SECOND], around=around)
    (table,) = first.tables
    assert isinstance(table, TableGrid)
    for index, row in enumerate(table.rows):
        assert first.lines[table.first_line + index - 1].text == "\t".join(cell.text for cell in row)


def moved(by: float, over: float = 0.0) -> list[float]:
    """The lines of `FIRST` on a sheet that lies `by` further right, its second column `over` further still."""
    return [XS[0] + by, XS[1] + by + over, *(x + by for x in XS[2:])]


@pytest.mark.parametrize(("by", "goes_on"), [(28.0, True), (48.0, False)])
def test_a_sheet_may_lie_a_finger_aside_and_no_more(by: float, goes_on: bool) -> None:
    assert joined(FIRST, page(SECOND, xs=moved(by)))[1][0] is goes_on


@pytest.mark.parametrize(("over", "goes_on"), [(10.0, True), (16.0, False)])
def test_a_column_may_lie_a_letter_aside_and_no_more(over: float, goes_on: bool) -> None:
    assert joined(FIRST, page(SECOND, xs=moved(0, over)))[1][0] is goes_on


def test_another_header_is_no_header_again() -> None:
    other = ("STT", "Nội dung chi phí", "Số tiền")
    assert joined(FIRST, page([other, ("3", "In tờ rơi", "Quý III")]))[1][1] == 0


@pytest.mark.parametrize(
    ("above", "goes_on"),
    [("Phối hợp với các đơn vị truyền thông và báo chí của", True), ("Phòng Nghiệp vụ Y của cơ quan", False)],
)
def test_a_name_goes_on_with_a_sentence_and_not_with_a_short_entry(above: str, goes_on: bool) -> None:
    wide = [50.0, 100.0, 450.0, 550.0]
    first = page([HEADER, ("1", above, "Quý I")], xs=wide)
    rest = page([("", "Bộ Y tế", ""), ("2", "Báo cáo", "Quý IV")], xs=wide)
    assert join_tables([first, rest])[1].tables[0].row_goes_on is goes_on


@pytest.mark.parametrize(("letters", "rows"), [(80, 1), (110, 0)])
def test_a_columns_name_may_fill_two_lines_and_no_paragraph(letters: int, rows: int) -> None:
    name = ("Kinh phí hỗ trợ từ ngân sách nhà nước cho mỗi hoạt động của ngành " * 3)[:letters].strip()
    cells = [(Cell("STT"), Cell(name)), (Cell("1"), Cell("12.000")), (Cell("2"), Cell("8.500"))]
    assert header_rows(cells, 1) == rows
