"""The figures by which the parser decides, each from both sides: what lies a little within, what a little beyond."""

from dataclasses import replace

import pytest
from parse_documents import CASES, arranged, plain

from kehoach.pipeline.document import Box, Cell, Edit, Line, Method, Page, TableGrid, Word
from kehoach.pipeline.form.agencies import known_name
from kehoach.pipeline.form.purposes import with_purpose_mended
from kehoach.pipeline.form.word_lists import is_section_title
from kehoach.pipeline.parse import parse
from kehoach.pipeline.parse.body.sections import run_in
from kehoach.pipeline.parse.checks.closings import differs
from kehoach.pipeline.parse.checks.confidence import raw_overall
from kehoach.pipeline.parse.checks.pages import page_troubles
from kehoach.pipeline.parse.checks.sums import number_in
from kehoach.pipeline.parse.foot.braces import grouped
from kehoach.pipeline.parse.head.secrecy import secrecy_field
from kehoach.pipeline.parse.lines.grids import grid_rows
from kehoach.pipeline.parse.lines.rows import measure, rows_of
from kehoach.pipeline.parse.tables.columns import column_kinds
from kehoach.pipeline.parse.tables.exploded import take_exploded
from kehoach.pipeline.parse.tasks.actors import names_actor
from kehoach.pipeline.plan import Evidence, Field, Issue, Plan, Recipient

HEAD = "KẾ HOẠCH\n\nTiêm chủng năm 2026\n\n"
PLAN = (CASES / "plans" / "province_task_table.txt").read_text("utf-8")


def read(text: str) -> Plan:
    return parse(plain(text))


# --- headings and paragraphs

WORDS = [
    "Sở",
    "Y",
    "tế",
    "phối",
    "hợp",
    "với",
    "các",
    "đơn",
    "vị",
    "tổ",
    "chức",
    "thực",
    "hiện",
    "tốt",
    "công",
    "tác",
    "tiêm",
    "chủng",
    "mở",
    "rộng",
    "trên",
    "địa",
    "bàn",
    "tỉnh",
]


@pytest.mark.parametrize(("words", "runs_in"), [(11, True), (18, False)])
def test_a_heading_before_a_colon_has_a_dozen_words_and_a_longer_lead_in_is_a_sentence(words, runs_in):
    text = " ".join(WORDS[:words]) + ": tiêm vắc xin cho trẻ."
    assert (run_in(text) is not None) is runs_in


@pytest.mark.parametrize(("words", "titled"), [(45, True), (80, False)])
def test_a_heading_may_take_four_lines_and_no_page(words, titled):
    heading = " ".join((WORDS * 4)[:words])
    plan = read(f"{HEAD}I. NỘI DUNG\n\n1. {heading}\n\n2. Khác\n\nCác đơn vị thực hiện./.")
    assert (plan.sections[0].children[0].title is not None) is titled


@pytest.mark.parametrize(("lines", "whole"), [(16, True), (28, False)])
def test_a_subject_ends_before_it_fills_the_page(lines, whole):
    subject = "\n".join(f"TIÊM CHỦNG MỞ RỘNG CHO TRẺ EM ĐỢT {'ABCDEGHIKLMNOPQRSTUVXYZĐ'[n % 24]}" for n in range(lines))
    value = read(f"KẾ HOẠCH\n\n{subject}\n\nI. NỘI DUNG\n\nTiêm đủ.").metadata.subject.value
    assert (value is not None and value.count("TIÊM") + value.count("Tiêm") >= lines) is whole


COLUMN = 80


def lines_of(*lengths: int) -> list[str]:
    return [
        ("Sở Y tế tổ chức thực hiện các nhiệm vụ " * 8)[: length - 1].strip().ljust(length, "a") for length in lengths
    ]


def shape(lines: list[str]):
    return measure(rows_of([Line(text, 1, at) for at, text in enumerate(lines, start=1)]))


