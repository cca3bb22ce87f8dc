"""Posts of those who sign (Nghị định 30/2020/NĐ-CP, Phụ lục I, ô 7a): as printed, hurt, and at the end of a line."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from kehoach.pipeline.form.authority import AUTHORITY
from kehoach.pipeline.form.text_key import is_capitals, key, nearly_capitals, plain
from kehoach.pipeline.form.word_lists import data

_BESIDE = re.compile(r"(?:phe )?duyet\b|xac nhan\b|y kien\b|nguoi (?:lap|xay dung|soan)\b")
"""Headings of those who sign beside the agency: who approves a commune's plan, who drew it up."""
_LESSER = re.compile(r"(?:pho )?(?:truong (?:phong|khoa)|to truong|ke toan truong|thu ky)\b|nguoi ")
JUNK = ".:;,*'`|_~"
"""What specks and strokes of the pen beside a post are read as."""
LIKE = 82.0
"""rapidfuzz ratio from which a line in capitals is a hurt post: «PHÉGIÁM ĐỐC» has 90, «AM ĐỐC» for «GIÁM ĐỐC» 83,
headings stay under 60."""
ABOVE_NAME = 70.0
"""The ratio for a line between the archive line and a name, where a post must stand: «LAM ĐỐC» has 77."""
_TAIL = 80.0
"""The ratio for the end of a line that a reader merged from two columns; behind an authority ABOVE_NAME is enough."""
_MOST_WORDS = 12  # of a post at a line's end


@cache
def _posts() -> re.Pattern[str]:
    """Keys of all posts, a deputy's and an acting one's too."""
    names = sorted(map(key, data("posts")["posts"]), key=len, reverse=True)
    return re.compile(rf"(?:pho\s+|quyen\s+|nguyen\s+)*(?:{'|'.join(names)})\b")


@cache
def _common() -> tuple[str, ...]:
    """The posts that sign plans, as printed; a line that is nearly one is taken for it."""
    return tuple(data("posts")["common"])


@cache
def _tails(*, given: bool) -> tuple[str, ...]:
    """What a line's end is compared with: posts with their deputies, and after TM. bodies in whose name one signs."""
    posts = [key(name) for name in data("posts")["posts"]]
    bodies = map(key, data("posts")["bodies"]) if given else ()
    return (*posts, *(f"pho {post}" for post in posts), *bodies)


def is_post(text: str) -> bool:
    """Whether a text begins with a post, in capitals or not.

    >>> is_post("Phó Giám đốc Sở"), is_post("Phòng Y tế")
    (True, False)
    """
    return _posts().match(key(text)) is not None


def is_position_row(text: str) -> bool:
    """Whether a line in capitals is a post, alone.

    >>> is_position_row("PHÓ GIÁM ĐỐC"), is_position_row("CHỦ TỊCH UBND TỈNH"), is_position_row("Giám đốc Sở")
    (True, True, False)
    >>> is_position_row("TRẠM TRƯỞNG"), is_position_row("QUYỀN GIÁM ĐỐC"), is_position_row("CHỦ NHIỆM")
    (True, True, True)
    """
    match = _posts().match(key(text)) if len(text) <= 60 else None
    return match is not None and is_capitals(text[: match.end()])


@lru_cache(maxsize=1024)
def position_like(text: str, cutoff: float = LIKE) -> str | None:
    """The post that a line in capitals is, as usually printed, where a reader hurt it; None where it is none.

    A post that is printed right is no other one, though it be near: «TRẠM TRƯỞNG» is not «THỨ TRƯỞNG».

    >>> position_like("PHÉGIÁM ĐỐC"), position_like("G IÁM ĐŨC"), position_like("NỘI DUNG"), position_like("GIÁM ĐỐC")
    ('PHÓ GIÁM ĐỐC', 'GIÁM ĐỐC', None, 'GIÁM ĐỐC')
    >>> position_like("TRẠM TRƯỞNG", ABOVE_NAME), position_like("THỦ TƯỚNG"), position_like("ĐỘI TRƯỞNG", ABOVE_NAME)
    (None, None, None)
    """
    glued = key(text).replace(" ", "").strip(JUNK)
    if not nearly_capitals(text) or not 5 <= len(glued) <= 24:
        return None
    from rapidfuzz import fuzz, process

    names = {key(name).replace(" ", ""): name for name in _common()}
    if glued not in names and _posts().fullmatch(plain(text).strip(JUNK)):
        return None
    found = process.extractOne(glued, names.keys(), scorer=fuzz.ratio, score_cutoff=cutoff)
    return names[found[0]] if found else None


def mended_position(position: str) -> str:
    """A post as printed, or where a reader hurt it, its marks alone or its letters too, the one that it is.

    >>> mended_position("GlÁM ĐỐC"), mended_position("GIÁM ĐÓC"), mended_position("TRẠM TRƯỞNG")
    ('GIÁM ĐỐC', 'GIÁM ĐỐC', 'TRẠM TRƯỞNG')
    """
    same = next((name for name in _common() if key(name) == key(position)), None)
    if same:
        return same if position.isupper() else position
    like = position_like(position, ABOVE_NAME) if not is_post(position) else None
    return like or position


def is_beside_row(text: str) -> bool:
    """Whether a line in capitals is the heading of one who signs beside the agency.

    >>> is_beside_row("DUYỆT CỦA UBND XÃ"), is_beside_row("NGƯỜI LẬP KẾ HOẠCH"), is_beside_row("Xác nhận của Sở Y tế")
    (True, True, False)
    """
    return len(text) <= 60 and is_capitals(text) and _BESIDE.match(key(text)) is not None


def is_lesser(position: str) -> bool:
    """Whether a post is that of a part of the agency: its holder, without an authority, signs beside the head.

    >>> is_lesser("TRƯỞNG PHÒNG QLCL"), is_lesser("NGƯỜI LẬP"), is_lesser("PHÓ GIÁM ĐỐC"), is_lesser("TRƯỞNG TRẠM")
    (True, True, False, False)
    """
    return _LESSER.match(key(position)) is not None


def post_start(words: list[str]) -> int | None:
    """The word with which a post in capitals begins and runs to the line's end: «KT. GIÁM ĐỐC», «PHÓ CHỦ TỊCH».

    >>> post_start("- UBND Tinh (b/c); PHO GIAM POC".split()), post_start("KT.GIÁM ĐỐC".split())
    (4, 0)
    >>> post_start("- Giám đốc Sở Y tế;".split()) is None, post_start("- Như trên; T/M UBND TỈNH".split())
    (True, 3)
    """
    from rapidfuzz import fuzz

    for start in range(max(0, len(words) - _MOST_WORDS), len(words)):
        rest = " ".join(words[start:])
        given = AUTHORITY.match(rest)
        if start and not (words[start - 1].endswith((";", ".", ":", ")")) or given):
            continue
        post = plain(rest[given.end() :] if given else rest)
        if not nearly_capitals(rest) or len(post) < (4 if given else 5):
            continue
        cuts = (
            (post, text[: len(post)] if given else text) for text in _tails(given=given is not None)
        )  # «TM. ỦY BAN» may be wrapped
        best = max(max(fuzz.ratio(post, text), fuzz.ratio(post[: len(text)], text)) for post, text in cuts)
        if best >= (ABOVE_NAME if given else _TAIL):
            return start
    return None
