"""What a text is made of, word by word: syllables with and without marks, foreign words, broken ones, noise."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from kehoach.diacritics.language.alphabet import fold, is_marked
from kehoach.diacritics.language.syllable import ONSETS, inventory, is_known, is_syllable

_EDGES = ".,;:!?\"'()[]{}<>/\\-–—_*+=…“”„‘’•·|#~`−∙"
_PARTS = re.compile(r"[-–—/.,;:()\"'“”‘’+=_…?!*\[\]]+")
_ADDRESS = re.compile(r"@|://|^www\.|\.(?:vn|com|org|net|gov)\b|[\\{}<>=]", re.IGNORECASE)
_SYMBOL_IN_WORD = re.compile(r"[¢£¥€§|«»®©~^<>{}\\&]")
_DIGIT_IN_WORD = re.compile(r"[a-zđ]\d|\d[a-zđ]{2}")
_UNITS = re.compile(
    r"(?:[kcdm]?m|ha|co|h)[23]|\d+(?:km|kg|ha|mm|cm|ml|mg|kw|kv|mw|tr|th|st|nd|rd|am|pm)|[34]g", re.IGNORECASE
)
_ROMAN = re.compile(r"[IVXLCDM]+")
_VOWELS = frozenset("aeiouy")
_VOWEL_GROUP = re.compile("[aeiouy]+")
RARELY_BARE = 20
"""A word without marks is bare if the same letters with marks are so many times as frequent as it is as it stands."""


FREQUENT = 1000
"""Occurrences in the training corpus (42 million words) from which on a syllable is looked for in a torn word."""


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
    rare: int = 0
    """Words with marks, built as syllables are, that printed Vietnamese does not have."""
    broken: int = 0
    """Words with marks that cannot be syllables."""
    noisy: int = 0
    """Symbols, digits or capitals inside a word, or no vowel in it."""
    pieces: int = 0
    """Onsets without a rhyme: ch, qu, m; left where a word is torn or has lost its vowels."""
    gapped: int = 0
    """Words that become syllables when a letter with two marks is put back: quc for quốc, tip for tiếp."""
    codes: int = 0
    """Numbers, acronyms, codes, addresses."""


def marks(letter: str) -> int:
    """How many marks a letter bears; the bar of đ is not counted.

    >>> [marks(c) for c in "aăắđ"]
    [0, 1, 2, 0]
    """
    return len(unicodedata.normalize("NFD", letter)) - 1


@cache
def _skeletons() -> dict[str, int]:
    """Letters of a syllable without marks -> count of its most frequent marked form."""
    most: dict[str, int] = {}
    for syllable, count in inventory().items():
        bare = fold(syllable)
        if bare != syllable:
            most[bare] = max(count, most.get(bare, 0))
    return most


@cache
def _gapped() -> frozenset[str]:
    """Frequent syllables without their letter with two marks, where what is left is a word of its own no more."""
    found = set()
    for syllable, count in inventory().items():
        left = "".join(c for c in syllable if marks(c) < 2)
        if count >= FREQUENT and 2 <= len(left) < len(syllable) and left not in inventory() and left not in ONSETS:
            found.add(left)
    return frozenset(found - _skeletons().keys())


_CODE = Traits(codes=1)
_GAPPED = Traits(words=1, gapped=1)
_MARKED = Traits(words=1, marked=1)
_PLAIN = Traits(words=1, plain=1)
_BARE = Traits(words=1, bare=1)
_FOREIGN = Traits(words=1, foreign=1)
_RARE = Traits(words=1, rare=1)
_BROKEN = Traits(words=1, broken=1)
_NOISY = Traits(words=1, noisy=1)
_PIECE = Traits(words=1, pieces=1)


def _mixed_case(word: str) -> bool:
    """Whether a capital follows a small letter."""
    return any(a.islower() and b.isupper() for a, b in pairwise(word))


@lru_cache(maxsize=1 << 16)
def word_traits(word: str) -> Traits:
    """One word without punctuation.

    >>> word_traits("kế") == _MARKED, word_traits("hoach") == _BARE, word_traits("website") == _FOREIGN
    (True, True, True)
    >>> word_traits("s6") == word_traits("truOng") == word_traits("bg") == _NOISY
    True
    >>> word_traits("UBND") == word_traits("2025") == _CODE, word_traits("hién") == _BROKEN, word_traits("ch") == _PIECE
    (True, True, True)
    """
    if not any(c.isalpha() for c in word):
        return _CODE
    if any(c.isdigit() for c in word):
        return _NOISY if _DIGIT_IN_WORD.search(word) and not _UNITS.fullmatch(word) else _CODE
    if _SYMBOL_IN_WORD.search(word):
        return _CODE if word.isupper() and "&" in word[1:-1] else _NOISY  # GD&ĐT
    return _ascii_traits(word) if word.isascii() else _marked_traits(word)


def _marked_traits(word: str) -> Traits:
    """A word with letters beyond ASCII."""
    if is_known(word):
        return _NOISY if _mixed_case(word) else _MARKED
    if word.lower() in _gapped():
        return _GAPPED
    if is_syllable(word):
        return _RARE
    if word.isupper() and len(word) > 1 and set(word) & set("ĐƯ"):
        return _CODE  # QĐ, HĐND, TƯ
    return _FOREIGN if word.isalpha() and len(_VOWEL_GROUP.findall(fold(word.lower()))) > 1 else _BROKEN


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
    if _ROMAN.fullmatch(word) or word.isupper():
        return _CODE
    return _GAPPED if lower in _gapped() else _strange_traits(lower)


def _strange_traits(lower: str) -> Traits:
    """A word in plain letters that no syllable has."""
    if _VOWELS & set(lower) and lower != "qu":
        return _FOREIGN
    return _PIECE if lower in ONSETS else _NOISY


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
    """The sum over tokens.

    >>> traits("Kế hoạch so 12 của UBND".split())
    Traits(words=4, marked=3, plain=0, bare=1, foreign=0, rare=0, broken=0, noisy=0, pieces=0, gapped=0, codes=2)
    """
    total = [0] * len(Traits._fields)
    for kind, times in Counter(map(token_traits, tokens)).items():  # few kinds, many tokens
        for i, n in enumerate(kind):
            total[i] += n * times
    return Traits(*total)


@cache
def letter_shares() -> dict[str, float]:
    """Each marked letter's share of all marked letters in printed Vietnamese.

    >>> round(sum(letter_shares().values()), 6), letter_shares()["đ"] > letter_shares()["ẵ"]
    (1.0, True)
    """
    counted: Counter[str] = Counter()
    for syllable, count in inventory().items():
        for letter in filter(is_marked, syllable):
            counted[letter] += count
    total = sum(counted.values())
    return {letter: n / total for letter, n in counted.items()}


SURELY_SEEN = 8.0
"""A letter expected so often and never seen is missing; counted on clean pages, chance leaves out none so frequent."""


def missing_letters(text: str) -> dict[str, float]:
    """Letters that a text of this length should have and has not, each with its share of printed marked letters.

    >>> clean = "Quy chuẩn kỹ thuật quốc gia về cấu trúc đã được ban hành theo thông tư này " * 60
    >>> {"ấ", "ề", "ố"} & missing_letters(clean).keys(), {"đ"} & missing_letters(clean.replace("đ", "")).keys()
    (set(), {'đ'})
    """
    seen = Counter(c for c in text.lower() if not c.isascii())
    total = sum(n for c, n in seen.items() if c in letter_shares())
    return {c: share for c, share in letter_shares().items() if share * total >= SURELY_SEEN and c not in seen}
