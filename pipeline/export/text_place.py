"""Where the words of a page stand and which way they run, for text that is laid over the page's picture.

Boxes are upright rectangles around words that may be turned (a page scanned sideways) and slanted (a crooked scan).
The direction of reading is found from the words themselves: those of a line follow one another along it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import hypot
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kehoach.pipeline.document import Box, Line, Page

_LEAST_SLANT = 0.002  # a rise of 1 point over a line of 500: below that it is the noise of letters with tails
_MOST_SLANT = 0.2  # 11 degrees: crooked scans are under 5
_SAME_FOOT = 0.75  # of a line's height: hyphens and quotation marks hang half a height above the foot
_SAME_LINE = 0.55  # of the larger of two words: lines of a cell are a whole line apart
_MOST_GAP = 4.0  # of a word's height: spaces are under one, also where a line is justified; columns are farther apart
_LEAST_WORDS = 3  # a line of fewer words says little of its direction


@dataclass(frozen=True, slots=True)
class PlacedWord:
    """A word at its place: start of its foot, x and y; the way it is read; its length along that way, and its height.

    In the page's units, origin top left, y down. `along` is right (1, 0), down (0, 1), left (-1, 0) or up (0, -1).
    """

    text: str
    x: float
    y: float
    along: tuple[int, int]
    length: float
    height: float


def placed_words(page: Page) -> list[PlacedWord]:
    """The words of a page in reading order, without what was put on the paper after printing."""
    lines = [line for line in page.lines if not line.role.is_marginalia and line.text.strip()]
    along = reading_direction(lines)
    return [word for line in lines for word in _line_words(line, along)]


def reading_direction(lines: Iterable[Line]) -> tuple[float, float]:
    """The unit vector along which a page's lines are read; (1, 0) where nothing tells."""
    spans = [(middles, weight) for line in lines if (middles := _middles(line)) for weight in [len(middles) - 1]]
    votes = {(1, 0): 0.0, (-1, 0): 0.0, (0, 1): 0.0, (0, -1): 0.0}
    for middles, _ in spans:
        across, down = middles[-1][0] - middles[0][0], middles[-1][1] - middles[0][1]
        if abs(across) >= abs(down):
            votes[(1 if across > 0 else -1, 0)] += abs(across)
        else:
            votes[(0, 1 if down > 0 else -1)] += abs(down)
    turned = max(votes, key=lambda way: votes[way])
    return _slanted(turned, _slant(turned, [middles for middles, _ in spans if len(middles) >= _LEAST_WORDS]))


def _middles(line: Line) -> list[tuple[float, float]]:
    boxes = [word.box for word in line.words if word.box]
    return [box.middle for box in boxes] if len(boxes) > 1 else []


def _slant(way: tuple[int, int], lines: Sequence[Sequence[tuple[float, float]]]) -> float:
    """How far words sink for each unit along the direction `way`: one number for the page, by least squares."""
    up, down = 0.0, 0.0
    for middles in lines:
        along = [x * way[0] + y * way[1] for x, y in middles]
        across = [-x * way[1] + y * way[0] for x, y in middles]
        mean_along, mean_across = sum(along) / len(along), sum(across) / len(across)
        up += sum((a - mean_along) * (c - mean_across) for a, c in zip(along, across, strict=True))
        down += sum((a - mean_along) ** 2 for a in along)
    slant = up / down if down else 0.0
    return slant if _LEAST_SLANT < abs(slant) < _MOST_SLANT else 0.0


def _slanted(way: tuple[int, int], slant: float) -> tuple[float, float]:
    x, y = way[0] - slant * way[1], way[1] + slant * way[0]
    size = hypot(x, y)
    return x / size, y / size


def _line_words(line: Line, along: tuple[float, float]) -> Iterator[PlacedWord]:
    words = [(word.text, word.box) for word in line.words if word.box]
    if not words and line.box:  # only the line's place is known: its text is spread over it
        words = [(" ".join(line.text.split()), line.box)]
    for run in _runs(words, along):
        yield from _run_words(run, along)


def _runs(words: Sequence[tuple[str, Box]], along: tuple[float, float]) -> Iterator[list[tuple[str, Box]]]:
    """Words that stand side by side: the lines within the cells of a table row are apart, though one line of text."""
    run: list[tuple[str, Box]] = []
    for text, box in words:
        if run:
            before = run[-1][1]
            thick = max(_extent(box, along)[1], _extent(before, along)[1])
            sinks = abs(_across(box.middle, along) - _across(before.middle, along)) > thick * _SAME_LINE
            gap = _start(box, along) - _start(before, along) - _extent(before, along)[0]
            if sinks or not -thick < gap < thick * _MOST_GAP:
                yield run
                run = []
        run.append((text, box))
    if run:
        yield run


def _run_words(words: Sequence[tuple[str, Box]], along: tuple[float, float]) -> Iterator[PlacedWord]:
    # words step down a slanted line, each upright: readers such as poppler tear slanted words apart
    way = (round(along[0]), round(along[1]))
    extents = [_extent(box, along) for _, box in words]
    height = median(thick for _, thick in extents)
    feet = [_across(box.middle, along) + thick / 2 for (_, box), (_, thick) in zip(words, extents, strict=True)]
    foot = median(feet)
    for (text, box), (length, _), own in zip(words, extents, feet, strict=True):
        # one foot for the line, or a hyphen would be a line of its own; where paper curls, the word's own
        lower = foot if abs(own - foot) < height * _SAME_FOOT else own
        middle = box.middle[0] * along[0] + box.middle[1] * along[1]
        x, y = middle * along[0] - lower * along[1], middle * along[1] + lower * along[0]
        x, y = x - way[0] * length / 2, y - way[1] * length / 2
        yield PlacedWord(text, x, y, way, length, height)


def _start(box: Box, along: tuple[float, float]) -> float:
    """Where a word begins, along the way of reading."""
    return box.middle[0] * along[0] + box.middle[1] * along[1] - _extent(box, along)[0] / 2


def _across(point: tuple[float, float], along: tuple[float, float]) -> float:
    """How far down a point lies, seen by who reads along `along`."""
    return point[1] * along[0] - point[0] * along[1]


def _extent(box: Box, along: tuple[float, float]) -> tuple[float, float]:
    """Length and thickness of a slanted word, from the upright box around it.

    A rectangle of length l and thickness t, turned by an angle of cosine c and sine s, fills a box of l·c + t·s by
    l·s + t·c.
    """
    c, s = max(abs(along[0]), abs(along[1])), min(abs(along[0]), abs(along[1]))
    wide, high = (box.width, box.height) if abs(along[0]) >= abs(along[1]) else (box.height, box.width)
    det = c * c - s * s
    length, thick = (wide * c - high * s) / det, (high * c - wide * s) / det
    least = 0.3 * high  # boxes are not exact: a long word's box may be too flat for the page's slant
    return max(length, 0.5 * wide, 1e-3), max(thick, least, 1e-3)
