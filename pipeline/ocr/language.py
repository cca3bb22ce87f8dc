"""How likely a word is after two others: what the fusion of readers asks about each candidate."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from kehoach.diacritics.language.lexicon import is_acronym, is_foreign
from kehoach.diacritics.language.tokens import split_token
from kehoach.diacritics.restore.features import Vocabulary
from kehoach.diacritics.restore.ngrams import FILE, Ngrams
from kehoach.pipeline.errors import MissingDependency

UNKNOWN = -14.0
"""Log-probability of a word that is no Vietnamese syllable: below that of 99 in 100 words of running text (−12.2)."""

FIGURE = -4.0
"""Log-probability of a number, code, known acronym or foreign word, or bare punctuation: the mean that words of running
text have (−4.1 in 21,000 words of plans and of a treebank), so that it never decides."""

_WORD = re.compile(r"[^\W\d_A-ZĐ]{2}")  # small letters: «Số:19», «26tháng» are words and numbers glued together


Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


class LanguageModel(Protocol):
    """Log-probabilities of words, natural logarithm; words go by numbers of the model's own."""

    def number(self, word: str) -> int:
        """The number of a token as printed, punctuation and case aside; below 0 where the language does not know it.

        That of no token, "", stands for what is not there.
        """
        ...

    def after(self, first: Ints, second: Ints, third: Ints) -> Floats:
        """Log-probability of each third word after the two before it; three arrays of one shape."""
        ...


class NoLanguage:
    """Finds all words as likely as each other; for tests, and where no counts are there."""

    def number(self, word: str) -> int:
        """The same for all."""
        return 0

    def after(self, first: Ints, second: Ints, third: Ints) -> Floats:
        """The same for all."""
        return np.full(third.shape, FIGURE)


_FIGURE_ID, _UNKNOWN_ID = -1, -2


class PhraseLanguage:
    """Counts of word pairs and triples from the restorer's folder."""

    def __init__(self, folder: Path) -> None:
        self._phrases = Ngrams.load(folder)
        self._vocabulary = Vocabulary.load(folder)
        self._known: dict[str, int] = {}

    def number(self, word: str) -> int:
        """See `LanguageModel.number`: the vocabulary's, or one below 0 for what is in no vocabulary."""
        found = self._known.get(word)
        if found is None:
            core = split_token(word).core
            found = self._vocabulary.word_id(core) or (_FIGURE_ID if _is_figure(core) else _UNKNOWN_ID)
            if len(self._known) < _REMEMBERED:
                self._known[word] = found
        return found

    def after(self, first: Ints, second: Ints, third: Ints) -> Floats:
        """See `LanguageModel.after`."""
        shape = third.shape
        ids = [np.maximum(words, 0).ravel() for words in (first, second, third)]
        values = self._phrases.after(*ids).reshape(shape).astype(np.float64)
        return np.where(third > 0, values, np.where(third == _FIGURE_ID, FIGURE, UNKNOWN))


_REMEMBERED = 200_000  # words whose number is kept: 20 MB; a book has fewer, but misread scans have no end of them


def _is_figure(core: str) -> bool:
    figure = any(char.isdigit() for char in core) and not _WORD.search(core)
    return not core or figure or is_acronym(core) or is_foreign(core)


@lru_cache(maxsize=1)
def default_language() -> LanguageModel:
    """The counts that ship with kehoach; none where their file is not there.

    Raises MissingDependency where it is not the one that was published.
    """
    from kehoach import models

    if not (models.path("restorer") / FILE).is_file():
        return NoLanguage()
    try:
        return PhraseLanguage(models.verify())
    except models.ModelError as error:
        raise MissingDependency(str(error), advice="kehoach doctor shows more") from error
