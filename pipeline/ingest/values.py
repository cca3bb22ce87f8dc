"""What ingest hands on: inputs found, documents opened; their pages are in `pages`."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

from kehoach.pipeline.errors import PageError
from kehoach.pipeline.ingest.pages import BrokenPage

if TYPE_CHECKING:
    from kehoach.pipeline.document import Source
    from kehoach.pipeline.ingest.pages import OpenedPage, RawPage
    from kehoach.pipeline.ingest.passed_over import Aside


@dataclass(frozen=True, slots=True)
class Input:
    """One document to be: its file, or its page images in order; `relative` names its place under OUT.

    `member` leads to a file within an archive or a mail, `paths[0]`: its name there, and the names of the archives on
    the way. `named`: the user named it himself. `alias`: how it is called where its file's own name says nothing.
    """

    paths: tuple[Path, ...]
    relative: Path
    member: tuple[str, ...] = ()
    named: bool = False
    alias: Path | None = None

    def __post_init__(self) -> None:
        if not self.paths:
            raise ValueError("an input without files")

    @property
    def path(self) -> Path:
        """The file, or the folder of the page images; of a member the archive's path and, after it, its own."""
        if self.alias:
            return self.alias
        if self.member:
            return self.paths[0].joinpath(*self.member)
        return self.paths[0] if len(self.paths) == 1 else self.paths[0].parent


@dataclass(frozen=True, slots=True)
class Found:
    """All inputs of a run, in order, and what the user should know about what was found or passed over."""

    inputs: tuple[Input, ...]
    notes: tuple[str, ...] = ()
    aside: tuple[Aside, ...] = ()  # what was found besides, and will not be read


class OpenDocument(Protocol):
    """An opened input. Pages are made one at a time and not kept, so memory stays flat.

    `page` raises PageError for a page that cannot be opened; `pages` gives a BrokenPage in its place.
    """

    @property
    def source(self) -> Source:
        """The file: kind, sha256, size, page count, producer, digital signatures."""
        ...

    def page(self, number: int) -> OpenedPage:
        """Page `number`, from 1."""
        ...

    def pages(self, first: int = 1, last: int | None = None) -> Iterator[RawPage]:
        """All pages in order, or those from `first` to `last`, both included."""
        ...

    def close(self) -> None:
        """Let go of the file."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class Opened(ABC):
    """What the three kinds of documents share."""

    def __init__(self, source: Source) -> None:
        self._source = source

    @property
    def source(self) -> Source:
        """The file."""
        return self._source

    @abstractmethod
    def page(self, number: int) -> OpenedPage:
        """Page `number`, from 1; each kind has its own way."""

    def pages(self, first: int = 1, last: int | None = None) -> Iterator[RawPage]:
        """Pages in order, from `first` to `last`; in the place of one that cannot be opened, a BrokenPage."""
        for number in range(first, (last or self._source.pages) + 1):
            page: RawPage
            try:
                page = self.page(number)
            except PageError as error:
                page = BrokenPage(number, str(error), error.code)
            yield page

    def close(self) -> None:  # noqa: B027 - most have nothing to let go of
        """Nothing is held open by default."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
