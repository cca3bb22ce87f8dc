"""Numbers spelt out in wordings of time, as digits: «tháng Tư», «thứ hai», «ba tháng tiếp theo»."""

from __future__ import annotations

import re

_MARKED = {
    "giêng": 1, "một": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8,
    "chín": 9, "mười": 10, "mười một": 11, "mười hai": 12, "chạp": 12,
}  # fmt: skip
_PLAIN = {
    "gieng": 1, "mot": 1, "hai": 2, "ba": 3, "tu": 4, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8,
    "chin": 9, "muoi": 10, "muoi mot": 11, "muoi hai": 12, "chap": 12,
}  # fmt: skip
_WORD = "(?P<word>muoi mot|muoi hai|gieng|mot|hai|ba|tu|bon|nam|sau|bay|tam|chin|muoi|chap)"
_STOP = r"(?=\s*(?:$|[,.;:()/\-]|(?:nam|ngay|den|toi|va|hang|moi|cua|sau|nay|tuan|thi|phai|hoan)\b))"
"""What follows such a number; «tháng hai bên ký» names no month."""
_AFTER = re.compile(rf"\b(?P<noun>thang|thu|qu[yi])\s+{_WORD}\b(?!\s+lan\b){_STOP}")
_BEFORE = re.compile(
    rf"\b{_WORD}(?=\s+(?:ngay|tuan|thang|quy|nam)\s+(?:dau|cuoi|toi|tiep|ke|vua|qua|mot\s+lan|lam\s+viec)\b)"
)
_YEAR = re.compile(r"\s*(?:,?\s*nam\s+\d{4}|/\s?\d{4})")
_WEEK_BEFORE = re.compile(r"(?:tuan|lan|dot|khoa|ky)\s+$")


def with_digits(text_key: str, printed: str | None = None) -> str:
    """The key with digits for words, letter for letter; `printed`, the text with its marks, tells tư from từ.

    >>> with_digits("ngay 7 thang ba", "ngày 7 tháng ba"), with_digits("thu hai tuan toi", "thứ hai tuần tới")
    ('ngay 7 thang  3', 'thu   2 tuan toi')
    >>> with_digits("hang thang tu nam 2025", "hằng tháng từ năm 2025"), with_digits("thang tu nam 2025", None)
    ('hang thang tu nam 2025', 'thang  4 nam 2025')
    >>> with_digits("trong thang nam 2025", "trong tháng năm 2025"), with_digits("thang hai ben", "tháng hai bên")
    ('trong thang nam 2025', 'thang hai ben')
    """
    if not any(word in text_key for word in ("thang", "thu ", "qu", "ngay", "tuan", "nam")):
        return text_key

    def after(match: re.Match[str]) -> str:
        word, end = match["word"], match.end()
        years = _YEAR.match(text_key, end) is not None
        head = match[0][: match.start("word") - match.start()]
        if match["noun"] == "thu" and (
            not 2 <= _PLAIN[word] <= 7 or _WEEK_BEFORE.search(text_key[max(match.start() - 8, 0) : match.start()])
        ):
            return match[0]
        if word == "nam" and match["noun"] != "thu" and not years:
            return match[0]
        known = _is_number(printed, match.start("word"), end)
        lost = known is None and (years or match["noun"] == "thu" or word not in ("tu", "sau"))
        if (
            known is False
            or not (known or lost)
            or re.search(r"(?:hang|moi)\s+$", text_key[max(match.start() - 6, 0) : match.start()])
        ):
            return match[0]
        return head + str(_PLAIN[word]).rjust(len(word))

    def before(match: re.Match[str]) -> str:
        word = match["word"]
        known = _is_number(printed, match.start(), match.end())
        if known or (known is None and word not in ("nam", "tu", "sau")):
            return str(_PLAIN[word]).ljust(len(word))
        return match[0]

    return _BEFORE.sub(before, _AFTER.sub(after, text_key))


def _is_number(printed: str | None, start: int, end: int) -> bool | None:
    """Whether a word is printed as a number's; None where its marks are lost, or the print is not given."""
    word = printed[start:end].lower() if printed else ""
    if word in _MARKED and (not word.isascii() or word in ("ba", "hai")):
        return True
    return None if word.isascii() else False
