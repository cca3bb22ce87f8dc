"""A second look at words that are still in doubt: the company they keep, and what else the text calls by their letters.

The network reads the letters of a sentence, phrases the two words beside one; neither knows that a text is about
illness or fishing, or that the same letters have been `cúm` all along. So words that stay in doubt after both are
weighed once more, by three things:

- how much likelier each candidate is among the words around it than anywhere (pairs of words as they stood within
  `REACH` of each other in print);
- how often, elsewhere in the text, the same letters were taken for it rather than for its rivals;
- how common it is anywhere, which both network and phrases have counted already.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from diacritics.gramfile import BITS

FILE = "company.npz"

REACH = 12
"""Words on each side that are a word's company; with 8 or 16 as many come out right (held-out prose)."""

STEP = 0.3
"""How much likelier words are together (natural logarithms) is stored in steps of this size."""

DOUBT = 0.99
"""Words less sure than this are looked at again: 1 in 100 of official text, 5 in 100 of news. With 0.999 or 0.9999 no
more come out."""

SURE = 0.5
"""Words around that are surer than this are company; with 0.9 three in a thousand fewer of the wrong words go."""

FEW, LEAST = 0.1, 0.02
"""Added to how often letters and a word were seen elsewhere, so that a word not seen there is not ruled out."""

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Weights(NamedTuple):
    """How much the three count beside the log-odds so far."""

    company: float
    elsewhere: float
    common: float


WEIGHTS = Weights(0.19, 0.44, -0.43)
"""Made by `python -m diacritics.training.weigh_company` on held-out prose: of greatest likelihood."""


class Look(NamedTuple):
    """Words in doubt (m) with their candidates (k)."""

    places: Ints  # (m)
    known: Floats  # (m, k) log-odds so far
    told: Floats  # (m, k, 3) what `Weights` weigh


@dataclass(frozen=True)
class Company:
    """Pairs of words that stand near each other more often or more seldom than by chance.

    `keys` (in order): the lesser number above BITS bits of the greater; `bonds`: how much likelier. `common`: how
    common each word is, a logarithm; `letters`: a number for the letters of each word, the same for words that differ
    in marks alone. Number 0 is any word that is not in the vocabulary.
    """

    keys: NDArray[np.int32]
    bonds: Floats
    common: Floats
    letters: Ints

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read `company.npz` of a model's folder."""
        with np.load(folder / FILE) as data:
            keys = np.cumsum(data["gaps"], dtype=np.int32)
            bonds, common = (data[name] * np.float32(STEP) for name in ("bonds", "common"))
            return cls(keys, bonds, common, data["letters"].astype(np.int64))

    def look(self, odds: Floats, ids: Ints, unsettled: Flags) -> Look:
        """What is to be told of the places that are in doubt; see `evidence`."""
        surest = odds.max(1)
        places = np.flatnonzero(unsettled & (surest < DOUBT))
        chosen = np.where(surest > SURE, ids[np.arange(len(ids)), odds.argmax(1)], 0)
        words = ids[places]
        near = np.pad(chosen, REACH)[places[:, None] + _AROUND]
        told = (self._together(words, near), self._elsewhere(odds, ids, places), self.common[words])
        return Look(places, np.log(np.maximum(odds[places], 1e-9)), np.stack(told, axis=2).astype(np.float32))

    def _together(self, words: Ints, near: Ints) -> Floats:
        """How much likelier words (m, k) are in their company (m, r) than anywhere."""
        row, column, other = np.nonzero((words > 0)[:, :, None] & (near > 0)[:, None, :])
        one, two = words[row, column], near[row, other]
        keys = (np.minimum(one, two) << BITS) | np.maximum(one, two)
        found = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        bonds = np.where(self.keys[found] == keys, self.bonds[found], 0.0)
        place = row * words.shape[1] + column
        return np.bincount(place, bonds, minlength=words.size).reshape(words.shape).astype(np.float32)

    def _elsewhere(self, odds: Floats, ids: Ints, places: Ints) -> Floats:
        """How often the letters of some places are each of their words elsewhere in the text, a logarithm."""
        words, own = ids[places], np.where(ids[places] > 0, odds[places], 0.0)
        seen = np.bincount(ids.ravel(), odds.ravel(), minlength=len(self.letters))
        seen[0] = 0.0
        of_letters = np.bincount(self.letters, seen)[self.letters[words.max(1)]]
        this = np.maximum(seen[words] - own, 0.0) * (words > 0)
        these = np.maximum(of_letters - own.sum(1), 0.0)[:, None]
        return np.where(these > LEAST, np.log((this + LEAST) / (these + FEW)), 0.0).astype(np.float32)


_AROUND = np.delete(np.arange(2 * REACH + 1), REACH)


def evidence(company: Company, odds: Floats, ids: Ints, unsettled: Flags) -> Floats:
    """Log-odds (n, k) to be added to the candidates of words in doubt, which have the posteriors `odds` (n, k).

    `ids` (n, k): their word numbers; `unsettled` (n): which places may be changed. All words of such a place are of the
    same letters.
    """
    look = company.look(odds, ids, unsettled)
    added = np.zeros_like(odds)
    added[look.places] = look.told @ np.array(WEIGHTS, dtype=np.float32)
    return added
