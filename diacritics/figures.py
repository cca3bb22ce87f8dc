"""What a text is made of, word by word: syllables with and without marks, foreign words, broken ones, noise."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from functools import cache, lru_cache
from typing import NamedTuple

from diacritics.alphabet import fold
from diacritics.syllable import inventory, is_syllable

_EDGES = ".,;:!?\"'()[]{}<>/\\-–—_*+=…“”„‘’•·|#~`−∙"
_PARTS = re.compile(r"[-–—/.,;:()\"'“”‘’+=_…?!*\[\]]+")
_ADDRESS = re.compile(r"@|://|^www\.|\.(?:vn|com|org|net|gov)\b|[\\{}<>=]", re.IGNORECASE)
_SYMBOL_IN_WORD = re.compile(r"[¢£¥€§|«»®©~^<>{}\\&]")
_DIGIT_IN_WORD = re.compile(r"[a-zđ]\d|\d[a-zđ]{2}")
_UNITS = re.compile(r"(?:[kcdm]?m|ha|co|h)[23]|\d+(?:km|kg|ha|mm|cm|ml|mg|kw|kv|mw|tr|th|st|nd|rd|am|pm)|[34]g", re.IGNORECASE)
_ROMAN = re.compile(r"[IVXLCDM]+")
_VOWELS = frozenset("aeiouy")
RARELY_BARE = 20
"""A word without marks is bare if the same letters with marks are so many times as frequent as it is as it stands."""


class Traits(NamedTuple):
    """Counts over words; a token may hold several."""

    words: int = 0
    """Words that can be judged: letters, not numbers, codes, addresses."""
    marked: int = 0
    """Known syllables with a mark."""
    plain: int = 0
    """Known syllables that need none."""
    bare: int = 0
    """Letters of a frequent syllable without its marks: hoach, duoc."""
    foreign: int = 0
    """Other words in plain letters."""
    broken: int = 0
    """Words with marks that are no syllable, or none that is known."""
    noisy: int = 0
    """Symbols, digits or capitals inside a word, or no vowel in it."""
    codes: int = 0
    """Numbers, acronyms, codes, addresses."""


@cache
def _skeletons() -> dict[str, int]:
    """Letters of a syllable without marks -> count of its most frequent marked form."""
    most: dict[str, int] = {}
    for syllable, count in inventory().items():
        bare = fold(syllable)
        if bare != syllable:
            most[bare] = max(count, most.get(bare, 0))
    return most


_CODE = Traits(codes=1)
_MARKED = Traits(words=1, marked=1)
_PLAIN = Traits(words=1, plain=1)
_BARE = Traits(words=1, bare=1)
_FOREIGN = Traits(words=1, foreign=1)
_BROKEN = Traits(words=1, broken=1)
_NOISY = Traits(words=1, noisy=1)


def _mixed_case(word: str) -> bool:
    """Whether a capital follows a small letter."""
    return any(a.islower() and b.isupper() for a, b in pairwise(word))


def _known(word: str) -> bool:
    """In the inventory, in any case and tone style."""
    from diacritics.syllable import is_known

    return is_known(word)


@lru_cache(maxsize=1 << 16)
def word_traits(word: str) -> Traits:
    """One word without punctuation.

    >>> [word_traits(w)._asdict() for w in ()]
    []
    >>> word_traits("kế") == _MARKED, word_traits("hoach") == _BARE, word_traits("website") == _FOREIGN
    (True, True, True)
    >>> word_traits("s6") == word_traits("truOng") == word_traits("phc") == _NOISY
    True
    """
    if not any(c.isalpha() for c in word):
        return _CODE
    if any(c.isdigit() for c in word):
        return _NOISY if _DIGIT_IN_WORD.search(word) and not _UNITS.fullmatch(word) else _CODE
    if _SYMBOL_IN_WORD.search(word):
        return _CODE if word.isupper() else _NOISY
    if not word.isascii():
        return _marked_traits(word)
    return _ascii_traits(word)


def _marked_traits(word: str) -> Traits:
    """A word with letters beyond ASCII."""
    if _known(word):
        return _NOISY if _mixed_case(word) else _MARKED
    if word.isupper() and len(word) > 1 and not is_syllable(word):
        return _CODE  # UBND-like, with Đ
    return _BROKEN


def _ascii_traits(word: str) -> Traits:
    """A word in plain letters."""
    lower = word.lower()
    own, marked = inventory().get(lower, 0), _skeletons().get(lower, 0)
    if (own or marked) and _mixed_case(word):
        return _NOISY
    if marked > RARELY_BARE * own:
        return _BARE
    if own:
        return _PLAIN
    if _ROMAN.fullmatch(word) or len(word) == 1 or word.isupper():
        return _CODE
    return _FOREIGN if _VOWELS & set(lower) else _NOISY


@lru_cache(maxsize=1 << 16)
def token_traits(token: str) -> Traits:
    """A whitespace token: the sum over its words.

    >>> token_traits("12/KH-UBND,").codes, token_traits("xã-phường;").marked
    (3, 2)
    """
    if _ADDRESS.search(token):
        return _CODE
    words = [w for w in _PARTS.split(token.strip(_EDGES)) if w]
    if len(words) == 1:
        return word_traits(words[0])
    return Traits(*map(sum, zip(*map(word_traits, words), strict=True))) if words else Traits()


def traits(tokens: Iterable[str]) -> Traits:
    """The sum over tokens."""
    counted = Counter(tokens)
    total = [0] * len(Traits._fields)
    for token, times in counted.items():
        for i, n in enumerate(token_traits(token)):
            total[i] += n * times
    return Traits(*total)
