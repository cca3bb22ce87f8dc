from dataclasses import replace

import pytest
from drawn_lines import line

from kehoach.pipeline.document import Box, Line, Role, Word
from kehoach.pipeline.layout import arrange_page

BODY = [
    line("các đơn vị trực thuộc báo cáo kết quả thực hiện về Sở Y tế trước ngày 10", 60, 300 + 20 * row)
    for row in range(4)
]


def doubted(one: Line, sure: float, *alternatives: str) -> Line:
    words = tuple(replace(word, confidence=sure, alternatives=alternatives) for word in one.words)
    return replace(one, words=words)


def roles(lines: list[Line], rulings: list[Box] | None = None) -> dict[str, Role]:
    return {one.text: one.role for one in arrange_page(lines, 600, 850, 1, rulings or []).lines}


FRAME = [Box(60, 120, 62, 180), Box(220, 120, 222, 180), Box(60, 120, 222, 122), Box(60, 178, 222, 180)]


def test_a_received_stamp_is_kept_out_of_the_text() -> None:
    stamp = [line("CÔNG VĂN ĐẾN", 80, 126), line("Giờ....Ngày..29/4", 80, 144), line("Kính chuyển...", 80, 160)]
    found = roles([*stamp, *BODY], FRAME)
    assert [found[one.text] for one in stamp] == [Role.STAMP] * 3
    assert found[BODY[0].text] is Role.BODY


@pytest.mark.parametrize("text", ["HỎA TỐC", "MẬT", "KHẨN"])
def test_marks_of_urgency_and_secrecy_stay(text: str) -> None:
    assert roles([line(text, 100, 140), *BODY], FRAME)[text] is Role.BODY


def test_notes_in_the_margin_that_nobody_can_read_are_handwriting() -> None:
    note = doubted(line("TTĐT", 560, 30), 0.2, "TTPT")
    assert roles([note, *BODY])["TTĐT"] is Role.HANDWRITING


def test_doubtful_print_within_the_text_stays() -> None:
    doubtful = doubted(line("trưởng lớp vú trú", 60, 380), 0.2, "x")
    assert roles([doubtful, *BODY])["trưởng lớp vú trú"] is Role.BODY


def test_an_entry_under_the_recipients_head_stays_however_badly_it_is_read() -> None:
    head, note = line("Nơi nhận:", 60, 460), doubted(line("- Nhu bíen;", 60, 480), 0.2, "x")
    assert roles([*BODY, head, note])["- Nhu bíen;"] is Role.RECIPIENTS
    assert roles([*BODY, note])["- Nhu bíen;"] is Role.HANDWRITING


def test_a_text_layer_without_confidences_has_no_handwriting() -> None:
    bare = [replace(one, words=tuple(Word(word.text, word.box) for word in one.words)) for one in BODY]
    note = line("x7", 560, 30)
    found = roles([*bare, replace(note, words=(Word("x7", note.box),))])
    assert found["x7"] is Role.BODY


HEAD = [
    line("SỞ Y TẾ C", 90, 40), line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 260, 40),
    line("Độc lập - Tự do - Hạnh phúc", 290, 56),
]  # fmt: skip


def number_line(text: str, sure: float, *alternatives: str) -> Line:
    one = line(f"Số: {text}", 80, 60)
    word = replace(one.words[1], confidence=sure, alternatives=alternatives)
    return replace(one, words=(one.words[0], word))


def test_a_number_written_in_by_hand_that_nobody_can_read_is_lifted_out() -> None:
    found = roles([*HEAD, number_line("7Z9/QĐ-TTg", 0.3, "#2/QĐ-TTg"), *BODY])
    assert found["Số: /QĐ-TTg"] is Role.LETTERHEAD_LEFT
    assert found["7Z9"] is Role.HANDWRITING


@pytest.mark.parametrize(("sure", "alternatives"), [(0.9, ("728/QĐ-TTg",)), (0.3, ())], ids=["sure", "agreed"])
def test_a_number_that_is_read_stays(sure: float, alternatives: tuple[str, ...]) -> None:
    found = roles([*HEAD, number_line("729/QĐ-TTg", sure, *alternatives), *BODY])
    assert found["Số: 729/QĐ-TTg"] is Role.LETTERHEAD_LEFT


def test_a_number_on_which_only_a_stop_is_in_doubt_is_not_lifted_out() -> None:
    found = roles([*HEAD, number_line("729/QĐ-TTg", 0.5, "729/QĐ-TTg."), *BODY])
    assert found["Số: 729/QĐ-TTg"] is Role.LETTERHEAD_LEFT


def test_doubtful_places_stay_in_the_date_line() -> None:
    date = doubted(line("Lâm Đồng, ngày 02 tháng 7 năm 2025", 270, 80), 0.3)
    place = replace(date.words[1], alternatives=("Đông,",))
    date = replace(date, words=(date.words[0], place, *date.words[2:]))
    assert roles([*HEAD, date, *BODY])["Lâm Đồng, ngày 02 tháng 7 năm 2025"] is Role.LETTERHEAD_RIGHT


def frame(across: float, down: float, top: float = 120) -> list[Box]:
    right, bottom = 60 + across, top + down
    return [Box(60, top, 62, bottom), Box(right - 2, top, right, bottom),
            Box(60, top, right, top + 2), Box(60, bottom - 2, right, bottom)]  # fmt: skip


@pytest.mark.parametrize(
    ("across", "down", "role"),
    [(250, 60, Role.STAMP), (330, 60, Role.BODY), (162, 115, Role.STAMP), (162, 170, Role.BODY)],
)
def test_a_received_stamp_is_smaller_than_the_frame_of_a_form(across: float, down: float, role: Role) -> None:
    stamp = [line("CÔNG VĂN ĐẾN", 80, 126), line("Giờ....Ngày..29/4", 80, 144)]
    assert roles([*stamp, *BODY], frame(across, down))["CÔNG VĂN ĐẾN"] is role


@pytest.mark.parametrize(("sure", "role"), [(0.36, Role.HANDWRITING), (0.6, Role.BODY)])
def test_a_note_beside_the_text_is_handwriting_where_readers_make_nothing_of_it(sure: float, role: Role) -> None:
    assert roles([doubted(line("TTĐT", 560, 30), sure, "TTPT"), *BODY])["TTĐT"] is role


@pytest.mark.parametrize(
    ("left", "down", "role"),
    [(85, 40, Role.RECIPIENTS), (110, 40, Role.HANDWRITING), (60, 190, Role.RECIPIENTS), (60, 300, Role.HANDWRITING)],
)
def test_what_is_badly_read_below_the_recipients_head_is_an_entry_where_entries_stand(
    left: float, down: float, role: Role
) -> None:
    head, note = line("Nơi nhận:", 60, 460), doubted(line("- Nhu bíen;", left, 460 + down), 0.2, "x")
    assert roles([*BODY, head, note])["- Nhu bíen;"] is role


@pytest.mark.parametrize(("sure", "shown"), [(0.45, "Số: /QĐ-TTg"), (0.7, "Số: 729/QĐ-TTg")])
def test_a_number_on_which_readers_differ_stays_where_one_is_sure(sure: float, shown: str) -> None:
    found = roles([*HEAD, number_line("729/QĐ-TTg", sure, "129/QĐ-TTg"), *BODY])
    assert shown in found
