"""Tables that a text export has exploded: one block of lines a visual line of the table, one line a cell fragment.

The blocks stand between blank lines; in a block each line begins with a tab. The first line belongs to the first
column; the last ones to the last columns; what stands between belongs to the one column whose width varies (checked
against every cell of such an appendix). Cells are centred vertically, so the anchor in the first column («Từ tháng …»)
stands in the middle of its row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.document import Line
from pipeline.plan import Evidence, Table, TableCell, TableRow

from .paragraphs import evidence, glue
from .textual import key, squeeze, vi_pattern

_LEAST_BLOCKS = 6
"""Fewer blocks than a header, a row and a half are no table."""


@dataclass(slots=True)
class _Block:
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


def _blocks(lines: Sequence[Line]) -> list[_Block]:
    """The lines between blank ones; a page break (a space before the tab) parts a block too."""
    blocks: list[_Block] = []
    current: list[Line] = []
    for line in lines:
        if line.text.startswith(" \t") and current:
            blocks.append(_Block([squeeze(x.text) for x in current], current))
            current = []
        if line.text.strip() or is_shred(line):
            current.append(line)
        elif current:
            blocks.append(_Block([squeeze(x.text) for x in current], current))
            current = []
    if current:
        blocks.append(_Block([squeeze(x.text) for x in current], current))
    return blocks


@dataclass(frozen=True, slots=True)
class _Frame:
    """How fragments fall into columns: so many from the left, so many from the right, the rest in one between."""

    left: int
    right: int

    @property
    def width(self) -> int:
        return self.left + 1 + self.right

    def place(self, cells: Sequence[str]) -> list[str]:
        """The fragments of a visual line as cells."""
        middle = cells[self.left : len(cells) - self.right]
        return [*cells[: self.left], " ".join(c for c in middle if c), *cells[len(cells) - self.right :]]


def _frame_of(header: Sequence[str]) -> _Frame | None:
    """The frame that a header line shows: names next to each other at its end stand in the last columns."""
    named = [at for at, cell in enumerate(header) if cell]
    if len(named) < 3 or named[0] != 0:
        return None
    right = 0
    while right < len(named) - 2 and named[-1 - right] == len(header) - 1 - right:
        right += 1
    left = len(named) - 1 - right
    return _Frame(left, right) if left == 1 or named[:left] == list(range(left)) else None


def _find_header(blocks: Sequence[_Block]) -> tuple[int, _Frame] | None:
    for at, block in enumerate(blocks):
        frame = _frame_of(block.cells)
        if frame is not None and all(len(cell) < 60 for cell in block.cells):
            return at, frame
    return None


def _joined(fragments: Sequence[str]) -> str:
    text = ""
    for fragment in fragments:
        if fragment:
            text += (glue(text, fragment) if text else "") + fragment
    return squeeze(text)


_BEGINS = vi_pattern(r"[-–+•·“\"(A-ZÀ-Ỵ]|\d{1,3}[.)]?(?:\s|$)")


class _Neighbours:
    """For every visual line and column: what the column says there or next, and what it said last before."""

    def __init__(self, rows: Sequence[_Block], width: int) -> None:
        self.after = self._sweep(list(reversed(rows)), width, inclusive=True)[::-1]
        self.before = self._sweep(rows, width, inclusive=False)
        self.width = width

    @staticmethod
    def _sweep(rows: Sequence[_Block], width: int, *, inclusive: bool) -> list[list[str]]:
        said = [""] * width
        found: list[list[str]] = []
        for block in rows:
            now = [new or old for new, old in zip(block.columns, said, strict=True)]
            found.append(now if inclusive else said)
            said = now
        return found

    def fresh(self, at: int) -> bool:
        """Whether a row can begin at a visual line: in every column but the first the next fragment begins a text."""
        after, before = self.after[at][1:], self.before[at][1:]
        return all(map(_BEGINS.match, after)) and not any(text.endswith(("-", ",", "&", "/")) for text in before)

    def merit(self, at: int) -> float:
        """How much speaks for a row's beginning: it begins as the first row does, and the texts before have ended."""
        alike = any(a and a == b for a, b in zip(self.after[at][1:], self.after[0][1:], strict=True))
        ended = sum(text.endswith((".", ";")) for text in self.before[at][1:]) / self.width
        return alike + ended


