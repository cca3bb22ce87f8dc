"""A document's way, from file to Plan: the one module that joins the stages.

Each page is taken from where it is best had: its text layer where that is good, its image where it is not, and a
text file's damage is mended. What was decided, and why, stands in the Plan's `source.reading`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.document import Document, Line, Method, Page
from pipeline.errors import BadInput, PageError
from pipeline.ingest import RawPage, open_input
from pipeline.judging import Verdict, decide
from pipeline.options import OcrMode, OcrOptions, Options
from pipeline.repair import from_bytes, mend_layer, mend_text

if TYPE_CHECKING:
    from pipeline.ingest import Input
    from pipeline.ocr import Engine
    from pipeline.plan import Plan

RENDER_DPI = 200.0  # what archives scan at (TT 05/2025/TT-BNV, Điều 8); imaging enlarges what is still too small
LEAST_DPI, MOST_DPI = 72.0, 300.0  # a scan is drawn at its own resolution; beyond 300 dpi readers gain nothing
STDIN = Path("-")


def read_document(source: Input, options: Options) -> Plan:
    """Read one input and parse it. Raises KehoachError, naming the file, where nothing of it could be read."""
    from pipeline.layout import mark_running_heads
    from pipeline.parse import parse

    with open_input(source, options.ingest) as opened:
        pages = tuple(page for raw in opened.pages() for page in read_page(raw, options.ocr))
        found = opened.source
    if pages and all(page.problem for page in pages):
        raise BadInput(f"{source.path}: no page could be read: {pages[0].problem}", advice="is the file damaged?")
    pages = tuple(mark_running_heads(pages))
    path = STDIN if source.relative == STDIN else source.path
    return parse(Document(replace(found, path=path, pages=len(pages)), pages))


def read_page(raw: RawPage, options: OcrOptions) -> list[Page]:
    """One raw page, read in the way that its content asks for; a text file may hold several pages.

    A page that fails is data, not an end: it comes back with its `problem`.
    """
    try:
        if raw.text is not None:
            return list(_from_text(raw))
        if raw.problem:
            raise PageError(raw.problem)
        verdict = Verdict(False, "reading the image was asked for") if options.mode is OcrMode.FORCE else decide(raw)
        if verdict.taken:
            return [_from_layer(raw, verdict.why)]
        if options.mode is OcrMode.SKIP or not raw.drawable:
            return [_from_layer(raw, f"{verdict.why}; no image is read", restore=True)]
        return [_from_image(raw, options, verdict)]
    except PageError as error:
        return [Page(raw.number, width=raw.width, height=raw.height, unit=raw.unit, problem=str(error))]


def _from_text(raw: RawPage) -> Iterator[Page]:
    """The pages of a text file: conversion, layout by text rules, repair."""
    from pipeline.layout.text import explain_text

    notes: list[str] = []

    def arrange(lines: Sequence[str]) -> list[Line]:
        arranged = explain_text(lines)
        notes.extend((*raw.notes, *arranged.notes))
        return list(arranged.lines)

    mended = mend_text((raw.text or "").split("\n"), arrange)
    if raw.data is not None:
        mended = from_bytes(mended, raw.data, str(raw.encoding))
    for number in sorted({line.page for line in mended.lines}):
        lines = tuple(line for line in mended.lines if line.page == number)
        edits = tuple(edit for edit in mended.edits if edit.page == number)
        reason = "; ".join((mended.reason, *notes))
        yield Page(number, lines, method=mended.method, reason=reason, edits=edits)


def _from_layer(raw: RawPage, reason: str, *, restore: bool = False) -> Page:
    from pipeline.layout import arrange_page

    filled = tuple(line for line in raw.annotations if not line.role.is_marginalia)  # form fields: part of the text
    mended = mend_layer((*raw.layer, *filled), restore=restore)
    arranged = arrange_page(mended.lines, raw.width, raw.height, raw.number)
    method = Method.TEXT_LAYER if mended.method is Method.TEXT else mended.method
    page = _page(raw, method, "; ".join(filter(None, (reason, mended.reason))))
    return replace(page, lines=_with_comments(arranged.lines, raw), tables=arranged.tables, edits=mended.edits)


def _from_image(raw: RawPage, options: OcrOptions, verdict: Verdict) -> Page:
    from pipeline.imaging import prepare
    from pipeline.layout import arrange_page

    dpi = min(max(raw.image_dpi or RENDER_DPI, LEAST_DPI), MOST_DPI)
    prepared = prepare(raw.render(dpi))
    engine = _engine(options)
    page = replace(_page(raw, Method.OCR, verdict.why), engine=engine.name)
    if prepared.blank:
        return replace(page, blank=True, reason=f"{verdict.why}; the page is blank")
    image = prepared.image
    read = engine.read(image, timeout=options.page_timeout)
    if verdict.partial:
        merged = merged_with_layer([line.moved(image.page_box) for line in read], raw.layer)
        rulings = [image.page_box(box) for box in image.rulings]
        arranged = arrange_page(merged, raw.width, raw.height, raw.number, rulings)
        return replace(page, lines=_with_comments(arranged.lines, raw), tables=arranged.tables)
    arranged = arrange_page(read, image.width, image.height, raw.number, image.rulings)
    lines = tuple(line.moved(image.page_box) for line in arranged.lines)
    tables = tuple(table.moved(image.page_box) for table in arranged.tables)
    return replace(page, lines=_with_comments(lines, raw), tables=tables)


def merged_with_layer(read: Sequence[Line], layer: Sequence[Line]) -> list[Line]:
    """Lines read from the image, and those of the layer in the place of what was read there. Boxes in page units."""
    known = [(line, line.box) for line in layer if line.box]

    def covered(line: Line) -> bool:
        x, y = line.box.middle if line.box else (-1.0, -1.0)
        return any(box.left <= x <= box.right and box.top <= y <= box.bottom for _, box in known)

    return [line for line, _ in known] + [line for line in read if not covered(line)]


def _page(raw: RawPage, method: Method, reason: str) -> Page:
    return Page(raw.number, (), (), raw.width, raw.height, raw.unit, method, reason=reason)


def _with_comments(lines: tuple[Line, ...], raw: RawPage) -> tuple[Line, ...]:
    """The page's lines and, after them, the comments that somebody typed onto the PDF."""
    comments = (line for line in raw.annotations if line.role.is_marginalia)
    return (*lines, *(replace(line, number=len(lines) + n) for n, line in enumerate(comments, 1)))


@lru_cache(maxsize=1)
def _engine(options: OcrOptions) -> Engine:
    """The reader, made once for each process: it loads its models."""
    from pipeline.ocr import choose_engine

    return choose_engine(options)
