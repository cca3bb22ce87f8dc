"""Text files: the columns of the letterhead parted, recipients and signature told from the body."""

from __future__ import annotations

import pytest
from arranged_lines import of_role

from kehoach.pipeline.document import Role
from kehoach.pipeline.layout.text import arrange_text

LETTERHEADS = {
    "clean": (
        [
            "UBND TỈNH QUẢNG NINH CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "SỞ Y TẾ Độc lập - Tự do - Hạnh phúc",
            "Số: 2951/KH-SYT Quảng Ninh, ngày 02 tháng 7 năm 2025",
            "KẾ HOẠCH",
        ],
        ["UBND TỈNH QUẢNG NINH", "SỞ Y TẾ", "Số: 2951/KH-SYT"],
        ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Quảng Ninh, ngày 02 tháng 7 năm 2025"],
    ),
    "read with an English model": (
        [
            "UBND TINH BAC LIEU CQNG HOA XA HOI CHU NGHTA VIET NAM",
            "SO'Y TE Bdc lap - Ty do - Hanh phiic",
            "",
            "S6: 88/KH-SYT Bac Liéu, ngay 4 thdng 11 nam 2024",
            "KE HOACH",
        ],
        ["UBND TINH BAC LIEU", "SO'Y TE", "S6: 88/KH-SYT"],
        ["CQNG HOA XA HOI CHU NGHTA VIET NAM", "Bdc lap - Ty do - Hanh phiic", "Bac Liéu, ngay 4 thdng 11 nam 2024"],
    ),
    "blank number and day": (
        [
            "SỞ Y TẾ THÁI BÌNH CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "TRUNG TÂM KSBT Độc lập – Tự do – Hạnh phúc",
            "Số:      /KH-KSBT Thái Bình, ngày    tháng 4 năm 2025",
            "KẾ HOẠCH",
        ],
        ["SỞ Y TẾ THÁI BÌNH", "TRUNG TÂM KSBT", "Số: /KH-KSBT"],
        ["CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập – Tự do – Hạnh phúc", "Thái Bình, ngày tháng 4 năm 2025"],
    ),
    "wrapped columns, rules, a city": (
        [
            "ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI",
            "THÀNH PHỐ CẦN THƠ CHỦ NGHĨA VIỆT NAM",
            "SỞ Y TẾ Độc lập - Tự do - Hạnh phúc",
            "------- ---------------",
            "Số: 04 /KH-SYT TP. Hồ Chí Minh, ngày 01 tháng 02 năm 2024",
            "KẾ HOẠCH",
        ],
        ["ỦY BAN NHÂN DÂN", "THÀNH PHỐ CẦN THƠ", "SỞ Y TẾ", "-------", "Số: 04 /KH-SYT"],
        [
            "CỘNG HÒA XÃ HỘI",
            "CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            "---------------",
            "TP. Hồ Chí Minh, ngày 01 tháng 02 năm 2024",
        ],
    ),
    "columns one after the other": (
        [
            "ỦY BAN NHÂN DÂN",
            "TỈNH NGHỆ AN",
            "-------",
            "Số: 1026/KH-UBND",
            "",
            "CỘNG HÒA XÃ HỘI",
            "CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            "---------------",
            "Nghệ An, ngày 26",
            "tháng 11 năm 2025",
            "",
            "KẾ HOẠCH",
        ],
        ["ỦY BAN NHÂN DÂN", "TỈNH NGHỆ AN", "-------", "Số: 1026/KH-UBND"],
        [
            "CỘNG HÒA XÃ HỘI",
            "CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            "---------------",
            "Nghệ An, ngày 26",
            "tháng 11 năm 2025",
        ],
    ),
    "of the Party": (
        [
            "TỈNH ỦY THÁI BÌNH ĐẢNG CỘNG SẢN VIỆT NAM",
            "Số 41-CTr/TU Thái Bình, ngày 13 tháng 02 năm 2025",
            "CHƯƠNG TRÌNH",
        ],
        ["TỈNH ỦY THÁI BÌNH", "Số 41-CTr/TU"],
        ["ĐẢNG CỘNG SẢN VIỆT NAM", "Thái Bình, ngày 13 tháng 02 năm 2025"],
    ),
}


