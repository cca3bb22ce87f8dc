import gc
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kehoach.diacritics.judge.damage import Damage
from kehoach.diacritics.language.alphabet import fold
from kehoach.diacritics.language.lines import TextLine
from kehoach.diacritics.language.syllable import is_known
from kehoach.diacritics.restore.features import AS_IS, LOWER, TITLE, UPPER
from kehoach.diacritics.restore.restorer import Restorer, _blocks
from tests.diacritics.restore.scripted_predictor import ScriptedPredictor

CLEAN = [
    "SỞ Y TẾ        CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Số:    /KH- SYT\tHà Nôi, ngày 02 tháng 7 năm 2025",
    "",
    "III. YÊU CẦU",
    "  - Thực hiện 57- NQ/TW; các đơn vị tuyên truyền trên website, Facebook của Sở Y tế theo quy định.",
    "+ Cán bộ y tế, người lao động khoẻ mạnh; lễhội đức,phong (b/c) “Vì sức khỏe”.",
]
MEANT = json.loads((Path(__file__).parents[2] / "cases" / "restorer_answers.json").read_text("utf-8"))
"""What a network would answer: form -> (word, probability), best first."""


def restorer(table=MEANT, **cases):
    return Restorer(ScriptedPredictor(table, cases))


def edit_of(result, before):
    return next(edit for edit in result.edits if edit.before == before)


@pytest.mark.parametrize("mode", ["auto", "marks", "ocr"])
def test_clean_text_comes_out_as_it_went_in(mode):
    table = {fold(token).lower(): "sai" for line in CLEAN for token in line.split()}
    assert restorer(table).restore(CLEAN, mode) == restorer().restore(CLEAN, mode)
    assert list(restorer(table).restore(CLEAN, mode).lines) == CLEAN


@pytest.mark.parametrize("on", [True, False])
def test_garbage_is_collected_afterwards_as_before(on, monkeypatch):
    was = gc.isenabled()
    (gc.enable if on else gc.disable)()
    try:
        restorer().restore(["SOY TE hgi"])
        assert gc.isenabled() is on
        monkeypatch.setattr("kehoach.diacritics.restore.restorer.measured", lambda lines, levels: 1 // 0)
        with pytest.raises(ZeroDivisionError):
            restorer().restore(["SOY TE hgi"])
        assert gc.isenabled() is on
    finally:
        (gc.enable if was else gc.disable)()


def test_lost_marks_come_back_with_their_reason():
    result = restorer().restore(["Ke hoach tuyen truyen Dai hoi Dang bo cac cap cua SO Y TE"])
    assert result.lines == ("Kế hoạch tuyên truyền Đại hội Đảng bộ các cấp của SỞ Y TẾ",)
    edit = edit_of(result, "hoach")
    assert (edit.after, edit.reason, edit.line, edit.token, edit.applied) == ("hoạch", "lost-marks", 0, 1, True)
    assert edit.confidence >= 0.99


def test_misread_letters_are_mended_and_punctuation_stays():
    lines = ["Péc lap - Tw do - Hanh phc;", "Thuc hién Ké hoach s6 12 (Pang bg) hgi 1an thir XIV vé Y té"]
    result = restorer().restore(lines)
    assert result.lines == (
        "Độc lập - Tự do - Hạnh phúc;",
        "Thực hiện Kế hoạch số 12 (Đảng bộ) hội lần thứ XIV về Y tế",
    )
    assert edit_of(result, "s6").reason == edit_of(result, "1an").reason == "digit-in-word"
    assert edit_of(result, "Péc").reason == "misread-shape"


def test_capitals_stay_capitals():
    lines = ["MUC PICH DAI HQI Dang bg cac cap", "Thuc hién Ké hoach cua Dang bo"]
    assert restorer().restore(lines, "ocr").lines[0] == "MỤC ĐÍCH ĐẠI HỘI Đảng bộ các cấp"


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("I11. Ké hoach tuyen truyen", "III. Kế hoạch tuyên truyền", "roman-numeral"),
        ("|. Ké hoach tuyen truyen", "I. Kế hoạch tuyên truyền", "roman-numeral"),
        ("Dai hoi Dang thir X1V cua tinh vé Y té", "Đại hội Đảng thứ XIV của tỉnh về Y tế", "roman-numeral"),
        ("Ké hoach 10-KH/DU cua Dang uy", "Kế hoạch 10-KH/ĐU của Đảng ủy", "notation"),
        ("Ké hoach 171/QD-TTg cua Dang uy", "Kế hoạch 171/QĐ-TTg của Đảng ủy", "notation"),
        ("Ké hoach cua HDND tinh vé Y té", "Kế hoạch của HĐND tỉnh về Y tế", "acronym"),
    ],
)
def test_rules_beside_the_network(before, after, reason):
    result = restorer().restore([before], "ocr")
    assert result.lines == (after,)
    assert reason in {edit.reason for edit in result.edits}


