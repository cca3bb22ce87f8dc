import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kehoach.diacritics.restore.forward_backward import MARGIN, WINDOW, Joints, posteriors
from kehoach.diacritics.restore.windows import spans


class Pairs:
    """Phrases whose likelihood depends on the last two words only, from a table."""

    def __init__(self, table):
        self._table = np.array(table, dtype=np.float32)

    def steps(self, ids, filled):
        before = np.concatenate([np.zeros((1, ids.shape[1]), ids.dtype), ids[:-1]])
        there = np.concatenate([np.eye(1, ids.shape[1], dtype=bool).repeat(2, 0), filled])
        first, second = there[: len(ids), :, None, None], there[1:-1, None, :, None]
        logs = self._table[before[:, None, :, None], ids[:, None, None, :]]
        shape = (len(ids), *[ids.shape[1]] * 3)
        where = np.flatnonzero(np.broadcast_to(first & second & filled[:, None, None, :], shape))
        return where, np.broadcast_to(logs, shape).ravel()[where]


def by_hand(scores, ids, table, weight):
    """Posteriors by listing every way to read the text."""
    total = np.zeros(scores.shape)
    for path in itertools.product(range(scores.shape[1]), repeat=len(scores)):
        words = [0, *(ids[place, slot] for place, slot in enumerate(path))]
        log = sum(scores[place, slot] for place, slot in enumerate(path))
        log += weight * sum(table[a][b] for a, b in itertools.pairwise(words))
        for place, slot in enumerate(path):
            total[place, slot] += np.exp(log)
    return total / total.sum(1, keepdims=True)


def joints(count, weight=1.0, others=()):
    return Joints(np.full(count, weight, dtype=np.float32), others)


def chained(scores, ids, table):
    """Posteriors of a chain of pairs, in one piece, however long."""
    own, steps = np.exp(scores), np.exp(np.array(table)[ids[:-1, :, None], ids[1:, None, :]])
    forward = [own[0] * np.exp(np.array(table)[0, ids[0]])]
    back = [np.ones(scores.shape[1])]
    for place in range(1, len(scores)):
        forward.append(forward[-1] / forward[-1].sum() @ steps[place - 1] * own[place])
        back.append(steps[-place] @ (own[-place] * back[-1] / back[-1].sum()))
    found = np.array(forward) * np.array(back[::-1])
    return found / found.sum(1, keepdims=True)


@pytest.mark.parametrize("count", [WINDOW + 3, 2 * WINDOW + MARGIN + 7])
def test_the_last_words_of_a_long_text_are_weighed_as_those_of_a_short_one(count):
    rng = np.random.default_rng(count)
    scores = np.log(rng.dirichlet(np.ones(3), count)).astype(np.float32)
    ids = np.array([rng.permutation(4)[:3] for _ in range(count)])
    table = -rng.random((4, 4)) * 5
    found = posteriors(scores, ids, Pairs(table), joints(count))
    assert found == pytest.approx(chained(scores, ids, table), abs=0.02)
    assert found[-1] == pytest.approx(chained(scores, ids, table)[-1], abs=1e-4)


@settings(deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 5), st.sampled_from([0.5, 1.0, 1.4]))
def test_posteriors_are_those_of_all_readings(seed, count, weight):
    rng = np.random.default_rng(seed)
    scores = np.log(rng.dirichlet(np.ones(3), count)).astype(np.float32)
    scores[rng.random(scores.shape) < 0.2] = -np.inf
    scores[:, 0] = np.where(np.isfinite(scores[:, 0]), scores[:, 0], -1.0)
    ids = np.array([rng.permutation(4)[:3] for _ in range(count)])
    table = -rng.random((4, 4)) * 5
    found = posteriors(scores, ids, Pairs(table), joints(count, weight))
    assert found == pytest.approx(by_hand(scores, ids, table, weight), abs=1e-4)


def test_a_phrase_overrules_the_network_where_it_is_in_doubt():
    scores = np.log(np.array([[0.99, 0.01], [0.6, 0.4]], dtype=np.float32))
    ids = np.array([[1, 2], [3, 4]])
    table = np.full((5, 5), -6.0)
    table[1, 4] = -0.5
    assert posteriors(scores, ids, Pairs(table), joints(2))[1].argmax() == 1
    assert posteriors(scores, ids, None, joints(2))[1].argmax() == 0


