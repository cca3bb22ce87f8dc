"""Pages as they lie in a file, each of a kind that says what it has: text, a page of a PDF, a picture, a broken one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kehoach.pipeline.document import Box, Unit
from kehoach.pipeline.ingest.actual_text import Differs

if TYPE_CHECKING:
    from kehoach.pipeline.document import Line, PageImage


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
class ForeignBytes:
    """The bytes of a text file that was not in UTF-8 or UTF-16, and the encoding they were read in."""

    data: bytes = field(repr=False)
    encoding: str


@dataclass(frozen=True, slots=True)
class TextPage:
    """The whole text of a text file or an office document; which of its pages a line stands on, layout finds out.

    `text` has line ends "\\n", form feeds kept. `foreign`: how its bytes were read, where they were no Unicode. Of an
    office document: `originals` are its lines that were in a font of an old encoding (number, letters as the file has
    them, encoding), `beside` what stands beside the text (running heads, footnotes, comments), `unread_pictures` the
    pictures in it that nobody reads. `notes`: what was found out while it was opened.
    """

    number: int
    text: str
    foreign: ForeignBytes | None = None
    originals: tuple[tuple[int, str, str], ...] = ()
    beside: tuple[Line, ...] = ()
    unread_pictures: int = 0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PdfPage:
    """A page of a PDF: its text layer, its pictures, and what draws it.

    `layer` has the lines in the file's own order, with word boxes in page units; `images` are the boxes of the
    pictures on the page, `image_dpi` the resolution of the largest, None where there is none.
    """

    number: int
    width: float
    height: float
    draw: Callable[[float], PageImage] = field(repr=False, compare=False)
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

    @property
    def unit(self) -> Unit:
        """What its sizes and boxes are counted in."""
        return Unit.POINT

    def render(self, dpi: float) -> PageImage:
        """The page drawn at `dpi`. Raises PageError where it cannot be drawn."""
        return self.draw(dpi)


@dataclass(frozen=True, slots=True)
class PicturePage:
    """A page that is a picture and nothing else: an image file, or one page of it. `notes`: what was passed over."""

    number: int
    picture: PageImage = field(repr=False)
    notes: tuple[str, ...] = ()

    @property
    def width(self) -> float:
        """Across, in the picture's own pixels."""
        return self._box.right

    @property
    def height(self) -> float:
        """Down, in the picture's own pixels."""
        return self._box.bottom

    @property
    def unit(self) -> Unit:
        """What its sizes and boxes are counted in."""
        return Unit.PIXEL

    @property
    def image_dpi(self) -> float | None:
        """The resolution that the file states; None where it states none."""
        return self.picture.dpi

    def render(self, _dpi: float) -> PageImage:
        """The picture as it is, whatever resolution is asked for."""
        return self.picture

    @property
    def _box(self) -> Box:
        return self.picture.page_box(Box(0, 0, self.picture.width, self.picture.height))


@dataclass(frozen=True, slots=True)
class BrokenPage:
    """A page that could not be opened: why, in words, and the code of the PageError."""

    number: int
    problem: str
    problem_code: str = ""


DrawnPage = PdfPage | PicturePage
"""A page that can be had as a picture."""

OpenedPage = TextPage | PdfPage | PicturePage
"""A page that could be opened."""

RawPage = OpenedPage | BrokenPage
"""One page as the file has it."""
