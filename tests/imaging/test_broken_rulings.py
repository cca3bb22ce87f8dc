"""Tables whose lines a copier broke into dashes: put together again; what only looks like dashes is left alone."""

import numpy as np
import pytest

from kehoach.pipeline.document import Box, PageImage
from kehoach.pipeline.imaging.broken_rulings import are_broken, mended
from kehoach.pipeline.imaging.rulings import find_rulings, without_rulings

ACROSS, DOWN = (150, 250, 650, 1050), (300, 360, 420, 480, 540)
"""Where the upright and the level lines of the table are, in pixels of an A4 page at 150 dpi."""


def dashed(length: int, rng: np.random.Generator, share: float) -> np.ndarray:
    """Ink along a line: dashes of 6 to 90 pixels with gaps of 1 to 5 between them."""
    line = np.ones(length, np.bool_)
    at = 0
    while at < length:
        at += int(rng.integers(6, 90))
        gap = int(rng.integers(1, 6)) if rng.random() < share else 0
        line[at : at + gap] = False
        at += gap
    return line


def sheet(share: float = 1.0, *, grid: bool = True) -> np.ndarray:
    """A page with rows of print and a table of 4 rows and 3 columns; `share` of the gaps in its lines are open."""
    rng = np.random.default_rng(4)
    page = np.full((1754, 1240), 255, np.uint8)
    for top in (100, 150, 200, 620, 670, 720):
        for left in range(150, 1050, 14):
            page[top : top + 14, left : left + 7] = 0
    if not grid:
        return page
    for y in DOWN:
        page[y : y + 2, ACROSS[0] : ACROSS[-1]][:, dashed(ACROSS[-1] - ACROSS[0], rng, share)] = 0
    for x in ACROSS:
        page[DOWN[0] : DOWN[-1], x : x + 2][dashed(DOWN[-1] - DOWN[0], rng, share)] = 0
    for y in DOWN[:-1]:
        page[y + 25 : y + 39, 190:194] = 0  # the figure 1 in each row
        page[y + 25 : y + 39, 300:500:9] = 0
    return page


def found(page: np.ndarray) -> tuple[Box, ...]:
    return find_rulings(PageImage(page, 1)).boxes


def is_grid(boxes: tuple[Box, ...]) -> bool:
    """Whether there is one line for each line of the table, as long as it was drawn."""
    level = sorted((box for box in boxes if box.width > box.height), key=lambda box: box.top)
    upright = sorted((box for box in boxes if box.width <= box.height), key=lambda box: box.left)
    if (len(level), len(upright)) != (len(DOWN), len(ACROSS)):
        return False
    return (
        [round(box.middle[1]) for box in level] == pytest.approx([y + 1 for y in DOWN], abs=2)
        and [round(box.middle[0]) for box in upright] == pytest.approx([x + 1 for x in ACROSS], abs=2)
        and all(box.width > 0.95 * (ACROSS[-1] - ACROSS[0]) for box in level)
        and all(box.height > 0.95 * (DOWN[-1] - DOWN[0]) for box in upright)
    )


def test_lines_in_dashes_become_the_lines_of_the_table() -> None:
    assert is_grid(found(sheet()))


def test_whole_lines_are_found_as_ever() -> None:
    boxes = found(sheet(0.0))
    assert is_grid(boxes)
    level = [box for box in boxes if box.width > box.height]
    assert not are_broken(level, [box for box in boxes if box.width <= box.height])


def test_dashes_are_painted_over_and_letters_stay() -> None:
    page = sheet()
    image = PageImage(page, 1)
    done = without_rulings(image, find_rulings(image)).pixels
    assert (done[DOWN[1] : DOWN[1] + 2, 300:600] < 128).mean() < 0.05
    letters = sheet(grid=False) < 128
    assert (done[letters] < 128).mean() > 0.99


def test_print_alone_has_no_broken_lines() -> None:
    boxes, mask = mended(np.where(sheet(grid=False) < 128, 255, 0).astype(np.uint8))
    assert boxes == []
    assert not mask.any()


def test_figures_in_a_column_are_no_line() -> None:
    page = np.zeros((1754, 1240), np.uint8)
    for y in range(300, 900, 20):
        page[y : y + 14, 400:403] = 255
    assert mended(page)[0] == []


def test_a_letterheads_two_rules_are_not_broken() -> None:
    assert not are_broken([Box(200, 190, 300, 193), Box(700, 190, 900, 193)], [])
