"""Two columns that a text export wrote on one line: the letterhead's, and «Nơi nhận» beside the signature.

Nghị định 30/2020/NĐ-CP, Phụ lục I sets ô 1 | 2, 3 | 4 and 9b | 7 side by side; line-based readers join them. What the
right column says is nearly fixed, so it is found by its words, also where an OCR has hurt them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.document import Role
from pipeline.layout.text_piece import Piece, folded, in_capitals, is_name_like

_HEAD_LINES = 16
"""Lines that are not blank among which the letterhead stands; the longest seen has 11."""

_RIGHT_TEXTS = (
    ("cong hoa xa hoi chu nghia viet nam", 72.0),
    ("dang cong san viet nam", 80.0),
    ("doc lap - tu do - hanh phuc", 70.0),
    ("chu nghia viet nam", 85.0),
    ("cong hoa xa hoi", 85.0),
)
"""What ô 1 says, whole or wrapped, and how like it (rapidfuzz ratio) the end of a line has to be. Seed text read with
an English model comes to 88–97; the nearest other line ends in plans come to 61 (whole) and 79 (wrapped)."""

_ODD_WRAPS = ("cong hoa xa hoi chu nghia", "hoi chu nghia viet nam", "cong hoa xa", "nghia viet nam")
"""Pieces of the quốc hiệu that stand alone on a line where a narrow column cut it elsewhere."""

_HALF = 15  # letters of «cộng hòa xã hội»: its like must stand in front, or the line is a place and «chủ nghĩa …»

_DATE = re.compile(r"\bng\w{1,3}\b[^a-z]{0,12}\bth\w{2,4}\b[^a-z]{0,10}\bn\w{1,3}\b\W*\d{0,4}\W*$")
_NUMBER = re.compile(r"^s\w{0,2}\s*[:.]|^s[o06]\s|^s\S{0,2}:", re.IGNORECASE)
_RULE = re.compile(r"[-_–—=.*~\s]{3,}")

_POSITIONS = (
    "giam doc", "pho giam doc", "tong giam doc", "pho tong giam doc", "chu tich", "pho chu tich", "bo truong",
    "thu truong", "cuc truong", "pho cuc truong", "tong cuc truong", "vu truong", "chanh van phong",
    "pho chanh van phong", "truong phong", "pho truong phong", "truong ban", "pho truong ban", "hieu truong",
    "vien truong", "chi cuc truong", "bi thu", "pho bi thu", "uy ban nhan dan", "chanh thanh tra", "ban thuong vu",
)  # fmt: skip
"""What stands in ô 7a, after TM., KT. and the like."""

_SHORT = 60
"""A line of the foot's narrow columns is shorter than this; half a line of text has 40 letters."""

_AUTHORITY = re.compile(r"^(tm|kt|tl|tuq|q|t/m|k/t)\s?[.,]\s*", re.IGNORECASE)
_BULLET = re.compile(r"^\s*[-–—+•·*●▪]")


def split_letterhead(pieces: list[Piece]) -> list[Piece]:
    """The pieces with the letterhead's roles given and its merged lines split: left column, then right column."""
    zone = _head_zone(pieces)
    if not zone:
        return pieces
    ordered: list[Piece] = []
    above = Role.LETTERHEAD_LEFT
    for piece in pieces[:zone]:
        ordered.extend(_letterhead_parts(piece, above))
        above = ordered[-1].role if not piece.blank else above
    if len(ordered) > zone:
        ordered.sort(key=_column)
    return ordered + pieces[zone:]


def _column(piece: Piece) -> int:
    """Left column first, right column next; blank lines and what is no letterhead after both."""
    if piece.blank:
        return 2
    return {Role.LETTERHEAD_LEFT: 0, Role.LETTERHEAD_RIGHT: 1}.get(piece.role, 2)


def _head_zone(pieces: Sequence[Piece]) -> int:
    """How many pieces from the start make up the letterhead: up to the last line that surely belongs to it."""
    end = seen = 0
    for index, piece in enumerate(pieces):
        if piece.blank or piece.settled:
            continue
        seen += 1
        if seen > _HEAD_LINES or _is_prose(piece):
            break
        if _right_start(piece.words) is not None or _NUMBER.match(piece.key()) or _is_wrapped_date(pieces, index):
            end = index + 1
    return end


def _is_prose(piece: Piece) -> bool:
    """A line of running text, with which no letterhead goes on."""
    return len(piece.text) > 60 and not in_capitals(piece.text) and _right_start(piece.words) is None


