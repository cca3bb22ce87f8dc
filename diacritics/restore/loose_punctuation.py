"""Punctuation that stands apart (`Hà Nội , ngày`), hung on the words it belongs to, as in print.

Corpora that were cut into tokens, search indexes and some readers set a space before every comma. The network and the
n-grams learnt text whose punctuation hangs on its words, so it is read in that way and written back where it stood.
"""

from __future__ import annotations

from collections.abc import Sequence

from kehoach.diacritics.language.tokens import DASHES, STOPS, Token

CLOSING = frozenset(STOPS + DASHES + ")]}>⟩”’»›")
OPENING = frozenset("([{<⟨“‘«‹„‚")
EITHER = frozenset("\"'`´")
"""Marks that belong to the word before, to the word after, and to the one or the other in turn."""


def hung(rows: Sequence[Sequence[Token]]) -> tuple[list[Sequence[Token]], list[int] | None]:
    """(rows without the marks that stand apart, which now belong to their neighbours; where each atom is now).

    Places count the atoms of all rows from 0; a mark is where its neighbour is. None: all are where they were.

    >>> hung([[Token("", "nay", ""), Token(",", "", ""), Token("", "mai", "")]])
    ([[Token(lead='', core='nay', trail=','), Token(lead='', core='mai', trail='')]], [0, 0, 1])
    """
    loose = ["" in [atom.core for atom in row] for row in rows]
    if not any(loose):
        return list(rows), None
    places: list[int] = []
    found: list[Sequence[Token]] = []
    start = 0
    for row, some in zip(rows, loose, strict=True):
        words, at = _hung(row) if some else (row, range(len(row)))
        places += [start + place for place in at]
        found.append(words)
        start += len(words)
    return found, places


def _hung(row: Sequence[Token]) -> tuple[list[Token], list[int]]:
    """One row; marks that have no neighbour (a dash before an entry), and bullets, stay apart."""
    words: list[Token] = []
    at: list[int] = []
    lead, quoted = "", False
    for number, atom in enumerate(row):
        side = "" if atom.core else _side(atom.lead, quoted=quoted)
        quoted ^= not atom.core and atom.lead[0] in EITHER
        if side == "before" and words and not lead:
            words[-1] = words[-1]._replace(trail=words[-1].trail + atom.lead)
            at.append(len(words) - 1)
        elif side == "after" and number + 1 < len(row):
            lead += atom.lead
            at.append(len(words))
        else:
            words.append(atom._replace(lead=lead + atom.lead))
            at.append(len(words) - 1)
            lead = ""
    return words, at


def _side(marks: str, *, quoted: bool) -> str:
    """Which neighbour marks belong to, if they belong to one."""
    first = marks[:1]
    if first in CLOSING:
        return "before"
    if first in OPENING:
        return "after"
    return "" if first not in EITHER else "before" if quoted else "after"
