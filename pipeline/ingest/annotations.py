"""What was put on a PDF page after it was made: typed comments, filled form fields."""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Iterator

from kehoach.pipeline.document import Box, Line, Role
from kehoach.pipeline.ingest.geometry import Affine, moved, to_view
from kehoach.pipeline.ingest.limits import NOTE_LETTERS, PAGE_NOTES, bounded_marks
from kehoach.pipeline.ingest.untyped import Handle


def read_annotations(page: Handle, number: int) -> list[Line]:
    """The texts of a page's annotations with their boxes; what they show is not in the text layer.

    Comments (FreeText, Text, Stamp) have the role HANDWRITING: someone wrote them on the finished page. Form fields are
    BODY. Digital signatures are read elsewhere and links have no text.
    """
    import pypdfium2.raw as pdfium

    view = to_view(page)
    lines: list[Line] = []
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page.raw), PAGE_NOTES)):
        annotation = pdfium.FPDFPage_GetAnnot(page.raw, index)
        if not annotation:
            continue
        try:
            for text, box, role in _texts(pdfium, annotation, view):
                lines.append(Line(text, number, len(lines) + 1, box, role=role))
        finally:
            pdfium.FPDFPage_CloseAnnot(annotation)
    return lines


def _texts(pdfium: Handle, annotation: Handle, view: Affine) -> Iterator[tuple[str, Box, Role]]:
    """The lines of one annotation; hidden ones have none."""
    kind = pdfium.FPDFAnnot_GetSubtype(annotation)
    comment = kind in (pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_TEXT, pdfium.FPDF_ANNOT_STAMP)
    field = kind == pdfium.FPDF_ANNOT_WIDGET and _string(pdfium, annotation, b"FT") != "Sig"
    hidden = pdfium.FPDFAnnot_GetFlags(annotation) & (pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW)
    if hidden or not (comment or field):
        return
    rectangle = pdfium.FS_RECTF()
    pdfium.FPDFAnnot_GetRect(annotation, ctypes.byref(rectangle))
    box = moved(view, rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
    text = _string(pdfium, annotation, b"Contents" if comment else b"V")
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if line.strip():
            yield line.strip(), box, Role.HANDWRITING if comment else Role.BODY


def _string(pdfium: Handle, annotation: Handle, key: bytes) -> str:
    """A text entry of an annotation's dictionary, "" where it has none; NFC."""
    size = pdfium.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    buffer = (ctypes.c_ushort * max(1, size // 2))()
    pdfium.FPDFAnnot_GetStringValue(annotation, key, buffer, size)
    text = bytes(buffer)[: max(0, size - 2)].decode("utf-16-le", "replace")
    return unicodedata.normalize("NFC", bounded_marks(text[:NOTE_LETTERS])).strip("\x00")
