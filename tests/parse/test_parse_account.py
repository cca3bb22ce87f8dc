"""The account: text that was set aside as furniture is an issue of the first rank."""

from __future__ import annotations

import pytest

from kehoach.pipeline.bound import parse_all
from kehoach.pipeline.parse.checks.account import account
from kehoach.pipeline.plan import Contents, Field, Metadata, PagePart, Recipient, SourceInfo, Text
from tests.parse.parse_documents import arranged

SENTENCE = "các đơn vị tổ chức tuyên truyền, vận động người dân tham gia tiêm chủng đầy đủ"
SOURCE = SourceInfo(path="a.txt", sha256="0", size=9, media_type="text/plain", pages=1, reading=[])


def contents(*furniture: str, kind: str = "foot", text: str = "x" * 5000, recipients: tuple[str, ...] = ()) -> Contents:
    parts = [PagePart(kind=kind, text=one, page=2) for one in furniture]
    listed = Field[list[Recipient]](value=[Recipient(text=one) for one in recipients])
    return Contents(
        source=SOURCE, metadata=Metadata(recipients=listed), furniture=parts, text=Text(faithful=text, normalised=text)
    )


@pytest.mark.parametrize(
    ("furniture", "said"),
    [
        ((SENTENCE,) * 3, "3 lines of text"),
        (("Điều 2. Trách nhiệm của các đơn vị",), "1 headings"),
        (("II. TỔ CHỨC THỰC HIỆN",), "1 headings"),
        (("SỞ Y TẾ " * 80,), "letters were set aside"),
    ],
)
def test_what_looks_like_body_is_named_with_its_page(furniture: tuple[str, ...], said: str) -> None:
    (issue,) = account(contents(*furniture))
    assert (issue.code, issue.severity) == ("body-set-aside", 1)
    assert said in issue.message
    assert issue.evidence is not None
    assert issue.evidence.page == 2


@pytest.mark.parametrize(
    "furniture",
    [
        (SENTENCE, SENTENCE),
        ("(Đã ký)", "GIÁM ĐỐC", "Lê Văn An"),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Hà Nội, ngày 02 tháng 7 năm 2025", "Số: 12/KH-SYT"),
    ],
)
def test_notes_and_forms_are_no_body(furniture: tuple[str, ...]) -> None:
    assert list(account(contents(*furniture))) == []


def test_page_numbers_and_running_heads_are_known_by_what_they_say() -> None:
    assert list(account(contents(*[SENTENCE] * 9, kind="running-head"))) == []


def test_a_paragraph_is_no_recipient() -> None:
    (issue,) = account(contents(recipients=("Như trên", " ".join([SENTENCE] * 5))))
    assert "is a paragraph" in issue.message
    assert list(account(contents(recipients=("Như trên", "TT.TU, TT.HĐND TP", "Lưu: VT")))) == []


@pytest.mark.parametrize("words", ["nông sản; các sản phẩm", "ngắn hạn: các sự cố", "người nhận: hộ gia đình"])
def test_words_like_the_head_of_the_list_lose_no_section(words: str) -> None:
    text = (
        "SỞ Y TẾ\nSố: 12/KH-SYT\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nHà Nội, ngày 02 tháng 7 năm 2025\n\nKẾ HOẠCH\n"
        f"Tiêm chủng\n\nI. MỤC ĐÍCH\nNâng cao giá trị của chuỗi\n{words}\n\nII. KINH PHÍ\nNgân sách.\n\n"
        "Nơi nhận:\n- Như trên;\n- Lưu: VT.\n\nGIÁM ĐỐC\n\nLê Văn An\n"
    )
    plan = parse_all(arranged(text))
    assert [node.label_printed for node in plan.sections] == ["I.", "II."]
    assert [issue.code for issue in plan.issues if issue.severity == 1] == []
