"""Count the word pairs and triples of the training text, prune them, and store how likely they are in 8 bits.

    python -m diacritics.training.count_phrases --work DIR --out models/restorer [--pairs N --triples N]

Writes `phrases.npz`, read by `diacritics.phrases`.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from diacritics.phrases import BITS, STEP

Keys = NDArray[np.int64]
Counts = NDArray[np.int64]
Shares = NDArray[np.float64]
DISCOUNT = 0.75
"""Taken off every count (the usual value of absolute discounting)."""

MASK = (1 << BITS) - 1


def word_stream(work: Path) -> Keys:
    """The whole training text as word numbers; 0 stands for what is not in the vocabulary."""
    words = np.load(work / "forms.npz")["words"]
    streams = [words[np.load(path)["tokens"]] for path in sorted(work.glob("stream-*.npz"))]
    return np.concatenate(streams).astype(np.int64)


def grams(stream: Keys, size: int) -> tuple[Keys, Counts]:
    """The distinct runs of `size` vocabulary words as keys (BITS a word, first word highest), and their counts."""
    keys = np.zeros(len(stream) - size + 1, dtype=np.int64)
    known = np.ones(len(keys), dtype=bool)
    for place in range(size):
        part = stream[place : place + len(keys)]
        keys = (keys << BITS) | part
        known &= part > 0
    found, counts = np.unique(keys[known], return_counts=True)
    return found, counts.astype(np.int64)


def kept(worth: Shares, most: int) -> NDArray[np.bool_]:
    """Which of the grams are among the `most` of greatest worth, none of them worthless; ties at the border are out."""
    if int((worth > 0).sum()) <= most:
        return worth > 0
    return worth > np.partition(worth, len(worth) - most - 1)[len(worth) - most - 1]


def worth(counts: Counts, share: Shares, without: Shares) -> Shares:
    """What the text would lose without a gram: its count times the change of log-probability (Seymore, Rosenfeld)."""
    return np.asarray(counts * np.abs(np.log(share / without)))


def quantised(share: Shares) -> NDArray[np.uint8]:
    """Minus the logarithm of a probability in steps of STEP."""
    return np.clip(np.round(-np.log(share) / STEP), 0, 255).astype(np.uint8)


def smooth(keys: Keys, counts: Counts, lower: Shares) -> tuple[Shares, Keys, Shares]:
    """(probability of each gram, its distinct contexts, the share each context leaves to the shorter grams).

    Interpolated absolute discounting; `lower`: for each gram, the probability of the same without its first word.
    """
    contexts, place, kinds = np.unique(keys >> BITS, return_inverse=True, return_counts=True)
    totals = np.bincount(place, weights=counts)
    left = DISCOUNT * kinds / totals
    return (counts - DISCOUNT) / totals[place] + left[place] * lower, contexts, left


def continuations(keys: Keys, size: int) -> tuple[Keys, Counts]:
    """The grams without their first word, each with the number of words seen before it (Kneser and Ney 1995)."""
    return np.unique(keys & ((1 << (BITS * (size - 1))) - 1), return_counts=True)


def build(stream: Keys, pairs: int, triples: int) -> dict[str, NDArray[np.generic]]:
    """All arrays of `phrases.npz`."""
    three, three_counts = grams(stream, 3)
    two, two_counts = continuations(three, 3)
    ones, one_counts = continuations(two, 2)
    one = np.full(int(stream.max()) + 1, 0.5)
    one[ones] = one_counts
    one /= one.sum()
    of_two, heads, left_one = smooth(two, two_counts, one[two & MASK])
    after_one = np.ones(len(one))
    after_one[heads] = left_one
    lower = of_two[np.searchsorted(two, three & ((1 << (2 * BITS)) - 1))]
    of_three, pairs_before, left_two = smooth(three, three_counts, lower)
    known = np.isin(pairs_before, two)
    after_two = np.ones(len(two))
    after_two[np.searchsorted(two, pairs_before[known])] = left_two[known]
    without = after_two[np.minimum(np.searchsorted(two, three >> BITS), len(two) - 1)] * lower
    commonest = kept(worth(_totals(two, stream), of_two, after_one[two >> BITS] * one[two & MASK]), pairs)
    stored = two[commonest]
    whole = np.isin(three >> BITS, stored) & np.isin(three & ((1 << (2 * BITS)) - 1), stored)
    chosen = kept(np.where(whole, worth(three_counts, of_three, without), 0), triples)
    print("pairs", len(stored), "triples", int(chosen.sum()), flush=True)
    return {
        "one": quantised(one),
        "two": quantised(of_two[commonest]),
        "three": quantised(of_three[chosen]),
        "after_one": quantised(after_one),
        "after_two": quantised(after_two[commonest]),
        **packed(stored, three[chosen]),
    }


def packed(pairs: Keys, triples: Keys) -> dict[str, NDArray[np.generic]]:
    """The keys as `phrases.keys_of_pairs` and `phrases.keys_of_triples` read them; each triple begins with a pair."""
    gaps = np.diff(pairs, prepend=0)
    heads = np.searchsorted(pairs, triples >> BITS)
    thirds = triples & MASK
    steps = np.where(np.diff(heads, prepend=-1) > 0, thirds, np.diff(thirds, prepend=0))
    return {
        "two_low": (gaps & 255).astype(np.uint8),
        "two_high": (gaps >> 8).astype(np.uint32),
        "three_counts": np.bincount(heads, minlength=len(pairs)).astype(np.uint16),
        "three_low": (steps & 255).astype(np.uint8),
        "three_high": (steps >> 8).astype(np.uint8),
    }


def _totals(two: Keys, stream: Keys) -> Counts:
    """How often each pair was seen."""
    keys, counts = grams(stream, 2)
    return counts[np.searchsorted(keys, two)]


def main() -> None:
    """Arrays in, one small file out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--pairs", type=int, default=1_150_000)
    parser.add_argument("--triples", type=int, default=3_900_000)
    args = parser.parse_args()
    stream = word_stream(args.work)
    arrays = build(stream, args.pairs, args.triples)
    args.out.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(args.out / "phrases.npz", **arrays)


if __name__ == "__main__":
    main()
