"""Ruling lines into the grids of tables: columns, rows, and cells that span several of either."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import permutations

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


def find_frames(rulings: Sequence[Box]) -> list[Box]:
    """Boxes between two upright lines at the same height that a level line joins: frames, whole or torn."""
    upright = [line for line in rulings if line.height > line.width]
    level = [line for line in rulings if line.height <= line.width]
    frames = []
    for one, other in permutations(upright, 2):
        shared = min(one.bottom, other.bottom) - max(one.top, other.top)
        if one.left < other.left and shared > 0.5 * max(one.height, other.height):
            frame = Box.around((one, other))
            frames += [Box.around((frame, joint)) for joint in level if _joins(joint, frame)][:1]
    return frames


def _joins(level: Box, frame: Box) -> bool:
    """Whether a level line goes along most of a frame's width and not far beyond it, somewhere at its height."""
    near = frame.top - 0.2 * frame.height <= level.middle[1] <= frame.bottom + 0.2 * frame.height
    shared = min(level.right, frame.right) - max(level.left, frame.left)
    return near and shared > 0.7 * frame.width and level.width < 1.2 * frame.width


def _touching(rulings: Sequence[Box], loose: float) -> list[list[Box]]:
    """Lines that cross or meet, put together."""
    groups: list[list[Box]] = []
    for box in rulings:
        near = [group for group in groups if any(_meet(box, other, loose) for other in group)]
        groups = [group for group in groups if group not in near]
        groups.append([box, *(other for group in near for other in group)])
    return groups


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

    for row, column in list(root):
        if column + 2 < len(xs) and not _covered(upright, xs[column + 1], (ys[row], ys[row + 1]), loose):
            root[find((row, column + 1))] = find((row, column))
        if row + 2 < len(ys) and not _covered(map(_flipped, level), ys[row + 1], (xs[column], xs[column + 1]), loose):
            root[find((row + 1, column))] = find((row, column))
    cells: dict[Place, list[Place]] = defaultdict(list)
    for place in root:
        cells[find(place)].append(place)
    return sorted(cells.values(), key=min)


def _covered(lines: Iterable[Box], x: float, span: tuple[float, float], loose: float) -> bool:
    """Whether upright lines near `x` cover more than half of the span from top to bottom."""
    near = [line for line in lines if abs(line.middle[0] - x) <= 2 * loose]
    covered = sum(max(0.0, min(line.bottom, span[1]) - max(line.top, span[0])) for line in near)
    return covered > 0.5 * (span[1] - span[0])


def _flipped(box: Box) -> Box:
    return Box(box.top, box.left, box.bottom, box.right)


def _cell(places: Sequence[Place], xs: Sequence[float], ys: Sequence[float]) -> GridCell:
    top, bottom = min(row for row, _ in places), max(row for row, _ in places)
    left, right = min(column for _, column in places), max(column for _, column in places)
    return GridCell(
        top, left, bottom - top + 1, right - left + 1, Box(xs[left], ys[top], xs[right + 1], ys[bottom + 1])
    )
