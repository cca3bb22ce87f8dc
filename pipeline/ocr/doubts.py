"""What a person should look at in a page that was read, as edits: doubtful numbers, doubtful and mended words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from pipeline.document import Box, Edit, Line, Role, Word

_DOUBTFUL = 0.8
"""Confidence of a word below which it is shown as doubtful. Of 9,300 words of 24 scans, five a page lie below, and two
in five of these are wrong: half of all that are; among those above, one in 180 is."""

_DOUBTFUL_NUMBER = 0.7
"""The same for a number or code on which the readers agree: no language speaks for or against it."""

UNSURE = 0.5  # where nothing measures the doubt
DISAGREE = "readers-disagree"
POOR = "read-poorly"
GUESSED = "language-chose"
CODE = "notation"
LABEL = "label-misread"

_COMMA_LABEL = re.compile(r"(\d{1,2}),\s+[A-ZÀ-Ỵ]")
"""«4, Sở Y tế» at the head of a line: readers see the stop of a small label as a comma, both of them."""


def doubts(lines: Sequence[Line]) -> tuple[Edit, ...]:
    """The edits of a page's lines, in their order; boxes are those of the words.

    Every number or code that readers give differently is among them (not applied: it stands, the other readings are its
    alternatives); every word whose marks the language chose against all readers (applied); and words that the
    readers read poorly (not applied). What lies beside the text is left out, but for numbers taken for handwriting:
    they are missing from the text.
    """
    return tuple(edit for line in lines for edit in _of_line(line))


def _of_line(line: Line) -> Iterator[Edit]:
    if line.role.is_furniture or (line.role.is_marginalia and line.role is not Role.HANDWRITING):
        return
    if label := _COMMA_LABEL.match(line.text):
        box = line.words[0].box if line.words else line.box
        shown, other = f"{label[1]},", (f"{label[1]}.",)
        yield Edit(shown, shown, LABEL, UNSURE, other, line.page, line.number, 0, box, applied=False)
    token = 0
    for words in _together(line.words):
        figures = any(char.isdigit() for text in (*_texts(words), *words[0].alternatives) for char in text)
        if figures or line.role is not Role.HANDWRITING:
            yield from _doubt(words, figures, line, -1 if "\t" in line.text else token)
        token += len(words)


def _together(words: Sequence[Word]) -> Iterator[list[Word]]:
    """Words one by one, but those together that stand against the same other readings: one reader glued them."""
    for other, group in groupby(words, key=lambda word: (word.alternatives, word.confidence, word.guessed)):
        found = list(group)
        yield from [found] if other[0] else [[word] for word in found]


def _texts(words: Sequence[Word]) -> list[str]:
    return [word.text for word in words]


def _doubt(words: Sequence[Word], figures: bool, line: Line, token: int) -> Iterator[Edit]:
    word = words[0]
    shown = " ".join(_texts(words))
    sure = 1.0 if word.confidence is None else word.confidence
    before = word.alternatives[0] if word.guessed and word.alternatives else shown
    if word.guessed:
        reason = CODE if figures or "-" in shown else GUESSED
    elif word.alternatives and (figures or sure < _DOUBTFUL):
        reason = DISAGREE
    elif sure < (_DOUBTFUL_NUMBER if figures else _DOUBTFUL):
        reason = POOR
    else:
        return
    others = tuple(text for text in word.alternatives if text not in (before, shown))
    boxes = [word.box for word in words if word.box]
    place = Box.around(boxes) if boxes else None
    yield Edit(before, shown, reason, sure, others, line.page, line.number, token, place, word.guessed)
