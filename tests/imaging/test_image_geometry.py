import cv2
import numpy as np
import pytest

from kehoach.pipeline.document import Box, PageImage
from kehoach.pipeline.imaging.geometry import after, quarter_turned, rotated


def spotted(x: int, y: int, width: int = 300, height: int = 200) -> PageImage:
    """White paper with one black spot of 5 pixels around (x, y), at two pixels a page unit."""
    pixels = np.full((height, width), 255, np.uint8)
    pixels[y - 2 : y + 3, x - 2 : x + 3] = 0
    return PageImage(pixels, 1, 144.0, (0.5, 0.0, 0.0, 0.0, 0.5, 0.0))


def spot_on_page(image: PageImage) -> tuple[float, float]:
    ys, xs = np.nonzero(image.pixels < 128)
    return image.page_box(Box(xs.min(), ys.min(), xs.max(), ys.max())).middle


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_quarter_turns_find_their_way_back(turns: int) -> None:
    image = spotted(220, 40)
    assert spot_on_page(quarter_turned(image, turns)) == pytest.approx(spot_on_page(image), abs=0.01)


@pytest.mark.parametrize("degrees", [-14.0, -0.4, 3.3, 15.0])
def test_rotation_finds_its_way_back_and_keeps_all_of_the_sheet(degrees: float) -> None:
    image = spotted(290, 190)
    turned = rotated(image, degrees)
    assert spot_on_page(turned) == pytest.approx(spot_on_page(image), abs=0.6)
    assert turned.pixels[0, 0] == 255


def test_steps_compose() -> None:
    image = spotted(70, 150)
    through = rotated(quarter_turned(image, 1), 5.0)
    assert spot_on_page(through) == pytest.approx(spot_on_page(image), abs=0.8)


def test_maps_are_applied_in_order() -> None:
    assert after((0, -1, 0, 1, 0, 0), (2, 0, 1, 0, 2, 1)) == (0, -2, 1, 2, 0, 1)


def test_a_coloured_page_stays_coloured() -> None:
    image = PageImage(cv2.cvtColor(spotted(50, 50).pixels, cv2.COLOR_GRAY2RGB), 1)
    assert rotated(image, 2.0).pixels.shape[2] == 3
