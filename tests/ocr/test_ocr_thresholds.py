"""The figures by which readings are weighed and pictures cut, each from both sides."""

from dataclasses import replace

import cv2
import numpy as np
import pytest
from test_fusion import VOICES, Fixed, Lines, looks, reading, said

from kehoach.pipeline.document import Box, Line, PageImage, Word
from kehoach.pipeline.ocr import doubts
from kehoach.pipeline.ocr.align import slots
from kehoach.pipeline.ocr.candidates import Voice
from kehoach.pipeline.ocr.crops import line_picture
from kehoach.pipeline.ocr.detection import detect
from kehoach.pipeline.ocr.engine import make_line
from kehoach.pipeline.ocr.fused_engine import FusedEngine
from kehoach.pipeline.ocr.fusion import fuse
from kehoach.pipeline.ocr.language import NoLanguage, default_language
from kehoach.pipeline.ocr.trueocr_engine import Letter, _words, with_lost_spaces

# --- how far each reader is believed


@pytest.mark.parametrize(("sure", "kept"), [(0.7, False), (0.74, True)])
def test_a_word_that_tesseract_alone_sees_stays_from_three_quarters_of_its_confidence(sure: float, kept: bool) -> None:
    assert looks(Lines("phòng", sure=sure), Lines("")) == ["phòng"] * kept


@pytest.mark.parametrize(("sure", "kept"), [(0.7, False), (0.75, True)])
def test_a_word_that_trueocr_alone_sees_in_two_looks_stays_from_three_quarters_of_its_confidence(
    sure: float, kept: bool
) -> None:
    assert looks(Lines(""), Lines("phòng", sure=sure)) == ["phòng"] * kept


@pytest.mark.parametrize(("sure", "again"), [(0.42, True), (0.55, False), (0.7, False)])
def test_a_line_is_looked_at_again_where_half_is_doubted(sure: float, again: bool) -> None:
    trueocr = Lines("phòng", sure=sure)
    looks(None, trueocr)
    assert (len(trueocr.seen[1]) > 0) is again


@pytest.mark.parametrize(("one", "other", "text"), [(0.995, 0.5, "phổ"), (1.0, 0.05, "phó")])
def test_the_language_outweighs_a_sure_reader_and_no_certain_one_against_a_guess(
    one: float, other: float, text: str
) -> None:
    voices = VOICES[0], replace(VOICES[1], letters=frozenset())
    assert said(fuse([reading("phó", one), reading("phổ", other)], voices, Fixed("phổ"))) == text


class Prefers(Fixed):
    """A language that likes one word as much as any text, and another far better."""

    def after(self, first: np.ndarray, second: np.ndarray, third: np.ndarray) -> np.ndarray:
        return np.where(third == 1, 3.0, -4.0)


@pytest.mark.parametrize(("sure", "text"), [(0.79, "phố"), (0.86, "phó")])
def test_other_marks_are_tried_on_a_word_that_is_not_plain_to_its_reader(sure: float, text: str) -> None:
    assert said(fuse([reading("phó", sure)], VOICES[:1], Prefers("phố"))) == text


def test_marks_that_both_readers_surely_give_are_not_doubted_and_unsurer_ones_are() -> None:
    """0.93 of both readers are beyond what is doubted, 0.85 are not; the language dislikes the word in both cases."""

    class Dislikes(Fixed):
        def after(self, first: np.ndarray, second: np.ndarray, third: np.ndarray) -> np.ndarray:
            return np.where(third == 1, 14.0, -14.0)

    voices = (VOICES[0], VOICES[1], VOICES[1])
    texts = [said(fuse([reading("phó", sure)] * 3, voices, Dislikes("phố"))) for sure in (0.85, 0.94, 0.985)]
    assert texts[0] == "phố"
    assert texts[2] == "phó"


