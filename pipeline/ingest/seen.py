"""What of a text layer can be seen on the page: white and hidden text is found out, and a layer that does not fit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kehoach.pipeline.document import Box, Line, Word

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from kehoach.pipeline.ingest.pages import PdfPage

CHECK_DPI = 60.0
"""A page is drawn this coarse for the check: letters of 8 points are 7 pixels high, and their ink is still dark."""

_CONTRAST = 36
"""Levels of grey, of 255, between the darkest and the brightest spot of a word that can be seen. At 60 dpi black print
has 150 and more, faint scans 60, blank paper of noisy scans up to 25."""

_ENOUGH = 20
"""Words over a picture from which the share of those on blank paper says something."""

_PAGE_PICTURE = 0.5
"""Share of the page that pictures cover from which it is a scan, and its layer somebody's reading of it."""


@dataclass(frozen=True, slots=True)
class Sight:
    """The lines that can be seen, those that cannot, and the share of words over pictures that lie on blank paper."""

    lines: tuple[Line, ...]
    hidden: tuple[Line, ...] = ()
    astray: float = 0.0


def is_doubtful(raw: PdfPage) -> bool:
    """Whether a page is to be looked at: it has letters drawn white or not at all, or is a scan with a layer."""
    if not raw.layer:
        return False
    covered = sum(box.width * box.height for box in raw.images)
    return raw.figures.white + raw.figures.invisible > 0 or covered > _PAGE_PICTURE * raw.width * raw.height


def look(raw: PdfPage, pixels: NDArray[np.uint8]) -> Sight:
    """Compare each word of a layer with the page as it is drawn; `pixels` are the whole page, grey or RGB.

    A word beside the pictures that has no contrast is hidden. Over pictures (a scan), such words are only counted: the
    layer stays whole, for the judge.
    """
    grey = pixels.max(axis=2) if pixels.ndim == 3 else pixels
    across, down = grey.shape[1] / max(raw.width, 1e-6), grey.shape[0] / max(raw.height, 1e-6)
    shown: list[Line] = []
    hidden: list[Line] = []
    over = blank = 0
    for line in raw.layer:
        gone: list[Word] = []
        for word in line.words:
            if word.box is None or sum(char.isalnum() for char in word.text) < 2:
                continue
            unseen = _contrast(grey, word.box, across, down) < _CONTRAST
            if _on_any(word.box, raw.images):
                over += 1
                blank += unseen
            elif unseen:
                gone.append(word)
        for part, into in _parted(line, gone):
            (hidden if into else shown).append(part)
    return Sight(_numbered(shown), tuple(hidden), blank / over if over >= _ENOUGH else 0.0)


def _contrast(grey: NDArray[np.uint8], box: Box, across: float, down: float) -> int:
    left, right = int(box.left * across), int(box.right * across) + 1
    top, bottom = int(box.top * down), int(box.bottom * down) + 1
    part = grey[max(0, top) : max(0, bottom), max(0, left) : max(0, right)]
    return int(part.max()) - int(part.min()) if part.size else 0


def _on_any(box: Box, images: Sequence[Box]) -> bool:
    x, y = box.middle
    return any(image.left <= x <= image.right and image.top <= y <= image.bottom for image in images)


def _parted(line: Line, gone: Sequence[Word]) -> list[tuple[Line, bool]]:
    """The line's part that is seen and the one that is not; a line without a seen word is hidden whole."""
    if not gone:
        return [(line, False)]
    kept = [word for word in line.words if word not in gone]
    if not any(char.isalnum() for word in kept for char in word.text):
        return [(line, True)]
    return [(_of_words(line, kept), False), (_of_words(line, gone), True)]


def _of_words(line: Line, words: Sequence[Word]) -> Line:
    box = Box.around(word.box for word in words if word.box)
    return replace(line, text=" ".join(word.text for word in words), words=tuple(words), box=box)


def _numbered(lines: Iterable[Line]) -> tuple[Line, ...]:
    return tuple(replace(line, number=number) for number, line in enumerate(lines, 1))
