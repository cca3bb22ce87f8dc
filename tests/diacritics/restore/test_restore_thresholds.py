"""The figures by which the restorer weighs what it sees: thresholds from both sides, weights by what they add up to.

A weight has no sides. What is told of a composed place is given in figures here, as a user sees them in confidences;
whoever changes a weight sees by how much these move.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from kehoach.diacritics.judge.damage import Damage
from kehoach.diacritics.language.lines import TextLine
from kehoach.diacritics.language.tokens import Token, split_token
from kehoach.diacritics.restore import torn_marks
from kehoach.diacritics.restore.alternatives import plausible
from kehoach.diacritics.restore.calibration import Weights, features, log_odds
from kehoach.diacritics.restore.candidates import Candidates, Choice
from kehoach.diacritics.restore.casing import votes
from kehoach.diacritics.restore.cooccurrence import evidence
from kehoach.diacritics.restore.features import AS_IS, LOWER
from kehoach.diacritics.restore.restorer import Restorer
from kehoach.diacritics.restore.segmentation import halves, unlike
from kehoach.diacritics.restore.table_cells import cells
from tests.diacritics.restore.scripted_predictor import ScriptedAnswers, ScriptedPredictor
from tests.diacritics.restore.test_channel import weigh
from tests.diacritics.restore.test_cooccurrence import BENH, CA, CUM, CUM_HOI, company, look_again

# --- how a text was misread

FORM = [("cánh", 0.5), ("cảnh", 0.5)]


def test_a_form_read_three_times_for_a_word_tells_so_much():
    assert weigh([("canh", FORM), *[("canh", [("cảnh", 0.99)])] * 3]) == pytest.approx([-0.7898, 0.0862], abs=0.002)


def test_letters_read_three_times_so_tell_so_much():
    told = [("thit", [("thứ", 0.99)]), ("nhitng", [("những", 0.99)]), ("bitc", [("bức", 0.99)])]
    doubtful = ("cit", [("cất", 0.4), ("cứ", 0.35), ("cit", 0.25)])
    assert weigh([doubtful, *told]) == pytest.approx([0.0204, 0.1709, 0.0204], abs=0.002)


def test_a_letter_that_was_never_counted_is_rare():
    told = [("thw", [("thŵ", 0.99)])] * 2
    assert weigh([("cwnh", [("cŵnh", 0.5), ("cảnh", 0.5)]), *told])[0] == pytest.approx(1.9708, abs=0.01)


@pytest.mark.parametrize(("sure", "tells"), [(0.85, False), (0.93, True)])
def test_words_of_nine_tenths_tell_how_letters_were_read(sure, tells):
    assert weigh([("canh", FORM), *[("canh", [("cảnh", sure)])] * 3]).any() == tells


@pytest.mark.parametrize(("sure", "looked"), [(0.7, True), (0.95, True), (0.985, False)])
def test_a_word_that_is_nearly_certain_is_not_looked_at_again(sure, looked):
    told = [("canh", [("cảnh", 0.99)])] * 3
    assert weigh([("canh", [("cánh", sure), ("cảnh", 1 - sure)]), *told]).any() == looked


@pytest.mark.parametrize(("share", "looked"), [(0.0022, False), (0.0038, True)])
def test_a_candidate_of_a_few_thousandths_is_looked_at(share, looked):
    doubtful = ("canh", [("cánh", 0.6), ("cảnh", 0.4 - share), ("cạnh", share)])
    found = weigh([doubtful, *[("canh", [("cạnh", 0.99)])] * 3])
    assert (found[2] > found[0]) == looked


# --- the company that words keep


@pytest.mark.parametrize(("apart", "heard"), [(10, True), (14, False)])
def test_company_is_a_dozen_words_away_at_most(apart, heard):
    words = [[CUM, CUM_HOI], *[[0, 0]] * (apart - 1), [BENH, 0]]
    found = look_again(company({(CUM, BENH): 2.0}), words, [[0.5, 0.5], *[[1, 0]] * apart])
    assert bool(found[0, 0] > 0.51) == heard


@pytest.mark.parametrize(("sure", "heard"), [(0.4, False), (0.6, True)])
def test_a_word_is_company_where_it_is_likelier_than_not(sure, heard):
    found = look_again(company({(CUM, BENH): 2.0}), [[CUM, CUM_HOI], [BENH, CA]], [[0.5, 0.5], [sure, 1 - sure]])
    assert bool(found[0, 0] > 0.51) == heard


def told(odds: list[list[float]], words: list[list[int]], *, alike: bool = True) -> list[float]:
    """What is told of the candidates of the second place."""
    shares = np.array(odds, np.float32)
    known = company({(CUM, BENH): 2.0, (BENH, CA): 1.0})
    found: list[float] = evidence(known, shares, np.array(words), (shares > 0).sum(1) > 1, alike=alike)[1].tolist()
    return found


@pytest.mark.parametrize(("sure", "heard"), [(0.4, False), (0.6, True)])
def test_the_likeliest_of_three_is_no_company_where_the_others_are_likelier_together(sure, heard):
    rest = (1 - sure) / 2
    words = [[CUM, CUM_HOI, 0], [BENH, CA, 0]]
    found = look_again(company({(CUM, BENH): 2.0}), words, [[0.5, 0.5, 0], [sure, rest, rest]])
    assert bool(found[0, 0] > 0.51) == heard


@pytest.mark.parametrize(("sure", "looked"), [(0.8, True), (0.985, True), (0.993, False)])
def test_a_word_less_sure_than_ninety_nine_in_a_hundred_is_looked_at_again(sure, looked):
    assert any(told([[1, 0], [sure, 1 - sure]], [[BENH, 0], [CUM, CUM_HOI]])) == looked


def test_company_and_commonness_weigh_so_much():
    assert told([[1, 0], [0.5, 0.5]], [[BENH, 0], [CUM, CUM_HOI]]) == pytest.approx([5.26, 4.8], abs=0.01)


def test_company_and_commonness_of_a_misread_word_weigh_so_much():
    assert told([[1, 0], [0.5, 0.5]], [[BENH, 0], [CUM, CA]], alike=False)[0] == pytest.approx(1.8, abs=0.01)
    assert told([[1, 0], [0.5, 0.5]], [[BENH, 0], [CUM, 0]], alike=False)[0] == pytest.approx(1.8, abs=0.01)


@pytest.mark.parametrize(("share", "looked"), [(0.0022, False), (0.0038, True)])
def test_a_misread_word_of_a_few_thousandths_keeps_company_too(share, looked):
    found = told([[1, 0, 0], [0.6, 0.4 - share, share]], [[BENH, 0, 0], [CUM_HOI, CA, CUM]], alike=False)
    assert (found[2] > found[0] + 0.1) == looked


def test_what_letters_are_elsewhere_alone_and_beside_the_same_words_weighs_so_much():
    sure, far = [0.9999, 0.0001], [[0, 0]] * 30
    words = [
        [BENH, 0],
        [CUM, CUM_HOI],
        [CA, 0],
        *far,
        [BENH, 0],
        [CUM, CUM_HOI],
        [0, 0],
        *far,
        [0, 0],
        [CUM, CUM_HOI],
        [CA, 0],
    ]
    words += [*far, [CUM_HOI, CUM]]
    odds = [[1, 0], [0.4, 0.6], [1, 0], *[[1, 0]] * 30, [1, 0], sure, [1, 0], *[[1, 0]] * 30, [1, 0], sure, [1, 0]]
    odds += [*[[1, 0]] * 30, sure]
    shares = np.array(odds, np.float32)
    known = company({(BENH, CA): 1.0})
    look = known.look(shares, np.array(words), (shares > 0).sum(1) > 1)
    assert look.told[0] == pytest.approx(np.array(TOLD), abs=0.002)
    added = evidence(known, shares, np.array(words), (shares > 0).sum(1) > 1)[1]
    assert added == pytest.approx(ADDED, abs=0.005)


TOLD = [[0.0, -0.4285, -0.0756, -0.0756, -8.0], [0.0, -1.1119, -4.0023, -4.0023, -8.0]]
ADDED = [4.5588, 2.3852]

# --- what a word may have been


@pytest.mark.parametrize(
    ("form", "word", "may_be"),
    [
        ("hoa", "trường", False),
        ("hxqz", "hội", True),
        ("hg", "ở", False),
        ("hgi", "ở", False),
        ("kluoz", "trường", True),
    ],
)
def test_a_word_is_a_fifth_like_its_form_at_least(form, word, may_be):
    assert plausible([form], [word]) == [may_be]


@pytest.mark.parametrize(("form", "may_be"), [("ôn", True), ("ônh", False)])
def test_a_form_of_three_letters_was_never_one_letter(form, may_be):
    assert plausible([form], ["ô"]) == [may_be]


def chosen(form: str, words: dict[str, float], damage: Damage) -> Choice:
    """What becomes of a form for which the network has these log-probabilities."""
    table = {form: [(word, float(np.exp(p))) for word, p in words.items()]}
    return Candidates(ScriptedPredictor(table), [[split_token(form)]], [damage]).choice(0)


@pytest.mark.parametrize(("below", "told_of"), [(6.5, True), (7.6, False)])
def test_where_marks_were_lost_a_candidate_lies_seven_below_the_best_at_most(below, told_of):
    rivals = chosen("hoi", {"hội": -0.01, "hỏi": -0.01 - below}, Damage.MARKS).rivals
    assert ("hỏi" in dict(rivals)) is told_of


@pytest.mark.parametrize(("below", "told_of"), [(7.5, True), (8.6, False)])
def test_where_letters_were_misread_a_candidate_lies_eight_below_the_best_at_most(below, told_of):
    rivals = chosen("hgi", {"hội": -0.01, "hài": -0.01 - below}, Damage.SHAPES).rivals
    assert ("hài" in dict(rivals)) is told_of


@pytest.mark.parametrize(("below", "told_of"), [(9.6, True), (10.6, False)])
def test_words_two_farther_below_are_looked_at_for_the_best_may_be_implausible(below, told_of):
    found = chosen("hgi", {"trường": -0.01, "hội": -0.01 - below, "": -18.0}, Damage.SHAPES)
    assert (found.word == "hội") is told_of


@pytest.mark.parametrize(("damage", "form", "share"), [(Damage.MARKS, "hoi", 1 / 6), (Damage.SHAPES, "hgi", 1 / 7)])
def test_of_many_words_as_likely_six_or_seven_are_kept(damage, form, share):
    words = ["hội", "hỏi", "hối", "hồi", "hời", "hợi", "hói", "hòi", "hôi", "hơi", "hới", "hổi"]
    assert chosen(form, dict.fromkeys(words, np.log(1 / 12)), damage).probability == pytest.approx(share, abs=0.01)


def test_three_rivals_of_a_word_are_told():
    words = ["hội", "hỏi", "hối", "hồi", "hời", "hợi"]
    assert len(chosen("hoi", dict.fromkeys(words, np.log(1 / 6)), Damage.MARKS).rivals) == 3


def around(text: str, sure: float) -> list[float]:
    """How sure the neighbourhood of each word is said to be."""
    words = text.split()
    table = {
        word: [(marked, sure), (other, 1 - sure)] for word, marked, other in (("hoi", "hội", "hỏi"), ("ta", "tá", "tạ"))
    }
    found = Candidates(ScriptedPredictor(table), [[split_token(word) for word in words]], [Damage.MARKS])
    return [found.choice(place).around for place in range(len(words))]


def test_a_word_alone_has_the_usual_neighbourhood():
    assert around("hoi", 0.9) == pytest.approx([5.0])


def test_a_neighbourhood_is_what_six_words_on_each_side_say_and_a_little_of_the_usual():
    odds = float(np.log(9))
    found = around(" ".join(["hoi"] * 20), 0.9)
    assert found[0] == pytest.approx((6 * odds + 4 * 5) / 10, abs=0.01)
    assert found[10] == pytest.approx((12 * odds + 4 * 5) / 16, abs=0.01)


def test_a_word_that_is_certain_says_no_more_of_its_neighbourhood_than_one_of_eight():
    assert around("hoi hoi", 1 - 1e-5)[0] == pytest.approx((8 + 4 * 5) / 5, abs=0.02)


class Bigrams:
    """Phrases in which a word is likelier than all others, whatever stands before it."""

    def __init__(self, liked: int, by: float) -> None:
        self.liked, self.by = liked, by

    def steps(self, ids: np.ndarray, filled: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        width = ids.shape[1]
        there = np.concatenate([np.eye(1, width, dtype=bool).repeat(2, 0), filled])
        every = there[:-2, :, None, None] & there[1:-1, None, :, None] & filled[:, None, None, :]
        where = np.flatnonzero(every)
        logs = np.where(ids == self.liked, 0.0, -self.by).astype(np.float32)
        return where, logs.ravel()[where // width**3 * width + where % width]


@pytest.mark.parametrize(("damage", "form", "weight"), [(Damage.MARKS, "hoi", 1.6), (Damage.SHAPES, "hgi", 1.35)])
def test_phrases_count_more_than_the_network_where_marks_were_lost_and_less_so_where_letters_were_misread(
    damage, form, weight
):
    reader = ScriptedPredictor({form: [("hội", 0.5), ("hỏi", 0.5)]})
    reader.ngrams = Bigrams(reader.word_id("hỏi"), 1.0)
    found = Candidates(reader, [[split_token(form)]], [damage]).choice(0)
    assert found.word == "hỏi"
    assert np.log(found.probability / found.rivals[0][1]) == pytest.approx(weight, abs=0.02)


class Pairs(Bigrams):
    """Phrases in which a word is unlikely after all others but one."""

    def __init__(self, liked: int, then: int, by: float) -> None:
        self.liked, self.then, self.by = liked, then, by

    def steps(self, ids: np.ndarray, filled: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        where, _ = super().steps(ids, filled)
        self_, width = where // ids.shape[1] ** 3, ids.shape[1]
        before = np.where(self_ > 0, ids[self_ - 1, where // width % width], 0)
        apart = (ids[self_, where % width] == self.then) & (before != self.liked) & (self_ > 0)
        return where, np.where(apart, -self.by, 0.0).astype(np.float32)


def test_a_clean_word_says_of_the_one_before_what_its_phrase_says_and_no_more():
    reader = ScriptedPredictor({"hoi": [("hội", 0.5), ("hỏi", 0.5)], "nghị": [("nghị", 0.99)]})
    reader.ngrams = Pairs(reader.word_id("hỏi"), reader.word_id("nghị"), 1.0)
    rows = [[split_token("hoi")], [split_token("nghị")]]
    found = Candidates(reader, rows, [Damage.MARKS, Damage.CLEAN]).choice(0)
    assert found.word == "hỏi"
    assert np.log(found.probability / found.rivals[0][1]) == pytest.approx(1.0, abs=0.05)


class Listening(ScriptedPredictor):
    """Keeps what it was shown at a time."""

    def __init__(self) -> None:
        super().__init__({})
        self.shown: list[list[str]] = []

    def read(self, tokens: Sequence[Token], *rest: Any, **more: Any) -> ScriptedAnswers:
        self.shown.append([token.core for token in tokens])
        return super().read(tokens, *rest, **more)


def test_a_piece_of_an_endless_line_is_read_with_a_dozen_words_on_each_side_and_not_many_more(monkeypatch):
    monkeypatch.setattr("kehoach.diacritics.restore.candidates.PIECE", 128)
    reader, count = Listening(), 1000
    Candidates(reader, [[Token("", f"w{place}", "") for place in range(count)]], [Damage.SHAPES])
    for place in range(12, count - 12):
        around = {f"w{place - 12}", f"w{place}", f"w{place + 12}"}
        assert any(around <= set(shown) for shown in reader.shown)
    assert sum(map(len, reader.shown)) < 1.5 * count


# --- confidences


def test_log_odds_of_a_confidence_do_not_grow_without_end():
    assert Weights(constant=25.0).confidence(()) < 1.0
    assert (Weights(constant=40.0).confidence(()), Weights(constant=-40.0).confidence(())) == (1.0, 0.0)
    assert log_odds(1.0) == pytest.approx(12.0, abs=0.1)
    assert log_odds(0.0) == pytest.approx(-12.0, abs=0.1)


def test_letters_beyond_the_eighth_tell_no_more():
    choice = Choice("hội", 0.9, ())
    assert [features(choice, "n" * count)[3] for count in (6, 8, 11, 14)] == [6.0, 8.0, 8.0, 8.0]


@pytest.mark.parametrize(
    ("share", "sure", "likely"), [(0.56, False, False), (0.64, False, True), (0.8, False, True), (0.92, True, True)]
)
def test_the_network_says_a_case_surely_from_nine_tenths_and_likely_from_six(share, sure, likely):
    rest = (1 - share) / 3
    (vote,) = votes(np.array([[share, rest, rest, rest]]))
    assert (vote.sure, vote.likely) == (LOWER if sure else AS_IS, LOWER if likely else AS_IS)


def said(lines: list[str], table: dict[str, object] | None = None) -> dict[str, float]:
    """The confidence of each token's edit."""
    result = Restorer(ScriptedPredictor(table or {})).restore(lines, "ocr")  # type: ignore[arg-type]
    return {edit.before: edit.confidence for edit in result.edits}


