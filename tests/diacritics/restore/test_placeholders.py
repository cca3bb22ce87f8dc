"""Numbers and marks among words, which phrases count like words: read alike in training and in use."""

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kehoach.diacritics.judge.damage import Damage
from kehoach.diacritics.language.tokens import split_token
from kehoach.diacritics.restore.candidates import Candidates
from kehoach.diacritics.restore.features import Vocabulary
from kehoach.diacritics.restore.placeholders import Sign, signs_among, word_number
from kehoach.diacritics.training.placeholder_streams import Signed, interleaved
from tests.diacritics.restore.scripted_predictor import ScriptedPredictor


def atoms(line):
    return [split_token(token) for token in line.split()]


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("", [3]),
        ("Nay mai", [3, 0, 3]),
        ("Nay, mai", [3, 2, 3]),
        ("Nay (mai)", [3, 2, 3]),
        ("Nay. Mai", [3, 3, 3]),
        ("Nay? Mai", [3, 3, 3]),
        ("Nay – mai", [3, 0, 0, 3]),  # the dash itself is a pause
        ("Nay, – mai", [3, 2, 0, 3]),
    ],
)
def test_marks_between_words_are_signs(text, signs):
    assert signs_among(atoms(text)).tolist() == signs[: len(atoms(text)) + 1]


def test_signs_have_numbers_after_those_of_the_words():
    numbers = [word_number(sign, 10) for sign in Sign]
    assert sorted(numbers) == [10, 11, 12]
    assert word_number(0, 10) == 0


ROWS = st.integers(1, 4).flatmap(
    lambda length: st.lists(
        st.tuples(
            st.lists(st.integers(0, 5), min_size=length, max_size=length),
            st.lists(st.sampled_from([0, 8, 9]), min_size=length + 1, max_size=length + 1),
        ),
        min_size=1,
        max_size=4,
    )
)


@given(ROWS)
def test_signs_are_put_among_the_words(rows):
    words, signs = (np.array(column) for column in zip(*rows, strict=True))
    found, at = interleaved(words, signs)
    for row, (given_words, given_signs) in enumerate(rows):
        wanted = []
        for place, sign in enumerate(given_signs):
            wanted += [sign] if sign else []
            wanted += given_words[place : place + 1]
        assert found[row].tolist() == wanted + [0] * (found.shape[1] - len(wanted))
        assert [found[row, place] for place in at[row]] == given_words


WORDS = ("hội", "nghị", "năm")
TOKENS = ["hội", "Nghị", "năm,", "(hội", "nghị)", "năm.", "2025", "1.500,", "16/6/2025;", "–", "Covid", "hội?”", "1a"]


@given(st.lists(st.sampled_from(TOKENS), min_size=1, max_size=12))
def test_text_is_read_in_training_as_it_is_restored(tmp_path_factory, tokens):
    work = tmp_path_factory.mktemp("work")
    vocabulary = Vocabulary(tuple(sorted(set("".join(TOKENS)))), ("", *WORDS))
    vocabulary.save(work)
    row = [split_token(token) for token in TOKENS]
    words = np.array([vocabulary.word_id(token.core) for token in row])
    table, encoded = np.arange(len(row))[:, None], vocabulary.encode(row)
    np.savez(work / "forms.npz", words=words, table=table, encoded=encoded)
    trained = Signed.read(work).stream(np.array([TOKENS.index(token) for token in tokens]))

    heard = phrases_ask(tokens)
    assert heard[0] == heard[-1] == word_number(Sign.STOP, len(WORDS) + 1)  # a text begins and ends
    assert heard[1:-1] == trained.tolist()


def phrases_ask(tokens):
    """The word numbers that phrases are asked for when a clean line is weighed, bare marks where they stand."""
    heard = []

    def steps(ids, filled):
        heard.extend(ids[:, 0].tolist())
        return np.flatnonzero(filled & (np.arange(ids.shape[1]) == 0)) * ids.shape[1] ** 2, np.zeros(len(ids))

    reader = ScriptedPredictor({word: word for word in WORDS})
    reader.words = ("", *WORDS)
    reader.ngrams = SimpleNamespace(steps=steps)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kehoach.diacritics.restore.candidates.hung", lambda rows: (rows, None))
        Candidates(reader, [[split_token(token) for token in tokens]], [Damage.CLEAN])
    return heard
