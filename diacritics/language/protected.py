"""What the restorer must not touch, decided by rules before the network is asked: numbers, codes, addresses, names.

Law: nothing with a number in it changes a digit. The only digits that may change are single ones inside a word (`s6`)
and those that stand for I in a Roman numeral (`X1V`).
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from kehoach.diacritics.language.alphabet import fold
from kehoach.diacritics.language.lexicon import (
    acronym_with_d_bar,
    by_fold,
    is_acronym,
    is_foreign,
    is_notation,
    notation_with_d_bar,
)


class Kind(StrEnum):
    """What a core is. Only WORD goes to the network; ACRONYM and CODE may get the bar of a lost Đ back."""

    WORD = "word"
    NUMBER = "number"
    CODE = "code"
    ADDRESS = "address"
    FOREIGN = "foreign"
    ACRONYM = "acronym"
    ROMAN = "roman"
    SYMBOL = "symbol"


UNITS = frozenset({"km", "cm", "mm", "kg", "mg", "ml", "ha", "kv", "kw", "gb", "mb", "tb", "st", "nd", "rd", "th"})
"""Letters that follow a number without space; `1ha` is no misread word."""

WORD_DIGITS = "014568"
"""Digits that English readers give for a letter: of 6,060 words misread with one digit in rendered pages 76 % had 6
(o ô ố ộ), 14 % 1 (l, i), 4 % 4 (á), 3 % 5, 2 % 0, 1 % 8; the others are too rare to unlock."""

_AFTER_DIGIT = {"1": "aeiouy", "4": "np", "6": "np"}
"""Letters that make a word with one digit before them: là, lý; án, áp, ổn, ốp. In printed and read lines 51 of 51 with
4 or 6 and n or p were words; so were those with m and t, but these are units."""

ORDINALS = frozenset({"thu", "khoa", "quy", "phan", "chuong", "muc", "luc", "loai", "hang", "cap", "bang", "ky", "hoi"})
"""Folded words before a Roman numeral: thứ, khóa, quý, phần, chương, mục, (phụ) lục, loại, hạng, cấp, bảng, kỳ, (Đại)
hội."""

CODE = re.compile(r"(?P<number>\d+[A-Za-z]?(?:/\d{2,4})?[-/])(?P<letters>[A-Za-zĐđ]{1,10}(?:[-/][A-Za-zĐđ]{1,10})*)")
_ADDRESS = re.compile(
    r"[\w.+-]+@[\w-]+\.\w|://|^www\.|^[\w-]+(?:\.[\w-]+)*\.(?:vn|com|org|net|edu|gov|info)\b", re.IGNORECASE
)
_ROMAN = re.compile(r"(?=.)(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
NOT_I = frozenset("1l|!")
"""What readers give for the I of a Roman numeral."""

_AS_ONE = str.maketrans(dict.fromkeys(NOT_I, "I"))
_SYMBOL_AND_DIGIT = re.compile("[¢€©][06]|[$]6|1[&é]|1[&€¢][a-z]|x3")
"""có, số, lệ, lên, xã: on printed and read lines 28 of 28 tokens `$6` were words, 4 of 4 `x3`, 12 of 12 like `1&n`;
with other digits a dollar sign may be one."""

_LOCKED_SYMBOLS = "%$°|"
"""Single symbols that mean themselves; others (& @ ¢ § ¥) English readers give for a lone ở, ý or tế."""


def is_roman(core: str) -> bool:
    """Whether a core is a Roman numeral from I to XCIX, in capitals.

    >>> [is_roman(c) for c in ("XIV", "IIII", "CP", "")]
    [True, False, False, False]
    """
    return bool(_ROMAN.fullmatch(core))


def mended_roman(core: str, *, numbered: bool) -> str | None:
    """The Roman numeral a core was before 1, l or | took the place of I; None if it cannot have been one.

    `numbered`: the core stands where a numeral is expected (label of a heading, after an ordinal word); elsewhere it
    needs two true letters around the misread one. A core of digits alone is never touched.

    >>> mended_roman("I11", numbered=True), mended_roman("|", numbered=True), mended_roman("X1V", numbered=False)
    ('III', 'I', 'XIV')
    >>> [mended_roman(c, numbered=True) for c in ("11", "II", "l", "1l")], mended_roman("V1", numbered=False)
    ([None, None, None, None], None)
    """
    mended = core.translate(_AS_ONE)
    sure = sum(c in "IVX|" for c in core)
    if mended == core or not sure or not is_roman(mended):
        return None
    return mended if numbered or (len(core) >= 3 and sure >= 2) else None


def has_word_digit(core: str) -> bool:
    """Whether a core is a word with exactly one digit that may stand for a letter.

    >>> [has_word_digit(c) for c in ("s6", "B6", "1an", "I6n", "d0i", "1é", "KH6NG", "¢6", "4p", "$6", "x3", "1&n")]
    [True, True, True, True, True, True, True, True, True, True, True, True]
    >>> [has_word_digit(c) for c in ("m2", "5a", "5km", "H1N1", "A4", "T2", "6", "F1", "NQ6", "4m", "$5", "m3")]
    [False, False, False, False, False, False, False, False, False, False, False, False]
    """
    digits = [c for c in core if c.isdigit()]
    letters = "".join(c for c in core if c.isalpha())
    if _SYMBOL_AND_DIGIT.fullmatch(core):
        return True
    if len(digits) != 1 or not letters or digits[0] not in WORD_DIGITS or letters.lower() in UNITS:
        return False
    if len(letters) == 1 and core[0].isdigit():
        return fold(letters) in _AFTER_DIGIT.get(core[0], "")
    if len(letters) == 1:
        return digits[0] in "06" or (letters.islower() and digits[0] != "1")
    return not letters.isupper() or not core[-1].isdigit()


@lru_cache(maxsize=1 << 15)
def kind_of(core: str, *, in_capitals: bool = False) -> Kind:
    """What a core is, by itself; `in_capitals` says that its neighbours are words in capitals.

    >>> [kind_of(c).value for c in ("16/6/2025", "10-KH/DU", "soyte@quangninh.gov.vn", "website", "HDND", "XIV", "Péc")]
    ['number', 'code', 'address', 'foreign', 'acronym', 'roman', 'word']
    >>> kind_of("HQI", in_capitals=True), kind_of("UBND", in_capitals=True), kind_of("s6"), kind_of("5km")
    (<Kind.WORD: 'word'>, <Kind.ACRONYM: 'acronym'>, <Kind.WORD: 'word'>, <Kind.NUMBER: 'number'>)
    """
    if _ADDRESS.search(core):
        return Kind.ADDRESS
    if any(c.isdigit() for c in core):
        return _kind_with_digit(core)
    if not any(c.isalpha() for c in core):
        return Kind.SYMBOL if len(core) > 1 or core in _LOCKED_SYMBOLS else Kind.WORD
    return _kind_of_letters(core, in_capitals)


def _kind_with_digit(core: str) -> Kind:
    """A number, a code, or a word in which one digit may stand for a letter."""
    if not any(c.isalpha() for c in core) and not has_word_digit(core):
        return Kind.NUMBER
    if CODE.fullmatch(core):
        return Kind.CODE
    return Kind.WORD if has_word_digit(core) else Kind.NUMBER


def _kind_of_letters(core: str, in_capitals: bool) -> Kind:
    """A core without digits: notation, foreign word, numeral, acronym or word."""
    if re.search("[-/]", core) and is_code_letters(core):
        return Kind.CODE
    like_a_word = fold(core.lower()) in by_fold()
    if is_roman(core) and not (like_a_word and (in_capitals or len(core) == 1)):
        return Kind.ROMAN
    if is_foreign(core):
        return Kind.FOREIGN
    letters = core.replace("&", "")
    if core.isupper() and 2 <= len(letters) <= 8 and letters.isalpha() and not like_a_word:
        vowel = re.search("[AEIOUY]", fold(core))
        return Kind.WORD if in_capitals and vowel and not is_acronym(core) else Kind.ACRONYM
    return Kind.WORD


@lru_cache(maxsize=1 << 12)
def is_strange_pair(core: str) -> bool:
    """Whether a core is two capitals that are no acronym known, not even one that lost the bar of its Đ.

    In lines that an English model misread, 65 of 78 such pairs were printed as words (`SG` for Sở), 3 as they stand.

    >>> [is_strange_pair(core) for core in ("SG", "BG", "TP", "DH", "sg", "XIV")]
    [True, True, False, False, False, False]
    """
    return len(core) == 2 and is_strange_acronym(core)


@lru_cache(maxsize=1 << 12)
def is_strange_acronym(core: str) -> bool:
    """Whether capitals are no acronym known, not even one that lost the bar of its Đ.

    >>> [is_strange_acronym(core) for core in ("HGP", "PIEU", "SG", "UBND", "HDND", "XIV", "Hgi")]
    [True, True, True, False, False, False, False]
    """
    plain = core.isascii() and core.isalpha() and core.isupper() and len(core) > 1
    return plain and not is_roman(core) and not is_acronym(core) and acronym_with_d_bar(core) is None


def is_code_letters(core: str) -> bool:
    """Whether letters joined by - or / are the notation of a document whose number stands elsewhere (`KH-SYT`).

    >>> [is_code_letters(c) for c in ("KH-SYT", "QD-TTg", "kinh-tế", "Y-Dược")]
    [True, True, False, False]
    """
    mended = notation_with_d_bar(core)
    parts = re.split("[-/]", mended[0] if mended else core)
    return len(parts) > 1 and all(map(is_notation, parts))