LOCKED = "16/6/2025 1.250.000 95% 171/KH-UBND 09/2017/NĐ-CP soyte@byt.gov.vn https://moh.gov.vn/ke-hoach website A4"


@pytest.mark.parametrize("mode", ["auto", "marks", "ocr"])
def test_locked_tokens_come_out_byte_for_byte(mode):
    table = MEANT | {token.lower(): "sai" for token in LOCKED.split()}
    line = f"Ke hoach tuyen truyen cua Dang bo {LOCKED}"
    out = restorer(table).restore([line], mode).lines[0].split()
    assert out[7:] == LOCKED.split()
    assert out[1] == "hoạch"


def test_below_the_threshold_the_token_stays_and_is_flagged():
    table = MEANT | {"cap": [("cấp", 0.45), ("cập", 0.4), ("", 0.1)]}
    result = restorer(table).restore(["Ke hoach tuyen truyen Dai hoi Dang bo cac cap, cua"])
    assert result.lines[0].endswith("các cap, của")
    edit = edit_of(result, "cap,")
    assert (edit.after, edit.applied, edit.alternatives[0]) == ("cấp,", False, "cập,")
    assert edit.confidence < 0.5


def test_marks_mode_never_changes_a_letter():
    line = "Péc lap Thuc hién Ké hoach s6 12 Pang bg hgi 1an thir XIV"
    result = restorer().restore([line], "marks")
    assert fold(result.lines[0]) == fold(line)
    assert result.lines[0].startswith("Péc lập Thực hién Kế hoạch s6")


def test_a_word_with_marks_needs_overwhelming_evidence():
    table = MEANT | {"đảng": "bằng", "các": [("cấp", 0.9)], "té": [("tế", 0.9), ("té", 0.1)], "y": "y"}
    line = "Ke hoach tuyen truyen hien Đảng bo các cap cua Y té"
    assert restorer(table).restore([line], "ocr").lines[0] == "Kế hoạch tuyên truyền hiện Đảng bộ cấp cấp của Y tế"
    assert restorer(table).restore([line], "marks").lines[0] == "Kế hoạch tuyên truyền hiện Đảng bộ các cấp của Y té"


def test_the_case_of_the_network_wins_where_it_is_sure():
    line = "Ké hoach Ve viéc tuyen truyen cua tAc dang bo cac cap"
    table = MEANT | {"ve": "về", "tac": "tác", "viéc": "việc"}
    out = restorer(table, Ve=LOWER, tAc=LOWER).restore([line], "ocr").lines[0]
    assert out == "Kế hoạch về việc tuyên truyền của tác đảng bộ các cấp"
    assert "VỀ" in restorer(table, Ve=UPPER).restore([line], "ocr").lines[0]


def test_a_document_in_the_new_tone_style_is_restored_in_it():
    table = MEANT | {"thuy": "thủy"}
    lines = ["Ke hoach cua Dang uy tinh thuy dang bo", "Uỷ ban nhân dân, khoẻ, hoà bình, thuỷ lợi của tỉnh"]
    assert restorer(table).restore(lines).lines[0] == "Kế hoạch của Đảng uỷ tỉnh thuỷ đảng bộ"
    assert restorer(table).restore(lines[:1]).lines[0] == "Kế hoạch của Đảng ủy tỉnh thủy đảng bộ"


def test_a_word_with_e_acute_says_nothing_of_the_tone_style():
    lines = ["Thuc hién Ké hoach vé Y té cua Dang uy", "khoé hgi Pang bg"]
    assert restorer().restore(lines, "ocr").lines[0].endswith("Y tế của Đảng ủy")