def test_a_title_above_the_number_is_no_letterhead():
    lines = ["SỞ Y TẾ", "KẾ HOẠCH", "Phòng bệnh năm 2024", "Số: 12/KH-SYT", "Huế, ngày 05 tháng 3 năm 2024", "", "I. A"]
    found = arrange_text(lines)
    assert of_role(found, Role.LETTERHEAD_LEFT) == ["SỞ Y TẾ", "Số: 12/KH-SYT"]
    assert of_role(found, Role.LETTERHEAD_RIGHT) == ["Huế, ngày 05 tháng 3 năm 2024"]
    assert of_role(found, Role.BODY) == ["KẾ HOẠCH", "Phòng bệnh năm 2024", "I. A"]
    assert [line.text for line in found] == lines


@pytest.mark.parametrize("name", LETTERHEADS)
def test_letterheads(name):
    lines, left, right = LETTERHEADS[name]
    found = arrange_text(lines)
    assert of_role(found, Role.LETTERHEAD_LEFT) == left
    assert of_role(found, Role.LETTERHEAD_RIGHT) == right
    order = [line.role for line in found if line.role is not Role.BODY]
    assert order == sorted(order, key=[Role.LETTERHEAD_LEFT, Role.LETTERHEAD_RIGHT].index)
    assert of_role(found, Role.BODY) == [lines[-1]]


def test_parts_of_a_line_keep_its_number():
    found = arrange_text(["", "SỞ Y TẾ Độc lập - Tự do - Hạnh phúc", "KẾ HOẠCH"])
    assert [(line.number, line.text) for line in found if line.text][:2] == [
        (2, "SỞ Y TẾ"),
        (2, "Độc lập - Tự do - Hạnh phúc"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Thực hiện Kế hoạch số 12/KH-BYT ngày 06 tháng 01 năm 2020 của Bộ Y tế",
        "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI",
        "I. MỤC ĐÍCH, YÊU CẦU",
    ],
)
def test_what_is_no_letterhead_stays_body(line):
    assert [found.role for found in arrange_text([line])] == [Role.BODY]


FEET = {
    "merged": (
        ["Nơi nhận: KT. GIÁM ĐỐC", "- Sở Y tế (b/c); PHÓ GIÁM ĐỐC", "- Lãnh đạo Sở;", "- Lưu: VT, NVY. Phạm Nam Thái"],
        ["Nơi nhận:", "- Sở Y tế (b/c);", "- Lãnh đạo Sở;", "- Lưu: VT, NVY."],
        ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Phạm Nam Thái"],
    ),
    "merged and read with an English model": (
        ["Noi nhan: TL. GIAM POC", "", "- UBND Tinh (b/c); TRUONG PHONG", "- Ban Giam doc SYT (b/c); \\"],
        ["Noi nhan:", "- UBND Tinh (b/c);", "- Ban Giam doc SYT (b/c); \\"],
        ["TL. GIAM POC", "TRUONG PHONG"],
    ),
    "one after the other": (
        [
            "Nơi nhận:",
            "- Như Điều 3;",
            "- VP: Tỉnh ủy, HĐND tỉnh,",
            "Đoàn ĐBQH tỉnh;",
            "- Lưu: VT.",
            "08 KH",
            "",
            "TM. ỦY BAN NHÂN",
            "DÂN",
            "KT. CHỦ TỊCH",
            "PHÓ CHỦ TỊCH",
            "",
            "",
            "Bùi Thanh An",
        ],
        ["Nơi nhận:", "- Như Điều 3;", "- VP: Tỉnh ủy, HĐND tỉnh,", "Đoàn ĐBQH tỉnh;", "- Lưu: VT.", "08 KH"],
        ["TM. ỦY BAN NHÂN", "DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Bùi Thanh An"],
    ),
    "post before the list, braces after it": (
        ["Nơi nhận:", "GIÁM ĐỐC", "", "· Bộ Y tế;", "", "· Lưu: VT.", "", "} (báo", "cáo)", "", "Trần Văn Mẫu"],
        ["Nơi nhận:", "· Bộ Y tế;", "· Lưu: VT.", "} (báo", "cáo)"],
        ["GIÁM ĐỐC", "Trần Văn Mẫu"],
    ),
    "a list that names posts": (
        ["Nơi nhận:", "- Chủ tịch, các PCT UBND tỉnh;", "- TT HĐND; UBND;", "- Giám đốc các Sở;", "- Lưu: VT."],
        ["Nơi nhận:", "- Chủ tịch, các PCT UBND tỉnh;", "- TT HĐND; UBND;", "- Giám đốc các Sở;", "- Lưu: VT."],
        [],
    ),
}


