"""The characters of a PDF page from pdfium: what they are, where they stand, how they are drawn.

They are kept in columns, a list for each property: a page has 2,000 of them, and an object for each takes longer to
make than all that is then done with it.
"""

from __future__ import annotations

import ctypes
import operator
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, compress
from typing import NamedTuple

from kehoach.pipeline.document import Box
from kehoach.pipeline.errors import PageError
from kehoach.pipeline.ingest.calls import Edges, address_of, asked, calls, loose_boxes
from kehoach.pipeline.ingest.geometry import Affine, moved, to_view
from kehoach.pipeline.ingest.limits import PAGE_LETTERS
from kehoach.pipeline.ingest.styles import Style, styles_at
from kehoach.pipeline.ingest.untyped import Handle

_SPACE = ord(" ")

_SPACES = frozenset(map(ord, " \r\n"))  # what pdfium makes up between words and lines

_LINE_ENDS = frozenset({"\r", "\n"})

_NO_LETTER = frozenset({0, 0xFFFE, 0xFFFF})

REACH = 3
"""Characters before and after a mark among which its letter is looked for, and between them one that pdfium made up."""

_LIGATURES = {chr(0xFB00 + i): text for i, text in enumerate(("ff", "fi", "fl", "ffi", "ffl", "st", "st"))}


Stretch = tuple[int, int]
"""Characters that follow one another: the first, and the one after the last."""


class Glyph(NamedTuple):
    """One character, looked at by itself. `hyphen`: the last of its line, with more of the word on the next."""

    text: str
    box: Box
    turn: int = 0
    hyphen: bool = False

    @property
    def lie(self) -> Box:
        """The box turned so that the writing runs left to right and lines run down."""
        return turned(self.box, self.turn)


@dataclass(frozen=True, slots=True)
class Letters:
    """Characters in pdfium's reading order, a column a property, in page units as the page is displayed.

    Boxes are as high as the font's line and as wide as the advance; `ink` has those of what is drawn, for marks and the
    letters near them. `made`: pdfium put it there, between words. Line ends are no characters: `ended` says behind
    which one pdfium ended the line.
    """

    texts: list[str]
    left: list[float]
    top: list[float]
    right: list[float]
    bottom: list[float]
    styles: list[Style]
    made: bytes
    ended: bytes
    hyphens: frozenset[int] = frozenset()
    ink: dict[int, Box] = field(default_factory=dict)

    def box(self, index: int) -> Box:
        """Where a character stands."""
        return Box(self.left[index], self.top[index], self.right[index], self.bottom[index])

    def glyph(self, index: int) -> Glyph:
        """One character by itself."""
        return Glyph(self.texts[index], self.box(index), self.styles[index].turn, index in self.hyphens)

    def blanks(self) -> bytes:
        """For each character whether it is a space of any kind; all that pdfium made up are."""
        return bytes(map(str.isspace, self.texts))

    def chosen(self, mask: Sequence[int]) -> Letters:
        """Only the characters that are not 0 in the mask."""
        place = [count - 1 for count in accumulate(map(bool, mask))]
        return Letters(
            list(compress(self.texts, mask)),
            list(compress(self.left, mask)),
            list(compress(self.top, mask)),
            list(compress(self.right, mask)),
            list(compress(self.bottom, mask)),
            list(compress(self.styles, mask)),
            bytes(compress(self.made, mask)),
            bytes(compress(self.ended, mask)),
            frozenset(place[index] for index in self.hyphens if mask[index]),
            {place[index]: box for index, box in self.ink.items() if mask[index]},
        )

    def together(self, parts: Sequence[Stretch]) -> Letters:
        """Only the characters of some stretches, without their ink."""
        own = [index for part in parts for index in range(*part)]
        return Letters(
            [self.texts[index] for index in own],
            [self.left[index] for index in own],
            [self.top[index] for index in own],
            [self.right[index] for index in own],
            [self.bottom[index] for index in own],
            [self.styles[index] for index in own],
            bytes(self.made[index] for index in own),
            bytes(self.ended[index] for index in own),
        )


NO_LETTERS = Letters([], [], [], [], [], [], b"", b"")


def turned(box: Box, turn: int) -> Box:
    """A box of writing that is turned by `turn` quarters, seen upright (the origin stays where it is).

    >>> turned(Box(10, 200, 22, 206), 1)
    Box(left=-206, top=10, right=-200, bottom=22)
    """
    if turn == 1:
        return Box(-box.bottom, box.left, -box.top, box.right)
    if turn == 2:
        return Box(-box.right, -box.bottom, -box.left, -box.top)
    if turn == 3:
        return Box(box.top, -box.right, box.bottom, -box.left)
    return box


def read_letters(page: Handle) -> Letters:
    """All characters of a page's text layer, in pdfium's reading order; PageError where no page can have so many."""
    textpage = page.get_textpage()
    try:
        if textpage.count_chars() > PAGE_LETTERS:
            raise PageError(f"{textpage.count_chars()} letters on one page: no page is printed so")
        return _read(textpage, to_view(page))
    finally:
        textpage.close()


def _read(textpage: Handle, view: Affine) -> Letters:
    text, count = address_of(textpage.raw), textpage.count_chars()
    codes = asked(calls().code, text, range(count))
    made = _made(text, codes)
    texts, hyphens = _texts(text, codes, made)
    edges = _displayed(loose_boxes(text, count), view)
    styles = _styles(codes, made, textpage, view)
    letters = Letters(texts, *edges, styles, bytes(made), _ended(texts, made), frozenset(hyphens))
    kept = [index for index, one in enumerate(texts) if one and one not in _LINE_ENDS]
    mask = bytearray(count)
    for index in kept:
        mask[index] = 1
    letters = letters.chosen(mask)
    ink = _ink(textpage.raw, view)
    letters.ink.update((near, ink(kept[near])) for near in _near_marks(letters.texts))
    return letters


