"""Tables that the layout found, on one page or over several: rows, typed columns, tasks; and tables of text alone."""

from pathlib import Path

import pytest
from parse_accounting import lost
from parse_documents import plain

from kehoach.pipeline.document import (
    Box,
    Cell,
    Document,
    Line,
    MediaKind,
    Method,
    Page,
    Role,
    Source,
    TableGrid,
    Unit,
    Word,
)
from kehoach.pipeline.parse import parse

WIDTH = 100.0
HEADER = ["TT", "Nội dung", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian"]
FIRST = [
    ["A. KHÁM SỨC KHỎE"],
    ["1", "Khám học sinh", "Trạm Y tế", "Trường học", "Tháng 3/2026"],
    ["2", "Khám người cao tuổi", None, "Hội Người cao tuổi", "Quý II"],
]
SECOND = [["3", "Tổng kết", "Sở Y tế", "", "Trước 20/12/2026"]]
ABOVE = ["KẾ HOẠCH", "Chăm sóc sức khỏe năm 2026", "I. NỘI DUNG", "1. Phân công như sau:"]


def cell(text, column, row, span=1, tall=1):
    left, top = WIDTH * column, 20.0 * row
    return Cell(text, Box(left, top, left + WIDTH * span, top + 20.0 * tall), span)


def grid_row(texts, row):
    """A row of cells; one text spans all columns, None goes on with the cell above."""
    if len(texts) == 1:
        return (cell(texts[0], 0, row, len(HEADER)),)
    cells = []
    for column, text in enumerate(texts):
        joined = text is None
        cells.append(cell("" if joined else text, column, row - joined, tall=2 if joined or column == 2 else 1))
    return tuple(cells)


def page_of(number, rows, above=(), **table):
    lines = [Line(text, number, at, Box(0, 0, 400, 10)) for at, text in enumerate(above, start=1)]
    first = len(lines) + 1
    cells = [grid_row(texts, at + 3) for at, texts in enumerate(rows)]
    for at, row in enumerate(cells):
        words = tuple(Word(w, c.box, 0.99) for c in row for w in c.text.split())
        box = Box.around([c.box for c in row])
        lines.append(Line("\t".join(c.text for c in row), number, first + at, box, words, Role.TABLE))
    grid = TableGrid(tuple(cells), number, first, **table)
    return Page(number, tuple(lines), (grid,), 500.0, 700.0, Unit.POINT, Method.OCR)


def document(*pages):
    return Document(Source(Path("scan.pdf"), MediaKind.PDF, "0" * 64, 1, len(pages)), pages)


OVER_PAGES = {
    "said by the layout": lambda: document(
        page_of(1, [HEADER, *FIRST], ABOVE, header=1), page_of(2, [HEADER, *SECOND], continues=True, repeats=1)
    ),
    "without a header again": lambda: document(
        page_of(1, [HEADER, *FIRST], ABOVE, header=1), page_of(2, SECOND, continues=True)
    ),
    "said by nobody": lambda: document(page_of(1, [HEADER, *FIRST], ABOVE), page_of(2, [HEADER, *SECOND])),
}


@pytest.fixture(params=sorted(OVER_PAGES))
def over_pages(request):
    return OVER_PAGES[request.param]()


def test_a_table_over_pages_is_one(over_pages):
    plan = parse(over_pages)
    assert [table.header for table in plan.tables] == [HEADER]
    assert plan.tables[0].columns == ["order", "content", "lead", "partners", "time"]
    rows = plan.tables[0].rows
    assert [row.group for row in rows] == [True, False, False, False]
    assert all(len(row.cells) == len(HEADER) for row in rows)
    assert [row.cells[2].joined for row in rows] == [False, False, True, False]
    assert not lost(over_pages, plan)


def test_its_rows_are_tasks(over_pages):
    tasks = [t for t in parse(over_pages).tasks if t.section is None]
    assert [(t.action, t.lead, t.partners, t.period.start, t.period.end) for t in tasks] == [
        ("Khám học sinh", "Trạm Y tế", ["Trường học"], "2026-03-01", "2026-03-31"),
        ("Khám người cao tuổi", "Trạm Y tế", ["Hội Người cao tuổi"], "2026-04-01", "2026-06-30"),
        ("Tổng kết", "Sở Y tế", [], None, "2026-12-20"),
    ]


def test_a_row_cut_by_the_page_is_one():
    cut = ["", "và tầm soát tăng huyết áp", "", "xã", ""]
    given = document(
        page_of(1, [HEADER, *FIRST], ABOVE, header=1),
        page_of(2, [HEADER, cut, *SECOND], continues=True, repeats=1, row_goes_on=True),
    )
    plan = parse(given)
    assert [row.cells[1].text for row in plan.tables[0].rows[1:]] == [
        "Khám học sinh",
        "Khám người cao tuổi và tầm soát tăng huyết áp",
        "Tổng kết",
    ]
    assert plan.tables[0].rows[2].cells[3].text == "Hội Người cao tuổi xã"
    assert not lost(given, plan)


def test_cells_know_their_place():
    rows = parse(OVER_PAGES["said by the layout"]()).tables[0].rows
    assert rows[1].cells[1].evidence.box == (WIDTH, 100.0, 2 * WIDTH, 120.0)
    assert rows[3].cells[1].evidence.page == 2


def test_a_header_whose_rulings_were_lost_is_parted_by_its_words():
    page = page_of(1, [HEADER, *FIRST], ABOVE)
    grid = page.tables[0]
    whole = Cell(" ".join(HEADER), Box.around([c.box for c in grid.rows[0]]), len(HEADER))
    lines = list(page.lines)
    words = tuple(
        Word(w, Box(c.box.left + 5, 65.0, c.box.right - 5, 75.0), 0.99) for c in grid.rows[0] for w in c.text.split()
    )
    lines[4] = Line(whole.text, 1, 5, whole.box, words, Role.TABLE)
    glued = TableGrid(((whole,), *grid.rows[1:]), 1, grid.first_line)
    plan = parse(document(Page(1, tuple(lines), (glued,), 500.0, 700.0, Unit.POINT, Method.OCR)))
    assert plan.tables[0].header == HEADER


def test_two_tables_of_a_page_stay_two():
    first = page_of(1, [HEADER, *FIRST[1:2]], ABOVE, header=1)
    second = page_of(
        1, [["STT", "Đơn vị", "Số người", "Kinh phí", "Ghi chú"], ["1", "Trạm A", "5", "2.000", ""]], header=1
    )
    moved = [Line(x.text, 1, x.number + 6, x.box, x.words, x.role) for x in second.lines]
    grids = (first.tables[0], TableGrid(second.tables[0].rows, 1, 7, header=1))
    page = Page(1, (*first.lines, *moved), grids, 500.0, 700.0, Unit.POINT, Method.TEXT_LAYER)
    assert [table.header[1] for table in parse(document(page)).tables] == ["Nội dung", "Đơn vị"]


HEAD = "KẾ HOẠCH\n\nTiêm chủng năm 2026\n\nI. NỘI DUNG\n\n1. Phân công\n\n"
TEXT_TABLES = [
    ("STT\tNhiệm vụ\tĐơn vị thực hiện\t\tThời gian\n\t\tChủ trì\tPhối hợp\t\n1\tTập huấn\tCDC\tSở Nội vụ\tTháng 4\n",
     ["order", "content", "lead", "partners", "time"], [("Tập huấn", "CDC", "2026-04-01", "2026-04-30")]),
    ("TT\tHoạt động\tBắt đầu\tKết thúc\n1\tĐiều tra\t01/3/2026\t15/3/2026\n2\tTiêm\t20/3/2026\t30/3/2026\n",
     ["order", "content", "start", "end"],
     [("Điều tra", None, "2026-03-01", "2026-03-15"), ("Tiêm", None, "2026-03-20", "2026-03-30")]),
    ("1\tRà soát danh sách trẻ\tTrạm Y tế xã\tTháng 3/2026\n2\tTổ chức tiêm vét cho trẻ\tTrung tâm Y tế\tQuý II/2026\n",
     ["order", "content", "lead", "time"],
     [("Rà soát danh sách trẻ", "Trạm Y tế xã", "2026-03-01", "2026-03-31"),
      ("Tổ chức tiêm vét cho trẻ", "Trung tâm Y tế", "2026-04-01", "2026-06-30")]),
    ("STT\tNội dung\tThời gian\nI\tSỞ Y TẾ\n1\tHướng dẫn chuyên môn\tTháng 2, tháng 9/2026\n",
     ["order", "content", "time"],
     [("Hướng dẫn chuyên môn", "SỞ Y TẾ", "2026-02-01", "2026-02-28"),
      ("Hướng dẫn chuyên môn", "SỞ Y TẾ", "2026-09-01", "2026-09-30")]),
    ("TT\tNội dung chi\tSố lượng\tĐơn giá\tThành tiền\n1\tIn tờ rơi\t100\t2.000\t200.000\n",
     ["order", "content", "quantity", "amount", "amount"], []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("table", "columns", "tasks"), TEXT_TABLES, ids=["two levels", "begin, end", "no header", "group", "costs"]
)
def test_tables_of_text(table, columns, tasks):
    given = plain(f"{HEAD}{table}\nII. TỔ CHỨC THỰC HIỆN\n\nCác đơn vị thực hiện./.")
    plan = parse(given)
    assert plan.tables[0].columns == columns
    found = [(t.action, t.lead, t.period.start, t.period.end) for t in plan.tasks if t.period and t.section is None]
    assert found == tasks
    assert not lost(given, plan)
