"""Quyền hạn of who signs: TM., KT., TL., TUQ., Q. (Nghị định 30/2020/NĐ-CP, Phụ lục I, ô 7a), and marks of signing."""

from __future__ import annotations

import re

from kehoach.pipeline.form.text_key import is_capitals, key, vi_pattern

AUTHORITY = vi_pattern(r"\b(T\.?\s?[UƯ]\.?\s?Q|TM|T/M|KT|K/T|TL|T/L|Q)(?:\s?[.,]|\s(?=[A-ZÀ-Ỵ]{2}))\s*")
"""In marked text and capitals; the stop may be lost, or read as a comma."""
_SIGNED = re.compile(r"\W*(?:da ky(?: so| ten)?|ky(?: so\b| ten\b|, | va | ghi )[a-z ,]*|chu ky[a-z ]*)\W*")


def is_authority_row(text: str) -> bool:
    """Whether a line begins the signature with an authority.

    >>> is_authority_row("TM. ỦY BAN NHÂN"), is_authority_row("KT.GIÁM ĐỐC"), is_authority_row("TM. Ban chỉ đạo")
    (True, True, False)
    >>> is_authority_row("KT, GIÁM ĐỐC"), is_authority_row("T/M UBND TỈNH"), is_authority_row("TM . UBND")
    (True, True, True)
    """
    match = AUTHORITY.match(text)
    return match is not None and len(text) > match.end() and is_capitals(text)


def authority_of(match: re.Match[str]) -> str:
    """The authority of a match of AUTHORITY as the rules write it.

    >>> [authority_of(AUTHORITY.match(text)) for text in ("T/M UBND", "KT, GIÁM ĐỐC", "T.Ư.Q. CHỦ TỊCH")]
    ['TM.', 'KT.', 'TUQ.']
    """
    return re.sub(r"[\s./,]", "", match[1]).replace("Ư", "U") + "."


def is_signed_mark(text: str) -> bool:
    """Whether a line only says that here is a signature.

    >>> [is_signed_mark(text) for text in ("(Đã ký)", "(Ký, ghi rõ họ tên)", "Đã ký hợp đồng", "Kỳ Sơn")]
    [True, True, False, False]
    """
    return _SIGNED.fullmatch(key(text)) is not None
