"""Footnotes are no part of the paragraph that goes on over them, and stay citable."""

from pathlib import Path

from kehoach.pipeline.document import Document, Line, MediaKind, Page, Role, Source
from kehoach.pipeline.parse import parse

TEXT = [
    ("KẾ HOẠCH", Role.BODY), ("Truyền thông y tế năm 2026", Role.BODY), ("I. MỤC TIÊU", Role.BODY),
    ("1. Tăng tỷ lệ người dân được tiếp cận với các thông tin chính thống về phòng,", Role.BODY),
    ("1Theo Báo cáo số 12/BC-BYT ngày 06/01/2025 của Bộ Y tế,", Role.FOOTNOTE), ("trang 5.", Role.FOOTNOTE),
    ("2 Theo Sở Y tế.", Role.FOOTNOTE),
]  # fmt: skip
NEXT = [("chống dịch bệnh lên 90 %.", Role.BODY), ("2. Tập huấn cho cán bộ y tế cơ sở.", Role.BODY)]


def page(number: int, lines: list[tuple[str, Role]]) -> Page:
    return Page(number, tuple(Line(text, number, at, role=role) for at, (text, role) in enumerate(lines, 1)))


PLAN = parse(Document(Source(Path("a.pdf"), MediaKind.PDF, "0" * 64, 1, 2), (page(1, TEXT), page(2, NEXT))))


def test_a_paragraph_goes_on_over_them() -> None:
    first = PLAN.sections[0].children[0]
    assert first.paragraphs == [
        "Tăng tỷ lệ người dân được tiếp cận với các thông tin chính thống về phòng, chống dịch bệnh lên 90 %."
    ]


def test_they_are_named_and_cite() -> None:
    assert [(part.text, part.page) for part in PLAN.furniture if part.kind == "footnote"] == [
        ("1Theo Báo cáo số 12/BC-BYT ngày 06/01/2025 của Bộ Y tế, trang 5.", 1), ("2 Theo Sở Y tế.", 1)
    ]  # fmt: skip
    assert [citation.number for citation in PLAN.citations] == ["12/BC-BYT"]
    assert "2 Theo Sở Y tế." in PLAN.text.normalised
