"""The values that flow from stage to stage; each refuses a bad state when it is made.

Units: a box is in the units of its page (`Page.unit`): points of 1/72 inch for a PDF, pixels of the original
image for an image, origin top left. Text files have no boxes. Pages, and lines of a text file, count from 1.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from kehoach.pipeline.files.page_pictures import PagePicture
from kehoach.pipeline.files.paths import shown

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class MediaKind(StrEnum):
    """What a file is, by its content."""

    PDF = "application/pdf"
    PNG = "image/png"
    JPEG = "image/jpeg"
    TIFF = "image/tiff"
    WEBP = "image/webp"
    BMP = "image/bmp"
    GIF = "image/gif"
    JP2 = "image/jp2"
    HEIC = "image/heic"
    AVIF = "image/avif"
    TEXT = "text/plain"
    HTML = "text/html"
    RTF = "application/rtf"
    DOC = "application/msword"
    XLS = "application/vnd.ms-excel"
    PPT = "application/vnd.ms-powerpoint"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    ODT = "application/vnd.oasis.opendocument.text"
    ODS = "application/vnd.oasis.opendocument.spreadsheet"
    ODP = "application/vnd.oasis.opendocument.presentation"
    ZIP = "application/zip"
    EML = "message/rfc822"
    MSG = "application/vnd.ms-outlook"
    OLE = "application/x-ole-storage"  # doc, xls, ppt or msg: which one, only the whole file says
    SEVEN_ZIP = "application/x-7z-compressed"
    RAR = "application/vnd.rar"

    @property
    def is_image(self) -> bool:
        """Whether a page of it is a picture and nothing else."""
        return self.value.startswith("image/")

    @property
    def is_office(self) -> bool:
        """Whether it is an office document or a web page."""
        return self in _OFFICE

    @property
    def is_container(self) -> bool:
        """Whether it holds documents and is none itself: an archive, an e-mail."""
        return self in (MediaKind.ZIP, MediaKind.EML, MediaKind.MSG, MediaKind.SEVEN_ZIP, MediaKind.RAR)

    @property
    def has_pages(self) -> bool:
        """Whether the file itself says where its pages end; in texts and most office files only their setting does."""
        return not (self is MediaKind.TEXT or (self.is_office and self not in _SLIDES))


_SLIDES = frozenset((MediaKind.PPT, MediaKind.PPTX, MediaKind.ODP))
_OFFICE = _SLIDES | {
    *(MediaKind.DOC, MediaKind.DOCX, MediaKind.ODT, MediaKind.RTF, MediaKind.HTML),
    *(MediaKind.XLS, MediaKind.XLSX, MediaKind.ODS),
}


class Unit(StrEnum):
    """What the numbers of a page's boxes count."""

    POINT = "pt"
    PIXEL = "px"
    NONE = "none"  # a text file


class Method(StrEnum):
    """How a page's text came to be."""

    TEXT_LAYER = "text-layer"
    OCR = "ocr"
    TEXT = "text"  # a text file, taken as it is
    REPAIRED = "repaired"  # a text file or layer whose damage was mended
    CONVERTED = "converted"  # from a legacy encoding
    NONE = "none"  # nothing could be read; `Page.problem` or `Page.blank` says why


