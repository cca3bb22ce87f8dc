"""Phrases as a lattice asks for them, against the same worked out one by one."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diacritics.gramfile import STEP_BITS
from diacritics.phrases import BITS, STEP, UNSEEN, Phrases, Table, Triples

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
    two = Table(np.array(pairs), rng.integers(0, 99, len(pairs), np.uint8))
    counts = [sum(triple >> BITS == pair for triple in triples) for pair in pairs]
    steps = rng.integers(0, 99, len(triples))
    rows = [((triple & ((1 << BITS) - 1)) << STEP_BITS) | step for triple, step in zip(triples, steps, strict=True)]
    three = Triples(*(np.array(part) for part in (np.cumsum([0, *counts])[:-1], counts, rows)))
    one, after_one = (-9 * rng.random(WORDS).astype(np.float32) for _ in range(2))
    return Phrases(one, two, three, after_one, -3 * rng.random(len(pairs)).astype(np.float32))


def by_hand(phrases, first, second, third):
    """Katz's rule: the longest gram that is stored, less what is charged for the longer ones."""
    if third == 0:
        return UNSEEN
    two = {int(key): place for place, key in enumerate(phrases.two.keys)}
    before = two.get((first << BITS) | second)
    if before is not None:
        begin = phrases.three.begins[before]
        for row in phrases.three.rows[begin : begin + phrases.three.counts[before]].tolist():
            if row >> STEP_BITS == third:
                return -STEP * (row & 255)
    charged = 0.0 if before is None else phrases.after_two[before]
    place = two.get((second << BITS) | third)
    if place is not None:
        return charged - STEP * phrases.two.steps[place]
    return charged + phrases.after_one[second] + phrases.one[third]


@settings(deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 7), st.integers(1, 3))
def test_steps_are_those_of_single_words(seed, count, width):
    phrases, rng = made_up(seed), np.random.default_rng(seed)
    ids = rng.integers(0, WORDS, (count, width))
    filled = rng.random((count, width)) < 0.7
    found = phrases.steps(ids, filled)
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
