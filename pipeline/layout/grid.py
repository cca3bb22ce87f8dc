"""Ruling lines into the grids of tables: columns, rows, and cells that span several of either."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import floor, inf, log2

from kehoach.pipeline.document import Box

_LOOSE = 0.006
"""Share of the page's longer side by which lines of one column or row may lie apart, or end short of each other: 1.8 mm
on A4, what the bend of a photographed sheet makes of a straight line."""


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell by its first row and column, the rows and columns that it covers, and its place."""

    row: int
    column: int
    rows: int
    columns: int
    box: Box


@dataclass(frozen=True)
class Grid:
    """One table's cells, row by row; `height` and `width` count rows and columns."""

    cells: tuple[GridCell, ...]
    height: int
    width: int
    box: Box


def find_grids(rulings: Sequence[Box], width: float, height: float) -> list[Grid]:
    """The tables that ruling lines form, top to bottom: at least two cells; a lone frame is none."""
    loose = _LOOSE * max(width, height)
    grids = [_grid(group, loose) for group in _touching(rulings, loose)]
    return sorted((grid for grid in grids if grid), key=lambda grid: grid.box.top)


def find_frames(rulings: Sequence[Box], most: tuple[float, float] = (inf, inf)) -> list[Box]:
    """Boxes between two upright lines at the same height that a level line joins: frames, whole or torn.

    `most`: the width and height beyond which none is wanted.
    """
    upright = [line for line in rulings if line.height > line.width and line.height <= most[1]]
    level = _Level([line for line in rulings if line.height <= line.width])
    beside = _Beside(upright)
    found: dict[tuple[int, int], Box] = {}
    for at, one in enumerate(upright):
        for to in beside.candidates(one, most[0]):
            other = upright[to]
            shared = min(one.bottom, other.bottom) - max(one.top, other.top)
            if one.left < other.left and shared > 0.5 * max(one.height, other.height):
                frame = Box.around((one, other))
                if joint := level.joint(frame):
                    found[at, to] = Box.around((frame, joint))
    return [found[pair] for pair in sorted(found)]


