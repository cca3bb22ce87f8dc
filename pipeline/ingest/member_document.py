"""A member of an archive as an opened document: its copy on disk is opened, and all that is said names the member."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kehoach.pipeline.errors import KehoachError
from kehoach.pipeline.ingest.containers import on_disk
from kehoach.pipeline.ingest.pages import OpenedPage, PdfPage
from kehoach.pipeline.ingest.values import Opened

if TYPE_CHECKING:
    from kehoach.pipeline.document import PageImage
    from kehoach.pipeline.ingest.values import Input, OpenDocument
    from kehoach.pipeline.options import IngestOptions

Open = Callable[["Input", "IngestOptions"], "OpenDocument"]


class InsideDocument(Opened):
    """An opened copy of a member; closed, the copy is gone."""

    def __init__(self, document: OpenDocument, path: Path, copy: Path, stack: ExitStack) -> None:
        super().__init__(replace(document.source, path=path))
        self._document = document
        self._names = copy, path
        self._stack = stack

    def page(self, number: int) -> OpenedPage:
        """Page `number`, from 1. Raises PageError, and so does what draws it."""
        with renamed(*self._names):
            page = self._document.page(number)
        return replace(page, draw=self._drawing(page.draw)) if isinstance(page, PdfPage) else page

    def _drawing(self, draw: Callable[[float], PageImage]) -> Callable[[float], PageImage]:
        def drawn(dpi: float) -> PageImage:
            with renamed(*self._names):
                return draw(dpi)

        return drawn

    def close(self) -> None:
        """Let go of the copy."""
        self._document.close()
        self._stack.close()


def open_inside(chosen: Input, options: IngestOptions, open_plain: Open) -> InsideDocument:
    """Unpack a member and open it by `open_plain`, as any file. Raises KehoachError, naming the member."""
    with ExitStack() as stack:
        plain = stack.enter_context(on_disk(chosen, options.password))
        copy = plain.paths[0]
        with renamed(copy, chosen.path):
            document = open_plain(replace(plain, alias=None), options)
        return InsideDocument(document, chosen.path, copy, stack.pop_all())


@contextmanager
def renamed(copy: Path, path: Path) -> Iterator[None]:
    """Errors about the `copy` name `path` instead."""
    try:
        yield
    except KehoachError as error:
        error.message = _named(error.message, copy, path)
        error.args = (error.message,)
        raise


def _named(text: str, copy: Path, path: Path) -> str:
    return text.replace(str(copy), str(path))
