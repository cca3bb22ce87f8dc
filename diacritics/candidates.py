"""What a word may have been: the network's answers, held to what the damage allows."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from diacritics.damage import Damage
from diacritics.forms import is_settled, likeness, marked_forms, own_spelling
from diacritics.lattice import Steps, posteriors
from diacritics.locks import Kind, kind_of
from diacritics.spans import spans
from diacritics.tokens import Token

WIDTH = {Damage.CLEAN: 1, Damage.MARKS: 5, Damage.SHAPES: 7}
DEPTH = {Damage.CLEAN: 1.0, Damage.MARKS: 7.0, Damage.SHAPES: 8.0}
"""How many candidates are kept for a place, and how far (in log-probability) they may lie below the best. For misread
letters 7 and 8 bring out five more words in a thousand than 5 and 7 (held-out lines read by English models), and 9 and
9 next to none beyond that; for lost marks 6 and 9 none beyond 5 and 7."""

SLACK = 2.0
"""How much farther below the best the network's words are looked at, for the best may turn out to be implausible."""

WEIGHTS = {Damage.CLEAN: 1.0, Damage.MARKS: 1.3, Damage.SHAPES: 1.1}
"""How much the phrases count beside the network: the middle of what is best on held-out lines (1.2 to 1.4; 1.05 to
1.5)."""

LEAST_LIKENESS = 0.2
"""A word less like the form it is to replace is never proposed: of 77,000 words rendered and read by the two English
LSTM models, 99.6 % kept at least this likeness. A form of one letter or symbol has none and is left to the network."""

PIECE, OVERLAP = 4096, 16
"""Atoms weighed at once, and how many more on each side are read for context: bounds the memory for endless lines."""

RIVALS = 3
"""Other candidates of a word that are told."""

REACH, TYPICAL, FEW, MOST = 6, 5.0, 4.0, 8.0
"""Words on each side whose log-odds (at most MOST) say how sure a neighbourhood is, and what is taken for that of FEW
more words, so that a word alone has the typical one."""

Words = tuple[str, ...]
Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


class Reader(Protocol):
    """What the restorer asks of a network; `network.Network` is one, and so is a scripted one in tests."""

    @property
    def words(self) -> Sequence[str]:
        """The vocabulary; number 0 is "", which means: leave the core alone."""

    @property
    def phrases(self) -> Steps | None:
        """How likely words stand side by side, if that is known."""

    def word_id(self, word: str) -> int:
        """The number of a word, 0 if it is not in the vocabulary."""

    def word_ids(self, words: tuple[str, ...]) -> tuple[int, ...]:
        """The numbers of some words that are often asked for together."""

    def read(self, tokens: Sequence[Token]) -> Any:
        """The answers for the atoms of one running text; their `cases` are probabilities (n, 4) of the cases."""

    def scores_of(self, answers: Any, places: Ints, ids: Ints) -> Floats:
        """Log-probabilities of given words at given places, but for a constant of each place."""

    def likeliest(self, answers: Any, places: Ints) -> tuple[Ints, Floats]:
        """Numbers and scores of the likeliest words at given places, best first."""


class Choice(NamedTuple):
    """The best word for a core, lower case, old tone style, and what else it may be; probabilities add up to 1 at most.

    `word` is the core's own spelling where nothing is to change.
    """

    word: str
    probability: float
    rivals: tuple[tuple[str, float], ...]
    network: float = 1.0  # probability that the network alone gives the word, among the candidates
    around: float = TYPICAL  # how sure the words around it are, in log-odds

    @property
    def margin(self) -> float:
        """How far the first is ahead of the second."""
        return self.probability - (self.rivals[0][1] if self.rivals else 0.0)


class Candidates:
    """What every word of one running text may have been, each weighed in the light of the others."""

    def __init__(self, reader: Reader, atoms: Sequence[Sequence[Token]], damages: Sequence[Damage]) -> None:
        """`atoms` and `damages`: of each line, in order; a place counts all the atoms from 0."""
        flat = list(chain.from_iterable(atoms))
        kinds = [damage for row, damage in zip(atoms, damages, strict=True) for _ in row]
        self._words: list[Words] = []
        self._ranked: list[tuple[list[int], list[float], list[float], float]] = []
        self.cases: list[list[float]] = []
        for span in spans(len(flat), PIECE, OVERLAP):
            piece = _weigh(reader, flat[span.start : span.end], kinds[span.start : span.end])
            kept = slice(span.first - span.start, span.last - span.start)
            self._words += piece.words[kept]
            self.cases += piece.cases[kept].tolist()
            ranks = (column[kept].tolist() for column in (piece.order, piece.odds, piece.network, piece.around))
            self._ranked += zip(*ranks, strict=True)

    def choice(self, place: int) -> Choice:
        """The best word for the core at a place, and its rivals."""
        words = self._words[place]
        order, odds, network, around = self._ranked[place]
        if len(words) == 1:
            return Choice(words[0], 1.0, ())
        rivals = tuple([(words[i], p) for i, p in zip(order[1:], odds[1:], strict=True) if p > 0.0])
        return Choice(words[order[0]], min(1.0, odds[0]), rivals, network[0], around)


class _Weighed(NamedTuple):
    """The candidates of some places, and the numbers (n, k) of the likeliest of them, best first."""

    words: list[Words]
    cases: Floats
    order: Ints  # places among the words
    odds: Floats  # posterior probabilities
    network: Floats  # probabilities by the network alone
    around: Floats  # (n): how sure the words around are


