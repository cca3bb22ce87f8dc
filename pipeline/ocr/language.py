"""How likely a word is after two others: what the fusion of readers asks about each candidate."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np

from diacritics.features import Vocabulary
from diacritics.lexicon import is_acronym, is_foreign
from diacritics.phrases import FILE, Phrases
from diacritics.tokens import split_token

UNKNOWN = -9.0
"""Log-probability of a word that is no Vietnamese syllable: about that of the rarest hundredth of the vocabulary."""

FIGURE = -5.0
"""Log-probability of a number, code, known acronym or foreign word, or bare punctuation: the middle of what words have,
so that it never decides."""


class LanguageModel(Protocol):
    """Log-probabilities of words, natural logarithm."""

    def after(self, first: str, second: str, words: Sequence[str]) -> list[float]:
        """Of each of `words` (tokens as printed, punctuation and case aside) after the tokens `first` and `second`."""
        ...


class NoLanguage:
    """Finds all words as likely as each other; for tests, and where no counts are there."""

    def after(self, first: str, second: str, words: Sequence[str]) -> list[float]:
        """The same for all."""
        return [FIGURE] * len(words)


class PhraseLanguage:
    """Counts of word pairs and triples from the restorer's folder."""

    def __init__(self, folder: Path) -> None:
        self._phrases = Phrases.load(folder)
        self._vocabulary = Vocabulary.load(folder)

    def after(self, first: str, second: str, words: Sequence[str]) -> list[float]:
        """See `LanguageModel.after`."""
        ids = [self._id(word) for word in words]
        one, two = (np.full(len(ids), self._id(word), np.int64) for word in (first, second))
        values = self._phrases.after(one, two, np.array(ids, np.int64))
        return [
            float(value) if number else _unlisted(word) for value, number, word in zip(values, ids, words, strict=True)
        ]

    def _id(self, word: str) -> int:
        return self._vocabulary.word_id(split_token(word).core)


def _unlisted(word: str) -> float:
    core = split_token(word).core
    figure = not core or any(char.isdigit() for char in core) or is_acronym(core) or is_foreign(core)
    return FIGURE if figure else UNKNOWN


@lru_cache(maxsize=1)
def default_language() -> LanguageModel:
    """The counts that ship with kehoach; none where their file is not there."""
    import models

    folder = models.path("restorer")
    return PhraseLanguage(folder) if (folder / FILE).is_file() else NoLanguage()
