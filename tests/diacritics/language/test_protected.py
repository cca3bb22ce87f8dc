import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kehoach.diacritics.language.alphabet import fold
from kehoach.diacritics.language.lexicon import DOCUMENT_TYPES, acronym_misread, acronym_with_d_bar, notation_with_d_bar
from kehoach.diacritics.language.protected import Kind, has_word_digit, is_roman, kind_of, mended_roman
from kehoach.diacritics.restore.decide import decide_code

CASES = json.loads((Path(__file__).parents[2] / "cases" / "locks.json").read_text("utf-8"))


@pytest.mark.parametrize(("kind", "core"), [(kind, core) for kind, cores in CASES.items() for core in cores])
def test_kind(kind, core):
    assert kind_of(core) is Kind(kind)


@pytest.mark.parametrize(("core", "kind"), [("HQI", "word"), ("UBND", "acronym"), ("TTKSBT", "acronym")])
def test_among_capitals_an_unknown_word_with_a_vowel_is_no_acronym(core, kind):
    assert kind_of(core, in_capitals=True) is Kind(kind)


@given(st.from_regex(r"\d[\d./,:-]{0,8}\d", fullmatch=True))
def test_a_number_is_locked(core):
    assert kind_of(core) is Kind.NUMBER
    assert not has_word_digit(core)
    assert decide_code(core) is None


@pytest.mark.parametrize(
    ("core", "mended"),
    [
        ("10-KH/DU", "10-KH/ĐU"), ("171/QD-TTg", "171/QĐ-TTg"), ("09/2017/ND-CP", "09/2017/NĐ-CP"),
        ("12/NQ-HDND", "12/NQ-HĐND"), ("8/QP-BYT", "8/QĐ-BYT"),
        ("44/TT-BLDTBXH", "44/TT-BLĐTBXH"), ("QD-UBND", "QĐ-UBND"),
    ],
)  # fmt: skip
def test_letters_of_a_code_get_the_bar_of_d_back(core, mended):
    verdict = decide_code(core)
    assert verdict.core == mended
    assert verdict.reason == "notation"
    assert verdict.confidence > 0.7


@pytest.mark.parametrize(
    "core",
    [
        "171/KH-UBND", "12/HD-SYT", "31-CTr/TU", "1344/SYT-NVY", "09/2017/NĐ-CP", "05/DA-SYT", "7/PB-SYT", "16/6/2025",
        "10/D",
    ],
)  # fmt: skip
def test_codes_that_are_right_or_unknown_stay(core):
    assert decide_code(core) is None


LETTERS = st.from_regex(r"[A-ZĐ]{1,6}([-/][A-Z]{1,6}){0,2}", fullmatch=True)


@given(st.integers(1, 99999), st.sampled_from(["", "/2024"]), LETTERS)
def test_no_digit_of_a_code_ever_changes(number, year, letters):
    core = f"{number}{year}/{letters}"
    verdict = decide_code(core)
    if verdict:
        assert verdict.core.startswith(f"{number}{year}/")
        assert fold(verdict.core) == fold(core) or re.sub("[BDP]", "Đ", core) == re.sub("[BDP]", "Đ", verdict.core)


@pytest.mark.parametrize("kind", sorted(DOCUMENT_TYPES))
def test_an_abbreviation_in_force_is_never_mended_into_another(kind):
    assert notation_with_d_bar(kind) is None
    assert notation_with_d_bar(f"{kind}-SYT") is None


@pytest.mark.parametrize(("core", "mended"), [("HDND", "HĐND"), ("BHXH", None), ("HD", None), ("QDND", "QĐND")])
def test_acronyms(core, mended):
    found = acronym_with_d_bar(core)
    assert (found[0] if found else None) == mended


@pytest.mark.parametrize(("core", "mended"), [("HBND", "HĐND"), ("PBQH", "ĐBQH"), ("BHYT", None), ("GDPT", None)])
def test_acronyms_whose_d_was_misread(core, mended):
    found = acronym_misread(core)
    assert (found[0] if found else None) == mended


@pytest.mark.parametrize("core", ["$5", "$60", "6$", "x2", "3x", "m3", "@a", "6", "60"])
def test_sums_units_and_numbers_are_no_words(core):
    assert not has_word_digit(core)


@pytest.mark.parametrize(
    ("core", "numeral"), [("I11", "III"), ("X1V", "XIV"), ("|", "I"), ("1V", "IV"), ("Il", "II"), ("V1", "VI")]
)
def test_a_misread_numeral_where_one_is_expected(core, numeral):
    assert mended_roman(core, numbered=True) == numeral


@pytest.mark.parametrize("core", ["1", "11", "111", "l", "1l", "II", "1I11", "V1I1I", "A1", "X1X1"])
def test_no_numeral(core):
    assert mended_roman(core, numbered=True) is None


@pytest.mark.parametrize("core", ["V1", "1I", "X1", "I1", "|"])
def test_elsewhere_a_short_form_may_be_a_label(core):
    assert mended_roman(core, numbered=False) is None


@given(st.text(alphabet="IVX1l|", min_size=1, max_size=6))
def test_a_mended_numeral_is_one(core):
    mended = mended_roman(core, numbered=True)
    assert mended is None or (is_roman(mended) and len(mended) == len(core))
