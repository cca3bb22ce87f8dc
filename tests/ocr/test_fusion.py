import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kehoach.pipeline.document import Box, Line, PageImage, Word
from kehoach.pipeline.ocr.align import cuts_between, slots
from kehoach.pipeline.ocr.candidates import Voice, candidates, respelt
from kehoach.pipeline.ocr.engine import make_line
from kehoach.pipeline.ocr.fused_engine import FusedEngine
from kehoach.pipeline.ocr.fusion import fuse
from kehoach.pipeline.ocr.language import FIGURE, UNKNOWN, Floats, Ints, NoLanguage, default_language

TESSERACT = Voice("tesseract", -0.9, 1.6, 1.0)
TRUEOCR = Voice("trueocr", 0.0, 0.85, 0.5, 0.6, frozenset("abcdefghiklmnopqrstuvxyABCDĐđ0123456789.,:/-()ốịệáảạ"))
VOICES = (TESSERACT, TRUEOCR)


def reading(text: str, *sure: float) -> list[Word]:
    """Words ten wide; the confidences given, then 0.95."""
    return [
        Word(part, Box(12 * i, 0, 12 * i + 10, 10), sure[i] if i < len(sure) else 0.95)
        for i, part in enumerate(text.split())
    ]


def said(words: list[Word]) -> str:
    return " ".join(word.text for word in words)


@pytest.mark.parametrize(
    ("one", "other", "places"),
    [
        ("Số: 19 /KH", "Số:19 /KH", ["Số: 19|Số:19", "/KH|/KH"]),
        ("các quận huyện", "các huyện", ["các|các", "quận|", "huyện|huyện"]),
        ("a b", "", ["a|", "b|"]),
        ("phòng chống dịch", "x phòng chông dịch", ["|x", "phòng|phòng", "chống|chông", "dịch|dịch"]),
    ],
    ids=["glued", "left-out", "nothing", "put-in"],
)
def test_readings_are_laid_side_by_side(one: str, other: str, places: list[str]) -> None:
    assert [f"{slot.text(0)}|{slot.text(1)}" for slot in slots([reading(one), reading(other)])] == places


WORDS = st.lists(st.sampled_from(["các", "quận", "quân", "huyện,", "Số:", "19", "/KH-SYT", "-"]), max_size=9)


@given(WORDS, WORDS, WORDS)
def test_no_word_of_any_reading_is_lost(one: list[str], other: list[str], third: list[str]) -> None:
    readings = [reading(" ".join(words)) for words in (one, other, third)]
    for number, words in enumerate((one, other, third)):
        assert [word.text for slot in slots(readings) for word in slot.words[number]] == words


@given(WORDS)
def test_equal_readings_are_cut_everywhere(words: list[str]) -> None:
    assert cuts_between(words, words) == [(i, i, i) for i in range(len(words) + 1)]


@given(WORDS)
def test_readers_that_agree_are_believed(words: list[str]) -> None:
    same = [reading(" ".join(words)), reading(" ".join(words))]
    assert [word.text for word in fuse(same, VOICES, NoLanguage())] == words


def test_the_surer_reader_wins_and_the_other_is_kept() -> None:
    found = fuse([reading("báo cáo", 0.96), reading("bảo cáo", 0.55)], VOICES, NoLanguage())
    assert said(found) == "báo cáo"
    assert found[0].alternatives == ("bảo",)
    assert found[1].alternatives == ()


def test_a_number_read_differently_is_never_settled_silently() -> None:
    found = fuse([reading("ngày 15/4/2020", 0.96, 0.97), reading("ngày 16/4/2020", 0.99, 0.6)], VOICES, NoLanguage())
    assert said(found) == "ngày 15/4/2020"
    assert found[1].alternatives == ("16/4/2020",)
    assert found[1].confidence is not None
    assert found[1].confidence <= 0.5


def test_a_reader_does_not_contradict_what_it_cannot_write() -> None:
    found = fuse([reading("[số", 0.8), reading("(số", 0.9)], VOICES, NoLanguage())
    assert said(found) == "[số"


def test_a_speck_read_by_one_reader_is_left_out() -> None:
    assert said(fuse([reading("các | đơn"), reading("các đơn")], VOICES, NoLanguage())) == "các đơn"


def test_a_space_that_one_reader_sees_is_kept() -> None:
    assert said(fuse([reading("Lưu: VT", 0.9, 0.9), reading("Lưu:VT", 0.97)], VOICES, NoLanguage())) == "Lưu: VT"


class Fixed:
    """A language that likes some words, and knows all but those said to be foreign to it."""

    def __init__(self, *liked: str, foreign: str = "") -> None:
        self.liked = liked
        self.foreign = foreign

    def number(self, word: str) -> int:
        return -1 if word == self.foreign else int(word in self.liked)

    def after(self, first: Ints, second: Ints, third: Ints) -> Floats:
        return np.where(third == 1, -1.0, -9.0)


def test_the_language_decides_between_doubtful_readings() -> None:
    readings = [reading("phó", 0.5), reading("phổ", 0.5)]
    assert said(fuse(readings, VOICES, Fixed("phổ"))) == "phổ"
    assert said(fuse(readings, VOICES, Fixed("phó"))) == "phó"


def test_the_language_may_mend_the_marks_of_a_doubtful_word_and_says_so() -> None:
    found = fuse([reading("phó", 0.4), reading("phó", 0.4)], VOICES, Fixed("phố"))
    assert said(found) == "phố"
    assert found[0].alternatives == ("phó",)
    assert found[0].guessed


