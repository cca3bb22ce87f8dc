import importlib.util
import random
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kehoach.diacritics.language.alphabet import fold
from kehoach.diacritics.metrics import Figures, LineFigures, clean, compare, compare_lines, compare_tokens, one_style

SCORER = Path(__file__).parents[3] / "shared" / "eval" / "score.py"
TEXT = "Sở Y tế lập Kế hoạch số 12/KH-SYT ngày 05/3/2024 về truyền thông,\nphòng bệnh  năm 2024 của Uỷ ban, ỦY, khoẻ"
WORDS = st.lists(st.sampled_from(TEXT.split()), max_size=12).map(" ".join)


@given(WORDS)
def test_a_text_is_its_own_best_output(text):
    figures = compare(text, text)
    assert (figures.cer, figures.wer, figures.missing, figures.number_recall) == (0, 0, 0, 1)
    assert figures.marked_right == figures.marked
    assert compare_tokens(text, text).exact == len(text.split())


@pytest.mark.parametrize(
    ("truth", "output", "cer", "wer", "missing", "diacritics"),
    [
        ("kế hoạch", "ke hoạch", 1 / 8, 1 / 2, 1 / 2, 1 / 2),
        ("kế hoạch", "", 1, 1, 1, 0),
        ("kế hoạch", "hoạch kế", 6 / 8, 1, 0, 1 / 2),
        ("đo", "do", 1 / 2, 1, 1, 0),
        ("a  b\n", "a b", 0, 0, 0, 0),
        ("tê\u0301", "tế", 0, 0, 0, 1),
        ("a b", "a b c d", 4 / 3, 1, 0, 0),
    ],
)
def test_rates_by_hand(truth, output, cer, wer, missing, diacritics):
    figures = compare(truth, output)
    assert (figures.cer, figures.wer, figures.missing) == pytest.approx((cer, wer, missing))
    assert figures.diacritics == pytest.approx(diacritics)


@pytest.mark.parametrize(
    ("truth", "output", "recall"),
    [
        ("số 12 ngày 05/3/2024", "so 12 ngay 05/3/2024", 1),
        ("số 12 ngày 05/3/2024", "số 12 ngày 5/3/2024", 1 / 2),
        ("12 12 12", "12", 1 / 3),
        ("không số", "gì cả", 1),
    ],
)
def test_number_recall(truth, output, recall):
    assert compare(truth, output).number_recall == pytest.approx(recall)


def test_pooling_adds_the_counts():
    first, second = compare("kế hoạch", "ke hoạch"), compare("số 12", "số 13")
    pooled = first + second
    assert pooled.words == 4
    assert pooled.wer == pytest.approx(2 / 4)
    assert pooled.number_recall == 0
    assert sum([first, second], Figures()) == pooled


def test_tokens_count_alike_whatever_the_tone_placement_but_not_the_case():
    assert compare_tokens("khoẻ UỶ quý", "khỏe ỦY quý") == LineFigures(3, 3, 3)
    assert compare_tokens("Sở Y tế", "sở Y te") == LineFigures(3, 1, 2)


def test_a_line_with_a_token_too_many_is_aligned():
    assert compare_tokens("thứ XVI, Đại hội", "thứ X VI, Đại hội") == LineFigures(4, 3, 3)


def test_lines_are_paired_without_the_blank_ones_and_must_agree_in_number():
    assert compare_lines("a b\n\nc\n", "a b\nd") == LineFigures(3, 2, 2)
    with pytest.raises(ValueError, match="2 lines of truth, 1 of output"):
        compare_lines("a\nb", "a")


@pytest.mark.parametrize("text", ["Uỷ ban", "quý", "hoàn", "thuyền"])
def test_style_leaves_alone(text):
    assert one_style(text) == text


def _worn(text: str, seed: int) -> str:
    """The text with some tokens folded, dropped, doubled or cut."""
    rng = random.Random(seed)
    wear = [fold, str.upper, lambda w: "", lambda w: w + " " + w, lambda w: w[1:], *[lambda w: w] * 3]
    return "\n".join(" ".join(rng.choice(wear)(w) for w in line.split(" ")) for line in text.split("\n"))


def _edits(true, out):
    """Levenshtein distance by the book: a table of all prefixes."""
    row = list(range(len(out) + 1))
    for i, a in enumerate(true, 1):
        above, row[0] = row[0], i
        for j, b in enumerate(out, 1):
            above, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, above + (a != b))
    return row[-1]


@pytest.mark.parametrize("seed", range(20))
def test_edits_are_those_of_the_definition(seed):
    output = _worn(TEXT, seed)
    figures = compare(TEXT, output)
    true, out = clean(TEXT), clean(output)
    assert (figures.characters, figures.words) == (len(true), len(true.split()))
    assert figures.character_edits == _edits(true, out)
    assert figures.word_edits == _edits(true.split(), out.split())
    assert figures.missing_words == (Counter(true.split()) - Counter(out.split())).total()


SCORED = range(20) if SCORER.is_file() else [pytest.param(0, marks=pytest.mark.skip("the common scorer is not here"))]


@pytest.mark.parametrize("seed", SCORED)
def test_figures_are_those_of_the_common_scorer(seed, tmp_path, capsys):
    spec = importlib.util.spec_from_file_location("score", SCORER)
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    output = _worn(TEXT, seed)
    theirs, ours = score.pair(TEXT, output), compare(TEXT, output)
    assert (ours.characters, ours.words) == (theirs["chars"], theirs["words"])
    assert (ours.character_edits, ours.word_edits) == (theirs["cd"], theirs["wd"])
    assert (ours.missing_words, ours.marked_right, ours.marked) == (theirs["miss"], theirs["dr"], theirs["dw"])
    (tmp_path / "truth").write_text(TEXT, "utf-8")
    (tmp_path / "output").write_text(output, "utf-8")
    score.lines(tmp_path / "truth", tmp_path / "output")
    lines = compare_lines(TEXT, output)
    expected = f"tokens {lines.tokens}  syl {lines.accuracy:.4f}  syl_caseless {lines.accuracy_caseless:.4f}\n"
    assert capsys.readouterr().out == expected
