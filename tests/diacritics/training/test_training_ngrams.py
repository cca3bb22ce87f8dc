"""Phrases counted, smoothed, pruned and packed, and what they say in training of words that they were counted in."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kehoach.diacritics.restore.ngram_file import BITS, keys_of_pairs, ranks_of_pairs, save, triples
from kehoach.diacritics.restore.ngrams import STEP, Ngrams
from kehoach.diacritics.training import count_ngrams
from kehoach.diacritics.training.ngram_scores import Beside, Counts


def text_of(stream, pairs=(), letters=None, prose=()):
    """A text to count phrases in; unless told, no two words share their letters."""
    letters = np.arange(int(max(stream)) + 1) if letters is None else np.array(letters)
    stream, pairs, prose = (np.array(numbers, dtype=np.int64) for numbers in (stream, pairs, prose))
    return count_ngrams.Text(stream, pairs, letters, prose)


def stored(folder, *given):
    """Phrases counted, saved and read back."""
    save(folder / "ngrams.npz", count_ngrams.build(*given))
    return Ngrams.load(folder)


def test_phrases_are_counted_and_read_back(tmp_path):
    text = text_of([1, 2, 3] * 20 + [1, 2, 4] * 10 + [0] + [5, 4] * 10)
    keys, counts = count_ngrams.grams(text.stream, 2)
    assert dict(zip(keys.tolist(), counts.tolist(), strict=True))[(1 << BITS) | 2] == 30
    assert all(key & ((1 << BITS) - 1) and key >> BITS for key in keys.tolist())
    phrases = stored(tmp_path, text, 1000, 1000)
    one, two = np.array([1] * 4), np.array([2] * 4)
    scores = phrases.after(one, two, np.array([3, 4, 1, 0]))
    assert scores[0] == pytest.approx(np.log(2 / 3), abs=STEP)
    assert scores[1] == pytest.approx(np.log(1 / 3), abs=STEP)
    assert scores[0] > scores[1] > scores[2] > scores[3]


def test_probabilities_after_a_pair_add_up_to_one(tmp_path):
    phrases = stored(tmp_path, text_of(np.random.default_rng(1).integers(1, 8, 4000)), 10**6, 10**6)
    third = np.arange(1, 8)
    for first, second in ((1, 2), (5, 5), (7, 3)):
        scores = phrases.after(np.full(7, first), np.full(7, second), third)
        assert np.exp(scores).sum() == pytest.approx(1, abs=STEP / 2)


def test_with_prose_counted_by_itself_probabilities_still_add_up_and_lean_to_it(tmp_path):
    rng = np.random.default_rng(1)
    law, prose = rng.integers(1, 8, 4000), np.array([1, 2, 3] * 30)
    plain, leaning = (stored(tmp_path, text_of([*law, *prose], prose=p), 10**6, 10**6) for p in ([], prose))
    third = np.arange(1, 8)
    for first, second in ((1, 2), (5, 5), (7, 3)):
        before, after = (p.after(np.full(7, first), np.full(7, second), third) for p in (plain, leaning))
        assert np.exp(after).sum() == pytest.approx(1, abs=STEP / 2)
        assert (first, second) != (1, 2) or after[2] > before[2]


def test_a_pair_of_the_dictionary_is_known_though_the_text_has_it_not(tmp_path):
    stream = [1, 2, 3, 4] * 20 + [2, 5, 4, 1] * 20
    seldom, known = (stored(tmp_path, text_of(stream, pairs), 100, 100) for pairs in ([], [(1 << BITS) | 5]))
    place = (np.array([0]), np.array([1]), np.array([5]))
    assert known.after(*place) > seldom.after(*place) + STEP


def test_grams_that_tell_words_of_the_same_letters_apart_are_worth_more():
    rows = [(1, 3, 7), (2, 4, 7), (1, 5, 7), (2, 6, 7)]
    stream = [word for place in np.random.default_rng(1).integers(0, 4, 2000) for word in rows[place]]
    apart, alike = text_of(stream), text_of(stream, letters=[0, 1, 2, 3, 3, 5, 6, 7])
    grams = count_ngrams.Smoothed.of(alike)
    ratio = grams.worths(alike)[0] / grams.worths(apart)[0]
    found = dict(zip(grams.two.tolist(), ratio.tolist(), strict=True))
    assert found[(1 << BITS) | 5] == pytest.approx(1)
    assert found[(1 << BITS) | 3] > 1.5


@given(st.data())
def test_triples_are_unpacked_as_they_were_packed(data):
    words = st.integers(1, data.draw(st.sampled_from([3, 6, (1 << BITS) - 1])))
    pairs = data.draw(st.lists(st.tuples(words, words), min_size=1, max_size=40, unique=True))
    two = np.array(sorted((a << BITS) | b for a, b in pairs))
    every = [(a, b, d) for a, b in pairs for c, d in pairs if b == c]
    chosen = data.draw(st.sets(st.sampled_from(every), max_size=60)) if every else set()
    three = np.array(sorted((a << 2 * BITS) | (b << BITS) | c for a, b, c in chosen), dtype=np.int64)
    rng = np.random.default_rng(len(three))
    second, after, steps = (rng.integers(0, 5, size).astype(np.uint8) for size in (len(two), len(two), len(three)))
    assert keys_of_pairs(np.diff(two, prepend=0).astype(np.uint32)).tolist() == two.tolist()
    packed = count_ngrams.pack(two, second, after, three, steps)
    begins, ranks = triples(after, packed)
    rank = ranks_of_pairs(two.astype(np.uint32), second).tolist()
    word = {(pair >> BITS, place): pair & ((1 << BITS) - 1) for pair, place in zip(two.tolist(), rank, strict=True)}
    found = [
        (pair << BITS | word[pair & ((1 << BITS) - 1), int(ranks[row])], int(packed.steps[row]))
        for pair, begin, count in zip(two.tolist(), begins.tolist(), packed.counts.tolist(), strict=True)
        for row in range(begin, begin + count)
    ]
    assert sorted(found) == list(zip(three.tolist(), steps.tolist(), strict=True))


def test_the_grams_of_greatest_worth_are_kept():
    assert np.flatnonzero(count_ngrams.kept(np.array([1, 9, 1, 8, 1, 7.0]), 3)).tolist() == [1, 3, 5]
    assert np.flatnonzero(count_ngrams.kept(np.array([1.0, 0.0, 2.0]), 5)).tolist() == [0, 2]
    gain, alike = np.array([0.0, 1.0, 1.0, 1.0]), np.array([0.0, 0.0, 0.0, 0.9])
    worth = count_ngrams.worth(np.array([9, 9, 1, 9]), gain, alike)
    assert worth[0] == 0
    assert worth[1] > worth[3] > worth[2] > 0


def beside(stream, letters):
    """What is told beside a network; words 1 and 2 bear no marks."""
    letters = np.array(letters)
    return Beside(Counts.of(text_of(stream, letters=letters), np.isin(np.arange(len(letters)), [1, 2])))


def odds(told, words, place, *, signs=None, untold=False):
    """The odds of each rival at a place of a stretch of words; `signs`: word numbers by the place they stand before."""
    row, among = np.array([words]), np.zeros((1, len(words) + 1), dtype=np.int64)
    for before, sign in (signs or {}).items():
        among[0, before] = sign
    rivals = told.rivals(row, among, np.array([untold]))
    return dict(zip(rivals.ids[place].tolist()[1:], rivals.prior[place].tolist()[1:], strict=True))


LETTERS = [0, 1, 2, 3, 1, 1, 2, 7, 8]  # 4 and 5 are 1 with marks, 6 is 2 with marks


def test_the_rivals_of_a_word_are_those_of_its_letters():
    words, signs = np.array([[5, 3, 0]]), np.zeros((1, 4), dtype=np.int64)
    rivals = beside([1, 4, 5, 3, 6, 2, 7, 8], LETTERS).rivals(words, signs, np.array([False]))
    assert rivals.ids[0].tolist() == [0, 1, 4, 5]
    assert rivals.ids[1].tolist()[:2] == [0, 3]
    assert rivals.right.tolist() == [3, 1, -1]
    assert rivals.own.tolist() == [False, False, False]
    assert rivals.prior[0, 0] == rivals.prior[0, 1]  # COPY means the word without marks
    assert np.isfinite(rivals.prior[1]).sum() == 2
    assert not np.isfinite(rivals.prior[2]).any()


def test_what_was_seen_only_here_tells_nothing():
    rest = [7, 4, 8, 3, 7, 5, 8, 3, 1, 3, 4, 3, 5, 3, 1]
    once = odds(beside([*rest, 7, 8, 4, 3], LETTERS), [7, 8, 4, 3], 2)
    often = odds(beside([*rest, *[7, 8, 4, 3] * 3], LETTERS), [7, 8, 4, 3], 2)
    never = odds(beside([*rest, 7, 8, 4, 3], LETTERS), [7, 8, 5, 3], 2)
    assert once[4] - once[5] < never[4] - never[5]
    assert often[4] - often[5] > once[4] - once[5] + 0.5


def test_one_occurrence_is_taken_off_the_counts():
    stream = [7, 8, 4] * 6 + [7, 8, 5] * 3 + [3]
    counts = Counts.of(text_of(stream, letters=LETTERS), np.zeros(9, dtype=bool))
    told, less, flags = Beside(counts), np.array([True]), np.array([False])
    place = (np.array([7]), np.array([8]), np.array([4]))
    lower = told._of_two(np.array([8]), np.array([4]), flags, flags)
    wanted = (5 - 0.75 + 2 * 0.75 * lower) / 8
    assert np.exp(told._log(*place, less, less, flags)) == pytest.approx(wanted)


def test_signs_are_read_among_the_words():
    told = beside([7, 4, 3] * 9 + [7, 8, 5, 3] * 9, LETTERS)
    assert odds(told, [7, 4, 3], 1)[4] > odds(told, [7, 4, 3], 1)[5]
    assert odds(told, [7, 4, 3], 1, signs={1: 8})[4] < odds(told, [7, 4, 3], 1, signs={1: 8})[5]
    assert odds(told, [7, 4, 3], 1, signs={1: 8}) == odds(told, [7, 8, 4, 3], 2)
    assert odds(told, [5, 3], 0, signs={0: 8}) == odds(told, [8, 5, 3], 1)
    assert odds(told, [7, 5], 1, signs={2: 8}) == odds(told, [7, 5, 8], 1)


def test_a_number_has_no_rivals():
    counts = Counts.of(text_of([9, 4, 9, 5], letters=[*LETTERS, 9]), np.zeros(9, dtype=bool))
    rivals = Beside(counts).rivals(np.array([[9, 4]]), np.zeros((1, 3), dtype=np.int64), np.array([False]))
    assert rivals.right.tolist()[0] == -1
    assert not np.isfinite(rivals.prior[0]).any()
    assert rivals.ids[1].tolist() == [0, 1, 4, 5]


def test_of_some_stretches_phrases_say_nothing():
    told = beside([7, 4, 3] * 9 + [8, 5, 3] * 9, LETTERS)
    assert set(odds(told, [7, 4, 0], 1, untold=True).values()) == {0.0}


def test_counts_are_read_back_as_saved(tmp_path):
    counts = Counts.of(text_of([7, 8, 4] * 6, letters=LETTERS), np.zeros(9, dtype=bool))
    np.savez(tmp_path / "counts.npz", **vars(counts))
    found = Counts.load(tmp_path)
    assert all(np.array_equal(getattr(found, name), value) for name, value in vars(counts).items())