class _Beside:
    """Upright lines by their height and how far down the page they lie, so that not every one meets every other.

    Two that share more than half of the higher one's height differ less than twofold in height, and their middles lie
    within half of it: a class of heights and two beside it, in bands as wide, hold all that may be a line's partner.
    """

    def __init__(self, lines: Sequence[Box]) -> None:
        self._bands: dict[tuple[int, int], list[tuple[float, int]]] = defaultdict(list)
        for at, line in enumerate(lines):
            size = _size(line)
            self._bands[size, int(line.middle[1] // 2.0**size)].append((line.left, at))
        for band in self._bands.values():
            band.sort()

    def candidates(self, one: Box, most: float) -> Iterator[int]:
        """Those to the right of a line that may stand at its height, no farther than `most`."""
        middle, own = one.middle[1], _size(one)
        for size in (own - 1, own, own + 1):
            side, reach = 2.0**size, 2.0**own
            for band in range(int((middle - reach) // side), int((middle + reach) // side) + 1):
                here = self._bands.get((size, band), [])
                yield from (
                    at
                    for _, at in here[bisect_right(here, (one.left, -1)) : bisect_right(here, (one.left + most, inf))]
                )


def _size(line: Box) -> int:
    """The class of a line's height: twice as high, one more."""
    return floor(log2(line.height))


class _Level:
    """Level lines, by how far down the page they lie."""

    def __init__(self, lines: Sequence[Box]) -> None:
        self._lines = sorted(enumerate(lines), key=lambda pair: pair[1].middle[1])
        self._heights = [line.middle[1] for _, line in self._lines]

    def joint(self, frame: Box) -> Box | None:
        """The first of them that joins a frame's sides."""
        reach = 0.2 * frame.height
        near = slice(bisect_left(self._heights, frame.top - reach), bisect_right(self._heights, frame.bottom + reach))
        joints = (pair for pair in self._lines[near] if _joins(pair[1], frame))
        return min(joints, key=lambda pair: pair[0], default=(0, None))[1]


def _joins(level: Box, frame: Box) -> bool:
    """Whether a level line goes along most of a frame's width and not far beyond it."""
    shared = min(level.right, frame.right) - max(level.left, frame.left)
    return shared > 0.7 * frame.width and level.width < 1.2 * frame.width


def _touching(rulings: Sequence[Box], loose: float) -> list[list[Box]]:
    """Lines that cross or meet, put together.

    The page is parted into squares as wide as lines may lie apart: those in one square meet, and only those in the
    squares beside it are to be looked at, so that the time grows with the lines' length and not with their square.
    """
    if loose <= 0:
        return [[box] for box in rulings]
    root = list(range(len(rulings)))

    def find(at: int) -> int:
        while root[at] != at:
            root[at] = at = root[root[at]]
        return at

    squares: dict[tuple[int, int], list[int]] = defaultdict(list)
    for at, box in enumerate(rulings):
        for square in _squares(box, loose):
            squares[square].append(at)
            root[find(at)] = find(squares[square][0])
    for (x, y), here in squares.items():
        for beside in ((x + 1, y), (x, y + 1), (x + 1, y + 1), (x + 1, y - 1)):
            there = squares.get(beside, ())
            if not there or find(here[0]) == find(there[0]):
                continue
            if any(_meet(rulings[one], rulings[other], loose) for one in here for other in there):
                root[find(there[0])] = find(here[0])
    groups: dict[int, list[Box]] = defaultdict(list)
    for at, box in enumerate(rulings):
        groups[find(at)].append(box)
    return list(groups.values())


def _squares(box: Box, side: float) -> Iterator[tuple[int, int]]:
    """The squares of a page that a line goes through."""
    down = range(int(box.top // side), int(box.bottom // side) + 1)
    return product(range(int(box.left // side), int(box.right // side) + 1), down)


def _meet(one: Box, other: Box, loose: float) -> bool:
    return (
        one.left - loose <= other.right
        and other.left - loose <= one.right
        and one.top - loose <= other.bottom
        and other.top - loose <= one.bottom
    )


def _grid(lines: Sequence[Box], loose: float) -> Grid | None:
    upright = [line for line in lines if line.height > line.width]
    level = [line for line in lines if line.height <= line.width]
    if len(upright) < 2 or len(level) < 2:
        return None
    box = Box.around(lines)
    xs = _clustered((line.middle[0] for line in upright), loose, (box.left, box.right))
    ys = _clustered((line.middle[1] for line in level), loose, (box.top, box.bottom))
    merged = _merged(xs, ys, upright, level, loose)
    cells = tuple(_cell(places, xs, ys) for places in merged)
    return Grid(cells, len(ys) - 1, len(xs) - 1, box) if len(cells) > 1 else None


def _clustered(values: Iterable[float], loose: float, ends: tuple[float, float]) -> list[float]:
    """The places of grid lines; a side that has no line of its own is closed at the table's end."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] <= 2 * loose:
            groups[-1].append(value)
        else:
            groups.append([value])
    places = [sum(group) / len(group) for group in groups]
    if places[0] - ends[0] > 3 * loose:
        places.insert(0, ends[0])
    if ends[1] - places[-1] > 3 * loose:
        places.append(ends[1])
    return places


Place = tuple[int, int]


def _merged(
    xs: Sequence[float], ys: Sequence[float], upright: Sequence[Box], level: Sequence[Box], loose: float
) -> list[list[Place]]:
    """The places (row, column) of each cell: neighbours without a line between them are one."""
    root: dict[Place, Place] = {
        (row, column): (row, column) for row in range(len(ys) - 1) for column in range(len(xs) - 1)
    }

    def find(place: Place) -> Place:
        while root[place] != place:
            place = root[place]
        return place

    beside = [_near(upright, x, loose) for x in xs]
    below = [_near([_flipped(line) for line in level], y, loose) for y in ys]
    for row, column in list(root):
        if column + 2 < len(xs) and not _covered(beside[column + 1], (ys[row], ys[row + 1])):
            root[find((row, column + 1))] = find((row, column))
        if row + 2 < len(ys) and not _covered(below[row + 1], (xs[column], xs[column + 1])):
            root[find((row + 1, column))] = find((row, column))
    cells: dict[Place, list[Place]] = defaultdict(list)
    for place in root:
        cells[find(place)].append(place)
    return sorted(cells.values(), key=min)


def _near(lines: Iterable[Box], x: float, loose: float) -> list[Box]:
    """The upright lines about `x`."""
    return [line for line in lines if abs(line.middle[0] - x) <= 2 * loose]


def _covered(lines: Iterable[Box], span: tuple[float, float]) -> bool:
    """Whether upright lines cover more than half of the span from top to bottom."""
    covered = sum(max(0.0, min(line.bottom, span[1]) - max(line.top, span[0])) for line in lines)
    return covered > 0.5 * (span[1] - span[0])


def _flipped(box: Box) -> Box:
    return Box(box.top, box.left, box.bottom, box.right)


def _cell(places: Sequence[Place], xs: Sequence[float], ys: Sequence[float]) -> GridCell:
    top, bottom = min(row for row, _ in places), max(row for row, _ in places)
    left, right = min(column for _, column in places), max(column for _, column in places)
    return GridCell(
        top, left, bottom - top + 1, right - left + 1, Box(xs[left], ys[top], xs[right + 1], ys[bottom + 1])
    )