TEXT = [
    "Thyc hién chi dao cua BO Y té vé cong tac truyén thong phdng chéng dich bénh",
    "Thyc hién chi dao cua BO Y té vé cong tac",
]


def test_rules_are_as_sure_as_the_counts_that_speak_for_them():
    money = said([*TEXT, "chi 50.000d cho moi ngudi"])["50.000d"]
    label = said(["c) Thuoc;", "d) Vac xin;", "d) Hoa chat;", "e) Khac;", *TEXT])["d)"]
    stray = said([*TEXT, "cua? nganh y te"])["cua?"]
    comma = torn_marks.confidence(Token("", "tác", "."), Token("", "tác", ",")) or 0.0
    assert 0.95 < money < 0.98
    assert 0.95 < label < 0.99
    assert 0.95 < stray < 0.98
    assert 0.75 < comma < 0.9


# --- rules beside the network


@pytest.mark.parametrize(("sure", "changed"), [(0.9, False), (0.98, True)])
def test_a_word_that_bears_marks_is_changed_where_the_network_is_nearly_certain(sure, changed):
    table = {
        "hôi": [("hội", sure), ("hôi", 1 - sure)],
        **{w: [(m, 0.99)] for w, m in (("ke", "kế"), ("hoach", "hoạch"), ("tuyen", "tuyên"), ("truyen", "truyền"))},
    }
    lines = ["Ke hoach tuyen truyen ke hoach tuyen truyen hôi ke hoach tuyen truyen"]
    result = Restorer(ScriptedPredictor(table)).restore(lines, "marks")
    assert ("hội" in result.lines[0]) is changed


