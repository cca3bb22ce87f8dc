"""A document's way, from file to Plan: the one module that joins the stages.

Each page is taken from where it is best had: its text layer where that is good, its image where it is not, and a
text file's damage is mended. What was decided, and why, stands in the Plan's `source.reading`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kehoach.pipeline.document import ACTUAL_TEXT, Box, Document, Edit, Line, Method, Page, Role, Source, TableGrid
from kehoach.pipeline.errors import (
    BadInput,
    ChildProcess,
    KehoachError,
    OutOfMemory,
    OutOfTime,
    PageError,
    PageMemory,
    PageTimeout,
    WorkerDied,
)
from kehoach.pipeline.ingest import BrokenPage, DrawnPage, PdfPage, PicturePage, RawPage, TextPage, open_input
from kehoach.pipeline.options import OcrMode, OcrOptions, Options
from kehoach.pipeline.repair.layers import NO_LAYER, Verdict, decide
from kehoach.pipeline.repair.mend import UNSURE, from_bytes, from_fonts, mend_layer, mend_text
from kehoach.pipeline.wording import noun, number_of

if TYPE_CHECKING:
    from kehoach.pipeline.files.page_pictures import PagePicture
    from kehoach.pipeline.imaging import Prepared
    from kehoach.pipeline.ingest import Input
    from kehoach.pipeline.ocr import Engine
    from kehoach.pipeline.plan import Plan

RENDER_DPI = 200.0  # what archives scan at (TT 05/2025/TT-BNV, Điều 8); imaging enlarges what is still too small
LEAST_DPI, MOST_DPI = 72.0, 300.0  # a scan is drawn at its own resolution; beyond 300 dpi readers gain nothing
GENTLE_DPI = 150.0  # a quarter of the memory; the readers enlarge lines themselves
BLACK = "the picture is black: the scanner's lamp was dead, or nothing lay on the glass"
NO_WORD = "it is covered with ink, and no reader is sure of a single word: look at the paper, or scan it again"
_SURE = 0.5  # confidence of a word from which a page says something; what is made of noise has less
_FORCED = "reading the image was asked for"
_NOT_READ = "no image is read"
STDIN = Path("-")
_OnPage = TypeVar("_OnPage", Line, Edit)

_RAN_SHORT: dict[str, type[ChildProcess]] = {
    PageTimeout.code: OutOfTime,
    OutOfTime.code: OutOfTime,
    PageMemory.code: OutOfMemory,
    OutOfMemory.code: OutOfMemory,
    WorkerDied.code: WorkerDied,
}
"""What a document fails of whose pages all failed, by the cause of one of them; else its file is damaged."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A document read: its pages with their words, and the Plan that was made of them."""

    document: Document
    plan: Plan


def read_document(source: Input, options: Options) -> Plan:
    """The Plan of one input; as `read`."""
    return read(source, options).plan


def read(source: Input, options: Options) -> Reading:
    """Read one input and parse it. Raises KehoachError, naming the file, where nothing of it could be read."""
    with open_input(source, options.ingest) as opened:
        pages = [page for raw in opened.pages() for page in read_page(raw, options.ocr)]
        found = opened.source
    return put_together(source, found, pages)


def put_together(source: Input, found: Source, pages: Sequence[Page]) -> Reading:
    """The document of all its pages, read in one go or in parts, and its Plan.

    Raises BadInput where none was read; OutOfTime or OutOfMemory where one of them would be with more of it.
    """
    from kehoach.pipeline.bound import parse_all
    from kehoach.pipeline.layout import join_tables, mark_running_heads

    if pages and all(page.problem for page in pages):
        raise _nothing_read(source, pages)
    pages = tuple(join_tables(mark_running_heads(pages)))
    path = STDIN if source.relative == STDIN else source.path
    document = Document(replace(found, path=path, pages=len(pages)), pages)
    return Reading(document, parse_all(document))


