"""The corpus made ready for training: types, their noisy forms, and the token stream, all as arrays of numbers.

    python -m kehoach.diacritics.training.prepare --corpus DIR --work DIR

A type is a distinct cased atom of clean text. For each, FORMS readings are drawn beforehand, so that making a batch
is only indexing. Written to the work folder: `forms.npz`, `stream-*.npz`, `held.json.xz`, and the vocabulary files.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
import re
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from unicodedata import combining, normalize

import numpy as np

from kehoach.diacritics.language.alphabet import fold, to_old_style
from kehoach.diacritics.language.tokens import atoms, split_token
from kehoach.diacritics.restore.features import MAX_CHARS, Vocabulary, case_of
from kehoach.diacritics.training.channel import Sampler, atom_pairs, learn_channels, read_pairs
from kehoach.diacritics.training.corpus import (
    DICTIONARY,
    PAGES,
    Source,
    read_corpus,
    read_dictionary,
    read_terms,
    shingles,
)

CHANNELS = {"best": 8, "debian": 8, "legacy": 4, "vie": 4}
"""How many readings of each model a frequent type gets; a rare one gets a quarter of them."""

FREQUENT = 60_000
WORDS = 9_500
"""Size of the answer vocabulary: syllables of the corpus first, then its commonest other words of letters alone."""

MIN_SYLLABLE, MIN_OTHER = 8, 250
CHARS = 400
_SYLLABLE = re.compile(r"(?:[bcdghklmnprstvx]|ch|gh|gi|kh|ngh?|nh|ph|qu|th|tr)?[aeiouy]{1,3}(?:c|ch|m|n|ng|nh|p|t)?")
_HAT = {"\u0302", "\u0306", "\u031b"}


def toneless(text: str) -> str:
    """The text without tones; hats, horns and đ stay.

    >>> toneless("Đảng ủy thường")
    'Đang uy thương'
    """
    parts = normalize("NFD", text)
    return normalize("NFC", "".join(c for c in parts if not combining(c) or c in _HAT))


@dataclass
class Stream:
    """The clean text of one file as type numbers; `line` numbers the lines, for a line is damaged as one."""

    tokens: list[int] = field(default_factory=list)
    line: list[int] = field(default_factory=list)


class Types:
    """Numbers for the distinct atoms of clean text."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.counts: Counter[int] = Counter()
        self._memo: dict[str, tuple[int, ...]] = {}

    def of(self, token: str) -> tuple[int, ...]:
        """The type numbers of a whitespace token."""
        found = self._memo.get(token)
        if found is None:
            found = tuple(self.numbers.setdefault(atom.text, len(self.numbers)) for atom in atoms(token))
            self._memo[token] = found
        return found


def recase(text: str, rng: random.Random) -> str:
    """Seven lines in a hundred in capitals and one in Title Case, as headings are."""
    draw = rng.random()
    if draw < 0.07:
        return text.upper()
    return text.title() if draw < 0.08 else text


def make_stream(source: Source, types: Types, rng: random.Random) -> Stream:
    """The training lines of a file as numbers."""
    stream = Stream()
    for number, text in enumerate(source.train):
        line = recase(text, rng) if len(text) < 200 else text
        for token in line.split():
            ids = types.of(token)
            stream.tokens.extend(ids)
            stream.line.extend([number] * len(ids))
    return stream


def choose_words(types: Types, counts: np.ndarray) -> tuple[str, ...]:
    """The answer vocabulary, commonest first, COPY before all."""
    totals: Counter[str] = Counter()
    for text, number in types.numbers.items():
        core = split_token(text).core
        if core.isalpha():
            totals[to_old_style(core.lower())] += int(counts[number])
    kept = [w for w, n in totals.most_common() if n >= (MIN_SYLLABLE if _SYLLABLE.fullmatch(fold(w)) else MIN_OTHER)]
    return ("", *kept[:WORDS])


