"""The shreds of a table that a text export has exploded: which lines they are, and how they fall into columns.

The blocks stand between blank lines, one block a visual line of the table; in a block each line begins with a tab and
is one cell fragment. The first line belongs to the first column, the last ones to the last columns; what stands
between belongs to the one column whose width varies (checked against every cell of such an appendix).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kehoach.pipeline.document import Line
from kehoach.pipeline.form.text_key import squeeze
from kehoach.pipeline.parse.lines.paragraphs import glue


@dataclass(slots=True)
class Block:
    """One visual line: its cell fragments by place, and whether an empty visual line stands before it."""

    cells: list[str]
    lines: list[Line]
    parted: bool = False
    columns: list[str] = field(default_factory=list)


def is_shred(line: Line) -> bool:
    """Whether a line is a cell fragment, an empty one too: it begins with a tab, or with a tab after a page's space."""
    return line.text.startswith(("\t", " \t"))


def find_shreds(lines: Sequence[Line]) -> tuple[int, int] | None:
    """From where to where lines are the shreds of a table, None where there is none.

    Empty cells are what tells a table: a page of indented text has none.
    """
    places = [at for at, line in enumerate(lines) if is_shred(line)]
    empty = sum(not lines[at].text.strip() for at in places)
    if len(places) < 30 or empty < len(places) // 4:
        return None
    return places[0], places[-1] + 1


def blocks_of(lines: Sequence[Line]) -> list[Block]:
    """The lines between blank ones; a page break (a space before the tab) parts a block too."""
    blocks: list[Block] = []
    current: list[Line] = []
    for line in lines:
        if line.text.startswith(" \t") and current:
            blocks.append(Block([squeeze(x.text) for x in current], current))
            current = []
        if line.text.strip() or is_shred(line):
            current.append(line)
        elif current:
            blocks.append(Block([squeeze(x.text) for x in current], current))
            current = []
    if current:
        blocks.append(Block([squeeze(x.text) for x in current], current))
    return blocks


@dataclass(frozen=True, slots=True)
class Frame:
    """How fragments fall into columns: so many from the left, so many from the right, the rest in one between."""

    left: int
    right: int

    @property
    def width(self) -> int:
        """How many columns there are."""
        return self.left + 1 + self.right

    def place(self, cells: Sequence[str]) -> list[str]:
        """The fragments of a visual line as cells."""
        middle = cells[self.left : len(cells) - self.right]
        return [*cells[: self.left], " ".join(c for c in middle if c), *cells[len(cells) - self.right :]]


def frame_of(header: Sequence[str]) -> Frame | None:
    """The frame that a header line shows: names next to each other at its end stand in the last columns."""
    named = [at for at, cell in enumerate(header) if cell]
    if len(named) < 3 or named[0] != 0:
        return None
    right = 0
    while right < len(named) - 2 and named[-1 - right] == len(header) - 1 - right:
        right += 1
    left = len(named) - 1 - right
    return Frame(left, right) if left == 1 or named[:left] == list(range(left)) else None


def find_header(blocks: Sequence[Block]) -> tuple[int, Frame] | None:
    """The first block that names columns, and the frame that it shows."""
    for at, block in enumerate(blocks):
        frame = frame_of(block.cells)
        if frame is not None and all(len(cell) < 60 for cell in block.cells):
            return at, frame
    return None


def joined(fragments: Sequence[str]) -> str:
    """Fragments of one cell as its text.

    >>> joined(["QĐ số 4800/QĐ-", "", "BYT ngày"])
    'QĐ số 4800/QĐ-BYT ngày'
    """
    text = ""
    for fragment in fragments:
        if fragment:
            text += (glue(text, fragment) if text else "") + fragment
    return squeeze(text)