def test_joined_words_are_restored_each_within_one_token():
    out = restorer().restore(["Dang bo/hoi ve tuyen-truyen trong nganh Y te cua tinh"]).lines[0]
    assert out == "Đảng bộ/hội về tuyên-truyền trong ngành Y tế của tỉnh"


def test_what_the_network_is_asked_stays_small_for_clean_text():
    reader = ScriptedPredictor({})
    Restorer(reader).restore(CLEAN * 3)
    assert reader.asked == []


def test_nothing_at_all():
    assert restorer().restore([]).lines == ()
    assert restorer().restore(["", " "]).lines == ("", " ")


OTHERS = ["“Đảng”,", "XIV", "-", "I11.", "10-KH/DU", "các", *LOCKED.split()]
WORDS = st.sampled_from([*MEANT, *map(str.title, MEANT), *OTHERS])
LINES = st.lists(st.lists(WORDS, max_size=9).map("  ".join), max_size=6)
MODES = st.sampled_from(["auto", "marks", "ocr"])


def digits(lines):
    """The tokens with a digit that are no words."""
    return [t for line in lines for t in line.split() if re.search(r"\d", t) and t.lower() not in {*MEANT, "i11."}]


@given(LINES, MODES)
def test_lines_tokens_and_white_space_are_kept(lines, mode):
    result = restorer().restore(lines, mode)
    assert [re.findall(r"\s+", line) for line in result.lines] == [re.findall(r"\s+", line) for line in lines]
    assert [len(line.split()) for line in result.lines] == [len(line.split()) for line in lines]


@given(LINES, MODES)
def test_numbers_and_addresses_are_kept(lines, mode):
    before = [t for t in digits(lines) if t != "10-KH/DU"]
    assert [t for t in digits(restorer().restore(lines, mode).lines) if not t.startswith("10-KH/")] == before


@given(LINES, MODES)
def test_restoring_twice_is_restoring_once(lines, mode):
    once = restorer().restore(lines, mode).lines
    assert restorer().restore(once, mode).lines == once


@given(LINES)
def test_marks_mode_adds_marks_only(lines):
    assert [fold(line) for line in restorer().restore(lines, "marks").lines] == [fold(line) for line in lines]


@given(LINES, MODES)
def test_edits_tell_exactly_what_changed(lines, mode):
    result = restorer().restore(lines, mode)
    told = {(edit.line, edit.token): edit for edit in result.edits if edit.applied}
    for number, (before, after) in enumerate(zip(lines, result.lines, strict=True)):
        for index, (old, new) in enumerate(zip(before.split(), after.split(), strict=True)):
            edit = told.get((number, index))
            assert (old != new) == (edit is not None)
            assert edit is None or (edit.before, edit.after) == (old, new)


@given(st.lists(st.text(max_size=30), max_size=4), MODES)
def test_any_text_keeps_its_lines_and_tokens(lines, mode):
    result = restorer().restore(lines, mode)
    grown = [0] * len(lines)
    for edit in result.edits:
        grown[edit.line] += len(edit.after.split()) - len(edit.before.split())
    wanted = [len(line.split()) + more for line, more in zip(lines, grown, strict=True)]
    assert [len(line.split()) for line in result.lines] == wanted


def test_the_words_of_the_table_are_words():
    assert all(is_known(word) for answers in MEANT.values() for word, _ in answers if word)


def test_two_capitals_that_are_no_acronym_are_a_misread_word():
    table = {**MEANT, "sg": [("sở", 0.99)], "tp": [("tả", 0.99)], "4p": [("áp", 0.99)]}
    lines = ["Thuc hién Ké hoach tuyen truyen Dai hgi Pang bg", "SG Y té va TP 4p Dang bg", "SG NOI VU VA TP"]
    restored = restorer(table, SG=AS_IS).restore(lines).lines
    assert restored[1].startswith("Sở Y tế")
    assert restored[1].split()[4:6] == ["TP", "áp"]
    assert restored[2].split()[0] == "SỞ"
    assert restorer(table).restore(["SG Y te va TP 4p cua Dang bo cac cap"], "marks").lines[0].startswith("SG Y tế")


