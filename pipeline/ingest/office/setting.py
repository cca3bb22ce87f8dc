"""A flow set as text: a paragraph a line, a table row a line with tabs, columns of a letterhead one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from kehoach.pipeline.document import Line, Role
from kehoach.pipeline.form.national import has_heading
from kehoach.pipeline.form.page_numbers import page_number
from kehoach.pipeline.form.recipients_head import cut_head
from kehoach.pipeline.ingest.limits import OFFICE_DEPTH
from kehoach.pipeline.ingest.office.flow import PAGE_BREAK, Block, Cell, Flow, Paragraph, Table
from kehoach.pipeline.ingest.office.fonts import Read, read_paragraph

_HEAD_ROWS = 8  # of a letterhead; it has two or three, or one for each of its lines

_TAB = "    "
"""A tab in a paragraph sets words apart on the line; in a text file it would part the cells of a table."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A flow as text.

    `originals`: the lines that were converted by their fonts: number, the letters as the file has them, encoding.
    `beside`: running heads, footnotes, comments, as lines with their role.
    """

    text: str
    originals: tuple[tuple[int, str, str], ...] = ()
    beside: tuple[Line, ...] = ()


@dataclass
class _Lines:
    """Lines being set."""

    texts: list[str] = field(default_factory=list)
    originals: list[tuple[int, str, str]] = field(default_factory=list)

    def add(self, text: str, read: Read | None = None) -> None:
        self.texts.append(text.rstrip(" "))
        if read and read.encoding and text.strip():
            self.originals.append((len(self.texts), read.before, read.encoding.value))

    def gap(self) -> None:
        """A blank line, unless there is one."""
        if self.texts and self.texts[-1].strip():
            self.texts.append("")


def set_flow(flow: Flow) -> Setting:
    """A flow as text, in its order. A running head that is a letterhead (some templates put it there) comes first."""
    lines = _Lines()
    heads, feet = list(flow.heads), list(flow.feet)
    if has_heading(" ".join(map(block_text, heads))):
        _blocks(heads, lines)
        heads = []
    _blocks(flow.blocks, lines)
    beside = [
        *(_beside(block_lines(heads), Role.RUNNING_HEAD)),
        *(_beside(block_lines(feet), Role.RUNNING_HEAD)),
        *(_beside(map(_one_line, flow.footnotes), Role.FOOTNOTE)),
        *(_beside(map(_one_line, flow.comments), Role.HANDWRITING)),
        *(_beside(block_lines(flow.hidden), Role.HIDDEN)),
    ]
    return Setting("\n".join(lines.texts), tuple(lines.originals), tuple(beside))


def block_lines(blocks: Iterable[Block]) -> list[str]:
    """The lines that some blocks make by themselves."""
    lines = _Lines()
    _blocks(blocks, lines)
    return [text.strip(" \t\f") for text in lines.texts if text.strip(" \t\f")]


def block_text(block: Block, depth: int = 0) -> str:
    """All letters of a block, for rules that look for words; what it costs grows with its size alone."""
    if isinstance(block, Paragraph):
        return read_paragraph(block).text
    if depth >= OFFICE_DEPTH:
        return ""
    return " ".join(block_text(one, depth + 1) for row in block.rows for cell in row for one in cell.blocks)


def _one_line(paragraph: Paragraph) -> str:
    return " ".join(read_paragraph(paragraph).text.split())


def _beside(texts: Iterable[str], role: Role) -> Iterator[Line]:
    """Lines beside the text, each said once: heads of sections repeat."""
    for number, text in enumerate(dict.fromkeys(filter(None, texts)), 1):
        plain = " ".join(text.split())
        is_number = role is Role.RUNNING_HEAD and page_number(plain)
        yield Line(plain, 1, number, role=Role.PAGE_NUMBER if is_number else role)


def _blocks(blocks: Iterable[Block], lines: _Lines, depth: int = 0) -> None:
    for block in blocks:
        if isinstance(block, Paragraph):
            _paragraph(block, lines)
        elif depth < OFFICE_DEPTH:
            _table(block, lines, depth + 1)


def _paragraph(paragraph: Paragraph, lines: _Lines) -> None:
    """A paragraph as its lines: line breaks part them, page breaks stay."""
    read = read_paragraph(paragraph)
    parts = read.text.split("\n")
    before = read.before.split("\n")
    for at, part in enumerate(parts):
        text = part.strip("\t ").replace("\t", _TAB)
        own = before[at] if len(before) == len(parts) else read.before
        lines.add(text, Read(text, own, read.encoding))


def _table(table: Table, lines: _Lines, depth: int) -> None:
    for part in _parts(table):
        columns = _columns(part)
        lines.gap()
        for column in columns:
            _blocks((block for cell in column for block in _trimmed(cell)), lines, depth)
            lines.gap()
        if not columns:
            for row in part.rows:
                _row(row, lines)
    lines.gap()


def _trimmed(cell: Cell) -> Sequence[Block]:
    """A cell's blocks without the blank paragraphs that push its text down the page."""
    return [block for block in cell.blocks if not (isinstance(block, Paragraph) and block.blank)]


