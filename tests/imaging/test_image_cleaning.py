"""Each step before and after, on pictures drawn here."""

import cv2
import numpy as np
import pytest
from drawn_sheets import text_page

from kehoach.pipeline.document import PageImage
from kehoach.pipeline.imaging import prepare
from kehoach.pipeline.imaging.geometry import rotated
from kehoach.pipeline.imaging.light import evened, paper_map, unevenness
from kehoach.pipeline.imaging.overlay import overlay_mask, without_overlays
from kehoach.pipeline.imaging.rulings import find_rulings, without_rulings


def coloured_page() -> np.ndarray:
    return cv2.cvtColor(text_page().pixels, cv2.COLOR_GRAY2RGB)


def shadowed(pixels: np.ndarray) -> np.ndarray:
    """Light falling off to the right, down to 0.4."""
    fall = np.linspace(1.0, 0.4, pixels.shape[1])
    return (pixels * (fall[None, :, None] if pixels.ndim == 3 else fall[None, :])).astype(np.uint8)


@pytest.mark.parametrize("colour", [False, True])
def test_uneven_light_is_evened_and_letters_stay_dark(colour: bool) -> None:
    clean = coloured_page() if colour else text_page().pixels
    dim = PageImage(shadowed(clean), 1)
    done = evened(dim)
    assert unevenness(paper_map(dim.pixels[..., 0] if colour else dim.pixels)) > 0.3
    assert unevenness(paper_map(done.pixels[..., 0] if colour else done.pixels)) < 0.05
    assert done.pixels[clean == 0].mean() < 40
    assert done.pixels[clean == 255].mean() > 235


def test_even_light_is_left_alone() -> None:
    page = text_page()
    assert evened(page) is page


def table_page(tilt: float = 0.0) -> PageImage:
    pixels = text_page(lines=3).pixels.copy()
    for y in range(600, 1201, 150):
        cv2.line(pixels, (150, y), (1100, y), 0, 3)
    for x in (150, 400, 1100):
        cv2.line(pixels, (x, 600), (x, 1200), 0, 3)
    cv2.putText(pixels, "Ke hoach", (430, 690), cv2.FONT_HERSHEY_COMPLEX, 1.2, 0, 3, cv2.LINE_AA)
    page = PageImage(pixels, 1)
    return rotated(page, tilt) if tilt else page


@pytest.mark.parametrize("tilt", [0.0, 0.2])
def test_ruling_lines_are_found_and_taken_out_letters_are_not(tilt: float) -> None:
    page = table_page(tilt)
    rulings = find_rulings(page)
    level = [box for box in rulings.boxes if box.width > box.height]
    assert (len(level), len(rulings.boxes) - len(level)) == (5, 3)
    done = without_rulings(page, rulings)
    assert done.rulings == rulings.boxes
    letters = (slice(640, 705), slice(425, 640))
    assert done.pixels[750, 500:1000].min() > 200
    if not tilt:
        assert np.array_equal(done.pixels[letters], page.pixels[letters])


def test_a_page_of_text_has_no_rulings() -> None:
    page = text_page()
    rulings = find_rulings(page)
    assert rulings.boxes == ()
    assert without_rulings(page, rulings) is page


def test_a_seal_in_red_is_taken_out_and_the_print_under_it_stays() -> None:
    pixels = coloured_page()
    print_ = pixels[..., 0] < 60
    seal = pixels.copy()
    cv2.circle(seal, (700, 900), 150, (214, 40, 50), 6)
    cv2.putText(seal, "UBND", (610, 880), cv2.FONT_HERSHEY_DUPLEX, 1.5, (214, 40, 50), 4)
    cv2.line(seal, (500, 1000), (900, 760), (40, 60, 190), 4)
    seal[print_] = 0
    done, mask = without_overlays(PageImage(seal, 1))
    assert mask[900 - 150, 700] == 255
    assert mask[870, 615:800].any()
    assert (done.pixels.max(axis=2).astype(int) - done.pixels.min(axis=2) > 60).sum() < 0.02 * (mask > 0).sum()
    assert done.pixels[print_].mean() < 60


def test_a_line_printed_in_colour_is_no_overlay() -> None:
    pixels = np.full((1754, 1240, 3), 255, np.uint8)
    cv2.putText(pixels, "www.soyte.gov.vn", (120, 300), cv2.FONT_HERSHEY_COMPLEX, 0.8, (20, 40, 200), 2, cv2.LINE_AA)
    assert not overlay_mask(PageImage(pixels, 1)).any()


@pytest.mark.parametrize("sheet", ["grey", "tinted"])
def test_grey_pictures_and_coloured_sheets_are_left_alone(sheet: str) -> None:
    pixels = text_page().pixels if sheet == "grey" else np.full((900, 600, 3), (250, 180, 170), np.uint8)
    page = PageImage(pixels, 1)
    assert without_overlays(page)[0] is page


def test_a_pages_picture_is_handed_on_in_grey() -> None:
    pixels = cv2.cvtColor(text_page().pixels, cv2.COLOR_GRAY2RGB)
    (plain,) = prepare(PageImage(pixels, 1))
    cv2.circle(pixels, (700, 1400), 120, (40, 50, 214), 2)  # a thin stroke of a pen
    (signed,) = prepare(PageImage(pixels, 1))
    assert (plain.image.pixels.ndim, signed.image.pixels.ndim) == (2, 2)
    assert (plain.steps, signed.steps) == ((), ("overlays",))


def test_what_was_taken_out_is_kept_as_masks() -> None:
    pixels = cv2.cvtColor(table_page().pixels, cv2.COLOR_GRAY2RGB)
    cv2.circle(pixels, (700, 1400), 120, (214, 40, 50), 6)
    (done,) = prepare(PageImage(pixels, 1))
    assert done.steps == ("overlays", "rulings")
    assert set(done.masks) == {"overlays", "rulings"}
    assert all(mask.shape == pixels.shape[:2] for mask in done.masks.values())
    assert len(done.image.rulings) == 8
