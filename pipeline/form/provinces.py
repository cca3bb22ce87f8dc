"""Provinces: their names as printed anywhere in a text, and what they are after the mergers of 01/7/2025."""

from __future__ import annotations

import re
from functools import cache

from kehoach.pipeline.form.text_key import key
from kehoach.pipeline.form.word_lists import data


@cache
def _names() -> dict[str, str]:
    """Keys of all spellings and the names in usual writing, provinces of before and after 2025."""
    table = data("provinces")
    names = {key(name): name for name in (*table["provinces"], *table["successors"])}
    return names | {key(spelling): name for spelling, name in table["spellings"].items()}


@cache
def _pattern() -> re.Pattern[str]:
    names = sorted(_names(), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b".replace(r"\ ", r"\s?"))


def find_province(text: str) -> str | None:
    """The first province that a text names, in usual writing.

    >>> find_province("UBND TỈNH ĐẮK LẮK"), find_province("Sở Y tế"), find_province("tp. Hồ Chí Minh")
    ('Đắk Lắk', None, 'Hồ Chí Minh')
    """
    match = _pattern().search(key(text))
    if match is None:
        return None
    wanted = match[0]
    return _names().get(wanted) or next(
        (name for k, name in _names().items() if k.replace(" ", "") == wanted.replace(" ", "")), None
    )


def province_spans(text_key: str) -> list[tuple[int, int, str]]:
    """All provinces in a key: start, end, name in usual writing."""
    return [(m.start(), m.end(), _names().get(m[0], m[0])) for m in _pattern().finditer(text_key)]


def successor(province: str) -> str | None:
    """The province that a name stands for today; None for a name that is no province.

    >>> successor("Bình Định"), successor("Sơn La"), successor("Hà Tây")
    ('Gia Lai', 'Sơn La', None)
    """
    table = data("provinces")
    if province in table["successors"]:
        found: str = table["successors"][province]
        return found
    return province if province in table["provinces"] else None
