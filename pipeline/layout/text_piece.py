"""A line of a text file on its way to a `Line`, and what the text rules ask of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from kehoach.pipeline.document import Line, Role
from kehoach.pipeline.form.doc_types import is_type_alone
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


def is_title(piece: Piece) -> bool:
    """Whether a line is a document's title and nothing else: what stands above it and what it heads are parted by it.

    >>> is_title(Piece("KẾ HOẠCH", 1)), is_title(Piece("Kế hoạch năm 2024", 1))
    (True, False)
    """
    return is_type_alone(piece.text)
