"""Work grows with the input, not with its square: calls are counted, no clock is asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from kehoach.pipeline import process
from kehoach.pipeline.api import parse
from kehoach.pipeline.errors import BadArguments
from kehoach.pipeline.ingest import TextPage
from kehoach.pipeline.ingest.actual_text import Differs, compared
from kehoach.pipeline.options import OcrOptions
from kehoach.pipeline.parse.tasks import actors, section_tasks
from kehoach.pipeline.search import query
from tests.export import scans
from tests.export.test_searchable_pdf import made, scan_pdf

HEAD = "SỞ Y TẾ\nSố: 04/KH-SYT\n\nKẾ HOẠCH\nTruyền thông năm 2020\n\nI. NỘI DUNG\n1. Các đơn vị báo cáo "


def letters_folded(dates: int, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many letters the search for actors folds in a paragraph of so many dates."""
    count = 0
    fold = actors.key

    def counting(text: str) -> str:
        nonlocal count
        count += len(text)
        return fold(text)

    with monkeypatch.context() as patch:
        patch.setattr(actors, "key", counting)
        plan = parse(HEAD + ", ".join(f"trước ngày {n % 28 + 1}/12/2020" for n in range(dates)) + ".\n")
    assert len(plan.tasks) >= dates
    return count


def test_a_paragraph_is_not_folded_again_for_each_of_its_dates(monkeypatch: pytest.MonkeyPatch) -> None:
    assert letters_folded(200, monkeypatch) <= 2 * letters_folded(100, monkeypatch) + 1000
    assert section_tasks.REACH < 5000


def test_lines_are_gone_through_once_for_all_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    by_page = process._by_page

    def counting(parts):  # type: ignore[no-untyped-def]
        found = list(parts)
        asked.append(len(found))
        return by_page(found)

    monkeypatch.setattr(process, "_by_page", counting)
    raw = TextPage(1, "\f".join(f"Nội dung trang {n}.\n" for n in range(50)))
    pages = process.read_page(raw, OcrOptions())
    assert [page.number for page in pages] == list(range(1, 51))
    assert len(asked) == 2  # lines, and edits


def test_an_overlong_query_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadArguments, match="24,000 words"):
        query.search(tmp_path, "kế " * 24_000)


def test_words_that_are_said_but_not_drawn_are_told() -> None:
    assert compared("trước ngày 01/01/2030", "trước ngày 10/4/2020") == Differs("01/01/2030", "10/4/2020")
    assert compared("phòng bệnh", "phòng bệnh") is None


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    from kehoach.pipeline.document import MediaKind

    scan_pdf(tmp_path / "scan.pdf")
    first, second = (
        made(tmp_path / name, MediaKind.PDF, tmp_path / "scan.pdf", [scans.pdf_page()]).read_bytes() for name in "ab"
    )
    assert first == second


def test_a_line_is_searched_for_secrecy_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from kehoach.pipeline.secrecy import levels

    folded = 0
    fold = levels.fold

    def counting(text: str) -> str:
        nonlocal folded
        folded += 1
        return fold(text)

    monkeypatch.setattr(levels, "fold", counting)
    levels.skeleton.cache_clear()
    lines = 300
    parse(HEAD + "\n".join(f"Các đơn vị của huyện {n} thực hiện tốt và báo cáo." for n in range(lines)))
    assert lines < folded <= 3 * lines  # it was eight times a line


def test_what_a_fix_changed_is_compared_only_for_who_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    from kehoach.diacritics import normalise

    asked = []
    places = normalise._places

    def counting(before: str, after: str) -> int:
        asked.append(before)
        return places(before, after)

    monkeypatch.setattr(normalise, "_places", counting)
    long_line = " \u00a0" * 1000 + "a"
    plain = normalise.normalise(long_line)
    assert not asked
    assert normalise.explain(long_line)[0] == plain
    assert asked


def test_cells_that_say_the_same_are_likened_to_headings_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from kehoach.pipeline.parse.tables import columns

    asked = []
    monkeypatch.setattr(columns, "is_like", lambda words, name: asked.append(words))
    for _ in range(100):
        assert columns.column_of("qwzx") is None
    assert 0 < len(asked) < 100 * len(columns._kinds())
    assert asked.count("qwzx") == sum(len(name) > 6 for _, _, names in columns._kinds() for name in names)
