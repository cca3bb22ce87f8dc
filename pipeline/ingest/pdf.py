"""PDF files by pypdfium2: the text layer, what lies beside it, and pages drawn as pictures. One page open at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from itertools import compress
from math import isfinite
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import TYPE_CHECKING

from kehoach.pipeline.document import FileSignature, MediaKind, PageImage, Role, Source
from kehoach.pipeline.errors import BadInput, Encrypted, KehoachError, PageError
from kehoach.pipeline.files.regular import open_regular
from kehoach.pipeline.ingest.actual_text import differing
from kehoach.pipeline.ingest.annotations import read_annotations
from kehoach.pipeline.ingest.file_errors import digest, file_errors
from kehoach.pipeline.ingest.glyphs import NO_LETTERS, Letters, read_letters
from kehoach.pipeline.ingest.limits import DRAWN_PIXELS
from kehoach.pipeline.ingest.pages import LayerFigures, PdfPage
from kehoach.pipeline.ingest.pictures import read_pictures
from kehoach.pipeline.ingest.rulings import find_rulings
from kehoach.pipeline.ingest.seen import CHECK_DPI, is_doubtful, look
from kehoach.pipeline.ingest.untyped import Handle
from kehoach.pipeline.ingest.values import Opened
from kehoach.pipeline.ingest.words import to_lines

if TYPE_CHECKING:
    from kehoach.pipeline.ingest.values import Input

_OPENS_A_HANDLE = 40
"""Page openings after which the file is opened anew. Without that, 300 scans of 0.5 MB grew the process by 132 MB;
with it the process stays within 20 MB, and opening takes a millisecond."""

_BYTE_RANGE = b"/ByteRange"  # every digital signature has it, never compressed (ISO 32000-1, 12.8.1)


class PdfDocument(Opened):
    """An opened PDF; `page` reads the text layer, `PdfPage.render` draws."""

    def __init__(self, source: Source, handle: Handle, password: str | None) -> None:
        super().__init__(source)
        self._handle = handle
        self._password = password
        self._page_opens = 0
        self._state = _state(source.path)

    def page(self, number: int) -> PdfPage:
        """Text layer, pictures and figures of page `number`; raises PageError where it cannot be opened."""
        with self._opened(number) as page:
            width, height = page.get_size()
            letters = read_letters(page)
            drawn = read_pictures(page)
            annotations = read_annotations(page, number)
        inside, outside = _by_place(letters, width, height)
        layer = tuple(to_lines(inside, number))
        said = [line.text for line in layer] if drawn.spoken else []
        return self._looked_at(
            PdfPage(
                number,
                width,
                height,
                lambda dpi: self.draw(number, dpi),
                layer=layer,
                images=tuple(picture.box for picture in drawn.pictures),
                image_dpi=drawn.dpi,
                figures=_figures(inside, outside, drawn.paths),
                outside=tuple(line.text for line in to_lines(outside, number)),
                annotations=tuple(annotations),
                rulings=find_rulings(drawn.lines),
                differs=differing(self._source.path, number, self._password, said) if said else None,
            )
        )

    def _looked_at(self, raw: PdfPage) -> PdfPage:
        """The page with what cannot be seen of its layer apart, where there is a reason to look."""
        if not is_doubtful(raw):
            return raw
        try:
            pixels = self.draw(raw.number, CHECK_DPI).pixels
        except PageError:  # the layer is there all the same
            return raw
        sight = look(raw, pixels)
        hidden = tuple(replace(line, role=Role.HIDDEN) for line in sight.hidden)
        return replace(raw, layer=sight.lines, hidden=hidden, astray=sight.astray)

    def draw(self, number: int, dpi: float) -> PageImage:
        """Page `number` as an RGB picture at `dpi`, without annotations; coarser where it would be huge."""
        with self._opened(number) as page:
            width, height = page.get_size()
            if not (width > 0 and height > 0):
                why = "what is to be shown of it (CropBox) lies beyond its paper (MediaBox), or has no size"
                raise PageError(f"{self._source.path}: page {number} cannot be drawn: {why}")
            scale = min(dpi / 72, (DRAWN_PIXELS / max(1.0, width * height)) ** 0.5)
            bitmap = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=False, draw_annots=False)
            pixels = bitmap.to_numpy()[:, :, :3].copy()
            bitmap.close()
        to_page = (width / pixels.shape[1], 0.0, 0.0, 0.0, height / pixels.shape[0], 0.0)
        return PageImage(pixels, number, scale * 72, to_page)

    def close(self) -> None:
        """Close the file."""
        self._handle.close()

    @contextmanager
    def _opened(self, number: int) -> Iterator[Handle]:
        """One page, closed again; pdfium's errors become PageErrors here."""
        import pypdfium2

        try:
            page = self._fresh(number)[number - 1]
        except (pypdfium2.PdfiumError, IndexError) as error:
            raise PageError(f"{self._source.path}: page {number} is broken: {error}") from error
        try:
            yield page
        except (pypdfium2.PdfiumError, MemoryError) as error:
            raise PageError(f"{self._source.path}: page {number} cannot be read: {error}") from error
        finally:
            page.close()

    def _fresh(self, number: int) -> Handle:
        """The opened file; now and then it is opened anew, since pdfium keeps what it has read of every page."""
        if self._handle.raw is None:
            raise PageError(f"{self._source.path}: page {number} was asked for after the file was closed")
        self._page_opens += 1
        if self._page_opens % _OPENS_A_HANDLE == 0 and _state(self._source.path) == self._state:
            with suppress(KehoachError):  # the file as it was opened can still be read
                fresh = _load(self._source.path, self._password)
                self._handle.close()
                self._handle = fresh
        return self._handle


