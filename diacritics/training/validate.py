"""Held-out lines through the network: how many tokens come out exactly right, by kind of damage."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from kehoach.diacritics.language.alphabet import to_old_style
from kehoach.diacritics.restore.features import COPY, Vocabulary, apply_case
from kehoach.diacritics.training.held_out import Item, load_items
from kehoach.diacritics.training.model import Restorer

WINDOW = 48
LINES = 250
"""Lines of each kind looked at while training."""


@dataclass(frozen=True)
class Checks:
    """The validation items, encoded."""

    vocabulary: Vocabulary
    items: dict[str, list[Item]]
    encoded: dict[str, np.ndarray]

    @classmethod
    def load(cls, work: Path, vocabulary: Vocabulary, part: str = "validation", limit: int = LINES) -> Checks:
        """The held-out lines of a work folder."""
        items = load_items(work, part, limit)
        encoded = {kind: vocabulary.encode(item.token for item in row) for kind, row in items.items()}
        return cls(vocabulary, items, encoded)

    def exact(self, net: Restorer) -> dict[str, float]:
        """Per kind, the percentage of cores that come out exactly right (either tone style)."""
        result = {}
        for kind, rows in self.items.items():
            words, cases = predict(net, self.encoded[kind])
            right = sum(
                self._answer(item.token.core, word, case) == to_old_style(item.true)
                for item, word, case in zip(rows, words, cases, strict=True)
            )
            result[kind] = round(100 * right / max(len(rows), 1), 2)
        return result

    def _answer(self, core: str, word: int, case: int) -> str:
        return to_old_style(core if word == COPY else apply_case(self.vocabulary.words[word], case, core))


def predict(net: Restorer, encoded: np.ndarray) -> tuple[list[int], list[int]]:
    """The best word and case of each token, windows laid end to end."""
    words: list[int] = []
    cases: list[int] = []
    net.eval()
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        for start in range(0, len(encoded), WINDOW * 64):
            chunk = encoded[start : start + WINDOW * 64]
            padded = np.zeros((-(-len(chunk) // WINDOW) * WINDOW, encoded.shape[1]), dtype=np.int64)
            padded[: len(chunk)] = chunk
            places = torch.arange(len(padded)).reshape(-1, WINDOW)
            answers, case = net(torch.from_numpy(padded), places)
            words += _best(net.scores(answers.flatten(0, 1)), len(chunk))
            cases += _best(case.flatten(0, 1), len(chunk))
    net.train()
    return words, cases


def _best(scores: torch.Tensor, count: int) -> Iterable[int]:
    return scores[:count].argmax(1).tolist()