@pytest.mark.parametrize(("sure", "told_of"), [(0.36, False), (0.5, True)])
def test_a_change_of_a_foreign_word_is_not_even_told_where_the_best_reading_is_likelier_wrong_than_right(sure, told_of):
    rest = (1 - sure) / 2
    table = {"wong": [("ương", sure), ("", rest), ("vọng", rest)]}
    assert ("wong" in said([*TEXT, "Trung wong Pang cong tac"], table)) is told_of


@pytest.mark.parametrize(("sure", "told_of"), [(0.65, False), (0.85, True)])
def test_capitals_that_nobody_knows_are_a_word_where_the_network_is_sure_four_times_in_five(sure, told_of):
    assert ("HGP" in said([*TEXT, "Trung HGP Pang cong tac"], {"hgp": [("hợp", sure), ("", 1 - sure)]})) is told_of


@pytest.mark.parametrize(("label", "after"), [("BAN.", "BAN."), ("BANH.", "BANH."), ("NGANH.", "NGÀNH.")])
def test_capitals_of_four_letters_before_a_stop_are_a_label_and_longer_ones_a_word(label, after):
    table = {"ban": "bản", "banh": "bánh", "nganh": "ngành", "cua": "của", "dang": "đảng"}
    result = Restorer(ScriptedPredictor(table)).restore([f"{label} cua dang"] * 3, "marks")
    assert result.lines[0] == f"{after} của đảng"


