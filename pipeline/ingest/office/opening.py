"""Office documents opened: their text as one page, or the pictures that are all they hold as pages."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from kehoach.pipeline.document import MediaKind, Source
from kehoach.pipeline.errors import BadInput
from kehoach.pipeline.ingest.file_errors import digest
from kehoach.pipeline.ingest.limits import TEXT_BYTES, bounded_lines, bounded_marks
from kehoach.pipeline.ingest.office.flow import Flow
from kehoach.pipeline.ingest.office.setting import Setting, set_flow
from kehoach.pipeline.ingest.pages import TextPage
from kehoach.pipeline.ingest.textfile import TextDocument
from kehoach.pipeline.wording import noun, number_of

if TYPE_CHECKING:
    from kehoach.pipeline.ingest.values import Input, OpenDocument

_CONVERTED = {MediaKind.DOC: "docx", MediaKind.XLS: "xlsx", MediaKind.ODS: "xlsx"}
"""Kinds that LibreOffice turns into one that is read here."""
_PRINTED = frozenset((MediaKind.PPT, MediaKind.PPTX, MediaKind.ODP))
"""Slides: LibreOffice prints them as PDF, a slide a page."""


def open_office(chosen: Input, kind: MediaKind) -> OpenDocument:
    """Open an office document. Raises FileAccess, BadInput, Encrypted, MissingDependency, ChildProcess."""
    path = chosen.paths[0]
    found = digest([path])
    source = Source(path, kind, found.sha256, found.size, 1)
    if kind in _PRINTED:
        return _open_slides(chosen, source)
    with ExitStack() as stack:
        if kind in _CONVERTED:
            from kehoach.pipeline.ingest.office.soffice import converted

            readable = stack.enter_context(converted(path, kind, _CONVERTED[kind]))
            flow = _reader(MediaKind.XLSX if _CONVERTED[kind] == "xlsx" else MediaKind.DOCX)(readable)
            flow.notes.insert(0, f"converted to {_CONVERTED[kind]} by LibreOffice")
        else:
            flow = _reader(kind)(path)
    return opened_flow(flow, source)


def _reader(kind: MediaKind) -> Callable[[Path], Flow]:
    """What reads a kind; each loads its library when it is first used."""
    from kehoach.pipeline.ingest.office import docx, html, odt, rtf, xlsx

    return {
        MediaKind.DOCX: docx.read_docx,
        MediaKind.ODT: odt.read_odt,
        MediaKind.RTF: rtf.read_rtf,
        MediaKind.HTML: html.read_html,
        MediaKind.XLSX: xlsx.read_xlsx,
    }[kind]


def opened_flow(flow: Flow, source: Source) -> OpenDocument:
    """A flow as a document; where it holds pictures and no text, its pictures are its pages."""
    setting = set_flow(flow)
    if not setting.text.strip(" \t\r\n\f\ufeff\u200b\xa0"):
        if flow.page_pictures:
            from kehoach.pipeline.ingest.office.pictured import open_pictures

            return open_pictures(flow.page_pictures, source)
        what = "holds pictures that cannot be read, and no text" if flow.pictures else "holds no text"
        raise BadInput(f"{source.path}: the document {what}", advice="print it to PDF, or save it anew and try again")
    return TextDocument(source, _page(flow, setting, source))


def _page(flow: Flow, setting: Setting, source: Source) -> TextPage:
    if len(setting.text) > TEXT_BYTES:
        message = f"{source.path}: a text of over {TEXT_BYTES >> 20} million letters is no document"
        raise BadInput(message, advice="is it a table of raw data?")
    text, cuts = bounded_lines(bounded_marks(setting.text))
    notes = [*flow.notes, *(f"{number_of(count, kind)} left out" for kind, count in flow.left_out.items())]
    originals = setting.originals
    if cuts:
        notes.append(f"{cuts} overlong lines or words were cut")
        originals = ()  # their numbers are no more those of the text
    if flow.footnotes:
        notes.append(f"{number_of(len(flow.footnotes), 'note')} set after the text; their marks in it are left out")
    if flow.pictures:
        notes.append(f"{number_of(flow.pictures, 'picture')} in it {noun(flow.pictures, 'is', 'are')} not read")
    return TextPage(
        1, text, originals=originals, beside=setting.beside, unread_pictures=flow.pictures, notes=tuple(notes)
    )


def _open_slides(chosen: Input, source: Source) -> OpenDocument:
    from kehoach.pipeline.ingest.office.pictured import Within
    from kehoach.pipeline.ingest.office.soffice import converted
    from kehoach.pipeline.ingest.pdf import open_pdf
    from kehoach.pipeline.ingest.values import Input

    with ExitStack() as stack:
        printed = stack.enter_context(converted(source.path, source.kind, "pdf"))
        inner = stack.enter_context(open_pdf(Input((printed,), chosen.relative), None))
        return Within(source, inner, stack.pop_all())
