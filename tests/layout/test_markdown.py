"""Markdown: its marks go, what they marked stays, and each line keeps its number."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from kehoach.pipeline.document import Role
from kehoach.pipeline.layout.markdown import is_markdown, without_marks
from kehoach.pipeline.layout.text import arrange_text, explain_text

MARKS = re.compile(r"[#|*_>\\:-]|<br/?>|&\w+;|<!--.*?-->|!\[.*?\]\(.*?\)|\s")

BLOCK = st.sampled_from(
    [
        "# KẾ HOẠCH",
        "## I. MỤC TIÊU ##",
        "### *1. Mục tiêu chung*",
        "| TT | Nội dung | Thời gian |",
        "|---|:--:|---:|",
        "| 1 | Rà soát<br>điểm tiêm | Quý II |",
        "- **Sở Y tế** chủ trì; _Công an tỉnh_ phối hợp",
        "1\\. Số: 12/KH-SYT",
        "> Trích dẫn",
        "<!-- image -->",
        "Ghi chú (*) và 5 * 3",
        "",
    ]
)


def texts(lines):
    return [line.text for line in arrange_text(lines)]


@settings(deadline=None)
@given(st.lists(BLOCK, max_size=25))
def test_marks_go_and_nothing_else(blocks):
    lines = ["# PHẦN A", "## PHẦN B", *blocks]
    plain, said = without_marks(lines)
    assert said
    assert MARKS.sub("", "".join(text for _, text in plain)) == MARKS.sub("", "".join(lines))
    numbers = [number for number, _ in plain]
    assert numbers == sorted(numbers)
    assert {lines[number - 1] for number, text in plain if text} <= set(lines)


@given(st.lists(st.text(max_size=30), max_size=12))
def test_no_text_breaks_it(lines):
    plain, _ = without_marks(["# Một", "## Hai", *lines])
    assert {number for number, _ in plain} <= set(range(1, len(lines) + 3))


def test_other_texts_come_out_as_they_are():
    lines = ["# Số: 12/KH-SYT", "A | B", "* Ghi chú: 2 * 3 = 6_", "Điều 1\\. Phạm vi", "-----", "|"]
    assert not is_markdown(lines)
    assert without_marks(lines) == (list(enumerate(lines, 1)), "")
    assert texts(lines) == lines


def test_a_table_is_lines_with_tabs_under_their_numbers():
    lines = ["Kèm theo:", "", "| TT | **Việc** |", "|:--|--:|", "| 1 | A \\| B |", "2 | C", "", "Hết | rồi"]
    found = [(line.number, line.text) for line in arrange_text(lines) if line.text]
    assert found == [(1, "Kèm theo:"), (3, "TT\tViệc"), (5, "1\tA | B"), (6, "2\tC"), (8, "Hết | rồi")]


def test_a_row_short_of_cells_is_filled_up():
    assert texts(["| a | b | c |", "|---|---|---|", "| 1 |"]) == ["a\tb\tc", "1\t\t"]


def test_letterhead_and_foot_set_as_tables_are_read_by_columns():
    lines = [
        "| SỞ Y TẾ<br>**BỆNH VIỆN MẮT** | **CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM**<br>Độc lập - Tự do - Hạnh phúc |",
        "|---|---|",
        "| Số: 5/KH-BVM | *Huế, ngày 02 tháng 3 năm 2025* |",
        "",
        "# KẾ HOẠCH",
        "",
        "| ***Nơi nhận:***<br>- Sở Y tế;<br>- Lưu: VT. | **GIÁM ĐỐC**<br><br>Lê An |",
        "|---|---|",
    ]
    said = [text for text in texts(lines) if text]
    assert said[:3] == ["SỞ Y TẾ", "BỆNH VIỆN MẮT", "Số: 5/KH-BVM"]
    assert said[-5:] == ["Nơi nhận:", "- Sở Y tế;", "- Lưu: VT.", "GIÁM ĐỐC", "Lê An"]


def test_what_was_left_out_is_said():
    found = explain_text(["# A", "## *B*", "", "| x | y |", "|---|---|", "<!-- image -->"])
    assert found.notes == ("Markdown's marks left out: 2 headings, 1 emphasis, 1 table, 1 picture or comment",)
    assert all(line.role is Role.BODY for line in found.lines)
