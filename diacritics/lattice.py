"""The network's candidates and the likelihood of phrases weighed together over a whole text: forward and backward.

Every place has a few candidates with the network's log-probabilities; three words in a row are weighed by how often
they stand so in print (`phrases`). The posterior of a candidate sums over all ways to read its surroundings, not only
the best one, so it also says how sure the choice is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from diacritics.spans import spans

WINDOW, MARGIN = 64, 8
"""Places a window, and how many at each inner end are read for context only: all windows go in step."""

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


class Steps(Protocol):
    """What knows how words follow one another: `phrases.Phrases`."""

    def steps(self, ids: Ints, filled: NDArray[np.bool_]) -> Floats:
        """(n, k, k, k) log-probabilities of candidates after those of the two places before."""


def posteriors(scores: Floats, ids: Ints, phrases: Steps | None, weights: Floats, cuts: Sequence[int] = ()) -> Floats:
    """Posterior probabilities (n, k) of candidates given their log-scores and word numbers, both (n, k).

    A score of minus infinity marks an empty slot. `weights` (n): how much the phrase that ends at a place counts beside
    the network. Without phrases a posterior is the score's share. `cuts`: places that no phrase reaches across from
    before.
    """
    if cuts:
        between = np.repeat(cuts, 2)  # two unknown words, as before a text; they are as likely after any other
        kept = np.ones(len(scores) + len(between), dtype=bool)
        kept[between + np.arange(len(between))] = False
        none = np.where(np.arange(scores.shape[1]) == 0, 0.0, -np.inf)
        scores, ids = np.insert(scores, between, none, axis=0), np.insert(ids, between, 0, axis=0)
        return posteriors(scores, ids, phrases, np.insert(weights, between, 1.0))[kept]
    if not len(scores):
        return np.zeros_like(scores)
    own = np.exp(scores - scores.max(1, keepdims=True))
    if phrases is None:
        return np.asarray(own / own.sum(1, keepdims=True), dtype=np.float32)
    steps = _weighed(phrases.steps(ids, np.isfinite(scores)), weights)
    kept = np.empty_like(own)
    windows = spans(len(scores), WINDOW, MARGIN)
    length = max(span.end - span.start for span in windows)
    index = np.array([[min(span.start + i, span.end - 1) for i in range(length)] for span in windows])
    inside = np.array([[span.start + i < span.end for i in range(length)] for span in windows])
    found = _forward_backward(own[index], steps[index], inside)
    for row, span in enumerate(windows):
        kept[span.first : span.last] = found[row, span.first - span.start : span.last - span.start]
    return np.asarray(kept, dtype=np.float32)


def _weighed(logs: Floats, weights: Floats) -> Floats:
    """How likely each candidate follows those of the two places before, the likeliest of a place being 1."""
    logs -= logs.max(axis=(1, 2, 3), keepdims=True)
    logs *= weights[:, None, None, None]
    return np.exp(logs, out=logs)


def _forward_backward(own: Floats, steps: Floats, inside: NDArray[np.bool_]) -> Floats:
    """Posteriors (windows, length, k) from the candidates' own weights and the steps between them."""
    windows, length, width = own.shape
    forward = np.empty((length, windows, width, width), dtype=np.float32)
    state = np.ones((windows, width, width), dtype=np.float32)
    for i in range(length):
        state = np.einsum("wab,wabc->wbc", state, steps[:, i]) * own[:, i, None, :]
        state /= state.sum(axis=(1, 2), keepdims=True)
        forward[i] = state
    result = np.empty_like(own)
    back = np.ones((windows, width, width), dtype=np.float32)
    for i in range(length - 1, -1, -1):
        back = np.where(inside[:, i, None, None], back, 1.0)
        marginal = (forward[i] * back).sum(1)
        result[:, i] = marginal / marginal.sum(1, keepdims=True)
        back = np.einsum("wabc,wc,wbc->wab", steps[:, i], own[:, i], back)
        back /= back.max(axis=(1, 2), keepdims=True)
    return result
