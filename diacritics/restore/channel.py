"""The OCR channel of one text: which letters its reader took for which, learnt from the words that are sure.

In one text every `ứ` became `it`, in another `w` or a bare `u`. The network reads a few dozen words at once and knows
what readers give for a letter anywhere; what the reader of this text gives for it is told by its words that leave no
doubt. So words that stay in doubt are weighed once more, by two things:

- how much oftener than usual the reader gave these letters for those of the candidate;
- how often the same form was taken for it elsewhere in the text.

With a text of up to 1,500 words counted whole five to eight words in ten thousand more come out than with the 150 on
each side (held-out lines).
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from kehoach.diacritics.language.alphabet import fold
from kehoach.diacritics.restore.cooccurrence import FAR_TOO_RARE

SURE, DOUBT = 0.9, 0.98
"""Words surer than the first tell how letters were read; words surer than the second are not looked at again."""

LETTERS, FORM = 0.5, 0.2
"""How much the two things count, chosen with 150 words counted on each side: of 2,688 words wrong on held-out lines
that two LSTM models read, the first alone puts 45 right (with 0.8: 51), both 52 (the second at 0.3)."""

TRUST = 2.0
"""How often a letter must be seen in the text to count as much as what readers usually give for it; 8 is worse."""

FEW, LEAST, NEVER = 0.2, 0.05, 0.01
"""Added to counts, so that what was not seen is not ruled out; the share of what readers give for a letter unknown."""

Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]
Pieces = tuple[tuple[str, str], ...]


@lru_cache(maxsize=1 << 15)
def pieces(word: str, form: str) -> Pieces:
    """The letters of a word, each with what was read for it; letters that cannot be told apart stay together.

    >>> pieces("khác", "khdc")
    (('k', 'k'), ('h', 'h'), ('á', 'd'), ('c', 'c'))
    >>> pieces("cùng", "cling"), pieces("trên", "tén")
    ((('c', 'cl'), ('ù', 'i'), ('n', 'n'), ('g', 'g')), (('t', 't'), ('r', ''), ('ê', 'é'), ('n', 'n')))
    """
    found: list[tuple[str, str]] = []
    for block in Levenshtein.opcodes(fold(word), fold(form)):
        true, read = word[block.src_start : block.src_end], form[block.dest_start : block.dest_end]
        if len(true) == len(read):
            found += zip(true, read, strict=True)
        elif not true and found:
            found[-1] = (found[-1][0], found[-1][1] + read)
        else:
            found.append((true, read))
    return tuple(found)


@cache
def _usual() -> Mapping[str, Counter[str]]:
    """What readers give for a letter, counted on printed and read lines (`data/channel.tsv`)."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in resources.files("kehoach.diacritics").joinpath("data/channel.tsv").read_text("utf-8").splitlines():
        true, read, count = row.split("\t")
        counts[true][read] = int(count)
    return counts


@lru_cache(maxsize=1 << 14)
def usual(true: str, read: str) -> float:
    """How often readers give `read` for a letter.

    >>> usual("á", "a") > usual("á", "d") > usual("á", "x") > 0
    True
    """
    counts = _usual().get(true)
    return (counts[read] + LEAST) / (counts.total() + 100 * LEAST) if counts else NEVER


class _Seen:
    """What was read for what in some words, which come and go."""

    def __init__(self) -> None:
        self._reads: defaultdict[tuple[str, str], int] = defaultdict(int)
        self._letters: defaultdict[str, int] = defaultdict(int)
        self._words: defaultdict[tuple[str, str], int] = defaultdict(int)
        self._forms: defaultdict[str, int] = defaultdict(int)

    def count(self, told: tuple[str, str] | None, times: int) -> None:
        """Add a word and the form read for it, or take them away; nothing for a word that tells nothing."""
        if told:
            reads, letters = self._reads, self._letters
            for piece in pieces(*told):
                reads[piece] += times
                letters[piece[0]] += times
            self._words[told] += times
            self._forms[told[1]] += times

    def evidence(self, word: str, form: str) -> float:
        """The log-odds that speak for a word where a form was read."""
        found = 0.0
        if word.isalpha():
            reads, letters = self._reads, self._letters
            odds = [(reads[p] / usual(*p) + TRUST) / (letters[p[0]] + TRUST) for p in pieces(word, form)]
            found = LETTERS * math.log(math.prod(odds))
        times = self._forms[form]
        return found + (FORM * math.log((self._words[word, form] + LEAST) / (times + FEW)) if times else 0.0)


def evidence(odds: Floats, name: Callable[[int, int], str], forms: Sequence[str], misread: Flags) -> Floats:
    """Log-odds (n, k) to be added to the candidates of words in doubt, which have the posteriors `odds` (n, k).

    `name`: the word in a column of a place; `forms`: what was read there; `misread`: the places whose letters may be
    wrong, and that have a rival.
    """
    added = np.zeros_like(odds)
    sure, best = odds.max(1).tolist(), odds.argmax(1).tolist()
    shown = [p >= SURE and m for p, m in zip(sure, misread.tolist(), strict=True)]
    words = [name(place, column) if at else "" for place, (column, at) in enumerate(zip(best, shown, strict=True))]
    told = [(word, form) if word.isalpha() else None for word, form in zip(words, forms, strict=True)]
    seen = _Seen()
    for pair, times in Counter(told).items():
        seen.count(pair, times)
    for place in [at for at, p in enumerate(sure) if p < DOUBT and misread[at]]:
        seen.count(told[place], -1)  # what a word tells of itself is no evidence
        possible = np.flatnonzero(odds[place] > FAR_TOO_RARE).tolist()
        found = [seen.evidence(name(place, i), forms[place]) for i in possible]
        added[place] = min(found)  # what speaks least for another speaks for the hopeless
        added[place, possible] = found
        seen.count(told[place], 1)
    return added
