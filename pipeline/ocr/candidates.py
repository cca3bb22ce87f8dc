"""What stands in one place of a line: what the readers say, and how firmly each stands behind it.

A stake is a logarithm of odds: of one reader's answer being right, or, summed, of all readers that gave the answer.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from kehoach.diacritics.language.alphabet import fold
from kehoach.diacritics.language.lexicon import by_fold
from kehoach.diacritics.language.tokens import split_token
from kehoach.pipeline.document import Word
from kehoach.pipeline.ocr.align import Slot
from kehoach.pipeline.ocr.figures import same_number

_SURE = 7.0
"""Stake from which an answer's marks are not doubted: both readers gave it, each with a confidence above 0.9."""

_OTHER_MARKS = -3.0
"""Stake of a syllable with the same letters and other marks, which no reader gave: the marks are what readers get
wrong, and most letters have about ten forms."""

_SEAM = 3.0
"""For a space that Tesseract sees and trueocr does not: the latter often leaves out those after a colon or a comma."""

_END = 1.0
"""For a full stop, comma or semicolon at the end that one reader has and another has not: a small sign is overlooked
sooner than made up."""

_JUNK = -4.0
"""For signs without a letter or digit that one reader alone has, and for those that documents do not use: specks and
remains of ruling lines are read so."""

_NEVER_PRINTED = "_|`~^¬‹›«»†‡¿¡¤#"


@dataclass(frozen=True, slots=True)
class Voice:
    """How far a reader's confidence is to be believed: log-odds of being right = offset + slope · log-odds given.

    `silence` are the log-odds that nothing stands where the reader has nothing, `letters` the characters that it can
    write (none given: all).
    """

    name: str
    offset: float
    slope: float
    silence: float
    weight: float = 1.0
    letters: frozenset[str] = frozenset()

    def stake(self, words: Sequence[Word]) -> float:
        """The log-odds that these words are right; of none, that nothing is."""
        if not words:
            return self.weight * self.silence
        least = min(word.confidence if word.confidence is not None else 0.5 for word in words)
        given = math.log((least + 0.005) / (1.005 - least))
        return self.weight * (self.offset + self.slope * given)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One answer, and the sum of the stakes of the readers that gave it."""

    words: tuple[Word, ...]
    stake: float
    read: bool = True  # False: no reader has it, its marks were varied
    readers: int = 1  # different ones that do not contradict it; one that reads twice counts once

    @property
    def text(self) -> str:
        """The words with single spaces."""
        return " ".join(word.text for word in self.words)


def candidates(slot: Slot, voices: Sequence[Voice]) -> list[Candidate]:
    """The different answers in a slot, the one with the highest stake first."""
    texts = [slot.text(number) for number in range(len(voices))]
    found = []
    for text in dict.fromkeys(texts):
        own = [number for number, other in enumerate(texts) if other == text]
        agreed = [n for n, voice in enumerate(voices) if n in own or _would_agree(texts[n], text, voice)]
        stake = sum(voices[number].stake(slot.words[number]) for number in agreed)
        readers = len({voices[number].name for number in agreed})
        words = slot.words[own[0]] if readers > 1 else _doubted([slot.words[number] for number in own])
        found.append(Candidate(words, stake + _habit(text, texts, len(own)), readers=readers))
    return sorted(found, key=lambda candidate: -candidate.stake)


def _doubted(readings: Sequence[tuple[Word, ...]]) -> tuple[Word, ...]:
    """One reader's words, which it read alike more than once, with what it thought possible in any of its readings."""
    words, *others = readings
    if len(words) != 1:
        return words
    possible = dict.fromkeys(text for reading in readings for text in reading[0].alternatives)
    return (replace(words[0], alternatives=tuple(possible)),) if others and possible else words


def _would_agree(own: str, text: str, voice: Voice) -> bool:
    """Whether a reader that gave `own` does not contradict `text`: only spaces differ, or what it cannot write.

    Nor does one that read digits of it as letters.
    """
    if not own or not text:
        return False
    if same_number(text, own):
        return True
    if own.replace(" ", "") == text.replace(" ", ""):
        return True
    writable = not voice.letters or all(char in voice.letters or char == " " for char in text)
    return not writable and within(own, voice.letters) == within(text, voice.letters)


def _habit(text: str, texts: Sequence[str], readers: int) -> float:
    """What is known of how readers err, in favour of an answer or against it."""
    glued = any(other != text and other == text.replace(" ", "") for other in texts[1:])
    habit = _SEAM if text == texts[0] and glued else 0.0
    if text[-1:] in _STOPS and any(other == text[:-1] for other in texts):
        habit += _END
    signs_only = bool(text) and not any(char.isalnum() for char in text)
    junk = (signs_only and readers == 1 < len(texts)) or any(char in _NEVER_PRINTED for char in text)
    return habit + (_JUNK if junk else 0.0)


_STOPS = frozenset(".,;")

_NEAREST = str.maketrans({"–": "-", "—": "-", "[": "(", "]": ")", "…": ".", "|": "1"})


def within(text: str, letters: frozenset[str]) -> str:
    """What a reader with these letters would write for a text; brackets and runs of dots aside, which it also drops.

    >>> within("2C1–[số…", frozenset("2C1-(số."))
    '2C1-số.'
    """
    near = "".join(char for char in text.translate(_NEAREST) if char in letters and char not in "()")
    return re.sub(r"\.+", ".", near)


def other_marks(found: Sequence[Candidate]) -> Iterator[Candidate]:
    """Answers that no reader gave: the doubtful single words among those given, with every other set of marks."""
    seen = {candidate.text for candidate in found}
    if found and found[0].stake >= _SURE:
        return
    for candidate in found:
        if len(candidate.words) != 1:
            continue
        word = candidate.words[0]
        for text in respelt(word.text):
            if text not in seen:
                seen.add(text)
                yield Candidate((Word(text, word.box, word.confidence),), _OTHER_MARKS, read=False)


@lru_cache(maxsize=4096)
def respelt(text: str) -> tuple[str, ...]:
    """A token with every other syllable of the same letters, marks aside; its case and punctuation stay.

    >>> respelt("PHÓ;")[0], respelt("QĐ-TTg"), respelt("12")
    ('PHỐ;', (), ())
    """
    token = split_token(text)
    lower = token.core.lower()
    forms = [form for form in by_fold().get(fold(lower), ()) if form != lower]
    return tuple(token.with_core(_cased(form, token.core)).text for form in forms)


def _cased(form: str, like: str) -> str:
    if like.isupper() and (len(like) > 1 or len(form) == 1):
        return form.upper()
    return form[:1].upper() + form[1:] if like[:1].isupper() else form
