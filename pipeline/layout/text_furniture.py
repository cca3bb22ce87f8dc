"""What stands in a text export beside the text: page numbers, running heads, the dumps of digital signatures."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kehoach.pipeline.document import Role
from kehoach.pipeline.form.page_numbers import page_number
from kehoach.pipeline.form.signature_dumps import WHOLE, is_entry, is_sure_line
from kehoach.pipeline.layout.text_piece import Piece

_GAZETTE = re.compile(r"(?:\d{1,4} )?cong bao\s?/\s?so [\d +]+/\s?ngay [\d/-]+(?: \d{1,4})?")
"""Running head of the official gazette: «CÔNG BÁO/Số 252/Ngày 27-04-2026 90»."""

_FULL_LINE = 30
"""Letters of a line that is likely cut by the page's width and not by its end; printed lines have 60 to 90."""
_WANTS_NUMBER = re.compile(r"\b(ngay|thang|nam|so|dieu|khoan|muc|quy|lan|thu|tu|den|phu luc|phan|chuong)$")
_PAGE_LINES = (12, 90)
"""Lines that are not blank on a page, at least and at most."""

_DUMP_REACH = 5  # lines of a dump from its sure line up or down: provider, time, agency, signer, e-mail
_DUMP_LENGTH = 250  # letters of a dump's line at most; longer ones are text that speaks of signing


