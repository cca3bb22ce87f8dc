"""Documents that are read from files made of them: pictures taken out of an office document, slides printed as PDF."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from kehoach.pipeline.document import Source
from kehoach.pipeline.errors import KehoachError, PageError
from kehoach.pipeline.ingest.images import ImageDocument
from kehoach.pipeline.ingest.pages import OpenedPage, PicturePage
from kehoach.pipeline.ingest.values import OpenDocument, Opened


class Within(Opened):
    """A document whose pages another one has; what they were made in goes when it is closed."""

    def __init__(self, source: Source, inner: OpenDocument, held: ExitStack) -> None:
        super().__init__(replace(source, pages=inner.source.pages))
        self._inner, self._held = inner, held

    def page(self, number: int) -> OpenedPage:
        """Page `number` of the inner document. Raises PageError."""
        return self._inner.page(number)

    def close(self) -> None:
        """Let go of the inner document and of what it was made in."""
        self._held.close()


class _Pictures(ImageDocument):
    """Pictures of an office document; their files have names that say nothing, so errors name the document."""

    def page(self, number: int) -> PicturePage:
        """Page `number`. Raises PageError."""
        try:
            return super().page(number)
        except KehoachError as error:
            message = f"{self.source.path}: picture {number} in it cannot be read"
            raise PageError(message, advice=error.advice) from error


def open_pictures(pictures: Sequence[bytes], source: Source) -> OpenDocument:
    """The pictures that are all an office document holds (scans pasted into Word), each a page, in their order."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kehoach-pictures-")))
        frames = []
        for number, data in enumerate(pictures):
            path = folder / f"{number:05}"
            path.write_bytes(data)
            frames.append((path, 0))
        return Within(source, _Pictures(replace(source, pages=len(frames)), tuple(frames)), stack.pop_all())
