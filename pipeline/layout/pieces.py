"""Lines cut into pieces at wide gaps, and pieces of one row joined again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from kehoach.pipeline.document import Box, Line, Word

GAP = 1.2
"""A gap between words wider than this many letter heights may part two columns. Justified lines have gaps up to it;
the gutter of a letterhead is rarely narrower. A cut inside a column is mended again by `join_row`."""


def box_of(line: Line) -> Box:
    """The box of a line that has one; layout is never given another."""
    if line.box is None:
        raise ValueError(f"a line without a box cannot be laid out: {line.text!r}")
    return line.box


def piece(line: Line, words: Sequence[Word]) -> Line:
    """The part of a line that holds `words`."""
    boxes = [word.box for word in words if word.box]
    return replace(line, text=" ".join(word.text for word in words), words=tuple(words), box=Box.around(boxes))


def cut_at_gaps(line: Line) -> list[Line]:
    """The pieces of a line between gaps wider than `GAP` letter heights; a line without word boxes stays whole."""
    if len(line.words) < 2 or not all(word.box for word in line.words):
        return [line]
    limit = GAP * letter_height(line)
    parts: list[list[Word]] = [[line.words[0]]]
    for before, word in pairwise(line.words):
        if word.box and before.box and word.box.left - before.box.right > limit:
            parts.append([])
        parts[-1].append(word)
    return [piece(line, part) for part in parts] if len(parts) > 1 else [line]


def letter_height(line: Line) -> float:
    """The usual height of a line's words, or its own."""
    heights = sorted([box.bottom - box.top for word in line.words if (box := word.box)])
    return heights[len(heights) // 2] if heights else box_of(line).height


def same_row(one: Box, other: Box) -> bool:
    """Whether two boxes stand beside each other: they share more than half of the lower one's height."""
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared > 0.5 * max(1e-6, min(one.height, other.height))


def rows(lines: Iterable[Line]) -> list[list[Line]]:
    """Lines grouped into rows, top to bottom, each row left to right."""
    grouped: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: box_of(line).middle[1]):
        if grouped and _fits(line, grouped[-1]):
            grouped[-1].append(line)
        else:
            grouped.append([line])
    return [sorted(row, key=lambda line: box_of(line).left) for row in grouped]


def _fits(line: Line, row: list[Line]) -> bool:
    """In the row of any of its lines, and on top of none of them."""
    box = box_of(line)
    if not any(same_row(box, box_of(other)) for other in row):
        return False
    return all(_apart(box, box_of(other)) for other in row)


def _apart(one: Box, other: Box) -> bool:
    overlap = min(one.right, other.right) - max(one.left, other.left)
    return overlap < 0.5 * max(1e-6, min(one.width, other.width))


def join_row(row: Sequence[Line]) -> Line:
    """One line out of the pieces of a row, left to right."""
    if len(row) == 1:
        return row[0]
    words = tuple(word for line in row for word in line.words)
    text = " ".join(line.text for line in row)
    return replace(row[0], text=text, words=words, box=Box.around(box_of(line) for line in row))


def joined(lines: Iterable[Line]) -> list[Line]:
    """The lines top to bottom, pieces of one row joined."""
    return [join_row(row) for row in rows(lines)]