def draw_forms(items: list[tuple[str, int]], samplers: dict[str, Sampler], seed: int) -> list[list[str]]:
    """For each (type, share) all its forms: clean, stripped, toneless, then the readings of each model in turn."""
    rng = random.Random(seed)
    rows = []
    for text, share in items:
        row = [text, fold(text), toneless(text)]
        for model, count in CHANNELS.items():
            drawn = [samplers[model].draw(text, rng) for _ in range(max(1, count // share))]
            row += (drawn * share)[:count]
        rows.append(row)
    return rows


def all_forms(types: Types, counts: np.ndarray, samplers: dict[str, Sampler], workers: int) -> list[list[str]]:
    """The forms of every type, drawn by several processes."""
    frequent = set(np.argsort(-counts, kind="stable")[:FREQUENT].tolist())
    items = [(text, 1 if number in frequent else 4) for text, number in types.numbers.items()]
    chunk = 20_000
    chunks = [items[i : i + chunk] for i in range(0, len(items), chunk)]
    with ProcessPoolExecutor(workers) as pool:
        drawn = pool.map(partial(_draw_chunk, samplers), chunks, range(len(chunks)))
        return [row for rows in drawn for row in rows]


def _draw_chunk(samplers: dict[str, Sampler], items: list[tuple[str, int]], seed: int) -> list[list[str]]:
    return draw_forms(items, samplers, seed)


def save_forms(work: Path, types: list[str], rows: list[list[str]], vocabulary: Vocabulary) -> None:
    """Number the distinct forms and write their characters, and each type's forms, word and case."""
    numbers: dict[str, int] = {}
    table = np.array([[numbers.setdefault(form, len(numbers)) for form in row] for row in rows], dtype=np.int32)
    texts = list(numbers)
    encoded = np.empty((len(texts), MAX_CHARS + 2), dtype=np.uint16)
    for start in range(0, len(texts), 50_000):
        chunk = texts[start : start + 50_000]
        encoded[start : start + len(chunk)] = vocabulary.encode(split_token(text) for text in chunk)
    cores = [split_token(text).core for text in types]
    words = np.array([vocabulary.word_id(core) for core in cores], dtype=np.int32)
    cases = np.array([case_of(core) for core in cores], dtype=np.int8)
    np.savez(work / "forms.npz", table=table, encoded=encoded, words=words, cases=cases)


def save_pages(work: Path, first: int) -> tuple[list[str], list[list[str]]]:
    """The printed lines as models really read them, as a stream: its (types, rows of forms), numbered from `first`.

    An atom and how it was read make a type; whatever damage a batch asks for, its form is what was read.
    """
    numbers: dict[tuple[str, str], int] = {}
    stream = Stream()
    for number, pair in enumerate(pair for pair in read_pairs(work) if pair.part == "train"):
        both = [both for tokens in zip(pair.true, pair.read, strict=True) for both in atom_pairs(*tokens)]
        stream.tokens += [numbers.setdefault(atom, first + len(numbers)) for atom in both]
        stream.line += [number] * len(both)
    save(work, PAGES, stream)
    return [true for true, _ in numbers], [[read] * (3 + sum(CHANNELS.values())) for _, read in numbers]


def choose_chars(rows: list[list[str]], counts: np.ndarray) -> tuple[str, ...]:
    """The commonest characters of all forms."""
    totals: Counter[str] = Counter()
    for number, row in enumerate(rows):
        for form in set(row):
            for char in form:
                totals[char] += min(int(counts[number]), 50)
    return tuple(char for char, _ in totals.most_common(CHARS))


def save_held(work: Path, sources: list[Source]) -> None:
    """The held-out lines, each with the share of its 8-grams that the training lines also hold."""
    held = {hash_ for s in sources for line in (*s.validation, *s.test) for hash_ in shingles(line.split())}
    shared: set[int] = set()
    for source in sources:
        for line in source.train:
            shared |= shingles(line.split()) & held
    records = []
    for source in sources:
        for part in ("validation", "test"):
            for line in getattr(source, part):
                grams = shingles(line.split())
                overlap = len(grams & shared) / len(grams) if grams else 0.0
                records.append({"source": source.name, "part": part, "text": line, "overlap": round(overlap, 3)})
    with lzma.open(work / "held.json.xz", "wt", encoding="utf-8") as out:
        json.dump(records, out, ensure_ascii=False)


def save(work: Path, name: str, stream: Stream) -> np.ndarray:
    """Write a stream as `stream-NAME.npz`; its tokens."""
    tokens = np.array(stream.tokens, dtype=np.int32)
    np.savez(work / f"stream-{name}.npz", tokens=tokens, line=np.array(stream.line, dtype=np.int32))
    return tokens


def save_stream(work: Path, source: Source, types: Types, rng: random.Random) -> np.ndarray:
    """Number the training lines of a file, write them as `stream-NAME.npz`, and count its types.

    A dictionary says what words there are, not how often: its types count nothing.
    """
    tokens = save(work, source.name, make_stream(source, types, rng))
    print(source.name, len(source.train), len(tokens), len(types.numbers), flush=True)
    return np.bincount(tokens if source.name != DICTIONARY else tokens[:0], minlength=len(types.numbers))


def read_sources(args: argparse.Namespace) -> Iterator[Source]:
    """The corpus files, the terms of the field, then the dictionary if one is given."""
    yield from read_corpus(args.corpus)
    yield read_terms()
    if args.dictionary:
        yield read_dictionary(args.dictionary)


def choose_vocabulary(args: argparse.Namespace, types: Types, counts: np.ndarray, rows: list[list[str]]) -> Vocabulary:
    """The vocabulary asked for, else the commonest characters and words."""
    if args.vocabulary:
        return Vocabulary.load(args.vocabulary)
    return Vocabulary(choose_chars(rows, counts), choose_words(types, counts))


def main() -> None:
    """Corpus and pairs in, arrays out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--dictionary", type=Path, help="a list of words, one a line; those of 2 to 5 syllables count")
    parser.add_argument("--vocabulary", type=Path, help="a model's folder: keep its own, to train its weights on")
    parser.add_argument("--workers", type=int, default=2)
    args = parser.parse_args()
    rng, types, sources = random.Random(7), Types(), []
    sizes: list[np.ndarray] = []
    for source in read_sources(args):
        sizes.append(save_stream(args.work, source, types, rng))
        sources.append(source)
    counts = np.zeros(len(types.numbers), dtype=np.int64)
    for size in sizes:
        counts[: len(size)] += size
    samplers = {model: channel.freeze() for model, channel in learn_channels(read_pairs(args.work)).items()}
    rows = all_forms(types, counts, samplers, args.workers)
    vocabulary = choose_vocabulary(args, types, counts, rows)
    vocabulary.save(args.work)
    pages, readings = save_pages(args.work, len(rows))
    save_forms(args.work, [*types.numbers, *pages], [*rows, *readings], vocabulary)
    print("types", len(types.numbers), "words", len(vocabulary.words), "tokens", counts.sum(), flush=True)
    save_held(args.work, sources)


if __name__ == "__main__":
    main()
