"""What was put on the paper after printing: received stamps, notes by hand. Kept as lines, but out of the text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from operator import itemgetter

from kehoach.diacritics.language.syllable import is_known
from kehoach.diacritics.language.tokens import split_token
from kehoach.pipeline.document import Box, Line, Role, Word
from kehoach.pipeline.form.recipients_head import is_head
from kehoach.pipeline.form.text_key import plain
from kehoach.pipeline.layout.grid import find_frames
from kehoach.pipeline.layout.pieces import box_of, piece

_STAMP_SIZE = (0.45, 0.16)
"""Largest share of the page's width and height that a received stamp's frame takes; they are 60–80 mm by 20–35 mm."""

_RECEIVED = re.compile(r"\b(den|cong van den|gio|ngay|chuyen|kinh chuyen|luu ho so)\b")
"""Words of a received stamp: «ĐẾN», «Số», «Giờ», «Ngày», «Kính chuyển», «Lưu hồ sơ số»."""

_DOUBTFUL = 0.45
"""Mean confidence under which a line outside the text block is taken for handwriting; printed lines of scans that
readers manage have 0.7 and more, hand-written notes stay below 0.35."""

_INDENT, _LIST = 3.0, 20.0
"""Line heights by which an entry under «Nơi nhận» begins beside it, and over which the list reaches down: fourteen
entries (11 of 14 pt, Nghị định 30/2020/NĐ-CP, Phụ lục I, mục IV) and a few that wrap."""


def mark_stamps(lines: Sequence[Line], rulings: Sequence[Box], width: float, height: float) -> list[Line]:
    """The lines, with the words inside the frame of a received stamp cut out and marked."""
    found = list(lines)
    words = _Words(found)
    for frame in find_frames(rulings, (_STAMP_SIZE[0] * width, _STAMP_SIZE[1] * height)):
        if frame.width > _STAMP_SIZE[0] * width or frame.height > _STAMP_SIZE[1] * height or frame.top > height / 2:
            continue
        if _is_received(words.within(frame)):
            found = [part for line in found for part in _cut_out(line, frame)]
            words = _Words(found)
    return found


class _Words:
    """The words of some lines, by how far down the page they lie: a form may have as many frames as words."""

    def __init__(self, lines: Sequence[Line]) -> None:
        placed = ((word.box.middle[1], word) for line in lines for word in line.words if word.box)
        self._words = sorted(enumerate(placed), key=lambda pair: pair[1][0])
        self._heights = [height for _, (height, _) in self._words]

    def within(self, frame: Box) -> list[Word]:
        """Those whose middle lies in a frame, in the order of the lines."""
        near = slice(bisect_left(self._heights, frame.top), bisect_right(self._heights, frame.bottom))
        inside = (word for _, (_, word) in sorted(self._words[near], key=itemgetter(0)))
        return [word for word in inside if word.box and _holds(frame, word.box)]


def _is_received(words: Sequence[Word]) -> bool:
    """Two words of a received stamp, or nothing that a reader could make sense of."""
    texts = plain(re.sub(r"[^\w ]+", " ", " ".join(word.text for word in words)))
    sure = [word.confidence for word in words if word.confidence is not None]
    return len(set(_RECEIVED.findall(texts))) >= 2 or (bool(sure) and sum(sure) / len(sure) < _DOUBTFUL)


def _words_in(line: Line, frame: Box) -> list[Word]:
    return [word for word in line.words if word.box and _holds(frame, word.box)]


def _holds(frame: Box, box: Box) -> bool:
    x, y = box.middle
    return frame.left <= x <= frame.right and frame.top <= y <= frame.bottom


def _cut_out(line: Line, frame: Box) -> list[Line]:
    inside = _words_in(line, frame)
    outside = [word for word in line.words if word not in inside]
    parts = [replace(piece(line, inside), role=Role.STAMP)] if inside else []
    return [piece(line, outside), *parts] if inside and outside else parts or [line]


def mark_handwriting(lines: Sequence[Line]) -> list[Line]:
    """The lines, with those marked that no reader can make sense of and that stand apart from the printed text.

    Doubt alone does not take a line out of the text: it must also lie outside the block of surely read lines, or be a
    stray letter or sign; and what stands in the list under «Nơi nhận» is an entry of it, however badly it was read.
    """
    sure = [line for line in lines if len(line.words) > 2 and (line.confidence or 0.0) > 0.7]
    if len(sure) < 3:
        return list(lines)
    block = Box.around(box_of(line) for line in sure)
    usual = sorted(box_of(line).height for line in sure)[len(sure) // 2]
    heads = [box_of(line) for line in lines if is_head(line.text)]
    return [
        replace(line, role=Role.HANDWRITING)
        if _by_hand(line, block, usual) and not _listed(box_of(line), heads, usual)
        else line
        for line in lines
    ]


def _listed(box: Box, heads: Sequence[Box], usual: float) -> bool:
    """Whether a line of the size of print begins below «Nơi nhận», where its entries do."""
    across, down = _INDENT * usual, _LIST * usual
    below = (-usual < box.middle[1] - head.bottom < down and abs(box.left - head.left) < across for head in heads)
    return 0.5 * usual < box.height < 1.5 * usual and any(below)


def _by_hand(line: Line, block: Box, usual: float) -> bool:
    if line.role is not Role.BODY or line.confidence is None or len(line.words) > 4:
        return False
    signs_only = not any(char.isalnum() for char in line.text)
    if signs_only and box_of(line).height < 0.5 * usual and not re.fullmatch(r"[-–+•.…]+", line.text):
        return True
    if line.confidence >= _DOUBTFUL or sum(_makes_sense(word) for word in line.words) > len(line.words) / 2:
        return False
    x, y = box_of(line).middle
    apart = not block.left <= x <= block.right or y < block.top or y > block.bottom + 3 * usual
    return apart or len(line.text) <= 2


def _makes_sense(word: Word) -> bool:
    core = split_token(word.text).core
    return len(core) > 1 and (is_known(core) or core.isdigit())
