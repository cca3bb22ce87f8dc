"""Text files to lines with roles: nothing lost, columns parted, furniture told from text."""

from __future__ import annotations

import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.document import Line, Role
from pipeline.layout.text import arrange_text, explain_text, strip_bold

SEEDS = sorted((Path(__file__).parents[3] / "shared" / "seeds").glob("00[0-4]_*[0-9a-f].txt"))


def of_role(lines: list[Line], role: Role) -> list[str]:
    return [line.text.strip() for line in lines if line.role is role and line.text.strip()]


def letters(texts: list[str]) -> Counter[str]:
    return Counter(c for text in texts for c in unicodedata.normalize("NFC", text) if not c.isspace())


PIECES = st.sampled_from(
    [
        "Nơi nhận:",
        "KT. GIÁM ĐỐC",
        "- Lưu: VT;",
        "4",
        "- 4 -",
        "Trang 3/7",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "SỞ Y TẾ",
        "Số: 04/KH-SYT",
        "Hà Nội, ngày 02 tháng 7 năm 2025",
        "Người ký: A",
        "Email: a@b.vn",
        "\f",
        "\t",
        " ",
        "**",
        "}",
        "(báo",
        "một dòng văn bản thường dài hơn ba mươi chữ cái, chưa hết",
        "tiếp tục câu ấy ở dòng sau cho đủ dài hơn nữa.",
    ]
)


@settings(deadline=None)
@given(st.lists(st.lists(PIECES | st.text(max_size=6), max_size=4).map(" ".join), max_size=25))
def test_every_character_comes_out_again(lines):
    found = explain_text(lines)
    stripped, _ = strip_bold([unicodedata.normalize("NFC", line) for line in lines])
    assert letters([line.text for line in found.lines]) == letters(stripped)
    assert {line.number for line in found.lines} == set(range(1, len(lines) + 1))


@pytest.mark.skipif(not SEEDS, reason="the seed documents are not beside the repository")
@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name[:3])
def test_every_character_of_the_seeds_comes_out_again(path):
    lines = path.read_text("utf-8").split("\n")
    lost = letters(lines) - letters([line.text for line in arrange_text(lines)])
    assert set(lost) <= {"*"}


@pytest.mark.skipif(not SEEDS, reason="the seed documents are not beside the repository")
def test_pages_of_seed_002_and_the_number_inside_a_sentence():
    path = next(path for path in SEEDS if path.name.startswith("002"))
    lines = arrange_text(path.read_text("utf-8").split("\n"))
    (number,) = [line for line in lines if line.role is Role.PAGE_NUMBER]
    assert (number.text, number.number, number.page) == ("4", 231, 4)
    starts = {page: min(line.number for line in lines if line.page == page) for page in range(1, 7)}
    assert starts == {1: 1, 2: 66, 3: 147, 4: 231, 5: 311, 6: 392}
    assert len(of_role(lines, Role.SIGNATURE_DUMP)) == 20


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


CUT = [
    "7. Nâng cao năng lực quản lý thông tin, truyền thông y tế cho cán bộ, kỹ năng",
    "",
    "{}",
    "",
    "cung cấp thông tin, truyền thông giáo dục sức khỏe, truyền thông nguy cơ, ứng dụng",
]


@pytest.mark.parametrize("number", ["4", "12", "- 4 -", "Trang 3/12", "– 2 –"])
def test_page_numbers(number):
    found = arrange_text([line.format(number) for line in CUT])
    assert of_role(found, Role.PAGE_NUMBER) == [number]


@pytest.mark.parametrize(
    "lines",
    [
        ["STT", "1", "Tập huấn", "2", "Truyền thông"],
        [
            "\t1",
            "\tTập huấn cho cán bộ y tế cơ sở tại các huyện",
            "\t2",
            "\ttruyền thông trực tiếp tại cộng đồng dân cư",
        ],
        [
            "Thời gian hoàn thành các nội dung nêu trên là trước ngày",
            "4",
            "tháng 12 năm 2025 theo đúng kế hoạch đề ra.",
        ],
        ["1.", "Tập huấn"],
        [
            "Tổng số lớp tập huấn được tổ chức trong năm:",
            "",
            "12",
            "",
            "Kinh phí thực hiện từ ngân sách nhà nước được giao",
        ],
        ["2025"],
    ],
)
def test_numbers_that_are_text(lines):
    assert of_role(arrange_text(lines), Role.PAGE_NUMBER) == []


def test_numbers_at_the_edges_of_form_feed_pages():
    lines = ["Trang đầu.", "1", "\f2", "Trang hai.", "\f", "3", "Trang ba."]
    found = arrange_text(lines)
    assert of_role(found, Role.PAGE_NUMBER) == ["1", "2", "3"]
    assert [line.page for line in found if line.text.startswith("Trang")] == [1, 2, 3]


def test_a_doubtful_number_counts_when_it_fills_the_sequence():
    filler = [f"Nội dung dòng thứ {'a' * (n % 5)} của trang này, được viết đủ dài để tràn hết dòng" for n in range(30)]
    sure = "nhưng câu này chưa hết mà còn đi tiếp sang trang sau, vì vậy"
    goes_on = "phần còn lại của câu đứng ở đầu trang sau, không có chữ hoa."
    lines = [*filler, sure, "2", goes_on, *filler, "Hết câu.", "3", "Câu mới.", *filler, sure, "4", goes_on]
    assert of_role(arrange_text(lines), Role.PAGE_NUMBER) == ["2", "3", "4"]


