"""Harmless texts under names that mean something to shells, terminals, browsers and paths."""

from __future__ import annotations

from collections.abc import Iterator

from hostile import DONE, Case
from hostile_texts import PLAN

NAMES = (
    "-rf --output=x.txt",
    "; true; $(true) `true`.txt",
    "<img src=x onerror=alert(1)>.txt",
    "line\nbreak\tand\x1b[31mcolour.txt",
    "x%2f..%2f..%2fhostile.txt",
    "gnp.\u202etxt",
    "quote'\"\\.txt",
    "%s%n{0}.txt",
    "not-utf-8-\udcff\udcfe.txt",
    "á-composed.txt",
    "a\u0301-composed.txt",
    "n" * 240 + ".txt",
    "CON.txt",
    "name.txt ",
)


def name_cases() -> Iterator[Case]:
    """One file for each name, each with a text of its own."""
    for number, name in enumerate(NAMES):
        text = f"{PLAN}Phụ lục {number}\n"
        yield Case("name", name, DONE, lambda text=text: text.encode())
