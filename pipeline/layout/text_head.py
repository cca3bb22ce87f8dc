"""The letterhead of a text export: two columns that it wrote on one line are parted again.

Nghị định 30/2020/NĐ-CP, Phụ lục I sets ô 1 | 2 and 3 | 4 side by side; line-based readers join them. What the right
column says is nearly fixed, so it is found by its words, also where an OCR has hurt them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kehoach.pipeline.document import Role
from kehoach.pipeline.layout.text_piece import Piece, folded, in_capitals, is_title

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
_DATE_SHAPE = re.compile(
    r"(?<!\w)(?P<ngay>[^\W_]{3,5}?)[\W_]*\d{0,2}[\W_]*(?P<thang>[^\W_]{4,6}?)[\W_]*\d{0,2}[\W_]*(?P<nam>[^\W_]{2,4}?)\W*\d{4}\W*$"
)
_NUMBER = re.compile(r"^s\w{0,2}\s*[:.]|^s[o06]\s|^s\S{0,2}:", re.IGNORECASE)
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
        if _right_start(piece.words) is not None or _NUMBER.match(piece.key()) or _is_wrapped_date(pieces, index):
            end = index + 1
    return end


def _is_form(piece: Piece) -> bool:
    """Whether a line is one that letterheads alone have: the right column's, or the number."""
    return _right_start(piece.words) is not None or _NUMBER.match(piece.key()) is not None or _is_date_tail(piece.key())


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
    >>> _right_start("Thành phố Hồ Chí Minh, ngày 05 tháng 8 năm 2025".split())
    0
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
    begins = _date_place(key)
    if begins is None:
        return None
    day = key[:begins].count(" ")
    start = day
    while start > 0 and day - start < 6 and _belongs_to_place(words[start - 1], words[:start]):
        start -= 1
    return start if start < day or day == 0 else None


def _date_place(key: str) -> int | None:
    """Where «ngày … tháng … năm …» begins in a folded line that ends with it; one or two letters may be misread.

    >>> _date_place("quang ninh, ngay 02 thang 7 nam 2025"), _date_place("ha noi, mgay 4 tbang 11 nam2024")
    (12, 8)
    >>> _date_place("cong tac nam 2025") is None
    True
    """
    from rapidfuzz.distance import Levenshtein

    sure = _DATE.search(key)
    if sure:
        return sure.start()
    for found in _DATE_SHAPE.finditer(key):
        slips = [Levenshtein.distance(found[name], name) for name in ("ngay", "thang", "nam")]
        if sum(slips) <= 3 and max(slips) <= 2:
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
