import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kehoach.diacritics.judge.damage import Damage
from kehoach.diacritics.language.tokens import split_token
from kehoach.diacritics.restore.alternatives import options, plausible
from kehoach.diacritics.restore.likeness import likeness, likenesses, own_spelling
from tests.diacritics.restore.scripted_predictor import ScriptedPredictor

TABLE = {"hoi": [("hội", 0.8), ("hỏi", 0.2)], "pang": [("đảng", 0.9), ("xứ", 0.1)], "x": [("đ", 0.5), ("ở", 0.5)]}
FORMS = st.lists(st.tuples(*2 * [st.text("aăbdđehiôr6¢n", min_size=1, max_size=7)]), max_size=8)


def found(text, damage):
    reader = ScriptedPredictor(TABLE)
    atoms = [split_token(token) for token in text.split()]
    cores = [atom.core for atom in atoms]
    places, ids = options(reader, reader.read(atoms), cores, list(map(own_spelling, cores)), [damage] * len(cores))
    assert places.tolist() == sorted(places.tolist())
    return {cores[place]: [reader.words[i] for i in ids[places == place]] for place in places}


def test_lost_marks_leave_the_forms_of_the_same_letters():
    assert found("2025 hoi pang", Damage.MARKS) == {"hoi": ["hội", "hỏi"]}


def test_misread_letters_leave_what_looks_alike():
    assert found("hoi 2025 pang x", Damage.SHAPES) == {"hoi": ["hội", "hỏi"], "pang": ["đảng"], "x": ["đ", "ở"]}


@pytest.mark.parametrize("text", ["2025", "UBND 10-KH/ĐU", "- ; …", ""])
def test_what_is_locked_has_no_options(text):
    assert not found(text, Damage.SHAPES)


@given(FORMS)
def test_many_pairs_are_as_alike_as_each(pairs):
    read, words = [a for a, _ in pairs], [b for _, b in pairs]
    assert np.allclose(likenesses(read, words), [likeness(a, b) for a, b in pairs])


@given(FORMS)
def test_no_form_is_an_option_for_itself(pairs):
    words = [word for word, _ in pairs]
    assert not any(plausible(words, words))
