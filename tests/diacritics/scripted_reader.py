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
    words: tuple[str, ...]
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
        self.asked: list[str] = []

    def _answer(self, core: str) -> list[tuple[str, float]]:
        return self._table.get(core.lower(), [("", 0.99)])

    def predict(self, lines: Sequence[Sequence[Token]]) -> ScriptedAnswers:
        cores = [token.core for line in lines for token in line]
        self.asked += cores
        width = max((len(self._answer(core)) for core in cores), default=1)
        ids = np.zeros((len(cores), width), dtype=np.int64)
        log_probs = np.full((len(cores), width), -50.0)
        cases = np.zeros((len(cores), 4))
        for row, core in enumerate(cores):
            for column, (word, p) in enumerate(self._answer(core)):
                ids[row, column], log_probs[row, column] = self.words.index(word), math.log(p)
            cases[row, self._cases.get(core, case_of(core))] = 1.0
        self._asked_last = cores
        return ScriptedAnswers(self.words, ids, log_probs, cases)

    def log_probs_of(self, predictions: ScriptedAnswers, place: int, candidates: Sequence[str]) -> Any:
        odds = dict(self._answer(self._asked_last[place]))
        return np.array([math.log(odds[word]) if word in odds else -np.inf for word in candidates])