@pytest.mark.parametrize(("likes", "text"), [(5.5, "phó"), (8.5, "phố")])
def test_marks_that_no_reader_gave_need_the_language_far_on_their_side(likes: float, text: str) -> None:
    class Likes(Fixed):
        def after(self, first: np.ndarray, second: np.ndarray, third: np.ndarray) -> np.ndarray:
            return np.where(third == 1, likes - 4.0, -4.0) - 3.0

    sure = 0.92  # a stake of 3
    assert said(fuse([reading("phó", sure)], VOICES[:1], Likes("phố"))) == text


def test_a_number_that_readers_give_differently_has_half_a_confidence() -> None:
    found = fuse([reading("15/4/2020", 0.99), reading("16/4/2020", 0.3)], VOICES, NoLanguage())
    assert 0.4 < (found[0].confidence or 0) < 0.6


def test_a_number_that_readers_give_alike_has_four_fifths_of_a_confidence_at_least() -> None:
    found = fuse([reading("15/4/2020", 0.2), reading("15/4/2020", 0.2)], VOICES, NoLanguage())
    assert 0.75 < (found[0].confidence or 0) < 0.85


@pytest.mark.parametrize(("third", "text"), [(0.93, "các đơn"), (0.972, "cádơn")])
def test_a_space_that_one_of_two_doubtful_readers_sees_outweighs_a_third_unless_it_is_sure(
    third: float, text: str
) -> None:
    voices = [Voice(name, 0.0, 1.0, 0.5) for name in ("one", "two", "three")]
    readings = [reading("các đơn", 0.5, 0.5), reading("cácđơn", 0.5), reading("cádơn", third)]
    assert said(fuse(readings, voices, NoLanguage())) == text


@pytest.mark.parametrize(("with_", "without", "text"), [(0.6, 0.72, "năm."), (0.6, 0.85, "năm")])
def test_a_stop_is_overlooked_sooner_than_made_up(with_: float, without: float, text: str) -> None:
    voice = Voice("one", 0.0, 1.0, 0.5), Voice("other", 0.0, 1.0, 0.5)
    assert said(fuse([reading("năm.", with_), reading("năm", without)], voice, NoLanguage())) == text


@pytest.mark.parametrize(("sure", "text"), [(0.975, "các đơn"), (0.998, "các — đơn")])
def test_signs_of_one_reader_alone_are_specks_unless_it_is_certain(sure: float, text: str) -> None:
    voice = Voice("one", 0.0, 1.0, 0.5), Voice("other", 0.0, 1.0, 0.5)
    assert said(fuse([reading("các — đơn", 0.95, sure, 0.95), reading("các đơn")], voice, NoLanguage())) == text


def test_the_counts_find_what_is_no_word_less_likely_than_any_and_a_figure_as_likely_as_words_are() -> None:
    language = default_language()
    if isinstance(language, NoLanguage):
        pytest.skip("the restorer's counts are not there")
    runs = [("Sở", "Y", "tế"), ("ngày", "", "26/7/2020"), ("", "", "qxzkw")]
    numbers = np.array([[language.number(word) for word in run] for run in runs]).T
    common, figure, unknown = language.after(*numbers).tolist()
    assert -18 < unknown < -12 < -6 < figure < -3 < common


# --- readings side by side


@pytest.mark.parametrize(
    ("one", "other", "places"),
    [("bệnh", "viên", ["bệnh|viên"]), ("ở", "nghiêng", ["ở|", "|nghiêng"])],
)
def test_words_as_long_stand_against_each_other_and_a_letter_against_no_long_word(
    one: str, other: str, places: list[str]
) -> None:
    found = [f"{slot.text(0)}|{slot.text(1)}" for slot in slots([reading(one), reading(other)])]
    assert sorted(found) == sorted(places)