def _parts(table: Table) -> list[Table]:
    """A table without the letterhead above its rows and the foot below them, and these: neighbours become one table."""
    rows = table.rows
    speaking = [sum(map(_says, row)) for row in rows]
    head = next((at for at, count in enumerate(speaking) if count > _PAIR), len(rows))
    while head and speaking[head - 1] < _PAIR:  # a title below the letterhead is none of it
        head -= 1
    if not 0 < head <= _HEAD_ROWS or not has_heading(_words(rows[:head])):
        head = 0
    foot = next((at for at, row in enumerate(rows) if at >= head and any(map(_begins_foot, row))), len(rows))
    if any(count > _PAIR for count in speaking[foot:]):
        foot = len(rows)
    cuts = sorted({0, head, foot, len(rows)})
    return [Table(rows[start:end], table.bordered) for start, end in pairwise(cuts)]


_PAIR = 2


def _begins_foot(cell: Cell) -> bool:
    return any(cut_head(line) for block in cell.blocks for line in block_text(block).split("\n")[:1])


def _columns(table: Table) -> list[list[Cell]]:
    """The columns of a table that only sets text side by side, left to right; none of a table with data."""
    rows = [[cell for cell in row if _says(cell)] for row in table.rows]
    rows = [row for row in rows if row]
    widest = max(map(len, rows), default=0)
    if widest < _PAIR:
        return [[cell for row in rows for cell in row]]
    laid_out = len(rows) == 1 and not table.bordered and any(len(_trimmed(cell)) > 1 for cell in rows[0])
    if laid_out and widest <= 3:
        return _by_place(table)
    is_head = len(rows) <= _HEAD_ROWS and has_heading(_words(rows))
    is_foot = any(_begins_foot(cell) for cell in rows[0])
    return _by_place(table) if widest == _PAIR and (is_head or is_foot) else []


def _by_place(table: Table) -> list[list[Cell]]:
    """Cells by the column at which they begin."""
    placed: dict[int, list[Cell]] = {}
    for row in table.rows:
        at = 0
        for cell in row:
            if _says(cell):
                placed.setdefault(at, []).append(cell)
            at += cell.span
    return [placed[at] for at in sorted(placed)]


def _says(cell: Cell) -> bool:
    return not cell.merged and any(block_text(block).strip(" \t\n\f") for block in cell.blocks)


def _words(rows: Iterable[Iterable[Cell]]) -> str:
    return " ".join(block_text(block) for row in rows for cell in row for block in cell.blocks)


def _row(row: Sequence[Cell], lines: _Lines) -> None:
    """A row as one line: tabs between its cells, a cell that covers several columns once."""
    reads = [_cell(cell) for cell in row]
    texts: list[str] = []
    for cell, read in zip(row, reads, strict=True):
        texts += [read.text, *[""] * (cell.span - 1)]
    if not any(texts):
        return
    feeds = PAGE_BREAK if any(PAGE_BREAK in text for text in texts) else ""
    line = "\t".join(text.replace(PAGE_BREAK, " ").strip() for text in texts)
    encoding = next((read.encoding for read in reads if read.encoding), None)
    lines.texts.append(feeds + line)  # as it is: a tab at the end is an empty cell
    if encoding:
        lines.originals.append((len(lines.texts), "\t".join(read.before for read in reads), encoding.value))


def _cell(cell: Cell, depth: int = 0) -> Read:
    """A cell's text on one line; a table within it row by row."""
    if cell.merged:
        return Read("")
    reads: list[Read] = []
    for block in cell.blocks:
        if isinstance(block, Paragraph):
            reads.append(read_paragraph(block))
        elif depth < OFFICE_DEPTH:
            reads += [_cell(inner, depth + 1) for row in block.rows for inner in row]
    text = " ".join(" ".join(read.text.replace(PAGE_BREAK, " ").split()) for read in reads if read.text.strip())
    encoding = next((read.encoding for read in reads if read.encoding), None)
    return Read(text, " ".join(read.before for read in reads if read.text.strip()), encoding)