def _letterhead_parts(piece: Piece, above: Role) -> list[Piece]:
    """A line of the letterhead by columns; `above` is the column of the line before, which a rule goes with."""
    if piece.blank or piece.settled:
        return [piece]
    start = _right_start(piece.words)
    rules = all(_RULE.fullmatch(word) for word in piece.words)
    if start is None and rules and len(piece.words) == 2:
        start = 1  # the rules below the agency and below the tiêu ngữ
    if start is None:
        tail = _is_date_tail(piece.key()) or (rules and above is Role.LETTERHEAD_RIGHT)
        piece.settle(Role.LETTERHEAD_RIGHT if tail else Role.LETTERHEAD_LEFT)
        return [piece]
    if start == 0:
        piece.settle(Role.LETTERHEAD_RIGHT)
        return [piece]
    words = piece.words
    return [piece.part(words[:start], Role.LETTERHEAD_LEFT), piece.part(words[start:], Role.LETTERHEAD_RIGHT)]


def _right_start(words: list[str]) -> int | None:
    """The index of the word with which the right column begins, None where the line has none of it.

    >>> _right_start("SOY TE Péc lap - Tw do - Hanh phc".split())
    2
    >>> _right_start("Số: 2951/KH-SYT Quảng Ninh, ngày 02 tháng 7 năm 2025".split())
    2
    >>> _right_start("CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI".split()) is None
    True
    """
    dated = _date_start(words)
    if dated is not None:
        return dated
    from rapidfuzz import fuzz

    keys = [folded(word) for word in words]
    if any(fuzz.ratio(" ".join(keys), part) >= 90 for part in _ODD_WRAPS):
        return 0
    for text, least in _RIGHT_TEXTS:
        best, score = None, least
        for start in range(max(0, len(words) - 14), len(words)):
            tail = " ".join(keys[start:])
            found = fuzz.ratio(tail, text)
            if found >= score and fuzz.ratio(tail[:_HALF], text[:_HALF]) >= least - 10:
                best, score = start, found
        if best is not None:
            return best
    return None


def _date_start(words: list[str]) -> int | None:
    """Where «Quảng Ninh, ngày 02 tháng 7 năm 2025» begins: its place is the words before, up to the number's."""
    key = " ".join(folded(word) or "#" for word in words)
    found = _DATE.search(key)
    if not found:
        return None
    day = key[: found.start()].count(" ")
    start = day
    while start > 0 and day - start < 6 and _belongs_to_place(words[start - 1], words[:start]):
        start -= 1
    return start if start < day or day == 0 else None


def _belongs_to_place(word: str, before: list[str]) -> bool:
    """Whether a word is part of a place's name: a capital first, no digit or slash, not an agency in capitals."""
    bare = word.strip(",.")
    if not bare or any(c.isdigit() or c in "/:" for c in bare):
        return False
    if bare.upper() in ("TP", "TX", "TT"):
        return True
    if len(bare) > 1 and bare.isupper() and len(before) > 1:
        return False
    return bare[0].isupper()


def _is_date_tail(key: str) -> bool:
    """The second line of a wrapped date: «tháng 11 năm 2025», «21 tháng 11 năm 2025».

    >>> _is_date_tail("thang 11 nam 2025"), _is_date_tail("21 thang 11 nam 2025"), _is_date_tail("nam 2025")
    (True, True, False)
    """
    return re.fullmatch(r"(\d{1,2} )?th\w{2,4} \d{0,2} ?n\w{1,3} \d{4}", key) is not None


def _is_wrapped_date(pieces: Sequence[Piece], index: int) -> bool:
    """«Nghệ An, ngày 26» with «tháng 11 năm 2025» on the next line, or that next line itself."""
    if _is_date_tail(pieces[index].key()):
        return True
    after = next((p for p in pieces[index + 1 : index + 3] if not p.blank), None)
    wrapped = re.search(r", ng\w{1,3}( \d{1,2})?$", pieces[index].key()) is not None
    if wrapped and after is not None and _is_date_tail(after.key()):
        pieces[index].settle(Role.LETTERHEAD_RIGHT)
        return True
    return False


def split_foot(pieces: list[Piece]) -> list[Piece]:
    """The pieces with recipients and signature told apart wherever «Nơi nhận» stands: recipients, then signature."""
    done: list[Piece] = []
    index = 0
    while index < len(pieces):
        if _starts_recipients(pieces[index]):
            end = _foot_end(pieces, index)
            done.extend(_foot_in_columns(pieces[index:end]))
            index = end
        else:
            done.append(pieces[index])
            index += 1
    return done


