"""What the rules of time share: the day that they are read from, and the period that they find."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from kehoach.pipeline.plan import Anchor


@dataclass(frozen=True, slots=True)
class Frame:
    """What a wording leaves to be known: the year that dates without one mean, the document's day.

    `timed`: the text says when and nothing else, as after «Thời gian:»; a month may then stand without its year.
    """

    year: int | None = None
    today: date | None = None
    timed: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """A period in a key: its place, its edges as full ISO days, how it is worded, whether its year is printed.

    `inside`: «trong» or «vào» stands before it. `anchored`: what it is counted from, where that is no calendar.
    """

    start: int
    end: int
    first: str | None
    last: str | None
    precision: str | None
    form: str
    recurrence: str | None = None
    said: bool = True
    inside: bool = False
    anchored: Anchor | None = None


Form = Callable[[str, int, Frame], Span | None]
"""A rule: the period that begins at a place of a key, if its wording stands there."""
