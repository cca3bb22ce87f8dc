"""Seals without colour, specks, spreads and blank backs: before and after, and what each step must leave alone."""

import cv2
import numpy as np
import pytest
from drawn_sheets import text_page

from kehoach.pipeline.document import Box, PageImage
from kehoach.pipeline.imaging import is_blank, prepare
from kehoach.pipeline.imaging.back import without_back
from kehoach.pipeline.imaging.overlay import without_overlays
from kehoach.pipeline.imaging.seals import find_rings, without_seals
from kehoach.pipeline.imaging.specks import without_specks
from kehoach.pipeline.imaging.spread import spread

CENTRE, RADIUS = (700, 900), 106  # 36 mm across on A4 at 150 dpi


def seal_over(pixels: np.ndarray, tone: int | tuple[int, int, int]) -> np.ndarray:
    """A ring, a smaller ring and letters over print, which stays darker."""
    seal = np.full_like(pixels, 255)
    cv2.circle(seal, CENTRE, RADIUS, tone, 6, cv2.LINE_AA)
    cv2.circle(seal, CENTRE, 64, tone, 2, cv2.LINE_AA)
    cv2.putText(seal, "BAN MAU", (630, 890), cv2.FONT_HERSHEY_DUPLEX, 1.0, tone, 3, cv2.LINE_AA)
    return np.minimum(pixels, seal)


@pytest.mark.parametrize("tone", [85, 120])
def test_a_grey_seal_is_lifted_and_the_print_under_it_stays(tone: int) -> None:
    clean = text_page().pixels
    sealed = seal_over(clean, tone)
    done, mask = without_seals(PageImage(sealed, 1))
    near = (slice(780, 1020), slice(580, 820))
    before, after = (np.abs(pixels[near].astype(int) - clean[near]).mean() for pixels in (sealed, done.pixels))
    assert after < 0.3 * before
    assert done.pixels[clean == 0].max() < 60
    assert mask[CENTRE[1] - RADIUS, CENTRE[0]] == 255
    assert not mask[:700].any()


@pytest.mark.parametrize("page", ["print", "black seal", "small ring", "half a ring"])
def test_what_cannot_be_told_from_print_is_left_alone(page: str) -> None:
    pixels = text_page().pixels.copy()
    if page == "black seal":
        pixels = seal_over(pixels, 0)
    elif page == "small ring":
        cv2.circle(pixels, CENTRE, 30, 110, 4)
    elif page == "half a ring":
        cv2.ellipse(pixels, CENTRE, (RADIUS, RADIUS), 0, 0, 200, 110, 5)
    image = PageImage(pixels, 1)
    assert without_seals(image)[0] is image


@pytest.mark.parametrize("at", [(300, 400), (900, 1500)])
def test_a_ring_is_found_where_it_is(at: tuple[int, int]) -> None:
    pixels = text_page().pixels.copy()
    cv2.circle(pixels, at, RADIUS, 100, 5, cv2.LINE_AA)
    (ring,) = find_rings(pixels)
    assert (ring.x, ring.y, ring.radius) == pytest.approx((*at, RADIUS), abs=1.5)


def test_letters_under_a_red_seal_keep_their_edges() -> None:
    soft = cv2.GaussianBlur(text_page().pixels, (0, 0), 0.8)
    clean = cv2.cvtColor(soft, cv2.COLOR_GRAY2RGB)
    done, mask = without_overlays(PageImage(seal_over(clean, (214, 40, 50)), 1))
    letters = (mask > 0) & (soft < 200)
    assert letters.sum() > 500
    assert np.abs(done.pixels[letters].max(axis=1).astype(int) - soft[letters]).mean() < 45


