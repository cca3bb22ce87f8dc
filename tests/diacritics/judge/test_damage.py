import pytest

from kehoach.diacritics.judge.damage import Damage, assess, level
from kehoach.diacritics.language.alphabet import fold
from kehoach.diacritics.language.lines import TextLine

CLEAN = [
    "Thực hiện Kế hoạch số 171/KH-UBND ngày 30/6/2025 của Ủy ban nhân dân tỉnh về công tác",
    "truyền thông giáo dục sức khỏe, Sở Y tế xây dựng kế hoạch triển khai như sau:",
    "I. MỤC ĐÍCH, YÊU CẦU",
    "- Nâng cao nhận thức của cán bộ, người lao động trong toàn ngành.",
    "Nơi nhận: VT, TCCB",
]
GARBLED = [
    "Thuc hién Ké hoach s6 171/KH-UBND ngay 30/6/2025 cua Uy ban nhan dan tinh vé cong tac",
    "truyén thong giao duc strc khoe, S¢ Y té xay dung ké hoach trién khai nhu sau:",
    "|. MUC PICH, YEU CAU",
    "- Nang cao nhan thirc cia can bg, nguoi lao dong trong toan nganh.",
    "Noi nhan: VT, TCCB",
]


def kinds(lines):
    return [kind for kind, _ in assess([level(list(TextLine.cut(line).cores())) for line in lines])]


def test_clean_text_is_clean():
    assert kinds(CLEAN) == [Damage.CLEAN] * len(CLEAN)


def test_folded_text_lost_its_marks_and_nothing_else():
    assert kinds([fold(line) for line in CLEAN]) == [Damage.MARKS] * len(CLEAN)


def test_text_read_by_an_english_model_has_misread_letters():
    assert kinds(GARBLED) == [Damage.SHAPES] * len(GARBLED)


LETTERHEAD = ["SO Y TE", "CONG HOA XA HOI CHU NGHIA VIET NAM", "KE HOACH", "TRUYEN THONG GIAO DUC"]


def test_a_letterhead_in_capitals_is_as_misread_as_the_pages_below_it():
    below = GARBLED * 4
    assert kinds([*LETTERHEAD, *LETTERHEAD, *below])[:8] == [Damage.SHAPES] * 8
    assert kinds([*LETTERHEAD, *map(fold, CLEAN * 4)])[:4] == [Damage.MARKS] * 4


def test_clean_lines_stay_clean_beside_misread_ones():
    assert kinds([*CLEAN, *CLEAN, *GARBLED])[:5] == [Damage.CLEAN] * 5


def test_a_short_line_leans_on_its_neighbours():
    assert kinds([*GARBLED, "trong"])[-1] is Damage.SHAPES
    assert kinds([*CLEAN, "cua"])[-1] is Damage.CLEAN


def test_one_slip_does_not_make_a_clean_line_damaged():
    slipped = CLEAN[1].replace("sức khỏe", "suc khỏe")
    assert kinds([CLEAN[0], slipped, *CLEAN[2:]]) == [Damage.CLEAN] * len(CLEAN)


@pytest.mark.parametrize("line", ["", "   ", "2025", "./.", "UBND", "171/KH-UBND", "COVID-19 website"])
def test_a_line_that_cannot_tell_is_left_alone(line):
    assert kinds([line]) == [Damage.CLEAN]


def test_a_line_that_lost_some_of_its_marks_is_found():
    partly = CLEAN[0].replace("của Ủy ban nhân dân", "cua Ủy ban nhan dân").replace("Kế hoạch", "Kế hoach")
    assert kinds([partly, *CLEAN[1:]])[0] is Damage.MARKS
