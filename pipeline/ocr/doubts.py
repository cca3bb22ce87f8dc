"""What a person should look at in a page that was read, as edits: doubtful numbers, doubtful and mended words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from kehoach.diacritics.language.lexicon import is_foreign
from kehoach.diacritics.language.tokens import split_token
from kehoach.pipeline.document import Box, Edit, Line, Role, Word
from kehoach.pipeline.ocr.number_forms import Odd, in_sequence, is_label, odd_forms

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


def doubts(lines: Sequence[Line]) -> tuple[Edit, ...]:
    """The edits of a page's lines, in their order; boxes are those of the words.

    Every number or code that readers give differently is among them (not applied: it stands, the other readings are its
    alternatives); every word whose marks the language chose against all readers (applied); words that the readers read
    poorly and numbers of an odd form (not applied). What lies beside the text is left out, but for numbers taken for
    handwriting: they are missing from the text.
    """
    known = in_sequence(lines)
    odd = odd_forms(lines)
    return tuple(edit for at, line in enumerate(lines) for edit in _of_line(line, odd[at], in_order=at in known))


def _of_line(line: Line, odd: Odd, *, in_order: bool) -> Iterator[Edit]:
    if line.role.is_furniture or (line.role.is_marginalia and line.role is not Role.HANDWRITING):
        return
    token = 0
    for words in _together(line.words):
        figures = any(char.isdigit() for text in (*_texts(words), *words[0].alternatives) for char in text)
        place = -1 if "\t" in line.text else token
        found = list(_doubt(words, figures, line, place)) if figures or line.role is not Role.HANDWRITING else []
        shapes = [odd.get(at) for at in range(token, token + len(words))]
        if found and (found[0].reason != POOR or not ((in_order and token == 0) or any(shapes))):
            yield from (_with_shape(edit, shapes) for edit in found)
        else:
            yield from _odd(words, shapes, line, place)
        token += len(words)


def _odd(words: Sequence[Word], others: Sequence[tuple[str, ...] | None], line: Line, token: int) -> Iterator[Edit]:
    """Words whose form is odd, each by itself."""
    for at, (word, other) in enumerate(zip(words, others, strict=True)):
        if other is not None:
            reason, place = LABEL if is_label(word.text) else POOR, token if token < 0 else token + at
            yield Edit(word.text, word.text, reason, UNSURE, other, line.page, line.number, place, word.box, False)


def _with_shape(edit: Edit, shapes: Sequence[tuple[str, ...] | None]) -> Edit:
    """A doubt of the readers with what the form of its word, if it is one, speaks for."""
    if len(shapes) != 1 or not shapes[0]:
        return edit
    others = (text for text in shapes[0] if text not in (edit.after, *edit.alternatives))
    return replace(edit, alternatives=(*edit.alternatives, *others))


def _together(words: Sequence[Word]) -> Iterator[list[Word]]:
    """Words one by one, but those together that stand against the same other readings: one reader glued them."""
    for other, group in groupby(words, key=lambda word: (word.alternatives, word.confidence, word.guessed)):
        found = list(group)
        yield from [found] if other[0] else [[word] for word in found]


def _is_foreign(text: str) -> bool:
    """Whether a token with figures is a known name: «COVID-19»."""
    name, _, number = split_token(text).core.partition("-")
    return number.isdigit() and is_foreign(name)


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
    elif sure < (_DOUBTFUL_NUMBER if figures else _DOUBTFUL) and not _is_foreign(shown):
        reason = POOR
    else:
        return
    others = tuple(text for text in word.alternatives if text not in (before, shown))
    boxes = [word.box for word in words if word.box]
    place = Box.around(boxes) if boxes else None
    yield Edit(before, shown, reason, sure, others, line.page, line.number, token, place, word.guessed)