class Role(StrEnum):
    """What part a line plays on its page (Nghị định 30/2020/NĐ-CP, Phụ lục I)."""

    BODY = "body"
    LETTERHEAD_LEFT = "letterhead-left"  # ô 2, 3, 5b: agency, number, V/v
    LETTERHEAD_RIGHT = "letterhead-right"  # ô 1, 4: quốc hiệu, tiêu ngữ, place and date
    RECIPIENTS = "recipients"  # ô 9b
    SIGNATURE = "signature"  # ô 7
    TABLE = "table"
    FOOTNOTE = "footnote"
    PAGE_NUMBER = "page-number"
    RUNNING_HEAD = "running-head"
    STAMP = "stamp"  # seals, received stamps
    HANDWRITING = "handwriting"
    WATERMARK = "watermark"
    HIDDEN = "hidden"  # in the file, not to be seen: white on white, drawn without ink, beyond the page's edge
    SIGNATURE_DUMP = "signature-dump"  # «Người ký: … Thời gian ký: …» printed by PDF exports

    @property
    def is_furniture(self) -> bool:
        """Whether it belongs to the page and not to the text."""
        return self in (Role.PAGE_NUMBER, Role.RUNNING_HEAD)

    @property
    def is_marginalia(self) -> bool:
        """Whether it is no part of the printed text: put on the paper after printing, or never seen on it."""
        return self in (Role.STAMP, Role.HANDWRITING, Role.WATERMARK, Role.HIDDEN)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in the page's unit."""

    left: float
    top: float
    right: float
    bottom: float

    def __post_init__(self) -> None:
        if self.right < self.left or self.bottom < self.top:
            raise ValueError(f"a box with negative size: {self}")

    @property
    def width(self) -> float:
        """Right minus left."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Bottom minus top."""
        return self.bottom - self.top

    @property
    def middle(self) -> tuple[float, float]:
        """The centre, x and y."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def scaled(self, factor: float) -> Box:
        """The same rectangle on a page drawn `factor` times as large."""
        return Box(self.left * factor, self.top * factor, self.right * factor, self.bottom * factor)

    @classmethod
    def around(cls, boxes: Iterable[Box]) -> Box:
        """The smallest box that holds all of `boxes` (at least one)."""
        found = list(boxes)
        return cls(
            min([b.left for b in found]),
            min([b.top for b in found]),
            max([b.right for b in found]),
            max([b.bottom for b in found]),
        )


def _refuse_unnormalised(text: str) -> None:
    if not unicodedata.is_normalized("NFC", text):
        raise ValueError(f"text that is not NFC: {text!r}")


@dataclass(frozen=True, slots=True)
class Word:
    """One word as read: NFC, without spaces; `confidence` 0…1 where a reader gave one.

    `alternatives` are what other readers have in its place; a number that has some is not settled. `capitals`: the
    font of a text layer draws every letter as a capital, whatever case the layer says (.VnTimeH). `guessed`: no reader
    gave it; the language chose its marks against all of them.
    """

    text: str
    box: Box | None = None
    confidence: float | None = None
    alternatives: tuple[str, ...] = ()
    capitals: bool = False
    guessed: bool = False

    def __post_init__(self) -> None:
        _refuse_unnormalised(self.text)
        if not self.text or self.text != self.text.strip():
            raise ValueError(f"a word is not empty and has no space around it: {self.text!r}")


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line, or one column's part of it; in a text file, one line of the file.

    `text` is NFC and may hold tabs (cells of a table row). `number` is the line of the text file, or the place in
    the page's reading order. `words` may be empty where no boxes are known; else they are the text's words in order.
    `turn`: how far the writing is turned against the page, in quarter turns counter-clockwise (1: bottom to top).
    """

    text: str
    page: int
    number: int
    box: Box | None = None
    words: tuple[Word, ...] = ()
    role: Role = Role.BODY
    turn: int = 0

    def __post_init__(self) -> None:
        _refuse_unnormalised(self.text)
        if "\n" in self.text:
            raise ValueError(f"a line with a line break: {self.text!r}")

    def moved(self, move: Callable[[Box], Box]) -> Line:
        """The same line with every box put through `move`, say from pixels to page units."""
        words = tuple(replace(word, box=move(word.box) if word.box else None) for word in self.words)
        return replace(self, box=move(self.box) if self.box else None, words=words)

    @property
    def confidence(self) -> float | None:
        """The mean confidence of its words, None where no reader gave any."""
        known = [w.confidence for w in self.words if w.confidence is not None]
        return sum(known) / len(known) if known else None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table; `span` counts the columns that it covers."""

    text: str
    box: Box | None = None
    span: int = 1


@dataclass(frozen=True, slots=True)
class TableGrid:
    """A table as it stands on one page: rows of cells, top to bottom, left to right.

    Its rows also stand in the page's `lines` (role TABLE, one line a row, tabs between cells), so that the reading
    order is in one place; `first_line` is the number of the first of them. The table's line of row i is the one
    numbered `first_line + i`.

    A table that runs over pages is one TableGrid a page: `continues` says that this one goes on with the last table of
    the page before (same columns, nothing but furniture and footnotes between), `repeats` how many of its first rows
    print that table's header again. Repeated rows keep their lines (role TABLE: the paper does say them twice); they
    are no data. `header` counts the first rows that name the columns, 0 where that is not known; in a table that
    `continues` it is 0, the header being that of the first part. `row_goes_on`: its first row that is no repeated
    header is the rest of the row that the page break cut: cell by cell it belongs to the last row of the page before.
    """

    rows: tuple[tuple[Cell, ...], ...]
    page: int
    first_line: int
    box: Box | None = None
    ruled: bool = True
    continues: bool = False
    repeats: int = 0
    header: int = 0
    row_goes_on: bool = False

    def moved(self, move: Callable[[Box], Box]) -> TableGrid:
        """The same table with every box put through `move`."""
        rows = tuple(tuple(replace(c, box=move(c.box) if c.box else None) for c in row) for row in self.rows)
        return replace(self, rows=rows, box=move(self.box) if self.box else None)


ACTUAL_TEXT = "actual-text"
"""The reason of an edit that stands for words which a PDF says in place of others that it draws."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One repair, said openly. `line` and `token` say where (token −1: the whole line)."""

    before: str
    after: str
    reason: str
    confidence: float
    alternatives: tuple[str, ...] = ()
    page: int | None = None
    line: int | None = None
    token: int = -1
    box: Box | None = None
    applied: bool = True  # False: only flagged; `before` stands


