"""The letterhead of a text export: two columns that it wrote on one line are parted again.

Nghị định 30/2020/NĐ-CP, Phụ lục I sets ô 1 | 2 and 3 | 4 side by side; line-based readers join them. What the right
column says is nearly fixed, so it is found by its words, also where an OCR has hurt them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kehoach.pipeline.document import Role
from kehoach.pipeline.form.date_line import date_start, is_date_tail, wraps_date
from kehoach.pipeline.form.national import tail_start
from kehoach.pipeline.form.number_line import is_number_line, is_own_number
from kehoach.pipeline.form.text_key import nearly_capitals
from kehoach.pipeline.layout.text_piece import Piece, is_title

_HEAD_LINES = 16
"""Lines that are not blank among which the letterhead stands; the longest seen has 11."""

_RULE = re.compile(r"[-_–—=.*~\s]{3,}")


def split_letterhead(pieces: list[Piece]) -> list[Piece]:
    """The pieces with the letterhead's roles given and its merged lines split: left column, then right column."""
    zone = _head_zone(pieces)
    if not zone:
        return pieces
    ordered: list[Piece] = []
    above = Role.LETTERHEAD_LEFT
    titled = False  # some set the number and the date below the title and its subject
    for piece in pieces[:zone]:
        titled = titled or is_title(piece)
        ordered.extend([piece] if titled and not _is_form(piece) else _letterhead_parts(piece, above))
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
        if _right_start(piece.words) is not None or is_number_line(piece.key()) or _is_wrapped_date(pieces, index):
            end = index + 1
    return end


def _is_form(piece: Piece) -> bool:
    """Whether a line is one that letterheads alone have: the right column's, or the number."""
    return _right_start(piece.words) is not None or is_own_number(piece.key()) or is_date_tail(piece.key())


def _is_prose(piece: Piece) -> bool:
    """A line of running text, with which no letterhead goes on."""
    return len(piece.text) > 60 and not nearly_capitals(piece.text) and _right_start(piece.words) is None


def _letterhead_parts(piece: Piece, above: Role) -> list[Piece]:
    """A line of the letterhead by columns; `above` is the column of the line before, which a rule goes with."""
    if piece.blank or piece.settled:
        return [piece]
    start = _right_start(piece.words)
    rules = all(_RULE.fullmatch(word) for word in piece.words)
    if start is None and rules and len(piece.words) == 2:
        start = 1  # the rules below the agency and below the tiêu ngữ
    if start is None:
        tail = is_date_tail(piece.key()) or (rules and above is Role.LETTERHEAD_RIGHT)
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
    >>> _right_start("Thành phố Hồ Chí Minh, ngày 05 tháng 8 năm 2025".split())
    0
    >>> _right_start("CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI".split()) is None
    True
    """
    dated = date_start(words)
    return tail_start(words) if dated is None else dated


def _is_wrapped_date(pieces: Sequence[Piece], index: int) -> bool:
    """«Nghệ An, ngày 26» with «tháng 11 năm 2025» on the next line, or that next line itself."""
    if is_date_tail(pieces[index].key()):
        return True
    after = next((p for p in pieces[index + 1 : index + 3] if not p.blank), None)
    if wraps_date(pieces[index].key()) and after is not None and is_date_tail(after.key()):
        pieces[index].settle(Role.LETTERHEAD_RIGHT)
        return True
    return False
