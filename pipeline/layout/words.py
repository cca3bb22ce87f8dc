"""Words by which parts of a page are known, found though a reader got some letters wrong."""

from __future__ import annotations

import re
from functools import cache

from kehoach.diacritics.language.alphabet import fold

_LIKENESS = 78.0
"""Per cent of letters alike (rapidfuzz ratio) from which a misread «CỘNG HÒA XÃ HỘI …» is still known."""

_SOMEWHERE = 65.0  # per cent of letters alike in some part of a line; what `_LIKENESS` finds in a tail has 78 and more

NATION = ("cong hoa xa hoi chu nghia viet nam", "dang cong san viet nam")
"""Quốc hiệu (Nghị định 30/2020/NĐ-CP, Phụ lục I, ô 1), and what Party documents have in its place."""

MOTTO = ("doc lap - tu do - hanh phuc", "doc lap tu do hanh phuc")


_OF_A_DOCUMENT = re.compile(r"/\s?(nd|qd|tt|nq|kh|ct|qh|ttlt)|\bnam \S{4} cua\b|^can cu")
"""What tells the date of a cited document from that of the letterhead."""


@cache
def plain(text: str) -> str:
    """Lower case without marks, single spaces.

    >>> plain("CỘNG  HOÀ")
    'cong hoa'
    """
    return " ".join(fold(text).lower().split())


@cache
def is_nation(text: str) -> bool:
    """Whether a line is the quốc hiệu.

    It is printed in capitals (legacy fonts make capitals of small letters); inside a sentence it is not.

    >>> is_nation("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), is_nation("Độc lập - Tự do")
    (True, False)
    >>> is_nation("Cộng hòa xã hội chủ nghĩa Việt Nam và")
    False
    """
    letters = [char for char in text if char.isalpha()]
    capitals = sum(char.isupper() for char in letters)
    return (not capitals or 2 * capitals > len(letters)) and _like(text, NATION)


@cache
def is_motto(text: str) -> bool:
    """Whether a line is the tiêu ngữ.

    >>> is_motto("Độc lập – Tự do – Hạnh phúc"), is_motto("CHỦ TỊCH")
    (True, False)
    """
    return _like(text, MOTTO)


def likeness(text: str) -> float:
    """How much a line is the quốc hiệu or the tiêu ngữ, 0…100.

    >>> likeness("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") > likeness("NẴNG CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") > 80
    True
    """
    from rapidfuzz import fuzz

    folded = plain(text)
    return max(fuzz.ratio(folded, one) for one in (*NATION, *MOTTO))


def may_hold_form(text: str) -> bool:
    """Whether the quốc hiệu or the tiêu ngữ may be somewhere in a line: a cheap look before a thorough one.

    >>> may_hold_form("SỞ Y TẾ Độc lập - Tự do - Hạnh phúc"), may_hold_form("Thực hiện chỉ đạo của Bộ Y tế")
    (True, False)
    """
    from rapidfuzz import fuzz

    folded = plain(text)
    return any(fuzz.partial_ratio(one, folded) >= _SOMEWHERE for one in (*NATION, *MOTTO))


def is_place_and_date(text: str) -> bool:
    """Whether a line is place and date, blanks for day and month allowed.

    >>> is_place_and_date("Hà Nội, ngày tháng 4 năm 2026"), is_place_and_date("Hà Nội, 2026")
    (True, False)
    >>> is_place_and_date("/2026/NĐ-CP ngày tháng năm 2026 của Chính")
    False
    """
    folded = plain(text)
    named = sum(word in folded for word in ("ngay", "thang", "nam"))
    return len(folded) < 60 and named >= 2 and not _OF_A_DOCUMENT.search(folded)


def starts_body(text: str) -> bool:
    """Whether a short line under the letterhead already belongs to the body.

    >>> starts_body("Kính gửi:"), starts_body("V/v khẩn trương")
    (True, False)
    """
    return re.match(r"kinh gui|kinh trinh", plain(text)) is not None


def is_recipients_head(text: str) -> bool:
    """Whether a line opens the list of recipients.

    >>> is_recipients_head("Nơi nhận:"), is_recipients_head("nơi nhận hồ sơ và trả kết quả")
    (True, False)
    """
    folded = plain(text)
    return len(folded) <= 12 and _like(folded.rstrip(":. "), ("noi nhan",))


def _like(text: str, known: tuple[str, ...]) -> bool:
    from rapidfuzz import fuzz

    folded = plain(text)
    return any(fuzz.ratio(folded, one) >= _LIKENESS for one in known)
