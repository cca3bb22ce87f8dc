import pytest
from hypothesis import given
from hypothesis import strategies as st

from kehoach.diacritics.language.alphabet import fold, to_new_style, to_old_style
from kehoach.diacritics.language.syllable import STOPS, Syllable, compose, decompose, inventory, is_known, is_syllable

REGULAR = sorted(word for word in inventory() if decompose(word))


def test_the_inventory_is_the_language_and_little_else():
    irregular = set(inventory()) - set(REGULAR)
    assert len(REGULAR) > 4000
    assert {"đắk", "lắk", "kạn"} <= irregular
    assert len(irregular) < 60
    assert all(word == to_old_style(word.lower()) for word in inventory())
    assert list(inventory().values()) == sorted(inventory().values(), reverse=True)


def test_composing_the_parts_gives_every_syllable_of_the_inventory_back():
    assert [compose(decompose(word)) for word in REGULAR] == REGULAR


@given(st.sampled_from(REGULAR))
def test_both_tone_styles_and_any_case_have_the_same_parts(word):
    parts = decompose(word)
    assert compose(parts, new_style=True) == to_new_style(word)
    assert decompose(to_new_style(word)) == decompose(word.upper()) == decompose(word.capitalize()) == parts


@given(st.sampled_from(REGULAR))
def test_stop_codas_bear_sac_or_nang(word):
    parts = decompose(word)
    assert parts.coda not in STOPS or parts.tone in {"sắc", "nặng"}


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("nghiêng", ("ngh", "", "iê", "ng", "")),
        ("quốc", ("qu", "", "ô", "c", "sắc")),
        ("giếng", ("g", "", "iê", "ng", "sắc")),
        ("gì", ("g", "", "i", "", "huyền")),
        ("già", ("gi", "", "a", "", "huyền")),
        ("khuya", ("kh", "u", "ya", "", "")),
        ("thủy", ("th", "u", "y", "", "hỏi")),
        ("hoẵng", ("h", "o", "ă", "ng", "ngã")),
        ("ươn", ("", "", "ươ", "n", "")),
        ("kỹ", ("k", "", "y", "", "ngã")),
        ("chửi", ("ch", "", "ư", "i", "hỏi")),
    ],
)
def test_parts(word, parts):
    assert decompose(word) == Syllable(*parts)


@pytest.mark.parametrize("word", ["yêu", "xoong", "quít", "ủy", "UỶ", "Đảng", "oằn", "huỳnh", "ký", "lý", "hy", "gửi"])
def test_syllables(word):
    assert is_syllable(word)


@pytest.mark.parametrize(
    "word", ["website", "Tuyén", "cac", "lap", "đuờng", "thưòng", "gìa", "nge", "cê", "hội,", "s6", "", "hoạ́ch", "kh"]
)
def test_other_words(word):
    assert not is_syllable(word)


def test_known_means_in_the_inventory_whatever_case_and_style():
    assert is_known("Khoẻ")
    assert is_known("ĐẮK")
    assert not is_known("thẩp")
    assert not is_known("Tuyén")


@given(st.text(max_size=12))
def test_any_text_can_be_asked(text):
    assert is_syllable(text) in (True, False)
    if is_syllable(text):
        assert fold(text).isascii()
