"""Độ khẩn (Nghị định 30/2020/NĐ-CP, ô 10b) in a line of the letterhead, alone or beside a secrecy mark."""

from __future__ import annotations

import re

from kehoach.pipeline.secrecy.levels import levels_in, skeleton
from kehoach.pipeline.secrecy.phrases import URGENT

_URGENT = re.compile(rf"(?<!\w)(?<!\bDO ){URGENT}(?!\w)")
_REST = re.compile(r"(?:[\W_]|DO(?:\s+(?:KHAN|MAT))?(?!\w)|THUONG(?!\w)|TAI\s+LIEU|(?:BAN\s+)?SO\W*\d+)*")


def urgency_in(text: str) -> tuple[int, int] | None:
    """Where the urgency stands in a line that is a mark, or marks, and nothing else; it is printed in capitals.

    >>> urgency_in("MẬT – HỎA TỐC"), urgency_in("THƯỢNG KHẨN"), urgency_in("Độ khẩn: Hỏa tốc")
    ((6, 13), (0, 11), (9, 16))
    >>> urgency_in("Kịch bản khẩn"), urgency_in("Khẩn"), urgency_in("TÌNH HUỐNG KHẨN CẤP")
    (None, None, None)
    """
    key = skeleton(text).upper()
    found = list(_URGENT.finditer(key))
    if len(found) != 1:
        return None
    start, end = found[0].span()
    left = list(key[:start] + " " * (end - start) + key[end:])
    for level in levels_in(text):
        left[level.start : level.end] = " " * (level.end - level.start)
    labelled = re.search(r"DO\s+KHAN\W*$", key[:start]) is not None
    if not _REST.fullmatch("".join(left)) or not (labelled or text[start:end].isupper()):
        return None
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return start, end
