"""The head of the list of recipients, «Nơi nhận:», and its archive line, «Lưu: VT» (Nghị định 30/2020/NĐ-CP, ô 9b)."""

from __future__ import annotations

import re

from kehoach.diacritics.language.alphabet import to_old_style
from kehoach.diacritics.language.syllable import inventory
from kehoach.pipeline.form.text_key import key, plain

_HEAD = "noinhan"
_LIKE = 70.0
"""rapidfuzz ratio from which a word or two are «nơi nhận»: two letters of seven may be misread, «nội dung» has 57."""
_FIRST = "nm"
_SURE = 85.0  # from which the first letter may be another too
_LETTERS = (6, 8)  # of seven, one lost or one of noise; «người nhận» has nine
_REACH = 24  # letters within which a head ends, with bullet and spaces
_SIGN = re.compile("[:;.]")
_ARCHIVE = re.compile(r"(?:[-–—−·•*+]\s*)?luu\b\s*[:;.]?")
_ADDRESS = re.compile(r"kinh (?:gui|goi|trinh|chuyen)\b")


def head_words(words: list[str]) -> int:
    """How many words «Nơi nhận:» takes at the start of a line, 0 where it does not stand there.

    A head ends its line or ends with a sign; within a sentence «nơi nhận hồ sơ» is none.

    >>> head_words("Noi nhan: KT. GIAM POC".split()), head_words(["Nơinhận:"]), head_words(["Nơi", "nhận"])
    (2, 1, 2)
    >>> head_words("Moi nhận: UBND".split()), head_words(["Hơi", "nhận:"]), head_words("- Nơi nhận:".split())
    (2, 2, 3)
    >>> head_words("Nơi nhận hồ sơ: phòng Tổ chức cán bộ".split()), head_words("nhân. Tổ chức".split())
    (0, 0)
    """
    bullet = 1 if words and words[0] in "-–+•·*" else 0
    for count in (1, 2, 3):
        last = bullet + count
        ends = last == len(words) or (last < len(words) and words[last - 1].endswith((":", ";", ".")))
        if ends:
            return last if is_head(" ".join(words[bullet:last])) else 0
    return 0


def cut_head(text: str) -> tuple[str, str] | None:
    """A line that «Nơi nhận:» begins, as the head and what stands behind it; None for any other line.

    >>> cut_head("Nơi nhận:- Ông Lê An"), cut_head("Nơi nhận: Như trên;"), cut_head("Nội dung: y tế")
    (('Nơi nhận:', '- Ông Lê An'), ('Nơi nhận:', 'Như trên;'), None)
    """
    if len(text) > _REACH and _SIGN.search(text, 0, _REACH) is None:
        return None  # running text, and most of a document's lines
    words = re.sub(r"(?<=[^\W\d_][:;])(?=\S)", " ", text, count=1).split()
    count = head_words(words)
    return (" ".join(words[:count]), " ".join(words[count:])) if count else None


def is_head(text: str) -> bool:
    """Whether a text is «Nơi nhận» and no more, its letters hurt or not.

    Two words that are printed right, and are others, are no hurt head.

    >>> is_head("Nơi nhận:"), is_head("NOl NHÂN"), is_head("Nội dung"), is_head("nhận"), is_head("nơi nhận hồ sơ")
    (True, True, False, False, False)
    >>> is_head("nông sản;"), is_head("ngắn hạn:"), is_head("người nhận:"), is_head("Moi nhận:")
    (False, False, False, True)
    """
    from rapidfuzz import fuzz

    words = text.lower().rstrip(":;. ").split()
    glued = "".join(map(key, words))
    if not _LETTERS[0] <= len(glued) <= _LETTERS[1]:
        return False
    if not {"noi", "nhan"} & set(map(key, words)) and all(map(_is_printed_right, words)):
        return False
    alike = fuzz.ratio(glued, _HEAD)
    return alike >= (_LIKE if glued[0] in _FIRST else _SURE)


def _is_printed_right(word: str) -> bool:
    """Whether a word bears marks and is a syllable, as no reader's slip is by chance."""
    return not word.isascii() and to_old_style(word) in inventory()


def is_archive_line(text: str) -> bool:
    """Whether a line is the archive line: «Lưu: VT, NVY».

    >>> is_archive_line("- Lưu: VT"), is_archive_line("+ Lưu: VT."), is_archive_line("Các đơn vị lưu trữ")
    (True, True, False)
    """
    return _ARCHIVE.match(key(text).strip()) is not None


def is_address(text: str) -> bool:
    """Whether a line begins with «Kính gửi»: to whom a letter goes.

    >>> is_address("Kính gửi: UBND tỉnh"), is_address("Kính trình"), is_address("V/v kính gửi")
    (True, True, False)
    """
    return _ADDRESS.match(plain(text)) is not None
