"""The figures by which a picture is judged, each from both sides, on sheets of A4 drawn at 150 dpi: 5.9 pixels a mm."""

import cv2
import numpy as np
import pytest
from drawn_sheets import text_page

from kehoach.pipeline.document import Box, PageImage
from kehoach.pipeline.imaging import is_blank, orientation, unread_share
from kehoach.pipeline.imaging.back import Faint, measure_faint
from kehoach.pipeline.imaging.blank import is_black, is_filled
from kehoach.pipeline.imaging.broken_rulings import are_broken, mended
from kehoach.pipeline.imaging.geometry import rotated
from kehoach.pipeline.imaging.light import evened, paper_map, unevenness
from kehoach.pipeline.imaging.orientation import measure_turns
from kehoach.pipeline.imaging.overlay import overlay_mask, without_overlays
from kehoach.pipeline.imaging.rulings import find_rulings
from kehoach.pipeline.imaging.seals import find_rings, without_seals
from kehoach.pipeline.imaging.skew import measure_skew, straightened
from kehoach.pipeline.imaging.specks import speck_map, without_specks
from kehoach.pipeline.imaging.spread import find_gutter, spread

A4 = (1754, 1240)
MM = 1754 / 297


def paper(level: int = 255, shape: tuple[int, ...] = A4) -> np.ndarray:
    return np.full(shape, level, np.uint8)


