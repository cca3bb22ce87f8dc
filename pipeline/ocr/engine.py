"""What a reader is: one method; and a scripted reader for tests."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from kehoach.pipeline.document import Box, Line, PageImage, Word
from kehoach.pipeline.errors import PageTimeout

_ETH = re.compile(r"Đ?ÐĐ?|đ?ðđ?")
"""The Icelandic eth, which no Vietnamese text has: Tesseract writes it for Đ, or beside it for one letter «QĐÐ»."""


@runtime_checkable
class Engine(Protocol):
    """A reader of page pictures."""

    @property
    def name(self) -> str:
        """What stands in `Page.engine`."""
        ...

    def read(self, image: PageImage, *, timeout: float) -> list[Line]:
        """The lines of an upright page picture, in no promised order.

        Boxes are in pixels of `image`, words are NFC with confidences 0…1. Raises PageError where the page cannot be
        read within `timeout` seconds, ChildProcess where a program fails, MissingDependency where one is missing.
        """
        ...


@dataclass(frozen=True, slots=True)
class EngineStatus:
    """Whether a reader can be had here, and its version or what to do to have it."""

    name: str
    available: bool
    reason: str


@dataclass
class ScriptedEngine:
    """Give, or raise, what each page is scripted to give; a page that is not in the script is blank."""

    pages: Mapping[int, Sequence[Line] | Exception] = field(default_factory=dict)
    name: str = "scripted"

    def read(self, image: PageImage, *, timeout: float) -> list[Line]:
        """The lines scripted for `image.page`."""
        scripted = self.pages.get(image.page, ())
        if isinstance(scripted, Exception):
            raise scripted
        return list(scripted)


def make_word(text: str, box: Box, confidence: float) -> Word | None:
    """A word as a reader gives it: NFC, the confidence held within 0…1; None where nothing is left of it.

    >>> make_word("Số:", Box(0, 0, 9, 9), 1.02).confidence
    1.0
    >>> make_word("  ", Box(0, 0, 9, 9), 0.5) is None
    True
    >>> make_word("650/QĐÐ-LĐTBXH", Box(0, 0, 9, 9), 0.9).text, make_word("Ðiều", Box(0, 0, 9, 9), 0.9).text
    ('650/QĐ-LĐTBXH', 'Điều')
    """
    joined = "".join(unicodedata.normalize("NFC", text).split())
    clean = _ETH.sub(lambda eth: "Đ" if eth[0].isupper() else "đ", joined)
    return Word(clean, box, min(1.0, max(0.0, confidence))) if clean else None


def make_line(words: Sequence[Word], page: int, number: int) -> Line:
    """A line of at least one boxed word, its text the words with single spaces."""
    box = Box.around(word.box for word in words if word.box)
    return Line(" ".join(word.text for word in words), page, number, box, tuple(words))


def out_of_time(page: int, reader: str) -> PageTimeout:
    """The error of a page that a reader did not finish in the time it was given."""
    return PageTimeout(f"page {page}: {reader} did not finish in time")
