"""The OCR channel: how each model misreads a word, learnt from aligned pairs and sampled for the rest of the corpus.

Two parts: the forms in which a frequent token was seen, and, for the others, edits character by character in the
context of their neighbours. Each model is kept apart, because a line is read by one model.
"""

from __future__ import annotations

import json
import lzma
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from unicodedata import normalize

from rapidfuzz.distance import Levenshtein

from kehoach.diacritics.language.alphabet import fold
from kehoach.diacritics.language.tokens import atoms, split_token

MIN_LIKENESS = 0.45
"""Lines read with less than this folded similarity are noise that no one would try to mend; left out."""

EDGE = "\x02"
MEMORY = 4
"""A token seen n times takes one of its own forms with probability n / (n + MEMORY)."""


@dataclass(frozen=True)
class Pair:
    """A printed line and what a model read, token by token (counts agree)."""

    model: str
    part: str
    true: tuple[str, ...]
    read: tuple[str, ...]


def read_pairs(folder: Path, pattern: str = "pairs-*.jsonl.xz") -> Iterator[Pair]:
    """Every usable pair of the work folder: token counts agree, and the reading is not mere noise."""
    for path in sorted(folder.glob(pattern)):
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                true, read = record["true"].split(), normalize("NFC", record["read"]).split()
                alike = Levenshtein.normalized_similarity(fold(record["true"]).lower(), fold(record["read"]).lower())
                if len(true) == len(read) and alike >= MIN_LIKENESS:
                    yield Pair(record["model"], record["part"], tuple(true), tuple(read))


def atom_pairs(true: str, read: str) -> Iterator[tuple[str, str]]:
    """(true atom, read form) of a token; a token cut otherwise by the reader is kept only if truly one atom."""
    ours = [atom.text for atom in atoms(true)]
    theirs = [atom.text for atom in atoms(read)]
    if len(ours) == len(theirs):
        yield from zip(ours, theirs, strict=True)
    elif len(ours) == 1:
        yield true, read


@dataclass
class Channel:
    """What one model does to tokens."""

    seen: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    edits: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def learn(self, true: str, read: str) -> None:
        """Count one aligned token."""
        self.seen[true][read] += 1
        for context, out in _edits(true, read):
            for key in _keys(context):
                self.edits[key][out] += 1

    def freeze(self) -> Sampler:
        """A sampler of what was learnt."""
        return Sampler(
            {true: _table(forms) for true, forms in self.seen.items()},
            {key: _table(outs) for key, outs in self.edits.items()},
        )


Table = tuple[tuple[str, ...], tuple[int, ...], int]


def _table(counts: Counter[str]) -> Table:
    total, sums = 0, []
    for count in counts.values():
        total += count
        sums.append(total)
    return tuple(counts), tuple(sums), total


@dataclass(frozen=True)
class Sampler:
    """Draws readings of a token."""

    seen: dict[str, Table]
    edits: dict[str, Table]

    def draw(self, true: str, rng: random.Random) -> str:
        """One reading of the token; never empty."""
        own = self.seen.get(true)
        if own and rng.random() < own[2] / (own[2] + MEMORY):
            return rng.choices(own[0], cum_weights=own[1])[0]
        padded = EDGE + true + EDGE
        return "".join(self._letter(padded[i - 1 : i + 2], rng) for i in range(1, len(padded) - 1)) or true

    def _letter(self, context: str, rng: random.Random) -> str:
        for key, least in zip(_keys(context), (6, 6, 6, 1), strict=True):
            table = self.edits.get(key)
            if table and table[2] >= least:
                return rng.choices(table[0], cum_weights=table[1])[0]
        return context[1]


def _keys(context: str) -> tuple[str, str, str, str]:
    """The contexts of a letter, from the fullest to none; "_" stands for the neighbour left out."""
    before, letter, after = context
    return context, f"{before}{letter}_", f"_{letter}{after}", letter


def _edits(true: str, read: str) -> Iterator[tuple[str, str]]:
    """(three-character context of a true character, what was read for it); added characters go with the one before."""
    outs = [""] * len(true)
    position = 0
    for block in Levenshtein.opcodes(_alike(true), _alike(read)):
        source = range(block.src_start, block.src_end)
        if block.tag == "insert":
            outs[max(block.src_start - 1, 0)] += read[block.dest_start : block.dest_end]
            continue
        for offset, index in enumerate(source):
            position = block.dest_start + offset
            outs[index] += read[position : position + 1] if position < block.dest_end else ""
    padded = EDGE + true + EDGE
    for index, out in enumerate(outs):
        yield padded[index : index + 3], out


@lru_cache(maxsize=200_000)
def _alike(text: str) -> str:
    return fold(text).lower()


def learn_channels(pairs: Iterator[Pair]) -> dict[str, Channel]:
    """One channel a model, from the training part of the pairs."""
    channels: dict[str, Channel] = defaultdict(Channel)
    for pair in pairs:
        if pair.part == "train":
            for true, read in zip(pair.true, pair.read, strict=True):
                for ours, theirs in atom_pairs(true, read):
                    if split_token(ours).core:
                        channels[pair.model].learn(ours, theirs)
    return channels
