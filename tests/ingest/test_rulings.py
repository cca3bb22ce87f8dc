"""Drawn lines into the ruling lines of tables."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from ingest_files import as_input
from reportlab.pdfgen.canvas import Canvas

from kehoach.pipeline.document import Box
from kehoach.pipeline.ingest import open_input
from kehoach.pipeline.ingest.rulings import find_rulings
from kehoach.pipeline.options import IngestOptions

MakePdf = Callable[..., Path]
XS, YS = (72, 122, 322, 520), (700, 660, 620, 580)


def rulings(path: Path) -> tuple[Box, ...]:
    with open_input(as_input(path), IngestOptions()) as opened:
        return opened.page(1).rulings


def counts(boxes: tuple[Box, ...]) -> tuple[int, int]:
    """Level and upright lines."""
    return sum(box.width > box.height for box in boxes), sum(box.height > box.width for box in boxes)


def by_strokes(canvas: Canvas) -> None:
    canvas.grid(XS, YS)


def by_cells(canvas: Canvas) -> None:
    for left, right in pairwise(XS):
        for top, bottom in pairwise(YS):
            canvas.rect(left, bottom, right - left, top - bottom, stroke=1, fill=0)


def by_thin_boxes(canvas: Canvas) -> None:
    for y in YS:
        for left, right in pairwise(XS):
            canvas.rect(left, y, right - left, 0.5, stroke=0, fill=1)
    for x in XS:
        for top, bottom in pairwise(YS):
            canvas.rect(x, bottom, 0.5, top - bottom, stroke=0, fill=1)


def in_a_form(canvas: Canvas) -> None:
    canvas.beginForm("grid")
    canvas.grid(XS, YS)
    canvas.endForm()
    canvas.doForm("grid")


@pytest.mark.parametrize("draw", [by_strokes, by_cells, by_thin_boxes, in_a_form])
def test_a_table_has_its_lines_whole_however_they_are_drawn(make_pdf: MakePdf, draw: Callable[[Canvas], None]) -> None:
    found = rulings(make_pdf(draw))
    assert counts(found) == (4, 4)
    outer = Box.around(found)
    assert (outer.left, outer.top, outer.right, outer.bottom) == pytest.approx((72, 142, 520, 262), abs=1.5)


def test_shading_and_white_borders_are_no_lines(make_pdf: MakePdf) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFillGray(0.9)
        canvas.rect(72, 600, 400, 14, stroke=0, fill=1)
        canvas.setStrokeGray(1.0)
        canvas.grid(XS, YS)

    assert rulings(make_pdf(draw)) == ()


def test_an_underline_inside_a_cell_is_left_out(make_pdf: MakePdf) -> None:
    def draw(canvas: Canvas) -> None:
        by_strokes(canvas)
        canvas.line(140, 630, 300, 630)
        canvas.line(200, 400, 300, 400)

    found = rulings(make_pdf(draw))
    assert counts(found) == (5, 4)
    assert any(box.left == pytest.approx(200) and box.right == pytest.approx(300) for box in found)


def test_a_rule_alone_is_kept(make_pdf: MakePdf) -> None:
    found = rulings(make_pdf(lambda canvas: canvas.line(72, 120, 216, 120)))
    assert [(box.left, box.right) for box in found] == [(pytest.approx(72), pytest.approx(216))]


def test_a_turned_page_has_its_lines_as_displayed(make_pdf: MakePdf) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(90)
        canvas.grid(XS, (500, 460, 420, 380))

    outer = Box.around(rulings(make_pdf(draw)))
    assert (outer.width, outer.height) == pytest.approx((120, 448), abs=1.5)


def test_slanted_lines_and_curves_are_none(make_pdf: MakePdf) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.line(100, 100, 300, 300)
        canvas.circle(300, 500, 40)
        canvas.roundRect(100, 600, 200, 100, 10)

    assert rulings(make_pdf(draw)) == ()


@pytest.mark.parametrize("step", [3, 30])
def test_a_drawing_of_thousands_of_dashes_has_no_lines(step: int) -> None:
    level = [Box(10 + x, 10 + y, 20 + x, 11 + y) for x in range(0, 400, 15) for y in range(0, 800, step)]
    assert find_rulings([*level, *(Box(b.left, b.top, b.left + 1, b.top + 9) for b in level)]) == ()


def test_squared_paper_keeps_its_lines() -> None:
    level = [Box(10, 10 + 8 * row, 490, 10 + 8 * row) for row in range(60)]
    upright = [Box(10 + 8 * column, 10, 10 + 8 * column, 482) for column in range(60)]
    assert len(find_rulings([*level, *upright])) == 120