def split_dumps(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with every whole dump inside a line cut out as a piece of its own, in place and marked."""
    parts: list[Piece] = []
    for piece in pieces:
        cut = list(_around_dumps(piece))
        parts.extend(cut)
        for later in cut[1:]:
            later.breaks = False
    return parts


def _around_dumps(piece: Piece) -> Iterator[Piece]:
    rest = piece.text
    while found := WHOLE.search(rest):
        before, rest = rest[: found.start()], rest[found.end() :]
        if before.strip():
            yield replace(piece, text=before.strip())
        yield replace(piece, text=found[0], role=Role.SIGNATURE_DUMP, settled=True)
    if rest == piece.text:
        yield piece
    elif rest.strip():
        yield replace(piece, text=rest.strip())


def mark_signature_dumps(pieces: Sequence[Piece]) -> None:
    """Give Role.SIGNATURE_DUMP to what signing programs print: blocks about a line that only they write.

    Such a line alone is enough; lines before and after belong to it while no blank line comes between, or where they
    are entries of a dump themselves.
    """
    keys = [piece.key() for piece in pieces]
    sure = [i for i, key in enumerate(keys) if len(key) <= _DUMP_LENGTH and is_sure_line(key)]
    for index in sure:
        pieces[index].settle(Role.SIGNATURE_DUMP)
        for step in (-1, 1):
            _mark_towards(pieces, keys, index, step)


def _mark_towards(pieces: Sequence[Piece], keys: Sequence[str], start: int, step: int) -> None:
    """Mark the entries up or down from a sure line, and plain lines that lie between two entries."""
    between: list[int] = []
    for distance in range(1, _DUMP_REACH + 1):
        index = start + step * distance
        if not 0 <= index < len(pieces) or pieces[index].blank:
            return
        if len(keys[index]) > _DUMP_LENGTH:
            return
        if pieces[index].role is Role.SIGNATURE_DUMP or is_entry(keys[index]) or is_sure_line(keys[index]):
            for inner in (*between, index):
                pieces[inner].settle(Role.SIGNATURE_DUMP)
            between = []
        else:
            between.append(index)


_DEEPEST = 3  # lines of a running head or foot


def mark_running_heads(pieces: Sequence[Piece]) -> None:
    """Give Role.RUNNING_HEAD to the gazette's head, and to what stands first or last on half of all pages.

    What stands as often amid the pages, numbers aside, is text: the rows of a list, one of which begins or ends a page.
    """
    for piece in pieces:
        if not piece.settled and _GAZETTE.fullmatch(piece.key()):
            piece.settle(Role.RUNNING_HEAD)
    pages = _by_page(pieces)
    if len(pages) < 3:
        return
    edges = Counter((place, _shape(piece)) for page in pages for place, piece in _edges(page))
    least = max(3, len(pages) / 2)
    heads = {head for head, count in edges.items() if count >= least}
    if not heads:
        return
    amid = Counter(_shape(piece) for page in pages for piece in page[_DEEPEST:-_DEEPEST])
    for page in pages:
        for place, piece in _edges(page):
            shape = _shape(piece)
            if (place, shape) in heads and amid[shape] < least and len(piece.text) > 3 and not piece.settled:
                piece.settle(Role.RUNNING_HEAD)


def _by_page(pieces: Sequence[Piece]) -> list[list[Piece]]:
    pages: dict[int, list[Piece]] = defaultdict(list)
    for piece in pieces:
        if not piece.blank:
            pages[piece.page].append(piece)
    return list(pages.values())


def _edges(page: Sequence[Piece]) -> Iterator[tuple[int, Piece]]:
    """The first two and the last line of a page that could be its head or foot: no table rows, no list items."""
    if len(page) < 4:
        return
    for place in (0, 1, -1):
        piece = page[place]
        starts_list = re.match(r"\s*([-–+•·*]|\(?[\divxlcIVXLC]{1,4}[.)]|[a-zđ]\)|stt\b|tt\b)", piece.key())
        if not piece.tabbed and not starts_list and len(piece.text) < 90:
            yield place, piece


def _shape(piece: Piece) -> str:
    """A line with its numbers taken out: what a running head keeps from page to page."""
    return re.sub(r"\d+", "#", piece.key())


def mark_page_numbers(pieces: Sequence[Piece]) -> None:
    """Give Role.PAGE_NUMBER to numbers that stand alone on a line and are neither list labels nor cells of a table.

    Sure: «- 4 -», «Trang 4/12»; a number first or last on a page that a form feed or a page mark cuts, or beside a
    running head; a number inside a sentence that goes on after it. With two such numbers in sequence, others of the
    sequence about a page apart are taken too. Anything else stays text.
    """
    shown = [i for i, piece in enumerate(pieces) if not piece.blank]
    sure: list[int] = []
    maybe: list[int] = []
    for place, index in enumerate(shown):
        piece = pieces[index]
        if piece.settled or piece.tabbed:
            continue
        number = page_number(piece.text)
        if number is not None and number.marked:
            sure.append(place)
        elif _value(piece) is not None:
            (sure if _is_page_number(pieces, shown, place) else maybe).append(place)
    sure += _in_sequence(pieces, shown, sure, maybe)
    for place in sure:
        pieces[shown[place]].settle(Role.PAGE_NUMBER)


def _value(piece: Piece) -> int | None:
    """The number that stands alone on a line, its total beside it or not: «4», «4/12»; a label has a stop."""
    text = piece.text.strip()
    number = page_number(text) if text[:1].isdigit() and text[-1:].isdigit() else None
    return number.value if number and number.value < 1000 else None


def _is_page_number(pieces: Sequence[Piece], shown: Sequence[int], place: int) -> bool:
    piece = pieces[shown[place]]
    before = pieces[shown[place - 1]] if place else None
    after = pieces[shown[place + 1]] if place + 1 < len(shown) else None
    if any(other is not None and other.tabbed for other in (before, after)):
        return False
    if any(other is not None and other.role is Role.RUNNING_HEAD for other in (before, after)):
        return True
    value = _value(piece)
    first = piece.breaks and before is not None
    last = after is not None and after.breaks
    if (first and value in (piece.page, piece.page - 1)) or (last and value == piece.page):
        return True
    return before is not None and after is not None and _cuts_sentence(before, after)


def _cuts_sentence(before: Piece, after: Piece) -> bool:
    """Whether a sentence is broken off at the end of `before` and goes on with `after`."""
    broken_off = len(before.text.strip()) >= _FULL_LINE and re.search(r"[^\W\d_,]$|[,-]$", before.text.rstrip())
    goes_on = len(after.text.strip()) >= _FULL_LINE and after.text.strip()[0].islower()
    wants = _WANTS_NUMBER.search(before.key())
    return bool(broken_off and goes_on and not wants)


def _in_sequence(pieces: Sequence[Piece], shown: Sequence[int], sure: Sequence[int], maybe: Sequence[int]) -> list[int]:
    """The doubtful numbers that fill the sequence of at least two sure ones, each about a page from the next."""
    bare = {place: value for place in sure if (value := _value(pieces[shown[place]])) is not None}
    if len(bare) < 2:
        return []
    values = {value: place for place, value in bare.items()}
    added: list[int] = []
    for place in maybe:
        value = _value(pieces[shown[place]]) or 0
        near = [other for other in (value - 1, value + 1) if other in values]
        apart = [abs(values[other] - place) for other in near]
        if near and value not in values and all(_PAGE_LINES[0] <= gap <= _PAGE_LINES[1] for gap in apart):
            values[value] = place
            added.append(place)
    return added
