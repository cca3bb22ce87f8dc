"""A form as it was read beside the words it may have been: what marks add to it, and how like a word it is."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cpdist

from kehoach.diacritics.language.alphabet import fold, is_marked, to_old_style
from kehoach.diacritics.language.lexicon import by_fold
from kehoach.diacritics.language.syllable import is_known


@lru_cache(maxsize=1 << 15)
def own_spelling(core: str) -> str:
    """A core as the vocabulary spells it: lower case, old tone style.

    >>> own_spelling("THUỶ")
    'thủy'
    """
    return to_old_style(core.lower())


@lru_cache(maxsize=1 << 15)
def is_settled(core: str) -> bool:
    """Whether a core shows by itself that it was read right: a known syllable with a letter no other language has.

    An English reader never gives ơ, ư, đ, ă or stacked marks, though it gives é and the like.

    >>> [is_settled(c) for c in ("Đảng", "ủy", "té", "các", "dang", "đồpg")]
    [True, True, False, False, False, False]
    """
    return not core.isascii() and is_known(core) and any(c > "\xff" and is_marked(c) for c in core)


@lru_cache(maxsize=1 << 14)
def adds_marks(before: str, after: str) -> bool:
    """Whether a word comes from another by adding marks alone: every letter keeps its base and the marks it has.

    >>> [adds_marks(b, a) for b, a in (("dang", "đảng"), ("viêt", "việt"), ("viet", "viet"))]
    [True, True, True]
    >>> [adds_marks(b, a) for b, a in (("té", "tế"), ("té", "tê"), ("hôi", "hơi"), ("đo", "do"), ("do", "đo y"))]
    [True, False, False, False, False]
    """
    if len(before) != len(after) or fold(before) != fold(after):
        return False
    pairs = zip(before, after, strict=True)
    return all(b in (a, "d") or (b != "đ" and set(_marks(b)) <= set(_marks(a))) for b, a in pairs)


def _marks(letter: str) -> str:
    """The combining marks of a letter."""
    return unicodedata.normalize("NFD", letter)[1:]


_ALIKE = str.maketrans({**dict.fromkeys("bp", "d"), **dict.fromkeys("1|!jl", "i"), **dict.fromkeys("06e¢co€@", "a")})
"""Letters that a reader takes for one another, folded to one of them: Đ D B P; l I 1 |; round vowels."""


@lru_cache(maxsize=1 << 15)
def likeness(read: str, word: str) -> float:
    """How like the form that was read is to a word, 0 to 1, marks and common confusions aside.

    >>> likeness("Péc", "độc"), likeness("s6", "số"), likeness("hgi", "hội") > 0.6, likeness("b", "trường")
    (1.0, 1.0, True, 0.0)
    """
    return Levenshtein.normalized_similarity(_blurred(read), _blurred(word))


def likenesses(read: Sequence[str], words: Sequence[str]) -> Sequence[float]:
    """The likeness of each form to the word beside it.

    >>> [round(float(alike), 2) for alike in likenesses(["Péc", "b"], ["độc", "trường"])]
    [1.0, 0.0]
    """
    pairs = ([_blurred(form) for form in forms] for forms in (read, words))
    found: Sequence[float] = cpdist(*pairs, scorer=Levenshtein.normalized_similarity, dtype=np.float64).tolist()
    return found


@lru_cache(maxsize=1 << 14)
def _blurred(text: str) -> str:
    """A text without case and marks, letters that are taken for one another made one."""
    return fold(text.lower()).translate(_ALIKE)


@lru_cache(maxsize=1 << 14)
def marked_forms(own: str) -> tuple[str, ...]:
    """A word and all syllables that add marks to it.

    >>> marked_forms("viêt")
    ('viêt', 'việt', 'viết')
    """
    return (own, *(word for word in by_fold().get(fold(own), ()) if word != own and adds_marks(own, word)))
