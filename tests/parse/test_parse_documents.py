"""Whole documents through the parser."""

import pytest
from parse_accounting import lost
from parse_documents import CASES, arranged, plain
from parse_texts import DECISION, MISNUMBERED, SPACED, TABLED

from kehoach.pipeline.parse import parse


@pytest.fixture(params=[plain, arranged], ids=["plain", "arranged"])
def read(request):
    return lambda text: parse(request.param(text))


NUMBER_BELOW = """SỞ Y TẾ TỈNH NAM HẢI CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TRUNG TÂM Y TẾ Độc lập - Tự do - Hạnh phúc

KẾ HOẠCH
Truyền thông phòng, chống sốt xuất huyết năm 2024
Số: 12/KH-TTYT
Nam Hải, ngày 05 tháng 3 năm 2024

I. MỤC ĐÍCH
Nâng cao hiểu biết của người dân về bệnh sốt xuất huyết.
"""


def test_a_number_below_the_title_takes_neither_the_title_nor_the_subject():
    plan = parse(arranged(NUMBER_BELOW))
    found = plan.metadata
    assert (found.doc_type.value, found.number.value, found.notation.value) == ("Kế hoạch", "12", "KH-TTYT")
    assert found.subject.value == "Truyền thông phòng, chống sốt xuất huyết năm 2024"
    assert (found.agency.value, found.parent_agency.value) == ("Trung tâm Y tế", "Sở Y tế tỉnh Nam Hải")
    assert (found.place.value, found.date.value) == ("Nam Hải", "2024-03-05")
    assert not lost(arranged(NUMBER_BELOW), plan)


def tree(sections):
    return [(s.id, s.label_printed, tree(s.children)) for s in sections]


def labels(sections):
    return [(s.label_printed, labels(s.children)) if s.children else s.label_printed for s in sections]


def test_decision_metadata(read):
    found = read(DECISION).metadata
    assert (found.doc_type.value, found.number.value, found.notation.value) == ("Quyết định", "0412", "QĐ-UBND")
    assert (found.agency.value, found.place.value) == ("Ủy ban nhân dân tỉnh Lào Cai", "Lào Cai")
    assert found.date.value == "2025-09-09"
    assert found.subject.value == ("VỀ VIỆC BAN HÀNH KẾ HOẠCH PHÒNG, CHỐNG SỐT XUẤT HUYẾT TRÊN ĐỊA BÀN TỈNH LÀO CAI")
    signer = found.signer.value
    assert (signer.authority, signer.on_behalf_of, signer.position, signer.name) == (
        "KT.",
        "CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
        "Hoàng Thị Minh Khuê",
    )
    assert [r.text for r in found.recipients.value] == [
        "Như Điều 2",
        "Bộ Y tế (b/c)",
        "VPUB: + CVP, các PCVP; + Cổng TTĐT tỉnh (đưa tin)",
        "Lưu: VT, VX",
    ]


def test_decision_and_plan_are_one_list_of_sections(read):
    assert labels(read(DECISION).sections) == [
        "Điều 1.",
        "Điều 2.",
        ("I.", ["1.", ("2.", ["a)", "b)"])]),
        ("II.", [("1.", ["1.1.", "1.2."]), "2."]),
        ("III.", ["1.", "2."]),
    ]


def test_decision_bases_are_what_is_relied_on(read):
    plan = read(DECISION)
    assert [(b.type, b.number, b.date) for b in plan.legal_bases] == [
        ("Luật", None, "2025-06-16"),
        ("Thông tư", "17/2023/TT-BYT", "2023-09-25"),
        ("Chỉ thị", "11/CT-TTg", "2025-05-02"),
    ]
    cited = {c.number for c in plan.citations if c.number}
    assert cited == {"17/2023/TT-BYT", "54/2015/TT-BYT", "11/CT-TTg", "88/TTr-SYT", "3711/QĐ-BYT"}


