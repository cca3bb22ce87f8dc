"""The plot of the report: every document a dot, by its confidence, as inline SVG."""

from __future__ import annotations

from collections.abc import Sequence

from kehoach.pipeline.report.markup import escape
from kehoach.pipeline.report.values import Row
from kehoach.pipeline.report.words import both

_WIDTH, _HEIGHT = 900, 220
_LEFT, _RIGHT, _TOP, _BOTTOM = 62, 10, 24, 26
_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


def confidence_plot(rows: Sequence[Row]) -> str:
    """Documents from the least to the most sure, left to right; each dot leads to its row. Failed ones lie at 0."""
    ordered = sorted(enumerate(rows, 1), key=lambda pair: pair[1].confidence or 0.0)
    step = (_WIDTH - _LEFT - _RIGHT) / max(1, len(ordered))
    radius = min(5.0, max(1.5, step * 0.4))
    dots = (_dot(number, row, _LEFT + (place + 0.5) * step, radius) for place, (number, row) in enumerate(ordered))
    note = both(
        "Mỗi chấm là một văn bản, xếp từ kém chắc chắn đến chắc chắn nhất; bấm để xem.",
        "Each dot is a document, from the least to the most sure; click to see it.",
    )
    return (
        f'<svg class="plot" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="confidence by document">'
        f"{''.join(map(_tick, _TICKS))}{''.join(dots)}</svg>"
        f"<p class='note'>{note}</p>"
    )


def _height(confidence: float) -> float:
    return _TOP + (1 - confidence) * (_HEIGHT - _TOP - _BOTTOM)


def _tick(value: float) -> str:
    y = _height(value)
    kind = "label" if value in _TICKS[::2] else "label half"  # on a telephone there is room for every other one
    return (
        f'<line class="tick" x1="{_LEFT}" y1="{y:.1f}" x2="{_WIDTH - _RIGHT}" y2="{y:.1f}"/>'
        f'<text class="{kind}" x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{value:g}</text>'
    )


def _dot(number: int, row: Row, x: float, radius: float) -> str:
    value = row.confidence or 0.0
    title = escape(f"{row.ended.folder}: {value:.2f}")
    return (
        f'<a href="#d{number}"><circle class="{escape(row.ended.state)}" cx="{x:.1f}" cy="{_height(value):.1f}"'
        f' r="{radius:.1f}"><title>{title}</title></circle></a>'
    )
