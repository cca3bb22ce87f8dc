"""Plain text files: one TextPage with the whole text; its pages are told apart by the text rules of layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kehoach.pipeline.document import MediaKind, Source
from kehoach.pipeline.errors import BadInput
from kehoach.pipeline.files.regular import open_regular
from kehoach.pipeline.ingest.encoding import decode
from kehoach.pipeline.ingest.file_errors import check_regular, digest, file_errors
from kehoach.pipeline.ingest.limits import TEXT_BYTES, bounded_lines, bounded_marks
from kehoach.pipeline.ingest.pages import ForeignBytes, TextPage
from kehoach.pipeline.ingest.values import Opened

if TYPE_CHECKING:
    from kehoach.pipeline.ingest.values import Input


class TextDocument(Opened):
    """A text file, read and decoded."""

    def __init__(self, source: Source, page: TextPage) -> None:
        super().__init__(source)
        self._page = page

    def page(self, number: int) -> TextPage:
        """The whole text, as page 1."""
        if number != 1:
            raise IndexError(f"a text file has one raw page, not {number}")
        return self._page


def open_text(chosen: Input) -> TextDocument:
    """Read a text file in whatever encoding. Raises FileAccess or BadInput."""
    path = chosen.paths[0]
    if check_regular(path) > TEXT_BYTES:
        raise BadInput(f"{path}: a text of over {TEXT_BYTES >> 20} MB is no document", advice="is it a log file?")
    found = digest([path])
    with file_errors(path), open_regular(path) as file:
        data = file.read()
    decoded = decode(data)
    if not decoded.text.strip(" \t\r\n\f\ufeff\u200b\xa0"):
        raise BadInput(f"{path}: the text file holds no text", advice="it may be a broken copy; fetch it again")
    unicode = decoded.encoding.startswith("utf-")
    text, cuts = bounded_lines(bounded_marks(decoded.text))
    notes = (*decoded.notes, f"{cuts} overlong lines or words were cut") if cuts else decoded.notes
    page = TextPage(1, text, None if unicode else ForeignBytes(data, decoded.encoding), notes=notes)
    return TextDocument(Source(path, MediaKind.TEXT, found.sha256, found.size, 1), page)
