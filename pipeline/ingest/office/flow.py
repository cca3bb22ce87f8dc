"""What an office document says, in the order in which it is read: the one shape into which every format is brought."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

PAGE_BREAK = "\f"
"""Within a span: a new page begins here. A line break is "\\n", a tab "\\t", an optional hyphen "\\u00ad"."""


@dataclass(frozen=True, slots=True)
class Span:
    """Letters in one font. `font` is its name as the file has it, "" where it has none; `capitals`: drawn as such."""

    text: str
    font: str = ""
    capitals: bool = False


@dataclass(slots=True)
class Paragraph:
    """A paragraph; `label` is the number or bullet that the program sets before it («1.», «a)», «I.», «-»)."""

    spans: list[Span] = field(default_factory=list)
    label: str = ""
    label_font: str = ""

    @property
    def text(self) -> str:
        """The letters as the file has them."""
        return "".join(span.text for span in self.spans)

    @property
    def blank(self) -> bool:
        """Whether nothing is printed."""
        return not self.label and not self.text.strip(" \t\n\f\u00ad\u00a0")


@dataclass(slots=True)
class Cell:
    """A cell of a table. `span`: the columns that it covers; `merged`: it belongs to the cell above, says nothing."""

    blocks: list[Block] = field(default_factory=list)
    span: int = 1
    merged: bool = False


@dataclass(slots=True)
class Table:
    """Rows of cells; `bordered`: its lines are drawn, as far as the file says."""

    rows: list[list[Cell]] = field(default_factory=list)
    bordered: bool = True


Block: TypeAlias = Paragraph | Table


@dataclass(slots=True)
class Flow:
    """A document: its body, and what stands beside it.

    `heads`, `feet`: what is printed above and below every page; `footnotes` with their labels; `comments` of people on
    the text; `hidden`: what is in the file and shown to nobody; `pictures`: how many are in it; `page_pictures`: their
    files' bytes, in order, where they can be had; `notes`: what a person should know about how it was read.
    """

    blocks: list[Block] = field(default_factory=list)
    heads: list[Block] = field(default_factory=list)
    feet: list[Block] = field(default_factory=list)
    footnotes: list[Paragraph] = field(default_factory=list)
    comments: list[Paragraph] = field(default_factory=list)
    hidden: list[Block] = field(default_factory=list)
    pictures: int = 0
    page_pictures: list[bytes] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)  # of `hidden`: how many passages of each kind

    def leave_out(self, kind: str, spans: Iterable[Span]) -> None:
        """Keep beside the text what is in the file and shown to nobody; a note will name its `kind` and number."""
        passage = Paragraph(list(spans))
        if not passage.blank:
            self.hidden.append(passage)
            self.left_out[kind] += 1
