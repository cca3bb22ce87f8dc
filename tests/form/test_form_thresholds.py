"""How much of a form may be hurt or long and still be known: lines on both sides of each number."""

import pytest

from kehoach.pipeline.form import appendix_heads, date_line, letterhead_lines, national, posts, purposes, word_lists
from kehoach.pipeline.form.national import Heading


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("CQNG HQA XA HQI CHU NGHIA VIET NAM", True),
        ("CQNG H0A XA HQI CHV NGHIA VIFT NAM", True),
        ("CQNG HXA XX HQZ CHV NGXXX VZFT NXN", False),
        ("CỘNG ĐỒNG NGƯỜI VIỆT NAM Ở HÀ NỘI", False),
    ],
)
def test_a_heading_is_known_while_a_fifth_of_its_letters_is_wrong_at_most(text, known):
    assert (national.heading_of(text) is Heading.NATION) is known


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("Cộng hòa xã hội chủ nghĩa Việt Nam", True),
        ("Cộng hòa xã hội chủ nghĩa Việt Nam.", True),
        ("nước Cộng hòa xã hội chủ nghĩa Việt Nam", False),
    ],
)
def test_a_heading_in_small_letters_is_nothing_but_its_words(text, known):
    assert (national.heading_of(text) is Heading.NATION) is known


@pytest.mark.parametrize(
    ("text", "is_motto"), [("Pqc lqp - Tw do - Hqnh phxc", True), ("Phòng Kế hoạch - Tài chính", False)]
)
def test_a_motto_of_a_letterhead_may_have_three_letters_in_ten_wrong(text, is_motto):
    assert national.hurt_heading(text, Heading.MOTTO) is is_motto


@pytest.mark.parametrize(
    ("text", "may"), [("SỞ Y TẾ Pqc lqp - Tw dx - Hqnh phxc", True), ("Đoàn cán bộ lập tổ tuyên truyền hạnh", False)]
)
def test_a_line_may_hold_a_heading_where_two_thirds_of_it_stand_somewhere(text, may):
    assert national.may_hold_heading(text) is may


def test_a_heading_torn_into_many_words_is_found_at_the_end_of_a_line():
    torn = "C ỘNG HÒA XÃ H ỘI CHỦ NGHĨA VI ỆT N AM"
    assert national.tail_start(f"SỞ Y TẾ {torn}".split()) == 3


@pytest.mark.parametrize(
    ("line", "start"), [("TỈNH ĐỒNG THÁP CỘNG HÒA XÃ HỘI", 3), ("MẶT TRẬN TỔ QUỐC HUYỆN HÒA XÁ", None)]
)
def test_a_wrapped_heading_ends_a_line_where_its_first_words_stand_there(line, start):
    assert national.tail_start(line.split()) == start


@pytest.mark.parametrize(
    ("text", "post"),
    [("AM ĐỐC", "GIÁM ĐỐC"), ("LAM ĐỐC", None), ("CHÚ TICH", "CHỦ TỊCH"), ("TỔNG HỢP", None)],
)
def test_a_line_in_capitals_is_a_post_while_a_fifth_is_wrong_at_most(text, post):
    assert posts.position_like(text) == post


@pytest.mark.parametrize(("text", "post"), [("LAM ĐỐC", "GIÁM ĐỐC"), ("NAM DƯ", None), ("QUANG ĐỨC", None)])
def test_above_a_name_a_post_may_be_hurt_more(text, post):
    assert posts.position_like(text, posts.ABOVE_NAME) == post


@pytest.mark.parametrize(
    ("line", "start"),
    [
        ("- UBND tỉnh (b/c); PHO GIAM POC", 4),
        ("- UBND tỉnh (b/c); GIXM ĐXC", None),
        ("- UBND tỉnh (b/c); KT. GIXM ĐXC", 4),
        ("- UBND tỉnh (b/c); KT. QUANG ĐỨC", None),
    ],
)
def test_at_the_end_of_a_line_a_post_is_hurt_little_and_behind_an_authority_more(line, start):
    assert posts.post_start(line.split()) == start


def test_a_post_at_a_lines_end_has_a_dozen_words_at_most():
    long = "KT. CHỦ TỊCH Ủ Y B A N N H Â N D Â N"
    assert posts.post_start(["Như", "trên;", "TM.", "Ủ", "Y", "BAN", "NHÂN", "DÂN"]) == 2
    assert posts.post_start(f"Như trên; {long}".split()) is None


@pytest.mark.parametrize(("letters", "head"), [(100, True), (140, False)])
def test_the_head_of_an_appendix_is_no_paragraph(letters, head):
    line = ("PHỤ LỤC II " + "DANH MỤC THUỐC VÀ VẬT TƯ " * 9)[:letters].strip()
    assert appendix_heads.is_head(line) is head


@pytest.mark.parametrize(
    ("line", "alone"),
    [
        ("Thành phố Hồ Chí Minh, ngày 05 tháng 8 năm 2025", True),
        ("Họp tại hội trường Sở Y tế ngày 05 tháng 8 năm 2025 để bàn việc phòng dịch", False),
    ],
)
def test_a_line_of_place_and_date_is_short(line, alone):
    assert date_line.is_place_and_date(line) is alone


@pytest.mark.parametrize(
    ("key", "alone"),
    [
        ("thanh pho ho chi minh, ngay 05 thang 8 nam 2025", True),
        ("hop giao ban tai hoi truong so y te ngay 05 thang 8 nam 2025", False),
    ],
)
def test_a_place_before_a_date_has_a_handful_of_words(key, alone):
    assert date_line.is_date_line(key) is alone


@pytest.mark.parametrize(
    ("text", "running"),
    [
        ("Trung tâm Y tế khu vực Năm Căn, tỉnh Cà Mau", False),
        ("Thực hiện chỉ đạo của Bộ Y tế về việc phòng, chống dịch bệnh sởi trong năm học mới", True),
    ],
)
def test_running_text_is_longer_than_the_name_of_an_agency(text, running):
    assert letterhead_lines.is_running_text(text) is running


@pytest.mark.parametrize(
    ("given", "mended"),
    [("(để báo cảq)", "(để báo cáo)"), ("(để theo dõ1)", "(để theo dõi)"), ("(để tham dự)", "(để tham dự)")],
)
def test_words_of_a_purpose_are_mended_while_they_are_like_no_other(given, mended):
    assert purposes.with_purpose_mended(f"Bộ Y tế {given}") == f"Bộ Y tế {mended}"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("TQ CHUC THUC HIEN", True),
        ("TQ CHXC THUC HIEN", True),
        ("TỔ CHỨC SỰ KIỆN", False),
        ("CÔNG TÁC THỰC HIỆN", False),
    ],
)
def test_a_section_title_may_have_a_few_letters_wrong(text, title):
    assert word_lists.is_section_title(text) is title
