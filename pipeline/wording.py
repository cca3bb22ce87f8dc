"""Numbers of things as people say them."""

from __future__ import annotations


def noun(count: int, one: str, several: str = "") -> str:
    """The word for so many: `one` as it stands, or with an s, or `several` where that is no plural.

    >>> noun(1, "page"), noun(0, "page"), noun(2, "emphasis", "emphases")
    ('page', 'pages', 'emphases')
    """
    return one if count == 1 else several or f"{one}s"


def number_of(count: int, one: str, several: str = "") -> str:
    """The number with its noun.

    >>> number_of(1, "page"), number_of(2, "page")
    ('1 page', '2 pages')
    """
    return f"{count} {noun(count, one, several)}"


def duration(seconds: float) -> str:
    """Seconds as people say them.

    >>> duration(7.4), duration(573), duration(20000), duration(400000)
    ('7 s', '10 min', '5.6 h', '4.6 days')
    """
    for unit, length, most in (("s", 1, 100), ("min", 60, 100 * 60), ("h", 3600, 48 * 3600)):
        if seconds < most:
            return f"{seconds / length:.1f} {unit}" if unit == "h" else f"{seconds / length:.0f} {unit}"
    return f"{seconds / 86400:.1f} days"
