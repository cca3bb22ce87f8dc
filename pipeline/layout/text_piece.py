"""A line of a text file on its way to a `Line`, and what the text rules ask of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

from kehoach.pipeline.document import Line, Role
from kehoach.pipeline.form.text_key import plain


@dataclass(eq=False)
class Piece:
    """A line of the file, or one column's part of it. `number` is the file's line."""

    text: str
    number: int
    page: int = 1
    role: Role = Role.BODY
    breaks: bool = False  # a new page begins here
    settled: bool = field(default=False)  # its role is known; later rules leave it alone

    @property
    def blank(self) -> bool:
        """Whether nothing is printed here."""
        return not self.text.strip()

    @property
    def tabbed(self) -> bool:
        """Whether it is a piece of a table: it begins with a tab, or has tabs between words."""
        return "\t" in self.text

    @cached_property
    def words(self) -> list[str]:
        """The words as printed."""
        return self.text.split()

    def key(self) -> str:
        """Letters without marks and case, one space between words: what fuzzy rules compare."""
        return self._key

    @cached_property
    def _key(self) -> str:
        return plain(self.text)

    def settle(self, role: Role) -> None:
        """Give a role for good."""
        self.role, self.settled = role, True

    def line(self) -> Line:
        """The line that is handed on."""
        return Line(self.text, self.page, self.number, role=self.role)

    def part(self, words: list[str], role: Role) -> Piece:
        """One column's words of this line."""
        return Piece(" ".join(words), self.number, self.page, role, self.breaks, settled=True)


_TITLE = re.compile(r"ke hoach|quyet dinh|phu luc(?: [ivx\d]{1,4})?|chuong trinh|quy che|quy dinh|de an|phuong an")


def is_title(piece: Piece) -> bool:
    """Whether a line is a document's title and nothing else: what stands above it and what it heads are parted by it.

    >>> is_title(Piece("KẾ HOẠCH", 1)), is_title(Piece("Kế hoạch năm 2024", 1))
    (True, False)
    """
    return _TITLE.fullmatch(piece.key()) is not None


_NAME = re.compile(r"[^\W\d_][\w'’]*\.?")


def is_name_like(words: list[str]) -> bool:
    """Whether words could be a person's name: two to five, each with a capital first and small letters after it.

    A digit in a word or two words glued are slips that an OCR makes.

    >>> is_name_like(["Phạm", "Nam", "Thái"]), is_name_like(["HoàngMinh", "Đức"]), is_name_like(["V4n", "Hùng"])
    (True, True, True)
    >>> is_name_like(["BSCKII.", "Nguyễn", "Huy", "Ngọc"]), is_name_like(["TS.", "Lê", "An"])
    (True, True)
    >>> is_name_like(["Lưu:", "VT"]), is_name_like(["Sở", "Y", "tế"]), is_name_like(["Quận", "1"])
    (False, False, False)
    """
    parts = [part for word in words[_degrees(words) :] for part in _unglued(word)]
    if not 2 <= len(parts) <= 5:
        return False
    return all(_NAME.fullmatch(w) and w[0].isupper() and w[1:] == w[1:].lower() for w in parts)


_DEGREE = re.compile(r"(?:GS|PGS|TS|TSKH|ThS|Ths|BS|BSCK|BSCKI{1,2}|CKI{1,2}|BS\.?CKI{1,2}|DS|DSCKI{1,2}|CN|KS)\b[.,]*")
"""Degrees that the health sector sets before a name (Nghị định 30/2020/NĐ-CP, Phụ lục I, II.7.b allows it)."""


def _degrees(words: list[str]) -> int:
    """How many words with which a name begins are degrees."""
    return next((at for at, word in enumerate(words) if not _DEGREE.fullmatch(word)), len(words))


def _unglued(word: str) -> list[str]:
    """A word cut before each capital that follows a small letter."""
    cuts = [i for i in range(1, len(word)) if word[i].isupper() and word[i - 1].islower()]
    return [word[i:j] for i, j in zip([0, *cuts], [*cuts, len(word)], strict=True)]
