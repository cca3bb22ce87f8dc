"""Lines drawn on a PDF page into the ruling lines of its tables, by pdfplumber's table geometry.

pdfplumber's own reader of pages takes 100 ms of Python for a page; pdfium has the same lines in one, so only the
geometry is pdfplumber's: lines that lie together are snapped and joined, lines that cross make cells, cells tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kehoach.pipeline.document import Box

_SNAP = 3.0
"""Points by which lines of one edge lie apart, or end before the next begins (pdfplumber's own default): double
borders, borders drawn cell by cell."""

_MOST = 6000
"""Lines on a page beyond which it is a drawing: the densest table of the plans and gazettes has 1,200."""

_MOST_MERGED = 600  # once they are joined; that table has 60

_MOST_CROSSINGS = 2500
"""Crossings beyond which pdfplumber takes seconds: it compares all with all. A table of 100 by 20 cells has 2,121;
one with more keeps its lines as they are joined."""


def find_rulings(lines: Sequence[Box]) -> tuple[Box, ...]:
    """The ruling lines of a page, from its drawn lines: those of tables whole, without what lies inside the cells.

    Lines that belong to no table (below a letterhead, above footnotes) stay as they are. A drawing has none.
    """
    level = sum(line.width > line.height for line in lines)
    if len(lines) > _MOST:
        return ()
    if level < 2 or len(lines) - level < 2:  # no table: pdfplumber is not even loaded
        return tuple(lines) if len(lines) <= _MOST_MERGED else ()
    from pdfplumber import table as plumber

    edges = plumber.merge_edges([_edge(line) for line in lines], _SNAP, _SNAP, _SNAP, _SNAP)
    if len(edges) > _MOST_MERGED:
        return ()
    crossings = plumber.edges_to_intersections(edges, _SNAP, _SNAP)
    if len(crossings) > _MOST_CROSSINGS:
        return tuple(map(_as_box, edges))
    tables = plumber.cells_to_tables(plumber.intersections_to_cells(crossings))
    frames = [_around(cells) for cells in tables]
    sides = {side for cells in tables for cell in cells for side in _sides(cell)}
    kept = [edge for edge in edges if not _inside(edge, frames) or any(_carries(edge, side) for side in sides)]
    return tuple(map(_as_box, kept))


def _edge(line: Box) -> dict[str, Any]:
    """A line as pdfplumber has it: without thickness."""
    x, y = line.middle
    if line.width > line.height:
        return _as_edge("h", Box(line.left, y, line.right, y))
    return _as_edge("v", Box(x, line.top, x, line.bottom))


def _as_edge(orientation: str, box: Box) -> dict[str, Any]:
    return {
        "orientation": orientation,
        "x0": box.left,
        "x1": box.right,
        "top": box.top,
        "bottom": box.bottom,
        "width": box.width,
        "height": box.height,
    }


def _as_box(edge: dict[str, Any]) -> Box:
    return Box(edge["x0"], edge["top"], edge["x1"], edge["bottom"])


Side = tuple[str, float, float, float]
"""A side of a cell: orientation, the place across, where it begins and where it ends."""


def _sides(cell: tuple[float, float, float, float]) -> list[Side]:
    x0, top, x1, bottom = cell
    return [("h", top, x0, x1), ("h", bottom, x0, x1), ("v", x0, top, bottom), ("v", x1, top, bottom)]


def _carries(edge: dict[str, Any], side: Side) -> bool:
    """Whether the side of a cell lies on an edge."""
    orientation, place, begin, end = side
    across, along = ("top", ("x0", "x1")) if orientation == "h" else ("x0", ("top", "bottom"))
    if edge["orientation"] != orientation or abs(edge[across] - place) > _SNAP:
        return False
    return bool(edge[along[0]] - _SNAP <= begin and end <= edge[along[1]] + _SNAP)


def _around(cells: Sequence[tuple[float, float, float, float]]) -> Box:
    return Box.around(Box(*cell) for cell in cells)


def _inside(edge: dict[str, Any], frames: Sequence[Box]) -> bool:
    return any(
        frame.left - _SNAP <= edge["x0"]
        and edge["x1"] <= frame.right + _SNAP
        and frame.top - _SNAP <= edge["top"]
        and edge["bottom"] <= frame.bottom + _SNAP
        for frame in frames
    )
