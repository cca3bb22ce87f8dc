"""A long text read in windows that overlap, so that every place is read with context on both sides."""

from __future__ import annotations

from typing import NamedTuple


class Span(NamedTuple):
    """A window: it reads places `start` to `end`, and what it says of `first` to `last` is kept (ends exclusive)."""

    start: int
    end: int
    first: int
    last: int


def spans(count: int, window: int, margin: int) -> list[Span]:
    """Windows of at most `window` places whose kept parts cover `count` places exactly once.

    >>> [tuple(span) for span in spans(10, 6, 1)]
    [(0, 5, 0, 4), (3, 9, 4, 8), (7, 10, 8, 10)]
    """
    step = window - 2 * margin
    return [
        Span(max(i - margin, 0), min(i + step + margin, count), i, min(i + step, count)) for i in range(0, count, step)
    ]
