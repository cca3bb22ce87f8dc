"""Footnotes: small type, or what stands under a short rule, at the foot of a page, beginning with a mark."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kehoach.pipeline.document import Box, Line, Role
from kehoach.pipeline.layout.pieces import box_of, joined, letter_height

_MARK = re.compile(r"(?:\(\d{1,2}\)|\[\d{1,2}\]|\d{1,2}|\(?\*{1,3}\)?|[¹²³⁴-⁹])\s*[^\W\d]")
"""A footnote's number or star before its first word; office programs set no space after a raised number. «1.» and «1)»
are the labels of numbered text."""

_SMALL = 0.9
"""Share of the body's letter height that footnotes stay below: 10 or 11 points beside 13 or 14 (Nghị định 30/2020/NĐ-CP
knows no footnotes; these are the presets of office programs)."""

_SMALL_READ = 0.82  # the same for heights that a reader measured on a scan: they differ from line to line by a tenth

_UNDER_RULE = 0.97  # of the body's letter height, under a rule: any smaller type will do

_RULE = (0.1, 0.45)
"""Shares of the page's width that the rule above footnotes has: 2 inches (0.24 of A4) in Word, 25 % in LibreOffice."""

_UPPER = 0.35  # share of the page's height above which no footnote begins


def take_footnotes(
    lines: Sequence[Line], rulings: Sequence[Box], width: float, height: float
) -> tuple[list[Line], list[Line]]:
    """The footnotes of a page, in order and with their role, and the lines that are none."""
    printed = joined(lines)
    if len(printed) < 2:
        return [], list(lines)
    read = any(line.confidence is not None for line in printed)
    usual = _usual_height(printed)
    start = _under_rule(printed, rulings, width)
    if start is None or _usual_height(printed[start:]) > _UNDER_RULE * usual:
        start = _small_foot(printed, (_SMALL_READ if read else _SMALL) * usual)
    if start is None or box_of(printed[start]).top < _UPPER * height:
        return [], list(lines)
    top = box_of(printed[start]).top
    rest = [line for line in lines if box_of(line).middle[1] < top]
    return [replace(line, role=Role.FOOTNOTE) for line in printed[start:]], rest


def _usual_height(lines: Sequence[Line]) -> float:
    """The letter height that half of the page's letters have, or more."""
    heights = sorted((letter_height(line), len(line.text)) for line in lines)
    half = sum(count for _, count in heights) / 2
    passed = 0
    for size, count in heights:
        passed += count
        if passed >= half:
            return size
    return 0.0


def _under_rule(lines: Sequence[Line], rulings: Sequence[Box], width: float) -> int | None:
    """The first line below a short rule that begins where the text does, if it has a mark; underlines are no rules."""
    left = min(box_of(line).left for line in lines)
    for rule in rulings:
        if not _RULE[0] * width <= rule.width <= _RULE[1] * width or abs(rule.left - left) > 0.08 * width:
            continue
        start = next((i for i, line in enumerate(lines) if box_of(line).middle[1] > rule.bottom), None)
        if start and _MARK.match(lines[start].text) and _close(rule, lines[start]) and not _underlines(rule, lines):
            return start
    return None


def _underlines(rule: Box, lines: Sequence[Line]) -> bool:
    """Whether a rule is the underline of words: it lies within their line's height."""
    boxes = (box_of(line) for line in lines)
    return any(
        box.top < rule.middle[1] < box.bottom + 0.1 * box.height and box.left < rule.right and rule.left < box.right
        for box in boxes
    )


def _close(rule: Box, line: Line) -> bool:
    return box_of(line).top - rule.bottom < 2.5 * letter_height(line)


def _small_foot(lines: Sequence[Line], small: float) -> int | None:
    """The first of the small lines at the foot of the page, if it has a mark; recipients are small and have none."""
    start = len(lines)
    while start and letter_height(lines[start - 1]) <= small:
        start -= 1
    return start if 0 < start < len(lines) and _MARK.match(lines[start].text) else None
