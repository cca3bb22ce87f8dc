"""Count which word was meant where two wrong conversions made different words one, and beside which neighbours.

    python -m kehoach.diacritics.training.count_conversions CORPUS_DIR [OUT_DIR]

Writes `conversions.tsv.xz`, read by `diacritics.encodings.ambiguous`: for each damage, the forms it leaves, the words
that leave them, and the neighbours that tell these apart. Only training lines are counted; held-out blocks stay unseen.
"""

from __future__ import annotations

import lzma
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from math import log
from pathlib import Path

from kehoach.diacritics.encodings.ambiguous import DAMAGES, core_of, left_and_right
from kehoach.diacritics.encodings.encoders import encode
from kehoach.diacritics.training.corpus import read_corpus
from kehoach.diacritics.training.count_inventory import is_vietnamese

LEAST = 30
"""A form is listed when the words that the damage made of it stand so often in the text."""
LEAST_BESIDE = 6
"""A neighbour is listed when it was seen so often beside one of the words."""
TELLING = 0.7
"""…and when what it tells is worth so many nats over all its occurrences: count times Kullback-Leibler divergence."""
DOUBTFUL = 2e-4
"""Neighbours are listed for forms of which another word has at least this share."""

Counts = Mapping[str, Counter[str]]
"""For each form that a damage leaves, the words that leave it."""


def count_words(lines: Iterable[str]) -> Counter[str]:
    """Words in small letters, without the punctuation around them."""
    tokens: Counter[str] = Counter()
    for line in lines:
        tokens.update(line.split())
    found: Counter[str] = Counter()
    for token, count in tokens.items():
        found[core_of(token)] += count
    return found


def forms(words: Mapping[str, int], damage: str) -> Counts:
    """The forms that a damage leaves of some words, with all the words that leave them: itself, if it is whole."""
    left: dict[str, Counter[str]] = defaultdict(Counter)
    for word, count in words.items():
        if word.isalpha() and not word.isascii() and (form := encode(word, damage)) != word:
            left[form][word] += count
    kept = {form: meant for form, meant in left.items() if meant.total() >= LEAST and form.isalpha()}
    for form, meant in kept.items():
        if encode(form, damage) == form:
            meant[form] = words.get(form, 0)
    return kept


def count_beside(lines: Iterable[str], damage: str, kept: Counts) -> dict[tuple[str, str], Counter[str]]:
    """(form, neighbour with its side) -> the words meant, for forms of which more than one word has a share."""
    wanted = {word: form for form, meant in kept.items() if _doubtful(meant) for word in meant}
    beside: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    damaged = lru_cache(maxsize=1 << 20)(lambda token: encode(core_of(token), damage))
    core = lru_cache(maxsize=1 << 20)(core_of)
    for line in lines:
        tokens = line.split()
        for place, token in enumerate(tokens):
            word = core(token)
            if (form := wanted.get(word)) is not None:
                for neighbour in left_and_right(tokens, place, damaged):
                    beside[form, neighbour][word] += 1
    return beside


def _doubtful(meant: Counter[str]) -> bool:
    """Whether the second word of a form is not negligible."""
    shares = [n for _, n in meant.most_common(2)]
    return len(shares) > 1 and shares[1] >= DOUBTFUL * meant.total()


def telling(meant: Counter[str], beside: Counter[str]) -> bool:
    """Whether a neighbour tells the words of a form apart better than their shares do."""
    total, all_of = beside.total(), meant.total()
    if total < LEAST_BESIDE:
        return False
    worth = sum(n * log((n / total) / (meant[word] / all_of)) for word, n in beside.items())
    return worth >= TELLING


def rows(damage: str, kept: Counts, beside: Mapping[tuple[str, str], Counter[str]]) -> Iterator[str]:
    """The lines of the list: the form and its words, then its neighbours with the counts in the same order."""
    near: dict[str, list[tuple[str, Counter[str]]]] = defaultdict(list)
    for (form, neighbour), seen in sorted(beside.items()):
        if telling(kept[form], seen):
            near[form].append((neighbour, seen))
    for form, meant in sorted(kept.items()):
        order = [word for word, _ in sorted(meant.items(), key=lambda row: (-row[1], row[0]))]
        yield f"{damage}\t{form}\t" + " ".join(f"{word}:{meant[word]}" for word in order)
        for neighbour, seen in near.get(form, []):
            yield f"{neighbour}\t" + " ".join(str(seen[word]) for word in order)


def main(corpus: Path, out: Path) -> None:
    """Read the corpus once and write the list."""
    lines = [line for source in read_corpus(corpus) for line in source.train if is_vietnamese(line)]
    words = count_words(lines)
    written: list[str] = []
    for damage in DAMAGES:
        kept = forms(words, damage)
        found = list(rows(damage, kept, count_beside(lines, damage, kept)))
        print(f"{damage}: {len(kept)} forms, {len(found) - len(kept)} neighbours", flush=True)
        written += found
    packed = lzma.compress("".join(f"{row}\n" for row in written).encode(), preset=9)
    (out / "conversions.tsv.xz").write_bytes(packed)
    print(f"{len(packed)} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2] if len(sys.argv) > 2 else "diacritics/data"))
