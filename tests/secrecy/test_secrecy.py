"""Marks of secrecy: on papers made from tables of kinds, line by line, and from a Plan."""

import pytest

from kehoach.pipeline.bound import parse_all
from kehoach.pipeline.document import Line, Role
from kehoach.pipeline.plan import FieldMethod, Plan
from kehoach.pipeline.secrecy import Secrecy, find_marks, secrecy_of, whole_file_secrecy
from tests.parse.parse_documents import SHARED, arranged
from tests.search.plans import a_plan
from tests.secrecy.kinds import FRESH, MEASURE, RULES, Kinds
from tests.secrecy.papers import marked_papers, unmarked_papers

SIDES = pytest.mark.parametrize(
    ("kinds", "seed"), [(RULES, 1), (MEASURE, 2), (FRESH, 3)], ids=["rules", "measure", "fresh"]
)
HEAD = "UBND TỈNH LẠNG SƠN\nSỞ Y TẾ\nSố: 118/KH-SYT\n{}\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\nKẾ HOẠCH\nTiêm chủng\n\nCăn cứ Luật;\n\nI. MỤC ĐÍCH\n\n{}\n"  # noqa: E501


def of_paper(head: str = "", body: str = "1. Tiêm chủng.") -> Plan:
    return parse_all(arranged(HEAD.format(head, body)))


def lines(*texts: str, role: Role = Role.BODY) -> list[Line]:
    return [Line(text, 1, number, role=role) for number, text in enumerate(texts, 1)]


@SIDES
def test_no_marked_paper_is_missed(kinds: Kinds, seed: int) -> None:
    papers = marked_papers(kinds, 100, seed)
    assert [paper.how for paper in papers if not whole_file_secrecy(parse_all(paper.document)).held] == []
    assert len({paper.how for paper in papers}) > 75  # they are not one paper many times


@SIDES
def test_no_paper_is_held_back_for_words_about_secrets(kinds: Kinds, seed: int) -> None:
    papers = unmarked_papers(kinds, 100, seed)
    assert [paper.how for paper in papers if whole_file_secrecy(parse_all(paper.document)).held] == []


@pytest.mark.skipif(not (SHARED / "eval" / "plans").is_dir(), reason="the real plans are not here")
def test_real_plans_bear_no_mark() -> None:
    files = sorted([*(SHARED / "eval" / "plans").glob("*.txt"), *(SHARED / "seeds").glob("*.txt")])
    texts = {file.name: file.read_text("utf-8-sig") for file in files}
    found = {name: find_marks(list(arranged(text).pages[0].lines)) for name, text in texts.items()}
    assert {name: [mark.text for mark in marks] for name, marks in found.items() if marks} == {}


@pytest.mark.parametrize(
    ("mark", "level", "doubtful"),
    [
        ("MẬT", "MẬT", False),
        ("T Ố I   M Ậ T", "TỐI MẬT", False),
        ("[TUYỆT MẬT]", "TUYỆT MẬT", False),
        ("MẬT – HỎA TỐC", "MẬT", False),
        ("Độ mật: Tối mật", "TỐI MẬT", False),
        ("TÀI LIỆU MẬT", "MẬT", False),
        ("MAT", "MẬT", True),
        ("M4T", "MẬT", True),
        ("TÀI LIỆU THU HỒI", None, True),
        ("Độ mật: A", None, True),
        ("GIẢI MẬT", None, True),
        ("Tính chất: Tối mật", "TỐI MẬT", False),
        ("[Ảnh: con dấu TỐI MẬT]", "TỐI MẬT", False),
    ],
)
def test_the_letterhead_says_level_and_doubt(mark: str, level: str | None, doubtful: bool) -> None:
    plan = of_paper(mark)
    found = whole_file_secrecy(plan)
    assert (found.level, found.doubtful, found.held) == (level, doubtful, True)
    field = plan.metadata.secrecy
    assert field.value == level
    assert field.raw
    assert field.raw in " ".join(mark.split())
    assert field.evidence is not None
    assert field.evidence.lines == (4, 4)
    sure = FieldMethod.INFERRED if level else FieldMethod.ABSENT
    assert field.method is (sure if doubtful else FieldMethod.PRINTED)


@pytest.mark.parametrize(
    "mark",
    [
        "Độ mật: Thường",
        "Độ mật: ……",
        "Độ mật:",
        "HỎA TỐC",
        "☐ Mật ☐ Tối mật",
        "ĐỘ MẬT:",
        "Độ mật: không mật",
        "Độ mật: ____   Độ khẩn: ____",
        "Tính chất văn bản: Thường",
    ],
)
def test_a_field_left_blank_or_plain_is_no_mark(mark: str) -> None:
    assert whole_file_secrecy(of_paper(mark)) == Secrecy()


