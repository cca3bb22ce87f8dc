"""One ruler: what the judge says of a text is what the restorer mends in it, line by line and as a whole."""

from __future__ import annotations

import pytest

from kehoach.diacritics.judge.damage import Damage
from kehoach.diacritics.judge.ruler import damage_of, judge, judge_pages
from kehoach.diacritics.judge.verdict import Kind
from kehoach.pipeline.repair.mend import is_damaged, restorer

CLEAN = [
    "Kế hoạch truyền thông về phòng, chống dịch bệnh của Sở Y tế tỉnh năm 2025",
    "Các đơn vị trực thuộc tổ chức tuyên truyền, vận động người dân thực hiện tiêm chủng",
    "Trung tâm Kiểm soát bệnh tật chủ trì, phối hợp với các đơn vị liên quan hướng dẫn",
    "Kinh phí thực hiện từ nguồn ngân sách nhà nước và các nguồn hợp pháp khác",
]
STRIPPED = [
    "Trung tam Kiem soat benh tat chu tri, phoi hop voi cac don vi lien quan huong dan to chuc thuc hien",
    "Kinh phi thuc hien tu nguon ngan sach nha nuoc va cac nguon hop phap khac theo quy dinh hien hanh",
]
NAMES = ["Gambusia affinis, Banana bunchy top virus", "rd = DF × rd,F + DD × rd,D", "Omega 3 (240 mg), DHA (200 mg)"]


def lines_of(text: str) -> list[int]:
    lines = text.split("\n")
    return [at for at, damage in enumerate(damage_of(lines)) if damage is not Damage.CLEAN and lines[at].strip()]


@pytest.mark.parametrize("odd", NAMES)
def test_names_and_formulas_in_a_clean_text_are_not_damage(odd: str) -> None:
    lines = [*CLEAN * 3, odd, *CLEAN * 3]
    assert judge("\n".join(lines)).kind is Kind.CLEAN
    assert not is_damaged(lines)
    assert restorer().restore(lines).lines == tuple(lines)


def test_a_stripped_stretch_in_a_clean_text_is_named_and_mended() -> None:
    lines = [*CLEAN * 5, *STRIPPED, *CLEAN * 5]
    found = judge("\n".join(lines))
    assert (found.kind, found.figures["damaged_lines"]) == (Kind.DAMAGED_IN_PART, 2)
    assert "(lines 21, 22)" in found.reason
    assert lines_of("\n".join(lines)) == [20, 21]
    assert all(edit.line in (20, 21) for edit in restorer().restore(lines).edits)


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(CLEAN * 4),
        "\n".join([*CLEAN * 4, *NAMES]),
        "\n".join([*CLEAN * 4, *STRIPPED]),
        "\n".join(STRIPPED * 4),
        "\n".join(["The plan was approved by the committee on Monday, as the council had asked"] * 4),
        "\n".join(["SOY TE tinh QUANG NINH, ngay 2 thang 7", "Ké hoach truyén thong ctia S¢ Y té tinh nam 2025"] * 4),
    ],
    ids=["clean", "names", "in part", "stripped", "English", "misread"],
)
def test_the_judge_finds_damage_where_and_only_where_lines_are_mended(text: str) -> None:
    damaged = judge(text).kind in (Kind.DAMAGED_IN_PART, Kind.MARKS_MISSING, Kind.GARBLED)
    assert damaged == is_damaged(text.split("\n")) == bool(lines_of(text))
    assert judge_pages([text])[0].kind is judge(text).kind
    mended = {edit.line for edit in restorer().restore(text.split("\n")).edits}
    assert mended <= set(lines_of(text))
