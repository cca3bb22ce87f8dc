"""The first rows of a table: whether they name its columns."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kehoach.pipeline.document import Cell

_LONGEST = 90
"""Letters of a column's name at most; «Kinh phí hỗ trợ từ ngân sách nhà nước cho mỗi hoạt động (triệu đồng)» has 67."""

_FIGURE = re.compile(r"[\d.,%/\s()-]+")

_NUMBERING = re.compile(r"\(?(?:\d{1,2}|[a-zđA-ZĐ])\)?(?:\s*=.*)?|[\w()]{1,4}\s*=.*")
"""A cell of the row that numbers the columns: «(1)», «2», «a», «g=dxe», «(6)=(4)+(5)»."""


def header_rows(rows: Sequence[Sequence[Cell]], top: int) -> int:
    """How many rows at the head of a table name its columns; 0 where the first row does not look like it.

    `top`: the rows of the first row's deepest cell. A row that numbers the columns belongs to the header.
    """
    if len(rows) < 2 or not _names_columns(rows[0]):
        return 0
    count = min(top, len(rows) - 1)
    if count < len(rows) - 1 and _numbers_columns(rows[count]):
        count += 1
    return count


def _names_columns(row: Sequence[Cell]) -> bool:
    """All cells filled, none of them long, none a number: «STT», «Nội dung», «Thời gian»."""
    texts = [cell.text for cell in row]
    filled = [text for text in texts if text]
    if len(filled) < 2 or len(filled) < len(texts) - 1:
        return False
    return all(len(text) <= _LONGEST and not _FIGURE.fullmatch(text) for text in filled)


def _numbers_columns(row: Sequence[Cell]) -> bool:
    filled = [cell.text for cell in row if cell.text]
    return len(filled) >= 3 and all(_NUMBERING.fullmatch(text) for text in filled)