def _nothing_read(source: Input, pages: Sequence[Page]) -> KehoachError:
    """Why no page could be read. Time or memory that ran short for one of them is to be had; damage is named last."""
    for code, error in _RAN_SHORT.items():
        if page := next((page for page in pages if page.problem_code == code), None):
            return error(f"{source.path}: no page could be read: {page.problem}")
    return BadInput(f"{source.path}: no page could be read: {pages[0].problem}", advice="is the file damaged?")


def read_page(raw: RawPage, options: OcrOptions, pictures: Path | None = None) -> list[Page]:
    """One raw page, read in the way that its content asks for; a text file may hold several pages.

    A page that fails is data, not an end: it comes back with its `problem`. Where a folder is given for `pictures`, a
    page read from its image leaves there what the readers saw and what was taken out.
    """
    match raw:
        case BrokenPage():
            return [Page(raw.number, problem=raw.problem, problem_code=raw.problem_code)]
        case TextPage():
            return list(_from_text(raw))
        case PdfPage() | PicturePage():
            return [_from_drawn(raw, options, pictures)]


def _from_drawn(raw: DrawnPage, options: OcrOptions, pictures: Path | None) -> Page:
    try:
        if isinstance(raw, PicturePage):
            return _from_picture(raw, options, pictures)
        return _from_pdf(raw, options, pictures)
    except PageError as error:
        size = raw.width, raw.height, raw.unit
        return Page(raw.number, (), (), *size, problem=str(error), problem_code=error.code)


def without_words(page: Page) -> Page:
    """A page of a good text layer without the boxes of its single words, which only ALTO asks for.

    They are nine tenths of what such a page takes: of 3,000 pages 0.9 GB. Rows of tables keep theirs: the parser parts
    cells by them.
    """
    if page.method is not Method.TEXT_LAYER:
        return page
    return replace(
        page,
        lines=tuple(line if line.role is Role.TABLE else replace(line, words=()) for line in page.lines),
    )


def _from_text(raw: TextPage) -> Iterator[Page]:
    """The pages of a text file: conversion, layout by text rules, repair."""
    from kehoach.pipeline.layout.text import explain_text

    notes: list[str] = []

    def arrange(lines: Sequence[str]) -> list[Line]:
        arranged = explain_text(lines)
        notes.extend((*raw.notes, *arranged.notes))
        return list(arranged.lines)

    mended = mend_text(raw.text.split("\n"), arrange)
    if raw.foreign:
        mended = from_bytes(mended, raw.foreign.data, raw.foreign.encoding)
    if raw.originals:
        mended = from_fonts(mended, raw.originals)
    reason = "; ".join((mended.reason, *notes))
    lines, edits = _by_page(mended.lines), _by_page(mended.edits)
    numbers = sorted(lines) or [raw.number]
    for number in numbers:
        own = lines.get(number, ())
        page = Page(number, own, method=mended.method, reason=reason, edits=edits.get(number, ()))
        if number == numbers[-1]:  # beside an office document's text: it does not say on which page
            page = replace(page, lines=_with_beside(own, raw, number), unread_pictures=raw.unread_pictures)
        yield page


def _by_page(parts: Iterable[_OnPage]) -> dict[int, tuple[_OnPage, ...]]:
    """Lines or edits of a text by their page, gone through once: a text may have as many pages as lines."""
    found: dict[int, list[_OnPage]] = {}
    for part in parts:
        if part.page is not None:
            found.setdefault(part.page, []).append(part)
    return {page: tuple(those) for page, those in found.items()}


def _with_beside(lines: tuple[Line, ...], raw: TextPage, page: int) -> tuple[Line, ...]:
    """A page's lines and, after them, the running heads, notes and comments of an office document."""
    last = max((line.number for line in lines), default=0)
    beside = (replace(line, page=page, number=last + n) for n, line in enumerate(raw.beside, 1))
    return (*lines, *beside)


@dataclass(frozen=True, slots=True)
class _BesideImage:
    """What a page has beside what its image shows: what to say of it, and lines that are no part of the text.

    `layer`: the lines of a text layer that is right but has only a part of the text.
    """

    said: str = ""
    lines: tuple[Line, ...] = ()
    layer: tuple[Line, ...] = ()

    def after(self, lines: tuple[Line, ...]) -> tuple[Line, ...]:
        """The page's lines and, after them, those beside them."""
        return (*lines, *(replace(line, number=len(lines) + n) for n, line in enumerate(self.lines, 1)))


