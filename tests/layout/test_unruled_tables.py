"""Tables whose columns stand apart by white space alone."""

import pytest
from drawn_lines import line

from kehoach.pipeline.document import Line, Role
from kehoach.pipeline.layout import arrange_page

XS = (60, 120, 330, 470)
HEADER = ("STT", "Nội dung công việc", "Thời gian", "Kinh phí")
ROWS = [
    ("1", "Tập huấn cán bộ", "Quý I", "12.000"),
    ("2", "Truyền thông", "Quý II", "8.500"),
    ("3", "Giám sát", "Cả năm", ""),
]
NAMES = ("Lê An", "Hà Bình", "Vũ Chi")


def laid(rows: list[tuple[str, ...]], top: float = 300, xs: tuple[int, ...] = XS) -> list[Line]:
    return [
        line(text, xs[column], top + 20 * row)
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
        if text
    ]


def found(lines: list[Line]) -> list[str]:
    return [one.text for one in arrange_page(lines, 600, 850, 1).lines if one.role is Role.TABLE]


AROUND = [
    line("Kinh phí thực hiện các nhiệm vụ của ngành y tế năm 2026 như sau, đơn vị triệu đồng", 60, 260),
    line("Các đơn vị căn cứ vào kinh phí được giao để tổ chức thực hiện trong năm 2026", 60, 420),
]


def test_columns_under_a_header_are_a_table() -> None:
    page = arrange_page([*AROUND, *laid([HEADER, *ROWS])], 600, 850, 1)
    assert [one.text for one in page.lines] == [
        AROUND[0].text, "\t".join(HEADER), *("\t".join(row) for row in ROWS), AROUND[1].text
    ]  # fmt: skip
    (table,) = page.tables
    assert (table.ruled, table.header, table.first_line, len(table.rows)) == (False, 1, 2, 4)
    assert [cell.text for cell in table.rows[3]] == ["3", "Giám sát", "Cả năm", ""]


def test_a_reader_may_give_a_row_in_one_line() -> None:
    whole = [line("1          Tập huấn cán bộ                    Quý I                  12.000", 60, 320)]
    assert found([*laid([HEADER]), *whole, *laid(ROWS[1:], 340)])[1] == "1\tTập huấn cán bộ\tQuý I\t12.000"


def test_wrapped_cells_go_to_their_row() -> None:
    rows = [HEADER, ROWS[0], ("", "y tế cơ sở", "", ""), ROWS[1], ("", "trong trường học", "và III", ""), ROWS[2]]
    assert found(laid(rows))[1:3] == ["1\tTập huấn cán bộ y tế cơ sở\tQuý I\t12.000",
                                     "2\tTruyền thông trong trường học\tQuý II và III\t8.500"]  # fmt: skip


@pytest.mark.parametrize(
    "rows",
    [
        [HEADER, ROWS[0]],
        ROWS,
        [row[:2] for row in (HEADER, *ROWS)],
        [("NGƯỜI LẬP BIỂU", "KẾ TOÁN TRƯỞNG", "GIÁM ĐỐC"), ("(Ký tên)",) * 3, NAMES],
        [("BÊN GIAO", "BÊN NHẬN", "CHỨNG KIẾN"), ("Trạm Y tế", "Bệnh viện", "Sở Y tế"), NAMES],
        [("- Các sở, ngành", "- Các đơn vị", "- Các xã"), ("ngày 1",) * 3, ("ngày 4",) * 3],
    ],
    ids=["too short", "no header", "two columns", "signatures", "no figures", "bullets"],
)
def test_what_only_looks_like_columns_stays_text(rows: list[tuple[str, ...]]) -> None:
    assert found([*AROUND, *laid(rows, xs=(60, 220, 380, 500))]) == []


def test_text_that_is_set_flush_has_no_columns() -> None:
    text = [
        "Căn   cứ   Luật   Tổ chức   chính quyền   địa phương   số 72/2025/QH15",
        "Sở   Y tế   ban hành   kế hoạch   truyền   thông   năm 2026   trên",
        "địa bàn   tỉnh   với   các nội dung   sau đây   từ ngày 01/01/2026",
        "đến   hết   ngày 31/12/2026   theo   quy định   hiện hành   như sau",
    ]
    assert found([line(one, 60, 300 + 20 * row) for row, one in enumerate(text)]) == []


