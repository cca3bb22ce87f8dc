"""Tesseract's table of words (TSV) into lines: the same for the program and for the linked library."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from kehoach.pipeline.document import Box, Line, Word
from kehoach.pipeline.ocr.crops import LinePicture
from kehoach.pipeline.ocr.engine import make_line, make_word

_WORD_LEVEL = "5"
_COLUMNS = 12


def lines_from_tsv(table: str, page: int, shift: tuple[float, float] = (0.0, 0.0)) -> list[Line]:
    r"""Lines with words and boxes; `shift` is added to every box (a part of a page read on its own).

    Columns: level, page, block, paragraph, line, word, left, top, width, height, confidence 0…100, text.

    >>> row = "5\t1\t1\t1\t1\t{}\t{}\t20\t30\t12\t{}\t{}"
    >>> table = row.format(1, 10, 96.5, "Kế") + "\n" + row.format(2, 50, 91, "hoạch")
    >>> lines_from_tsv(table, 1)[0].text
    'Kế hoạch'
    """
    lines: dict[tuple[str, ...], list[Word]] = defaultdict(list)
    for key, word in _words(table, shift):
        lines[key].append(word)
    return [make_line(words, page, number) for number, words in enumerate(lines.values(), start=1)]


def _words(table: str, shift: tuple[float, float]) -> Iterator[tuple[tuple[str, ...], Word]]:
    for row in table.splitlines():
        cells = row.split("\t", _COLUMNS - 1)
        if len(cells) < _COLUMNS or cells[0] != _WORD_LEVEL:
            continue
        left, top, width, height = (float(value) for value in cells[6:10])
        box = Box(left + shift[0], top + shift[1], left + width + shift[0], top + height + shift[1])
        word = make_word(cells[11], box, float(cells[10]) / 100)
        if word:
            yield tuple(cells[1:5]), word


def line_from_picture(table: str, picture: LinePicture, page: int) -> Line | None:
    """All words of the table of one line's picture as one line, boxes led back to the page; None without words."""
    found = (word for line in lines_from_tsv(table, page) for word in line.words)
    words = [replace(word, box=picture.page_box(word.box)) for word in found if word.box]
    return make_line(words, page, 1) if words else None


def split_pages(table: str) -> dict[int, str]:
    r"""The table of several pages by the number of the page.

    >>> split_pages("level\tpage_num\n1\t1\t0\n5\t2\t1\n5\t2\t2")
    {1: '1\t1\t0', 2: '5\t2\t1\n5\t2\t2'}
    """
    rows: dict[int, list[str]] = defaultdict(list)
    for row in table.splitlines():
        cells = row.split("\t", 2)
        if len(cells) > 1 and cells[1].isdecimal():
            rows[int(cells[1])].append(row)
    return {page: "\n".join(found) for page, found in rows.items()}
