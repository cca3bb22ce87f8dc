"""A reader that answers from a table, for tests that need no weights."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from diacritics.features import case_of
from diacritics.tokens import Token

Answer = Sequence[tuple[str, float]]


@dataclass
class ScriptedAnswers:
    odds: list[dict[str, float]]
    ids: Any
    log_probs: Any
    cases: Any


class ScriptedReader:
    """Answers each core, in lower case, from `table`: (word, probability) best first; one not in it is left alone.

    `cases`: the case number for a core as it stands, where it is not the core's own.
    """

    def __init__(self, table: Mapping[str, str | Answer], cases: Mapping[str, int] | None = None) -> None:
        self._table = {core: [(a, 0.99)] if isinstance(a, str) else list(a) for core, a in table.items()}
        self._cases = cases or {}
        listed = sorted({word for answer in self._table.values() for word, _ in answer if word})
        self.words = ("", *listed)
        self.phrases = None
        self.asked: list[str] = []

    def _answer(self, core: str) -> list[tuple[str, float]]:
        return self._table.get(core.lower(), [("", 0.99)])

    def word_id(self, word: str) -> int:
        return self.words.index(word) if word in self.words else 0

    def read(self, lines: Sequence[Sequence[Token]]) -> ScriptedAnswers:
        cores = [token.core for line in lines for token in line]
        self.asked += cores
        odds = [dict(self._answer(core)) for core in cores]
        width = max((len(answer) for answer in odds), default=1)
        ids = np.zeros((len(cores), width), dtype=np.int64)
        log_probs = np.full((len(cores), width), -20.0)
        cases = np.zeros((len(cores), 4))
        for row, core in enumerate(cores):
            ids[row, : len(odds[row])] = [self.word_id(word) for word in odds[row]]
            log_probs[row, : len(odds[row])] = [math.log(p) for p in odds[row].values()]
            cases[row, self._cases.get(core, case_of(core))] = 1.0
        return ScriptedAnswers(odds, ids, log_probs, cases)

    def likeliest(self, predictions: ScriptedAnswers, places: Any, count: int) -> Any:
        return predictions.ids[places]

    def scores_of(self, predictions: ScriptedAnswers, places: Any, ids: Any) -> Any:
        asked = ((predictions.odds[place], self.words[number]) for place, number in zip(places, ids, strict=True))
        return np.array([math.log(odds[word]) if word in odds else -20.0 for odds, word in asked], dtype=np.float32)