def _from_picture(raw: PicturePage, options: OcrOptions, pictures: Path | None) -> Page:
    beside = _BesideImage("; ".join(raw.notes))
    if options.mode is OcrMode.SKIP:
        return _page(raw, Method.TEXT_LAYER, f"{NO_LAYER.reason}; {_NOT_READ}", beside)
    why = _FORCED if options.mode is OcrMode.FORCE else NO_LAYER.reason
    return _from_image(raw, options, why, beside, pictures)


def _from_pdf(raw: PdfPage, options: OcrOptions, pictures: Path | None) -> Page:
    """A PDF's page: by its text layer where that is good, or no image is to be read; else by its image."""
    verdict = Verdict(False, _FORCED) if options.mode is OcrMode.FORCE else decide(raw)
    beside = _BesideImage(_unseen(raw), tuple(_beside(raw)), raw.layer if verdict.partial else ())
    if verdict.taken:
        return _from_layer(raw, verdict.why, beside, restore=verdict.mended)
    if options.mode is OcrMode.SKIP:
        return _from_layer(raw, f"{verdict.why}; {_NOT_READ}", beside, restore=True)
    return _from_image(raw, options, verdict.why, beside, pictures)


def _from_layer(raw: PdfPage, reason: str, beside: _BesideImage, *, restore: bool = False) -> Page:
    from kehoach.pipeline.layout import arrange_page

    filled = tuple(line for line in raw.annotations if not line.role.is_marginalia)  # form fields: part of the text
    mended = mend_layer((*raw.layer, *filled), restore=restore)
    arranged = arrange_page(mended.lines, raw.width, raw.height, raw.number, raw.rulings)
    method = Method.TEXT_LAYER if mended.method is Method.TEXT else mended.method
    page = _page(raw, method, "; ".join(filter(None, (reason, mended.reason))), beside)
    edits = (*mended.edits, *_differing(raw))
    return replace(page, lines=beside.after(arranged.lines), tables=arranged.tables, edits=edits)


def _differing(raw: PdfPage) -> Iterator[Edit]:
    """What a page's text says otherwise than it draws, as an edit that was not made: which is right nobody knows."""
    if raw.differs:
        said, drawn = raw.differs
        yield Edit(said, said, ACTUAL_TEXT, UNSURE, (drawn,), page=raw.number, applied=False)


def _from_image(
    raw: DrawnPage, options: OcrOptions, asked: str, beside: _BesideImage, pictures: Path | None = None
) -> Page:
    """A page read from its image; `asked` says why it is."""
    from kehoach.pipeline.imaging import is_black, is_filled, prepare, unread_share
    from kehoach.pipeline.layout import arrange_page
    from kehoach.pipeline.ocr import doubts, with_codes_mended

    dpi = min(max(raw.image_dpi or RENDER_DPI, LEAST_DPI), GENTLE_DPI if options.gentle else MOST_DPI)
    sheets = prepare(raw.render(dpi))
    engine = _engine(options)
    why = f"{asked}; read with gentler settings, its worker having died" if options.gentle else asked
    page = replace(_page(raw, Method.OCR, why, beside), engine=engine.name)
    if all(sheet.blank for sheet in sheets):
        shown = _pictures(sheets, raw.number, pictures)
        if all(is_black(sheet.image) for sheet in sheets):
            return replace(page, unread=BLACK, reason=f"{why}; {BLACK}", pictures=shown)
        return replace(page, blank=True, reason=f"{why}; the page is blank", pictures=shown)
    if len(sheets) > 1:
        page = replace(page, reason=f"{why}; two pages side by side, the left one read first")
    images = [sheet.image for sheet in sheets if not sheet.blank]
    read = [list(map(with_codes_mended, engine.read(image, timeout=options.page_timeout))) for image in images]
    share = max(unread_share(*pair) for pair in zip(images, map(_boxes, read), strict=True))
    page = replace(page, pictures=_pictures(sheets, raw.number, pictures), unread_share=share)
    if not beside.layer and not any(map(_says_something, chain(*read))) and any(map(is_filled, images)):
        page = replace(page, unread=NO_WORD)
    if beside.layer:
        whole = [line.moved(image.page_box) for image, lines in zip(images, read, strict=True) for line in lines]
        rulings = [image.page_box(box) for image in images for box in image.rulings]
        arranged = arrange_page(merged_with_layer(whole, beside.layer), raw.width, raw.height, raw.number, rulings)
        return replace(
            page,
            lines=beside.after(arranged.lines),
            tables=arranged.tables,
            edits=doubts(arranged.lines),
        )
    lines: list[Line] = []
    tables: list[TableGrid] = []
    for image, found in zip(images, read, strict=True):
        arranged = arrange_page(found, image.width, image.height, raw.number, image.rulings)
        before = len(lines)
        lines += [replace(line.moved(image.page_box), number=before + line.number) for line in arranged.lines]
        tables += [replace(t.moved(image.page_box), first_line=before + t.first_line) for t in arranged.tables]
    return replace(page, lines=beside.after(tuple(lines)), tables=tuple(tables), edits=doubts(lines))


