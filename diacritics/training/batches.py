"""Training batches: windows of the token stream, each line damaged in one way, by indexing alone.

Some batches hold whole sentences of one length instead, for what is restored may be no more than a sentence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kehoach.diacritics.restore.features import SENTENCE_ENDS
from kehoach.diacritics.restore.placeholders import Sign, word_number
from kehoach.diacritics.training.corpus import AGAIN, WEIGHTS
from kehoach.diacritics.training.ngram_scores import Beside, Rivals
from kehoach.diacritics.training.placeholder_streams import Signed
from kehoach.diacritics.training.prepare import CHANNELS
from kehoach.diacritics.training.sentences import Sentences

WINDOW = 48

ALONE = 0.3
"""Share of the batches that hold sentences without anything around them."""

UNTOLD = 0.3
"""Share of the stretches of text in which phrases say nothing: in text unlike the training text they know little."""

_FIRST = {"clean": 0, "stripped": 1, "toneless": 2, "best": 3, "debian": 11, "legacy": 19, "vie": 23}
"""First column of each damage in the table of forms (the order of `prepare.draw_forms`)."""

MIXES = {
    "marks": {
        "best": 0.19,
        "debian": 0.17,
        "legacy": 0.03,
        "english": 0.03,
        "half": 0.04,
        "stripped": 0.38,
        "partly": 0.05,
        "toneless": 0.01,
        "vie": 0.03,
        "clean": 0.07,
    },
    "read": {
        "best": 0.22,
        "debian": 0.21,
        "legacy": 0.03,
        "english": 0.04,
        "half": 0.04,
        "stripped": 0.30,
        "partly": 0.04,
        "toneless": 0.01,
        "vie": 0.04,
        "clean": 0.07,
    },
    "lost": {
        "best": 0.0,
        "debian": 0.0,
        "legacy": 0.0,
        "english": 0.03,
        "half": 0.0,
        "stripped": 0.80,
        "partly": 0.09,
        "toneless": 0.02,
        "vie": 0.0,
        "clean": 0.06,
    },
    "misread": {
        "best": 0.31,
        "debian": 0.27,
        "legacy": 0.04,
        "english": 0.06,
        "half": 0.06,
        "stripped": 0.06,
        "partly": 0.02,
        "toneless": 0.01,
        "vie": 0.06,
        "clean": 0.11,
    },
}
"""Share of each damage: read by one English model, by any of them, half read and half clean, without marks, partly
without, without tones, read by the Vietnamese model, undamaged. One mix has more lost marks, one more misread lines,
two are for networks of which one has only to find lost marks, the other only to mend misread letters."""

_KINDS = tuple(MIXES["marks"])


@dataclass(frozen=True)
class Batch:
    """Distinct forms, each token's place among them, and what each token should become.

    `rivals`: what else it might, if that is wanted.
    """

    forms: NDArray[np.int64]
    places: NDArray[np.int64]
    words: NDArray[np.int64]
    cases: NDArray[np.int64]
    rivals: Rivals | None = None


class Batches:
    """Draws batches from the arrays of a work folder; a seed gives always the same ones."""

    def __init__(
        self,
        work: Path,
        size: int,
        seed: int,
        mix: str = "marks",
        again: Mapping[str, float] | None = None,
        beside: Beside | None = None,
    ) -> None:
        """`size`: windows a batch, or as many tokens in sentences; `mix`: one of MIXES.

        `again`: shares of the tokens that come from the streams AGAIN; lines as they were really read are not damaged
        otherwise. `beside`: tells the rivals of words.
        """
        forms = np.load(work / "forms.npz")
        self._table, self._encoded = forms["table"], forms["encoded"]
        self._words, self._cases = forms["words"], forms["cases"]
        paths = sorted(work.glob("stream-*.npz"))
        streams = [np.load(path) for path in paths]
        self._tokens = [stream["tokens"] for stream in streams]
        self._lines = [stream["line"] for stream in streams]
        sizes, names = np.array(list(map(len, self._tokens))), [path.stem.removeprefix("stream-") for path in paths]
        weights = np.array([WEIGHTS.get(name, 1.0) if name not in AGAIN else 0.0 for name in names])
        whole = (sizes @ weights) / (1 - sum((again or {}).values()))
        for name, share in (again or {}).items():
            weights[names.index(name)] = share * whole / sizes[names.index(name)]
        shares = sizes * weights
        self._starts = np.cumsum(shares / shares.sum())
        self._beside, self._signed = beside, Signed.read(work) if beside else None
        ending = np.isin(self._encoded[self._table[:, 0], -1], SENTENCE_ENDS)
        self._sentences = Sentences(self._tokens, self._lines, ending)
        counts = self._sentences.counts()
        self._alone = counts * weights[:, None]
        mass = (self._alone * np.sqrt(np.arange(counts.shape[1]))).sum(0)
        self._lengths = np.cumsum(mass / mass.sum())
        self._size, self._seed = size, seed
        self._mix = np.cumsum([MIXES[mix][kind] for kind in _KINDS])[:-1]

    def frequencies(self, words: int) -> NDArray[np.float64]:
        """How often each word is asked for, as the batches draw it."""
        shares = np.diff(self._starts, prepend=0)
        total = np.zeros(words)
        for share, tokens in zip(shares, self._tokens, strict=True):
            total += share * np.bincount(self._words[tokens], minlength=words) / len(tokens)
        return total

    def draw(self, step: int) -> Batch:
        """The batch of this step."""
        rng = np.random.default_rng((self._seed, step))
        alone = rng.random() < ALONE
        places = self._alone_places(rng) if alone else self._window_places(rng)
        types = np.stack([self._tokens[kind][start : start + size] for kind, start, size in places]).astype(np.int64)
        lines = np.stack([self._lines[kind][start : start + size] for kind, start, size in places]).astype(np.int64)
        numbers = self._table[types, self._columns(lines, rng)]
        distinct, places = np.unique(numbers, return_inverse=True)
        return Batch(
            self._encoded[distinct].astype(np.int64),
            places.reshape(numbers.shape),
            self._words[types].astype(np.int64),
            self._cases[types].astype(np.int64),
            self._rivals(types, rng, alone=alone),
        )

    def _rivals(self, types: NDArray[np.int64], rng: np.random.Generator, *, alone: bool) -> Rivals | None:
        """What phrases say of the words of some stretches of text; of UNTOLD of these, nothing."""
        if self._beside is None or self._signed is None:
            return None
        signs = self._signed.signs(types)
        if alone:
            signs[:, [0, -1]] = word_number(Sign.STOP, self._signed.vocabulary)
        untold = rng.random(len(types)) < UNTOLD
        return self._beside.rivals(self._signed.words[types], signs, untold)

    def _window_places(self, rng: np.random.Generator) -> list[tuple[int, int, int]]:
        """(stream, start, size) of windows, wherever they fall."""
        kinds = np.searchsorted(self._starts[:-1], rng.random(self._size))
        return [(kind, int(rng.integers(len(self._tokens[kind]) - WINDOW)), WINDOW) for kind in kinds.tolist()]

    def _alone_places(self, rng: np.random.Generator) -> list[tuple[int, int, int]]:
        """(stream, start, size) of as many sentences of one length as make a batch."""
        size = int(np.searchsorted(self._lengths[:-1], rng.random()))
        shares = np.cumsum(self._alone[:, size]) / self._alone[:, size].sum()
        kinds = np.searchsorted(shares[:-1], rng.random(self._size * WINDOW // size))
        return [(kind, self._sentences.draw(kind, size, rng), size) for kind in kinds.tolist()]

    def _columns(self, lines: NDArray[np.int64], rng: np.random.Generator) -> NDArray[np.int64]:
        """Which form each token takes: a window is damaged as one, but three lines in ten in a way of their own."""
        whole = np.broadcast_to(rng.random((len(lines), 1)), lines.shape)
        draws = rng.random((2, 997))
        own = draws[:, lines % 997]
        kind = np.searchsorted(self._mix, np.where(own[0] < 0.3, own[1], whole))
        return columns(kind, rng)


def columns(kind: NDArray[np.int64], rng: np.random.Generator) -> NDArray[np.int64]:
    """A column of the table of forms for each token, given the number of its damage in a mix."""
    chance, pick = rng.random(kind.shape), rng.random(kind.shape)
    result = np.zeros(kind.shape, dtype=np.int64)
    for number, name in enumerate(_KINDS):
        result = np.where(kind == number, _COLUMN[name](chance, pick), result)
    return result


def _of(name: str, pick: NDArray[np.float64]) -> NDArray[np.int64]:
    return _FIRST[name] + (pick * CHANNELS.get(name, 1)).astype(np.int64)


def _english(pick: NDArray[np.float64]) -> NDArray[np.int64]:
    return _FIRST["best"] + (pick * 20).astype(np.int64)


_COLUMN = {
    **{name: (lambda chance, pick, name=name: _of(name, pick)) for name in _FIRST},
    "english": lambda chance, pick: _english(pick),
    "half": lambda chance, pick: np.where(chance < 0.5, _english(pick * 0.8), 0),
    "partly": lambda chance, pick: np.where(chance < 0.5, 1, np.where(chance < 0.6, 2, 0)),
}
