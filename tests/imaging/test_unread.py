"""Print that nobody read is seen; drawings, frames and dark edges are none."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from kehoach.pipeline.document import Box, PageImage
from kehoach.pipeline.imaging import unread_share

LINES = 20
BOXES = [Box(150, 200 + 60 * n, 1050, 224 + 60 * n) for n in range(LINES)]


def sheet(boxes: list[Box], draw_more: str = "") -> PageImage:
    """An A4 page at 150 dpi with signs of the size of letters in each of the boxes."""
    page = Image.new("L", (1240, 1754), 255)
    pen = ImageDraw.Draw(page)
    for box in boxes:
        for x in range(int(box.left), int(box.right), 18):
            pen.rectangle((x, box.top + 4, x + 9, box.bottom - 4), fill=0)
    if draw_more == "a photograph":
        pen.rectangle((200, 300, 1000, 1000), fill=90)
    if draw_more == "a frame":
        pen.rectangle((60, 60, 1180, 1690), outline=0, width=5)
    if draw_more == "a dark edge":
        pen.rectangle((0, 0, 40, 1754), fill=0)
    return PageImage(np.asarray(page), 1, 150.0)


def test_of_a_page_that_was_read_nothing_is_left() -> None:
    assert unread_share(sheet(BOXES), BOXES) == 0.0


@pytest.mark.parametrize("kept", [0, 2, 10, 18])
def test_the_share_of_lines_that_were_not_read_is_told(kept: int) -> None:
    assert unread_share(sheet(BOXES), BOXES[:kept]) == pytest.approx(1 - kept / LINES, abs=0.03)


@pytest.mark.parametrize("more", ["a photograph", "a frame", "a dark edge"])
def test_what_is_larger_than_letters_is_no_lost_text(more: str) -> None:
    boxes = BOXES[15:]
    assert unread_share(sheet(boxes, more), boxes) < 0.05


def test_a_page_without_print_has_lost_none() -> None:
    assert unread_share(sheet([]), []) == 0.0