def test_the_last_row_may_stand_at_the_foot_of_the_page() -> None:
    assert found(laid([HEADER, *ROWS], top=760))[-1] == "3\tGiám sát\tCả năm\t"


def test_letterhead_and_foot_are_no_tables() -> None:
    page = [
        line("UBND TỈNH A", 60, 40), line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 260, 40),
        line("SỞ Y TẾ", 80, 56), line("Độc lập - Tự do - Hạnh phúc", 290, 56),
        line("Số: 12/KH-SYT", 60, 80), line("Tỉnh A, ngày 02 tháng 02 năm 2026", 270, 80),
        line("Nơi nhận:", 60, 540), line("KT. GIÁM ĐỐC", 400, 536),
        line("- Bộ Y tế (b/c);", 60, 556), line("PHÓ GIÁM ĐỐC", 400, 552), line("- Lưu: VT.", 60, 572),
    ]  # fmt: skip
    assert found(page) == []


def test_a_table_has_a_header_and_two_rows_at_least() -> None:
    short = [row[1:] for row in (HEADER, *ROWS[:2])]
    assert len(found(laid(short, xs=XS[1:]))) == 3
    assert found(laid(short[:2], xs=XS[1:])) == []


@pytest.mark.parametrize(("white", "columns"), [(8.0, 0), (10.2, 4)])
def test_white_of_most_of_a_letters_height_parts_columns_and_less_is_a_wide_space(white: float, columns: int) -> None:
    head, rows = ("Đợt", "Ngày", "Tuần", "Số ca"), [(f"{row}/II", "3/1-8", "22/03", "1.200") for row in range(1, 5)]
    lines = []
    for at, texts in enumerate([head, *rows]):
        left = 60.0
        for text in texts:
            lines.append(line(text.ljust(5, "x") if at else text.center(5, "x"), left, 300 + 20 * at))
            left += 5 * 6 + white
    assert len(arrange_page(lines, 600, 850, 1).tables) == (1 if columns else 0)


@pytest.mark.parametrize(("pitch", "rows"), [(42, 4), (58, 0)])
def test_rows_of_a_table_stand_three_heights_apart_at_most(pitch: int, rows: int) -> None:
    lines = [line(text, XS[at], 300 + pitch * row)
             for row, texts in enumerate([HEADER, *ROWS]) for at, text in enumerate(texts) if text]  # fmt: skip
    assert len(found(lines)) == rows


@pytest.mark.parametrize(("printed", "tables"), [(120, 1), (200, 2)])
def test_a_whole_sheet_of_small_print_is_one_table(printed: int, tables: int) -> None:
    rows = [HEADER, *((str(row), "Tập huấn", "Quý I", "12.000") for row in range(1, printed))]
    lines = [line(text, XS[at], 14 * row) for row, texts in enumerate(rows) for at, text in enumerate(texts)]
    found = arrange_page(lines, 600, 14.0 * printed, 1).tables
    assert sum(len(table.rows) == printed for table in found) == (1 if tables == 1 else 0)


@pytest.mark.parametrize(("letters", "rows"), [(32, 4), (50, 0)])
def test_a_columns_name_is_no_sentence(letters: int, rows: int) -> None:
    name = ("Nội dung công việc được giao cho các đơn vị trực thuộc")[:letters].strip()
    table = [(HEADER[0], name, *HEADER[2:]), *ROWS]
    assert len(found(laid(table, xs=(60, 120, 440, 540)))) == rows


@pytest.mark.parametrize(("figures", "tables"), [(5, 0), (7, 1), (9, 1)])
def test_a_column_of_which_most_cells_have_figures_makes_a_table(figures: int, tables: int) -> None:
    rows = [("Lê An", "Trạm Y tế", "Quý 1" if at < figures else "Cả năm") for at in range(10)]
    lines = laid([("Họ tên", "Đơn vị", "Thời gian"), *rows], xs=(60, 220, 380))
    assert len(arrange_page(lines, 600, 850, 1).tables) == tables
