"""The network's candidates and the likelihood of phrases weighed together over a whole text: forward and backward.

Every place has a few candidates with the network's log-probabilities; three words in a row are weighed by how often
they stand so in print (`phrases`). The posterior of a candidate sums over all ways to read its surroundings, not only
the best one, so it also says how sure the choice is.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from diacritics.phrases import Phrases

WINDOW, MARGIN = 48, 8
"""Places whose posteriors are kept, and how many more on each side are read for context: all windows go in step."""

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


class Span(NamedTuple):
    """A window reads places `start` to `end`; `first` to `last` are kept."""

    start: int
    end: int
    first: int
    last: int


def _spans(count: int) -> Iterator[Span]:
    for first in range(0, count, WINDOW):
        last = min(first + WINDOW, count)
        yield Span(max(first - MARGIN, 0), min(last + MARGIN, count), first, last)


def posteriors(scores: Floats, ids: Ints, phrases: Phrases | None, weights: Floats) -> Floats:
    """Posterior probabilities (n, k) of candidates given their log-scores and word numbers, both (n, k).

    A score of minus infinity marks an empty slot. `weights` (n): how much the phrase that ends at a place counts beside
    the network. Without phrases a posterior is the score's share.
    """
    if not len(scores):
        return np.zeros_like(scores)
    own = np.exp(scores - scores.max(1, keepdims=True))
    if phrases is None:
        return np.asarray(own / own.sum(1, keepdims=True), dtype=np.float32)
    steps = _transitions(ids, np.isfinite(scores), phrases, weights)
    kept = np.empty_like(own)
    spans = list(_spans(len(scores)))
    length = max(span.end - span.start for span in spans)
    index = np.array([[min(span.start + i, span.end - 1) for i in range(length)] for span in spans])
    inside = np.array([[span.start + i < span.end for i in range(length)] for span in spans])
    found = _forward_backward(own[index], steps[index], inside)
    for row, span in enumerate(spans):
        kept[span.first : span.last] = found[row, span.first - span.start : span.last - span.start]
    return np.asarray(kept, dtype=np.float32)


def _transitions(ids: Ints, filled: NDArray[np.bool_], phrases: Phrases, weights: Floats) -> Floats:
    """(n, k, k, k): how likely the candidate of the third index follows those of the first two; 0 for empty slots."""
    count, width = ids.shape
    before = [np.concatenate([np.zeros((gap, width), ids.dtype), ids[:-gap]])[:count] for gap in (2, 1)]
    there = [np.concatenate([np.eye(1, width, dtype=bool).repeat(gap, 0), filled[:-gap]])[:count] for gap in (2, 1)]
    logs = np.full((count, width, width, width), -np.inf, dtype=np.float32)
    for a, b, c in product(range(width), repeat=3):
        rows = np.flatnonzero(there[0][:, a] & there[1][:, b] & filled[:, c])
        if len(rows):
            logs[rows, a, b, c] = phrases.after(before[0][rows, a], before[1][rows, b], ids[rows, c])
    logs = (logs - logs.max(axis=(1, 2, 3), keepdims=True)) * weights[:, None, None, None]
    return np.asarray(np.exp(logs), dtype=np.float32)


def _forward_backward(own: Floats, steps: Floats, inside: NDArray[np.bool_]) -> Floats:
    """Posteriors (windows, length, k) from the candidates' own weights and the steps between them."""
    windows, length, width = own.shape
    forward = np.empty((length, windows, width, width), dtype=np.float32)
    state = np.zeros((windows, width, width), dtype=np.float32)
    state[:, :, :] = 1.0
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