@pytest.mark.parametrize(("cut", "wrapped"), [(5, False), (8, True)])
def test_lines_that_pile_up_at_a_column_are_cut_there(cut, wrapped):
    """Of twenty long lines as many end near the column; one is far longer, as none is that was cut."""
    assert shape(lines_of(*[60] * (19 - cut), *[80] * cut, 130)).wrapped is wrapped


@pytest.mark.parametrize(("longest", "wrapped"), [(96, True), (150, False)])
def test_a_line_far_beyond_the_column_was_not_cut_there(longest, wrapped):
    assert shape(lines_of(*[50] * 17, 80, 80, longest)).wrapped is wrapped


@pytest.mark.parametrize(("parted", "gapped"), [(2, False), (4, True)])
def test_blank_lines_part_paragraphs_where_four_in_ten_labels_have_one_above(parted, gapped):
    lines = [line for n in range(10) for line in ([""] if n < parted else []) + [f"{n + 1}. Tiêm chủng cho trẻ em."]]
    assert shape(lines).gapped is gapped


def page_lines(*lines: tuple[str, float]) -> list[str]:
    """The paragraphs of a page whose lines end so far right in a column from 50 to 550, without blank lines."""
    made = [
        Line(text, 1, at, Box(50, 15.0 * at, 50 + 500 * share, 15.0 * at + 12))
        for at, (text, share) in enumerate(lines, 1)
    ]
    full = [Line(f"I. NỘI DUNG {n}", 1, 90 + n, Box(50, 900.0 + 15 * n, 200, 912.0 + 15 * n)) for n in range(1)]
    page = Page(1, (*full, *made), method=Method.OCR, width=600, height=1200)
    sections = parse(replace(plain("x"), pages=(page,))).sections
    return [*sections[0].paragraphs, *(child.title or "" for child in sections[0].children)] if sections else []


LONG = "Các đơn vị trực thuộc Sở Y tế tổ chức thực hiện tốt công tác tiêm chủng,"


@pytest.mark.parametrize(("fill", "paragraphs"), [(0.6, 2), (0.78, 2), (0.87, 1)])
def test_a_sentence_that_ends_a_short_line_ends_its_paragraph(fill, paragraphs):
    body = [(LONG, 1.0)] * 3
    found = page_lines(*body, ("bảo đảm an toàn cho trẻ em.", fill), ("Trung tâm Y tế báo cáo kết quả,", 1.0), *body)
    assert len(found) == paragraphs


@pytest.mark.parametrize(("fill", "bases"), [(0.5, 2), (0.86, 2), (0.93, 1)])
def test_a_basis_begins_on_a_new_line_where_its_first_word_had_room_above(fill, bases):
    """«Căn» takes 0.03 to 0.06 of the column."""
    lines = [("Thực hiện Quyết định số 12/QĐ-TTg ngày 03/01/2025 của Thủ tướng Chính phủ, Sở Y tế", fill),
             ("Căn cứ Kế hoạch số 15/KH-UBND ngày 05/01/2025 của Ủy ban nhân dân tỉnh,", 1.0)]  # fmt: skip
    assert len(page_lines((LONG, 1.0), (LONG, 1.0), (LONG, 1.0), *lines)) == bases


# --- tables


@pytest.mark.parametrize(("named", "kind"), [(5, "other"), (7, "amount"), (9, "amount")])
def test_a_column_without_a_heading_is_what_most_of_its_cells_are(named, kind):
    rows = [[f"Việc {n}", "1.200.000" if n < named else "chưa rõ"] for n in range(10)]
    assert column_kinds([], rows, 2)[1] == kind


