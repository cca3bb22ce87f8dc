"""Words still in doubt, weighed once more: by the words they stand among, and by what their letters are elsewhere.

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

from kehoach.diacritics.restore.ngram_file import BITS

FILE = "cooccurrence.npz"

REACH = 12
"""Words on each side that are a word's company; with 8 or 16 as many come out right (held-out prose)."""

STEP = 0.3
"""How much likelier words are together (natural logarithms) is stored in steps of this size."""

DOUBT = 0.99
"""Words less sure than this are looked at again: 1 in 100 of official text, 5 in 100 of news. With 0.999 or 0.9999 no
more come out."""

FAR_TOO_RARE = 0.003
"""Of candidates that are not of the same letters, those less likely than this are not looked at."""

SURE = 0.5
"""Words around that are surer than this are company; with 0.9 three in a thousand fewer of the wrong words go."""

FEW, LEAST = 0.1, 0.02
"""Added to how often letters and a word were seen elsewhere, so that a word not seen there is not ruled out."""

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Weights(NamedTuple):
    """How much each counts beside the log-odds so far."""

    cooccurrence: float
    elsewhere: float  # what the same letters are elsewhere in the text
    after: float  # what they are elsewhere after the word before
    before: float  # and before the word after
    common: float


WEIGHTS = Weights(0.23, 0.48, 0.22, 0.25, -0.6)
"""Made by `python -m kehoach.diacritics.training.weigh_cooccurrence` on held-out prose: of greatest likelihood."""


MISREAD = Weights(0.1, 0.0, 0.0, 0.0, -0.2)
"""The same where letters were misread: candidates are not of the same letters there, so what these are elsewhere tells
nothing. Chosen on held-out lines that two English models read."""


class Look(NamedTuple):
    """Words in doubt (m) with their candidates (k)."""

    places: Ints  # (m)
    known: Floats  # (m, k) log-odds so far
    told: Floats  # (m, k, 5) what `Weights` weigh


@dataclass(frozen=True)
class Cooccurrence:
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
        """Read `cooccurrence.npz` of a model's folder."""
        with np.load(folder / FILE) as data:
            keys = np.cumsum(data["gaps"], dtype=np.int32)
            bonds, common = (data[name] * np.float32(STEP) for name in ("bonds", "common"))
            return cls(keys, bonds, common, data["letters"].astype(np.int64))

    def look(self, odds: Floats, ids: Ints, unsettled: Flags, *, alike: bool = True) -> Look:
        """What is to be told of the places that are in doubt; see `evidence`.

        `alike`: the words of a place are of the same letters; else nothing is told of what these are elsewhere.
        """
        surest = odds.max(1)
        places = np.flatnonzero(unsettled & (surest < DOUBT))
        chosen = np.where(surest > SURE, ids[np.arange(len(ids)), odds.argmax(1)], 0)
        words = ids[places] if alike else np.where(odds[places] > FAR_TOO_RARE, ids[places], 0)
        around = np.pad(chosen, REACH)
        before, after = around[REACH - 1 : -REACH - 1], around[REACH + 1 : len(around) - REACH + 1]
        besides = (np.ones_like(chosen), before, after)
        elsewhere = [self._elsewhere(odds, ids, places, b) if alike else np.zeros_like(odds[places]) for b in besides]
        told = (self._together(words, around[places[:, None] + _AROUND]), *elsewhere, self.common[ids[places]])
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

    def _elsewhere(self, odds: Floats, ids: Ints, places: Ints, beside: Ints) -> Floats:
        """How often the letters of some places are each of their words elsewhere in the text, a logarithm.

        `beside` (n): a word beside each place, and only what stands beside the same one counts. 0: none is known.
        """
        words = ids[places]
        wanted = np.zeros(len(self.letters), dtype=bool)
        wanted[self.letters[words]] = True
        wanted[self.letters[0]] = False
        rows = np.flatnonzero(wanted[self.letters[ids]].any(1) & (beside > 0))
        told, heads = np.where(ids[rows] > 0, odds[rows], np.float32(0.0)), (beside << BITS)[:, None]
        own = np.where((words > 0) & (beside[places] > 0)[:, None], odds[places], np.float32(0.0))
        this = _sums(heads[rows] + ids[rows], told, heads[places] + words) - own
        group = heads[places] + self.letters[words.max(1, keepdims=True)]
        these = _sums(heads[rows] + self.letters[ids[rows]], told, group) - own.sum(1, keepdims=True)
        known = (beside[places] > 0)[:, None] & (these > LEAST)
        odd = np.log((np.maximum(this, 0.0) * (words > 0) + LEAST) / (np.maximum(these, 0.0) + FEW))
        return np.where(known, odd, 0.0).astype(np.float32)


def _sums(keys: Ints, values: Floats, wanted: Ints) -> Floats:
    """For each key that is wanted, the sum of the values with it."""
    every, number = np.unique(np.append(keys, wanted), return_inverse=True)
    sums = np.bincount(number[: keys.size], values.ravel(), minlength=len(every))
    return np.asarray(sums[number[keys.size :]].reshape(wanted.shape))


_AROUND = np.delete(np.arange(2 * REACH + 1), REACH)


def evidence(pairs: Cooccurrence, odds: Floats, ids: Ints, unsettled: Flags, *, alike: bool = True) -> Floats:
    """Log-odds (n, k) to be added to the candidates of words in doubt, which have the posteriors `odds` (n, k).

    `ids` (n, k): their word numbers; `unsettled` (n): which places may be changed. `alike`: all words of such a
    place are of the same letters, for only marks were lost.
    """
    look, weights = pairs.look(odds, ids, unsettled, alike=alike), WEIGHTS if alike else MISREAD
    added = np.zeros_like(odds)
    added[look.places] = look.told @ np.array(weights, dtype=np.float32)
    return added
