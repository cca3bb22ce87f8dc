"""Lines of a text file to lines with roles, by text rules alone: there is no page to measure.

Every character of the input that is no space comes out again, in one `Line`, but for the marks of Markdown.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from kehoach.pipeline.document import Line, Role
from kehoach.pipeline.layout.markdown import Numbered, without_marks
from kehoach.pipeline.layout.text_foot import split_foot
from kehoach.pipeline.layout.text_furniture import (
    mark_page_numbers,
    mark_running_heads,
    mark_signature_dumps,
    split_dumps,
)
from kehoach.pipeline.layout.text_head import split_letterhead
from kehoach.pipeline.layout.text_piece import Piece

_BOLD = re.compile(r"(?<![*(])\*\*(?=[^\s*])((?:(?!\*\*).){1,600}?)(?<=[^\s*])\*\*(?![*)])", re.DOTALL)
"""Bold as Markdown writes it: two stars on both sides, close to the words; «(**)» marks a footnote and stays."""

_MANY_MARKS = 0.12
"""Where more than this share of the lines begins with one space, the space is an indent and marks no page."""

_LEAST_PAGE = 600
"""Letters on a page at least: the shortest page before such a break in the seeds has 1,700."""


@dataclass(frozen=True, slots=True)
class Arranged:
    """Lines in reading order, blank ones among them, and what was done that a reader of the text cannot see."""

    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()


def arrange_text(lines: Sequence[str], page: int = 1) -> list[Line]:
    """The lines of a text file with roles, page and file line number, in reading order; the first is on `page`.

    A line that holds two columns (letterhead, «Nơi nhận» beside the signature) becomes two with the same number, left
    column before right. Blank lines stay, with empty text: they part paragraphs. Page numbers, running heads and
    signature dumps get their role and stay in place. Works on repaired text and on text as an OCR left it.
    """
    return list(explain_text(lines, page).lines)


def explain_text(lines: Sequence[str], page: int = 1) -> Arranged:
    """As `arrange_text`, with notes."""
    plain, bolds = strip_bold([unicodedata.normalize("NFC", line).replace("\n", " ") for line in lines])
    unmarked, marks = without_marks(plain)
    pieces = split_dumps(_pieces(unmarked, page))
    mark_signature_dumps(pieces)
    mark_running_heads(pieces)
    mark_page_numbers(pieces)
    _count_pages(pieces, page)
    pieces = split_foot(split_letterhead(pieces))
    bold = f"Markdown's marks of bold (**) left out: {bolds}" if bolds else ""
    return Arranged(tuple(piece.line() for piece in pieces), tuple(filter(None, (bold, marks))))


def strip_bold(lines: Sequence[str]) -> tuple[list[str], int]:
    """The lines without the ** of Markdown's bold, and how many passages had them; a passage may run over lines.

    >>> strip_bold(["**KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC**"])
    (['KT. GIÁM ĐỐC', 'PHÓ GIÁM ĐỐC'], 1)
    >>> strip_bold(["Ghi chú (**)", "*** 2 ** 3 **"])
    (['Ghi chú (**)', '*** 2 ** 3 **'], 0)
    """
    text, count = _BOLD.subn(r"\1", "\n".join(lines))
    text = unicodedata.normalize("NFC", text)  # a mark may have stood behind the stars, its letter before them
    return text.split("\n") if lines else [], count


def _pieces(lines: Sequence[Numbered], page: int) -> list[Piece]:
    """One piece a line, two where a form feed cuts one; pages counted by form feeds, or else by page marks."""
    pieces: list[Piece] = []
    feeds = any("\f" in line for _, line in lines)
    for number, line in lines:
        for part, text in enumerate(line.split("\f")):
            page += part > 0
            if text.strip() or part == line.count("\f"):
                pieces.append(Piece(text.rstrip(" \r"), number, page, breaks=part > 0))  # tabs are empty cells
    if not feeds:
        _find_page_marks(pieces)
    _carry_breaks(pieces)
    return pieces


def _find_page_marks(pieces: Sequence[Piece]) -> None:
    """A page begins where a line starts with one space right after a line that is not blank.

    So write the exports that the seeds come from; such a line with hardly a page's text before it is an indent.
    """
    marks = [
        piece
        for before, piece in pairwise(pieces)
        if not before.blank and not piece.blank and re.match(r" (?! )", piece.text)
    ]
    shown = sum(not piece.blank for piece in pieces)
    if len(marks) > max(2.0, shown * _MANY_MARKS):
        return
    since = 0
    for piece in pieces:
        if piece in marks and since >= _LEAST_PAGE:
            piece.breaks, since = True, 0
        since += len(piece.text)


def _carry_breaks(pieces: Sequence[Piece]) -> None:
    """A page that begins with blank lines begins at its first printed line."""
    pending = False
    for piece in pieces:
        pending |= piece.breaks
        if piece.blank:
            piece.breaks = False
        else:
            piece.breaks, pending = pending, False


def _count_pages(pieces: Sequence[Piece], page: int) -> None:
    """Number the pages again, now that page numbers are known: one that is ahead of the count begins its page."""
    for piece in pieces:
        if piece.breaks:
            page += 1
        elif piece.role is Role.PAGE_NUMBER:
            printed = int(re.findall(r"\d+", piece.text)[0])
            page = page + 1 if printed == page + 1 else page
        piece.page = page
