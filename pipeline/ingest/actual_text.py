"""What a PDF says in place of what it draws: /ActualText (ISO 32000-1, 14.9.4), which pdfium's text layer follows.

Programs use it rightly for ligatures, hyphens and letters whose fonts do not tell what they are. It can also let a page
show one date and give another to whoever copies or indexes it; a reader of the paper would never know.
"""

from __future__ import annotations

import ctypes
import io
import unicodedata
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

_CONTENT_BYTES = 4 << 20
"""Content of a page beyond which it is not drawn again without its /ActualText; a dense page has 0.2 MB."""
_KEY = b"ActualText"
_SHOWN = 40  # words of each side that are told


class Differs(NamedTuple):
    """Words that a page's text says, and those that are drawn in their place."""

    said: str
    drawn: str


def is_spoken_for(drawn: int) -> bool:
    """Whether a text object, by its address, stands within marked content that has /ActualText."""
    import pypdfium2.raw as pdfium

    handle = ctypes.cast(drawn, pdfium.FPDF_PAGEOBJECT)
    length = ctypes.c_ulong()
    return any(
        pdfium.FPDFPageObjMark_GetParamStringValue(
            pdfium.FPDFPageObj_GetMark(handle, at), _KEY, None, 0, ctypes.byref(length)
        )
        for at in range(max(pdfium.FPDFPageObj_CountMarks(handle), 0))
    )


def differing(path: Path, number: int, password: str | None, layer: Iterable[str]) -> Differs | None:
    """What page `number` of a PDF says otherwise than it draws; None where both are one, or that cannot be told."""
    drawn = _drawn_text(path, number, password)
    return compared(" ".join(layer), drawn) if drawn else None


def compared(said: str, drawn: str) -> Differs | None:
    """The words that only one of two texts has; None where letters and digits are the same, or nothing is drawn.

    >>> compared("báo cáo trước ngày 01/01/2030", "báo cáo trước ngày 10/4/2020")
    Differs(said='01/01/2030', drawn='10/4/2020')
    >>> compared("văn phòng", "văn phò\\u00adng"), compared("hoạch", "\\ufffd\\ufffd")
    (None, None)
    """
    if _letters(said) == _letters(drawn):
        return None
    only_said, only_drawn = _words_of_one(said, drawn), _words_of_one(drawn, said)
    told = [word for word in only_drawn if "\ufffd" not in word]  # a font that tells nothing is what it is made for
    return Differs(" ".join(only_said[:_SHOWN]), " ".join(told[:_SHOWN])) if told and only_said else None


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def _words_of_one(text: str, other: str) -> list[str]:
    """The words of a text that another does not have as often, in order."""
    more = Counter(map(_letters, text.split())) - Counter(map(_letters, other.split()))
    found = []
    for word in text.split():
        if more[_letters(word)] > 0 and _letters(word):
            more[_letters(word)] -= 1
            found.append(word)
    return found


def _drawn_text(path: Path, number: int, password: str | None) -> str:
    """The text of a page as its fonts have it, by pdfium, from a copy of the page that says nothing else; or ""."""
    import pikepdf
    import pypdfium2

    with (
        suppress(pikepdf.PdfError, pypdfium2.PdfiumError, OSError, ValueError, TypeError, KeyError, IndexError),
        pikepdf.open(path, password=password or "") as pdf,
        pikepdf.new() as copy,
    ):
        copy.pages.append(pdf.pages[number - 1])
        if not _silence(copy, copy.pages[0]):
            return ""
        file = io.BytesIO()
        copy.save(file)
        with pypdfium2.PdfDocument(file.getvalue()) as opened:
            return str(opened[0].get_textpage().get_text_range())
    return ""


def _silence(pdf: Any, page: Any) -> bool:
    """Take /ActualText out of a page's content and properties; False where there is too much of it."""
    import pikepdf

    page.contents_coalesce()
    if len(page.obj.Contents.read_bytes()) > _CONTENT_BYTES:
        return False
    content = list(pikepdf.parse_content_stream(page))
    for one in content:
        for operand in one.operands:
            if isinstance(operand, pikepdf.Dictionary) and "/ActualText" in operand:
                del operand["/ActualText"]
    for properties in page.resources.get("/Properties", {}).values():
        if "/ActualText" in properties:
            del properties["/ActualText"]
    page.obj.Contents = pdf.make_stream(pikepdf.unparse_content_stream(content))
    return True
