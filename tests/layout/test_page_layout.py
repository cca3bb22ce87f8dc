"""Pages drawn as boxes: every word is as wide as its letters, every line 12 high."""

import json
import random
from pathlib import Path

import pytest
from drawn_lines import line

from kehoach.pipeline.document import Line, Page, Role, Word
from kehoach.pipeline.layout import arrange_page, mark_running_heads

CASES = json.loads((Path(__file__).parents[1] / "cases" / "page_layout.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
@pytest.mark.parametrize("seed", range(3))
def test_pages_are_read_in_order(case: dict, seed: int) -> None:  # type: ignore[type-arg]
    lines = [line(text, left, top) for text, left, top in case["lines"]]
    random.Random(seed).shuffle(lines)
    found = arrange_page(lines, 600, 850, 1).lines
    assert [f"{line.role.value}: {line.text}" for line in found] == case["read"]
    assert [line.number for line in found] == list(range(1, len(found) + 1))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_no_word_is_dropped_or_made_up(case: dict) -> None:  # type: ignore[type-arg]
    lines = [line(text, left, top) for text, left, top in case["lines"]]
    found = arrange_page(lines, 600, 850, 1).lines
    assert sorted(word for one in found for word in one.text.split()) == sorted(
        word for one in lines for word in one.text.split()
    )


def test_the_unit_does_not_matter() -> None:
    case = CASES[0]
    lines = [line(text, left, top) for text, left, top in case["lines"]]
    points = [
        Line(
            one.text,
            1,
            1,
            one.box.scaled(0.36) if one.box else None,
            tuple(Word(word.text, word.box.scaled(0.36)) for word in one.words if word.box),
        )
        for one in lines
    ]
    pixels = arrange_page(lines, 600, 850, 1).lines
    assert [one.text for one in arrange_page(points, 216, 306, 1).lines] == [one.text for one in pixels]


def test_lines_without_boxes_stay_in_order_at_the_end() -> None:
    bare = [Line("một", 1, 1), Line("hai", 1, 2)]
    assert [one.text for one in arrange_page([*bare, line("trên", 50, 50)], 600, 850, 1).lines] == [
        "trên",
        "một",
        "hai",
    ]


def test_an_empty_page_is_empty() -> None:
    assert arrange_page([], 600, 850, 1).lines == ()


def page(number: int, *texts: str) -> Page:
    return Page(number, tuple(Line(text, number, i) for i, text in enumerate(texts, start=1)))


def test_a_head_on_three_pages_is_furniture() -> None:
    pages = [
        page(i, f"CÔNG BÁO/Số 88/Trang {i}", f"khoản {i} một", "khoản hai", f"điều {'xyz'[i]} ba") for i in range(3)
    ]
    marked = mark_running_heads(pages)
    assert [[one.role for one in each.lines] for each in marked] == [[Role.RUNNING_HEAD] + [Role.BODY] * 3] * 3


def test_rows_of_a_list_that_begin_or_end_pages_are_text() -> None:
    pages = [page(i, *(f"Trạm y tế xã {row} của huyện {i}: 30 người" for row in range(12))) for i in range(4)]
    assert mark_running_heads(pages) == pages


def test_a_line_on_two_pages_is_text() -> None:
    pages = [page(1, "Đầu", "a", "b"), page(2, "Đầu", "c", "d"), page(3, "Khác", "e", "f")]
    assert mark_running_heads(pages) == pages
