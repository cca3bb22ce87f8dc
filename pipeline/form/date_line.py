"""Place and date of a letterhead, «Hà Nội, ngày 02 tháng 7 năm 2025» (Nghị định 30/2020/NĐ-CP, Phụ lục I, ô 4).

Day and month may be left blank (Điều 15: they are put in when the document is registered), the line may be wrapped,
stand beside the number, and be misread.
"""

from __future__ import annotations

import re

from kehoach.pipeline.form.about_line import begins_about
from kehoach.pipeline.form.dates import HEAD_DATE
from kehoach.pipeline.form.text_key import key, plain

_MOST = 60  # letters of a line that is place and date and nothing else
_OF_A_DOCUMENT = re.compile(r"/\s?(nd|qd|tt|nq|kh|ct|qh|ttlt)|\bnam \S{4} cua\b|^can cu")
"""What tells the date of a cited document from that of the letterhead."""
_WORDS = ("ngay", "thang", "nam")
_AT_END = re.compile(r"\bng\w{1,3}\b[^a-z]{0,12}\bth\w{2,4}\b[^a-z]{0,10}\bn\w{1,3}\b\W*\d{0,2} ?\d{0,2}\W*$")
_NUMBERS_AT_END = re.compile(r"\bng\w{1,3}\b\W{0,3}\d{0,2}\s?[/.-]\s?\d{0,2}\s?[/.-]\s?\d{4}\W*$")
"""«Hà Nội, ngày 02/7/2025»."""
_MISREAD = re.compile(
    r"(?<!\w)(?P<ngay>[^\W_]{3,5}?)[\W_]*\d{0,2}[\W_]*(?P<thang>[^\W_]{4,6}?)[\W_]*\d{0,2}[\W_]*(?P<nam>[^\W_]{2,4}?)\W*\d{4}\W*$"
)
_MOST_SLIPS, _SLIPS_A_WORD = 3, 2
"""Letters that may be wrong in «ngày», «tháng» and «năm» together, and in one of them."""
_PLACE_WORDS = 6  # «Thành phố Hồ Chí Minh» has five


def is_place_and_date(text: str) -> bool:
    """Whether a line is place and date, blanks for day and month allowed.

    >>> is_place_and_date("Hà Nội, ngày tháng 4 năm 2026"), is_place_and_date("Hà Nội, ngày 02/7/2025")
    (True, True)
    >>> is_place_and_date("Hà Nội, 2026"), is_place_and_date("/2026/NĐ-CP ngày tháng năm 2026 của Chính")
    (False, False)
    """
    folded = plain(text)
    if len(folded) >= _MOST or begins_about(key(text)) or _OF_A_DOCUMENT.search(folded):
        return False
    return sum(word in folded for word in _WORDS) >= 2 or _NUMBERS_AT_END.search(folded) is not None


def is_date_line(text_key: str) -> bool:
    """Whether a key is a letterhead's date with its place before it, and nothing else.

    >>> is_date_line("quang ninh, ngay 02 thang 7 nam 2025"), is_date_line("ha noi ngay ... thang ... nam 2025")
    (True, True)
    >>> is_date_line("can cu luat ngay 02 thang 7 nam 2025; theo de nghi"), is_date_line("thang 7 nam 2025")
    (False, False)
    """
    found = HEAD_DATE.search(text_key)
    if found is None or (any(sign in text_key for sign in ";:/") and "/" not in found[0]):
        return False
    place, rest = text_key[: found.start()].strip(" ,.-"), text_key[found.end() :]
    if ":" in place:
        return False  # «In bởi: …, ngày 9/4/2025»
    return 0 < len(place.split()) <= _PLACE_WORDS and not rest.strip(" .,;") and not _OF_A_DOCUMENT.search(text_key)


def date_start(words: list[str]) -> int | None:
    """The word with which «Quảng Ninh, ngày 02 tháng 7 năm 2025» begins that ends a line, its place included.

    >>> date_start("Số: 2951/KH-SYT Quảng Ninh, ngày 02 tháng 7 năm 2025".split())
    2
    >>> date_start("Thành phố Hồ Chí Minh, ngày 05 tháng 8 năm 2025".split()), date_start("Quý I năm 2025".split())
    (0, None)
    """
    text = " ".join(plain(word) or "#" for word in words)
    begins = _day(text)
    if begins is None:
        return None
    day = text[:begins].count(" ")
    start = day
    while start > 0 and day - start < _PLACE_WORDS and _belongs_to_place(words[start - 1], words[:start]):
        start -= 1
    return start if start < day or day == 0 else None


def _day(text: str) -> int | None:
    """Where «ngày … tháng … năm …» begins in a folded line that ends with it; some letters may be misread.

    >>> _day("quang ninh, ngay 02 thang 7 nam 2025"), _day("ha noi, mgay 4 tbang 11 nam2024")
    (12, 8)
    >>> _day("cong tac nam 2025") is None
    True
    """
    from rapidfuzz.distance import Levenshtein

    sure = _AT_END.search(text) or _NUMBERS_AT_END.search(text)
    if sure:
        return sure.start()
    for found in _MISREAD.finditer(text):
        slips = [Levenshtein.distance(found[name], name) for name in _WORDS]
        if sum(slips) <= _MOST_SLIPS and max(slips) <= _SLIPS_A_WORD:
            return found.start()
    return None


def _belongs_to_place(word: str, before: list[str]) -> bool:
    """Whether a word is part of a place's name: a capital first, no number or code, not an agency in capitals."""
    bare = word.strip(",.")
    digits = sum(c.isdigit() for c in bare)  # «M1nh» is a slip, «115» a number
    if not bare or "/" in bare or ":" in bare or 2 * digits > sum(c.isalpha() for c in bare):
        return False
    if bare.upper() in ("TP", "TX", "TT") or before[-2:] in (["Thành", "phố"], ["Thị", "xã"], ["Đặc", "khu"]):
        return True
    if len(bare) > 1 and bare.isupper() and len(before) > 1:
        return False
    return bare[0].isupper()


def is_date_tail(text: str) -> bool:
    """The second line of a wrapped date, folded: «tháng 11 năm 2025», «21 tháng 11 năm 2025».

    >>> is_date_tail("thang 11 nam 2025"), is_date_tail("21 thang 11 nam 2025"), is_date_tail("nam 2025")
    (True, True, False)
    """
    return re.fullmatch(r"(\d{1,2} )?th\w{2,4} \d{0,2} ?n\w{1,3} \d{4}", text) is not None


def wraps_date(text: str) -> bool:
    """Whether a folded line breaks off within a date: «Nghệ An, ngày 26».

    >>> wraps_date("nghe an, ngay 26"), wraps_date("truoc ngay 26")
    (True, False)
    """
    return re.search(r", ng\w{1,3}( \d{1,2})?$", text) is not None
