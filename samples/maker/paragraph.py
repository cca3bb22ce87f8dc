"""Break text into lines as a word processor does: greedily, and after the hyphen of a code such as «QĐ-TTg»."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from maker.fonts import Face
from maker.sheet import Word

HYPHEN = re.compile(r"(?<=[^\W\d]-)(?=[^\W\d])")


@dataclass(frozen=True)
class Piece:
    """What cannot be broken; `glued`: no space stands before it."""

    text: str
    style: str
    glued: bool = False


def pieces_of(text: str, style: str = "regular") -> list[Piece]:
    """Cut text into pieces; `**` switches bold on and off.

    >>> [piece.text for piece in pieces_of("Quyết định 12/QĐ-TTg")]
    ['Quyết', 'định', '12/QĐ-', 'TTg']
    >>> [piece.text for piece in pieces_of("COVID-19 **trước 05/5**")]
    ['COVID-19', 'trước', '05/5']
    """
    found: list[Piece] = []
    other = {"regular": "bold", "italic": "bolditalic"}.get(style, style)
    now, spaced = style, True
    for token in re.split(r"(\*\*|\s+)", text):
        if token == "**":
            now = other if now == style else style
        elif not token.strip():
            spaced = spaced or bool(token)
        else:
            for number, part in enumerate(HYPHEN.split(token)):
                found.append(Piece(part, now, glued=number > 0 or not spaced))
            spaced = False
    return found


def plain(text: str) -> str:
    """The text without its marks for bold."""
    return text.replace("**", "")


def line_text(line: Sequence[Piece]) -> str:
    """The words of a line as a reader types them."""
    return "".join(("" if piece.glued or not number else " ") + piece.text for number, piece in enumerate(line))


def break_lines(pieces: Sequence[Piece], face: Face, size: float, first: float, rest: float) -> list[list[Piece]]:
    """Fill lines greedily: `first` and `rest` are the widths of the first line and of the others."""
    lines: list[list[Piece]] = [[]]
    used, space = 0.0, face.width(" ", "regular", size)
    for piece in pieces:
        width = face.width(piece.text, piece.style, size)
        gap = 0.0 if piece.glued or not lines[-1] else space
        breakable = bool(lines[-1]) and (not piece.glued or lines[-1][-1].text.endswith("-"))
        if breakable and used + gap + width > (first if len(lines) == 1 else rest):
            lines.append([])
            used = gap = 0.0
        lines[-1].append(piece)
        used += gap + width
    return [line for line in lines if line]


def set_line(
    line: Sequence[Piece], face: Face, size: float, at: tuple[float, float], width: float | None = None
) -> list[Word]:
    """Words of a line whose baseline begins `at` (x, y); `width` stretches its spaces to that width."""
    x, y = at
    gaps = sum(not piece.glued for piece in line[1:])
    natural = line_width(line, face, size)
    space = face.width(" ", "regular", size) + ((width - natural) / gaps if width is not None and gaps else 0.0)
    words: list[Word] = []
    for number, piece in enumerate(line):
        x += 0.0 if piece.glued or not number else space
        words.append(Word(x, y, piece.text, piece.style, size))
        x += face.width(piece.text, piece.style, size)
    return words


def line_width(line: Sequence[Piece], face: Face, size: float) -> float:
    """The natural width of a line."""
    gaps = sum(not piece.glued for piece in line[1:])
    return sum(face.width(piece.text, piece.style, size) for piece in line) + gaps * face.width(" ", "regular", size)
