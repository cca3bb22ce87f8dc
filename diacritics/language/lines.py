"""A line as the restorer works on it: its white space kept exactly, its tokens cut into atoms."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from kehoach.diacritics.language.tokens import Token, atoms, split_token

_SPACE = re.compile(r"(\s+)")


@lru_cache(maxsize=1 << 15)
def atoms_of(token: str) -> tuple[Token, ...]:
    """The atoms of a token in NFC; remembered, for a text repeats its tokens."""
    return atoms(unicodedata.normalize("NFC", token))


@lru_cache(maxsize=1 << 15)
def whole_of(token: str) -> Token:
    """The cut of a token in NFC, in one piece; remembered as well."""
    return split_token(unicodedata.normalize("NFC", token))


@lru_cache(maxsize=1 << 15)
def _cores_of(token: str) -> tuple[str, ...]:
    """The words of a token."""
    return tuple(atom.core for atom in atoms_of(token) if atom.core)


@dataclass(frozen=True)
class TextLine:
    """One line of text: white space and tokens in turn, white space first (perhaps empty)."""

    spaces: tuple[str, ...]
    tokens: tuple[str, ...]

    @classmethod
    def cut(cls, line: str) -> TextLine:
        """Cut a line; `text` gives it back exactly.

        >>> TextLine.cut("  Sở\\tY tế ").tokens
        ('Sở', 'Y', 'tế')
        >>> TextLine.cut("  Sở\\tY tế ").text
        '  Sở\\tY tế '
        """
        words = line.split()
        if words and " ".join(words) == line:  # nearly every line; the cut below gives the same
            return cls(("", *(" ",) * (len(words) - 1)), tuple(words))
        parts = _SPACE.split(line)
        if parts[0]:
            parts.insert(0, "")
        else:
            parts = parts[1:] or [""]
        if not parts[-1]:
            parts.pop()
        return cls(tuple(parts[::2]), tuple(parts[1::2]))

    @property
    def text(self) -> str:
        """The line as one string."""
        pairs = zip(self.spaces, self.tokens, strict=False)
        return "".join(chain.from_iterable(pairs)) + "".join(self.spaces[len(self.tokens) :])

    def with_tokens(self, changed: Mapping[int, str]) -> TextLine:
        """The line with some tokens replaced, by their index."""
        tokens = list(self.tokens)
        for index, token in changed.items():
            tokens[index] = token
        return TextLine(self.spaces, tuple(tokens))

    def cores(self) -> list[str]:
        """The words of the line: the cores of all atoms, empty ones left out."""
        return [core for token in self.tokens for core in _cores_of(token)]
