"""A reader that answers from a table, for tests that need no weights."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from kehoach.diacritics.language.tokens import Token
from kehoach.diacritics.restore.features import case_of

Answer = Sequence[tuple[str, float]]


@dataclass
class ScriptedAnswers:
    odds: list[dict[str, float]]
    cases: Any


class ScriptedPredictor:
    """Answers each core, in lower case, from `table`: (word, probability) best first; one not in it is left alone.

    `cases`: the case number for a core as it stands, where it is not the core's own.
    """

    def __init__(self, table: Mapping[str, str | Answer], cases: Mapping[str, int] | None = None) -> None:
        self._table = {core: [(a, 0.99)] if isinstance(a, str) else list(a) for core, a in table.items()}
        self._cases = cases or {}
        listed = sorted({word for answer in self._table.values() for word, _ in answer if word})
        self.words = ("", *listed)
        self.ngrams = None
        self.cooccurrence = None
        self.asked: list[str] = []

    def _answer(self, core: str) -> list[tuple[str, float]]:
        return self._table.get(core.lower(), [("", 0.99)])

    def word_id(self, word: str) -> int:
        return self.words.index(word) if word in self.words else 0

    def word_ids(self, words: tuple[str, ...]) -> tuple[int, ...]:
        return tuple(map(self.word_id, words))

    def read(
        self, tokens: Sequence[Token], alone: Sequence[tuple[int, int]] = (), *, misread: bool = True
    ) -> ScriptedAnswers:
        cores = [token.core for token in tokens]
        self.asked += cores
        cases = np.zeros((len(cores), 4))
        for row, core in enumerate(cores):
            cases[row, self._cases.get(core, case_of(core))] = 1.0
        return ScriptedAnswers([dict(self._answer(core)) for core in cores], cases)

    def likeliest(self, answers: ScriptedAnswers, places: Any) -> tuple[Any, Any]:
        asked = [answers.odds[place] for place in places]
        width = max(map(len, asked), default=1)
        ids = np.zeros((len(asked), width), dtype=np.int64)
        scores = np.full((len(asked), width), -100.0)
        for row, odds in enumerate(asked):
            ids[row, : len(odds)] = [self.word_id(word) for word in odds]
            scores[row, : len(odds)] = [math.log(p) for p in odds.values()]
        return ids, scores

    def scores_of(self, answers: ScriptedAnswers, places: Any, ids: Any) -> Any:
        asked = ((answers.odds[place], self.words[number]) for place, number in zip(places, ids, strict=True))
        return np.array([math.log(odds[word]) if word in odds else -20.0 for odds, word in asked], dtype=np.float32)
