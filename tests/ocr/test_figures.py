"""Numbers that readers give alike, differently, or as letters of the same shape: when a person is asked to look."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kehoach.pipeline.document import Box, Line, Word
from kehoach.pipeline.ocr import doubts
from kehoach.pipeline.ocr.candidates import Voice
from kehoach.pipeline.ocr.figures import same_number
from kehoach.pipeline.ocr.fusion import fuse
from kehoach.pipeline.ocr.language import NoLanguage
from kehoach.pipeline.ocr.trueocr_engine import Letter, _words

VOICES = (Voice("tesseract", -0.9, 1.6, 1.0), *[Voice("trueocr", 0.0, 0.85, 0.5, 0.6)] * 2)


def read(*readings: str, sure: float = 0.95) -> list[Word]:
    """What becomes of a line that Tesseract and trueocr, this one twice, read so."""
    given_ = [[Word(part, Box(0, 0, 9, 9), sure) for part in text.split()] for text in readings]
    return fuse(given_, VOICES, NoLanguage())


def flags(words: list[Word]) -> list[tuple[str, ...]]:
    line = Line(" ".join(word.text for word in words), 1, 1, Box(0, 0, 9, 9), tuple(words))
    return [(edit.reason, edit.before, *edit.alternatives) for edit in doubts([line])]


@pytest.mark.parametrize("number", ["71.830.000", "73/2023/TT-BTC", "1906", "55;"])
def test_a_number_that_both_readers_give_is_no_doubt_however_little_each_believes(number: str) -> None:
    assert flags(read(number, number, number, sure=0.05)) == []


def test_a_number_of_one_reader_alone_is_as_doubtful_as_it_says() -> None:
    (alone,) = fuse([[Word("71.830.000", Box(0, 0, 9, 9), 0.3)]], VOICES[:1], NoLanguage())
    assert flags([alone]) == [("read-poorly", "71.830.000")]


@pytest.mark.parametrize(
    ("number", "misread"), [("17", "L7"), ("31/12/2020", "3I/12/2020"), ("COVID-19", "COVID-I9"), ("90", "9Ù")]
)
def test_letters_for_digits_are_no_other_number(number: str, misread: str) -> None:
    for readings in ((number, misread, misread), (misread, number, number), (number, number, misread)):
        words = read(*readings)
        assert [word.text for word in words] == [number], readings
        assert flags(words) == []


@pytest.mark.parametrize(
    ("number", "other"), [("17", "11"), ("1", "I"), ("11", "II"), ("C1", "CI"), ("37.000", "37,000"), ("373", "Kệ")]
)
def test_another_number_or_no_number_is_shown(number: str, other: str) -> None:
    words = read(number, other, other)
    assert [flag[0] for flag in flags(words)] == ["readers-disagree"]
    assert {words[0].text, *words[0].alternatives} == {number, other}


def looked(number: str, *possible: str) -> list[Word]:
    return [Word(number, Box(0, 0, 9, 9), 0.95, possible)]


def test_a_stop_that_a_reader_alone_thinks_possible_in_one_look_is_shown() -> None:
    words = fuse([looked("2030"), looked("2030", "2030.")], VOICES[1:], NoLanguage())
    assert flags(words) == [("readers-disagree", "2030", "2030.")]


def test_a_stop_that_the_other_reader_does_not_see_either_is_none() -> None:
    assert flags(fuse([looked("2030"), looked("2030", "2030."), looked("2030")], VOICES, NoLanguage())) == []


@pytest.mark.parametrize(
    ("ended", "text", "possible"), [(0.8, "năm học 2030", 1), (1.0, "năm học 2030", 0), (0.8, "2030", 0)]
)
def test_a_number_at_the_end_of_a_sentence_may_have_lost_its_stop(ended: float, text: str, possible: int) -> None:
    letters = [Letter(letter, (at + 0.5) / len(text), 0.99) for at, letter in enumerate(text)]
    letters[-1] = replace(letters[-1], ended=ended)
    assert _words(letters, Box(0, 0, 200, 20))[-1].alternatives == ("2030.",) * possible


def test_the_remains_of_a_ruling_line_are_no_other_number() -> None:
    assert flags(read("1", "|", "1")) == []


def test_a_reader_that_contradicts_itself_is_shown() -> None:
    assert flags(read("20.500", "20.500", "20.300")) == [("readers-disagree", "20.500", "20.300")]


DIGITS = st.text("0123456789", min_size=1, max_size=12)


@given(DIGITS, DIGITS)
def test_two_numbers_in_digits_are_never_the_same_misread(one: str, other: str) -> None:
    assert not same_number(one, other)


@given(st.text(max_size=9), st.text(max_size=9))
def test_whatever_is_called_the_same_is_as_long_and_keeps_a_digit(one: str, other: str) -> None:
    if same_number(one, other):
        assert len(one) == len(other)
        assert any(char.isdigit() for char in other)
