import json
from pathlib import Path

import pytest

from kehoach.diacritics.language.lines import TextLine
from kehoach.diacritics.restore.restorer import Restorer
from kehoach.diacritics.restore.segmentation import halves, joined_numerals
from kehoach.diacritics.restore.torn_marks import without_strays
from tests.diacritics.restore.scripted_predictor import ScriptedPredictor

MEANT = json.loads((Path(__file__).parents[2] / "cases" / "restorer_answers.json").read_text("utf-8"))
GARBLED = "Thuc hién Ké hoach tuyen truyen Dai hgi Pang bg cac cap"


def restore(*lines, mode="auto", table=MEANT):
    return Restorer(ScriptedPredictor(table)).restore([GARBLED, *lines, GARBLED], mode)


@pytest.mark.parametrize(
    ("tokens", "index", "text"),
    [
        ("thang :[héng loi", 1, "héng"),
        ("chl’nh’ tri", 0, "chl’nh"),
        ("cua? nganh", 0, "cua"),
        ("cua? Nganh", 0, "cua?"),
        ("cai gi?", 1, "gi?"),
        ("HO! NGHI", 0, "HO"),
        ("HO!", 0, "HO!"),
        ("Ho! Nghi", 0, "Ho!"),
        ("~ Thuc hien", 0, "-"),
        ("~ 25", 0, "~"),
        ("Thuc ~ hien", 1, "~"),
        ("[xa] hoi", 0, "[xa]"),
        ("xa] hoi", 0, "xa"),
        ("‘mau so’ 2", 0, "‘mau"),
        ("‘mau so’ 2", 1, "so’"),
        ("(b/c), va", 0, "(b/c),"),
        ("s6’ 5", 0, "s6’"),
        ("’ 5", 0, "’"),
    ],
)
def test_stray_marks_at_the_edges(tokens, index, text):
    assert without_strays(tokens.split(), index).text == text


def test_stray_marks_go_with_an_edit_in_misread_lines_only():
    result = restore("cua’ Dang bg")
    assert result.lines[1] == "của Đảng bộ"
    assert next(e for e in result.edits if e.line == 1).before == "cua’"
    assert (
        Restorer(ScriptedPredictor(MEANT)).restore(["cua’ Dang bo cac cap trong nganh"], "marks").lines[0][:4] == "của’"
    )


def test_a_full_stop_within_a_sentence_was_a_comma():
    result = restore("Dang bg. hgi cac cap. Dang bg")
    assert result.lines[1] == "Đảng bộ, hội các cấp. Đảng bộ"
    assert all(e.confidence < 0.95 for e in result.edits if e.before.endswith(".") and e.after.endswith(","))
    assert restore("cac cap. hgi", mode="marks").lines[1].split()[1] == "cấp."


def test_a_bracket_beside_no_word_may_be_a_letter_and_stays():
    assert restore("KIEN NGH] cua Dang bg").lines[1].split()[1] == "NGH]"


def test_a_torn_numeral_is_joined_after_an_ordinal_word():
    result = restore("1an thir X V1, cua Dang bg")
    assert result.lines[1] == "lần thứ XVI, của Đảng bộ"
    (edit,) = [e for e in result.edits if e.reason == "joined"]
    assert (edit.line, edit.token, edit.before, edit.after, edit.applied) == (1, 2, "X V1,", "XVI,", True)


@pytest.mark.parametrize("line", ["khu X V1, nha", "thứ X, V1 nha", "thứ X Y nha", "thứ Xa V1"])
def test_other_numerals_stay_apart(line):
    assert list(joined_numerals(0, TextLine.cut(line))) == []


def test_glued_words_are_split_where_the_network_is_sure_of_both():
    result = restore("SOY TE  cua Dang")
    assert result.lines[1] == "SỞ Y TẾ  của Đảng"
    (edit,) = [e for e in result.edits if e.reason == "split"]
    assert (edit.line, edit.token, edit.before, edit.after) == (1, 0, "SOY", "SỞ Y")


def test_glued_words_stay_where_a_half_is_doubtful():
    for sure in (0.6, 0.95):
        table = MEANT | {"so": [("sở", sure), ("so", 1 - sure)]}
        result = restore("SOY TE cua Dang", table=table)
        assert result.lines[1].startswith("SOY TẾ")
        assert "split" not in {e.reason for e in result.edits}


@pytest.mark.parametrize("mode", ["auto", "marks", "ocr"])
def test_clean_lines_are_never_regrouped(mode):
    lines = ["Phòng, chống dịch ởcác xã, phường; lễhội, lần thứ X V1 của Đảng bộ tỉnh theo 57- NQ/TW"]
    assert Restorer(ScriptedPredictor(MEANT)).restore(lines, mode).lines == tuple(lines)


@pytest.mark.parametrize(("core", "count"), [("SOY", 1), ("hoach", 0), ("xx", 0), ("Dangbo", 1), ("S0Y", 0)])
def test_halves(core, count):
    assert len(halves(core)) == count
    assert all(left + right == core for left, right in halves(core))


def test_a_bare_o_is_no_half_of_a_word():
    table = MEANT | {"o": "o", "ut": "út", "xut": [("", 0.99)], "out": [("", 0.99)]}
    assert restore("cua out Dang bg", table=table).lines[1] == "của out Đảng bộ"
    table["o"] = "ở"
    assert restore("cua out Dang bg", table=table).lines[1] == "của ở út Đảng bộ"