@dataclass(frozen=True, slots=True)
class Page:
    """One page, read: its lines in reading order (furniture and marginalia among them, by role).

    `unread`: why nothing could be made of a page that is neither blank nor broken: it is black, or it is full of ink
    and no word was read. A person has to look at it. `unread_share`: of the signs printed on a page that was read from
    its image, those that no line was read of.
    """

    number: int
    lines: tuple[Line, ...] = ()
    tables: tuple[TableGrid, ...] = ()
    width: float = 0.0
    height: float = 0.0
    unit: Unit = Unit.NONE
    method: Method = Method.NONE
    engine: str | None = None
    reason: str = ""
    edits: tuple[Edit, ...] = ()
    blank: bool = False
    problem: str | None = None
    problem_code: str = ""  # of the PageError; "" where the cause is not a page's own
    unread_share: float = 0.0
    pictures: tuple[PagePicture, ...] = ()
    unread: str | None = None
    unread_pictures: int = 0  # in an office document, up to this page

    def text_lines(self) -> list[Line]:
        """The lines that say what the paper says: no furniture, no marginalia."""
        return [line for line in self.lines if not (line.role.is_furniture or line.role.is_marginalia)]


@dataclass(frozen=True, slots=True)
class FileSignature:
    """A digital signature inside a file: who signed, and whether the file is unchanged since.

    `time` is ISO 8601 with a zone; `issuer` is who gave out the certificate; `intact` is None where it cannot be told.
    """

    signer: str | None = None
    organisation: str | None = None
    email: str | None = None
    time: str | None = None
    issuer: str | None = None
    intact: bool | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """The file a document came from."""

    path: Path
    kind: MediaKind
    sha256: str
    size: int  # bytes
    pages: int
    producer: str | None = None  # the PDF's own word
    signatures: tuple[FileSignature, ...] = ()  # of a PDF, in the order of signing

    @property
    def shown_path(self) -> str:
        """The path as text."""
        return shown(self.path)


@dataclass(frozen=True, slots=True)
class Document:
    """A file with all its pages read: what the parser is given."""

    source: Source
    pages: tuple[Page, ...] = ()

    def lines(self) -> list[Line]:
        """All text lines of all pages, in reading order."""
        return [line for page in self.pages for line in page.text_lines()]


@dataclass(frozen=True, slots=True, eq=False)
class PageImage:
    """A page as a picture: `pixels` is height x width x 3 (RGB) or height x width (grey), uint8.

    `to_page` maps a pixel (x, y) to the page's unit as x' = a·x + b·y + c, y' = d·x + e·y + f, given as
    (a, b, c, d, e, f); imaging steps that turn or scale the picture compose it, so every box finds its way back.
    `rulings` are the thin boxes, in pixels, of ruling lines that were taken out of the picture: no line of text goes
    across an upright one.
    """

    pixels: NDArray[np.uint8]
    page: int
    dpi: float | None = None  # None: the file does not say
    to_page: tuple[float, float, float, float, float, float] = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)
    rulings: tuple[Box, ...] = ()

    @property
    def width(self) -> int:
        """Pixels across."""
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        """Pixels down."""
        return int(self.pixels.shape[0])

    def page_box(self, box: Box) -> Box:
        """A box of pixels as the box of page units around it."""
        a, b, c, d, e, f = self.to_page
        corners = [(x, y) for x in (box.left, box.right) for y in (box.top, box.bottom)]
        xs = [a * x + b * y + c for x, y in corners]
        ys = [d * x + e * y + f for x, y in corners]
        return Box(min(xs), min(ys), max(xs), max(ys))
