"""Numbers and days written by hand into the blanks of a letterhead, taken out of the line where readers are in doubt.

«Số: 729/QĐ-TTg» with a number written by hand is printed «Số: /QĐ-TTg» (Nghị định 30/2020/NĐ-CP, Điều 15: number and
date are put in when the document is registered). A hand-written number that is read surely stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kehoach.pipeline.document import Line, Role, Word
from kehoach.pipeline.form.date_line import is_place_and_date
from kehoach.pipeline.form.number_line import is_number_line
from kehoach.pipeline.form.text_key import plain
from kehoach.pipeline.layout.pieces import piece

_UNSURE = 0.55
"""Confidence from which a filled-in number is believed; where readers differ on digits it is 0.5 at most."""

_PARTS = re.compile(r"(?P<lead>(?:s[oố]\s*:?|ngày|tháng|năm|,)?)(?P<blank>[^/]*?)(?P<rest>/.*)?", re.IGNORECASE)


def lift_filled_in(line: Line) -> list[Line]:
    """The printed line, and what was doubtfully written into its blanks, marked as handwriting."""
    if not (is_number_line(plain(line.text)) and "/" in line.text) and not is_place_and_date(line.text):
        return [line]
    printed: list[Word] = []
    written: list[Word] = []
    for word in line.words:
        for part, by_hand in _parted(word):
            (written if by_hand else printed).append(part)
    if not written or not printed:
        return [line]
    note = piece(line, written)
    return [piece(line, printed), replace(note, role=Role.HANDWRITING)]


def _parted(word: Word) -> Iterator[tuple[Word, bool]]:
    """The printed parts of a token and what stands in its blank, in order."""
    found = _PARTS.fullmatch(word.text)
    blank = found["blank"] if found else ""
    if not found or not blank or not _doubtful(word, blank):
        yield word, False
        return
    if found["lead"]:
        yield replace(word, text=found["lead"]), False
    yield replace(word, text=blank), True
    if found["rest"]:
        yield replace(word, text=found["rest"]), False


def _doubtful(word: Word, blank: str) -> bool:
    """Neither a word nor a number that readers agree on."""
    others = [text for text in word.alternatives if text.rstrip(".") != word.text]  # a stop is not what hands write
    if word.confidence is None or word.confidence > _UNSURE or not others:
        return False
    letters = "".join(char for char in blank if char.isalnum())
    return any(char.isdigit() for char in letters) or len(letters) < 2