def test_decision_tasks(read):
    plan = read(DECISION)
    timed = {(t.period.start, t.period.end): t for t in plan.tasks if t.period and (t.period.start or t.period.end)}
    assert set(timed) == {(None, "2025-09-30"), ("2025-10-01", "2025-11-30")}
    school = timed["2025-10-01", "2025-11-30"]
    assert (school.lead, school.partners) == ("Sở Y tế", ["Sở Giáo dục và Đào tạo"])
    assert any(t.period and t.period.recurrence == "monthly" for t in plan.tasks)
    assert [(a.raw, a.value) for a in plan.amounts] == [("1.250.000.000 đồng", 1_250_000_000)]
    assert [(t.comparator, t.value) for t in plan.targets] == [(">=", 90.0), ("<", 5.0)]


def test_spaced_text_is_joined_over_blank_lines_and_pages(read):
    plan = read(SPACED)
    assert tree(plan.sections) == [("I", "I.", []), ("II", "II.", [("II.1", "2.1.", []), ("II.2", "2.2.", [])])]
    first, second = plan.sections[0].items
    assert first.text.endswith("trong những năm tới.")
    assert "Quyết định số 5904/QĐ-BYT ngày 20/12/2019" in second.text
    assert "tại các xã trên địa bàn" in plan.sections[1].children[1].items[0].text
    assert [(part.kind, part.text) for part in plan.furniture] == [("page-number", "3")]


def test_what_is_not_printed_is_concluded_and_says_so(read):
    found = read(SPACED).metadata
    assert (found.doc_type.value, found.doc_type.method) == ("Kế hoạch", "inferred")
    assert (found.agency.value, found.agency.method) == ("Sở Y tế", "inferred")
    assert found.subject.value == "Truyền thông phòng bệnh không lây nhiễm năm 2025"
    assert (found.date.value, found.date.method) == ("2025-03-11", "signature")
    assert (found.place.value, found.number.value) == (None, None)
    assert (found.province_today.raw, found.province_today.value) == ("Nam Định", "Ninh Bình")


def test_every_signature_dump_is_an_entry(read):
    plan = read(SPACED)
    signatures = plan.metadata.digital_signatures.value
    assert [(s.signer, s.email, s.time) for s in signatures] == [
        ("Lê Thị Hồng Gấm", "lthgam@vidu.vn", "2025-03-11T08:05:09+07:00"),
        ("SỞ Y TẾ", "syt@vidu.vn", "2025-03-11T09:30:00+07:00"),
        ("SỞ Y TẾ", "syt@vidu.vn", "2025-03-11T09:30:00+07:00"),
    ]
    assert {s.organisation for s in signatures} == {"ỦY BAN NHÂN DÂN TỈNH NAM ĐỊNH"}
    assert [i.code for i in plan.issues].count("duplicate-signature") == 1


def test_an_announced_appendix_that_is_not_there_is_named(read):
    plan = read(SPACED)
    assert [(a.label, a.title, a.announced, a.present) for a in plan.appendices] == [
        ("Phụ lục 1", "Mẫu báo cáo quý", True, False)
    ]
    assert "appendix-absent" in {issue.code for issue in plan.issues}


def test_misnumbering_is_kept_resolved_and_flagged(read):
    plan = read(MISNUMBERED)
    assert [(s.id, s.label_printed, s.ordinal_printed, s.ordinal_resolved) for s in plan.sections] == [
        ("I", "I.", 1, 1),
        ("II", "III.", 3, 2),
        ("III", "BI.", None, 3),
        ("IV", "IV.", 4, 4),
    ]
    assert plan.sections[1].issues == ["misnumbered"]
    assert plan.sections[2].issues == ["label-misread"]
    assert plan.sections[2].title == "NỘI DUNG HOẠT ĐỘNG"
    assert [(c.label_printed, c.title) for c in plan.sections[2].children] == [
        ("1.", "Hiến máu tình nguyện"),
        ("2.", "Khám bệnh cho người cao tuổi"),
    ]