def test_readings_may_run_apart_by_some_words() -> None:
    """One reader put three words before the text and left out the last three: what is between them stays together."""
    text = "phòng chống dịch bệnh trên địa bàn tỉnh"
    found = slots([reading(f"mot hai ba {text}"), reading(f"{text} bon nam sau")])
    assert [slot.text(1) for slot in found if slot.text(0) == slot.text(1)] == text.split()


def test_two_or_three_words_may_be_glued_to_one_on_either_side() -> None:
    glued, apart = "cácđơnvị thựchiện", "các đơn vị thực hiện"
    assert [(slot.text(0), slot.text(1)) for slot in slots([reading(glued), reading(apart)])] == [
        ("cácđơnvị", "các đơn vị"), ("thựchiện", "thực hiện")
    ]  # fmt: skip
    assert [(slot.text(1), slot.text(0)) for slot in slots([reading(apart), reading(glued)])] == [
        ("cácđơnvị", "các đơn vị"), ("thựchiện", "thực hiện")
    ]  # fmt: skip


# --- pictures of lines


def stroked(height: float, size: tuple[int, int] = (400, 900)) -> tuple[np.ndarray, Box]:
    """A page with upright strokes in a box so many pixels high."""
    pixels = np.full(size, 255, np.uint8)
    box = Box(100, 100, 700, 100 + height)
    for x in range(100, 700, 24):
        pixels[100 : int(100 + height), x : x + 9] = 0
    return pixels, box


@pytest.mark.parametrize(("height", "factor"), [(20, 2.0), (28, 1.0), (45, 1.0), (62, 40 / 62)])
def test_lines_of_a_readable_height_are_left_alone_and_others_brought_to_it(height: float, factor: float) -> None:
    picture = line_picture(*stroked(height))
    assert picture is not None
    assert picture.factor == pytest.approx(factor, rel=0.05)


def test_a_line_is_cut_out_with_a_little_beside_it_and_less_above_and_below() -> None:
    picture = line_picture(*stroked(40))
    assert picture is not None
    assert (picture.left, picture.top) == pytest.approx((100 - 8, 100 - 4), abs=1.5)
    assert picture.border == pytest.approx(12, abs=2)


@pytest.mark.parametrize(("blur", "sharpened"), [(1.2, False), (2.0, True)])
def test_a_photograph_out_of_focus_is_sharpened_and_a_scan_is_not(blur: float, sharpened: bool) -> None:
    pixels, box = stroked(40)
    soft = cv2.GaussianBlur(pixels, (0, 0), blur)
    picture = line_picture(soft, box)
    assert picture is not None
    inner = picture.pixels[picture.border : -picture.border, picture.border : -picture.border]
    crop = soft[
        int(picture.top) : int(picture.top) + inner.shape[0], int(picture.left) : int(picture.left) + inner.shape[1]
    ]
    assert (not np.array_equal(inner, crop)) is sharpened


class Network:
    """The detection network, scripted: boxes of one height; `sides`: how large the pictures were that it was shown."""

    long_side = 960

    def __init__(self, lines: int, height: float) -> None:
        self.lines, self.height = lines, height
        self.sides: list[int] = []


@pytest.mark.parametrize(
    ("lines", "height", "sides"),
    [(12, 10.5, [960]), (12, 7.5, [960, 1536]), (12, 5.0, [960, 2048]), (6, 7.5, [960]), (9, 7.5, [960, 1536])],
)
def test_small_print_is_looked_for_again_in_a_larger_picture(
    monkeypatch: pytest.MonkeyPatch, lines: int, height: float, sides: list[int]
) -> None:
    from kehoach.pipeline.ocr import detection

    network = Network(lines, height)

    def found(pages: Network, pixels: np.ndarray, long_side: int, rulings: object) -> list[Box]:
        pages.sides.append(long_side)
        return [Box(0, 30 * at, 200, 30 * at + pages.height) for at in range(pages.lines)]

    monkeypatch.setattr(detection, "_detect_at", found)
    detect(network, np.zeros((960, 700), np.uint8), [])
    assert network.sides == sides