@pytest.mark.parametrize("name", FEET)
def test_recipients_and_signature(name):
    lines, recipients, signature = FEET[name]
    found = arrange_text(["Trên đây là Kế hoạch của Sở Y tế, đề nghị các đơn vị thực hiện./.", "", *lines])
    assert of_role(found, Role.RECIPIENTS) == recipients
    assert of_role(found, Role.SIGNATURE) == signature


def test_what_follows_the_foot_is_body_again():
    lines = ["Nơi nhận:", "- Lưu: VT.", "", "GIÁM ĐỐC", "Lê Văn Mẫu", "", "PHỤ LỤC", "Danh mục hoạt động"]
    assert of_role(arrange_text(lines), Role.BODY) == ["PHỤ LỤC", "Danh mục hoạt động"]


@pytest.mark.parametrize(
    "agency",
    [
        "BẢO HIỂM XÃ HỘI VIỆT NAM",
        "HỘI CỰU CHIẾN BINH VIỆT NAM",
        "BỆNH VIỆN ĐA KHOA ĐỘC LẬP",
        "ĐẢNG ỦY CÔNG AN TỈNH",
        "BAN VĂN HÓA XÃ HỘI",
        "TRẠM Y TẾ PHƯỜNG CỘNG HÒA",
    ],
)
def test_an_agency_whose_name_has_words_of_the_right_column_stays_whole(agency):
    found = arrange_text([agency, "Số: 12/KH", "Huế, ngày 05 tháng 3 năm 2024", "", "KẾ HOẠCH"])
    assert of_role(found, Role.LETTERHEAD_LEFT) == [agency, "Số: 12/KH"]


def test_a_place_before_a_wrapped_end_of_the_right_column_is_of_the_left_one():
    lines = [
        "ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI",
        "THÀNH PHỐ HÒA BÌNH CHỦ NGHĨA VIỆT NAM",
        "Số: 12/KH-UBND",
        "",
        "KẾ HOẠCH",
    ]
    found = arrange_text(lines)
    assert of_role(found, Role.LETTERHEAD_LEFT)[:2] == ["ỦY BAN NHÂN DÂN", "THÀNH PHỐ HÒA BÌNH"]


@pytest.mark.parametrize(("before", "known"), [(12, True), (20, False)])
def test_a_number_far_below_the_first_line_is_none_of_a_letterhead(before, known):
    found = arrange_text([*(f"Dòng {word}" for word in "abcdeghiklmnopqrstuv"[:before]), "Số: 12/KH-SYT"])
    assert (found[-1].role is Role.LETTERHEAD_LEFT) is known


@pytest.mark.parametrize(("letters", "role"), [(45, Role.RECIPIENTS), (75, Role.BODY)])
def test_a_wrapped_entry_is_short_and_a_full_line_is_text_again(letters, role):
    wrapped = ("các phòng chuyên môn và các đơn vị trực thuộc Sở Y tế trên địa bàn toàn tỉnh")[:letters].strip()
    found = arrange_text(["Nơi nhận:", "- Như Điều 3;", wrapped])
    assert found[-1].role is role


@pytest.mark.parametrize(("head", "known"), [("Nơi nhâm:", True), ("Noi nhgn:", True), ("Nội dung:", False)])
def test_the_recipients_head_is_known_with_slips_and_no_other_head_is_taken_for_it(head, known):
    found = arrange_text(["Trên đây là Kế hoạch của Sở Y tế.", "", head, "- Sở Y tế;"])
    assert (of_role(found, Role.RECIPIENTS) != []) is known