@pytest.mark.parametrize(
    ("line", "agency", "number", "notation", "urgency"),
    [
        ("SỞ Y TẾ MẬT\nSố: 118/KH-SYT", "Sở Y tế", "118", "KH-SYT", None),
        ("SỞ Y TẾ\nSố: 118/KH-SYT - MẬT", "Sở Y tế", "118", "KH-SYT", None),
        ("SỞ Y TẾ\nSố: 118/KH-SYT TỐI MẬT Lạng Sơn, ngày 21 tháng 4 năm 2025", "Sở Y tế", "118", "KH-SYT", None),
        ("SỞ Y TẾ\n[MẬT – HỎA TỐC]\nSố: 118/KH-SYT", "Sở Y tế", "118", "KH-SYT", "HỎA TỐC"),
        ("SỞ Y TẾ\nĐộ mật: Mật; Độ khẩn: Khẩn\nSố: 118/KH-SYT", "Sở Y tế", "118", "KH-SYT", "Khẩn"),
    ],
)
def test_a_mark_beside_something_spoils_no_field(
    line: str, agency: str, number: str, notation: str, urgency: str | None
) -> None:
    meta = parse_all(arranged(HEAD.replace("SỞ Y TẾ\nSố: 118/KH-SYT\n{}", line).format("1. Tiêm chủng."))).metadata
    assert (meta.agency.value, meta.number.value, meta.notation.value) == (agency, number, notation)
    assert (meta.urgency.value, meta.secrecy.value is not None) == (urgency, True)


def test_the_surest_mark_counts_and_of_those_the_highest() -> None:
    assert secrecy_of(lines("MAT", "TỐI MẬT", "MẬT", role=Role.STAMP)).level == "TỐI MẬT"
    assert not secrecy_of(lines("MAT", "TỐI MẬT", role=Role.STAMP)).doubtful
    assert secrecy_of(lines("TUYỆT", "MẬT")).level == "TUYỆT MẬT"


@pytest.mark.parametrize("role", [Role.STAMP, Role.WATERMARK, Role.RUNNING_HEAD, Role.HANDWRITING])
def test_stamps_and_running_heads_are_read_too(role: Role) -> None:
    assert secrecy_of(lines("ĐẾN Số: 12 TỐI MẬT", role=role)).held
    assert not secrecy_of(lines("ĐẾN Số: 12 BẢO MẬT THÔNG TIN", role=role)).held


def test_a_plan_of_an_earlier_version_is_judged_by_its_text() -> None:
    plan = a_plan("Tiêm chủng", "Nội dung")
    assert not whole_file_secrecy(plan).held
    text = plan.text.model_copy(update={"faithful": f"T U Y Ệ T   M Ậ T\n{plan.text.faithful}"})
    plan = plan.model_copy(update={"text": text})
    assert whole_file_secrecy(plan).level == "TUYỆT MẬT"


def test_one_secret_document_holds_back_the_file_and_is_the_only_one_that_is_called_so() -> None:
    plan = a_plan("Tiêm chủng")
    other = a_plan("Diễn tập", secrecy="MẬT")
    plan = plan.model_copy(update={"bound": [other]})
    assert whole_file_secrecy(plan).level == "MẬT"
    assert not secrecy_of(plan).held


@pytest.mark.parametrize("text", ["", "\t", "Ậ", "MẬ", "|||", "(" * 400, "M" * 5000, "T " * 300, "MẬT " * 200])
def test_any_text_is_judged(text: str) -> None:
    find_marks([Line(text, 1, 1), *lines(text, text, role=Role.STAMP)])


def test_the_kinds_are_kept_apart() -> None:
    for name in ("spellings", "places", "lines", "subjects", "stamps", "small"):
        assert not set(getattr(RULES, name)) & set(getattr(MEASURE, name))


def test_letters_one_below_the_other_are_a_mark_in_doubt() -> None:
    found = secrecy_of(lines("M", "Ậ", "T", "SỞ Y TẾ"))
    assert (found.level, found.doubtful) == ("MẬT", True)
    assert not secrecy_of(lines("A", "Ậ", "T", "SỞ Y TẾ")).held


@pytest.mark.parametrize(
    "wrapped",
    [
        "BỆNH VIỆN\nMẮT",
        "HỘI PHẪU THUẬT GAN\tĐộc lập - Tự do - Hạnh phúc\nMẬT",
        "BAN CHỈ ĐẠO BẢO VỆ\nBÍ MẬT NHÀ NƯỚC",
    ],
)
def test_a_name_that_runs_on_below_is_no_mark(wrapped: str) -> None:
    text = f"UBND TỈNH LẠNG SƠN\n{wrapped}\nSố: 9/KH-HGM\n\nKẾ HOẠCH\nTiêm chủng\n\nI. MỤC ĐÍCH\nTiêm chủng.\n"
    assert not whole_file_secrecy(parse_all(arranged(text))).held
