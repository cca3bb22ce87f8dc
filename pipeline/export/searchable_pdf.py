"""A searchable PDF/A-2b: the scan as it is, and the text that was read laid over it, word by word, unseen.

PDF/A (ISO 19005-2) is declared only where pikepdf's own check of the written file approves it; a file that holds what
PDF/A forbids and what cannot be mended (fonts that are not embedded, colours without a profile) is written without the
declaration. A digital signature of the original does not hold for a copy and is taken out, its picture stays.
"""

from __future__ import annotations

import io
import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kehoach.pipeline.document import MediaKind, Method
from kehoach.pipeline.errors import BadInput, Encrypted
from kehoach.pipeline.export.files import whole_file
from kehoach.pipeline.export.glyphless import ADVANCE, EM, Letters, add_font
from kehoach.pipeline.export.image_pages import pdf_of_images
from kehoach.pipeline.export.old_text import OldText
from kehoach.pipeline.export.pdf_content import Matrix, Overlong, times
from kehoach.pipeline.export.pdf_info import fill_information
from kehoach.pipeline.export.pdf_structure import mend_structure
from kehoach.pipeline.export.pdf_tidy import tidy
from kehoach.pipeline.export.text_place import PlacedWord, placed_words
from kehoach.pipeline.files.regular import open_regular

if TYPE_CHECKING:
    import pikepdf

    from kehoach.pipeline.document import Page
    from kehoach.pipeline.export.original import Original
    from kehoach.pipeline.plan import Plan

FLAVOUR = "2b"
_FONT = "/KehoachText"
_BROKEN_INSIDE = (ValueError, TypeError, KeyError, IndexError, AttributeError, NotImplementedError)
"""What pikepdf raises where a PDF has another kind of object than it should have."""

_log = logging.getLogger(__name__)


def write_pdf(plan: Plan, original: Original, target: Path) -> list[Path]:
    """Write the searchable PDF; nothing where the original is text and has no pages. Returns the files written.

    Raises BadInput or Encrypted where the original cannot be opened any more, FileAccess where `target` cannot be
    written.
    """
    kind = original.document.source.kind
    if not (kind is MediaKind.PDF or kind.is_image):
        return []
    data = _copied(plan, original)
    with whole_file(target) as file:
        file.write(data)
    return [target]


def _copied(plan: Plan, original: Original) -> bytes:
    """The bytes of the PDF. What pikepdf cannot make sense of becomes a BadInput here."""
    import pikepdf

    try:
        with _opened(original) as pdf:
            letters = Letters()
            searched = [page for page in original.document.pages if _add_text(pdf, page, letters)]
            font = add_font(pdf, letters)
            for page in searched:
                _name_font(pdf.pages[page.number - 1], font)
            mend_structure(pdf)
            for shown in pdf.pages:
                tidy(pdf, shown)
            fill_information(pdf, plan)
            return _saved(pdf)
    except Overlong as error:
        advice = "leave pdf out of --export"
        raise BadInput(f"{original.paths[0]}: the PDF cannot be copied: {error}", advice=advice) from error
    except (pikepdf.PdfError, *_BROKEN_INSIDE) as error:
        path = original.paths[0]
        raise BadInput(f"{path}: no searchable PDF can be made of it: {type(error).__name__}: {error}") from error


def _opened(original: Original) -> pikepdf.Pdf:
    import pikepdf

    if original.document.source.kind.is_image:
        return pdf_of_images(original.paths)
    path = original.paths[0]
    try:
        open_regular(path).close()
        return pikepdf.open(path, password=original.password or "")
    except pikepdf.PasswordError as error:
        raise Encrypted(f"{path}: the PDF is encrypted", advice="give its password with --password") from error
    except (pikepdf.PdfError, OSError) as error:
        raise BadInput(f"{path}: the PDF cannot be copied: {error}") from error


def _add_text(pdf: pikepdf.Pdf, page: Page, letters: Letters) -> bool:
    """Lay the page's words over its picture; whether there were any. A good text layer is left alone."""
    if page.method is Method.TEXT_LAYER or page.problem or page.number > len(pdf.pages):
        return False
    target = pdf.pages[page.number - 1]
    words = placed_words(page)
    if page.method is not Method.NONE:
        OldText(pdf).silence(target)
    if not words:
        return False
    target.contents_add(_drawn(words, page_matrix(target, page), letters), prepend=False)
    return True


