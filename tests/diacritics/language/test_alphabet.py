import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kehoach.diacritics.language.alphabet import (
    LOOK_ALIKES,
    TONES,
    fold,
    is_marked,
    split_tone,
    to_new_style,
    to_old_style,
    with_tone,
)

VIETNAMESE = "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"
TEXT = st.text(alphabet=VIETNAMESE + VIETNAMESE.upper() + " .,/-0123456789", max_size=40)


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@given(TEXT)
def test_folding_keeps_length_case_and_leaves_ascii(text):
    folded = fold(text)
    assert folded.isascii()
    assert len(folded) == len(text)
    assert [c.isupper() for c in folded] == [c.isupper() for c in text]


@pytest.mark.parametrize("letter", VIETNAMESE)
def test_a_letter_splits_and_takes_its_tone_back(letter):
    base, tone = split_tone(letter)
    assert tone in TONES
    assert with_tone(base, tone) == letter
    assert unicodedata.is_normalized("NFC", with_tone(base, tone))


@pytest.mark.parametrize("letter", VIETNAMESE)
def test_a_letter_is_marked_exactly_when_folding_changes_it(letter):
    assert is_marked(letter) == (fold(letter) != letter)


@pytest.mark.parametrize(
    ("new", "old"),
    [
        ("hoà", "hòa"), ("thuỷ", "thủy"), ("khoẻ", "khỏe"), ("uỷ", "ủy"), ("Uỷ ban", "Ủy ban"),
        ("HOÀ", "HÒA"), ("xoè tay", "xòe tay"), ("luỹ kế", "lũy kế"), ("hoá.", "hóa."), ("(tuỳ)", "(tùy)"),
    ],
)  # fmt: skip
def test_tone_style_moves_the_tone_of_open_oa_oe_uy(new, old):
    assert to_old_style(new) == old
    assert to_new_style(old) == new


@pytest.mark.parametrize("text", ["quý", "QUÝ", "hoàn", "thuyền", "loại", "của", "mùa", "tuần", "khuỷu", "ngoèo"])
def test_tone_style_leaves_other_syllables_alone(text):
    assert to_old_style(text) == text
    assert to_new_style(text) == text


@given(TEXT)
def test_tone_style_changes_placement_only(text):
    for styled in (to_old_style(text), to_new_style(text)):
        assert fold(styled) == fold(text)
        assert len(styled) == len(text)
    assert to_old_style(to_old_style(text)) == to_old_style(text)


def test_look_alikes_stand_for_vietnamese_letters_and_are_none():
    assert all(is_marked(right) and fold(wrong) == wrong for wrong, right in LOOK_ALIKES.items() if wrong not in "ƣƢ")
    assert not set(LOOK_ALIKES) & set(LOOK_ALIKES.values())