def test_a_text_that_does_not_settle_is_read_a_few_times_and_no_more():
    forms = ["hgi", "hgo", "hgu", "hgy", "hge", "hga", "hgê", "hgô"]
    reader = ScriptedPredictor({form: [(after, 0.999)] for form, after in pairwise(forms)})
    Restorer(reader).restore([*TEXT, "Trung hgi Pang cong tac"], "ocr")
    passes = sum(form in reader.asked for form in forms)
    assert 3 <= passes <= 5


@pytest.mark.parametrize(("sure", "split"), [(0.97, False), (0.986, True)])
def test_glued_words_are_two_where_two_in_a_hundred_speak_against_either_at_most(sure, split):
    table = {"so": [("sở", sure), ("", 1 - sure)], "y": "y", "te": "tế"}
    result = Restorer(ScriptedPredictor(table)).restore([*TEXT, "SOY TE Thyc hién"], "ocr")
    assert result.lines[2].startswith("SỞ Y TẾ") is split


def test_two_of_the_longest_words_are_never_glued():
    assert halves("truonghop") == [("truong", "hop")]
    assert halves("nghiengnghieng") == []


@pytest.mark.parametrize("core", ["nghiengy", "ynghieng"])
def test_the_longest_word_may_be_glued_to_one_letter(core):
    assert halves(core)