@pytest.mark.parametrize("height", [1754, 2339, 2340, 3507, 3509])
def test_a_red_seal_is_lifted_at_any_size_of_the_page(height: int) -> None:
    """The first look is taken at every second or third pixel, and the number of rows may be odd."""
    pixels = np.full((height, height * 5 // 7, 3), 250, np.uint8)
    at, radius = (height // 2, height * 3 // 4), round(height * 18 / 297)
    cv2.circle(pixels, at, radius, (214, 40, 50), 8)
    done, mask = without_overlays(PageImage(pixels, 1))
    assert mask[at[1] - radius, at[0]] == 255
    assert mask[at[1] + radius, at[0]] == 255
    assert (done.pixels.min(axis=2) > 200).mean() > 0.999


def speckled(count: int, pixels: np.ndarray) -> np.ndarray:
    rng = np.random.default_rng(3)
    pixels = pixels.copy()
    for x, y in zip(rng.integers(0, pixels.shape[1], count), rng.integers(0, pixels.shape[0], count), strict=True):
        cv2.circle(pixels, (int(x), int(y)), 1, 60, -1)
    return pixels


def test_specks_that_stand_alone_are_painted_over_and_letters_are_not_touched() -> None:
    clean = text_page().pixels
    dirty = speckled(800, clean)
    done, mask = without_specks(PageImage(dirty, 1))
    added = dirty < clean
    assert (done.pixels[added] > 200).mean() > 0.4
    assert np.array_equal(done.pixels[clean < 200], dirty[clean < 200])
    assert mask.any()


def test_full_stops_ellipses_and_lines_to_be_filled_in_are_no_specks() -> None:
    pixels = speckled(800, text_page(lines=10).pixels)
    dots = np.zeros(pixels.shape, bool)
    for x in [*range(300, 900, 9), 1000, 1009, 1018]:
        dots[1500:1503, x : x + 3] = True
    pixels[1480:1520, 280:1050] = 255
    pixels[dots] = 0
    done, _ = without_specks(PageImage(pixels, 1))
    assert done.pixels[dots].max() == 0


def test_a_page_with_few_specks_is_left_alone() -> None:
    image = PageImage(speckled(20, text_page().pixels), 1)
    assert without_specks(image)[0] is image


def two_pages(gap: int = 0) -> PageImage:
    left, right = text_page().pixels, text_page(lines=20).pixels
    pixels = np.hstack([left[:, : 1240 - gap], right[:, gap:]])
    return PageImage(pixels, 4, 150.0, (0.48, 0.0, 0.0, 0.0, 0.48, 0.0))


def test_a_spread_is_cut_in_its_gutter_and_boxes_find_their_way_back() -> None:
    image = two_pages()
    left, right = spread(image)
    assert left.page == right.page == 4
    assert left.width + right.width == image.width
    assert np.array_equal(np.hstack([left.pixels, right.pixels]), image.pixels)
    box = Box(200, 300, 260, 330)
    moved = Box(box.left + left.width, box.top, box.right + left.width, box.bottom)
    assert right.page_box(box) == image.page_box(moved)


@pytest.mark.parametrize("fold", [60, 150])
def test_the_shadow_of_the_fold_does_not_hide_the_gutter(fold: int) -> None:
    image = two_pages()
    pixels = image.pixels.copy()
    pixels[:, 1236:1244] = fold
    assert len(spread(PageImage(pixels, 1))) == 2


def one_wide_page(kind: str) -> PageImage:
    pixels = np.full((1240, 1754), 255, np.uint8)
    block = text_page(lines=22).pixels
    if kind == "lines across":
        pixels = np.hstack([block[:1240], block[:1240, :514]])
        pixels[:, 1100:1260] = np.roll(block[:1240, 200:360], 3)
    elif kind == "title across":
        pixels[:, :1000], pixels[:, 1000:] = block[:1240, :1000], block[:1240, 120:874]
        pixels[:, 780:980] = 255
        cv2.putText(pixels, "KE HOACH TRIEN KHAI CONG TAC", (520, 140), cv2.FONT_HERSHEY_DUPLEX, 1.6, 0, 4)
    elif kind == "one half empty":
        pixels[:, :800] = block[:1240, :800]
    return PageImage(pixels, 1)


@pytest.mark.parametrize("kind", ["lines across", "title across", "one half empty", "empty"])
def test_a_wide_page_is_no_spread(kind: str) -> None:
    image = one_wide_page(kind)
    assert spread(image) == (image,)


def test_an_upright_page_is_no_spread() -> None:
    image = text_page()
    assert spread(image) == (image,)


def test_both_halves_are_prepared_in_order() -> None:
    pytest.importorskip("trueocr")
    left, right = prepare(two_pages())
    assert left.steps[0] == right.steps[0] == "spread"
    assert left.image.to_page[2] < right.image.to_page[2]


def blank_back(edges: bool, holes: bool) -> PageImage:
    pixels = np.random.default_rng(1).normal(235, 4, (1754, 1240)).clip(0, 255).astype(np.uint8)
    if edges:
        pixels[:, :120] = 10
        pixels[-150:] = 14
    for y in (650, 1100) if holes else ():
        cv2.circle(pixels, (190, y), 18, 70, -1)
    return PageImage(pixels, 1)


@pytest.mark.parametrize(("edges", "holes"), [(True, False), (False, True), (True, True)])
def test_a_blank_back_with_black_edges_and_punched_holes_is_blank(edges: bool, holes: bool) -> None:
    assert is_blank(blank_back(edges, holes))


def test_one_short_line_between_black_edges_is_not_blank() -> None:
    pixels = blank_back(True, True).pixels.copy()
    cv2.putText(pixels, "Noi nhan: nhu tren", (400, 800), cv2.FONT_HERSHEY_COMPLEX, 0.9, 30, 2)
    assert not is_blank(PageImage(pixels, 1))


def soft_print() -> np.ndarray:
    """Print as a scanner gives it."""
    return cv2.GaussianBlur(text_page().pixels, (0, 0), 0.7)


def shining_through(strength: float) -> np.ndarray:
    """The page over its own mirror image, blurred by the paper."""
    sheet = soft_print()
    back = cv2.GaussianBlur(sheet[:, ::-1], (0, 0), 2.0).astype(np.float32)
    return np.clip(sheet - strength * (255 - back), 0, 255).astype(np.uint8)


def test_what_shines_through_from_the_back_is_lifted_and_the_print_stays() -> None:
    clean, dirty = soft_print(), shining_through(0.3)
    done, mask = without_back(PageImage(dirty, 1))
    paper = cv2.erode(clean, np.ones((9, 9), np.uint8)) > 200
    assert (done.pixels[paper] < 235).mean() < 0.1 * (dirty[paper] < 235).mean()
    assert np.array_equal(done.pixels[clean < 150], dirty[clean < 150])
    assert mask.any()


def test_a_large_faint_watermark_is_lifted() -> None:
    sheet = soft_print()
    layer = np.full_like(sheet, 255)
    cv2.putText(layer, "LUU TRU", (60, 1000), cv2.FONT_HERSHEY_DUPLEX, 9, 222, 60, cv2.LINE_AA)
    dirty = np.minimum(sheet, cv2.GaussianBlur(layer, (0, 0), 1.5))
    done, _ = without_back(PageImage(dirty, 1))
    apart = cv2.erode(sheet, np.ones((9, 9), np.uint8)) > 200
    assert (done.pixels[apart] < 235).mean() < 0.1 * (dirty[apart] < 235).mean()


@pytest.mark.parametrize("page", ["clean", "a little", "faded print", "faded lines", "shaded cells", "shadow"])
def test_faded_print_and_clean_pages_are_left_alone(page: str) -> None:
    pixels = soft_print()
    if page == "a little":
        pixels = shining_through(0.05)
    elif page == "faded print":
        pixels = (255 - (255 - pixels.astype(np.float32)) * 0.3).astype(np.uint8)
    elif page == "faded lines":
        pixels[600:] = 255 - ((255 - pixels[600:].astype(np.float32)) * 0.35).astype(np.uint8)
    elif page == "shaded cells":
        pixels[400:900] = np.minimum(pixels[400:900], 225)
    elif page == "shadow":
        pixels = (pixels * np.linspace(1.0, 0.85, pixels.shape[1])[None, :]).astype(np.uint8)
    image = PageImage(pixels, 1)
    assert without_back(image)[0] is image
