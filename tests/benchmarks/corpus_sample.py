"""A fixed sample of clean lines from the corpus, every kind of text alike: with foreign words, codes, formulas."""

from __future__ import annotations

import lzma
import random
from collections.abc import Iterator
from pathlib import Path

SEED = 20200305


def corpus_lines(path: Path) -> Iterator[str]:
    """The lines of one packed file."""
    with lzma.open(path, "rt", encoding="utf-8", newline="\n") as lines:
        for line in lines:
            yield line.rstrip("\n")


def sample(shared: Path, wanted: int, seed: int = SEED) -> list[str]:
    """So many lines, the same number from every file of the corpus as far as it has them, in a fixed order."""
    files = sorted((shared / "corpus").glob("*.xz"))
    each = wanted // len(files) + 1
    kept = [line for path in files for line in _reservoir(path, each, random.Random(f"{seed}{path.name}"))]
    random.Random(seed).shuffle(kept)
    return kept[:wanted]


def _reservoir(path: Path, size: int, chance: random.Random) -> list[str]:
    """So many lines of a file, each as likely as any other."""
    kept: list[str] = []
    for number, line in enumerate(corpus_lines(path)):
        if number < size:
            kept.append(line)
        elif (place := chance.randrange(number + 1)) < size:
            kept[place] = line
    return kept
