"""Count which words stand near each other in the training text, and keep the pairs that tell most.

    python -m kehoach.diacritics.training.count_cooccurrence --work DIR --out models/restorer [--pairs N]

Writes `cooccurrence.npz`, read by `diacritics.restore.cooccurrence`. Laws are left out: with them, weighed as in
training, up to a quarter of what company brings is lost (held-out prose).
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kehoach.diacritics.language.alphabet import fold
from kehoach.diacritics.restore.cooccurrence import FILE, REACH, STEP
from kehoach.diacritics.restore.features import Vocabulary
from kehoach.diacritics.restore.ngram_file import BITS
from kehoach.diacritics.training.corpus import AGAIN, DICTIONARY

PAIRS = 500_000
"""With two million no more words come out (held-out prose), with all 19 million three in
a thousand of those in doubt."""

CAUTION = 5.0
"""Added to how often a pair was seen, and to how often it would be by chance: with 1 as many words come out."""

LAWS = "legal"
UNKNOWN = -9.0
"""How common a word outside the vocabulary is: what `phrases.UNSEEN` is for phrases."""

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


def near_each_other(streams: Iterable[Ints], size: int) -> Floats:
    """(size, size) how often words of running texts stood within REACH of each other; word 0, no word, never."""
    counts = np.zeros(size * size, dtype=np.float32)
    for stream in streams:
        for apart in range(1, min(REACH, len(stream) - 1) + 1):
            counts += np.bincount(stream[:-apart] * size + stream[apart:], minlength=size * size)
    table = counts.reshape(size, size)
    table[0] = table[:, 0] = 0.0
    return table + table.T


def bonds_of(counts: Floats) -> Floats:
    """How much likelier words stand near each other than by chance (logarithms); little where little was seen."""
    seen = counts.sum(1)
    expected = (seen[:, None] * (seen / max(float(seen.sum()), 1.0))[None]).astype(np.float32)
    return np.asarray(np.log((counts + CAUTION) / (expected + CAUTION)), dtype=np.float32)


def worth(counts: Floats, bonds: Floats, letters: Ints) -> Floats:
    """What each pair tells of its words among words of the same letters, times how often it was seen.

    What it tells of all of them alike (the mean, the commoner words first) restores no marks.
    """
    share = counts.sum(1) + 1.0
    share = (share / np.bincount(letters, share)[letters]).astype(np.float32)
    order = np.argsort(letters, kind="stable")
    starts = np.flatnonzero(np.diff(letters[order], prepend=-1))
    alike = np.add.reduceat((bonds * share[:, None])[order], starts, axis=0)
    told = np.abs(bonds - alike[letters]) * counts
    return np.asarray(told + told.T, dtype=np.float32)


def build(streams: Iterable[Ints], letters: Ints, pairs: int) -> dict[str, NDArray[np.generic]]:
    """All arrays of `cooccurrence.npz`, with so many pairs at most."""
    counts = near_each_other(streams, len(letters))
    bonds = bonds_of(counts)
    upper = np.triu_indices(len(letters))
    told = worth(counts, bonds, letters)[upper]
    steps = np.clip(np.round(bonds[upper] / STEP), -127, 127).astype(np.int8)
    told[steps == 0] = 0.0
    least = np.partition(told, -pairs)[-pairs] if len(told) > pairs else 0.0
    kept = (told >= least) & (told > 0.0)
    keys = ((upper[0] << BITS) | upper[1])[kept]
    seen = counts.sum(1)
    common = np.log((seen + 1.0) / (seen.sum() + len(seen)))
    common[0] = UNKNOWN
    print("pairs", len(keys), "of", len(told), flush=True)
    return {
        "gaps": np.diff(keys, prepend=0).astype(np.uint32),
        "bonds": steps[kept],
        "common": np.round(common / STEP).astype(np.int8),
        "letters": letters.astype(np.uint16),
    }


def read_streams(work: Path) -> Iterator[Ints]:
    """The word numbers of each running text of a work folder, laws and the dictionary left out."""
    words = np.load(work / "forms.npz")["words"].astype(np.int64)
    for path in sorted(work.glob("stream-*.npz")):
        if not path.stem.removeprefix("stream-").startswith((LAWS, DICTIONARY, *AGAIN)):
            yield words[np.load(path)["tokens"]]


def letters_of(words: tuple[str, ...]) -> Ints:
    """A number for the letters of each word; words that differ in marks alone share it."""
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(fold(word), len(numbers)) for word in words])


def main() -> None:
    """Streams in, one small file out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--pairs", type=int, default=PAIRS)
    args = parser.parse_args()
    arrays = build(read_streams(args.work), letters_of(Vocabulary.load(args.work).words), args.pairs)
    args.out.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(args.out / FILE, allow_pickle=False, **arrays)


if __name__ == "__main__":
    main()
