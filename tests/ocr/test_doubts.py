import pytest

from kehoach.pipeline.document import Box, Line, Role, Word
from kehoach.pipeline.ocr import doubts, with_codes_mended
from kehoach.pipeline.ocr.engine import make_line


def word(text: str, sure: float = 0.95, *others: str, guessed: bool = False, at: int = 0) -> Word:
    return Word(text, Box(20 * at, 0, 20 * at + 15, 10), sure, others, guessed=guessed)


def line(*words: Word, role: Role = Role.BODY) -> Line:
    made = make_line(words, 2, 7)
    return Line(made.text, made.page, made.number, made.box, made.words, role)


def test_a_page_that_is_surely_read_says_nothing() -> None:
    assert doubts([line(word("ngày"), word("15/4/2020"), word("của", 0.85, "cua"))]) == ()


@pytest.mark.parametrize("sure", [0.1, 0.5, 0.99])
def test_a_number_that_readers_give_differently_is_always_among_the_doubts(sure: float) -> None:
    (edit,) = doubts([line(word("ngày"), word("15/4/2020", sure, "16/4/2020", at=1))])
    assert (edit.before, edit.after, edit.applied) == ("15/4/2020", "15/4/2020", False)
    assert edit.alternatives == ("16/4/2020",)
    assert (edit.reason, edit.page, edit.line, edit.token) == ("readers-disagree", 2, 7, 1)
    assert edit.box == Box(20, 0, 35, 10)


def test_a_letter_that_another_reader_took_for_a_figure_is_a_number_too() -> None:
    (edit,) = doubts([line(word("I.", 0.95, "1."))])
    assert edit.alternatives == ("1.",)


def test_what_the_language_chose_against_all_readers_is_an_edit_that_was_made() -> None:
    (edit,) = doubts([line(word("phố", 0.9, "phó", "phỏ", guessed=True))])
    assert (edit.before, edit.after, edit.applied, edit.reason) == ("phó", "phố", True, "language-chose")
    assert edit.alternatives == ("phỏ",)


@pytest.mark.parametrize(("text", "sure", "shown"), [("quyền", 0.3, True), ("quyền", 0.9, False), ("12", 0.6, True)])
def test_words_on_which_readers_agree_are_shown_where_they_are_read_poorly(text: str, sure: float, shown: bool) -> None:
    found = doubts([line(word(text, sure))])
    assert [edit.reason for edit in found] == ["read-poorly"] * shown


def test_words_that_one_reader_glued_are_one_edit() -> None:
    (edit,) = doubts([line(word("2056,", 0.2, "2026,số"), word("số", 0.2, "2026,số", at=1))])
    assert (edit.before, edit.box) == ("2056, số", Box(0, 0, 35, 10))


@pytest.mark.parametrize(("role", "shown"), [(Role.PAGE_NUMBER, 0), (Role.STAMP, 0), (Role.HANDWRITING, 1)])
def test_beside_the_text_only_numbers_taken_for_handwriting_are_shown(role: Role, shown: int) -> None:
    doubtful = line(word("17", 0.5, "L7"), word("kaoễn", 0.1, at=1), role=role)
    assert [edit.before for edit in doubts([doubtful])] == ["17"] * shown


def test_a_row_of_a_table_has_no_token_numbers() -> None:
    cells = [word("1", 0.5, "I"), word("Máy", at=3)]
    (edit,) = doubts([Line("1\tMáy", 1, 3, cells[0].box, tuple(cells), Role.TABLE)])
    assert (edit.token, edit.line) == (-1, 3)


def test_the_bar_of_a_code_comes_back_as_an_edit_that_names_the_reading() -> None:
    read = with_codes_mended(line(word("số"), word("86/2021/ND-CP;", 0.9, "86/2021/NĐ-GP;", at=1)))
    assert (read.text, read.words[1].text) == ("số 86/2021/NĐ-CP;", "86/2021/NĐ-CP;")
    (edit,) = doubts([read])
    assert (edit.before, edit.after, edit.reason, edit.applied) == (
        "86/2021/ND-CP;",
        "86/2021/NĐ-CP;",
        "notation",
        True,
    )
    assert edit.alternatives == ("86/2021/NĐ-GP;",)


@pytest.mark.parametrize("text", ["12/KH-UBND", "COVID-19", "2024-2025", "sán lá-gan"])
def test_other_codes_stay_as_they_were_read(text: str) -> None:
    read = line(*map(word, text.split()))
    assert with_codes_mended(read) is read


@pytest.mark.parametrize(("texts", "labels"), [(["4,", "Sở"], ["4."]), (["4,", "khoản"], []), (["4.", "Sở"], [])])
def test_a_label_read_with_a_comma_is_in_doubt_on_which_readers_agree(texts: list[str], labels: list[str]) -> None:
    assert [edit.alternatives[0] for edit in doubts([line(*map(word, texts))])] == labels
