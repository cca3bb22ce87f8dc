"""What a word may have been: the network's answers, held to what the damage allows."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from diacritics.alphabet import fold, to_old_style
from diacritics.damage import Damage
from diacritics.lattice import posteriors
from diacritics.lexicon import by_fold
from diacritics.locks import Kind, kind_of
from diacritics.phrases import Phrases
from diacritics.tokens import Token

CONSIDERED = 15
"""Words of the network's answer that are looked at where letters were misread."""

WIDTH = {Damage.CLEAN: 1, Damage.MARKS: 5, Damage.SHAPES: 7}
DEPTH = {Damage.CLEAN: 1.0, Damage.MARKS: 7.0, Damage.SHAPES: 8.0}
"""How many candidates are kept for a place, and how far (in log-probability) they may lie below the best. For misread
letters 15, 7 and 8 bring out five more words in a thousand than 5, 5 and 7 (held-out lines read by English models), and
25, 9 and 9 next to none beyond that; for lost marks 6 and 9 none beyond 5 and 7."""

CERTAIN = math.log1p(-math.exp(-max(DEPTH.values())))
"""Log-probability from which no other candidate lies so near."""

WEIGHTS = {Damage.CLEAN: 1.0, Damage.MARKS: 1.2, Damage.SHAPES: 0.9}
"""How much the phrases count beside the network, which is less sure of stripped words than of misread ones; best on
held-out lines."""

LEAST_LIKENESS = 0.2
"""A word less like the form it is to replace is never proposed: of 77,000 words rendered and read by the two English
LSTM models, 99.6 % kept at least this likeness. A form of one letter or symbol has none and is left to the network."""


class Reader(Protocol):
    """What the restorer asks of a network; `network.Network` is one, and so is a scripted one in tests."""

    @property
    def words(self) -> Sequence[str]:
        """The vocabulary; number 0 is "", which means: leave the core alone."""

    @property
    def phrases(self) -> Phrases | None:
        """How likely words stand side by side, if that is known."""

    def word_id(self, word: str) -> int:
        """The number of a word, 0 if it is not in the vocabulary."""

    def read(self, lines: Sequence[Sequence[Token]]) -> Any:
        """The answers for every atom of the lines, read as one running text: see `network.Predictions`."""

    def scores_of(self, predictions: Any, places: Any, ids: Any) -> Any:
        """Log-probabilities of given words at given places."""

    def likeliest(self, predictions: Any, places: Any, count: int) -> Any:
        """Numbers of the likeliest words at given places: more of them than the answers hold."""


@dataclass(frozen=True)
class Choice:
    """The best word for a core, lower case, old tone style, and what else it may be; probabilities add up to 1 at most.

    `word` is the core's own spelling where nothing is to change.
    """

    word: str
    probability: float
    rivals: tuple[tuple[str, float], ...]
    network: float = 1.0  # probability that the network alone gives the word

    @property
    def margin(self) -> float:
        """How far the first is ahead of the second."""
        return self.probability - (self.rivals[0][1] if self.rivals else 0.0)


@lru_cache(maxsize=1 << 16)
def own_spelling(core: str) -> str:
    """A core as the vocabulary spells it: lower case, old tone style.

    >>> own_spelling("THUỶ")
    'thủy'
    """
    return to_old_style(core.lower())


@lru_cache(maxsize=1 << 16)
def adds_marks(before: str, after: str) -> bool:
    """Whether a word comes from another by adding marks alone: every letter keeps its base and the marks it has.

    >>> [adds_marks(b, a) for b, a in (("dang", "đảng"), ("viêt", "việt"), ("viet", "viet"))]
    [True, True, True]
    >>> [adds_marks(b, a) for b, a in (("té", "tế"), ("té", "tê"), ("hôi", "hơi"), ("đo", "do"), ("do", "đo y"))]
    [True, False, False, False, False]
    """
    if len(before) != len(after) or fold(before) != fold(after):
        return False
    pairs = zip(before, after, strict=True)
    return all(b in (a, "d") or (b != "đ" and set(_marks(b)) <= set(_marks(a))) for b, a in pairs)


def _marks(letter: str) -> str:
    """The combining marks of a letter."""
    return unicodedata.normalize("NFD", letter)[1:]


_ALIKE = str.maketrans({**dict.fromkeys("bp", "d"), **dict.fromkeys("1|!jl", "i"), **dict.fromkeys("06e¢co€@", "a")})
"""Letters that a reader takes for one another, folded to one of them: Đ D B P; l I 1 |; round vowels."""


@lru_cache(maxsize=1 << 16)
def likeness(read: str, word: str) -> float:
    """How like the form that was read is to a word, 0 to 1, marks and common confusions aside.

    >>> likeness("Péc", "độc"), likeness("s6", "số"), likeness("hgi", "hội") > 0.6, likeness("b", "trường")
    (1.0, 1.0, True, 0.0)
    """
    return Levenshtein.normalized_similarity(fold(read.lower()).translate(_ALIKE), fold(word.lower()).translate(_ALIKE))


