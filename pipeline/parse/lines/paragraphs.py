"""Printed lines joined to paragraphs, each letter with its line; bullets, labels and headings end a paragraph."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from kehoach.pipeline.document import Box, Line
from kehoach.pipeline.form.agencies import begins_agency
from kehoach.pipeline.form.labels import Kind, find_label, starts_heading, starts_label
from kehoach.pipeline.form.text_key import is_capitals
from kehoach.pipeline.parse.lines.rows import FULL, SHORT, Row, Shape
from kehoach.pipeline.plan import Evidence

BULLET = re.compile(r"(?P<bullet>[-+*·•●○▪■➢✓–—−])\s*(?=\S)")
_TERMINAL = '.;:!?…”"'
_CODE_TAIL = re.compile(r"(?:[A-ZĐ0-9][A-Za-zĐđ0-9&.]*|/[A-ZĐ][\w&]*)-$")
_CITES_NEXT = re.compile(r"(?:khoan|diem|muc|dieu|so|phan|chuong|ngay|thang|trang|va|tai|tu|den|\b\w,)$")
"""What a label right after belongs to: «theo quy định tại khoản⏎2. Điều này»."""
_LABEL_ALONE = re.compile(
    r"(?:(?:Điều|Phần|Chương|Mục)\s+)?(?:\(?[IVXLC]{1,5}|\(?\d{1,2}(?:\.\d{1,2})*|\(?[a-zđ])[.):/]{1,2}$"
)


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph: its text, the same as a key (`textual.key`), its lines, and where in the text each line begins."""

    text: str
    key: str
    lines: tuple[Line, ...]
    starts: tuple[int, ...]
    gap: int = 0

    def evidence(self, start: int = 0, end: int | None = None) -> Evidence:
        """The place of the letters from `start` to before `end`."""
        first = max(bisect_right(self.starts, start) - 1, 0)
        last = max(bisect_right(self.starts, max((len(self.text) if end is None else end) - 1, start)) - 1, first)
        return evidence(self.lines[first : last + 1])

    def part(self, start: int, end: int | None = None) -> Para:
        """The paragraph of the letters from `start` to before `end`, without spaces at its ends."""
        end = len(self.text) if end is None else end
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        first = max(bisect_right(self.starts, start) - 1, 0)
        last = max(bisect_right(self.starts, max(end - 1, start)) - 1, first)
        starts = tuple(max(s - start, 0) for s in self.starts[first : last + 1])
        return Para(self.text[start:end], self.key[start:end], self.lines[first : last + 1], starts, self.gap)


def evidence(lines: Sequence[Line]) -> Evidence:
    """The place of some lines: the page of the first, the numbers of those on it, and the box around them."""
    page = lines[0].page
    if len(lines) == 1 and lines[0].box is None:
        return Evidence(page=page, lines=(lines[0].number, lines[0].number))
    here = [line for line in lines if line.page == page]
    boxes = [line.box for line in here if line.box is not None]
    box = None
    if boxes:
        around = Box.around(boxes)
        box = (around.left, around.top, around.right, around.bottom)
    return Evidence(page=page, lines=(here[0].number, here[-1].number), box=box)


def glue(before: str, after: str) -> str:
    """What stands between two printed lines that are one text: nothing after a code's hyphen or stroke, else a space.

    The hyphen stays: Vietnamese does not divide words (Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II: codes are set
    without spaces).

    >>> glue("số 1588/QĐ-", "TTg ngày"), glue("kinh tế -", "xã hội"), glue("Số 12/", "KH-SYT"), glue("giáo", "dục")
    ('', ' ', '', ' ')
    """
    if before.endswith("-") and _CODE_TAIL.search(before[-12:]):
        return ""
    if (before[-1:] == "/" and before[-2:-1].isalnum()) or (after[:1] == "/" and before[-1:].isdigit()):
        return ""
    return " "


def join(rows: Sequence[Row]) -> Para:
    """Rows as one paragraph."""
    if len(rows) == 1:
        row = rows[0]
        return Para(row.text, row.key, (row.line,), (0,), row.gap)
    texts: list[str] = []
    keys: list[str] = []
    starts: list[int] = []
    length = 0
    for row in rows:
        space = glue(texts[-1], row.text) if texts else ""
        texts.append(space + row.text)
        keys.append(space + row.key)
        starts.append(length + len(space))
        length += len(texts[-1])
    lines = tuple(row.line for row in rows)
    return Para("".join(texts), "".join(keys), lines, tuple(starts), rows[0].gap if rows else 0)


def starts_bullet(row: Row) -> bool:
    """Whether a line begins with a bullet: a dash before a small letter is the middle of «kinh tế - xã hội»."""
    match = BULLET.match(row.text)
    if match is None:
        return False
    after = row.text[match.end()]
    return not (after.islower() and match["bullet"] in "-–—−") or row.gap > 0


