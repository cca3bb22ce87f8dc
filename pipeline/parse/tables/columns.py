"""What the columns of a table hold, by their headings, and where there is none by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from kehoach.pipeline.form.text_key import key, remembered, squeeze
from kehoach.pipeline.form.word_lists import data, is_like
from kehoach.pipeline.parse.tasks.actors import names_actor
from kehoach.pipeline.parse.tasks.periods import find_periods

OTHER = "other"
_MOST = 0.6
"""A column without a heading is what so many of its filled cells are; fewer can be chance."""
_AMOUNT = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?\s*(?:d|dong|vnd)?")
_ORDER = re.compile(r"\d{1,3}(?:\.\d{1,2})*[.)]?|[ivx]{1,5}[.)]?|[a-zđ][.)]?")
_YEARS = re.compile(r"20\d{2}(?:\s*-\s*20\d{2})?")


@cache
def _kinds() -> tuple[tuple[str, re.Pattern[str], tuple[str, ...]], ...]:
    found = []
    for kind, words, how in data("columns", "parse")["kinds"]:
        choice = "|".join(map(re.escape, words))
        shape = {"whole": rf"(?:{choice})$", "start": rf"(?:{choice})\b", "part": rf".*\b(?:{choice})\b"}[how]
        found.append((kind, re.compile(shape), tuple(words)))
    return tuple(found)


def column_of(heading: str) -> str | None:
    """What a column holds, by its heading; None where the heading says nothing that the lexicon knows.

    >>> [column_of(t) for t in ("TT", "Nội dung công việc", "Đơn vị chủ trì", "Cơ quan phối hợp", "Thời gian")]
    ['order', 'content', 'lead', 'partners', 'time']
    >>> [column_of(t) for t in ("Đơn vị thực hiện", "Kết quả, sản phẩm", "Thành tiền (đồng)", "Nôi dunq", "Mùa xuân")]
    ['lead', 'product', 'amount', 'content', None]
    """
    words = squeeze(key(heading)).strip(" .:()")
    if not words:
        return None
    for kind, pattern, _ in _kinds():
        if pattern.match(words):
            return kind
    return _alike(words)


@remembered
def _alike(words: str) -> str | None:
    """The kind that a heading is named like, but for letters that OCR hurt; many cells of a table say the same."""
    return next((kind for kind, _, names in _kinds() if any(len(n) > 6 and is_like(words, n) for n in names)), None)


def is_period(text: str) -> bool:
    """Whether a cell says when, and nothing else.

    >>> is_period("Tháng 3/2026"), is_period("Quý II, III"), is_period("Hằng tháng"), is_period("Tập huấn tháng 3")
    (True, True, True, False)
    """
    words = squeeze(key(text)).strip(" .;")
    if _YEARS.fullmatch(words) or words in ("ca nam", "trong nam", "thuong xuyen", "hang nam"):
        return True
    span = next(find_periods(f"trong {words}", 2000), None)
    return span is not None and span.start <= 6 and span.end >= len(words) + 4


def _kind_of_cells(cells: Sequence[str]) -> str:
    """What most of a column's filled cells are."""
    filled = [cell for cell in cells if cell.strip()]
    if len(filled) < 2:
        return OTHER
    tests = (
        ("order", lambda cell: _ORDER.fullmatch(key(cell).strip()) is not None),
        ("time", is_period),
        ("amount", lambda cell: _AMOUNT.fullmatch(key(cell).strip()) is not None),
        ("lead", lambda cell: names_actor(cell.lstrip("-+ ")) and len(cell) < 160),
    )
    for kind, test in tests:
        if sum(map(test, filled)) >= _MOST * len(filled):
            return kind
    return OTHER


def column_kinds(header: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> list[str]:
    """The kind of each column: by its heading, else by its cells; the longest unknown one is a task table's content.

    `rows`: the cells of the rows that are no headings. A second column of agencies is that of the partners.

    >>> rows = [["1", "Tập huấn cho trạm y tế", "Sở Y tế", "Tháng 3/2026"], ["2", "Mua vắc xin", "CDC", "Quý II"]]
    >>> column_kinds([], rows, 4)
    ['order', 'content', 'lead', 'time']
    """
    kinds = [column_of(name) or OTHER for name in header[:width]] + [OTHER] * (width - len(header))
    named = any(kind != OTHER for kind in kinds)
    for at in range(width):
        if kinds[at] == OTHER and not (named and at < len(header) and header[at]):
            kinds[at] = _kind_of_cells([row[at] for row in rows if at < len(row)])
    if not {"start", "end"} <= set(kinds):
        kinds = ["time" if kind in ("start", "end") else kind for kind in kinds]
    leads = [at for at, kind in enumerate(kinds) if kind == "lead"]
    if not named:
        for at in leads[1:]:
            kinds[at] = "partners"
    if "content" not in kinds and (leads or "time" in kinds):
        _name_content(kinds, rows)
    return kinds


def _name_content(kinds: list[str], rows: Sequence[Sequence[str]]) -> None:
    """Take the unknown or target column with the longest texts for the content; an unknown one must have sentences."""
    length = {
        at: sum(len(row[at]) for row in rows if at < len(row))
        for at, kind in enumerate(kinds)
        if kind in (OTHER, "target", "name")
    }
    best = max(length, key=lambda at: length[at], default=None)
    if best is not None and (kinds[best] != OTHER or length[best] > 8 * len(rows)):
        kinds[best] = "content"