def test_running_heads_of_the_gazette_and_of_any_book():
    gazette = ["CÔNG BÁO/Số 252/Ngày 27-04-2026 90", "Điều 1."]
    assert of_role(arrange_text(gazette), Role.RUNNING_HEAD) == gazette[:1]
    book = []
    for number, words in enumerate(["một hai ba", "bốn năm", "sáu bảy tám chín", "mười"], start=1):
        book += [f"\fKế hoạch truyền thông 2025 - trang {number}", f"Đầu {words}.", f"{words} giữa.", f"Cuối {words}."]
    assert len(of_role(arrange_text(book), Role.RUNNING_HEAD)) == 4


def test_headers_of_a_table_on_every_page_are_no_running_heads():
    lines = [text for n in range(4) for text in ("\fSTT\tNội dung\tĐơn vị", *[f"{n}\tTập huấn\tTTYT"] * 4)]
    assert of_role(arrange_text(lines), Role.RUNNING_HEAD) == []


DUMPS = [
    ["Người ký: SỞ Y TẾ", "Email: syt@tinhmau.gov.vn", "Cơ quan: TỈNH MẪU", "Thời gian ký: 03.04.2025 10:24:19 +07:00"],
    ["Người ký: SỞ Y TẾ Email: syt@tinhmau.gov.vn Cơ quan: TỈNH MẪU Thời gian ký: 03.04.2025 10:24:19 +07:00"],
    [
        "\tCỤC CHỨNG THỰC SỐ VÀ BẢO MẬT THÔNG TIN - ĐT: 0243; Email: ca@bcy.gov.vn",
        "\t2025-04-03T10:24:19+0700",
        "\tỦY BAN NHÂN DÂN TỈNH MẪU",
        "\tNguyễn Văn Mẫu<mau@tinhmau.gov.vn> đã ký lên văn bản này!",
    ],
    [
        "TRUNG TÂM DỊCH VỤ MẪU - ĐT: 0200.0000000; Fax: 0200.0000000; Email: ca@example.vn",
        "2024-09-13T08:30:02+0700",
        "SỞ Y TẾ<soyte@example.vn> đã ký lên văn bản này!",
    ],
    [
        "Ký bởi: CÔNG BÁO NƯỚC CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Cơ quan: VĂN PHÒNG CHÍNH PHỦ",
        "Ngày ký: 2026-04-22 16:23:24 +07:00",
    ],
    ["Digitally signed by SO Y TE", "Date: 2025.04.03 10:24:19", "+07'00'"],
]


@pytest.mark.parametrize("dump", DUMPS)
def test_signature_dumps(dump):
    found = arrange_text([*dump, "", "I. MỤC ĐÍCH"])
    assert of_role(found, Role.SIGNATURE_DUMP) == [line.strip() for line in dump]
    assert of_role(found, Role.BODY) == ["I. MỤC ĐÍCH"]


def test_a_dump_inside_a_paragraph_is_cut_out_and_the_text_stays():
    dump = "Người ký: CỔNG THÔNG TIN Email: a@chinhphu.vn Cơ quan: VPCP Thời gian ký: 23.08.2024 16:05:34 +07:00"
    found = arrange_text([f"\fĐiều 1. Phạm vi điều chỉnh {dump} Nghị định này quy định chi tiết"])
    assert {line.page for line in found} == {2}
    assert [(line.role, line.text) for line in found] == [
        (Role.BODY, "Điều 1. Phạm vi điều chỉnh"),
        (Role.SIGNATURE_DUMP, dump),
        (Role.BODY, "Nghị định này quy định chi tiết"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Người ký:",
        "Ngày ký: 12/3/2020",
        "Tổ chức cung cấp dịch vụ chứng thực số có trách nhiệm công bố địa chỉ, email, số fax của mình trên trang tin",
    ],
)
def test_speaking_of_signatures_is_no_dump(line):
    assert of_role(arrange_text([line, "Phạm Văn Mẫu"]), Role.SIGNATURE_DUMP) == []


def test_an_address_alone_is_no_dump():
    lines = ["Báo cáo gửi về Sở Y tế trước ngày 15/12/2025", "Email: syt@tinhmau.gov.vn; ĐT: 0227", "Cơ quan: Sở Y tế"]
    lines += ["Trung tâm Kiểm soát bệnh tật - ĐT: 0227.3831111; Email: cdc@tinhmau.gov.vn"]
    assert of_role(arrange_text(lines), Role.SIGNATURE_DUMP) == []


def test_bold_marks_are_left_out_and_noted():
    found = explain_text(["**KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC**", "báo cáo **trước ngày 10/4/2020**."])
    assert [line.text for line in found.lines] == ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "báo cáo trước ngày 10/4/2020."]
    assert found.notes == ("Markdown's marks of bold (**) left out: 2",)


def test_stars_that_are_no_bold_stay():
    lines = ["Kinh phí (**)", "(**) Ngân sách tỉnh", "* Ghi chú: 2 ** 3", "*****"]
    assert [line.text for line in arrange_text(lines)] == lines


def test_blank_lines_and_first_page_number():
    found = arrange_text(["Một.", "", "  Hai. "], page=7)
    assert [(line.text, line.number, line.page) for line in found] == [("Một.", 1, 7), ("", 2, 7), ("  Hai.", 3, 7)]
    assert arrange_text([]) == []