# --- letters of trueocr


def spaced(text: str, apart: float) -> str:
    """A line whose last letter stands so many line heights after the one before."""
    letters = [Letter(letter, 0.03 * at, 0.9) for at, letter in enumerate(text)]
    letters[-1] = replace(letters[-1], at=letters[-2].at + apart / 10)
    return "".join(letter.text for letter in with_lost_spaces(letters, 10.0))


@pytest.mark.parametrize(("apart", "text"), [(0.35, "T,P"), (0.6, "T, P")])
def test_there_is_a_space_after_a_comma_where_it_has_room(apart: float, text: str) -> None:
    assert spaced("T,P", apart) == text


@pytest.mark.parametrize(("apart", "text"), [(0.55, "bộY"), (0.75, "bộ Y")])
def test_there_is_a_space_before_a_capital_where_it_has_room(apart: float, text: str) -> None:
    assert spaced("bộY", apart) == text


@pytest.mark.parametrize(("ended", "possible"), [(0.93, 1), (0.965, 0)])
def test_a_stop_may_be_lost_where_the_reader_is_not_sure_that_the_line_ends(ended: float, possible: int) -> None:
    text = "năm học 2030"
    letters = [Letter(letter, (at + 0.5) / len(text), 0.99) for at, letter in enumerate(text)]
    letters[-1] = replace(letters[-1], ended=ended)
    assert len(_words(letters, Box(0, 0, 200, 20))[-1].alternatives) == possible


@pytest.mark.parametrize(("text", "possible"), [("năm 2030", 0), ("năm học 2030", 1)])
def test_a_cell_of_a_table_has_no_stop_to_lose(text: str, possible: int) -> None:
    letters = [Letter(letter, (at + 0.5) / len(text), 0.99, 0.8) for at, letter in enumerate(text)]
    assert len(_words(letters, Box(0, 0, 200, 20))[-1].alternatives) == possible


def test_letters_begin_a_little_before_the_line() -> None:
    """The picture of a line has 0.3 of its height before it and after it: letters' places are counted from there."""
    text = "an bình"
    (first, second) = _words(
        [Letter(letter, (at + 0.5) / len(text), 0.99) for at, letter in enumerate(text)], Box(100, 0, 240, 20)
    )
    assert first.box is not None
    assert second.box is not None
    assert second.box.left == pytest.approx(94 + 152 * 3 / 7, abs=1)


# --- doubts


def shown(text: str, sure: float, *others: str) -> list[tuple[str, float]]:
    line = make_line([Word(text, Box(0, 0, 15, 10), sure, others)], 2, 7)
    return [(edit.reason, edit.confidence) for edit in doubts([line])]


@pytest.mark.parametrize(
    ("text", "sure", "doubtful"),
    [("quyền", 0.75, True), ("quyền", 0.85, False), ("12", 0.65, True), ("12", 0.75, False)],
)
def test_words_are_in_doubt_below_four_fifths_and_numbers_below_seven_tenths(
    text: str, sure: float, doubtful: bool
) -> None:
    assert (shown(text, sure) != []) is doubtful


def test_what_no_reader_measured_is_half_in_doubt() -> None:
    words = [Word(text, Box(20 * at, 0, 20 * at + 15, 10), 0.99) for at, text in enumerate(("ngày", "45/13/2020"))]
    found = doubts([Line("ngày 45/13/2020", 1, 1, Box(0, 0, 40, 10), tuple(words))])
    assert [0.4 < edit.confidence < 0.6 for edit in found] == [True]


def test_both_readers_are_asked_for_each_line() -> None:
    engine = FusedEngine([Lines("phòng")], Lines("phòng"), NoLanguage())  # type: ignore[list-item,arg-type]
    assert [line.text for line in engine.read(PageImage(np.zeros((90, 200), np.uint8), 3), timeout=9)] == ["phòng"]
