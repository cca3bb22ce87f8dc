"""Set the blocks of a plan on sheets, as Nghị định 30/2020/NĐ-CP, Phụ lục I asks."""

from __future__ import annotations

from itertools import takewhile

from maker.fonts import Face
from maker.formal import set_letterhead, set_signature, set_title
from maker.paragraph import Piece, break_lines, line_text, line_width, pieces_of, set_line
from maker.sheet import A4, BOTTOM, LEFT, RIGHT, TOP, Sheet, Word
from maker.source import Block, Source
from maker.table import Table, set_table

BODY = 14.0  # points; ô 6: 13–14
INDENT = 36.0  # 1.27 cm
LEADING = 1.17  # of the size; single spacing of Times New Roman is 1.15
GAP = 5.0  # points between paragraphs
STYLE = {"basis": "italic", "heading": "bold", "centred": "bold", "note": "italic"}


class Typesetter:
    """A pen that walks down the sheets."""

    def __init__(self, source: Source, face: Face) -> None:
        self.source, self.face = source, face
        self.size = float(source.make.get("size", BODY))
        self.footer = bool(source.make.get("number_in_footer", False))
        self.sheets: list[Sheet] = []
        self.table: list[Block] = []
        self.widths: tuple[float, ...] = ()
        self.count = 0  # the number of the page within the plan or the appendix
        self.new_sheet()

    @property
    def sheet(self) -> Sheet:
        """The sheet that is being set."""
        return self.sheets[-1]

    def new_sheet(self, size: tuple[float, float] | None = None, *, restart: bool = False) -> None:
        """Begin a sheet; its number stands centred in the top margin from the second on (TT 01/2011: bottom right)."""
        width, height = size or (self.sheet.width, self.sheet.height) if self.sheets else A4
        self.sheets.append(Sheet(width, height))
        self.count = 1 if restart else self.count + 1
        self.y = TOP
        if self.count > 1:
            self._number()

    def _number(self) -> None:
        text, sheet = str(self.count), self.sheet
        width = self.face.width(text, "regular", 13)
        x = sheet.width - RIGHT - width if self.footer else (sheet.width - width) / 2
        y = sheet.height - BOTTOM / 2 if self.footer else TOP * 0.72
        sheet.words.append(Word(x, y, text, "regular", 13))

    def room(self, height: float) -> bool:
        """Whether `height` points are left on the sheet."""
        return self.y + height <= self.sheet.height - BOTTOM

    def put(self, words: list[Word], line: str) -> None:
        """Place the words of one line and note its truth."""
        self.sheet.words.extend(words)
        self.sheet.lines.append(line)

    def paragraph(self, text: str, style: str, *, keep: float = 1) -> None:
        """A justified paragraph; `keep` lines of room must be left where it begins."""
        leading, width = self.size * LEADING, self.sheet.room
        lines = break_lines(pieces_of(text, style), self.face, self.size, width - INDENT, width)
        self.y += GAP
        for number, line in enumerate(lines):
            if not self.room(leading * (keep if number == 0 else 1)):
                self.new_sheet()
            self.y += leading
            indent = INDENT if number == 0 else 0.0
            stretch = None if number == len(lines) - 1 else width - indent
            self.put(set_line(line, self.face, self.size, (LEFT + indent, self.y), stretch), line_text(line))

    def centred(self, text: str, style: str) -> None:
        """Centred lines."""
        for line in break_lines(pieces_of(text, style), self.face, self.size, *(self.sheet.room * 0.9,) * 2):
            self.y += self.size * LEADING
            self.put(self._middle(line, (LEFT + self.sheet.width - RIGHT) / 2), line_text(line))

    def _middle(self, line: list[Piece], middle: float) -> list[Word]:
        return set_line(line, self.face, self.size, (middle - line_width(line, self.face, self.size) / 2, self.y))

    def block(self, block: Block, keep: float = 1) -> None:
        """One block of the text; `keep` lines of room must be left where it begins."""
        if block.kind in ("header", "row", "group"):
            self.table.append(block)
            return
        self.end_table()
        if block.kind == "page":
            self.new_sheet()
        elif block.kind == "signature":
            self.y = set_signature(self)
        elif block.kind == "appendix":
            self.new_sheet((A4[1], A4[0]) if block.text == "landscape" else A4, restart=True)
        elif block.kind == "columns":
            self.widths = tuple(float(width) for width in block.text.split())
        elif block.kind in ("centred", "note"):
            self.centred(block.text, STYLE[block.kind])
        else:
            self.paragraph(block.text, STYLE.get(block.kind, "regular"), keep=keep)

    def end_table(self) -> None:
        """Set the rows that were gathered."""
        if self.table:
            repeat = bool(self.source.make.get("repeat_header", True))
            set_table(self, Table(tuple(self.table), self.widths, repeat))
            self.table = []


def _keep(blocks: tuple[Block, ...]) -> float:
    """Lines that must stand on one page: headings in a row, the gaps between them, and two lines of what follows."""
    headings = len(list(takewhile(lambda block: block.kind == "heading", blocks)))
    return 1.4 * headings + 2 if headings else 1


def typeset(source: Source, face: Face) -> list[Sheet]:
    """The sheets of a plan."""
    setter = Typesetter(source, face)
    setter.y = set_letterhead(setter)
    setter.y = set_title(setter)
    for number, block in enumerate(source.blocks):
        setter.block(block, _keep(source.blocks[number:]))
    setter.end_table()
    return setter.sheets