def _had_room(before: Row, after: Row) -> bool:
    """Whether the first word of the next line would have fitted on this one."""
    word = after.text.partition(" ")[0]
    return before.fill * (1 + (len(word) + 1) / len(before.text)) < FULL


def _ended(before: Row, after: Row) -> bool:
    """Whether a paragraph may end with this line: a stop, room for the next word, or a heading in capitals."""
    return before.text[-1] in _TERMINAL + ")" or _had_room(before, after) or is_capitals(before.text)


def _breaks_dense(before: Row, after: Row) -> bool:
    """Whether a paragraph ends between two lines of a text whose blank lines say nothing."""
    if is_capitals(before.text) != is_capitals(after.text) and before.fill < 1.02:
        return before.fill < SHORT or is_capitals(before.text)
    if after.indent > 0.03 and before.text[-1] in _TERMINAL and before.indent < after.indent - 0.02:
        return True
    if after.text[0].islower():
        return False
    if after.key.startswith("can cu ") and (before.key.startswith("can cu ") or _had_room(before, after)):
        return True
    return before.fill < SHORT and (before.text[-1] in _TERMINAL or before.fill < 0.7)


def _one_text(before: Row, after: Row) -> bool:
    """Whether the second line belongs to the first in any case: a label alone, a code cut, one visual line."""
    fragments = before.line.text[:1] == after.line.text[:1] == "\t" and after.gap == 0
    cut = before.text.endswith("-") and after.text[0].isupper() and _CODE_TAIL.search(before.text[-12:]) is not None
    return fragments or cut or _LABEL_ALONE.match(before.text) is not None


def breaks(before: Row, after: Row, shape: Shape) -> bool:
    """Whether a paragraph ends between two neighbouring lines."""
    if before.is_table or after.is_table or _one_text(before, after):
        return before.is_table or after.is_table
    gap = after.gap > 0 and (shape.gapped or after.gap > 2)
    marked = starts_bullet(after)
    labelled = (gap or _ended(before, after)) and (marked or starts_label(after.text))
    if labelled or starts_heading(after.text):
        return True
    if marked and after.gap and not shape.gapped:
        return _ended(before, after)
    if gap or not shape.wrapped:
        long = before.fill > 0.5 or len(before.text) > 40
        return not (after.text[0].islower() and before.text[-1] not in _TERMINAL and long)
    if shape.gapped:
        return is_capitals(before.text) and not is_capitals(after.text) and len(before.text) > 3
    return _breaks_dense(before, after)


class _Counting:
    """The labels with which paragraphs have begun: a line that begins with the next one begins a paragraph."""

    def __init__(self) -> None:
        self.last: dict[Kind, int] = {}

    def note(self, row: Row) -> None:
        """A paragraph begins with a line."""
        label = find_label(row.text)
        if label is not None and label.ordinal is not None:
            self.last = {kind: number for kind, number in self.last.items() if kind < label.kind}
            self.last[label.kind] = label.ordinal

    def goes_on(self, before: Row, row: Row) -> bool:
        """Whether a line begins with the label that is due, and the line before does not cite it: «tại khoản»."""
        label = find_label(row.text) if row.text[0].isalnum() else None
        if label is None or label.ordinal is None or self.last.get(label.kind) != label.ordinal - 1:
            return False
        rest = row.text[label.end :].lstrip()
        return rest[:1].isupper() and _CITES_NEXT.search(before.key) is None


def _next_bullet(first: Row, before: Row, row: Row) -> bool:
    """Whether a line is the next entry of a list whose entries end without a stop: the same bullet as the paragraph's,
    and an agency behind it, or a date or number at the end of the line above («Dân số⏎- Kế hoạch hóa» is one name)."""
    mark, open_mark = BULLET.match(row.text), BULLET.match(first.text)
    if mark is None or open_mark is None or mark["bullet"] != open_mark["bullet"] or not starts_bullet(row):
        return False
    return begins_agency(row.text[mark.end() :]) or before.text[-1].isdigit()


def paragraphs(rows: Sequence[Row], shape: Shape) -> list[Para]:
    """The rows joined to paragraphs, in order; every row is in exactly one."""
    found: list[Para] = []
    counting = _Counting()
    start = 0
    for at, row in enumerate(rows):
        if at and (
            breaks(rows[at - 1], row, shape)
            or counting.goes_on(rows[at - 1], row)
            or _next_bullet(rows[start], rows[at - 1], row)
        ):
            found.append(join(rows[start:at]))
            start = at
        if at == start:
            counting.note(row)
    return found + ([join(rows[start:])] if rows else [])
