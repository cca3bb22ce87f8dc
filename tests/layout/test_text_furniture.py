"""Text files: page numbers, running heads and what signing programs print, told from text."""

from __future__ import annotations

import pytest
from arranged_lines import of_role

from kehoach.pipeline.document import Role
from kehoach.pipeline.layout.text import arrange_text

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


def test_rows_of_a_list_that_begin_or_end_pages_are_text():
    pages = ["\n".join(f"Trạm y tế xã {row} của huyện {page}: 30 người." for row in range(12)) for page in range(4)]
    assert of_role(arrange_text("\n\f".join(pages).split("\n")), Role.RUNNING_HEAD) == []


@pytest.mark.parametrize(("letters", "numbers"), [(24, []), (40, ["4"])])
def test_a_number_cuts_a_sentence_between_lines_that_fill_the_page(letters, numbers):
    before, after = (
        "Nâng cao năng lực quản lý thông tin truyền thông",
        "cung cấp thông tin truyền thông giáo dục sức khỏe",
    )
    found = arrange_text([before[:letters].strip(), "", "4", "", after])
    assert of_role(found, Role.PAGE_NUMBER) == numbers
    assert of_role(arrange_text([before, "", "4", "", after[:letters].strip()]), Role.PAGE_NUMBER) == numbers


@pytest.mark.parametrize(("apart", "known"), [(8, False), (12, True), (70, True), (120, False)])
def test_page_numbers_stand_a_page_apart(apart, known):
    rows = [f"Nội dung dòng thứ {'a' * (n % 5)} của trang này, được viết đủ dài để tràn hết dòng" for n in range(apart)]
    cut = [
        "nhưng câu này chưa hết mà còn đi tiếp sang trang sau, vì vậy",
        "{}",
        "phần còn lại của câu ở đầu trang sau.",
    ]
    first, third = ([one.format(number) for one in cut] for number in (2, 4))
    lines = [*first, *rows, "Hết câu.", "3", "Câu mới.", *rows, *third]
    assert ("3" in of_role(arrange_text(lines), Role.PAGE_NUMBER)) is known


SIGNED = "Nguyễn Văn Mẫu<mau@tinhmau.gov.vn> đã ký lên văn bản này!"


@pytest.mark.parametrize(("between", "taken"), [(3, True), (5, False)])
def test_lines_of_a_dump_are_a_few(between, taken):
    lines = ["Cơ quan: TỈNH MẪU", *["ỦY BAN NHÂN DÂN TỈNH MẪU"] * between, SIGNED]
    assert (len(of_role(arrange_text(lines), Role.SIGNATURE_DUMP)) == len(lines)) is taken


@pytest.mark.parametrize(("letters", "taken"), [(200, True), (320, False)])
def test_a_long_line_that_speaks_of_signing_is_text(letters, taken):
    line = f"{('Văn bản điện tử của cơ quan ' * 20)[: letters - 30]} đã ký lên văn bản này!"
    assert (of_role(arrange_text([line]), Role.SIGNATURE_DUMP) == [line]) is taken


@pytest.mark.parametrize(("down", "heads"), [(2, 4), (3, 0)])
def test_what_stands_as_often_amid_the_pages_is_no_head_below_their_third_line(down, heads):
    words = ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")
    pages = []
    for number in range(4):
        rows = [f"Nội dung {words[number]} {word}." for word in words]
        rows[0] = rows[down] = f"Biểu tổng hợp số liệu {number}"
        pages.append("\n".join(rows))
    assert len(of_role(arrange_text("\n\f".join(pages).split("\n")), Role.RUNNING_HEAD)) >= heads
    assert (of_role(arrange_text("\n\f".join(pages).split("\n")), Role.RUNNING_HEAD) == []) is (heads == 0)
