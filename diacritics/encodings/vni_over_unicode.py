"""Two wrong conversions of Unicode text: a PDF font's wrong map, and a VNI table run over it."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product

from kehoach.diacritics.encodings.word_weights import LONGEST, count

_HORNED = str.maketrans("ƣƢ", "ưƯ")
_WORD = re.compile(r"[^\W\d_]+")
_VNI_DAMAGE = {"ơ": ("ô",), "ĩ": ("ó",), "ị": ("ò",), "ồ": ("oà",), "ố": ("oá",), "ỗ": ("oã",)}
"""A letter as the VNI table left it -> what it was. Only letters of Latin-1 that VNI reads otherwise are struck: ò ó ô
by themselves, and à á ã after o, which VNI takes for signs (toán -> tốn). Facts by running the table over Unicode."""

SURE = 20
"""A possible word is replaced only by one so many times as frequent (thơ or thô stays; cĩ cannot stay)."""


def repair_font_map(text: str) -> str:
    """ư for ƣ, and Ò for Õ in capitals where the word with Õ hardly occurs.

    >>> repair_font_map("Văn thƣ - CỘNG HÕA, PHÕNG, họ VÕ, NGÕ")
    'Văn thư - CỘNG HÒA, PHÒNG, họ VÕ, NGÕ'
    """
    return _WORD.sub(lambda match: _unmapped(match[0].translate(_HORNED)), text)


def _unmapped(word: str) -> str:
    """A capital word with Õ as the same with Ò, if that is by far the more frequent."""
    if "Õ" not in word:
        return word
    other = word.replace("Õ", "Ò")
    return other if count(other) > SURE * count(word) else word


def repair_vni_over_unicode(text: str) -> str:
    """The words that a VNI table broke, where one reading is by far the most frequent; the rest stays.

    >>> repair_vni_over_unicode("thơng dụng, dịng chữ, cĩ thể, cộng hịa")
    'thông dụng, dòng chữ, có thể, cộng hòa'
    >>> repair_vni_over_unicode("THƠNG TƯ, bài thơ, cơ quan, số, một")
    'THÔNG TƯ, bài thơ, cơ quan, số, một'
    """
    return _WORD.sub(lambda match: undamaged(match[0]), text)


@lru_cache(maxsize=1 << 14)
def undamaged(word: str) -> str:
    """One word as it was before the VNI table, or as it stands if that is not certain."""
    if len(word) > LONGEST:
        return word
    lower = word.lower()
    choices = [(c, *_VNI_DAMAGE.get(c, ())) for c in lower]
    readings = sorted({"".join(letters) for letters in product(*choices)} - {lower}, key=count, reverse=True)
    if not readings:
        return word
    second = count(readings[1]) if len(readings) > 1 else 0
    if count(readings[0]) <= SURE * max(count(lower), second):
        return word
    return in_case_of(word, readings[0])


def in_case_of(word: str, reading: str) -> str:
    """The reading in the case of the word: capitals, a first capital, or small."""
    if word.isupper() and len(word) > 1:
        return reading.upper()
    return reading[0].upper() + reading[1:] if word[0].isupper() else reading