def page_matrix(target: pikepdf.Page, page: Page) -> Matrix:
    """From the page's units (origin top left, as it is shown) to its user space (ISO 32000-1, 8.3.2.3 and 14.11.2)."""
    left, bottom, right, top = _visible_box(target)
    turned = int(target.obj.get("/Rotate", 0)) % 360
    matrices: dict[int, Matrix] = {
        0: (1, 0, 0, -1, left, top),
        90: (0, 1, 1, 0, left, bottom),
        180: (-1, 0, 0, 1, right, bottom),
        270: (0, -1, -1, 0, right, top),
    }
    across, down = (right - left, top - bottom) if turned % 180 == 0 else (top - bottom, right - left)
    scale: Matrix = (across / (page.width or across), 0, 0, down / (page.height or down), 0, 0)
    return times(scale, matrices.get(turned, matrices[0]))


def _visible_box(page: pikepdf.Page) -> tuple[float, float, float, float]:
    """The crop box within the media box, corners in order."""
    (a, b, c, d), (p, q, r, s) = ([float(value) for value in box] for box in (page.mediabox, page.cropbox))
    left, bottom = max(min(a, c), min(p, r)), max(min(b, d), min(q, s))
    right, top = min(max(a, c), max(p, r)), min(max(b, d), max(q, s))
    if right > left and top > bottom:
        return left, bottom, right, top
    return min(a, c), min(b, d), max(a, c), max(b, d)


def _drawn(words: list[PlacedWord], to_user: Matrix, letters: Letters) -> bytes:
    """Operators that set the words: mode 3 is invisible, Tz stretches each word to its box (ISO 32000-1, 9.3)."""
    parts = [f"q BT 3 Tr {_FONT} 1 Tf".encode()]
    for word in words:
        x, y = word.along
        matrix = times((word.height * x, word.height * y, word.height * y, -word.height * x, word.x, word.y), to_user)
        natural = ADVANCE / EM * len(word.text) * word.height
        text = word.text + " "  # ends of lines too: some readers join lines without a sign
        parts.append(
            b"%s Tm %.2f Tz <%s> Tj"
            % (
                " ".join(f"{v:.3f}" for v in matrix).encode(),
                100 * word.length / natural,
                letters.encode(text).hex().encode(),
            )
        )
    return b"\n".join((*parts, b"ET Q"))


def _name_font(page: pikepdf.Page, font: Any) -> None:
    """Name the font in the page's own resources."""
    import pikepdf

    resources = pikepdf.Dictionary(dict(page.resources.items()))
    resources.Font = pikepdf.Dictionary({**dict(resources.get("/Font", {}).items()), _FONT: font})
    page.obj.Resources = resources


def _saved(pdf: pikepdf.Pdf) -> bytes:
    """The bytes of the file: PDF/A-2b where it passes, a plain PDF that claims nothing where it does not.

    They are the same whenever they are made of the same: the identifier is taken from the content, and nothing says
    when the copy was written; the dates that the original has stay.
    """
    from pikepdf import pdfa

    logging.getLogger("fontTools").setLevel(logging.CRITICAL)  # odd fonts are no news: the check judges them
    target = io.BytesIO()
    try:
        pdfa.prepare(pdf, FLAVOUR)
        _drop_entries(pdf, "xmp:MetadataDate")  # by the clock
        pdfa.save(pdf, target, FLAVOUR, repair=False, deterministic_id=True)
    except pdfa.PdfaError as error:
        findings = [finding.message for finding in error.report.findings]
        _log.info("not PDF/A-%s: %s", FLAVOUR, "; ".join(findings[:5]))
        _drop_entries(pdf, "pdfaid:part", "pdfaid:conformance")
        target = io.BytesIO()
        pdf.save(target, deterministic_id=True)
    return target.getvalue()


def _drop_entries(pdf: pikepdf.Pdf, *names: str) -> None:
    """Take entries out of the metadata, where they are."""
    with pdf.open_metadata(set_pikepdf_as_editor=False) as xmp:
        for name in names:
            if name in xmp:
                del xmp[name]
