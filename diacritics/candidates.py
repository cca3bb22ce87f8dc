"""What a word may have been: the network's answers, held to what the damage allows."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

import numpy as np
from rapidfuzz.distance import Levenshtein

from diacritics.alphabet import fold, to_old_style
from diacritics.damage import Damage
from diacritics.lexicon import by_fold
from diacritics.tokens import Token

ENOUGH = 0.5
"""Probability that the network's first answers must hold together on forms of the same letters; below it, all forms of
those letters are looked up, so that no form is overlooked because another word looked likelier."""

LEAST_LIKENESS = 0.2
"""A word less like the form it is to replace is never proposed: of 77,000 words rendered and read by the two English
LSTM models, 99.6 % kept at least this likeness. A form of one letter or symbol has none and is left to the network."""


class Answers(Protocol):
    """The network's answers to a running text, one row a token: see `network.Predictions`."""

    @property
    def words(self) -> Sequence[str]:
        """The vocabulary; number 0 is "", which means: leave the core alone."""

    @property
    def ids(self) -> Any:
        """(n, k) word numbers, best first."""

    @property
    def log_probs(self) -> Any:
        """(n, k) natural logarithms of their probabilities."""

    @property
    def cases(self) -> Any:
        """(n, 4) probabilities of lower, Title, UPPER, as it stands."""


class Reader(Protocol):
    """What the restorer asks of a network; `network.Network` is one, and so is a scripted one in tests."""

    def predict(self, lines: Sequence[Sequence[Token]]) -> Any:
        """The `Answers` for every atom of the lines, read as one running text."""

    def log_probs_of(self, predictions: Any, place: int, candidates: Sequence[str]) -> Any:
        """Log-probabilities of given words at one token."""


@dataclass(frozen=True)
class Choice:
    """The best word for a core, lower case, old tone style, and what else it may be; probabilities add up to 1 at most.

    `word` is the core's own spelling where nothing is to change.
    """

    word: str
    probability: float
    rivals: tuple[tuple[str, float], ...]

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
    """The answers to one running text, as choices."""

    def __init__(self, reader: Reader, atoms: Sequence[Sequence[Token]]) -> None:
        """`atoms`: of each line, in order; a place counts them all from 0."""
        self._reader = reader
        self._answers = reader.predict(atoms)
        self._words = self._answers.words
        self._ids = self._answers.ids.tolist()
        self._odds = np.exp(self._answers.log_probs).tolist()
        self.cases: list[list[float]] = self._answers.cases.tolist()

    def choice(self, place: int, core: str, damage: Damage) -> Choice:
        """The best word for the core at a place. Where only marks were lost, other letters are not even thought of."""
        own = own_spelling(core)
        if damage is Damage.MARKS:
            return self._with_marks(place, own)
        odds = {
            word: p
            for word, p in self._answered(place, own).items()
            if word == own or len(own) == 1 or likeness(own, word) >= LEAST_LIKENESS
        }
        return _best(odds, own)

    def _answered(self, place: int, own: str) -> dict[str, float]:
        """The network's first answers; leaving the core alone counts for its own spelling."""
        odds: dict[str, float] = {}
        for number, p in zip(self._ids[place], self._odds[place], strict=True):
            word = self._words[number] or own
            odds[word] = odds.get(word, 0.0) + p
        return odds

    def _with_marks(self, place: int, own: str) -> Choice:
        """The choice among the forms that add marks to a core, their odds made to add up to 1."""
        odds = {word: p for word, p in self._answered(place, own).items() if adds_marks(own, word)}
        if sum(odds.values()) < ENOUGH:
            odds = self._looked_up(place, own)
        total = sum(odds.values())
        return _best({word: p / total for word, p in odds.items()} if total else {}, own)

    def _looked_up(self, place: int, own: str) -> dict[str, float]:
        """The odds of all syllables that add marks to a core, and of the core itself."""
        forms = [word for word in by_fold().get(fold(own), ()) if word != own and adds_marks(own, word)]
        asked = ["", *forms, own]
        log_probs = self._reader.log_probs_of(self._answers, place, asked).tolist()
        odds = {word: math.exp(lp) for word, lp in zip(asked, log_probs, strict=True)}
        odds[own] += odds.pop("")
        return odds


def _best(odds: dict[str, float], own: str) -> Choice:
    """The likeliest word and its rivals; without any, the core's own spelling with no probability."""
    ranked = sorted(odds.items(), key=lambda row: -row[1])
    if not ranked:
        return Choice(own, 0.0, ())
    return Choice(ranked[0][0], min(1.0, ranked[0][1]), tuple(ranked[1:4]))