def test_a_word_is_heard_seven_places_away_whatever_window_it_is_in():
    count, table = 3 * WINDOW, np.full((3, 3), -12.0)
    table[0] = table[1, 1] = table[2, 2] = 0.0
    ids = np.tile([[1, 2]], (count, 1))
    for sure in range(WINDOW // 2, 2 * WINDOW):
        scores = np.zeros((count, 2), np.float32)
        scores[sure, 1] = -6.0
        found = posteriors(scores, ids, Pairs(table), joints(count))
        assert found[sure - 7 : sure + 8, 0].min() > 0.9


def test_little_of_a_long_text_is_weighed_twice():
    count = 100 * WINDOW
    assert sum(span.end - span.start for span in spans(count, WINDOW, MARGIN)) < 1.5 * count


def test_without_phrases_a_posterior_is_the_share():
    scores = np.log(np.array([[0.3, 0.1], [0.5, 0.5]], dtype=np.float32))
    assert posteriors(scores, np.array([[1, 2], [1, 2]]), None, joints(2)) == pytest.approx(
        np.array([[0.75, 0.25], [0.5, 0.5]])
    )


@pytest.mark.parametrize("count", [0, 1, WINDOW - 1, WINDOW, WINDOW + 1, 2 * WINDOW + MARGIN, 3 * WINDOW + 5])
def test_windows_cover_texts_of_any_length(count):
    scores = np.tile(np.log(np.array([[0.7, 0.3]], dtype=np.float32)), (count, 1))
    ids = np.tile(np.array([[1, 2]]), (count, 1))
    found = posteriors(scores, ids, Pairs(np.full((3, 3), -1.0)), joints(count))
    assert found == pytest.approx(np.tile([[0.7, 0.3]], (count, 1)), abs=1e-5)


@settings(deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 4), st.integers(1, 4))
def test_no_phrase_reaches_across_a_cut(seed, first, second):
    rng = np.random.default_rng(seed)
    scores = rng.normal(size=(first + second, 2)).astype(np.float32)
    ids = rng.integers(1, 4, (first + second, 2))
    table = rng.normal(size=(4, 4))
    table[:, 0] = -9.0  # an unknown word is as likely after any other
    phrases = Pairs(table)
    whole = posteriors(scores, ids, phrases, joints(first + second, 1.0, [(first, 0)] * 2))
    halves = [
        posteriors(scores[part], ids[part], phrases, joints(len(scores[part])))
        for part in (slice(first), slice(first, None))
    ]
    assert whole == pytest.approx(np.concatenate(halves), abs=1e-4)


@settings(deadline=None)
@given(st.integers(0, 10_000), st.lists(st.integers(0, 3), max_size=4), st.sampled_from([0.5, 1.4]))
def test_other_words_among_the_places_are_read_as_if_they_were_places(seed, places, weight):
    rng = np.random.default_rng(seed)
    scores, ids = rng.normal(size=(3, 2)).astype(np.float32), rng.integers(1, 5, (3, 2))
    table = -rng.random((5, 5)) * 5
    others = [(place, int(rng.integers(0, 5))) for place in sorted(places)]
    found = posteriors(scores, ids, Pairs(table), joints(3, weight, others))
    rows, kept = [], []
    for place in range(4):
        rows += [([0.0, -np.inf], [number, 0]) for at, number in others if at == place]
        if place < 3:
            kept.append(len(rows))
            rows.append((scores[place], ids[place]))
    every, numbers = (np.array(column) for column in zip(*rows, strict=True))
    assert found == pytest.approx(by_hand(every, numbers, table, weight)[kept], abs=1e-4)


@settings(deadline=None)
@given(st.integers(1, 60), st.integers(0, 10_000), st.lists(st.integers(0, 60), max_size=3))
def test_evidence_is_weighed_as_if_it_had_been_among_the_scores(count, seed, others):
    rng = np.random.default_rng(seed)
    scores = rng.normal(size=(count, 3)).astype(np.float32)
    ids, phrases = rng.integers(0, 5, (count, 3)), Pairs(-rng.random((5, 5)) * 5)
    told = rng.normal(size=(count, 3)).astype(np.float32)
    inside = [(place, place % 5) for place in sorted(others) if place <= count]
    first = []
    found = posteriors(scores, ids, phrases, joints(count, 1.0, inside), lambda odds: first.append(odds) or told)
    assert found == pytest.approx(posteriors(scores + told, ids, phrases, joints(count, 1.0, inside)), abs=1e-5)
    assert first[0] == pytest.approx(posteriors(scores, ids, phrases, joints(count, 1.0, inside)), abs=1e-5)
