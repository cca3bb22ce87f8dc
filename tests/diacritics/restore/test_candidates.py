import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kehoach.diacritics.judge.damage import Damage
from kehoach.diacritics.language.tokens import split_token
from kehoach.diacritics.restore import candidates
from kehoach.diacritics.restore.candidates import FEW, MOST, REACH, TYPICAL, Candidates
from tests.diacritics.restore.scripted_predictor import ScriptedPredictor

TABLE = {"hoi": [("hội", 0.8), ("hỏi", 0.2)], "pang": [("đảng", 0.9), ("xứ", 0.1)], "x": [("đ", 0.5), ("ở", 0.5)]}


def line(text):
    return [split_token(token) for token in text.split()]


def choices(text, damage, table=TABLE):
    rows = [line(text)]
    found = Candidates(ScriptedPredictor(table), rows, [damage])
    return [found.choice(place) for place in range(len(rows[0]))]


def test_the_best_comes_first_and_its_rivals_after_it():
    (choice,) = choices("hoi", Damage.MARKS)
    assert (choice.word, choice.rivals[0][0]) == ("hội", "hỏi")
    assert choice.probability == pytest.approx(0.8, abs=0.01)
    assert choice.network == pytest.approx(0.8, abs=0.01)


def test_a_word_unlike_the_form_is_no_candidate():
    (choice,) = choices("pang", Damage.SHAPES)
    assert "xứ" not in {choice.word, *(word for word, _ in choice.rivals)}


def test_where_only_marks_were_lost_every_letter_stays():
    (choice,) = choices("pang", Damage.MARKS)
    assert choice.word == "pang"


@pytest.mark.parametrize("text", ["2025", "UBND", "website", "-", "10-KH/ĐU"])
def test_locked_cores_have_no_other_candidate(text):
    (choice,) = choices(text, Damage.SHAPES, {text.lower(): [("hội", 0.99)]})
    assert choice.rivals == ()
    assert choice.probability == 1.0


def test_clean_lines_have_their_own_words_only():
    assert [choice.word for choice in choices("hoi pang", Damage.CLEAN)] == ["hoi", "pang"]


@given(st.lists(st.sampled_from([*TABLE, "2025", "-"]), min_size=1, max_size=40), st.integers(4, 12))
def test_a_long_text_is_weighed_in_pieces(words, step):
    whole = choices(" ".join(words), Damage.MARKS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(candidates, "PIECE", step + 2)
        patch.setattr(candidates, "OVERLAP", 1)
        pieces = choices(" ".join(words), Damage.MARKS)
    assert [choice.word for choice in pieces] == [choice.word for choice in whole]


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=40))
def test_the_neighbourhood_is_the_mean_of_the_words_around(words):
    best, several = (np.array(column) for column in zip(*words, strict=True))
    found = candidates._around(best.astype(np.float32), several)
    for place, around in enumerate(found):
        near = [i for i in range(max(place - REACH, 0), min(place + REACH + 1, len(best))) if i != place and several[i]]
        odds = [np.clip(np.log(max(best[i], 1e-6) / max(1 - best[i], 1e-6)), -MOST, MOST) for i in near]
        assert around == pytest.approx((sum(odds) + FEW * TYPICAL) / (len(odds) + FEW), abs=0.01)
