import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kehoach.diacritics.restore.casing import CASE_LIKELY, CASE_SURE, recased, votes
from kehoach.diacritics.restore.features import AS_IS, LOWER, TITLE, UPPER, case_of

SHARES = st.lists(st.floats(0.01, 1.0), min_size=4, max_size=4)
WORDS = st.sampled_from(["hội", "đảng", "y", "nghị"])


@given(st.lists(SHARES, min_size=1, max_size=5))
def test_a_vote_says_what_the_probabilities_say(rows):
    odds = np.array(rows, dtype=np.float32)
    odds /= odds.sum(1, keepdims=True)
    for row, vote in zip(odds, votes(odds), strict=True):
        assert row[vote.best] == row.max()
        assert vote.sure == (vote.best if row.max() >= CASE_SURE else AS_IS)
        assert vote.likely == (vote.best if row.max() >= CASE_LIKELY else AS_IS)
        assert vote.capital == vote.best if row[LOWER] >= CASE_SURE else vote.capital in (TITLE, UPPER)


@given(WORDS, st.sampled_from([LOWER, TITLE, UPPER]), st.permutations([0.95, 0.03, 0.01, 0.01]))
def test_a_sure_case_is_taken_over_the_one_read(word, read, odds):
    (vote,) = votes(np.array([odds], dtype=np.float32))
    core = ("hgi", "Hgi", "HGI")[read]
    assert recased(core, word, vote).lower() == word
    if vote.best != AS_IS:
        assert recased(core, word, vote) in {(word, word.capitalize(), word.upper())[vote.best]}


@given(WORDS, st.sampled_from(["hgi", "Hgi", "HGI"]))
def test_a_doubtful_case_stays_as_it_was_read(word, core):
    (vote,) = votes(np.array([[0.4, 0.3, 0.2, 0.1]], dtype=np.float32))
    assert case_of(recased(core, word, vote)) in {case_of(core), TITLE}  # one capital letter alone counts as Title


@given(st.sampled_from(["Igi", "Jgi", "[gi", "|gi"]), st.permutations([0.4, 0.3, 0.2, 0.1]))
def test_a_tall_stroke_for_l_was_a_small_one(core, odds):
    (vote,) = votes(np.array([odds], dtype=np.float32))
    assert recased(core, "lợi", vote) == "lợi"
    assert recased("Lgi", "lợi", vote) == "Lợi"


def test_a_small_b_or_p_for_d_was_a_capital_one():
    (vote,) = votes(np.array([[0.5, 0.4, 0.1, 0.0]], dtype=np.float32))
    assert [recased(core, "đầu", vote) for core in ("biu", "pau", "dau")] == ["Đầu", "Đầu", "đầu"]


def test_a_likely_case_is_taken_where_the_first_letter_was_misread():
    (vote,) = votes(np.array([[0.7, 0.2, 0.1, 0.0]], dtype=np.float32))
    assert [recased(core, "ăn", vote) for core in ("Gn", "An", "gn")] == ["ăn", "Ăn", "ăn"]
    assert [recased(core, "cô", vote) for core in ("CO", "Co")] == ["cô", "Cô"]
