"""The network's candidates and the likelihood of phrases weighed together over a whole text: forward and backward.

Every place has a few candidates with the network's log-probabilities; three words in a row are weighed by how often
they stand so in print (`phrases`). The posterior of a candidate sums over all ways to read its surroundings, not only
the best one, so it also says how sure the choice is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from kehoach.diacritics.restore.windows import spans

WINDOW, MARGIN = 64, 8
"""Places a window, and how many at each inner end are read for context only: all windows go in step."""

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


class Steps(Protocol):
    """What knows how words follow one another: `ngrams.Ngrams`."""

    def steps(self, ids: Ints, filled: NDArray[np.bool_]) -> tuple[Ints, Floats]:
        """Log-probabilities of candidates after those of the two places before: (where in (n, k, k, k), how much).

        In order; of what is not told the probability is 0.
        """


Evidence = Callable[[Floats], Floats]
"""What posterior probabilities tell of their text: (n, k) log-odds to be added to the scores."""


class Joints(NamedTuple):
    """How the words of a text hang together.

    `weights` (n): how much the phrase that ends at a place counts beside the network. `others`: (place, word number),
    in order of the places, of what stands before them (n: after the last) and has no place of its own; a word that is
    not in the vocabulary, 0, is as likely after any other, and no phrase reaches across two of them.
    """

    weights: Floats
    others: Sequence[tuple[int, int]] = ()


def posteriors(
    scores: Floats, ids: Ints, phrases: Steps | None, joints: Joints, evidence: Evidence | None = None
) -> Floats:
    """Posterior probabilities (n, k) of candidates given their log-scores and word numbers, both (n, k).

    A score of minus infinity marks an empty slot. Without phrases a posterior is the score's share. With
    `evidence` the first posteriors are asked for more, and all is weighed once again.
    """
    if not len(scores):
        return np.zeros_like(scores)
    weights, others = joints
    if others and phrases:
        between, numbers = np.array(others).T
        kept = np.ones(len(scores) + len(between), dtype=bool)
        kept[between + np.arange(len(between))] = False
        first = np.arange(scores.shape[1]) == 0
        scores = np.insert(scores, between, np.where(first, 0.0, -np.inf), axis=0)
        ids = np.insert(ids, between, np.outer(numbers, first), axis=0)
        weights = np.insert(weights, between, weights[np.minimum(between, len(weights) - 1)])
        more = evidence and (lambda odds: np.insert(evidence(odds[kept]), between, 0.0, axis=0))
        return posteriors(scores, ids, phrases, Joints(weights), more)[kept]
    read = _apart if phrases is None else _Phrased(ids, np.isfinite(scores), phrases, weights)
    first = read(scores)
    return read(scores + evidence(first)) if evidence else first


def _shares(scores: Floats) -> Floats:
    """The weight of each candidate, the best of a place being 1."""
    return np.asarray(np.exp(scores - scores.max(1, keepdims=True)), dtype=np.float32)


def _apart(scores: Floats) -> Floats:
    """Posteriors without phrases."""
    own = _shares(scores)
    return np.asarray(own / own.sum(1, keepdims=True), dtype=np.float32)


class _Phrased:
    """The phrases of one text, found once, and the posteriors that scores get by them."""

    def __init__(self, ids: Ints, filled: NDArray[np.bool_], phrases: Steps, weights: Floats) -> None:
        self._logs, self._weights = phrases.steps(ids, filled), weights
        self._windows = windows = spans(len(ids), WINDOW, MARGIN)
        starts, ends = (np.array(column) for column in list(zip(*windows, strict=True))[:2])
        offsets = np.arange(int((ends - starts).max()))[:, None]
        self._at, self._inside = np.minimum(starts + offsets, ends - 1), offsets + starts < ends

    def __call__(self, scores: Floats) -> Floats:
        """The posteriors (n, k)."""
        own = _shares(scores)
        found = _forward_backward(_steps(own, self._logs, self._weights, self._at), self._inside)
        kept = np.empty_like(own)
        for row, span in enumerate(self._windows):
            kept[span.first : span.last] = found[span.first - span.start : span.last - span.start, :, row]
        return kept


def _steps(own: Floats, steps: tuple[Ints, Floats], weights: Floats, at: Ints) -> Floats:
    """How likely candidates follow those of the two places before, the likeliest of a place being 1, times `own`.

    `own` (n, k): the weights of the candidates; `at` (length, windows): the places of windows that go in step. The
    result is (length, k, k, k, windows): with the windows last, all of them are reckoned in one stroke.
    """
    count, width = own.shape
    where, logs = steps
    bounds = np.searchsorted(where, np.arange(count + 1) * width**3)
    sizes = np.diff(bounds)
    logs = (logs - np.repeat(np.maximum.reduceat(logs, bounds[:-1]), sizes)) * np.repeat(weights, sizes)
    values = np.exp(logs) * own.ravel()[where // width**3 * width + where % width]
    sizes = sizes[at].ravel()
    several = np.repeat((bounds[:-1][at].ravel() - (np.cumsum(sizes) - sizes)), sizes) + np.arange(sizes.sum())
    result = np.zeros((len(at), width**3, at.shape[1]), dtype=np.float32)
    window = np.repeat(np.arange(at.size), sizes)
    step, window = window // at.shape[1], window % at.shape[1]
    result[step, where[several] % width**3, window] = values[several]
    return result.reshape(len(at), width, width, width, -1)


def _forward_backward(steps: Floats, inside: NDArray[np.bool_]) -> Floats:
    """Posteriors (length, k, windows) from the steps between the candidates, weighed."""
    length, width, windows = len(steps), steps.shape[1], steps.shape[-1]
    forward, back = np.empty((2, length, width, width, windows), dtype=np.float32)
    products = np.empty(steps.shape[1:], dtype=np.float32)
    state = np.ones((width, width, windows), dtype=np.float32)
    for i in range(length):
        np.multiply(state[:, :, None], steps[i], out=products)
        state = np.add.reduce(products, axis=0)
        state = np.divide(state, np.add.reduce(state, axis=(0, 1)), out=forward[i])
    state = np.ones((width, width, windows), dtype=np.float32)
    for i in range(length - 1, -1, -1):
        back[i] = state
        np.multiply(steps[i], state, out=products)
        state = np.add.reduce(products, axis=2)
        state /= np.maximum.reduce(state, axis=(0, 1))
        state = np.where(inside[i], state, np.float32(1.0))  # a place beyond its window's end tells nothing
    forward *= back
    result: Floats = np.add.reduce(forward, axis=1)
    result /= np.add.reduce(result, axis=1)[:, None]
    return result
