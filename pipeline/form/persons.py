"""Names of persons who sign, with their degrees and ranks (Nghị định 30/2020/NĐ-CP, Phụ lục I, ô 7b; II.7.b)."""

from __future__ import annotations

import re
from functools import cache

from kehoach.pipeline.form.appendix_heads import label_of
from kehoach.pipeline.form.authority import is_signed_mark
from kehoach.pipeline.form.posts import is_post, position_like
from kehoach.pipeline.form.provinces import find_province
from kehoach.pipeline.form.recipients_head import cut_head, is_archive_line
from kehoach.pipeline.form.text_key import key, vi_pattern
from kehoach.pipeline.form.word_lists import data

_FAR_APART = re.compile(r"\s{3,}")
_WORD = vi_pattern(r"[A-ZÀ-Ỵ][a-zà-ỵ'’]*(?:[A-ZÀ-Ỵ][a-zà-ỵ]+)?\.?")
"""A word of a name: «An», «H’Yim», «A.»; «H’Lan» has a capital within."""
_HURT_WORD = re.compile(r"[^\W\d_][\w'’]*\.?")
_BRACKET_AT_END = re.compile(r"\s+\([^()]{2,20}\)\s*$")
_LEAST, _MOST = 2, 6  # words of a name
_PART = re.compile(r"(?:phan|chuong|muc)\s+(?:[ivx]+|mot|hai|ba|bon|nam|thu \w+)")


@cache
def _titles() -> re.Pattern[str]:
    found = data("degrees")
    degrees = "|".join(map(re.escape, sorted(found["degrees"], key=len, reverse=True)))
    ranks = "|".join(found["ranks"])
    level = r"(?:[.\s]?CK\s?(?:I{1,2}|[12]))?"
    return re.compile(rf"(?:(?:{degrees}){level}(?![^\W\d_])[.,\s]*)+|(?:{ranks})\s+")


def without_titles(name: str) -> str:
    """A name without degrees and ranks before it and without «(đã ký)» behind it.

    >>> without_titles("TS. BS. Nguyễn Văn An"), without_titles("Đại tá Lê Bình"), without_titles("Ths. Lê An")
    ('Nguyễn Văn An', 'Lê Bình', 'Lê An')
    >>> without_titles("TS.BS.Lê An"), without_titles("BS.CK2 Lê An"), without_titles("Bác sĩ CKII. Lê An")
    ('Lê An', 'Lê An', 'Lê An')
    >>> without_titles("Lê An (đã ký)"), without_titles("BS. Lê An (Đã ký)"), without_titles("Lê An (Nam)")
    ('Lê An', 'Lê An', 'Lê An (Nam)')
    """
    mark = _BRACKET_AT_END.search(name)
    if mark is not None and is_signed_mark(mark[0].strip()):
        name = name[: mark.start()]
    match = _titles().match(name)
    return name[match.end() :].strip() if match else name.strip()


def is_name(text: str, *, hurt: bool = False) -> bool:
    """Whether a line can be a person's name: two to six words, each with a capital; degrees may stand before it.

    `hurt`: a digit in a word or two words glued are slips that a reader makes, where a name is likely.

    >>> is_name("Phan Văn Mười"), is_name("Phần I"), is_name("Chương Hai"), is_name("Sở Y")
    (True, False, False, False)
    >>> is_name("Từ Quốc Hiệu"), is_name("BSCKII. Lê An"), is_name("Lưu: VT"), is_name("08 KH"), is_name("Sở Y tế")
    (True, True, False, False, False)
    >>> is_name("H’Yim Kđoh"), is_name("HoàngMinh Đức", hurt=True), is_name("V4n Hùng", hurt=True), is_name("V4n Hùng")
    (True, True, True, False)
    """
    folded = key(text)
    if folded.startswith("so ") or _PART.fullmatch(folded) or label_of(text):
        return False
    if is_archive_line(text) or cut_head(text):
        return False
    words = without_titles(text).split()
    if hurt:
        words = [part for word in words for part in _unglued(word)]
    if not _LEAST <= len(words) <= _MOST:
        return False
    if hurt:
        return all(_HURT_WORD.fullmatch(word) and word[0].isupper() and word[1:] == word[1:].lower() for word in words)
    return len(words[0]) > 1 and all(map(_WORD.fullmatch, words))


def _unglued(word: str) -> list[str]:
    """A word cut before each capital that follows a small letter."""
    cuts = [i for i in range(1, len(word)) if word[i].isupper() and word[i - 1].islower()]
    return [word[i:j] for i, j in zip([0, *cuts], [*cuts, len(word)], strict=True)]


@cache
def _surnames() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name in data("surnames")["names"]:
        found[key(name)] = (*found.get(key(name), ()), name)
    return found


def is_capital_name(text: str) -> bool:
    """Whether a line in capitals is a person's name, as older documents print it: a known surname first, no place.

    >>> is_capital_name("NGUYỄN VĂN AN"), is_capital_name("HÀ TĨNH"), is_capital_name("GIÁM ĐỐC SỞ Y TẾ")
    (True, False, False)
    >>> is_capital_name("PHÓ ĐỨC AN"), is_capital_name("PHÓ GIÁM ĐŨC")
    (True, False)
    """
    name = without_titles(text)
    words = name.split()
    if not _LEAST <= len(words) <= _MOST - 1 or not name.isupper() or not all(map(str.isalpha, words)):
        return False
    if is_post(text) or position_like(text):  # «PHÓ GIÁM ĐŨC»: Phó is a surname too
        return False
    return words[0].capitalize() in _surnames().get(key(words[0]), ()) and find_province(text) is None


def far_apart(text: str) -> list[str]:
    """The parts of a printed line that stand far apart, as columns do in a text."""
    return _FAR_APART.split(text.strip())


def is_person(line_text: str) -> bool:
    """Whether a printed line is a person's name, or the names of several who sign side by side.

    >>> is_person("Lê An"), is_person("Phan Thị Minh Trang          Trần Văn Sơn"), is_person("GIÁM ĐỐC")
    (True, True, False)
    """
    return all(is_name(part) or is_capital_name(part) for part in far_apart(line_text))


def with_surname_mended(name: str) -> str:
    """A name that a reader of images gave, the marks of its surname those that this surname has; else as it is.

    >>> with_surname_mended("Lẫm Tấn Phước"), with_surname_mended("Đương Thị Lan"), with_surname_mended("Siu Hơn")
    ('Lâm Tấn Phước', 'Đương Thị Lan', 'Siu Hơn')
    """
    first, space, rest = name.partition(" ")
    known = _surnames().get(key(first), ())
    return known[0] + space + rest if len(known) == 1 and first not in known else name
