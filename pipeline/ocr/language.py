"""How likely a word is after two others: what the fusion of readers asks about each candidate."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np

from diacritics.features import Vocabulary
from diacritics.lexicon import is_acronym, is_foreign
from diacritics.phrases import FILE, Phrases
from diacritics.tokens import split_token

UNKNOWN = -14.0
"""Log-probability of a word that is no Vietnamese syllable: below that of 99 in 100 words of running text (−12.2)."""

FIGURE = -4.0
"""Log-probability of a number, code, known acronym or foreign word, or bare punctuation: the mean that words of running
text have (−4.1 in 21,000 words of plans and of a treebank), so that it never decides."""

_WORD = re.compile(r"[^\W\d_A-ZĐ]{2}")  # small letters: «Số:19», «26tháng» are words and numbers glued together


Triple = tuple[str, str, str]
"""Two tokens and the one after them, as printed; \"\" stands for what is not known."""


class LanguageModel(Protocol):
    """Log-probabilities of words, natural logarithm."""

    def likely(self, triples: Sequence[Triple]) -> list[float]:
        """Of the last token of each triple after the other two, punctuation and case aside."""
        ...


class NoLanguage:
    """Finds all words as likely as each other; for tests, and where no counts are there."""

    def likely(self, triples: Sequence[Triple]) -> list[float]:
        """The same for all."""
        return [FIGURE] * len(triples)


class PhraseLanguage:
    """Counts of word pairs and triples from the restorer's folder."""

    def __init__(self, folder: Path) -> None:
        self._phrases = Phrases.load(folder)
        self._vocabulary = Vocabulary.load(folder)
        self._known: dict[str, int] = {}

    def likely(self, triples: Sequence[Triple]) -> list[float]:
        """See `LanguageModel.likely`."""
        ids = np.array([[self._id(word) for word in triple] for triple in triples], np.int64).reshape(-1, 3)
        values = self._phrases.after(ids[:, 0], ids[:, 1], ids[:, 2])
        return [
            float(value) if number else _unlisted(triple[2])
            for value, number, triple in zip(values, ids[:, 2], triples, strict=True)
        ]

    def _id(self, word: str) -> int:
        if word not in self._known:
            self._known[word] = self._vocabulary.word_id(split_token(word).core)
        return self._known[word]


@lru_cache(maxsize=4096)
def _unlisted(word: str) -> float:
    core = split_token(word).core
    figure = any(char.isdigit() for char in core) and not _WORD.search(core)
    return FIGURE if not core or figure or is_acronym(core) or is_foreign(core) else UNKNOWN


@lru_cache(maxsize=1)
def default_language() -> LanguageModel:
    """The counts that ship with kehoach; none where their file is not there."""
    import models

    folder = models.path("restorer")
    return PhraseLanguage(folder) if (folder / FILE).is_file() else NoLanguage()