def _says_something(line: Line) -> bool:
    """Whether a reader is fairly sure of a word of a line, a lone letter or sign aside."""
    return any(
        sum(map(str.isalnum, word.text)) > 1 and (word.confidence is None or word.confidence >= _SURE)
        for word in line.words
    )


def _boxes(lines: Sequence[Line]) -> list[Box]:
    return [line.box for line in lines if line.box]


def _pictures(sheets: Sequence[Prepared], number: int, folder: Path | None) -> tuple[PagePicture, ...]:
    """The files of a page's pictures, written now: nothing of them is kept for later."""
    if folder is None:
        return ()
    from kehoach.pipeline.export import write_page_images

    names = [f"{number:04}" + (f"-{part}" if len(sheets) > 1 else "") for part in range(1, len(sheets) + 1)]
    return tuple(
        write_page_images(folder, name, sheet.image, sheet.steps, sheet.masks)
        for name, sheet in zip(names, sheets, strict=True)
    )


def merged_with_layer(read: Sequence[Line], layer: Sequence[Line]) -> list[Line]:
    """Lines read from the image, and those of the layer in the place of what was read there. Boxes in page units."""
    known = [(line, line.box) for line in layer if line.box]

    def covered(line: Line) -> bool:
        x, y = line.box.middle if line.box else (-1.0, -1.0)
        return any(box.left <= x <= box.right and box.top <= y <= box.bottom for _, box in known)

    return [line for line, _ in known] + [line for line in read if not covered(line)]


def _page(raw: DrawnPage, method: Method, reason: str, beside: _BesideImage) -> Page:
    said = "; ".join(filter(None, (reason, beside.said)))
    return Page(raw.number, (), (), raw.width, raw.height, raw.unit, method, reason=said)


def _unseen(raw: PdfPage) -> str:
    """What the file has on this page that nobody sees there, in words."""
    hidden = sum(len(line.words) for line in raw.hidden)
    parts = [f"{number_of(hidden, 'word')} left out that cannot be seen on the page"] if hidden else []
    if raw.outside:
        lies = noun(len(raw.outside), "lies", "lie")
        parts.append(f"{number_of(len(raw.outside), 'line')} left out that {lies} beyond the page's edge")
    return "; ".join(parts)


def _beside(raw: PdfPage) -> Iterator[Line]:
    """The comments typed onto the PDF, and the text that cannot be seen."""
    yield from (line for line in raw.annotations if line.role.is_marginalia)
    yield from raw.hidden
    yield from (Line(text, raw.number, 1, role=Role.HIDDEN) for text in raw.outside)


@lru_cache(maxsize=1)
def _engine(options: OcrOptions) -> Engine:
    """The reader, made once for each process: it loads its models."""
    from kehoach.pipeline.ocr import choose_engine

    return choose_engine(options)
