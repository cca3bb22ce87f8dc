"""What the network sees of a token, and what it answers: character numbers, punctuation classes, word and case numbers.

Training and run time share this file, so the two cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kehoach.diacritics.language.alphabet import to_old_style
from kehoach.diacritics.language.tokens import Token

MAX_CHARS = 14
"""Characters of a core that are looked at; of a longer one the first nine and the last five. The longest Vietnamese
syllable has 7 letters (`nghiêng`); a reader may make two characters of a letter."""

_HEAD = 9
COPY = 0
"""Word number that means: leave the core as it is."""

PAD, UNKNOWN = 0, 1
LOWER, TITLE, UPPER, AS_IS = range(4)
"""Case numbers: `sở`, `Sở`, `SỞ`, anything else (`TTg`)."""

_QUOTES = tuple("\"'“”„‘’«»`´")
_LEAD_CLASSES = (("(", "[", "{"), _QUOTES, tuple("-–—‐‑−"), tuple("•·∙▪▫◦●○■□►▶➢➤✓✔❖◆*+~_=#/"))
_TRAIL_CLASSES = ((",",), (".",), (";",), (":",), (")", "]", "}"), _QUOTES, tuple("-–—/"), ("?", "!", "…"))
LEAD_CLASSES = len(_LEAD_CLASSES) + 2
TRAIL_CLASSES = len(_TRAIL_CLASSES) + 2
"""Classes of what stands before and after a core: none, the rows above by the character next to the core, other."""

SENTENCE_ENDS = [2, 8]
"""Classes of what ends a sentence: a full stop; ?, ! and …"""

_LEAD_CLASS = {char: row + 1 for row, chars in enumerate(_LEAD_CLASSES) for char in chars}
_TRAIL_CLASS = {char: row + 1 for row, chars in enumerate(_TRAIL_CLASSES) for char in chars}


@lru_cache(maxsize=1 << 15)
def case_of(word: str) -> int:
    """The case number of a word; one capital letter alone counts as Title.

    >>> [case_of(w) for w in ("sở", "Sở", "SỞ", "Y", "TTg", "10")]
    [0, 1, 2, 1, 3, 0]
    """
    if word == word.lower():
        return LOWER
    if word == word[:1].upper() + word[1:].lower():
        return TITLE
    return UPPER if word == word.upper() else AS_IS


@lru_cache(maxsize=1 << 15)
def apply_case(word: str, case: int, core: str) -> str:
    """A lower-case word in the case wanted; AS_IS takes the case of the core it stands for.

    >>> [apply_case("sở", case, "SO") for case in range(4)]
    ['sở', 'Sở', 'SỞ', 'SỞ']
    """
    if case == AS_IS:
        case = case_of(core)
    if case == LOWER:
        return word
    return word.upper() if case == UPPER else word[:1].upper() + word[1:]


def punctuation_classes(token: Token) -> tuple[int, int]:
    """The class of the character just before the core, and of the one just after it.

    >>> punctuation_classes(Token("(", "b/c", ");"))
    (1, 5)
    """
    lead = _LEAD_CLASS.get(token.lead[-1], LEAD_CLASSES - 1) if token.lead else 0
    trail = _TRAIL_CLASS.get(token.trail[0], TRAIL_CLASSES - 1) if token.trail else 0
    return lead, trail


@dataclass(frozen=True)
class Vocabulary:
    """The characters the network reads and the words it can answer; word 0 is COPY (an empty string)."""

    chars: tuple[str, ...]
    words: tuple[str, ...]

    @classmethod
    def load(cls, folder: Path) -> Vocabulary:
        """Read `chars.txt` and `words.txt` (one entry a line, NFC, UTF-8) of a model's folder."""
        chars = (folder / "chars.txt").read_text(encoding="utf-8").split("\n")
        words = (folder / "words.txt").read_text(encoding="utf-8").split("\n")
        return cls(tuple(c for c in chars if c), ("", *(w for w in words if w)))

    def save(self, folder: Path) -> None:
        """Write the two files that `load` reads."""
        (folder / "chars.txt").write_text("\n".join(self.chars) + "\n", encoding="utf-8")
        (folder / "words.txt").write_text("\n".join(self.words[1:]) + "\n", encoding="utf-8")

    @cached_property
    def _char_ids(self) -> dict[str, int]:
        return {char: number + 2 for number, char in enumerate(self.chars)}

    @cached_property
    def _word_ids(self) -> dict[str, int]:
        return {word: number for number, word in enumerate(self.words)}

    @property
    def char_count(self) -> int:
        """How many character numbers there are, PAD and UNKNOWN included."""
        return len(self.chars) + 2

    def word_id(self, word: str) -> int:
        """The number of a word whatever its case and tone style, or COPY if it is not in the vocabulary."""
        return self._word_ids.get(to_old_style(word.lower()), COPY)

    def encode_core(self, core: str) -> list[int]:
        """MAX_CHARS character numbers of a core, padded."""
        chars = core if len(core) <= MAX_CHARS else core[:_HEAD] + core[_HEAD - MAX_CHARS :]
        ids = [self._char_ids.get(char, UNKNOWN) for char in chars]
        return ids + [PAD] * (MAX_CHARS - len(ids))

    def encode(self, tokens: Iterable[Token]) -> NDArray[np.int64]:
        """An array (tokens, MAX_CHARS + 2): the core's characters, then the two punctuation classes."""
        rows: Sequence[list[int]] = [[*self.encode_core(t.core), *punctuation_classes(t)] for t in tokens]
        return np.array(rows, dtype=np.int64).reshape(-1, MAX_CHARS + 2)