class Candidates:
    """What every word of one running text may have been, each weighed in the light of the others."""

    def __init__(self, reader: Reader, atoms: Sequence[Sequence[Token]], damages: Sequence[Damage]) -> None:
        """`atoms` and `damages`: of each line, in order; a place counts all the atoms from 0."""
        answers = reader.read(atoms)
        self.cases: list[list[float]] = answers.cases.tolist()
        kinds = [damage for row, damage in zip(atoms, damages, strict=True) for _ in row]
        tops: list[list[int]] = answers.ids.tolist()
        sure: list[bool] = (answers.log_probs[:, 0] > CERTAIN).tolist()
        unsure = self._cut_short(answers, kinds)
        for place, found in zip(unsure, reader.likeliest(answers, unsure, CONSIDERED).tolist(), strict=True):
            tops[place] = found
        flat = [atom for row in atoms for atom in row]
        self._own = [own_spelling(atom.core) for atom in flat]
        self._words = [
            _candidates(atom, damage, reader.words, top[:1] if only else top, only=only)
            for atom, damage, top, only in zip(flat, kinds, tops, sure, strict=True)
        ]
        scores, ids = self._scores(reader, answers)
        order, scores = _pruned(scores, kinds)
        weights = np.array([WEIGHTS[damage] for damage in kinds], dtype=np.float32)
        odds = posteriors(scores, np.take_along_axis(ids, order, 1), reader.phrases, weights)
        self._order, self._odds = order.tolist(), odds.tolist()
        self._network = np.exp(scores).tolist()

    @staticmethod
    def _cut_short(answers: Any, kinds: Sequence[Damage]) -> NDArray[np.int64]:
        """The places of misread words where even the last of the network's first answers is not hopeless."""
        near = answers.log_probs[:, -1] >= answers.log_probs[:, 0] - DEPTH[Damage.SHAPES]
        return np.flatnonzero(near & np.array([kind is Damage.SHAPES for kind in kinds], dtype=bool))

    def _scores(self, reader: Reader, answers: Any) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """Log-probabilities and word numbers (n, k) of all candidates; leaving a core alone counts for its spelling."""
        counts = np.array([len(words) for words in self._words], dtype=np.int64)
        width = int(counts.max(initial=1))
        rows = np.repeat(np.arange(len(counts)), counts)
        columns = np.arange(len(rows)) - np.repeat(counts.cumsum() - counts, counts)
        asked = np.array([reader.word_id(word) for words in self._words for word in words], dtype=np.int64)
        ids = np.zeros((len(counts), width), dtype=np.int64)
        scores = np.full((len(counts), width), -np.inf, dtype=np.float32)
        ids[rows, columns] = asked
        found = reader.scores_of(answers, rows, asked)
        scores[rows, columns] = np.where((asked > 0) | (columns == 0), found, -np.inf)
        places = np.array([i for i, words in enumerate(self._words) if words[0] == self._own[i]], dtype=np.int64)
        left = reader.scores_of(answers, places, np.zeros_like(places))
        scores[places, 0] = np.where(ids[places, 0] > 0, np.logaddexp(scores[places, 0], left), left)
        return scores, ids

    def choice(self, place: int) -> Choice:
        """The best word for the core at a place, and its rivals."""
        words = self._words[place]
        if len(words) == 1:
            return Choice(words[0], 1.0, (), self._network[place][0])
        ranked = sorted(zip(self._odds[place], self._order[place], self._network[place], strict=True), reverse=True)
        named = [(words[i], p) for p, i, _ in ranked[:4] if p > 0.0]
        return Choice(named[0][0], min(1.0, named[0][1]), tuple(named[1:]), ranked[0][2])


def _candidates(
    atom: Token, damage: Damage, words: Sequence[str], top: Sequence[int], *, only: bool
) -> tuple[str, ...]:
    """The words that an atom may have been, its own spelling first; one alone where the network is certain of it."""
    own = own_spelling(atom.core)
    if damage is Damage.CLEAN or not own or kind_of(atom.core, in_capitals=True) not in (Kind.WORD, Kind.FOREIGN):
        return (own,)
    if only and damage is Damage.MARKS and adds_marks(own, words[top[0]] or own):
        return (words[top[0]] or own,)
    if damage is Damage.MARKS:
        return marked_forms(own)
    found = (words[number] for number in top if number)
    return (own, *(word for word in found if word != own and _plausible(own, word)))


def _plausible(own: str, word: str) -> bool:
    """Whether a form can be a misread word; three letters and more never are one letter."""
    if len(own) >= 3 and len(word) == 1:
        return False
    return len(own) == 1 or likeness(own, word) >= LEAST_LIKENESS


@lru_cache(maxsize=1 << 16)
def marked_forms(own: str) -> tuple[str, ...]:
    """A word and all syllables that add marks to it.

    >>> marked_forms("viêt")
    ('viêt', 'việt', 'viết')
    """
    return (own, *(word for word in by_fold().get(fold(own), ()) if word != own and adds_marks(own, word)))


def _pruned(scores: NDArray[np.float32], kinds: Sequence[Damage]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """The columns of each row's best scores, best first, and those scores; hopeless ones are struck out."""
    order = np.argsort(-scores, axis=1, kind="stable")[:, : max(WIDTH.values())]
    best = np.take_along_axis(scores, order, 1)
    widths = np.array([WIDTH[kind] for kind in kinds])
    depths = np.array([DEPTH[kind] for kind in kinds], dtype=np.float32)
    near = (best >= best[:, :1] - depths[:, None]) & (np.arange(best.shape[1]) < widths[:, None])
    used = int(near.sum(1).max(initial=1))
    return order[:, :used], np.where(near, best, -np.inf)[:, :used].astype(np.float32)
