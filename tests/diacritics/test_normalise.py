"""Laws of normalising, and what each scope must leave alone."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kehoach.diacritics.language.alphabet import LOOK_ALIKES
from kehoach.diacritics.normalise import FIXES, Scope, close_codes, explain, fix_look_alikes, normalise

VIETNAMESE = "aăâeêioôơuưyđAĂÂEÊIOÔƠUƯYĐbcdghklmnpqrstvx \t\n\u0300\u0301\u0303\u0309\u0323.,;:-/()0123456789“”–…"
ODD = "\u00a0\u00ad\u200b\ufeff\x02\x0b\r\f\u2028\uf0b7ðÐƣ"
anything = st.text(st.sampled_from(VIETNAMESE + ODD))
CLEAN = [
    "Căn cứ Kế hoạch số 213/KH-BYT ngày 30/01/2026 của Bộ Y tế;",
    "giai đoạn 2016 - 2020, chính trị - xã hội; 27/02/1955–27/02/2026",
    "“Tận tâm - Trách nhiệm - Nhân ái - Chuyên nghiệp”... HIV/AIDS, COVID-19, Website",
    "Nghị quyết số 20-NQ/TW, 41-CTr/TU, 02/CTHĐ-UBND, Số:      /KH-SYT",
    "1.\tTrung tâm\t\t50.000.000\n2.\tSở Y tế\t3%\t",
    "Uỷ ban, ủy ban, khoẻ, khỏe, quý, quí, hòa, hoà",
    "· Lãnh đạo Sở\n- Lưu: VT, NVY.\n+ a) b) đ)",
]


@pytest.mark.parametrize("text", CLEAN)
def test_clean_text_is_left_alone_in_the_faithful_scope(text):
    assert explain(text, Scope.FAITHFUL) == (text, [])


@settings(deadline=None)
@given(anything)
@pytest.mark.parametrize("scope", list(Scope))
@pytest.mark.parametrize("tones", ["keep", "old", "new"])
def test_twice_is_once(scope, tones, text):
    once = normalise(text, scope, tones)
    assert normalise(once, scope, tones) == once


@settings(deadline=None)
@given(anything)
def test_result_is_nfc_and_digits_stay(text):
    for scope in Scope:
        fixed = normalise(text, scope)
        assert unicodedata.is_normalized("NFC", fixed)
        assert re.findall(r"\d", fixed) == re.findall(r"\d", text)


def printed(text: str) -> str:
    """The letters and signs that can be seen, look-alikes as what they look like."""
    same = {**LOOK_ALIKES, "\uf0b7": "•"}
    shown = "".join(same.get(c, c) for c in text if c not in "\u00ad\u200b\ufeff\x02" and not c.isspace())
    return unicodedata.normalize("NFD", shown)


@settings(deadline=None)
@given(anything)
def test_the_faithful_text_drops_nothing_that_is_printed(text):
    fixed = normalise(text, Scope.FAITHFUL)
    assert sorted(printed(fixed)) == sorted(printed(text))


def test_explain_names_what_was_done():
    _, applied = explain("Kế  hoạch \u00adsố 195/KH- SYT của “Sở”", tones="old")
    assert [fix.name for fix in applied] == ["drop_soft_hyphens", "one_quote", "fold_spaces", "close_codes"]
    assert [fix.places for fix in applied] == [1, 2, 1, 1]


def test_every_fix_has_a_doctest_that_shows_it():
    for fix in FIXES:
        assert ">>>" in (fix.apply.__doc__ or ""), fix.name


def test_an_unknown_tone_style_is_a_mistake():
    with pytest.raises(ValueError, match="keep, old or new"):
        normalise("hòa", tones="odl")


def test_tone_styles_and_the_faithful_text():
    assert normalise("hoà, khỏe", tones="old") == "hòa, khỏe"
    assert normalise("hòa, khỏe", tones="new") == "hoà, khoẻ"
    assert normalise("hoà, khỏe", Scope.FAITHFUL, "old") == "hoà, khỏe"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Ðiều 1. Ðảng ủy, QÐ-BYT", "Điều 1. Đảng ủy, QĐ-BYT"),
        ("Kế hoạch 12/QÐ-UBND", "Kế hoạch 12/QĐ-UBND"),
        ("văn thƣ, lƣu trữ, ngƣời dƣới", "văn thư, lưu trữ, người dưới"),
        ("Ragnarsdóttir, Þorvarðarson, Guðmundur", "Ragnarsdóttir, Þorvarðarson, Guðmundur"),
    ],
)
def test_look_alikes(before, after):
    assert fix_look_alikes(before) == after


@pytest.mark.parametrize(
    "text",
    [
        "giai đoạn 2021- 2025",
        "TT - Trung tâm Y tế",
        "Phòng KH - TC; KH-TC",
        "CT, TT, BC (mẫu 1/ KH)",
        "30/ 4 và 1/5",
        "và/ hoặc",
        "- KH: khoa học",
        "Số: /KH-SYT",
        "Sở TT- TT Hà Nội",
    ],
)
def test_what_is_no_code_is_not_closed(text):
    assert close_codes(text) in (text, text.replace("TT- TT", "TT-TT"))


CODE_PARTS = [
    "KH",
    "QĐ",
    "TT",
    "CTr",
    "NQ",
    "SYT",
    "UBND",
    "TTg",
    "TW",
    "12",
    "2025",
    "/",
    "-",
    " ",
    "  ",
    "–",
    "số",
    "(",
    '"',
]


@settings(deadline=None)
@given(st.lists(st.sampled_from(CODE_PARTS), max_size=10).map("".join))
def test_twice_is_once_for_anything_like_a_code(text):
    once = normalise(text)
    assert normalise(once) == once
    assert [c for c in once if c.isalnum()] == [c for c in text if c.isalnum()]