def test_label_lines_make_one_task(read):
    task = next(t for t in read(MISNUMBERED).tasks if t.section == "III.1")
    assert (task.lead, task.partners) == ("Bệnh viện Đa khoa tỉnh", ["Hội Chữ thập đỏ tỉnh"])
    assert (task.period.start, task.period.end) == ("2024-03-01", "2024-03-31")


def test_misnumbered_plan_in_full(read):
    plan = read(MISNUMBERED)
    found = plan.metadata
    assert (found.number.value, found.notation.value, found.date.value) == ("19", "KH-SYT", "2024-02-05")
    assert (found.agency.value, found.province_today.value) == ("Sở Y tế", "Hồ Chí Minh")
    assert (found.signer.value.position, found.signer.value.name) == ("GIÁM ĐỐC", "Nguyễn Hồng Chương")
    assert [(r.text, r.purpose, r.group) for r in found.recipients.value] == [
        ("Bộ Y tế", None, "báo cáo"),
        ("Công đoàn Ngành; (phối hợp)", "phối hợp", None),
        ("Các đơn vị trực thuộc Sở", None, "thực hiện"),
        ("Lưu: VT, TCCB", None, None),
    ]
    assert [(c.number, c.type) for c in plan.citations] == [("30/KH-BYT", "Kế hoạch"), ("20", "Nghị quyết")]
    assert [b.number for b in plan.legal_bases] == ["30/KH-BYT"]
    assert len(plan.closing) == 1
    assert (None, "2024-04-05") in [(t.period.start, t.period.end) for t in plan.tasks if t.period]


def test_table_becomes_rows_and_tasks_and_its_sum_is_checked(read):
    plan = read(TABLED)
    table = plan.tables[0]
    assert table.header[1:4] == ["Nội dung", "Thời gian", "Đơn vị chủ trì"]
    assert all(len(row.cells) == 6 for row in table.rows)
    task = next(t for t in plan.tasks if t.action == "Tiêm bạch hầu")
    assert (task.lead, task.partners, task.period.end) == ("Trạm Y tế xã", ["Trường học"], "2026-06-30")
    assert "sum-differs" in {issue.code for issue in plan.issues}


def test_appendix_stands_apart_from_the_sections(read):
    plan = read(TABLED)
    assert labels(plan.sections) == [("I.", ["1.", "2."])]
    assert [(a.label, a.title, a.present) for a in plan.appendices] == [("PHỤ LỤC", "DANH SÁCH ĐIỂM TIÊM", True)]
    assert plan.tables[1].title == "DANH SÁCH ĐIỂM TIÊM"
    found = plan.metadata
    assert (found.agency.value, found.parent_agency.value) == ("Trung tâm Kiểm soát bệnh tật", "Sở Y tế An Giang")
    assert found.signer.value.name == "Trần Quốc Bảo"


def test_a_name_in_capitals_is_a_name(read):
    found = read(MISNUMBERED.replace("Nguyễn Hồng Chương", "NGUYỄN HỒNG CHƯƠNG")).metadata.signer.value
    assert (found.position, found.name, found.lines) == ("GIÁM ĐỐC", "NGUYỄN HỒNG CHƯƠNG", ["GIÁM ĐỐC"])


def test_two_agencies_sign_one_plan(read):
    text = (CASES / "plans" / "two_departments.txt").read_text("utf-8")
    found = read(text).metadata
    assert found.signer.value.name == "Phạm Quốc Toản"
    assert [(s.on_behalf_of, s.name) for s in found.co_signers.value] == [("GIÁM ĐỐC SỞ Y TẾ", "Đinh Thị Thu Hằng")]


def test_a_mark_stamped_twice_is_one_field_and_loses_nothing():
    text = (CASES / "plans" / "secret_urgent.txt").read_text("utf-8")
    document = arranged(text.replace("HỎA TỐC\n", "HỎA TỐC\nHỎA TỐC\n"))
    plan = parse(document)
    assert (plan.metadata.urgency.value, plan.metadata.agency.value) == ("HỎA TỐC", "Sở Y tế")
    assert not lost(document, plan)
