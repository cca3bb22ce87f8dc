"""RTF documents as a flow.

Fonts change within words and `\\fN` says which bytes are TCVN3 or VNI, so the letters are read here; striprtf, which
gives plain text, does not say in which font it stands.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass, field, replace
from pathlib import Path

from kehoach.diacritics.encodings.tables import as_shown
from kehoach.pipeline.errors import BadInput
from kehoach.pipeline.files.regular import open_regular
from kehoach.pipeline.ingest.file_errors import check_regular, file_errors
from kehoach.pipeline.ingest.limits import OFFICE_BYTES
from kehoach.pipeline.ingest.office.flow import PAGE_BREAK, Block, Cell, Flow, Paragraph, Span, Table
from kehoach.pipeline.ingest.office.fonts import encoding_of
from kehoach.pipeline.ingest.office.rtf_tokens import CHARSETS, CONTROL_SIGNS, KEPT, SIGNS, SKIPPED, Token, tokens

_SYMBOL = 2
_GROUPS = 10_000  # groups within groups; Word makes up to some dozens
_HEADS = ("header", "headerl", "headerr", "headerf")
_FEET = ("footer", "footerl", "footerr", "footerf")
_APART = frozenset(("footnote", "annotation", "listtext", "pntext", "shptxt", "dptxbxtext", *_HEADS, *_FEET))
"""Groups whose letters stand apart from those about them."""
_SWITCHES = {"intbl": "in_table", "v": "hidden", "deleted": "hidden", "caps": "capitals"}
_BORDERS = ("clbrdrt", "clbrdrl", "clbrdrb", "clbrdrr")


@dataclass(frozen=True, slots=True)
class _State:
    """What a group restores when it ends."""

    font: int | None = None
    hidden: bool = False
    capitals: bool = False
    skips: int = 1  # \ucN: characters after \uN for readers without Unicode
    silent: bool = False  # its letters are no text
    place: str = ""  # the destination that its letters go to
    in_table: bool = False


@dataclass
class _Font:
    name: str = ""
    codec: str = ""
    symbol: bool = False


@dataclass
class _Out:
    """Blocks being made: of the body, or of a note, a head, a label."""

    blocks: list[Block] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    label: str = ""
    label_font: str = ""
    cells: list[Cell] = field(default_factory=list)
    within: list[Block] = field(default_factory=list)  # of the cell being made
    table: Table | None = None

    def end_paragraph(self, in_table: bool) -> None:
        paragraph = Paragraph(self.spans, self.label, self.label_font)
        self.spans, self.label, self.label_font = [], "", ""
        if in_table:
            self.within.append(paragraph)
            return
        self.end_table()
        self.blocks.append(paragraph)

    def end_cell(self) -> None:
        if self.spans or self.label or not self.within:
            self.end_paragraph(True)
        self.cells.append(Cell(self.within))
        self.within = []

    def end_row(self, shapes: list[_Shape]) -> None:
        if self.table is None:
            self.table = Table(bordered=False)
            self.blocks.append(self.table)
        row: list[Cell] = []
        for at, cell in enumerate(self.cells):
            shape = shapes[at] if at < len(shapes) else _Shape()
            self.table.bordered |= shape.bordered
            if shape.joined and row:
                row[-1].span += 1
                row[-1].blocks += cell.blocks
            else:
                row.append(Cell(cell.blocks, 1, shape.below))
        self.table.rows.append(row)
        self.cells = []

    def end_table(self) -> None:
        if self.cells or self.within:  # a row that was not ended
            if self.within:
                self.end_cell()
            self.end_row([])
        self.table = None

    def finish(self) -> list[Block]:
        if self.spans or self.label:
            self.end_paragraph(bool(self.within))
        self.end_table()
        return self.blocks


@dataclass
class _Shape:
    """What \\trowd says of a cell before its \\cellx."""

    joined: bool = False  # \clmrg: part of the cell to its left
    below: bool = False  # \clvmrg: part of the cell above
    bordered: bool = False


class _Reader:
    """Follows the tokens of one file."""

    def __init__(self) -> None:
        self.flow = Flow()
        self.state = _State()
        self.stack: list[tuple[_State, _Out]] = []
        self.out = _Out()
        self.unseen: list[Span] = []  # letters of the hidden passage in hand
        self.fonts: dict[int, _Font] = {}
        self.default_font: int | None = None
        self.codec = "cp1252"
        self.shapes: list[_Shape] = []
        self.shape = _Shape()
        self.to_skip = 0
        self.star = False
        self.row_ended = False
        self.surrogate = ""
        self.pending = b""  # the first byte of a letter of two

    def read(self, data: bytes) -> Flow:
        """The whole file."""
        for token in tokens(data):
            if token.bracket:
                self._group(token.bracket)
            elif token.letters:
                self._letters(token.letters)
            elif token.sign:
                self._sign(token.sign)
            else:
                self._word(token)
        while self.stack:  # a file that was cut off
            self._close()
        self._leave_out()
        self.flow.blocks = self.out.finish()
        return self.flow

    def _group(self, bracket: str) -> None:
        self.to_skip = 0
        if bracket == "{":
            if len(self.stack) >= _GROUPS:
                raise ValueError(f"over {_GROUPS} groups within groups")
            self.stack.append((self.state, self.out))
            self.star = False
        elif self.stack:
            self._close()

    def _close(self) -> None:
        """The end of a group: what its destination gathered goes where it belongs."""
        before, out = self.stack.pop()
        place, made = self.state.place, self.out
        self.state = replace(before, in_table=self.state.in_table if made is out else before.in_table)
        self.out = out
        if made is not out:
            self._deliver(place, made)

    def _deliver(self, place: str, made: _Out) -> None:
        blocks = made.finish()
        spans = [span for block in blocks if isinstance(block, Paragraph) for span in (*block.spans, Span(" "))]
        if place in ("listtext", "pntext"):
            text = "".join(span.text for span in spans).strip()
            self.out.label, self.out.label_font = text, next((s.font for s in spans if s.text.strip()), "")
        elif place == "footnote":
            self.flow.footnotes.append(Paragraph(spans, str(len(self.flow.footnotes) + 1)))
        elif place == "annotation":
            self.flow.comments.append(Paragraph(spans))
        elif place in _HEADS:
            self.flow.heads += blocks
        elif place in _FEET:
            self.flow.feet += blocks
        else:  # a text box: its paragraphs by themselves, before the one that it hangs on
            (self.out.within if self.state.in_table else self.out.blocks).extend(blocks)

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self.star = True
        elif sign in "\r\n":
            self._word(Token("par"))
        elif sign in CONTROL_SIGNS:
            self._add(CONTROL_SIGNS[sign])

    def _word(self, token: Token) -> None:
        star, self.star = self.star, False
        word = token.word
        if word == "u" and token.number is not None:
            self._unicode(token.number)
        elif star and word not in KEPT:
            self.state = replace(self.state, silent=True, place="")
        elif word in SKIPPED or word in KEPT:
            self._destination(word)
        elif word in SIGNS:
            self._add(SIGNS[word])
        elif not self._structure(word):
            self._look(token)

    def _destination(self, word: str) -> None:
        """A group that is no running text, or stands elsewhere."""
        self.flow.pictures += word == "pict" and not self.state.silent
        if word in SKIPPED or word == "nonesttables":
            self.state = replace(self.state, silent=True, place="")
        elif word == "fonttbl":
            self.state = replace(self.state, silent=True, place=word)
        elif word in _APART and not self.state.silent:
            self.out = _Out()
            self.state = replace(self.state, place=word, in_table=False)

    def _structure(self, word: str) -> bool:
        """Paragraphs, cells, rows, pages; whether the word was one of these."""
        if self.state.silent:
            return False
        if word == "par":
            self.out.end_paragraph(self.state.in_table)
        elif word in ("cell", "nestcell"):
            if word == "cell":
                self.out.end_cell()
            else:
                self.out.end_paragraph(True)
        elif word == "row":
            self.out.end_row(self.shapes)
        elif word == "trowd":
            self.shapes, self.shape = [], _Shape()
        elif word == "cellx":
            self.shapes.append(self.shape)
            self.shape = _Shape()
        elif word in ("pagebb", "sect"):
            self._add(PAGE_BREAK)
        else:
            return False
        return True

    def _look(self, token: Token) -> None:
        """What changes how letters are read, or what a cell is."""
        word, number = token.word, token.number
        if word == "f":
            self._font(number)
        elif word == "plain":
            self.state = replace(self.state, font=self.default_font, hidden=False, capitals=False)
        elif word == "pard":
            self.state = replace(self.state, in_table=False)
        elif word in _SWITCHES:
            self.state = replace(self.state, **{_SWITCHES[word]: number != 0})  # type: ignore[arg-type]
        elif word == "uc":
            self.state = replace(self.state, skips=min(max(0, number or 0), 8))
        elif word in ("deff", "ansicpg", "mac", "fcharset"):
            self._letters_of_file(word, number or 0)
        else:
            self._cell(word)

    def _cell(self, word: str) -> None:
        """How the cell to come is joined and bordered."""
        if word in ("clmrg", "clvmrg"):
            setattr(self.shape, "joined" if word == "clmrg" else "below", True)
        elif word in _BORDERS:
            self.shape.bordered = True
        elif word in ("brdrnone", "brdrnil"):
            self.shape.bordered = False

    def _letters_of_file(self, word: str, number: int) -> None:
        """The font and the code page that hold where nothing else is said, and the code page of a font."""
        if word == "deff":
            self.default_font = number
            self.state = replace(self.state, font=number)
        elif word in ("ansicpg", "mac"):
            self.codec = (_codec(f"cp{number}") or self.codec) if word == "ansicpg" else "mac_roman"
        elif self.state.place == "fonttbl" and self.state.font is not None:
            font = self.fonts.setdefault(self.state.font, _Font())
            font.symbol = number == _SYMBOL
            font.codec = CHARSETS.get(number, "") if number else ""

    def _font(self, number: int | None) -> None:
        self.state = replace(self.state, font=number)
        if self.state.place == "fonttbl" and number is not None:
            self.fonts[number] = _Font()

    def _unicode(self, number: int) -> None:
        code = number + 0x10000 if number < 0 else number
        self.to_skip = self.state.skips
        if 0xD800 <= code < 0xDC00:
            self.surrogate = chr(code)
            return
        if 0xDC00 <= code < 0xE000:
            pair = (self.surrogate + chr(code)).encode("utf-16-le", "surrogatepass")
            self._add(pair.decode("utf-16-le", "replace"))
        elif 0 < code < 0x110000:
            self._add(chr(code))
        self.surrogate = ""

    def _letters(self, letters: bytes) -> None:
        if self.to_skip:
            gone = min(self.to_skip, len(letters))
            self.to_skip -= gone
            letters = letters[gone:]
        if self.state.place == "fonttbl":
            self._name_font(letters)
        elif letters and not self.state.silent:
            self._add(self._decoded(letters))

    def _name_font(self, letters: bytes) -> None:
        """The name of a font, up to its semicolon; alternatives in groups of their own are skipped there."""
        if self.state.font is not None:
            name = letters.decode("latin-1").partition(";")[0]
            self.fonts.setdefault(self.state.font, _Font()).name += name

    def _decoded(self, letters: bytes) -> str:
        """Bytes by the font they stand in; those of old Vietnamese fonts as CP1252 shows them."""
        font = self.fonts.get(self.state.font if self.state.font is not None else -1, _Font())
        if font.symbol:
            return "".join(chr(0xF000 + byte) if byte > ord(" ") else chr(byte) for byte in letters)
        codec = font.codec or self.codec
        if encoding_of(font.name.strip()) or codec == "cp1252":
            return "".join(map(as_shown, letters))
        letters, self.pending = self.pending + letters, b""
        text, used = codecs.getincrementaldecoder(codec)("replace").decode(letters), len(letters)
        if len(letters) == 1 and not text:  # the first half of a Chinese letter
            self.pending = letters[:used]
        return text

    def _add(self, text: str) -> None:
        if self.state.silent or not text:
            return
        font = self.fonts.get(self.state.font if self.state.font is not None else -1, _Font())
        span = Span(text, font.name.strip(), self.state.capitals)
        if self.state.hidden:
            self.unseen.append(span)
            return
        self._leave_out()
        self.out.spans.append(span)

    def _leave_out(self) -> None:
        """The end of a passage that is hidden, or was deleted with changes tracked."""
        if self.unseen:
            self.flow.leave_out("hidden passage", self.unseen)
            self.unseen = []


def _codec(name: str) -> str:
    """A code page that Python knows, else ""."""
    try:
        return codecs.lookup(name).name
    except LookupError:
        return ""


def read_rtf(path: Path) -> Flow:
    """An RTF document as a flow. Raises FileAccess or BadInput."""
    if check_regular(path) > OFFICE_BYTES:
        raise BadInput(f"{path}: an RTF document of over {OFFICE_BYTES >> 20} MB", advice="save its pictures smaller")
    with file_errors(path), open_regular(path) as file:
        data = file.read()
    try:
        return _Reader().read(data.lstrip(b"\xef\xbb\xbf \t\r\n"))
    except ValueError as error:
        advice = "open it in its program and save it anew"
        raise BadInput(f"{path}: the RTF document is broken: {error}", advice=advice) from error
