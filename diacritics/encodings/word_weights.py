"""How likely a token is as Vietnamese: what all detection of encodings rests on."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from math import log
from typing import NamedTuple

from kehoach.diacritics.language.alphabet import LOOK_ALIKES, to_old_style
from kehoach.diacritics.language.syllable import inventory, is_syllable

LONGEST = 7
"""Letters of the longest syllables (nghiêng). What is longer is not looked at letter by letter."""

BLANKS = re.compile(r"[ \t\r\n]+")
"""What parts tokens here: not U+00A0 or U+0085, which are bytes of letters in text not yet decoded."""

EDGES = ".,;:!?\"'()[]{}<>/\\-–—_*+=…“”„‘’•·|&%#@$"
"""Punctuation that may stand around a word; § ® ¸ and the like are left to the word, where they may be letters."""

_VOWEL = re.compile("[aeiouyAEIOUY0-9]")
_MEASURE = re.compile(r"[A-Za-z]{0,2}[²³]|\d+[°º±×µ²³½¼¾][A-Za-z0-9]{0,4}")
_PARTS = re.compile(r"[-–—/.,;:()\"'“”‘’+&=_…?!*\[\]]+")
VIETNAMESE = frozenset("aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ")
"""The letters of Vietnamese in lower case."""

UNKNOWN_ASCII = -13.5
"""Log share of a word in plain letters that is no syllable: a name, a code. It mostly decodes to itself."""
VOWELLESS = -15.5
"""The same for one without a vowel, number or initial: less likely than the rarest syllable, so G— is read as GỒ."""
POSSIBLE = -15.0
"""Log share of a word built as a syllable is but is not in the inventory: rarer than its floor."""
BROKEN = -16.0
"""Log share of a word with marks that cannot be a syllable."""
ODD = -2.0
"""For every character in such a word that is no Vietnamese letter."""


LONE_SIGNS = dict.fromkeys("-–—", -4.0) | dict.fromkeys(".,;:()+=/*•", -6.0) | {"…": -8.0}
"""Log share of a sign that is a token by itself."""


class Weight(NamedTuple):
    """How a token reads as Vietnamese in Unicode."""

    log_share: float
    """Natural logarithm of its share of printed Vietnamese, or of what a word of its kind is reckoned at."""
    known: int
    """How many of its words are syllables with a mark, known to the inventory."""
    broken: int
    """How many of its words have marks or signs and cannot be syllables."""


@cache
def _total() -> int:
    """All syllables counted."""
    return sum(inventory().values())


def count(word: str) -> int:
    """How often the training corpus has a syllable, in any case and tone style; 0 for what is none.

    >>> count("Của") > count("cúa")
    True
    >>> count("của,"), count("website")
    (0, 0)
    """
    return inventory().get(to_old_style(word.lower()), 0)


def _odd(word: str) -> int:
    """Characters of a lower-case word that are neither plain nor Vietnamese letters."""
    return sum(c not in VIETNAMESE and not c.isascii() for c in word)


@lru_cache(maxsize=1 << 16)
def weigh_word(word: str) -> Weight:
    """One word without punctuation."""
    if word.isascii():
        if frequent := count(word):
            return Weight(log(frequent / _total()), 0, 0)
        return Weight(UNKNOWN_ASCII if _VOWEL.search(word) else VOWELLESS, 0, 0)
    if frequent := count(word):
        return Weight(log(frequent / _total()), 1, 0)
    if word.isalpha() and is_syllable(word):
        return Weight(POSSIBLE, 0, 0)
    if _MEASURE.fullmatch(word) or word == "đ" or (len(word) == 1 and not word.isalpha()):
        return Weight(UNKNOWN_ASCII, 0, 0)  # 25°C, km², đ for đồng, or a lone sign: §, →
    return Weight(BROKEN + ODD * _odd(word.lower()), 0, 1)


@lru_cache(maxsize=1 << 16)
def is_broken(token: str) -> bool:
    """Whether a token has a word that cannot be Vietnamese.

    >>> is_broken("n−íc"), is_broken("nước,"), is_broken("")
    (True, False, False)
    """
    return bool(token) and weigh(token).broken > 0


@lru_cache(maxsize=1 << 16)
def weigh(token: str) -> Weight:
    """A whitespace token: the sum over its words.

    >>> weigh("(khoẻ,").known, weigh("KH-SYT").known, weigh("n−íc").broken, weigh("§iÒu").broken
    (1, 0, 1, 1)
    """
    words = [w for w in _PARTS.split(token.strip(EDGES)) if w]
    if not words:
        return Weight(sum(LONE_SIGNS.get(c, UNKNOWN_ASCII) for c in token), 0, 0)
    if len(words) == 1:
        return weigh_word(words[0])
    weights = [weigh_word(w) for w in words]
    return Weight(sum(w.log_share for w in weights), sum(w.known for w in weights), sum(w.broken for w in weights))


@lru_cache(maxsize=1 << 16)
def unicode_only(token: str) -> bool:
    """Whether a token bears a Vietnamese letter that no byte of the old encodings is shown as: it is Unicode already.

    >>> unicode_only("kế"), unicode_only("các"), unicode_only("n−íc")
    (True, False, False)
    """
    return any(c > "\u00ff" and c.lower() in VIETNAMESE and c not in LOOK_ALIKES for c in token)
