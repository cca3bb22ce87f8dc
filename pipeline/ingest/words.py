"""Characters of a PDF page to words and lines.

pdfium's own order and breaks are kept, and mended in four places: marks drawn apart from their letters are joined to
them, spaces that pdfium guessed inside a word are taken out, a hyphen at a line end does not glue two lines, and a
line that jumps back or far down is cut.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from itertools import pairwise

from pipeline.document import Box, Line, Word
from pipeline.ingest.glyphs import REACH, Glyph, is_mark
from pipeline.ingest.limits import bounded_marks

_GUESSED_SPACE = 0.08
"""A space that pdfium made up over a gap below this share of the letter size is none: letters of a font that lacks
Vietnamese ones stand in a second font beside it, and the seam is below 0.05; the narrowest justified space is 0.15."""

_REACH = REACH - 1
"""Glyphs before and after a mark among which its letter is looked for."""


def to_lines(glyphs: Iterable[Glyph], page: int) -> list[Line]:
    """Lines with their words and boxes, numbered from 1 in the layer's order; blank lines are left out."""
    lines: list[Line] = []
    for run in _runs(join_marks(list(glyphs))):
        words = tuple(_words(run))
        if words:
            text = " ".join(word.text for word in words)
            box = Box.around(word.box for word in words if word.box)
            lines.append(Line(text, page, len(lines) + 1, box, words, turn=run[0].turn))
    return lines


def join_marks(glyphs: list[Glyph]) -> list[Glyph]:
    """Put each combining mark behind the letter it is drawn over; a space guessed between both goes."""
    if not any(is_mark(glyph) for glyph in glyphs):
        return glyphs
    texts = [glyph.text for glyph in glyphs]
    gone: set[int] = set()
    for index, glyph in enumerate(glyphs):
        if not is_mark(glyph):
            continue
        base = _base_of(index, glyphs)
        if base is None or base == index - 1:
            continue
        texts[base] += glyph.text
        gone.add(index)
        gone.update(i for i in range(min(base, index), max(base, index)) if glyphs[i].made)
    kept = (i for i in range(len(glyphs)) if i not in gone)
    return [_with_text(glyphs[i], unicodedata.normalize("NFC", texts[i])) for i in kept]


def _base_of(mark: int, glyphs: list[Glyph]) -> int | None:
    """The index of the letter that a mark belongs to: the one above or below which its ink lies."""
    ink = glyphs[mark].ink
    middle = ink.middle[0]
    near = range(max(0, mark - _REACH), min(len(glyphs), mark + _REACH + 1))
    letters = [i for i in near if i != mark and glyphs[i].text[:1].isalpha() and _same_line(glyphs[i], glyphs[mark])]
    under = [i for i in letters if glyphs[i].ink.left <= middle <= glyphs[i].ink.right]
    if not under:
        return mark - 1 if mark and glyphs[mark - 1].text[:1].isalpha() else None
    return min(under, key=lambda i: (abs(glyphs[i].ink.middle[0] - middle), abs(i - mark)))


def _with_text(glyph: Glyph, text: str) -> Glyph:
    return glyph if text == glyph.text else glyph._replace(text=text)


def _same_line(one: Glyph, other: Glyph) -> bool:
    return abs(one.lie.middle[1] - other.lie.middle[1]) < max(one.lie.height, other.lie.height, 1.0)


def _runs(glyphs: list[Glyph]) -> Iterator[list[Glyph]]:
    """The glyphs of each line, spaces among them."""
    run: list[Glyph] = []
    last: Glyph | None = None  # the last character of the run that pdfium did not make up
    ended = False  # pdfium ended the line after it
    for glyph in glyphs:
        if glyph.text in "\r\n":
            ended = True
            continue
        if not glyph.made:
            if last is not None and (_breaks(last, glyph) or (ended and not _straight_on(last, glyph))):
                yield run
                run = []
            last, ended = glyph, False
        run.append(glyph)
    yield run


def _breaks(last: Glyph, glyph: Glyph) -> bool:
    """Whether a new line begins at `glyph`: turned otherwise, or clearly lower or higher and not straight on."""
    if glyph.text.isspace():
        return False
    if last.turn != glyph.turn:
        return True
    if last.text.isspace():
        return False
    if glyph.box.top == last.box.top and glyph.box.bottom == last.box.bottom and not glyph.turn % 2:
        return False  # on one line, as nearly always
    before, after = last.lie, glyph.lie
    height = max(before.height, after.height, 1.0)
    shift = abs(after.middle[1] - before.middle[1])
    if last.hyphen and shift > 0.5 * height:
        return True
    back = after.left < before.left
    far = after.left > before.right + height
    return (shift > 0.6 * height and back) or (shift > height and far)


def _straight_on(last: Glyph, glyph: Glyph) -> bool:
    """Whether `glyph` touches `last` on the same line, so that pdfium was wrong to end it (it does in turned text)."""
    before, after = last.lie, glyph.lie
    height = max(before.height, after.height, 1.0)
    level = abs(after.bottom - before.bottom) < 0.2 * height
    return last.turn == glyph.turn and level and abs(after.left - before.right) < _GUESSED_SPACE * height


def _words(run: list[Glyph]) -> Iterator[Word]:
    """The words of a line: between spaces, those left out that pdfium made up inside a word."""
    word: list[Glyph] = []
    for index, glyph in enumerate(run):
        if not glyph.text.isspace():
            word.append(glyph)
        elif not (glyph.made and _inside_word(index, run)):
            yield from _word(word)
            word = []
    yield from _word(word)


def _inside_word(space: int, run: list[Glyph]) -> bool:
    if not 0 < space < len(run) - 1:
        return False
    before, after = run[space - 1], run[space + 1]
    if not (before.text[-1:].isalpha() and after.text[:1].isalpha()):
        return False
    gap = after.lie.left - before.lie.right
    return abs(gap) < _GUESSED_SPACE * max(before.lie.height, 1.0)


def _word(glyphs: list[Glyph]) -> Iterator[Word]:
    text = unicodedata.normalize("NFC", bounded_marks("".join(glyph.text for glyph in glyphs))).strip()
    if text:
        capitals = all(glyph.capitals for glyph in glyphs)
        yield Word(text, Box.around(glyph.box for glyph in glyphs), capitals=capitals)


def gaps(line: Line) -> list[float]:
    """The free width between neighbouring words of a line, in page units; negative where they overlap."""
    boxes = [word.box for word in line.words if word.box]
    return [right.left - left.right for left, right in pairwise(boxes)]
