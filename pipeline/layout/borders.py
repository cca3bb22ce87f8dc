"""Where a file goes over from one document to the next: several are often bound, or scanned, into one PDF."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kehoach.pipeline.document import Line, Page, Role
from kehoach.pipeline.form.about_line import begins_about
from kehoach.pipeline.form.doc_types import begins_with_type
from kehoach.pipeline.form.national import is_nation
from kehoach.pipeline.form.number_line import is_registered
from kehoach.pipeline.form.recipients_head import is_address, is_head
from kehoach.pipeline.form.text_key import plain

_HEAD = 14
"""Lines of text at the head of a page among which a letterhead begins; what may stand before it: urgency, received
stamps that were read as text, two lines of a running head."""

_ATTACHED = re.compile(r"\(.{0,12}\b(?:kem theo|dinh kem)\b|(?:phu luc|mau so|mau|bieu)\b.{0,12}$")
"""An annex or a form has a letterhead too, but says whose it is, in brackets or in a line of its own; a Quyết định that
brings something out «kèm theo Quyết định này» says so within its text."""

_REACH = 30  # lines from the head of the page among which type, V/v or «Kính gửi» stand


def find_borders(pages: Sequence[Page]) -> list[int]:
    """The indices of the pages with which a further document begins; none where the pages are one document.

    A document begins at the head of a page with quốc hiệu, a number with its notation, and a type or a V/v or
    «Kính gửi», after one that was closed by recipients or a signature. Annexes «(Kèm theo …)» and forms begin none.
    """
    borders = []
    closed = False
    for index, page in enumerate(pages):
        if closed and _begins_document(page):
            borders.append(index)
            closed = False
        closed = closed or _closes_document(page)
    return borders


def _begins_document(page: Page) -> bool:
    lines = [line for line in page.text_lines() if line.text.strip()]
    if not any(_is_nation(line) for line in lines[:_HEAD]):
        return False
    texts = [plain(line.text) for line in lines[:_REACH]]
    if any(_ATTACHED.match(text) for text in texts[:_HEAD]) or not any(map(_is_number, lines[:_REACH])):
        return False
    return any(begins_with_type(text) or _is_letter(text) for text in texts)


def _is_letter(text: str) -> bool:
    """Whether a folded line is one of a công văn, which has no type: V/v, «Kính gửi»."""
    return begins_about(text) or text.startswith("ve viec ") or is_address(text)


def _is_nation(line: Line) -> bool:
    return line.role is Role.LETTERHEAD_RIGHT and is_nation(line.text)


def _is_number(line: Line) -> bool:
    """Whether a line of the left column is the document's number; a form has dots in its place."""
    return line.role is Role.LETTERHEAD_LEFT and is_registered(line.text)


def _closes_document(page: Page) -> bool:
    closing = (Role.RECIPIENTS, Role.SIGNATURE)
    return any(line.role in closing or is_head(line.text) for line in page.lines)