@pytest.mark.parametrize(("levels", "header"), [(3, 3), (4, 3)])
def test_a_header_has_three_rows_at_most(levels, header):
    head = ["STT\tNội dung\tKinh phí\t\tGhi chú\t", *(f"\t\t{name}\tXã\t\tKhác" for name in ("Nguồn", "Tỉnh", "Đầu"))]
    table = "\n".join([*head[:levels], "1\tTập huấn\t5\t6\t7\t8", "2\tGiám sát\t5\t6\t7\t8"])
    found = read(f"{HEAD}I. NỘI DUNG\n\n1. Phân công\n\n{table}\n\nCác đơn vị thực hiện./.").tables[0]
    assert len(found.rows) == 2 + levels - header


def parted(over: float) -> int:
    """How many cells a header has whose rulings were lost; its second name reaches over its column by a share."""
    names, wide = ["STT", "Nội dung", "Đơn vị", "Thời gian"], 100.0
    words = [Word(name.replace(" ", ""), Box(wide * at + 10, 0, wide * at + 60, 10)) for at, name in enumerate(names)]
    words[1] = Word("Nộidung", Box(200 - 50 * (1 - over), 0, 200 + 50 * over, 10))
    head = Line(" ".join(word.text for word in words), 1, 1, Box(0, 0, 400, 10), tuple(words))
    row = tuple(Cell(text, Box(wide * at, 20, wide * at + 100, 40)) for at, text in enumerate("1abc"))
    line = Line("\t".join("1abc"), 1, 2, Box(0, 20, 400, 40))
    table = TableGrid(((Cell(head.text, Box(0, 0, 400, 20), 4),), row), 1, 1, header=1)
    return sum(bool(cell.text) for cell in grid_rows([Page(1, (head, line), (table,))])[1, 1].cells)


@pytest.mark.parametrize(("over", "cells"), [(0.24, 4), (0.4, 1)])
def test_a_name_may_reach_a_little_over_its_column_and_a_heading_goes_across(over, cells):
    assert parted(over) == cells


def shreds(rows: int) -> list[Line]:
    """The visual lines of a header and of rows as an export explodes them: a fragment a line, many of them empty."""
    named = ["Tuần", "", "Nội dung", *[""] * 7, "Đơn vị", "Kết quả"]
    blocks = [
        named,
        *([f"Tuần {n}", f"Lấy mẫu nước {n}.", *[""] * 8, "Trạm Y tế", "Báo cáo."] for n in range(1, rows + 1)),
    ]
    texts = [text for block in blocks for text in (*(f"\t{cell}" for cell in block), "")]
    return [Line(text, 1, at) for at, text in enumerate(texts, start=1)]


@pytest.mark.parametrize(("rows", "rebuilt"), [(4, False), (7, True)])
def test_shreds_of_a_header_and_four_rows_are_no_table_and_of_seven_are(rows, rebuilt):
    assert (take_exploded(shreds(rows)).table is not None) is rebuilt


@pytest.mark.parametrize(("off", "codes"), [(0.004, []), (0.0065, ["sum-differs"]), (0.02, ["sum-differs"])])
def test_a_sum_may_be_off_by_what_rounding_makes(off, codes):
    total = number_in("100.000")
    said = f"{round((total or 0) * (1 + off)):,}".replace(",", ".")
    table = f"TT\tNội dung\tKinh phí\n1\tTập huấn\t40.000\n2\tGiám sát\t60.000\n\tTổng cộng\t{said}"
    plan = read(f"{HEAD}I. NỘI DUNG\n\n1. Kinh phí\n\n{table}\n\nII. TỔ CHỨC THỰC HIỆN\n\nCác đơn vị thực hiện./.")
    assert [issue.code for issue in plan.issues if issue.code == "sum-differs"] == codes


def test_a_task_of_a_table_with_a_header_is_surer_than_one_of_a_table_without():
    rows = "1\tTập huấn cho trạm y tế\tSở Y tế\tTháng 3/2026\n2\tMua vắc xin\tTrung tâm Y tế\tQuý II/2026\n"
    texts = [f"{HEAD}I. NỘI DUNG\n\n1. Phân công\n\n{head}{rows}\nCác đơn vị thực hiện./."
             for head in ("STT\tNhiệm vụ\tĐơn vị thực hiện\tThời gian\n", "")]  # fmt: skip
    named, bare = ([task.confidence for task in read(text).tasks if "vắc xin" in task.action] for text in texts)
    assert all(0.8 < sure < 0.9 for sure in named)
    assert all(0.6 < sure < 0.7 for sure in bare)