def _anchors(rows: Sequence[_Block]) -> list[tuple[int, int]]:
    """The visual lines where the first column speaks, joined to anchors: first and last line of each."""
    spoken = [at for at, block in enumerate(rows) if block.columns[0]]
    if not spoken:
        return []
    word = key(rows[spoken[0]].columns[0]).split()[0]
    repeated = sum(key(rows[at].columns[0]).startswith(word) for at in spoken) > 1
    anchors: list[tuple[int, int]] = []
    for at in spoken:
        begins = key(rows[at].columns[0]).startswith(word) if repeated else True
        if begins or not anchors:
            anchors.append((at, at))
        else:
            anchors[-1] = (anchors[-1][0], at)
    return anchors


def _cuts(rows: Sequence[_Block], frame: _Frame) -> list[int]:
    """Where the rows begin: between two anchors, where a row can begin, nearest to where centring puts it."""
    near = _Neighbours(rows, frame.width)
    cuts = [0]
    for (first, last), (following, _) in pairwise(_anchors(rows)):
        expected = first + last - cuts[-1] + 1
        choices = [at for at in range(last + 1, following + 1) if near.fresh(at)]
        if not choices:
            choices = [min(max(expected, last + 1), following)]
        scores = [(abs(at - expected) - 0.5 * rows[at].parted - near.merit(at), at) for at in choices]
        cuts.append(min(scores)[1])
    return cuts


def take_exploded(lines: Sequence[Line]) -> tuple[list[Line], list[Table]]:
    """The lines without an exploded table's, and that table rebuilt, where a header shows how its shreds fall."""
    span = find_shreds(lines)
    if span is None:
        return list(lines), []
    blocks = _blocks(lines[span[0] : span[1]])
    found = _find_header(blocks)
    if found is None or len(blocks) - found[0] < _LEAST_BLOCKS:
        return list(lines), []
    inside = [line for block in blocks[found[0] :] for line in block.lines]
    gone = set(map(id, inside))
    table = _rebuild(blocks[found[0] :], found[1], inside)
    return [line for line in lines if id(line) not in gone], [table]


def _rebuild(blocks: list[_Block], frame: _Frame, lines: list[Line]) -> Table:
    header, rows, groups = _sort_out(blocks, frame)
    table = Table(header=header, evidence=evidence([line for line in lines if line.text.strip()]))
    cuts = _cuts(rows, frame)
    table.rows += groups
    for start, end in zip(cuts, [*cuts[1:], len(rows)], strict=True):
        part = rows[start:end]
        place = evidence([line for block in part for line in block.lines if line.text.strip()]) if part else None
        table.rows.append(_row(part, frame, place))
    return table


def _row(part: Sequence[_Block], frame: _Frame, place: Evidence | None) -> TableRow:
    texts = [_joined([block.columns[column] for block in part]) for column in range(frame.width)]
    return TableRow(cells=[TableCell(text=text, evidence=place) for text in texts])


def _sort_out(blocks: Sequence[_Block], frame: _Frame) -> tuple[list[str], list[_Block], list[TableRow]]:
    """The header's cells, the visual lines of rows, and the group rows; repeated headers are left out."""
    names = [cell for cell in blocks[0].cells if cell]
    header = list(names)
    rows: list[_Block] = []
    groups: list[TableRow] = []
    parted = in_header = False
    for block in blocks:
        filled = [cell for cell in block.cells if cell]
        if not filled:
            parted = True
            continue
        if filled == names:
            in_header = True
            continue
        block.columns = frame.place(block.cells) if len(block.cells) >= frame.width else []
        if in_header and len(filled) < len(names) and not rows and not block.cells[0]:
            header = _more_header(header, block, frame)
            continue
        if in_header and rows and block.columns and _joined([*header]).find(filled[0]) >= 0 and len(filled) == 1:
            continue  # the second line of a repeated header
        in_header = False
        if len(filled) == 1 and block.cells[0] and filled[0].isupper():
            cells = [TableCell(text=filled[0], evidence=evidence(block.lines))] + [TableCell(text="")] * (
                frame.width - 1
            )
            groups.append(TableRow(cells=cells, group=True))
        elif block.columns:
            block.parted = parted
            rows.append(block)
        parted = False
    return header, rows, groups


def _more_header(header: list[str], block: _Block, frame: _Frame) -> list[str]:
    """The header with a second line of it."""
    columns = frame.place(block.cells) if len(block.cells) >= frame.width else []
    return [_joined([a, b]) for a, b in zip(header, columns, strict=False)] if columns else header
