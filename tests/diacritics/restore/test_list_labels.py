import pytest
from test_restorer import MEANT

from kehoach.diacritics.language.lines import TextLine
from kehoach.diacritics.restore.list_labels import lost_bars
from kehoach.diacritics.restore.restorer import Restorer
from tests.diacritics.restore.scripted_predictor import ScriptedPredictor


@pytest.mark.parametrize(
    ("lines", "lost"),
    [
        (["c) Mot", "d) Hai", "d) Ba", "e) Bon"], [2]),
        (["d) Hai", "xuong dong", "", "d) Ba"], [3]),
        (["d) Hai", "đ) Ba", "d) Bon"], []),
        (["d) Hai", "d. Ba"], []),
        (["d) Hai", "a) Mot", "b) Hai", "c) Ba", "d) Bon"], []),
        (["D) Hai", "D) Ba"], []),
        (["d)", "d)"], []),
        (["- d) Hai", "- d) Ba"], []),
    ],
)
def test_the_label_after_d_is_d_bar(lines, lost):
    assert list(lost_bars([TextLine.cut(line) for line in lines])) == lost


def test_a_lost_bar_comes_back_with_its_edit_and_clean_labels_stand():
    lines = ["c) Ke hoach cua Dang bo", "d) Tuyen truyen Dai hoi Dang", "d) Tuyen truyen ve Y te"]
    result = Restorer(ScriptedPredictor(MEANT)).restore(lines)
    assert [line.split()[0] for line in result.lines] == ["c)", "d)", "đ)"]
    (edit,) = [edit for edit in result.edits if edit.token == 0 and edit.line == 2]
    assert (edit.before, edit.after, edit.reason, edit.applied) == ("d)", "đ)", "lost-marks", True)
    clean = ["d) Kế hoạch của Đảng bộ", "d) Tuyên truyền Đại hội Đảng"]
    assert list(Restorer(ScriptedPredictor(MEANT)).restore(clean).lines) == clean