def strewn(share: float, size: int = 6) -> np.ndarray:
    """A sheet of the size in which ink is counted; small squares cover a share of its inner nine tenths."""
    pixels, step = paper(shape=(1500, 1060)), 24
    places = [(y, x) for y in range(90, 1400, step) for x in range(70, 980, step)]
    count = round(share * 1350 * 954 / size**2)
    for y, x in places[:: len(places) // count][:count]:
        pixels[y : y + size, x : x + size] = 0
    return pixels


# --- blank, black and full pages


@pytest.mark.parametrize(("share", "blank"), [(0.0003, True), (0.0005, False)])
def test_a_few_specks_leave_a_page_blank_and_half_a_line_of_print_does_not(share: float, blank: bool) -> None:
    assert is_blank(PageImage(strewn(share), 1)) is blank


@pytest.mark.parametrize(("level", "black"), [(45, True), (58, True), (80, False)])
def test_a_picture_of_no_paper_is_darker_than_brown_paper_in_bad_light(level: int, black: bool) -> None:
    assert is_black(PageImage(paper(level), 1)) is black


@pytest.mark.parametrize(("share", "filled"), [(0.016, False), (0.025, True)])
def test_a_page_is_full_from_a_fiftieth_of_ink(share: float, filled: bool) -> None:
    assert is_filled(PageImage(strewn(share), 1)) is filled


def punched(across: float, level: int = 70, *, filled: float = 1.0) -> PageImage:
    """A clean sheet with dark discs so many millimetres across, or with parts of discs."""
    pixels, half = paper(235), across * MM / 2
    for y in range(300, 1500, 100):
        cv2.circle(pixels, (300, y), round(half), level, -1)
        if filled < 1:
            pixels[y : int(y + 2 * half), int(300 - half * filled) : int(300 + half * filled)] = 235
    return PageImage(pixels, 1)


@pytest.mark.parametrize(("across", "blank"), [(2.5, False), (4.5, True), (7.5, True), (11.0, False)])
def test_a_punched_hole_is_five_to_eight_millimetres_wide(across: float, blank: bool) -> None:
    assert is_blank(punched(across)) is blank


@pytest.mark.parametrize(("level", "blank"), [(110, True), (160, False)])
def test_a_punched_hole_is_half_as_bright_as_the_paper_at_most(level: int, blank: bool) -> None:
    assert is_blank(punched(6, level)) is blank


@pytest.mark.parametrize(("filled", "blank"), [(0.0, True), (0.9, False)])
def test_a_punched_hole_is_round(filled: float, blank: bool) -> None:
    assert is_blank(punched(6, filled=filled or 1.0)) is blank


@pytest.mark.parametrize(("bars", "blank"), [(3, True), (5, False)])
def test_bars_from_edge_to_edge_are_a_lid_s_unless_a_page_has_as_much_ink_as_print(bars: int, blank: bool) -> None:
    pixels = paper(235)
    for bar in range(bars):
        pixels[200 + 200 * bar : 220 + 200 * bar] = 20
    assert is_blank(PageImage(pixels, 1)) is blank


# --- light


@pytest.mark.parametrize(("fall", "changed"), [(0.16, False), (0.28, True)])
def test_light_that_falls_by_a_quarter_is_evened_and_by_a_sixth_is_not(fall: float, changed: bool) -> None:
    light = np.linspace(1.0, 1 - fall * 1.25, A4[1])
    image = PageImage((text_page().pixels * light[None, :]).astype(np.uint8), 1)
    assert (evened(image) is not image) is changed


def test_evened_paper_is_nearly_white() -> None:
    light = np.linspace(1.0, 0.4, A4[1])
    done = evened(PageImage((text_page().pixels * light[None, :]).astype(np.uint8), 1)).pixels
    assert 235 < np.median(done) < 252


@pytest.mark.parametrize(("across", "paper_seen"), [(8.0, True), (24.0, False)])
def test_a_stroke_of_some_millimetres_is_bridged_and_a_shadow_is_seen(across: float, paper_seen: bool) -> None:
    pixels, half = paper(250), across * MM / 2
    pixels[:, int(620 - half) : int(620 + half)] = 60
    assert (unevenness(paper_map(pixels[:, 420:820].copy().repeat(2, axis=1)[:, ::2])) < 0.2) is paper_seen


# --- which way up, how much askew


class Session:
    """The orientation network, scripted."""

    def __init__(self, sure: float) -> None:
        self.sure = sure

    def run(self, *_: object) -> list[np.ndarray]:
        rest = (1 - self.sure) / 4
        return [np.array([[rest, self.sure, rest, rest, rest]])]


@pytest.mark.parametrize(("sure", "turns"), [(0.8, 0), (0.94, 0), (0.96, 1)])
def test_a_page_is_turned_only_where_the_network_is_nearly_certain(
    monkeypatch: pytest.MonkeyPatch, sure: float, turns: int
) -> None:
    pytest.importorskip("trueocr")
    monkeypatch.setattr(orientation, "_network", lambda: Session(sure))
    assert measure_turns(text_page()) == turns


@pytest.mark.parametrize("tilt", [-14.0, 13.0])
def test_a_sheet_may_lie_askew_by_nearly_fifteen_degrees(tilt: float) -> None:
    assert measure_skew(rotated(text_page(), tilt)) == pytest.approx(tilt, abs=0.3)


def test_a_slant_of_twenty_degrees_is_no_tilt_of_a_sheet() -> None:
    assert abs(measure_skew(rotated(text_page(), 20.0))) < 17


@pytest.mark.parametrize(("tilt", "turned"), [(0.2, False), (0.3, True)])
def test_a_tilt_of_a_fifth_of_a_degree_is_left_alone(tilt: float, turned: bool) -> None:
    image = rotated(text_page(), tilt)
    assert (straightened(image) is not image) is turned


@pytest.mark.parametrize("tilt", [0.4, 1.3, 3.7])
def test_a_tilt_is_measured_to_a_tenth_of_a_degree_in_a_large_scan(tilt: float) -> None:
    large = cv2.resize(text_page().pixels, (2480, 3508), interpolation=cv2.INTER_LINEAR)
    assert measure_skew(rotated(PageImage(large, 1), tilt)) == pytest.approx(tilt, abs=0.051)


# --- coloured ink


def inked(colour: tuple[int, int, int], across: float, *, level: int = 255) -> PageImage:
    """A disc of an ink, so many millimetres across."""
    pixels = paper(level, (*A4, 3))
    cv2.circle(pixels, (620, 900), round(across * MM / 2), colour, -1)
    return PageImage(pixels, 1)


@pytest.mark.parametrize(("apart", "taken"), [(35, False), (60, True)])
def test_ink_has_a_colour_where_its_channels_lie_apart(apart: int, taken: bool) -> None:
    assert overlay_mask(inked((200, 200 - apart, 200 - apart), 30)).any() == taken


@pytest.mark.parametrize(("strongest", "taken"), [(90, False), (150, True)])
def test_what_is_dark_in_all_channels_is_print(strongest: int, taken: bool) -> None:
    assert overlay_mask(inked((strongest, 20, 20), 30)).any() == taken


@pytest.mark.parametrize(("across", "taken"), [(4.5, False), (8.5, True)])
def test_a_patch_of_colour_is_larger_than_a_line_of_print(across: float, taken: bool) -> None:
    assert overlay_mask(inked((214, 40, 50), across)).any() == taken


@pytest.mark.parametrize(("share", "taken"), [(0.4, True), (0.65, False)])
def test_a_sheet_that_is_mostly_of_a_colour_has_no_overlay(share: float, taken: bool) -> None:
    pixels = paper(255, (*A4, 3))
    pixels[:, : round(share * A4[1])] = (250, 150, 140)
    pixels[::3, ::3] = 255  # the paper's colour is the median
    assert overlay_mask(PageImage(pixels, 1)).any() == taken


def test_a_thin_stroke_of_a_pen_is_found_in_a_large_scan() -> None:
    pixels = paper(255, (3508, 2480, 3))
    cv2.line(pixels, (700, 2200), (1500, 2500), (40, 60, 190), 3, cv2.LINE_AA)
    assert np.count_nonzero(overlay_mask(PageImage(pixels, 1))) > 2000


# --- ruling lines


def ruled(long: float, thick: float, *, letters: float = 0.0) -> PageImage:
    """A level line of some millimetres; letters stand upon a share of its length."""
    pixels, length = paper(), round(long * MM)
    high = max(1, round(thick * MM))
    pixels[900 : 900 + high, 300 : 300 + length] = 0
    for x in range(300, 300 + round(letters * length), 12):
        pixels[880:900, x : x + 11] = 0
    return PageImage(pixels, 1)


@pytest.mark.parametrize(("long", "found"), [(7.5, False), (13.0, True)])
def test_a_ruling_line_is_a_centimetre_long(long: float, found: bool) -> None:
    assert (len(find_rulings(ruled(long, 0.4)).boxes) == 1) is found


@pytest.mark.parametrize(("thick", "found"), [(1.1, True), (2.0, False)])
def test_a_bar_of_two_millimetres_is_no_ruling_line(thick: float, found: bool) -> None:
    assert (len(find_rulings(ruled(60, thick)).boxes) == 1) is found


@pytest.mark.parametrize(("letters", "found"), [(0.25, True), (0.5, False)])
def test_a_line_with_letters_upon_half_of_it_is_the_foot_of_a_word(letters: float, found: bool) -> None:
    assert (len(find_rulings(ruled(60, 0.4, letters=letters)).boxes) == 1) is found


@pytest.mark.parametrize(("run", "found"), [(5.0, False), (8.0, True)])
def test_a_broken_line_is_found_where_its_runs_are_longer_than_a_word_s_serifs(run: float, found: bool) -> None:
    pixels, step = paper(), round(run * MM)
    for at in range(4):
        left = 300 + at * (step + 3)
        pixels[900:903, left : left + step] = 0
    assert (len(find_rulings(PageImage(pixels, 1)).boxes) == 1) is found


# --- lines in dashes


@pytest.mark.parametrize(("rows", "broken"), [(2, False), (3, True)])
def test_three_rows_of_pieces_are_a_broken_table(rows: int, broken: bool) -> None:
    level = [Box(left, 200 + 50 * row, left + 100, 203 + 50 * row) for row in range(rows) for left in (100, 300)]
    assert are_broken(level, []) is broken


@pytest.mark.parametrize(("lower", "broken"), [(1.5, True), (2.7, False)])
def test_pieces_of_a_line_lie_in_one_row(lower: float, broken: bool) -> None:
    level = [Box(left, 200 + 50 * row + shift, left + 100, 203 + 50 * row + shift)
             for row in range(4) for left, shift in ((100, 0.0), (300, lower))]  # fmt: skip
    assert are_broken(level, []) is broken


def dashes(dash: float, gap: float, *, long: float = 60, wide: float = 2, beside: float = 99) -> np.ndarray:
    """Ink of a level line of dashes and gaps in millimetres; `beside`: how far below it other ink lies."""
    marks = np.zeros(A4, np.uint8)
    at = 300.0
    while at < 300 + long * MM:
        marks[900 : 900 + int(wide), round(at) : round(min(at + dash * MM, 300 + long * MM))] = 255
        at += (dash + gap) * MM
    if beside < 99:
        marks[round(901 + beside * MM) : round(903 + beside * MM) + 8, 300 : round(300 + long * MM)] = 255
    return marks


@pytest.mark.parametrize(("dash", "lines"), [(0.75, 0), (1.3, 1)])
def test_dots_of_a_leader_are_no_dashes(dash: float, lines: int) -> None:
    assert len(mended(dashes(dash, 0.3))[0]) == lines


@pytest.mark.parametrize(("gap", "lines"), [(2.4, 1), (4.3, 0)])
def test_dashes_of_a_line_stand_three_millimetres_apart_at_most(gap: float, lines: int) -> None:
    """Long dashes, so that most of the line is ink; each for itself is too short."""
    assert sum(box.width > 50 * MM for box in mended(dashes(11, gap))[0]) == lines


@pytest.mark.parametrize(("gap", "lines"), [(1.1, 1), (2.2, 0)])
def test_two_thirds_of_a_line_are_ink(gap: float, lines: int) -> None:
    assert len(mended(dashes(2.9, gap))[0]) == lines


@pytest.mark.parametrize(("long", "lines"), [(12.0, 0), (21.0, 1)])
def test_a_line_put_together_is_sixteen_millimetres_long(long: float, lines: int) -> None:
    assert len(mended(dashes(3, 0.5, long=long))[0]) == lines


@pytest.mark.parametrize(("beside", "lines"), [(0.5, 0), (0.95, 1)])
def test_paper_lies_on_both_sides_of_a_dash(beside: float, lines: int) -> None:
    marks = dashes(3, 0.5, beside=beside)
    assert sum(box.top < 903 for box in mended(marks)[0]) == lines


# --- seals


def ringed(radius: float, tone: int = 100, *, closed: float = 1.0, dpi: float = 150) -> np.ndarray:
    """Print with a ring of some radius in millimetres, drawn for a share of its round."""
    pixels = text_page().pixels.copy()
    pixels[650:1150, 400:900] = 255
    round_ = radius * MM
    cv2.ellipse(pixels, (650, 900), (round(round_), round(round_)), 0, 0, 360 * closed, tone, 5, cv2.LINE_AA)
    return cv2.resize(pixels, None, fx=dpi / 150, fy=dpi / 150, interpolation=cv2.INTER_AREA) if dpi != 150 else pixels


@pytest.mark.parametrize(("radius", "rings"), [(11.0, 0), (15.5, 1), (22.0, 1), (34.0, 0)])
def test_seals_of_agencies_are_three_to_four_centimetres_across(radius: float, rings: int) -> None:
    assert len(find_rings(ringed(radius))) == rings


@pytest.mark.parametrize(("closed", "rings"), [(0.75, 0), (0.91, 1)])
def test_a_ring_is_closed_nearly_all_around(closed: float, rings: int) -> None:
    assert len(find_rings(ringed(18, closed=closed))) == rings


@pytest.mark.parametrize(("tone", "lifted"), [(24, False), (40, True)])
def test_a_seal_is_told_from_print_where_it_is_lighter(tone: int, lifted: bool) -> None:
    image = PageImage(ringed(18, tone), 1)
    assert (without_seals(image)[0] is not image) is lifted


@pytest.mark.parametrize("dpi", [100, 300])
def test_a_seal_is_found_in_scans_of_any_size(dpi: int) -> None:
    (ring,) = find_rings(ringed(18, dpi=dpi))
    assert ring.radius == pytest.approx(18 * MM * dpi / 150, rel=0.03)


# --- specks, in marks of the working size: 1200 pixels of the longer side


def dotted(count: int, size: int = 2, *, letters: float = 99, side: int = 1200) -> np.ndarray:
    """Specks strewn over a page, each `letters` pixels from a larger mark."""
    marks = np.zeros((side, 848 * side // 1200), np.uint8)
    for at in range(count):
        y, x = 40 + 60 * (at // 12), 40 + 64 * (at % 12)
        marks[y : y + size, x : x + size] = 255
        if letters < 99:
            left = round(x + size + letters)
            marks[y - 4 : y + 8, left : left + 8] = 255
    return marks


def taken(marks: np.ndarray) -> int:
    found = speck_map(marks)
    return 0 if found is None else int(cv2.connectedComponents(found)[0] - 1)


@pytest.mark.parametrize(("count", "cleaned"), [(30, False), (55, True)])
def test_a_page_with_a_few_dozen_specks_is_cleaned(count: int, cleaned: bool) -> None:
    assert taken(dotted(count)) == (count if cleaned else 0)


@pytest.mark.parametrize(("size", "cleaned"), [(3, True), (4, False)])
def test_a_speck_is_no_larger_than_a_full_stop(size: int, cleaned: bool) -> None:
    assert (taken(dotted(100, size)) > 0) is cleaned


@pytest.mark.parametrize(("letters", "cleaned"), [(4.0, False), (10.0, True)])
def test_a_dot_beside_a_letter_is_part_of_it(letters: float, cleaned: bool) -> None:
    assert (taken(dotted(100, letters=letters)) > 0) is cleaned


@pytest.mark.parametrize(("apart", "row"), [(3, False), (7, True)])
def test_dots_beside_each_other_are_an_ellipsis(apart: int, row: bool) -> None:
    marks = dotted(100)
    pair = np.zeros_like(marks)
    pair[1100:1102, 400:402] = pair[1100:1102, 400 + 8 + apart - 7 : 402 + 8 + apart - 7] = 255
    found = speck_map(marks | pair)
    assert found is not None
    assert (not found[1090:1110].any()) is row


# --- spreads, in marks of the working size: 1000 pixels wide


def opened(
    *,
    shape: float = 1.41,
    gutter: float = 0.08,
    aside: float = 0.0,
    rows: int = 20,
    wide: float = 0.8,
    dirt: float = 0.0,
) -> np.ndarray:
    """Two blocks of print and the gutter between them, in shares of the width."""
    width = 1000
    marks = np.zeros((round(width / shape), width), np.uint8)
    middle, half = width / 2 + aside * width, gutter * width / 2
    left, right = round(middle - half), round(middle + half)
    for row in range(rows):
        y = 60 + round(row * (marks.shape[0] - 140) / rows)
        marks[y : y + 10, round(left * (1 - wide)) : left] = 255
        marks[y : y + 10, right : right + round((width - right) * wide)] = 255
    return marks


@pytest.mark.parametrize(("shape", "two"), [(1.0, False), (1.25, True), (1.7, True), (2.2, False)])
def test_a_spread_is_as_wide_as_two_sheets(shape: float, two: bool) -> None:
    assert (find_gutter(opened(shape=shape)) is not None) is two


@pytest.mark.parametrize(("gutter", "two"), [(0.022, False), (0.04, True)])
def test_two_inner_margins_are_wider_than_the_gap_between_columns(gutter: float, two: bool) -> None:
    assert (find_gutter(opened(gutter=gutter)) is not None) is two


@pytest.mark.parametrize(("aside", "two"), [(0.06, True), (0.1, False)])
def test_a_gutter_is_near_the_middle(aside: float, two: bool) -> None:
    assert (find_gutter(opened(aside=aside, gutter=0.06)) is not None) is two


@pytest.mark.parametrize(("rows", "two"), [(5, False), (8, True)])
def test_each_half_has_some_rows_of_print(rows: int, two: bool) -> None:
    assert (find_gutter(opened(rows=rows)) is not None) is two


@pytest.mark.parametrize(("wide", "two"), [(0.35, False), (0.6, True)])
def test_the_print_of_each_half_takes_half_its_width(wide: float, two: bool) -> None:
    assert (find_gutter(opened(wide=wide)) is not None) is two


@pytest.mark.parametrize(("rows", "two"), [(2, True), (3, False)])
def test_specks_in_the_gutter_are_no_print(rows: int, two: bool) -> None:
    """Of 750 rows two or three have a mark all over the gutter."""
    marks = opened(shape=1.2)
    marks[100 : 100 + rows, 460:540] = 255
    assert (find_gutter(marks) is not None) is two


@pytest.mark.parametrize(("high", "two"), [(0.13, False), (0.22, True)])
def test_a_long_upright_stroke_in_the_gutter_is_the_fold(high: float, two: bool) -> None:
    marks = opened()
    marks[100 : 100 + round(high * marks.shape[0]), 460:540] = 255
    assert (find_gutter(marks) is not None) is two


# --- what was not read


@pytest.mark.parametrize(("reach", "lost"), [(5, False), (11, True)])
def test_accents_reach_out_of_a_box_by_less_than_half_its_height(reach: int, lost: bool) -> None:
    pixels = paper()
    for x in range(150, 1050, 18):
        pixels[400:420, x : x + 9] = 0
        pixels[400 - reach - 4 : 400 - reach, x : x + 6] = 0
    assert (unread_share(PageImage(pixels, 1), [Box(150, 400, 1050, 420)]) > 0.05) is lost


@pytest.mark.parametrize(("high", "counted"), [(4.6, True), (7.5, False)])
def test_a_sign_of_print_is_less_than_six_millimetres_high(high: float, counted: bool) -> None:
    pixels = paper()
    for x in range(150, 1050, 60):
        pixels[400 : 400 + round(high * MM), x : x + 9] = 0
    assert (unread_share(PageImage(pixels, 1), []) > 0) is counted


# --- the back of the sheet

SHINES = Faint(share=0.6, steepness=0.45, level=0.2, print_contrast=180.0)


@pytest.mark.parametrize(
    ("share", "steepness", "level", "disturbs"),
    [
        (0.3, 0.45, 0.2, True),
        (0.2, 0.45, 0.2, False),
        (0.6, 0.2, 0.2, True),
        (0.6, 0.1, 0.2, False),
        (0.6, 0.55, 0.2, True),
        (0.6, 0.8, 0.2, False),
        (0.6, 0.45, 0.22, True),
        (0.6, 0.45, 0.35, False),
    ],
)
def test_what_shines_through_is_much_soft_and_faint(
    share: float, steepness: float, level: float, disturbs: bool
) -> None:
    assert Faint(share, steepness, level, 180.0).disturbs is disturbs


def test_overlays_of_two_inks_are_both_taken() -> None:
    image = inked((214, 40, 50), 30)
    pixels = image.pixels.copy()
    cv2.circle(pixels, (620, 300), 60, (40, 60, 190), 6)
    done, _ = without_overlays(PageImage(pixels, 1))
    assert (done.pixels.min(axis=2) > 200).mean() > 0.99


# --- more of holes, dashes and tints


def test_a_dark_triangle_is_no_punched_hole() -> None:
    pixels = paper(235)
    for y in range(300, 1500, 100):
        cv2.fillPoly(pixels, [np.array([(282, y + 18), (318, y + 18), (300, y - 18)])], 70)
    assert not is_blank(PageImage(pixels, 1))


def interrupted(thick: float, after: float = 30.0) -> list[Box]:
    """What is found of a line of 30 mm, thick ink over so many millimetres, and the line's other part."""
    marks = dashes(3, 0.5, long=30)
    left = round(300 + 30 * MM)
    middle, end = left + round(thick * MM), left + round((thick + after) * MM)
    marks[890:912, left:middle] = 255
    marks[900:902, middle:end] = 255
    return mended(marks)[0]


@pytest.mark.parametrize(("thick", "lines"), [(16.0, 1), (26.0, 2)])
def test_a_line_goes_on_behind_a_word_that_is_written_over_it(thick: float, lines: int) -> None:
    assert len(interrupted(thick)) == lines


@pytest.mark.parametrize(("after", "goes_on"), [(4.0, False), (6.5, True)])
def test_what_goes_on_behind_a_word_is_as_long_as_a_piece_of_a_line(after: float, goes_on: bool) -> None:
    (line,) = interrupted(10.0, after)
    assert (line.width > 42 * MM) is goes_on


@pytest.mark.parametrize(("short", "lines"), [(2.5, 1), (4.2, 0)])
def test_an_upright_line_ends_near_level_ones(short: float, lines: int) -> None:
    marks = dashes(3, 0.5) | np.roll(dashes(3, 0.5), 300, axis=0)
    top, bottom = round(902 + short * MM), round(1200 - short * MM)
    for y in range(top, bottom, 20):
        marks[y : min(y + 17, bottom), 400:402] = 255
    assert sum(box.height > box.width for box in mended(marks)[0]) == lines


def test_a_sheet_that_is_two_thirds_in_tints_has_no_overlay() -> None:
    pixels = paper(255, (*A4, 3))
    for at, tint in enumerate(((255, 255, 150), (255, 150, 255), (150, 255, 255))):
        pixels[100 + 390 * at : 480 + 390 * at] = tint
    assert not overlay_mask(PageImage(pixels, 1)).any()


# --- fine scans, which are looked at in a smaller picture


def test_the_grain_of_a_fine_scan_is_no_ink() -> None:
    pixels = paper(250, (3508, 2480))
    pixels[200:3300:20, 200:2300:20] = 195
    image = PageImage(pixels, 1)
    assert is_blank(image)
    assert unread_share(image, []) == 0.0


def test_faint_print_of_a_fine_scan_is_seen() -> None:
    pixels = paper(250, (3508, 2480))
    for x in range(300, 2100, 40):
        pixels[800:840, x : x + 2] = 224
    assert unread_share(PageImage(pixels, 1), []) == 1.0


def test_specks_of_four_tenths_of_a_millimetre_are_taken_out_of_a_fine_scan() -> None:
    pixels = paper(250, (3508, 2480))
    for at in range(100):
        y, x = 200 + 180 * (at // 12), 200 + 180 * (at % 12)
        pixels[y : y + 5, x : x + 5] = 40
    done, _ = without_specks(PageImage(pixels, 1))
    assert (done.pixels < 200).sum() < 250


def test_the_grain_of_a_fine_scan_does_not_fill_the_gutter() -> None:
    marks = opened()
    pixels = np.where(cv2.resize(marks, None, fx=3.5, fy=3.5, interpolation=cv2.INTER_NEAREST) > 0, 20, 250).astype(
        np.uint8
    )
    grain = np.random.default_rng(2).random(pixels.shape) < 0.01
    pixels[grain & (pixels > 200)] = 170
    assert len(spread(PageImage(pixels, 1))) == 2


@pytest.mark.parametrize(("contrast", "seen"), [(0.06, False), (0.12, True)])
def test_marks_of_a_tenth_of_the_contrast_of_print_are_seen(contrast: float, seen: bool) -> None:
    pixels = text_page(lines=20).pixels.copy()
    pixels[1300:1600, 200:1000] = round(255 * (1 - contrast))
    assert (measure_faint(pixels).share > 0.1) is seen


def test_folds_of_fourteen_millimetres_darken_the_paper() -> None:
    pixels = paper(250)
    for left in range(150, 1150, 200):
        pixels[:, left : left + round(14 * MM)] = 120
    assert unevenness(paper_map(pixels)) > 0.2