def _weigh(reader: Reader, atoms: Sequence[Token], kinds: Sequence[Damage]) -> _Weighed:
    """The candidates of a stretch of text, weighed."""
    answers = reader.read(atoms)
    words, numbers = _options(reader, answers, atoms, kinds)
    scores, ids = _scores(reader, answers, numbers)
    order, scores = _pruned(scores, kinds)
    weights = np.array([WEIGHTS[damage] for damage in kinds], dtype=np.float32)
    odds = posteriors(scores, np.take_along_axis(ids, order, 1), reader.phrases, weights)
    best = np.argsort(-odds, axis=1, kind="stable")[:, : RIVALS + 1]
    alone = np.exp(scores - scores.max(1, keepdims=True))
    alone /= alone.sum(1, keepdims=True)
    order, odds, alone = (np.take_along_axis(column, best, 1) for column in (order, odds, alone))
    several = np.fromiter(map(len, words), dtype=np.int64, count=len(words)) > 1
    return _Weighed(words, answers.cases, order, odds, alone, _around(odds[:, 0], several))


def _options(
    reader: Reader, answers: Any, atoms: Sequence[Token], kinds: Sequence[Damage]
) -> tuple[list[Words], list[tuple[int, ...]]]:
    """The words that each atom may have been, its own spelling first, and their numbers."""
    misread = [i for i, kind in enumerate(kinds) if kind is Damage.SHAPES and _may_be_misread(atoms[i].core)]
    ids, scores = reader.likeliest(answers, np.array(misread, dtype=np.int64))
    near = (scores >= scores[:, :1] - DEPTH[Damage.SHAPES] - SLACK).sum(1).tolist()
    tops = dict(zip(misread, zip(ids.tolist(), near, strict=True), strict=True))
    words: list[Words] = []
    numbers: list[tuple[int, ...]] = []
    for place, (atom, kind) in enumerate(zip(atoms, kinds, strict=True)):
        own = own_spelling(atom.core)
        if place in tops:
            found, count = tops[place]
            kept = [i for i in found[:count] if i and _plausible(own, reader.words[i])]
            words.append((own, *[reader.words[i] for i in kept]))
            numbers.append((reader.word_id(own), *kept))
            continue
        words.append(marked_forms(own) if kind is Damage.MARKS and _is_open(atom.core) else (own,))
        numbers.append(reader.word_ids(words[-1]))
    return words, numbers


@lru_cache(maxsize=1 << 15)
def _is_open(core: str) -> bool:
    """Whether a core may have been another word."""
    return bool(core) and kind_of(core, in_capitals=True) in (Kind.WORD, Kind.FOREIGN)


@lru_cache(maxsize=1 << 15)
def _may_be_misread(core: str) -> bool:
    """Whether a core may have been another word of other letters."""
    return _is_open(core) and not is_settled(core)


@lru_cache(maxsize=1 << 16)
def _plausible(own: str, word: str) -> bool:
    """Whether a form can be another word, misread; three letters and more never are one letter."""
    if own == word or (len(own) >= 3 and len(word) == 1):
        return False
    return len(own) == 1 or likeness(own, word) >= LEAST_LIKENESS


def _scores(reader: Reader, answers: Any, numbers: Sequence[tuple[int, ...]]) -> tuple[Floats, Ints]:
    """Log-probabilities and word numbers (n, k) of all candidates; leaving a core alone counts for its spelling."""
    counts = np.fromiter(map(len, numbers), dtype=np.int64, count=len(numbers))
    width = int(counts.max(initial=1))
    rows = np.repeat(np.arange(len(counts)), counts)
    columns = np.arange(len(rows)) - np.repeat(counts.cumsum() - counts, counts)
    asked = np.fromiter(chain.from_iterable(numbers), dtype=np.int64, count=len(rows))
    ids = np.zeros((len(counts), width), dtype=np.int64)
    scores = np.full((len(counts), width), -np.inf, dtype=np.float32)
    ids[rows, columns] = asked
    known = asked > 0
    scores[rows[known], columns[known]] = reader.scores_of(answers, rows[known], asked[known])
    own = np.arange(len(counts))
    scores[:, 0] = np.logaddexp(scores[:, 0], reader.scores_of(answers, own, np.zeros_like(own)))
    return scores, ids


def _around(best: Floats, several: NDArray[np.bool_]) -> Floats:
    """The mean log-odds of the best candidates around each place, counting those that have a rival."""
    odds = np.clip(np.log(np.maximum(best, 1e-6) / np.maximum(1 - best, 1e-6)), -MOST, MOST)
    told = np.stack([np.where(several, odds, 0.0), several])
    sums = np.pad(told.cumsum(1), ((0, 0), (REACH + 1, REACH)), mode="edge")
    sums[:, : REACH + 1] = 0.0
    total, count = sums[:, 2 * REACH + 1 :] - sums[:, : -2 * REACH - 1] - told
    return np.asarray((total + FEW * TYPICAL) / (count + FEW), dtype=np.float32)


def _pruned(scores: Floats, kinds: Sequence[Damage]) -> tuple[Ints, Floats]:
    """The columns of each row's best scores, best first, and those scores; hopeless ones are struck out."""
    order = np.argsort(-scores, axis=1, kind="stable")[:, : max(WIDTH.values())]
    best = np.take_along_axis(scores, order, 1)
    widths = np.array([WIDTH[kind] for kind in kinds])
    depths = np.array([DEPTH[kind] for kind in kinds], dtype=np.float32)
    near = (best >= best[:, :1] - depths[:, None]) & (np.arange(best.shape[1]) < widths[:, None])
    used = int(near.sum(1).max(initial=1))
    return order[:, :used], np.where(near, best, -np.inf)[:, :used].astype(np.float32)
