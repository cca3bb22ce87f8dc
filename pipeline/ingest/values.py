"""What ingest hands on: inputs found, documents opened, pages as they lie in the file."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

from kehoach.pipeline.document import Box, Unit
from kehoach.pipeline.errors import PageError
from kehoach.pipeline.ingest.actual_text import Differs

if TYPE_CHECKING:
    from kehoach.pipeline.document import Line, PageImage, Source
    from kehoach.pipeline.ingest.aside import Aside


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


@dataclass(frozen=True, slots=True)
class LayerFigures:
    """What was counted on a PDF page. Characters are visible letters and signs, without spaces."""

    chars: int = 0  # in the text layer, on the page
    invisible: int = 0  # of them drawn in text render mode 3 or 7 or fully transparent: an OCR layer, as a rule
    white: int = 0  # of them filled with white
    unmapped: int = 0  # of them without a Unicode value in the font: they read U+FFFD
    outside: int = 0  # not counted in `chars`: their middle lies outside the visible page
    paths: int = 0  # drawn lines and shapes; hundreds without any text: letters drawn as shapes


@dataclass(frozen=True, slots=True)
class RawPage:
    """One page as the file has it: a text layer, pictures, or the text of a text file.

    `layer` has the lines in the file's own order, with word boxes in page units; `images` are the boxes of the
    pictures on a PDF page, `image_dpi` the resolution of the largest. For a text file `text` is the whole file (line
    ends "\\n", form feeds kept), `encoding` how its bytes were read, and `data` the bytes where that was not UTF-8 or
    UTF-16. Office documents are such text too: `originals` are its lines that were in a font of an old encoding
    (number, letters as the file has them, encoding), `beside` what stands beside the text (running heads, footnotes,
    comments), `unread_pictures` the pictures in it that nobody reads. `problem` says why a page could not be opened;
    then all else is empty.
    """

    number: int
    width: float = 0.0
    height: float = 0.0
    unit: Unit = Unit.NONE
    layer: tuple[Line, ...] = ()
    images: tuple[Box, ...] = ()
    image_dpi: float | None = None
    figures: LayerFigures = LayerFigures()
    annotations: tuple[Line, ...] = ()  # comments (role HANDWRITING) and filled form fields: not in `layer`, not drawn
    rulings: tuple[Box, ...] = ()  # thin boxes: the ruling lines of tables, rules below or above text
    hidden: tuple[Line, ...] = ()  # text that cannot be seen on the page (role HIDDEN): not in `layer`
    astray: float = 0.0  # share of the layer's words over a scan that lie on blank paper
    outside: tuple[str, ...] = ()  # lines of the layer that lie outside the visible page
    differs: Differs | None = None  # what the layer says in place of what is drawn
    text: str | None = None
    encoding: str | None = None
    data: bytes | None = field(default=None, repr=False)
    originals: tuple[tuple[int, str, str], ...] = ()
    beside: tuple[Line, ...] = ()
    unread_pictures: int = 0
    notes: tuple[str, ...] = ()
    problem: str | None = None
    problem_code: str = ""
    draw: Callable[[float], PageImage] | None = field(default=None, repr=False, compare=False)

    @property
    def has_image(self) -> bool:
        """Whether there is a picture on the page that could be read."""
        return bool(self.images)

    @property
    def drawable(self) -> bool:
        """Whether `render` gives a picture."""
        return self.draw is not None

    def render(self, dpi: float) -> PageImage:
        """The page as a picture: a PDF page drawn at `dpi`; an image file's page as it is, whatever `dpi`.

        Raises PageError where the page has no picture or it cannot be drawn.
        """
        if self.draw is None:
            raise PageError(self.problem or f"page {self.number} is text and has no picture")
        return self.draw(dpi)


class OpenDocument(Protocol):
    """An opened input. Pages are made one at a time and not kept, so memory stays flat.

    `page` raises PageError for a page that cannot be opened; `pages` gives such a page with its `problem`.
    """

    @property
    def source(self) -> Source:
        """The file: kind, sha256, size, page count, producer, digital signatures."""
        ...

    def page(self, number: int) -> RawPage:
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
    def page(self, number: int) -> RawPage:
        """Page `number`, from 1; each kind has its own way."""

    def pages(self, first: int = 1, last: int | None = None) -> Iterator[RawPage]:
        """Pages in order, from `first` to `last`; one that cannot be opened comes with its `problem`."""
        for number in range(first, (last or self._source.pages) + 1):
            try:
                page = self.page(number)
            except PageError as error:
                page = RawPage(number, problem=str(error), problem_code=error.code)
            yield page

    def close(self) -> None:  # noqa: B027 - most have nothing to let go of
        """Nothing is held open by default."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
