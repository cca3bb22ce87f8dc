import pytest

from kehoach.pipeline.document import Box, Line, Role, Word
from kehoach.pipeline.ocr import doubts
from kehoach.pipeline.ocr.engine import make_line


def page(*texts: str, sure: float = 0.95, role: Role = Role.BODY) -> list[Line]:
    lines = []
    for number, text in enumerate(texts):
        places = [Box(20 * at, 20 * number, 20 * at + 15, 20 * number + 10) for at in range(len(text.split()))]
        words = [Word(word, box, sure) for word, box in zip(text.split(), places, strict=True)]
        made = make_line(words, 1, number + 1)
        lines.append(Line(made.text, 1, number + 1, made.box, made.words, role))
    return lines


def shown(*texts: str, sure: float = 0.95, role: Role = Role.BODY) -> dict[str, tuple[str, ...]]:
    return {edit.before: edit.alternatives for edit in doubts(page(*texts, sure=sure, role=role))}


@pytest.mark.parametrize(
    ("text", "word", "others"),
    [
        ("393 354,000 139.122.000", "354,000", ("354.000",)),
        ("416.500 106.624,000", "106.624,000", ("106.624.000",)),
        ("8; Sửa đổi khoản 2", "8;", ("8.",)),
        ("Điều 43, Hình thức", "43,", ("43.",)),
        ("1V.4. Quy định", "1V.4.", ("IV.4.",)),
        ("ngày 15 /11 /2024", "/11", ("/ 11",)),
        ("quy định tại khoản 2, 3,4 và khoản 5", "3,4", ("3, 4",)),
        ("tại các điều 24,31, 36 và 38", "24,31,", ("24, 31,",)),
        ("Hà Nội, ngày23 tháng 4 năm 2026", "ngày23", ("ngày 23",)),
        ("họp ngày 38 tháng 4", "38", ()),
        ("họp tháng 13 năm 2026", "13", ()),
        ("ký ngày 31/13/2020 của", "31/13/2020", ()),
        ("Hà Nội, ngày thung năm", "năm", ()),
    ],
)
def test_a_number_of_an_odd_form_is_in_doubt_though_it_is_surely_read(
    text: str, word: str, others: tuple[str, ...]
) -> None:
    assert shown(text) == {word: others}


@pytest.mark.parametrize(
    "text",
    [
        "tỷ lệ 0,125 và 1,5 và 12,25",
        "1,234 và 5,678 người",  # a page that parts its thousands by commas
        "Điều 5, Nghị định số 30/2020/NĐ-CP",
        "4, khoản 5",
        "I. MỤC ĐÍCH",
        "IV.1 và IV.10. Quy định",
        "Số: /2026/TT-BCT",
        "ngày 31 tháng 12 năm 2026",
        "trong 38 ngày",
        "26tháng 4, 5kg, 200m2, COVID-19, H5N1, QH15",
        "Hà Nội, ngày tháng năm 2026",
        "đạt khoản thu 3,4 tỷ đồng",
    ],
)
def test_numbers_as_they_are_printed_are_left_alone(text: str) -> None:
    assert shown(text) == {}


def test_a_label_that_does_not_fit_between_its_neighbours_is_in_doubt() -> None:
    assert shown("I. Tất cả lưu học sinh", "2. Lưu học sinh", "3. Học bổng") == {"I.": ("1.",)}
    assert shown("2. Sở Y tế", "8. Bộ Y tế", "4. Ủy ban") == {"8.": ("3.",)}
    assert shown("2. Sở Y tế", "3 Trường hợp") == {"3": ("3.",)}
    assert shown("2. Sở Y tế", "1. Mục đích", "4. Ủy ban") == {}


def test_a_label_that_goes_on_from_the_one_before_is_believed_though_it_was_read_poorly() -> None:
    assert shown("1. Sở", "2. Bộ", sure=0.6) == {"Sở": (), "Bộ": ()}
    assert "7." in shown("1. Sở", "7. Bộ", sure=0.6)


def test_a_known_name_with_a_figure_is_no_number_in_doubt() -> None:
    assert shown("dịch COVID-19.", sure=0.6) == {"dịch": ()}


def test_where_the_readers_differ_the_likelier_form_is_among_the_alternatives() -> None:
    words = (Word("1,", Box(0, 0, 9, 9), 0.5, ("l.",)), Word("Công", Box(12, 0, 40, 9), 0.95))
    (edit,) = doubts([Line("1, Công", 1, 1, Box(0, 0, 40, 9), words)])
    assert (edit.reason, edit.alternatives) == ("readers-disagree", ("l.", "1."))
