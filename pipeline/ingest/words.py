"""Characters of a PDF page to words and lines.

pdfium's own order and breaks are kept, and mended in four places: marks drawn apart from their letters are joined to
them, spaces that pdfium guessed inside a word are taken out, a hyphen at a line end does not glue two lines, and a
line that jumps back or far down is cut.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from kehoach.pipeline.document import Box, Line, Word
from kehoach.pipeline.ingest.glyphs import REACH, Glyph, Letters, Stretch, marks_among
from kehoach.pipeline.ingest.limits import bounded_marks

_GUESSED_SPACE = 0.08
"""A space that pdfium made up over a gap below this share of the letter size is none: letters of a font that lacks
Vietnamese ones stand in a second font beside it, and the seam is below 0.05; the narrowest justified space is 0.15."""

_LEAST_SHIFT = 0.5  # letter heights up or down below which a letter is on the line of the one before


def to_lines(letters: Letters, page: int) -> list[Line]:
    """Lines with their words and boxes, numbered from 1 in the layer's order; blank lines are left out."""
    letters = join_marks(letters)
    blanks, composed = letters.blanks(), _is_composed(letters.texts)
    lines: list[Line] = []
    for run in _runs(letters):
        stretches = _words(letters, blanks, run)
        words = tuple(word for parts in stretches if (word := _word(letters, parts, composed=composed)))
        if words:
            text = " ".join([word.text for word in words])
            box = Box.around([word.box for word in words if word.box])
            lines.append(Line(text, page, len(lines) + 1, box, words, turn=letters.styles[run[0]].turn))
    return lines


def join_marks(letters: Letters) -> Letters:
    """Put each combining mark behind the letter it is drawn over; a space guessed between both goes."""
    marks = marks_among(letters.texts)
    if not marks:
        return letters
    texts, ended = list(letters.texts), bytearray(letters.ended)
    mask = bytearray(b"\1") * len(texts)
    for mark in marks:
        base = _base_of(mark, letters)
        if base is None or base == mark - 1:
            continue
        texts[base] = unicodedata.normalize("NFC", texts[base] + texts[mark])
        mask[mark] = 0
        if base < mark:  # a line that ended behind the mark now ends behind its letter, or what follows that
            ended[max(i for i in range(base, mark) if not letters.made[i])] = ended[mark]
        for between in range(*sorted((base, mark))):
            mask[between] &= not letters.made[between]
    return replace(letters, texts=texts, ended=bytes(ended)).chosen(mask)


def _base_of(mark: int, letters: Letters) -> int | None:
    """The index of the letter that a mark belongs to: the one above or below which its ink lies."""
    texts, ink = letters.texts, letters.ink
    middle, sign = ink[mark].middle[0], letters.glyph(mark)
    near = range(max(0, mark - REACH), min(len(texts), mark + REACH + 1))
    own = [i for i in near if i != mark and texts[i][:1].isalpha() and ink[i].left <= middle <= ink[i].right]
    under = [i for i in own if _same_line(letters.glyph(i), sign)]
    if not under:
        return mark - 1 if mark and texts[mark - 1][:1].isalpha() else None
    return min(under, key=lambda i: (abs(ink[i].middle[0] - middle), abs(i - mark)))


def _same_line(one: Glyph, other: Glyph) -> bool:
    return abs(one.lie.middle[1] - other.lie.middle[1]) < max(one.lie.height, other.lie.height, 1.0)


def _is_composed(texts: Sequence[str]) -> bool:
    """Whether no word of these letters can change when it is composed: they are NFC, and no mark stands alone."""
    whole = "".join(texts)
    if whole.isascii():
        return True
    return unicodedata.is_normalized("NFC", whole) and not any(map(unicodedata.combining, set(whole)))


def _runs(letters: Letters) -> Iterator[Stretch]:
    """The letters of each line, spaces among them."""
    solid = [index for index, made in enumerate(letters.made) if not made]
    upper, lower = _across(letters)
    styles, ended = letters.styles, letters.ended
    start = 0
    for last, index in pairwise(solid):
        if not ended[last] and styles[last].turn == styles[index].turn:
            if upper[last] == upper[index] and lower[last] == lower[index]:
                continue  # on one line, as nearly always
            height = max(lower[last] - upper[last], lower[index] - upper[index], 1.0)
            if abs((upper[index] + lower[index]) / 2 - (upper[last] + lower[last]) / 2) <= _LEAST_SHIFT * height:
                continue
        before, after = letters.glyph(last), letters.glyph(index)
        if _breaks(before, after) or (ended[last] and not _straight_on(before, after)):
            yield start, index
            start = index
    yield start, len(letters.texts)


def _across(letters: Letters) -> tuple[list[float], list[float]]:
    """The two edges of each character between which its line runs."""
    if not any(style.turn % 2 for style in set(letters.styles)):
        return letters.top, letters.bottom
    upright = [style.turn % 2 == 0 for style in letters.styles]
    edges = ((letters.top, letters.left), (letters.bottom, letters.right))
    level, on_end = ([a if up else b for up, a, b in zip(upright, *edge, strict=True)] for edge in edges)
    return level, on_end


def _breaks(last: Glyph, glyph: Glyph) -> bool:
    """Whether a new line begins at `glyph`: turned otherwise, or clearly lower or higher and not straight on."""
    if glyph.text.isspace():
        return False
    if last.turn != glyph.turn:
        return True
    if last.text.isspace():
        return False
    before, after = last.lie, glyph.lie
    height = max(before.height, after.height, 1.0)
    shift = abs(after.middle[1] - before.middle[1])
    if last.hyphen and shift > _LEAST_SHIFT * height:
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


def _words(letters: Letters, blanks: bytes, run: Stretch) -> Iterator[list[Stretch]]:
    """The words of a line, each in one stretch, or in several: those spaces are left out that pdfium made up in it."""
    word: list[Stretch] = []
    at, stop = run
    while at < stop:
        space = blanks.find(1, at, stop)
        end = stop if space < 0 else space
        if end > at:
            word.append((at, end))
        if word and (end == stop or not _inside_word(letters, end, run)):
            yield word
            word = []
        at = end + 1


def _inside_word(letters: Letters, space: int, run: Stretch) -> bool:
    if not letters.made[space] or not run[0] < space < run[1] - 1:
        return False
    if not (letters.texts[space - 1][-1:].isalpha() and letters.texts[space + 1][:1].isalpha()):
        return False
    before, after = letters.glyph(space - 1).lie, letters.glyph(space + 1).lie
    return abs(after.left - before.right) < _GUESSED_SPACE * max(before.height, 1.0)


def _word(letters: Letters, parts: Sequence[Stretch], *, composed: bool) -> Word | None:
    """The word of these stretches; `composed`: its letters are known to be NFC as they stand."""
    if len(parts) > 1:
        letters = letters.together(parts)
        parts = ((0, len(letters.texts)),)
    own = slice(*parts[0])
    text = "".join(letters.texts[own])
    if not composed:
        text = unicodedata.normalize("NFC", bounded_marks(text)).strip()
    if not text:
        return None
    box = Box(min(letters.left[own]), min(letters.top[own]), max(letters.right[own]), max(letters.bottom[own]))
    capitals = letters.styles[own.start].capitals and all(style.capitals for style in letters.styles[own])
    return Word(text, box, capitals=capitals)


def gaps(line: Line) -> list[float]:
    """The free width between neighbouring words of a line, in page units; negative where they overlap."""
    boxes = [word.box for word in line.words if word.box]
    return [right.left - left.right for left, right in pairwise(boxes)]
