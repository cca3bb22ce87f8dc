import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kehoach.diacritics.judge.damage import Damage
from kehoach.diacritics.language.tokens import split_token
from kehoach.diacritics.restore.candidates import Candidates
from kehoach.diacritics.restore.cooccurrence import DOUBT, FILE, REACH, STEP, Cooccurrence, Weights, evidence
from kehoach.diacritics.restore.ngram_file import BITS
from tests.diacritics.restore.scripted_predictor import ScriptedPredictor

CUM, CUM_HOI, BENH, CA = 1, 2, 3, 4  # cúm, cụm, bệnh, cá
LETTERS = np.array([0, 1, 1, 2, 3])
EVEN = np.array([-9.0, -8.0, -8.0, -8.0, -8.0], dtype=np.float32)


def company(pairs, common=EVEN):
    """Words with what binds them."""
    keys = sorted((min(pair) << BITS) | max(pair) for pair in pairs)
    bonds = {(min(pair) << BITS) | max(pair): bond for pair, bond in pairs.items()}
    return Cooccurrence(np.array(keys, np.int32), np.array([bonds[key] for key in keys], np.float32), common, LETTERS)


def look_again(known, words, odds):
    """The odds of some places (rows of candidates), all of those that have a rival being unsettled."""
    ids, odds = np.array(words), np.array(odds, dtype=np.float32)
    return weighed(known, odds, ids, (odds > 0).sum(1) > 1)


def weighed(known, odds, ids, unsettled):
    """The odds with what the company tells."""
    found = odds * np.exp(evidence(known, odds, ids, unsettled))
    return found / found.sum(1, keepdims=True)


def test_a_word_in_doubt_is_the_one_that_keeps_such_company():
    known = company({(CUM, BENH): 2.0, (CUM_HOI, CA): 2.0})
    for near, likelier in ((BENH, 0), (CA, 1)):
        found = look_again(known, [[CUM, CUM_HOI], [near, 0]], [[0.5, 0.5], [1, 0]])
        assert found[0].argmax() == likelier
        assert found[0, likelier] > 0.55


def test_company_far_away_says_nothing():
    known = company({(CUM, BENH): 2.0})
    for apart, heard in ((REACH, True), (REACH + 1, False)):
        words = [[CUM, CUM_HOI], *[[0, 0]] * (apart - 1), [BENH, 0]]
        found = look_again(known, words, [[0.5, 0.5], *[[1, 0]] * apart])
        assert bool(found[0, 0] > 0.51) == heard


def test_a_word_in_doubt_is_what_its_letters_are_elsewhere():
    words = [[CUM, CUM_HOI], *[[0, 0]] * (2 * REACH), [CUM, CUM_HOI]]
    found = look_again(company({(BENH, CA): 1.0}), words, [[0.4, 0.6], *[[1, 0]] * (2 * REACH), [0.9999, 0.0001]])
    assert found[0, 0] > 0.5


def test_a_word_beside_one_is_what_it_is_beside_it_elsewhere():
    sure, far = [0.9999, 0.0001], [[0, 0]] * (2 * REACH)
    words = [[BENH, 0], [CUM, CUM_HOI], *far, [BENH, 0], [CUM, CUM_HOI], *far, [CA, 0], [CUM_HOI, CUM]]
    odds = [[1, 0], [0.4, 0.6], *[[1, 0]] * len(far), [1, 0], sure, *[[1, 0]] * len(far), [1, 0], sure]
    ids, shares = np.array(words), np.array(odds, dtype=np.float32)
    unsettled = (shares > 0).sum(1) > 1
    look = company({(BENH, CA): 1.0}).look(shares, ids, unsettled)
    told = dict(zip(Weights._fields, look.told[look.places.tolist().index(1)].T, strict=True))
    assert told["after"][0] > told["after"][1] + 0.5
    assert told["before"].tolist() == [0.0, 0.0]


def test_the_commoner_word_has_been_counted_already():
    common = np.array([-9, -5, -8, -8, -8], dtype=np.float32)
    found = look_again(company({(BENH, CA): 1.0}, common), [[CUM, CUM_HOI]], [[0.5, 0.5]])
    assert found[0, 0] < 0.5


ODDS = st.floats(0.5, 1.0)


@given(st.lists(st.tuples(st.sampled_from([(CUM, CUM_HOI), (CUM_HOI, CUM), (BENH, 0), (0, CUM)]), ODDS), max_size=30))
def test_nothing_is_said_of_words_that_are_sure(places):
    ids = np.array([words for words, _ in places], dtype=np.int64).reshape(-1, 2)
    odds = np.array([(first, 1 - first) for _, first in places], dtype=np.float32).reshape(-1, 2)
    unsettled = (ids > 0).all(1)
    told = evidence(company({(CUM, BENH): 2.0}), odds, ids, unsettled)
    assert np.isfinite(told).all()
    assert not told[~unsettled | (odds[:, 0] >= DOUBT)].any()


def test_company_is_read_from_its_file(tmp_path):
    keys = [(1 << BITS) | 3, (2 << BITS) | 4]
    gaps, common = np.diff(keys, prepend=0).astype(np.uint32), np.full(5, -20, np.int8)
    bonds = np.array([5, -3], np.int8)
    np.savez_compressed(tmp_path / FILE, gaps=gaps, bonds=bonds, common=common, letters=LETTERS.astype(np.uint16))
    read = Cooccurrence.load(tmp_path)
    assert read.keys.tolist() == keys
    assert read.bonds == pytest.approx([5 * STEP, -3 * STEP])
    assert read.common == pytest.approx([-20 * STEP] * 5)
    assert read.letters.tolist() == LETTERS.tolist()


@pytest.mark.parametrize(("damage", "word"), [(Damage.MARKS, "cúm"), (Damage.SHAPES, "cúm"), (Damage.CLEAN, "cum")])
def test_damaged_words_are_looked_at_again(damage, word):
    reader = ScriptedPredictor({"cum": [("cụm", 0.55), ("cúm", 0.45)], "benh": [("bệnh", 0.99)]})
    number = reader.word_id
    letters = np.arange(len(reader.words))
    letters[number("cúm")] = letters[number("cụm")]
    pair = sorted((number("cúm"), number("bệnh")))
    keys = np.array([(pair[0] << BITS) | pair[1]], np.int32)
    common = np.full(len(letters), -8, np.float32)
    reader.cooccurrence = Cooccurrence(keys, np.array([3.0], np.float32), common, letters)
    row = [split_token(token) for token in ("benh", "cum")]
    assert Candidates(reader, [row], [damage]).best[1] == word
