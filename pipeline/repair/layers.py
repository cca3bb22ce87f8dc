"""What is wrong with the text that a page brings along, and so where its text is best taken from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kehoach.diacritics.encodings import Encoding
from kehoach.diacritics.judge.ruler import judge, judge_pages
from kehoach.diacritics.judge.verdict import Judgement, Kind
from kehoach.pipeline.ingest import (
    BrokenPage,
    DrawnPage,
    Input,
    PdfPage,
    PicturePage,
    TextPage,
    layer_state,
    open_input,
)
from kehoach.pipeline.layout.text import arrange_text

if TYPE_CHECKING:
    from kehoach.pipeline.document import Line
    from kehoach.pipeline.options import IngestOptions

NO_LAYER = Judgement(Kind.EMPTY, None, "no text layer, only a picture")
PARTIAL = Judgement(Kind.PARTIAL, None, "a running head or a signature's overlay; the body is a picture")

READ_AGAIN = frozenset({Kind.MARKS_MISSING, Kind.GARBLED, Kind.LETTERS_DROPPED, Kind.PARTIAL})
"""A page with such a layer is read from its image; a legacy encoding is converted, another language is taken."""


def judge_layer(raw: DrawnPage | BrokenPage) -> Judgement:
    """The text layer of one page. EMPTY where there is none, or where it has no words and a picture is there."""
    match raw:
        case BrokenPage():
            return Judgement(Kind.EMPTY, None, raw.problem)
        case PicturePage():
            return NO_LAYER
        case PdfPage():
            return _without_words(raw) or judge(_text(raw.layer))


ASTRAY = 0.15
"""Share of a layer's words on blank paper from which it does not fit the scan: of layers that fit, none is; of one
moved by three lines of text a quarter is, of that of another page a third to a half."""


@dataclass(frozen=True)
class Verdict:
    """Whether a page's text layer is taken, and why or why not.

    `partial`: what it has is right, but not all; `mended`: some of its lines are damaged, and are to be mended.
    """

    taken: bool
    why: str
    partial: bool = False
    mended: bool = False


def decide(raw: PdfPage) -> Verdict:
    """Take the layer where it is clean, can be converted or is in another language; else the image is to be read."""
    judgement = judge_layer(raw)
    if judgement.kind is Kind.EMPTY:
        return Verdict(bool(raw.layer) and not raw.images, judgement.reason)
    why = f"the text layer is {judgement.kind}: {judgement.reason}"
    mended = judgement.kind is Kind.DAMAGED_IN_PART
    return Verdict(judgement.kind not in READ_AGAIN, why, judgement.kind is Kind.PARTIAL, mended)


def judge_input(source: Input, options: IngestOptions) -> Iterator[tuple[int, Judgement]]:
    """Each page of an input with its judgement, the pages of one document being each other's context."""
    with open_input(source, options) as opened:
        bare: dict[int, Judgement] = {}
        texts: list[str] = []
        for raw in opened.pages():
            match raw:
                case TextPage():
                    yield from _judge_text(raw)
                    return
                case PdfPage():
                    if found := _without_words(raw):
                        bare[raw.number] = found
                    texts.append(_text(raw.layer))
                case _:
                    bare[raw.number] = judge_layer(raw)
                    texts.append("")
    for number, judgement in enumerate(judge_pages(texts), 1):
        yield number, bare.get(number, judgement)


def _judge_text(raw: TextPage) -> Iterator[tuple[int, Judgement]]:
    """The pages of a text file; of one whose bytes are no Unicode, the encoding is what is wrong with it."""
    pages: dict[int, list[str]] = {}
    for line in arrange_text(raw.text.split("\n")):
        pages.setdefault(line.page, []).append(line.text)
    judgements = judge_pages(["\n".join(lines) for lines in pages.values()])
    for number, judgement in zip(pages, judgements, strict=True):
        yield number, _of_bytes(judgement, raw.foreign.encoding) if raw.foreign else judgement


def _of_bytes(judgement: Judgement, encoding: str) -> Judgement:
    known = {str(e.value): e for e in Encoding}.get(encoding)
    return replace(judgement, kind=Kind.LEGACY, encoding=known, reason=f"the file's bytes are in {encoding}")


def _without_words(raw: PdfPage) -> Judgement | None:
    state = layer_state(raw)
    if state == "full" and raw.astray > ASTRAY:
        share = f"{raw.astray:.0%} of its words lie on blank paper"
        return Judgement(Kind.GARBLED, None, f"it does not fit the picture: {share}")
    return {"none": NO_LAYER, "partial": PARTIAL}.get(state)


def _text(lines: Sequence[Line]) -> str:
    return "\n".join(line.text for line in lines)
