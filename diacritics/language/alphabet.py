"""The letters of Vietnamese: what bears a mark, what it is without, and which letters only look alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping

TONES = {"": "", "̀": "huyền", "́": "sắc", "̉": "hỏi", "̃": "ngã", "̣": "nặng"}
"""Combining tone marks and their names; level tone (ngang) is the empty string."""

LOOK_ALIKES = {
    "Ð": "Đ",  # U+00D0 eth
    "Ɖ": "Đ",  # U+0189 African D
    "ð": "đ",  # U+00F0 eth
    "ɖ": "đ",  # U+0256 d with tail
    "ƣ": "ư",  # U+01A3 oi, from a wrong conversion of TCVN3
    "Ƣ": "Ư",  # U+01A2
}
"""Letters of other languages that stand in Vietnamese text for one of its own; no Unicode form folds them."""

_D_BAR = {"đ": "d", "Đ": "D"}


class _Folds(dict[int, str]):
    """Each character without its marks, worked out when it is first met: a third of the time of doing it line by line.

    What is dropped are marks alone, so that their order, which decomposing a whole text would mend, does not matter.
    """

    def __missing__(self, code: int) -> str:
        decomposed = unicodedata.normalize("NFD", chr(code))
        plain = "".join(_D_BAR.get(c, c) for c in decomposed if not unicodedata.combining(c))
        if len(self) < _MOST_FOLDS:
            self[code] = plain
        return plain


_MOST_FOLDS = 1 << 12
"""Characters that are remembered: documents have a few hundred; a text of all of Unicode must not stay in memory."""
_FOLDS = _Folds()


def exchange(signs: Mapping[str, str]) -> Callable[[str], str]:
    """What puts other signs in the place of single rare ones; `str.translate` looks up every letter of a long text,
    this only finds the rare.

    >>> exchange({"“": '"', "”": '"'})("“Tận tâm”")
    '"Tận tâm"'
    """
    rare = re.compile(f"[{re.escape(''.join(signs))}]")
    return lambda text: rare.sub(lambda found: signs[found[0]], text)


def is_marked(char: str) -> bool:
    """Whether a letter bears a Vietnamese mark, or is đ.

    >>> [is_marked(c) for c in "aâđé"]
    [False, True, True, True]
    """
    return char > "\x7f" and (char in "đĐ" or any(unicodedata.combining(c) for c in unicodedata.normalize("NFD", char)))


def fold(text: str) -> str:
    """The text without marks; đ becomes d. Case is kept, and so is the number of NFC letters.

    >>> fold("Kế hoạch số 04/KH-SYT của Đảng ủy")
    'Ke hoach so 04/KH-SYT cua Dang uy'
    """
    return text if text.isascii() else text.translate(_FOLDS)


def split_tone(letter: str) -> tuple[str, str]:
    """A letter as (letter without tone, combining tone mark or "").

    >>> split_tone("ế") == ("ê", "\\u0301")
    True
    """
    parts = unicodedata.normalize("NFD", letter)
    tone = "".join(c for c in parts if c in TONES and c)
    return unicodedata.normalize("NFC", "".join(c for c in parts if c not in tone)), tone


def with_tone(letter: str, tone: str) -> str:
    """A toneless vowel letter bearing the combining tone mark (or "" for the level tone); one NFC letter.

    >>> with_tone("ê", "\\u0301")
    'ế'
    """
    return unicodedata.normalize("NFC", letter + tone)


def _placements() -> dict[str, str]:
    """New placement -> old for oa, oe, uy in lower case, with a first capital and in capitals."""
    table: dict[str, str] = {}
    for first, second in ("oa", "oe", "uy"):
        for tone in filter(None, TONES):
            new, old = first + with_tone(second, tone), with_tone(first, tone) + second
            table |= {new: old, new.capitalize(): old.capitalize(), new.upper(): old.upper()}
    return table


_TO_OLD = _placements()
_TO_NEW = {old: new for new, old in _TO_OLD.items()}
# The tone moves only where the syllable ends (hoà/hòa, but hoàn), and never after qu (quý, quỳ).
_NEW_STYLE = re.compile(rf"(?<![qQ])({'|'.join(_TO_OLD)})(?![^\W\d_])")
_OLD_STYLE = re.compile(rf"(?<![qQ])({'|'.join(_TO_NEW)})(?![^\W\d_])")


def to_old_style(text: str) -> str:
    """The text with the tones of oa, oe, uy on the first vowel, as most printed documents have them.

    >>> to_old_style("Uỷ ban, khoẻ, HOÀ BÌNH; quý, hoàn, thuyền")
    'Ủy ban, khỏe, HÒA BÌNH; quý, hoàn, thuyền'
    """
    return _NEW_STYLE.sub(lambda found: _TO_OLD[found[0]], text)


def to_new_style(text: str) -> str:
    """The text with the tones of oa, oe, uy on the second vowel.

    >>> to_new_style("Ủy ban, khỏe, HÒA BÌNH; quý, hoàn, thuyền")
    'Uỷ ban, khoẻ, HOÀ BÌNH; quý, hoàn, thuyền'
    """
    return _OLD_STYLE.sub(lambda found: _TO_NEW[found[0]], text)
