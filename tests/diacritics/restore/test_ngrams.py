"""Phrases as a lattice asks for them, against the same worked out one by one."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kehoach.diacritics.restore.ngram_file import ranks_of_pairs, read, save
from kehoach.diacritics.restore.ngrams import BITS, STEP, UNSEEN, Ngrams, Table, Triples

WORDS = 6


def made_up(seed):
    """Phrases in which some pairs and triples are stored; no triple without both of its pairs."""
    rng = np.random.default_rng(seed)
    pairs = sorted((a << BITS) | b for a, b in itertools.product(range(1, WORDS), repeat=2) if rng.random() < 0.6)
    triples = [
        (a << 2 * BITS) | (b << BITS) | c
        for a, b, c in itertools.product(range(1, WORDS), repeat=3)
        if {(a << BITS) | b, (b << BITS) | c} <= set(pairs) and rng.random() < 0.5
    ]
    keys, steps = np.array(pairs, dtype=np.uint32), rng.integers(0, 99, len(pairs), np.uint8)
    two = Table(keys, steps, rng.integers(0, 12, len(pairs), np.uint8), ranks_of_pairs(keys, steps))
    counts = [sum(triple >> BITS == pair for triple in triples) for pair in pairs]
    rank = dict(zip(pairs, two.ranks.tolist(), strict=True))
    triples.sort(key=lambda triple: (triple >> BITS, rank[triple & ((1 << 2 * BITS) - 1)]))
    ranks = [rank[triple & ((1 << 2 * BITS) - 1)] for triple in triples]
    parts = np.cumsum([0, *counts])[:-1], counts, ranks, rng.integers(0, 99, len(triples))
    one, after_one = (-9 * rng.random(WORDS).astype(np.float32) for _ in range(2))
    return Ngrams(one, after_one, two, Triples(*map(np.array, parts)))


def by_hand(phrases, first, second, third):
    """Katz's rule: the longest gram that is stored, less what is charged for the longer ones."""
    if third == 0:
        return UNSEEN
    two = {int(key): place for place, key in enumerate(phrases.two.keys)}
    before, place = two.get((first << BITS) | second), two.get((second << BITS) | third)
    if before is not None:
        begin, count = phrases.three.begins[before], phrases.three.counts[before]
        for row in range(begin, begin + count):
            if place is not None and phrases.three.ranks[row] == phrases.two.ranks[place]:
                return -STEP * phrases.three.steps[row]
    charged = 0.0 if before is None else -STEP * phrases.two.after[before]
    if place is not None:
        return charged - STEP * phrases.two.steps[place]
    return charged + phrases.after_one[second] + phrases.one[third]


@settings(deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 7), st.integers(1, 3))
def test_steps_are_those_of_single_words(seed, count, width):
    phrases, rng = made_up(seed), np.random.default_rng(seed)
    ids = rng.integers(0, WORDS, (count, width))
    filled = rng.random((count, width)) < 0.7
    found = np.full((count, *[width] * 3), -np.inf)
    where, logs = phrases.steps(ids, filled)
    assert (np.diff(where) > 0).all()
    found.flat[where] = logs
    padded = np.concatenate([np.zeros((2, width), dtype=np.int64), ids])
    there = np.concatenate([np.tile(np.arange(width) == 0, (2, 1)), filled])
    for i, a, b, c in itertools.product(range(count), *[range(width)] * 3):
        if there[i, a] and there[i + 1, b] and there[i + 2, c]:
            wanted = by_hand(phrases, padded[i, a], padded[i + 1, b], padded[i + 2, c])
            assert found[i, a, b, c] == pytest.approx(wanted, abs=1e-4)
        else:
            assert found[i, a, b, c] == -np.inf


@given(st.integers(0, 10_000))
def test_words_asked_for_one_by_one_get_the_same(seed):
    phrases, rng = made_up(seed), np.random.default_rng(seed)
    first, second, third = rng.integers(0, WORDS, (3, 20))
    wanted = [by_hand(phrases, *triple) for triple in zip(first, second, third, strict=True)]
    assert phrases.after(first, second, third) == pytest.approx(np.array(wanted), abs=1e-4)


def test_pairs_are_ranked_among_those_that_begin_alike():
    keys = np.array([(1 << BITS) | 1, (1 << BITS) | 2, (1 << BITS) | 3, (4 << BITS) | 1], dtype=np.uint32)
    assert ranks_of_pairs(keys, np.array([7, 3, 7, 9], dtype=np.uint8)).tolist() == [1, 0, 2, 0]


@given(st.lists(st.integers(0, (1 << 26) - 1), max_size=50), st.lists(st.integers(0, (1 << 13) - 1), max_size=50))
def test_columns_are_read_as_they_were_saved(tmp_path_factory, long, short):
    path = tmp_path_factory.mktemp("columns") / "ngrams.npz"
    columns = {"one": np.array([0, 255]), "two_gaps": np.array(long), "three_gaps": np.array(short)}
    save(path, columns)
    found = read(path)
    assert {name: column.tolist() for name, column in found.items()} == {n: c.tolist() for n, c in columns.items()}
    assert [found[name].itemsize for name in columns] == [1, 4, 2]
