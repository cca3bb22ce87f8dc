"""A whitespace token cut into what is punctuation and what is word: token = lead + core + trail.

The network reads cores, so this cut is part of the model: the same functions are used to train it and to run it.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

QUOTES_AND_BRACKETS = "\"'“”„‟‘’‚‛«»‹›`´([{<⟨)]}>⟩"
STOPS = ".,;:!?…"
DASHES = "-–—‐‑‒―−"
BULLETS = "•·∙▪▫◦●○■□►▶➢➤✓✔❖◆*+~_=#/"
EDGE = frozenset(QUOTES_AND_BRACKETS + STOPS + DASHES + BULLETS)
"""What stands at the edge of a token without belonging to its word.

Every other symbol (¢ & € ¥ £ $ § © ® @ % | \\ ^ °) belongs to the core even at its edge, because readers that do not
know Vietnamese put such a symbol in the place of a letter: `S¢` for Sở, `t&` for tế, `|` for I.
"""
SEPARATORS = "-–—/,;:."
"""What joins two words in one token (`tế-xã`, `và/hoặc`, `đức,phong`): there the token is cut into atoms."""

_SPLIT = re.compile(rf"(?<=[^\W\d_])([{re.escape(SEPARATORS)}])(?=[^\W\d_])")
_SEGMENT = re.compile(rf"[{re.escape(SEPARATORS)}]")
_ADDRESS = re.compile(r"@|://|^www\.|\.(?:vn|com|org|net|edu|gov|info)\b", re.IGNORECASE)


class Token(NamedTuple):
    """A token, or one word of a token that joins several (an atom); `lead + core + trail` is its whole text."""

    lead: str
    core: str
    trail: str

    @property
    def text(self) -> str:
        """The token as it stood."""
        return self.lead + self.core + self.trail

    def with_core(self, core: str) -> Token:
        """The same token around another word."""
        return Token(self.lead, core, self.trail)


def _is_edge(char: str) -> bool:
    """Punctuation by the table above, or a control or private character that no word has."""
    return char in EDGE or unicodedata.category(char) in {"Cc", "Cf", "Co"}


def split_token(token: str) -> Token:
    """Cut the punctuation off both ends of a token; all that is inside stays in the core.

    A token of punctuation alone has an empty core and stands in the lead.

    >>> split_token("(b/c);")
    Token(lead='(', core='b/c', trail=');')
    >>> [split_token(t).core for t in ("S¢,", "t&", "I11.", "1an", "chl’nh’", ":[héng", "|.", "100%;")]
    ['S¢', 't&', 'I11', '1an', 'chl’nh', 'héng', '|', '100%']
    >>> split_token("hiện./.")
    Token(lead='', core='hiện', trail='./.')
    >>> split_token("–")
    Token(lead='–', core='', trail='')
    """
    start, end = 0, len(token)
    while start < end and _is_edge(token[start]):
        start += 1
    while end > start and _is_edge(token[end - 1]):
        end -= 1
    return Token(token[:start], token[start:end], token[end:])


def atoms(token: str) -> tuple[Token, ...]:
    """The words of one whitespace token: usually one; cut at a separator between two letters.

    A separator goes with the trail of the word before it, so the texts joined give the token back. A token with a part
    that is a number (`171/KH-UBND`, `COVID-19`) or that is an address is never cut.

    >>> [a.text for a in atoms("tế-xã")]
    ['tế-', 'xã']
    >>> [a.text for a in atoms("(KT.GIÁM")]
    ['(KT.', 'GIÁM']
    >>> [len(atoms(t)) for t in ("10-KH/DU,", "COVID-19", "soyte.gov.vn", "a@b.vn", "16/6/2025", "kế")]
    [1, 1, 1, 1, 1, 1]
    """
    whole = split_token(token)
    parts = _SPLIT.split(whole.core)
    if len(parts) == 1 or _ADDRESS.search(whole.core) or any(s.isdigit() for s in _SEGMENT.split(whole.core)):
        return (whole,)
    cores, joints = parts[::2], parts[1::2]
    leads = [whole.lead] + [""] * (len(cores) - 1)
    trails = [*joints, whole.trail]
    return tuple(Token(*cut) for cut in zip(leads, cores, trails, strict=True))
