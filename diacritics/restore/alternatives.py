"""The words that forms may have been: their own letters with marks, or the network's words that look like them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from typing import Any

import numpy as np

from kehoach.diacritics.judge.damage import Damage
from kehoach.diacritics.language.protected import Kind, is_strange_acronym, kind_of
from kehoach.diacritics.restore.likeness import is_settled, likenesses, marked_forms
from kehoach.diacritics.restore.predictor import Ints, Predictor

DEPTH = {Damage.MARKS: 7.0, Damage.SHAPES: 8.0}
"""How far (in log-probability) a candidate may lie below the best of its place; see `candidates.WIDTH`. A clean place
has its own spelling alone."""

SLACK = 2.0
"""How much farther below the best the network's words are looked at, for the best may turn out to be implausible."""

LEAST_LIKENESS = 0.2
"""A word less like the form it is to replace is never proposed: of 77,000 words rendered and read by the two English
LSTM models, 99.6 % kept at least this likeness. A form of one letter or symbol has none and is left to the network."""

WORD_LETTERS = 3
"""A form of so many letters was never one letter."""


def options(
    reader: Predictor, answers: Any, cores: Sequence[str], own: Sequence[str], kinds: Sequence[Damage]
) -> tuple[Ints, Ints]:
    """(places, word numbers) of what forms may have been, their own spelling apart; by place, likeliest first.

    `own`: the cores as the vocabulary spells them. Words that are not in the vocabulary are left out.
    """
    misread = [i for i, kind in enumerate(kinds) if kind is Damage.SHAPES and _may_be_misread(cores[i])]
    marked = [(i, marked_forms(own[i])) for i, kind in enumerate(kinds) if kind is Damage.MARKS and is_open(cores[i])]
    at_misread, of_misread = _look_alikes(reader, answers, np.array(misread, dtype=np.int64), own)
    numbers = [reader.word_ids(forms)[1:] for _, forms in marked]
    at_marked = np.repeat(np.array([i for i, _ in marked], dtype=np.int64), [len(found) for found in numbers])
    of_marked = np.fromiter(chain.from_iterable(numbers), dtype=np.int64, count=len(at_marked))
    places, ids = np.concatenate([at_misread, at_marked]), np.concatenate([of_misread, of_marked])
    order = np.argsort(places, kind="stable")
    order = order[ids[order] > 0]
    return places[order], ids[order]


@lru_cache(maxsize=1 << 15)
def is_open(core: str) -> bool:
    """Whether a core may have been another word.

    >>> [is_open(core) for core in ("hoach", "website", "2025", "UBND", "")]
    [True, True, False, False, False]
    """
    return bool(core) and kind_of(core, in_capitals=True) in (Kind.WORD, Kind.FOREIGN)


@lru_cache(maxsize=1 << 15)
def _may_be_misread(core: str) -> bool:
    """Whether a core may have been another word of other letters."""
    return (is_open(core) or is_strange_acronym(core)) and not is_settled(core)


def _look_alikes(reader: Predictor, answers: Any, places: Ints, own: Sequence[str]) -> tuple[Ints, Ints]:
    """(places, numbers) of the network's words for misread forms that look like them."""
    ids, scores = reader.likeliest(answers, places)
    near = scores >= scores[:, :1] - DEPTH[Damage.SHAPES] - SLACK
    rows, columns = np.nonzero(near & (ids > 0))
    at, of = places[rows], ids[rows, columns]
    words = reader.words
    forms = [own[i] for i in at.tolist()]
    fits = plausible(forms, [words[i] for i in of.tolist()])
    kept = np.array(fits, dtype=bool)
    return at[kept], of[kept]


def plausible(forms: Sequence[str], words: Sequence[str]) -> list[bool]:
    """Whether each form can be the word beside it, misread; it never is itself, nor many letters one.

    >>> plausible(["hgi", "hgi", "hội", "trường", "b"], ["hội", "trường", "hội", "ở", "ở"])
    [True, False, False, False, True]
    """
    return [
        form != word and (len(form) < WORD_LETTERS or len(word) > 1) and (len(form) == 1 or alike >= LEAST_LIKENESS)
        for form, word, alike in zip(forms, words, likenesses(forms, words), strict=True)
    ]
