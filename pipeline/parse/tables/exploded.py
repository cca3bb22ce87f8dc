"""Tables that a text export tore into one cell fragment a line («exploded»), put together again row by row.

Cells are centred vertically, so the first column's text («Từ tháng …») stands in the middle of its row, and a row may
begin in any column.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from kehoach.pipeline.document import Line
from kehoach.pipeline.form.text_key import key, vi_pattern
from kehoach.pipeline.parse.lines.paragraphs import evidence
from kehoach.pipeline.parse.tables.columns import column_kinds
from kehoach.pipeline.parse.tables.exploded_lines import Block, Frame, blocks_of, find_header, find_shreds, joined
from kehoach.pipeline.plan import Table, TableCell, TableRow

_LEAST_BLOCKS = 6
"""Fewer blocks than a header, a row and a half are no table."""


@dataclass(slots=True)
class Exploded:
    """What became of the shreds: the rebuilt table, its header's repeats, and the lines that are none of it."""

    kept: list[Line]
    table: Table | None = None
    repeats: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class _Sorted:
    """The blocks of a table by what they are; `groups` with the number of visual lines before each."""

    header: list[str]
    rows: list[Block] = field(default_factory=list)
    groups: list[tuple[int, TableRow]] = field(default_factory=list)
    repeats: list[Line] = field(default_factory=list)
    left: list[Line] = field(default_factory=list)


_BEGINS = vi_pattern(r"[-–+•·“\"(A-ZÀ-Ỵ]|\d{1,3}[.)]?(?:\s|$)")


class _Neighbours:
    """For every visual line and column: what the column says there or next, and what it said last before."""

    def __init__(self, rows: Sequence[Block], width: int) -> None:
        self.after = self._sweep(list(reversed(rows)), width, inclusive=True)[::-1]
        self.before = self._sweep(rows, width, inclusive=False)
        self.width = width

    @staticmethod
    def _sweep(rows: Sequence[Block], width: int, *, inclusive: bool) -> list[list[str]]:
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


def _anchors(rows: Sequence[Block]) -> list[tuple[int, int]]:
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


def _cuts(rows: Sequence[Block], frame: Frame) -> list[int]:
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


def take_exploded(lines: Sequence[Line]) -> Exploded:
    """The lines without an exploded table's, and that table rebuilt, where a header shows how its shreds fall."""
    span = find_shreds(lines)
    if span is None:
        return Exploded(list(lines))
    blocks = blocks_of(lines[span[0] : span[1]])
    found = find_header(blocks)
    if found is None or len(blocks) - found[0] < _LEAST_BLOCKS:
        return Exploded(list(lines))
    at, frame = found
    parts = _sort_out(blocks[at:], frame)
    back = set(map(id, parts.left))
    gone = {id(line) for block in blocks[at:] for line in block.lines if id(line) not in back}
    kept = [line for line in lines if id(line) not in gone]
    return Exploded(kept, _rebuild(parts, frame), parts.repeats)


def _rebuild(parts: _Sorted, frame: Frame) -> Table:
    found: list[TableRow] = []
    groups = list(parts.groups)
    cuts = _cuts(parts.rows, frame)
    for start, end in zip(cuts, [*cuts[1:], len(parts.rows)], strict=True):
        while groups and groups[0][0] <= start:
            found.append(groups.pop(0)[1])
        if end > start:
            found.append(_row(parts.rows[start:end], frame))
    found += [row for _, row in groups]
    places = [cell.evidence for row in found for cell in row.cells[:1] if cell.evidence]
    data = [[cell.text for cell in row.cells] for row in found if not row.group]
    kinds = column_kinds(parts.header, data, len(parts.header))
    return Table(header=parts.header, columns=kinds, rows=found, evidence=places[0] if places else None)


def _row(part: Sequence[Block], frame: Frame) -> TableRow:
    lines = [line for block in part for line in block.lines if line.text.strip()]
    place = evidence(lines) if lines else None
    texts = [joined([block.columns[column] for block in part]) for column in range(frame.width)]
    return TableRow(cells=[TableCell(text=text, evidence=place) for text in texts])


def _group(text: str, block: Block, width: int) -> TableRow:
    place = evidence(block.lines)
    return TableRow(
        cells=[TableCell(text=text, evidence=place), *(TableCell(text="") for _ in range(width - 1))], group=True
    )


def _sort_out(blocks: Sequence[Block], frame: Frame) -> _Sorted:
    """The header's cells, the visual lines of rows, the group rows; repeated headers and strangers apart."""
    names = [cell for cell in blocks[0].cells if cell]
    parts = _Sorted(list(names))
    parted = in_header = False
    for block in blocks:
        filled = [cell for cell in block.cells if cell]
        block.columns = frame.place(block.cells) if len(block.cells) >= frame.width else []
        if not filled:
            parted = True
        elif filled == names:
            parts.repeats += block.lines if in_header or parts.rows else []
            in_header = True
        elif in_header and block.columns and not block.cells[0] and _is_header_line(parts, filled):
            if parts.rows:
                parts.repeats += block.lines
            else:
                parts.header = [joined([a, b]) for a, b in zip(parts.header, block.columns, strict=False)]
        else:
            in_header = False
            _take(parts, block, filled, frame, parted)
            parted = False
    return parts


def _is_header_line(parts: _Sorted, filled: Sequence[str]) -> bool:
    """Whether a block after the header is its second line: of the first header any, of a repeat the same words."""
    if not parts.rows:
        return len(filled) < len(parts.header)
    return all(any(name.endswith(cell) for name in parts.header) for cell in filled)


def _take(parts: _Sorted, block: Block, filled: Sequence[str], frame: Frame, parted: bool) -> None:
    if len(filled) == 1 and block.cells[0] and filled[0].isupper():
        parts.groups.append((len(parts.rows), _group(filled[0], block, frame.width)))
    elif block.columns:
        block.parted = parted
        parts.rows.append(block)
    else:
        parts.left += block.lines