# --- tasks and targets

CLAUSE = "Sở Y tế tổ chức thực hiện tốt công tác tiêm chủng mở rộng cho trẻ em trên địa bàn tỉnh, "


@pytest.mark.parametrize(("letters", "whole"), [(1200, True), (1900, False)])
def test_the_sentence_of_a_task_is_looked_for_on_a_page_and_not_beyond(letters, whole):
    said = (CLAUSE * 30)[:letters].strip(" ,")
    text = (
        f"{HEAD}I. NỘI DUNG\n\n1. Phân công\n\nMở đầu. Bắt đầu {said}, hoàn thành trước ngày 30/6/2026.\n\nTiêm đủ./."
    )
    (task,) = read(text).tasks
    assert task.action.startswith("Bắt đầu") is whole


@pytest.mark.parametrize(("letters", "whole"), [(450, True), (800, False)])
def test_the_clause_of_a_target_is_looked_for_in_a_paragraph_and_not_beyond(letters, whole):
    said = (CLAUSE * 12)[:letters].strip(" ,")
    plan = read(f"{HEAD}I. MỤC TIÊU\n\n1. Chung\n\nMở đầu. Bắt đầu {said}, phấn đấu tỷ lệ tiêm đạt 95%.\n\nTiêm đủ./.")
    assert plan.targets[0].raw.startswith("Bắt đầu") is whole


@pytest.mark.parametrize(("blanks", "year"), [(40, 2030), (90, None)])
def test_the_year_of_a_target_stands_right_before_its_clause(blanks, year):
    text = f"Phấn đấu đến hết năm{' ' * blanks}2030: tỷ lệ tiêm đạt 95%."
    assert read(f"{HEAD}I. MỤC TIÊU\n\n1. Chung\n\n- {text}\n\nTiêm đủ./.").targets[0].year == year or blanks > 80


@pytest.mark.parametrize(("spaces", "named"), [(150, True), (240, False)])
def test_a_name_begins_a_text(spaces, named):
    assert names_actor(f"Đề nghị{' ' * spaces}Sở Tài chính") is named


@pytest.mark.parametrize(("month", "tasks"), [("10", 1), ("9", 0)])
def test_a_deadline_of_some_weeks_ago_is_named_and_one_of_a_season_ago_is_a_look_back(month, tasks):
    """The plan is of December 2025."""
    text = PLAN.replace("trước ngày 30 tháng 6 năm 2026", f"trước ngày 15 tháng {month} năm 2025")
    ends = [task.period.end for task in parse(arranged(text)).tasks if task.period and task.period.end]
    assert sum(end.startswith(f"2025-{month:0>2}") for end in ends) == tasks


@pytest.mark.parametrize(("words", "bases"), [(10, 1), (16, 0)])
def test_a_basis_is_named_near_what_introduces_it(words, bases):
    said = " ".join(
        ["chỉ", "đạo", "của", "Ban", "chỉ", "đạo", "về", "công", "tác", "y", "tế", "tại", "hội", "nghị", "đầu", "năm"][
            :words
        ]
    )
    basis = f"Căn cứ {said} Công văn số 15/BYT-DP ngày 05/01/2026;"
    text = f"{HEAD}{basis}\n\nSở Y tế ban hành Kế hoạch.\n\nI. NỘI DUNG\n\nTiêm đủ."
    assert len(read(text).legal_bases) == bases


# --- the foot