@pytest.mark.parametrize(("after", "weighed"), [("hài", False), ("bị", True)])
def test_a_change_that_keeps_less_than_half_its_likeness_is_weighed_against_two_words(after, weighed):
    assert bool(list(unlike(TextLine.cut("hgi"), TextLine.cut(after)))) is weighed


@pytest.mark.parametrize(("words", "cell"), [(8, True), (11, False)])
def test_a_cell_has_lines_of_nine_words_at_most(words, cell):
    assert ((0, 3) in cells([3, words, 0, 2, 3], [False, False, False, True, True])) is cell


@pytest.mark.parametrize(("lines", "cell"), [(2, True), (3, False)])
def test_a_cell_stands_within_three_lines_of_one_that_was_torn(lines, cell):
    lengths, small = [*[4] * (lines + 1), 0, 2, 3], [*[False] * (lines + 2), True, False]
    assert ((0, 4) in cells(lengths, small)) is cell


@pytest.mark.parametrize(("core", "network", "changed"), [("wong", 0.42, False), ("wong", 0.6, True)])
def test_a_foreign_word_is_changed_where_the_network_is_as_sure_as_not(core, network, changed):
    table = {core: [("ương", network), ("", 1 - network)]}
    result = Restorer(ScriptedPredictor(table)).restore([*TEXT, f"Trung {core} Pang cong tac"], "ocr")
    assert ("ương" in result.lines[2]) is changed
