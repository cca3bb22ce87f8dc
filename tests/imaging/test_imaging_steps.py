import numpy as np
import pytest
from drawn_sheets import text_page

from kehoach.pipeline.document import PageImage
from kehoach.pipeline.imaging import is_blank, prepare
from kehoach.pipeline.imaging.geometry import quarter_turned, rotated
from kehoach.pipeline.imaging.grey import grey, shrunk
from kehoach.pipeline.imaging.orientation import measure_turns, upright
from kehoach.pipeline.imaging.skew import measure_skew, straightened


@pytest.mark.parametrize("degrees", [-15.0, -7.3, -1.0, -0.4, 0.0, 0.5, 2.2, 9.9, 14.5])
def test_tilt_is_measured_to_a_tenth_of_a_degree(degrees: float) -> None:
    assert measure_skew(rotated(text_page(), degrees)) == pytest.approx(degrees, abs=0.11)


def test_straightening_levels_a_tilted_page_and_leaves_a_level_one() -> None:
    page = text_page()
    assert straightened(page) is page
    tilted = rotated(page, 4.0)
    assert abs(measure_skew(tilted)) > 3.8
    assert abs(measure_skew(straightened(tilted))) <= 0.1


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_pages_on_their_side_or_head_are_set_upright(turns: int) -> None:
    pytest.importorskip("trueocr")
    page = quarter_turned(text_page(), turns)
    assert measure_turns(page) == turns
    assert measure_turns(upright(page)) == 0


def test_a_page_turned_and_tilted_is_set_right() -> None:
    pytest.importorskip("trueocr")
    (done,) = prepare(rotated(quarter_turned(text_page(), 1), 3.0))
    assert done.steps[:2] == ("upright", "straightened")
    assert abs(measure_skew(done.image)) <= 0.1


def test_blank_backs_are_named_and_left_alone() -> None:
    rng = np.random.default_rng(1)
    paper = PageImage(rng.normal(235, 4, (1754, 1240)).clip(0, 255).astype(np.uint8), 1)
    assert is_blank(paper)
    (done,) = prepare(paper)
    assert done.blank
    assert done.image is paper
    assert done.steps == ()


def test_one_short_line_is_not_blank() -> None:
    assert not is_blank(text_page(lines=1))


@pytest.mark.parametrize("shape", [(1, 20_000), (20_000, 1), (3, 20_000), (1, 1)])
def test_a_picture_as_thin_as_a_hair_is_a_page_too(shape: tuple[int, int]) -> None:
    (done,) = prepare(PageImage(np.full(shape, 255, np.uint8), 1))
    assert done.blank


def test_a_clean_level_page_goes_through_unchanged() -> None:
    page = text_page()
    assert prepare(page)[0].image is page


def test_a_picture_is_made_small_once_and_another_one_anew() -> None:
    pixels = grey(text_page().pixels)
    small = shrunk(pixels, 500)
    assert max(small.shape) == 500
    assert shrunk(pixels, 500) is small
    assert not small.flags.writeable
    other = 255 - pixels
    assert not np.array_equal(shrunk(other, 500), small)
    assert shrunk(small, 800) is small