@pytest.mark.parametrize(("head", "known"), [("Noi nhgn:", True), ("Nội dunz:", False)])
def test_the_head_of_the_recipients_may_have_slips(head, known):
    plan = read(f"{HEAD}I. NỘI DUNG\n\nTiêm đủ./.\n\n{head}\n- Bộ Y tế;\n- Lưu: VT.\n\nGIÁM ĐỐC\nLê Văn An")
    assert (plan.metadata.recipients.value is not None and len(plan.metadata.recipients.value) == 2) is known


@pytest.mark.parametrize(("printed", "signs"), [("LAM ĐỐC", True), ("LẬP BIỂU", False)])
def test_a_hurt_position_above_a_name_is_known_by_most_of_its_letters(printed, signs):
    plan = read(f"{HEAD}I. NỘI DUNG\n\nTiêm đủ./.\n\nNơi nhận:\n- Bộ Y tế;\n- Lưu: VT.\n{printed}\nLê Văn An")
    assert (plan.metadata.signer.value is not None and plan.metadata.signer.value.position == "GIÁM ĐỐC") is signs


@pytest.mark.parametrize(("sure", "name"), [(0.7, "Lâm"), (0.92, "Lẫm")])
def test_the_marks_of_a_name_are_believed_of_a_reader_that_is_sure(sure, name):
    text = f"{HEAD}I. NỘI DUNG\n\nTiêm đủ./.\n\nNơi nhận:\n- Bộ Y tế;\n- Lưu: VT.\n\nGIÁM ĐỐC\n\nLẫm Văn An"
    page = arranged(text).pages[0]
    lines = tuple(replace(x, words=tuple(Word(w, None, sure) for w in x.text.split())) for x in page.lines)
    document = replace(arranged(text), pages=(replace(page, lines=lines, method=Method.OCR),))
    assert parse(document).metadata.signer.value.name.startswith(name)


@pytest.mark.parametrize(("tall", "held"), [(13.0, False), (24.0, True)])
def test_a_brace_is_taller_than_a_line(tall, held):
    place = Evidence(page=1, lines=(1, 1), box=(50.0, 100.0, 200.0, 112.0))
    entries = [
        Recipient(text="Trang TTĐT Sở Y tế", evidence=place),
        Recipient(text="Các đơn vị", purpose="b/c", evidence=place),
    ]
    brace = Line("}", 1, 1, Box(210, 106 - tall / 2, 220, 106 + tall / 2))
    found = grouped(entries, [("thực hiện", [brace])])
    assert (found[0].group is not None) is held


@pytest.mark.parametrize(("printed", "shown"), [("tham mưn", "tham mưu"), ("để tham gia", "để tham gia")])
def test_a_purpose_with_a_slip_is_mended_and_another_one_is_left(printed, shown):
    assert with_purpose_mended(f"Phòng Nghiệp vụ ({printed})") == f"Phòng Nghiệp vụ ({shown})"


@pytest.mark.parametrize(("printed", "name"), [("SỞYTF", "Sở Y tế"), ("SƠN LA", None), ("TÂN YÊN", None)])
def test_an_agency_of_five_letters_may_have_one_of_them_wrong(printed, name):
    assert known_name(printed) == name


@pytest.mark.parametrize(
    ("title", "known"), [("TÔ CHỮC THỤC HIÊM", True), ("TỔ CHỨC CUỘC HỌP", False), ("NỘI QUY CƠ QUAN", False)]
)
def test_a_heading_with_a_few_slips_is_a_known_one_and_one_of_other_words_is_not(title, known):
    assert is_section_title(title) is known


# --- checks and confidence


@pytest.mark.parametrize(
    ("named", "another"),
    [
        ("phong chong sot xuat huyet dot 2", False),
        ("phong chong sot xuat huyet va tay chan", False),
        ("chong ma tuy", True),
        ("phong chong sot xuat huyet va tay chan mieng, tim mach", True),
    ],
)
def test_a_closing_names_another_plan_by_other_words(named, another):
    assert differs("phong chong sot xuat huyet", named) is another