def _starts_recipients(piece: Piece) -> bool:
    from rapidfuzz import fuzz

    if piece.settled or piece.tabbed or len(piece.words) < 2:
        return False
    head = folded(" ".join(piece.words[:2])).rstrip(":.,;")
    return fuzz.ratio(head, "noi nhan") >= 85 and (":" in piece.words[1] or len(piece.words) == 2)


def _foot_end(pieces: Sequence[Piece], start: int) -> int:
    """The piece after the foot: recipients, posts, names and short lines wrapped from them belong to it."""
    end, follows = start + 1, True
    for index in range(start + 1, len(pieces)):
        piece = pieces[index]
        if piece.blank:
            follows = False
            continue
        if piece.settled or piece.tabbed:
            break
        listed = _BULLET.match(piece.text) or _is_brace(piece) or _position_start(piece.words) is not None
        named = is_name_like(piece.words) and _has_post(pieces[start:index])
        if not (listed or named or (follows and len(piece.text) < _SHORT)):
            break
        end, follows = index + 1, True
        if named:
            break
    return end


def _has_post(pieces: Sequence[Piece]) -> bool:
    return any(_position_start(piece.words) is not None for piece in pieces)


def _is_brace(piece: Piece) -> bool:
    return piece.text.lstrip().startswith(("}", "{"))


def _foot_in_columns(pieces: Sequence[Piece]) -> list[Piece]:
    """The lines of a foot: recipients first, then the signature's; a blank line stays with what stands before it."""
    recipients: list[Piece] = []
    signature: list[Piece] = []
    merged = False
    above = Role.RECIPIENTS
    for index, piece in enumerate(pieces):
        parts = [piece] if piece.blank else _foot_parts(piece, first=index == 0, merged=merged, above=above)
        merged |= len(parts) > 1
        for part in parts:
            role = above if part.blank else part.role
            (signature if role is Role.SIGNATURE else recipients).append(part)
        above = above if piece.blank or len(parts) > 1 else piece.role
    return recipients + signature


def _foot_parts(piece: Piece, *, first: bool, merged: bool, above: Role) -> list[Piece]:
    """A line of the foot, cut where the signature's column begins in it."""
    words = piece.words
    post = _position_start(words)
    if post is None and first and len(words) > 2 and not _BULLET.match(words[2]) and in_capitals(" ".join(words[2:])):
        post = 2
    if post is None and merged:
        post = _name_start(words)
    listed = first or _BULLET.match(piece.text) or _is_brace(piece)
    signs = is_name_like(words) or (above is Role.SIGNATURE and in_capitals(piece.text))
    if post == 0 or (post is None and not listed and signs):
        piece.settle(Role.SIGNATURE)
        return [piece]
    if post is None or (first and post < 2):
        piece.settle(Role.RECIPIENTS)
        return [piece]
    return [piece.part(words[:post], Role.RECIPIENTS), piece.part(words[post:], Role.SIGNATURE)]


def _name_start(words: list[str]) -> int | None:
    """Where a name follows a finished recipient: «- Lưu: VT, NVY. Phạm Nam Thái»."""
    for start in range(1, len(words)):
        if words[start - 1].endswith((";", ".")) and is_name_like(words[start:]):
            return start
    return None


def _position_start(words: list[str]) -> int | None:
    """The word with which a post in capitals begins and runs to the line's end: «KT. GIÁM ĐỐC», «PHÓ CHỦ TỊCH».

    >>> _position_start("- UBND Tinh (b/c); PHO GIAM POC".split()), _position_start("KT.GIÁM ĐỐC".split())
    (4, 0)
    >>> _position_start("- Giám đốc Sở Y tế;".split()) is None
    True
    """
    from rapidfuzz import fuzz

    for start in range(max(0, len(words) - 12), len(words)):
        if start and not (words[start - 1].endswith((";", ".", ":", ")")) or _AUTHORITY.match(words[start] + " ")):
            continue
        rest = " ".join(words[start:])
        post = _AUTHORITY.sub("", folded(rest))
        if not in_capitals(rest) or len(post) < 5:
            continue
        given = bool(_AUTHORITY.match(folded(rest)))
        cuts = ((post, text[: len(post)] if given else text) for text in _POSITIONS)  # «TM. ỦY BAN» may be wrapped
        best = max(max(fuzz.ratio(post, text), fuzz.ratio(post[: len(text)], text)) for post, text in cuts)
        if best >= (70 if given else 80):
            return start
    return None
