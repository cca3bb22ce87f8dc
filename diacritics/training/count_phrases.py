"""Count the word pairs and triples of the training text, prune them, and store their log-probabilities in 8 bits.

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


def kept(keys: Keys, counts: Counts, most: int) -> NDArray[np.bool_]:
    """Which of the grams are among the `most` commonest; ties at the border are left out."""
    if len(keys) <= most:
        return np.ones(len(keys), dtype=bool)
    least = np.partition(counts, len(counts) - most)[len(counts) - most]
    return counts > max(int(least), 1)


def quantised(share: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Minus the logarithm of a probability in steps of STEP."""
    return np.clip(np.round(-np.log(share) / STEP), 0, 255).astype(np.uint8)


def context_counts(keys: Keys, all_keys: Keys, all_counts: Counts) -> Counts:
    """How often the gram without its last word was seen."""
    return all_counts[np.searchsorted(all_keys, keys >> BITS)]


def main() -> None:
    """Arrays in, one small file out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--pairs", type=int, default=1_000_000)
    parser.add_argument("--triples", type=int, default=2_600_000)
    args = parser.parse_args()
    stream = word_stream(args.work)
    one, two, three = (grams(stream, size) for size in (1, 2, 3))
    print("distinct", len(one[0]), len(two[0]), len(three[0]), flush=True)
    single = np.full(int(stream.max()) + 1, 0.5)
    single[one[0]] = one[1]
    arrays = {"one": quantised(single / single.sum())}
    for name, (keys, counts), shorter, most in (("two", two, one, args.pairs), ("three", three, two, args.triples)):
        chosen = kept(keys, counts, most)
        share = counts[chosen] / context_counts(keys[chosen], *shorter)
        arrays[f"{name}_gaps"] = np.diff(keys[chosen], prepend=0)
        arrays[name] = quantised(share)
        print(name, int(chosen.sum()), "least count", int(counts[chosen].min()), flush=True)
    args.out.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(args.out / "phrases.npz", **arrays)


if __name__ == "__main__":
    main()