def _state(path: Path) -> tuple[int, int, int] | None:
    """What changes when a file is replaced; None where it is gone."""
    try:
        state = path.stat()
    except OSError:
        return None
    return state.st_ino, state.st_mtime_ns, state.st_size


def open_pdf(chosen: Input, password: str | None) -> PdfDocument:
    """Open a PDF; Encrypted or BadInput where that cannot be done."""
    path = chosen.paths[0]
    found = digest([path], mark=_BYTE_RANGE)
    handle = _load(path, password)
    try:
        pages = len(handle)
        if pages == 0:
            raise BadInput(f"{path}: the PDF has no pages", advice="it may be a broken copy; fetch it again")
        producer = handle.get_metadata_value("Producer") or handle.get_metadata_value("Creator") or None
    except BaseException:
        handle.close()
        raise
    signatures: tuple[FileSignature, ...] = ()
    if found.marked:
        from kehoach.pipeline.ingest.signatures import read_signatures

        signatures = read_signatures(path, password)
    source = Source(path, MediaKind.PDF, found.sha256, found.size, pages, producer, signatures)
    return PdfDocument(source, handle, password)


def _load(path: Path, password: str | None) -> Handle:
    import pypdfium2
    import pypdfium2.raw as pdfium

    with file_errors(path):
        open_regular(path).close()  # pdfium does not say why it could not open a file
    try:
        return pypdfium2.PdfDocument(path, password=password)
    except pypdfium2.PdfiumError as error:
        locks = pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY
        if error.err_code in locks and _is_encrypted(path):  # pdfium may still tell what was wrong with another file
            raise _locked(path, password) from error
        why = "" if error.err_code in (*locks, pdfium.FPDF_ERR_SUCCESS) else f": {str(error).rstrip('.')}"
        raise BadInput(f"{path}: the PDF is broken{why}", advice="open and save it in a PDF program") from error


def _is_encrypted(path: Path) -> bool:
    """Whether a trailer or a cross-reference stream, whose dictionaries are plain text, names how it is encrypted."""
    with file_errors(path), open_regular(path) as file, mmap(file.fileno(), 0, access=ACCESS_READ) as data:
        return data.find(b"/Encrypt") >= 0


def _locked(path: Path, password: str | None) -> Encrypted:
    if password is None:
        return Encrypted(f"{path}: the PDF is encrypted", advice="give its password with --password")
    return Encrypted(f"{path}: the PDF is encrypted and the password is wrong", advice="check --password")


def _by_place(letters: Letters, width: float, height: float) -> tuple[Letters, Letters]:
    """The letters on the visible page and those beyond its edge; spaces go with those before them."""
    count = len(letters.texts)
    left, right, top, bottom = letters.left, letters.right, letters.top, letters.bottom
    if not count or (
        isfinite(sum(map(sum, (left, right, top, bottom))))  # a number that is none compares as one likes
        and min(left) >= 0
        and max(right) <= width
        and min(top) >= 0
        and max(bottom) <= height
    ):
        return letters, NO_LETTERS
    inside, into = bytearray(count), 1
    for index, blank in enumerate(letters.blanks()):
        if not blank:
            x, y = left[index] + right[index], top[index] + bottom[index]
            into = 0 <= x <= 2 * width and 0 <= y <= 2 * height
        inside[index] = into
    return letters.chosen(inside), letters.chosen(inside.translate(_OTHERS))


_OTHERS = bytes([1, 0]) + bytes(254)  # 0 and 1 exchanged


def _figures(inside: Letters, outside: Letters, paths: int) -> LayerFigures:
    shown = inside.blanks().translate(_OTHERS)
    styles = Counter(compress(inside.styles, shown))
    return LayerFigures(
        chars=sum(shown),
        invisible=sum(count for style, count in styles.items() if style.invisible),
        white=sum(count for style, count in styles.items() if style.white),
        unmapped=inside.texts.count("\ufffd"),
        outside=outside.blanks().count(0),
        paths=paths,
    )
