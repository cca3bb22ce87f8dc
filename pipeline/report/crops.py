"""Pictures for the report: each doubtful line cut out of its page with its words marked, and the pages beside it."""

from __future__ import annotations

import base64
import hashlib
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import chain, groupby
from pathlib import Path
from typing import TYPE_CHECKING

from kehoach.pipeline.errors import KehoachError, PageError, of_system
from kehoach.pipeline.export import whole_file
from kehoach.pipeline.files.out_names import REPORT_PICTURES
from kehoach.pipeline.ingest import Input, TextPage, open_input
from kehoach.pipeline.options import IngestOptions
from kehoach.pipeline.report.values import Crop, Cutting, Doubt, Ended

if TYPE_CHECKING:
    from PIL.Image import Image

    from kehoach.pipeline.ingest import OpenDocument

_OWN_NAME = re.compile(r"[0-9a-f]{16}\.jpg")
_PAGE_DPI = 110.0  # a page is some 900 dots wide: readable on a screen, 100 to 150 KB
_LONGEST = 1300  # dots of a page picture's long side: image files are drawn at their own size
_CROP_WIDTH = 900  # dots at most
_MARGIN = 0.6  # of the line's height, around it
_RED = (200, 30, 30)
_PAGES_AT_ONCE = 4  # of one document: opening it anew takes a few milliseconds, drawing a page fifty and more

Numbered = tuple[int, Crop]
"""A Crop with its number among all of the report."""

_Files = tuple[tuple[Path, ...], tuple[str, ...]]  # of a document: its paths, and the way to a member of an archive

Cut = Callable[[Sequence[Cutting]], Iterable[Sequence[Numbered]]]
"""Whoever cuts pictures out, in any order: this process, or several; what cannot be cut is left out."""


def make_crops(
    out: Path, doubts: Sequence[Doubt], ended: Sequence[Ended], password: str | None, cut: Cut | None = None
) -> list[Crop]:
    """A Crop for each doubt, in their order; without pictures where the document cannot be opened any more.

    Page pictures are written into OUT/report-pages. `cut`: None does it here, page after page.
    """
    places = {one.folder: (one.paths, one.member) for one in ended}
    cuttings = list(_cuttings(doubts, places))
    done = cut(cuttings) if cut else (cut_out(out, cutting, password) for cutting in cuttings)
    crops = dict(chain.from_iterable(done))
    _remove_others(out, {crop.page_file for crop in crops.values()})
    return [crops.get(number, Crop(doubt)) for number, doubt in enumerate(doubts)]


def _cuttings(doubts: Sequence[Doubt], places: Mapping[str, _Files]) -> Iterator[Cutting]:
    """The doubts by document, those of a few pages at a time."""
    numbered = sorted(enumerate(doubts), key=lambda pair: (pair[1].folder, pair[1].page))
    for folder, of_document in groupby(numbered, key=lambda pair: pair[1].folder):
        pages = [list(of_page) for _, of_page in groupby(of_document, key=lambda pair: pair[1].page)]
        for first in range(0, len(pages), _PAGES_AT_ONCE):
            paths, member = places.get(folder, ((), ()))
            yield Cutting(folder, paths, tuple(chain(*pages[first : first + _PAGES_AT_ONCE])), member)


def cut_out(out: Path, cutting: Cutting, password: str | None) -> list[Numbered]:
    """The pictures of some lines; page pictures are written into OUT/report-pages.

    A document that was moved, deleted or locked since gives none.
    """
    found: list[Numbered] = []
    source = Input(cutting.paths or (out / cutting.folder,), Path(cutting.folder), cutting.member)
    with suppress(KehoachError), open_input(source, IngestOptions(password=password)) as opened:
        for number, of_page in groupby(cutting.doubts, key=lambda pair: pair[1].page):
            found += _of_page(out, opened, number, list(of_page))
    return found


def _remove_others(out: Path, named: set[str]) -> None:
    """Remove the page pictures of a report before this one; our own names alone, nothing else that lies there."""
    try:
        for path in (out / REPORT_PICTURES).glob("*.jpg"):
            if _OWN_NAME.fullmatch(path.name) and f"{REPORT_PICTURES}/{path.name}" not in named:
                path.unlink(missing_ok=True)
    except OSError as error:
        raise of_system(f"{out / REPORT_PICTURES} cannot be tidied", error) from error


def _of_page(out: Path, opened: OpenDocument, number: int, doubts: list[tuple[int, Doubt]]) -> list[Numbered]:
    picture = _picture(opened, number)
    name = hashlib.sha256(f"{doubts[0][1].folder}\0{number}".encode("utf-8", "surrogateescape")).hexdigest()[:16]
    file = f"{REPORT_PICTURES}/{name}.jpg"
    with whole_file(out / file) as target:
        target.write(_jpeg(picture, 70))
    return [(place, Crop(doubt, _data_uri(_cut(picture, doubt)), file)) for place, doubt in doubts]


def _picture(opened: OpenDocument, number: int) -> Image:
    import PIL.Image

    page = opened.page(number)
    if isinstance(page, TextPage):
        raise PageError(f"page {number} is text and has no picture")
    picture = PIL.Image.fromarray(page.render(_PAGE_DPI).pixels)
    picture.thumbnail((_LONGEST, _LONGEST))
    return picture


def _cut(picture: Image, doubt: Doubt) -> Image:
    """The line with a margin, a red line under each doubtful word."""
    from PIL import ImageDraw

    across, down = picture.width / (doubt.size[0] or 1.0), picture.height / (doubt.size[1] or 1.0)
    left, top, right, bottom = doubt.box
    margin = (bottom - top) * _MARGIN
    corner = max(0, int((left - margin) * across)), max(0, int((top - margin) * down))
    end = min(picture.width, int((right + margin) * across) + 1), min(picture.height, int((bottom + margin) * down) + 1)
    cut = picture.crop((*corner, max(end[0], corner[0] + 1), max(end[1], corner[1] + 1))).convert("RGB")
    pen = ImageDraw.Draw(cut)
    for word in doubt.words:
        if word.box:
            foot = word.box[3] * down - corner[1] + 1
            pen.line((word.box[0] * across - corner[0], foot, word.box[2] * across - corner[0], foot), _RED, 2)
    cut.thumbnail((_CROP_WIDTH, _CROP_WIDTH))
    return cut


def _jpeg(picture: Image, quality: int) -> bytes:
    data = io.BytesIO()
    picture.convert("RGB").save(data, "JPEG", quality=quality, optimize=True)
    return data.getvalue()


def _data_uri(picture: Image) -> str:
    return "data:image/jpeg;base64," + base64.b64encode(_jpeg(picture, 60)).decode("ascii")