def _made(text: int, codes: Sequence[int]) -> bytearray:
    """For each character whether pdfium put it there."""
    made = bytearray(len(codes))
    spaces = [index for index, code in enumerate(codes) if code in _SPACES]
    for index, answer in zip(spaces, asked(calls().made, text, spaces), strict=True):
        made[index] = answer == 1
    return made


def _texts(text: int, codes: Sequence[int], made: Sequence[int]) -> tuple[list[str], list[int]]:
    """The text of each character, "" for the first half of a pair of surrogates, and which are hyphens at a line end.

    pdfium writes such a hyphen as U+0002.
    """
    distinct = set(codes)
    plain = {code: _LIGATURES.get(chr(code), chr(code)) for code in distinct}
    texts = [plain[code] for code in codes]
    unmapped = [at for at, error in enumerate(asked(calls().unmapped, text, range(len(codes)))) if error == 1]
    nothing = [at for at, code in enumerate(codes) if code in _NO_LETTER] if distinct & _NO_LETTER else []
    for at in (*unmapped, *nothing):
        if not made[at]:
            texts[at] = "\ufffd"
    if any(0xD800 <= code < 0xE000 for code in distinct):
        _join_surrogates(texts, codes)
    low = [at for at, code in enumerate(codes) if code < _SPACE and not made[at]]
    hyphens = [at for at, answer in zip(low, asked(calls().hyphen, text, low), strict=True) if answer == 1]
    for at in hyphens:
        texts[at] = "-"
    return texts, hyphens


def _join_surrogates(texts: list[str], codes: Sequence[int]) -> None:
    """Put the two halves of a letter beyond U+FFFF together; half a pair is no letter."""
    high = ""
    for at, code in enumerate(codes):
        if 0xD800 <= code < 0xDC00:
            high, texts[at] = chr(code), ""
            continue
        if 0xDC00 <= code < 0xE000 and texts[at] != "\ufffd":
            pair = (high + chr(code)).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
            texts[at] = pair if high else "\ufffd"
        high = ""


def _styles(codes: Sequence[int], made: Sequence[int], textpage: Handle, view: Affine) -> list[Style]:
    """The style of each character; the letters of a word are drawn alike, and only its first is asked."""
    stops = [at for at, code in enumerate(codes) if code == _SPACE or made[at]]
    words: list[tuple[int, int]] = []  # where each begins, and its length with the space behind it
    start = 0
    for stop in (*stops, len(codes)):
        length = stop - start + (stop < len(codes) and not made[stop])
        if length:
            words.append((start, length))
        start = stop + 1
    styles = [Style()] * len(codes)
    for (start, length), style in zip(words, styles_at(textpage, view, [start for start, _ in words]), strict=True):
        styles[start : start + length] = [style] * length
    return styles


def _ended(texts: Sequence[str], made: Sequence[int]) -> bytes:
    """For each character whether pdfium ended the line after it and what it put behind it."""
    ended = bytearray(len(texts))
    for end in (index for index, text in enumerate(texts) if text in _LINE_ENDS):
        last = end - 1
        while last >= 0 and (made[last] or texts[last] in _LINE_ENDS):
            last -= 1
        if last >= 0:
            ended[last] = 1
    return bytes(ended)


def _displayed(edges: Edges, view: Affine) -> tuple[list[float], list[float], list[float], list[float]]:
    """Boxes of the page's own space as the page is displayed."""
    left, top, right, bottom = edges
    a, b, c, d, e, f = view
    if b == 0 and d == 0:  # no turn, as nearly always
        x = [[a * value + c for value in one] for one in (left, right)]
        y = [[e * value + f for value in one] for one in (top, bottom)]
    else:
        x = [[a * u + b * v + c for u, v in zip(*one, strict=True)] for one in ((left, bottom), (right, top))]
        y = [[d * u + e * v + f for u, v in zip(*one, strict=True)] for one in ((left, bottom), (right, top))]
    (x0, x1), (y0, y1) = _ordered(*x), _ordered(*y)
    return x0, y0, x1, y1


def _ordered(one: list[float], other: list[float]) -> tuple[list[float], list[float]]:
    """The lower and the upper of each two numbers."""
    if all(map(operator.le, one, other)):
        return one, other
    return list(map(min, one, other)), list(map(max, one, other))


def is_mark(text: str) -> bool:
    """Whether a character is a combining mark, drawn on its own over a letter."""
    return len(text) == 1 and unicodedata.combining(text) > 0


def marks_among(texts: Sequence[str]) -> list[int]:
    """The indices of the characters that are combining marks."""
    marks = {text for text in set(texts) if is_mark(text)}
    return [index for index, text in enumerate(texts) if text in marks] if marks else []


def _near_marks(texts: Sequence[str]) -> Iterable[int]:
    """The indices of marks and of the characters about them: only of those does it matter where their ink is."""
    return {
        near for mark in marks_among(texts) for near in range(max(0, mark - REACH), min(len(texts), mark + REACH + 1))
    }


def _ink(raw: Handle, view: Affine) -> Callable[[int], Box]:
    """Tells the box about what is drawn of a character, as displayed."""
    import pypdfium2.raw as pdfium

    edges = [ctypes.c_double() for _ in range(4)]
    pointers = [ctypes.byref(edge) for edge in edges]

    def ink(index: int) -> Box:
        pdfium.FPDFText_GetCharBox(raw, index, *pointers)
        left, right, bottom, top = (edge.value for edge in edges)
        return moved(view, left, bottom, right, top)

    return ink
