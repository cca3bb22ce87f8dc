"""Options, and PDFs opened, read and drawn in one go."""

from __future__ import annotations

from pathlib import Path

from ingest_files import as_input

from kehoach.pipeline.document import PageImage
from kehoach.pipeline.ingest import PdfPage, open_input
from kehoach.pipeline.options import IngestOptions

OPTIONS = IngestOptions()


def read(path: Path, options: IngestOptions = OPTIONS) -> list[PdfPage]:
    with open_input(as_input(path), options) as document:
        return list(document.pages())


def draw(path: Path, dpi: float, page: int = 1) -> PageImage:
    with open_input(as_input(path), OPTIONS) as document:
        return document.page(page).render(dpi)


def texts(page: PdfPage) -> list[str]:
    return [line.text for line in page.layer]