def test_a_stretch_that_stands_as_it_was_read_is_not_read_again():
    stays = {core: [("", 0.99)] for core in ("nghi", "hoach", "dinh", "luat", "cua")}
    reader = ScriptedPredictor(stays | {"quyet": "quyết"})
    lines = ["hoach luat cua nghi", *["những người của Đảng bộ"] * 20, "quyet dinh luat cua"]
    assert Restorer(reader).restore(lines, "marks").lines[-1] == "quyết dinh luat cua"
    assert reader.asked.count("dinh") > 1
    assert reader.asked.count("hoach") == 1


def test_capitals_before_a_stop_that_begin_a_line_are_its_label():
    lines = ["BI. Dang bo", "Dang bo BI.", "BI Dang bo"]
    restored = restorer(MEANT | {"bi": "bị"}).restore(lines * 3, "marks").lines
    assert restored[:3] == ("BI. Đảng bộ", "Đảng bộ BỊ.", "BỊ Đảng bộ")


def test_the_d_after_an_amount_is_dong():
    lines = [
        "Muc chi cho tap huan: 150.000 d; thuoc 1.500.000d/nguoi, hoi 2,500,000 d/lop",
        "d) Cap moi 200.000 d) Cap lai",
    ]
    done = restorer().restore(lines)
    assert [line.count("đ") for line in done.lines] == [3, 0]
    assert "150.000 đ; " in done.lines[0]
    assert "1.500.000đ/" in done.lines[0]
    clean = ["Mức chi cho tập huấn phòng, chống dịch bệnh của Sở Y tế là 150.000 d một người"]
    assert list(restorer().restore(clean).lines) == clean


def test_amid_capitals_a_word_of_one_letter_is_in_capitals():
    table = {**MEANT, "s6": "số", "$6": "số"}
    lines = ["VA S6 NOI VU $6", "Ké hoach S6 UBND", "UBND S6 cua Dang"]
    restored = restorer(table, S6=TITLE).restore([*MISREAD, *lines]).lines
    assert restored[1].split()[1::3] == ["SỐ", "SỐ"]
    assert restored[2].split()[2] == restored[3].split()[1] == "Số"


def test_a_code_in_capitals_beside_a_word_tells_nothing_of_its_case():
    lines = ["S6: 1720/KH-SYT Kon Tum, ngay 23 thang 5", "CONG HOA", "S6: 86/2021/ND-CP"]
    restored = restorer({**MEANT, "s6": "số"}, S6=TITLE).restore([*MISREAD, *lines]).lines
    assert restored[1].split()[0] == restored[3].split()[0] == "Số:"


MISREAD = ["Thuc hién Ké hoach tuyen truyen Dai hgi Pang bg"]


@pytest.mark.parametrize(
    ("given_line", "wanted"),
    [
        ("$6 va @ Dang", "Số và ở Đảng"), ("x3 va Dang", "xã và Đảng"), ("HPND va Dang", "HĐND và Đảng"),
        ("TIEUX va Dang", "TIẾN và Đảng"), ("8/QB-BYT va Dang", "8/QĐ-BYT và Đảng"), ("~ Dang bg", "- Đảng bộ"),
        ("cua GmbH va Dang", "của GmbH và Đảng"),
        ("~ 25 va Dang", "~ 25 và Đảng"), ("Dang ~ bg", "Đảng ~ bộ"), ("$60 va Dang", "$60 và Đảng"),
    ],
)  # fmt: skip
def test_what_only_a_misreading_explains(given_line, wanted):
    table = {**MEANT, "$6": "số", "@": "ở", "x3": "xã", "tieux": "tiến", "va": "và", "$60": "số"}
    reader = restorer(table, **{"$6": TITLE, "TIEUX": UPPER, "GmbH": TITLE})
    assert reader.restore([*MISREAD, given_line], "ocr").lines[1] == wanted


def test_blank_lines_do_not_part_a_text():
    reader = ScriptedPredictor(MEANT)
    gap = [""] * 20
    lines = ["Thuc hien Ke hoach tuyen truyen", *gap, "Dai hoi Dang bo cac cap"]
    assert Restorer(reader).restore(lines).lines == ("Thực hiện Kế hoạch tuyên truyền", *gap, "Đại hội Đảng bộ các cấp")
    assert list(
        _blocks([TextLine.cut(line) for line in lines], [Damage.MARKS, *[Damage.CLEAN] * 20, Damage.MARKS])
    ) == [list(range(22))]