def numbered(count: int) -> Plan:
    return parse(arranged("KẾ HOẠCH\n\nThử\n\n" + "\n\n".join(f"{n % 7 + 1}. Việc số {n}" for n in range(count))))


def test_two_hundred_faults_of_numbering_are_named_and_the_rest_are_counted():
    issues = [issue for issue in numbered(600).issues if issue.code == "misnumbered"]
    assert 150 < len(issues) < 250
    assert "more of the kind" in issues[-1].message


def test_the_first_five_doubtful_numbers_of_a_page_are_named():
    lines = [Line(f"Tiêm {n}0 trẻ", 1, n) for n in range(1, 8)]
    edits = tuple(Edit(f"{n}0", f"{n}0", "readers-disagree", 0.5, ("9",), 1, n) for n in range(1, 8))
    page = Page(1, tuple(lines), method=Method.OCR, edits=edits)
    (issue,) = [i for i in parse(replace(plain("x"), pages=(page,))).issues if i.code == "numbers-in-doubt"]
    assert issue.message.count("«") == 5
    assert issue.message.endswith("and 2 more")


@pytest.mark.parametrize(("share", "lost"), [(0.45, False), (0.75, True)])
def test_a_page_of_which_half_was_read_is_kept_and_one_of_a_quarter_is_told_of(share, lost):
    page = Page(1, (Line("Sở Y tế tổ chức thực hiện", 1, 1),), method=Method.OCR, unread_share=share)
    assert any(issue.code == "page-mostly-lost" for issue in page_troubles([page])) is lost


FIELDS = ("doc_type", "notation", "agency", "date", "subject", "signer", "recipients")


def figure(unknown: str = "", severities: tuple[int, ...] = (), method: Method = Method.TEXT) -> float:
    """A plan's figure where all its fields but one are certain, and the checks found such issues."""
    document = arranged(PLAN)
    plan = parse(document)
    fields = {
        name: getattr(plan.metadata, name).model_copy(update={"confidence": float(name != unknown)}) for name in FIELDS
    }
    weighed = plan.model_copy(update={"metadata": plan.metadata.model_copy(update=fields)})
    issues = [Issue(code="x", message="x", severity=severity) for severity in severities]
    pages = tuple(replace(page, method=method) for page in document.pages)
    return raw_overall(weighed, issues, replace(document, pages=pages))


def cost(name: str) -> float:
    """What a plan's figure loses where one of its fields is not known at all."""
    return figure() - figure(name)


def test_a_subject_counts_half_more_than_another_field_and_a_notation_half_as_much():
    usual = cost("date")
    assert usual == pytest.approx(1 / 9)
    for name in ("doc_type", "agency", "signer", "recipients"):
        assert cost(name) == pytest.approx(usual)
    assert cost("subject") == pytest.approx(1.5 * usual)
    assert cost("notation") == pytest.approx(0.5 * usual)


def penalty(*severities: int) -> float:
    return figure() - figure(severities=severities)


def test_two_grave_faults_cost_a_tenth_and_any_number_of_faults_less_than_a_third():
    assert 0.08 < penalty(1, 1) < 0.12
    assert 0.025 < penalty(2, 2) < 0.035
    assert penalty(3, 3) == 0.0
    assert 0.25 < penalty(*[1] * 20) < 0.34


def test_a_repaired_page_is_less_sure_than_a_sound_one_by_a_seventh():
    assert 1 - 1 / 5 < figure(method=Method.REPAIRED) / figure() < 1 - 1 / 10


def test_a_secrecy_mark_outside_the_letterhead_is_sure_and_one_that_may_be_something_else_is_not():
    absent = Field[str]()
    sure, doubted = (
        secrecy_field(plain(f"Sở Y tế\n\n{mark}\n\nTiêm đủ."), absent) for mark in ("TỐI MẬT", "TÀI LIỆU THU HỒI")
    )
    assert 0.8 < sure.confidence < 0.94
    assert 0.4 < doubted.confidence < 0.6