def test_the_language_has_its_share_in_the_confidence() -> None:
    readings = [reading("phó", 0.6), reading("phổ", 0.9)]
    with_help = fuse(readings, VOICES, Fixed("phổ"))[0]
    alone = fuse(readings, VOICES, NoLanguage())[0]
    against = fuse(readings, VOICES, Fixed("phó", foreign="phổ"))[0]
    assert [word.text for word in (with_help, alone)] == ["phổ", "phổ"]
    assert with_help.confidence is not None
    assert alone.confidence is not None
    assert with_help.confidence > alone.confidence
    assert against.text == "phó"


def test_a_word_that_the_language_does_not_know_is_as_sure_as_its_readers_are() -> None:
    weak = [reading("Xqz", 0.5), reading("Xqz", 0.5)]
    found = fuse(weak, VOICES, Fixed("Xqz", foreign="Xqz"))[0]
    assert found.confidence is not None
    assert found.confidence < 0.5


def test_the_language_does_not_touch_what_both_readers_are_sure_of() -> None:
    assert said(fuse([reading("phó", 0.97), reading("phó", 0.99)], VOICES, Fixed("phố"))) == "phó"


@pytest.mark.parametrize("text", ["10-KH/ĐU", "26/7/2020", "COVID-19", "X", "-"])
def test_codes_and_numbers_get_no_other_marks(text: str) -> None:
    assert [other for other in respelt(text) if any(char.isdigit() for char in other)] == []
    place = candidates(slots([reading(text, 0.4), reading(text, 0.4)])[0], VOICES)
    assert [candidate.text for candidate in place if candidate.read] == [text]


def test_marks_are_varied_in_the_case_and_punctuation_of_the_word() -> None:
    assert "Nẵng," in respelt("Nằng,")
    assert "ĐỂ" in respelt("ĐẺ")


def test_the_counts_that_ship_know_common_phrases() -> None:
    language = default_language()
    if isinstance(language, NoLanguage):
        pytest.skip("the restorer's counts are not there")
    runs = [("Sở", "Y", "tế"), ("Sở", "Y", "tể"), ("ngày", "", "26/7/2020"), ("", "", "qxzkw")]
    numbers = np.array([[language.number(word) for word in run] for run in runs]).T
    good, bad, figure, unknown = language.after(*numbers).tolist()
    assert good > bad + 2
    assert (figure, unknown) == (FIGURE, UNKNOWN)


class Lines:
    """A reader that finds lines one below the other and reads them from a script; `seen`: which ones, each time."""

    alphabet = TRUEOCR.letters

    def __init__(self, *texts: str, sure: float = 0.95) -> None:
        self.texts = texts
        self.sure = sure
        self.seen: list[list[int]] = []

    def find_lines(self, image: PageImage) -> list[Box]:
        return [Box(0, 30 * at, 200, 30 * at + 12) for at in reversed(range(len(self.texts)))]

    def read_lines(
        self, image: PageImage, boxes: list[Box], *, timeout: float, closely: bool = False
    ) -> list[Line | None]:
        self.seen.append([round(box.top) // 30 for box in boxes])
        texts = [self.texts[at] for at in self.seen[-1]]
        return [make_line(reading(text, self.sure), image.page, 1) if text else None for text in texts]


def looks(tesseract: Lines | None, trueocr: Lines, *, thorough: bool = False) -> list[str]:
    """The lines that both read together."""
    readers = [tesseract] if tesseract else []
    engine = FusedEngine(readers, trueocr, NoLanguage(), thorough=thorough)  # type: ignore[arg-type]
    found = engine.read(PageImage(np.zeros((90, 200), np.uint8), 3), timeout=9)
    assert [(line.page, line.number) for line in found] == [(3, 1 + at) for at in range(len(found))]
    return [line.text for line in found]


def test_both_readers_read_the_same_lines_from_top_to_bottom() -> None:
    assert looks(Lines("SỞ Y TẾ", ""), Lines("SỞ Y TẾ", "Số: 4")) == ["SỞ Y TẾ", "Số: 4"]


def test_lines_of_words_on_which_the_readers_agree_are_not_looked_at_again() -> None:
    tesseract, trueocr = Lines("SỞ Y TẾ", "Số: 4", "phòng"), Lines("SỞ Y TẾ", "Số: 4", "phóng")
    looks(tesseract, trueocr)
    assert (tesseract.seen, trueocr.seen) == ([[0, 1, 2]], [[0, 1, 2], [1, 2]])


@pytest.mark.parametrize(("sure", "again"), [(0.9, [1]), (0.4, [0, 1])], ids=["clear", "doubtful"])
def test_one_reader_alone_looks_again_at_figures_and_at_doubtful_words(sure: float, again: list[int]) -> None:
    trueocr = Lines("SỞ Y TẾ", "Số: 4", sure=sure)
    assert looks(None, trueocr) == ["SỞ Y TẾ", "Số: 4"]
    assert trueocr.seen == [[0, 1], again]


def test_thorough_looks_at_every_line_again() -> None:
    trueocr = Lines("SỞ Y TẾ", "Số: 4")
    looks(Lines("SỞ Y TẾ", "Số: 4"), trueocr, thorough=True)
    assert trueocr.seen == [[0, 1], [0, 1]]


def test_other_marks_are_tried_where_the_words_are_unlikely_together() -> None:
    sure = [reading("phó", 0.9), reading("phó", 0.9)]
    assert said(fuse(sure, VOICES[1:] * 2, Fixed("phố"))) == "phố"
    assert said(fuse(sure, VOICES[1:] * 2, Fixed("phó", "phố"))) == "phó"
