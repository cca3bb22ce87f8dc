"""Kinds of heads and feet that whole documents show: what belongs to others is never this document's."""

from __future__ import annotations

import pytest

from kehoach.pipeline.bound import parse_all
from kehoach.pipeline.plan import Plan
from tests.parse.parse_documents import arranged

LETTER = """{above}UBND TỈNH LẠNG SƠN
SỞ Y TẾ
{stamp}{number}
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
{date}
{title}
Tiêm chủng mở rộng cho trẻ em năm 2025
{opening}
I. MỤC ĐÍCH
Bảo đảm an toàn tiêm chủng.
II. NHIỆM VỤ
{tasks}
III. KINH PHÍ
Ngân sách nhà nước./.
Nơi nhận:
- Như trên;
- Lưu: VT.
{signing}
{name}
"""
USUAL = {
    "above": "",
    "stamp": "",
    "number": "Số: 38/KH-SYT",
    "date": "Lạng Sơn, ngày 05 tháng 3 năm 2025",
    "title": "KẾ HOẠCH",
    "opening": "Căn cứ Luật Phòng, chống bệnh truyền nhiễm;",
    "tasks": "1. Phòng Nghiệp vụ Y chủ trì, tham mưu.",
    "signing": "GIÁM ĐỐC",
    "name": "Lê Văn An",
}
SUBJECT = "Tiêm chủng mở rộng cho trẻ em năm 2025"


def plan_of(**said: str) -> Plan:
    return parse_all(arranged(LETTER.format(**USUAL | said)))


def head(plan: Plan) -> tuple[str | None, ...]:
    about = plan.metadata
    fields = (about.number, about.date, about.agency, about.parent_agency, about.doc_type, about.subject)
    return tuple(field.value for field in fields)


OWN = ("38", "2025-03-05", "Sở Y tế", "UBND tỉnh Lạng Sơn", "Kế hoạch", SUBJECT)


@pytest.mark.parametrize(
    "above",
    [
        "Văn bản được in từ hệ thống quản lý văn bản và điều hành lúc 14:02 ngày 09/4/2025\n",
        "In bởi: lan.nt, ngày 09/4/2025\n",
        "BỆNH VIỆN ĐA KHOA CAO LỘC\nĐến: Số: 512\nNgày: 09/4/2025\n",
        "CÔNG VĂN ĐẾN\nSố: 512\nNgày: 09/4/2025\nChuyển: Phòng KHTH\n",
    ],
)
def test_what_stands_above_the_letterhead_is_no_part_of_it(above: str) -> None:
    plan = plan_of(above=above)
    assert head(plan) == OWN
    kept = [part.text for part in plan.furniture if part.kind == "letterhead"]
    assert all(line in kept for line in above.strip().split("\n"))


def test_a_stamp_of_arrival_within_the_letterhead_is_no_part_of_it() -> None:
    assert head(plan_of(stamp="ĐẾN\nSố: 77\nNgày: 10/4/2025\nChuyển: Lãnh đạo\n")) == OWN


@pytest.mark.parametrize("title", ["HỎA TỐC KẾ HOẠCH", "KẾ HOẠCH THƯỢNG KHẨN", "KHẨN KẾ HOẠCH"])
def test_an_urgency_beside_the_title(title: str) -> None:
    plan = plan_of(title=title)
    assert head(plan) == OWN
    assert (plan.metadata.urgency.value or "") in title.replace("KẾ HOẠCH", "")
    assert plan.metadata.urgency.value


@pytest.mark.parametrize(
    "opening",
    [
        "Sở Y tế ban hành kế hoạch với các nội dung như sau:",
        "Trung tâm Y tế huyện Cao Lộc xây dựng Kế hoạch tiêm chủng như sau:",
        "Nay Sở Y tế lập kế hoạch cụ thể như sau:",
    ],
)
def test_an_opening_sentence_ends_the_subject(opening: str) -> None:
    plan = plan_of(opening=opening)
    assert head(plan) == OWN
    assert plan.preamble == [opening]


@pytest.mark.parametrize(
    "about", ["V/ tiêm bù cho trẻ ngày 11 tháng 01 năm 2024", "V/v tiêm bù theo Công văn ngày 11/01/2024"]
)
def test_a_date_in_the_words_after_vv_is_another_documents(about: str) -> None:
    assert head(plan_of(number=f"Số: 38/KH-SYT\n{about}"))[:4] == OWN[:4]


@pytest.mark.parametrize(
    ("printed", "number", "notation"),
    [
        ("Số: 71.03/2026/NQ-CP", "71.03/2026", "NQ-CP"),
        ("Số: 9/2004/KH-UB", "9/2004", "KH-UB"),
        ("Số: 07-CP", "07", "CP"),
        ("Số: 118/TTg", "118", "TTg"),
        ("Số: 26 KH/HU", "26", "KH/HU"),
        ("Số: …/KH-SYT", None, "KH-SYT"),
        ("Số:/3 /KH-SYT", None, "KH-SYT"),
        ("Số: 1S/KH-SYT", None, "KH-SYT"),
    ],
)
def test_forms_of_numbers(printed: str, number: str | None, notation: str) -> None:
    about = plan_of(number=printed).metadata
    assert (about.number.value, about.notation.value) == (number, notation)
    assert about.agency.value == "Sở Y tế"


@pytest.mark.parametrize("date", ["Lạng Sơn, ngày {tháng 3 năm 2025", "Lạng Sơn, ngày | tháng 3 năm 2025"])
def test_a_stroke_of_the_pen_in_the_day_leaves_what_is_printed(date: str) -> None:
    assert head(plan_of(date=date))[1] == "2025-03"


@pytest.mark.parametrize("head_of", ["GIÁM ĐỐC", "CHỦ TỊCH"])
def test_a_deputys_position_below_the_heads_means_kt(head_of: str) -> None:
    signer = plan_of(signing=f"{head_of}\nPHÓ {head_of}").metadata.signer.value
    assert signer is not None
    assert (signer.authority, signer.on_behalf_of, signer.position) == ("KT.", head_of, f"PHÓ {head_of}")


@pytest.mark.parametrize(
    "name", ["Lê Văn An (đã ký)", "BS. Lê Văn An (Đã ký)", "Thạc sĩ Lê Văn An", "PGS.TS.BS Lê Văn An"]
)
def test_degrees_and_marks_about_a_name(name: str) -> None:
    signer = plan_of(name=name).metadata.signer.value
    assert signer is not None
    assert signer.name == "Lê Văn An"


@pytest.mark.parametrize("marks", [("1. ", "2. ", "3. "), ("- ", "- ", "- ")])
def test_tasks_without_a_final_stop(marks: tuple[str, str, str]) -> None:
    said = (
        "Phòng Kế hoạch Tài chính chuẩn bị kinh phí mua vắc xin cho các điểm tiêm trước ngày 20/4/2025",
        "Trung tâm Y tế Cao Lộc giám sát các điểm tiêm trước ngày 25/4/2025",
        "Sở Xây dựng cập nhật danh mục trạm y tế cần sửa chữa trước ngày 30/4/2025",
    )
    plan = plan_of(tasks="\n".join(mark + task for mark, task in zip(marks, said, strict=True)))
    leads = [(task.lead, task.period.end if task.period else None) for task in plan.tasks]
    assert leads == [
        ("Phòng Kế hoạch Tài chính", "2025-04-20"),
        ("Trung tâm Y tế Cao Lộc", "2025-04-25"),
        ("Sở Xây dựng", "2025-04-30"),
    ]
