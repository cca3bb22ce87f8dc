"""Which word was meant where a wrong conversion made several words one: by their shares and by their neighbours.

The counts (`data/conversions.tsv.xz`) are made by `diacritics.training.count_conversions`.
"""

from __future__ import annotations

import lzma
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import resources

from kehoach.diacritics.encodings.names import Encoding
from kehoach.diacritics.encodings.word_weights import EDGES

DAMAGES = (Encoding.HORN_LOST, Encoding.VNI_OVER_UNICODE)
"""The conversions that lose information: what stands there may be right or not, and only its neighbours tell."""

NEIGHBOUR_EDGE = "|"
"""Stands for a neighbour where there is none: the edge of the line, or punctuation between."""

_PRIOR_COUNT = 2.0
"""How many occurrences the shares of the words count for beside those seen with a neighbour."""
_UNSEEN = 0.5
"""What stands for a count of nothing."""


@lru_cache(maxsize=1 << 16)
def core_of(token: str) -> str:
    """A token in small letters without the punctuation around it.

    >>> core_of("(Như,")
    'như'
    """
    return token.strip(EDGES).lower()


def left_and_right(tokens: Sequence[str], place: int, core: Callable[[str], str] = core_of) -> Iterator[str]:
    """The neighbours of a token, each with its side: `<` the word before, `>` the word after.

    >>> list(left_and_right(["Sở", "Y", "tế,", "các"], 1)), list(left_and_right(["tế,", "các"], 0))
    (['<sở', '>tế'], ['<|', '>|'])
    """
    before = tokens[place - 1] if place else ""
    apart = not before or before[-1] in EDGES or tokens[place][0] in EDGES
    yield "<" + (NEIGHBOUR_EDGE if apart else core(before))
    after = tokens[place + 1] if place + 1 < len(tokens) else ""
    apart = not after or after[0] in EDGES or tokens[place][-1] in EDGES
    yield ">" + (NEIGHBOUR_EDGE if apart else core(after))


@dataclass(frozen=True)
class Form:
    """A form that a damage leaves: the words it may stand for, and how often each was seen, beside each neighbour."""

    words: tuple[str, ...]
    counts: tuple[int, ...]
    beside: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def count(self, word: str) -> int:
        """How often a word was seen as itself."""
        return self.counts[self.words.index(word)] if word in self.words else 0

    def tells(self, neighbours: Sequence[str]) -> bool:
        """Whether a word among the neighbours is known to stand beside this form."""
        return any(near in self.beside for near in neighbours if not near.endswith(NEIGHBOUR_EDGE))

    def shares(self, neighbours: Sequence[str]) -> dict[str, float]:
        """The probability of each word between these neighbours, each taken as independent of the other."""
        total = sum(self.counts) + _UNSEEN * len(self.counts)
        prior = [(n + _UNSEEN) / total for n in self.counts]
        scores = list(prior)
        for neighbour in neighbours:
            seen = self.beside.get(neighbour)
            if seen is not None:
                among = sum(seen) + _PRIOR_COUNT
                told = [(n + _PRIOR_COUNT * p) / among for n, p in zip(seen, prior, strict=True)]
                scores = [s * t / p for s, t, p in zip(scores, told, prior, strict=True)]
        return {word: score / sum(scores) for word, score in zip(self.words, scores, strict=True)}


@cache
def forms() -> Mapping[str, Mapping[str, Form]]:
    """Damage -> form -> what it may stand for."""
    found: dict[str, dict[str, Form]] = {damage: {} for damage in DAMAGES}
    beside: dict[str, tuple[int, ...]] = {}
    packed = resources.files("kehoach.diacritics").joinpath("data/conversions.tsv.xz").read_bytes()
    for row in lzma.decompress(packed).decode().splitlines():
        first, *rest = row.split("\t")
        if len(rest) == 1:
            beside[first] = tuple(map(int, rest[0].split(" ")))
            continue
        pairs = [pair.rsplit(":", 1) for pair in rest[1].split(" ")]
        beside = {}
        found[first][rest[0]] = Form(tuple(w for w, _ in pairs), tuple(int(n) for _, n in pairs), beside)
    return found
