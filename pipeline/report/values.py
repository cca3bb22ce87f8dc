"""What the report is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from kehoach.pipeline.plan_look import Reason


@dataclass(frozen=True)
class Ended:
    """How a document ended, by the journal: done, done-with-issues, failed or skipped; seconds of work, by stage too.

    `folder` is its place under OUT, `paths` are its files, `look` why a person should look at it, `written` the names
    of its results in `folder`.
    """

    folder: str
    state: str
    seconds: float = 0.0
    pages: int = 0
    code: str = ""
    message: str = ""
    advice: str = ""
    stages: dict[str, float] = field(default_factory=dict)
    paths: tuple[Path, ...] = ()
    look: tuple[Reason, ...] = ()
    written: tuple[str, ...] = ()
    member: tuple[str, ...] = ()  # the way to it within an archive, paths[0]


@dataclass(frozen=True)
class Change:
    """One edit of a document; `applied` false: only a doubt."""

    folder: str
    page: int | None
    before: str
    after: str
    reason: str
    confidence: float
    alternatives: tuple[str, ...]
    applied: bool


@dataclass(frozen=True)
class Noted:
    """Something of a document that a person should look at."""

    code: str
    message: str
    severity: int
    page: int | None


@dataclass(frozen=True)
class Row:
    """A document in the report's table: its end, its fields, how its pages were read, and what was noted."""

    ended: Ended
    doc_type: str = ""
    code: str = ""
    date: str = ""
    agency: str = ""
    subject: str = ""
    confidence: float | None = None
    pages: int = 0
    methods: tuple[tuple[str, int], ...] = ()
    reasons: tuple[tuple[str, str], ...] = ()  # pages in words, and why they were read so
    noted: tuple[Noted, ...] = ()
    edits: int = 0


@dataclass(frozen=True)
class Doubt:
    """A doubtful line: the words in doubt as (text, confidence, other readings, box)."""

    folder: str
    page: int
    box: tuple[float, float, float, float]
    text: str
    doubt: float
    words: tuple[DoubtfulWord, ...]
    size: tuple[float, float]  # of the page, in its own unit


@dataclass(frozen=True)
class DoubtfulWord:
    """A word that the readers were not sure of."""

    text: str
    confidence: float
    alternatives: tuple[str, ...]
    box: tuple[float, float, float, float] | None


@dataclass(frozen=True)
class Crop:
    """A doubtful line with its picture (a data URI) and the page's picture file, where they could be made."""

    doubt: Doubt
    picture: str = ""
    page_file: str = ""


@dataclass(frozen=True)
class Cutting:
    """Doubtful lines to be cut out of some pages of one document, each with its number among all of the report."""

    folder: str
    paths: tuple[Path, ...]
    doubts: tuple[tuple[int, Doubt], ...]
    member: tuple[str, ...] = ()


@dataclass
class Content:
    """All that the report shows."""

    rows: list[Row] = field(default_factory=list)
    skipped: list[Ended] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    changes_in_all: int = 0
    doubts: list[Doubt] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)  # what is wrong with Plans that could not be read
