"""What the restorer asks of a network; `network.Network` is one, and so is a scripted one in tests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from kehoach.diacritics.language.tokens import Token
from kehoach.diacritics.restore.cooccurrence import Cooccurrence
from kehoach.diacritics.restore.forward_backward import Steps
from kehoach.diacritics.restore.table_cells import Stretch

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


class Predictor(Protocol):
    """Reads the tokens of a running text and weighs words at its places."""

    @property
    def words(self) -> Sequence[str]:
        """The vocabulary; number 0 is "", which means: leave the core alone."""

    @property
    def ngrams(self) -> Steps | None:
        """How likely words stand side by side, if that is known."""

    @property
    def cooccurrence(self) -> Cooccurrence | None:
        """Which words stand near each other, if that is known."""

    def word_ids(self, words: tuple[str, ...]) -> tuple[int, ...]:
        """The numbers of some words that are often asked for together, 0 for one that is not in the vocabulary."""

    def read(self, tokens: Sequence[Token], alone: Sequence[Stretch] = (), *, misread: bool = True) -> Any:
        """The answers for the atoms of one running text; their `cases` are probabilities (n, 4) of the cases.

        `misread`: letters may be wrong, not only marks lost.
        `alone`: stretches for which what stands around them may not be their context.
        """

    def scores_of(self, answers: Any, places: Ints, ids: Ints) -> Floats:
        """Log-probabilities of given words at given places, but for a constant of each place."""

    def likeliest(self, answers: Any, places: Ints) -> tuple[Ints, Floats]:
        """Numbers and scores of the likeliest words at given places, best first."""
