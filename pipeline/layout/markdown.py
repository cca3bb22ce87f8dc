"""Markdown, as other tools export documents (pandoc, docling, Word's own): its marks are no text of the paper.

Headings, tables and emphasis come out as a text file has them: a heading alone between blank lines, a table row as one
line with tabs between its cells, stars and strokes gone. The marks are CommonMark's; tables are those of its GitHub
extension, which all these tools write.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kehoach.pipeline.form.national import has_heading
from kehoach.pipeline.form.recipients_head import cut_head
from kehoach.pipeline.wording import number_of

_HEADING = re.compile(r"\s{0,3}#{1,6}\s+(?P<text>\S.*?)(?:\s+#+)?\s*$")
_DELIMITER = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)+\|?\s*$|\s*\|\s*:?-{2,}:?\s*\|\s*$")
"""The line of strokes below a table's first row."""
_ROW = re.compile(r"\s*\|.*\|\s*$")
_CELL_EDGE = re.compile(r"(?<!\\)\|")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?-->|!\[[^\]]*\]\([^)\s]*\)")
"""What stands for a picture («<!-- image -->», «![](page_1.png)») or is the exporting tool's own remark."""
_EMPHASIS = re.compile(
    r"(?<![\w*(\\])(?P<mark>\*{1,3})(?=[^\s*])(?P<text>[^*]{1,600}?)(?<=[^\s*\\])(?P=mark)(?![\w*)])"
)
_STROKES = re.compile(r"(?<![\w\\])(?P<mark>_{1,2})(?=[^\s_])(?P<text>[^_]{1,600}?)(?<=[^\s_\\])(?P=mark)(?!\w)")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", " "), ("&amp;", "&"))
_QUOTE = re.compile(r"^\s{0,3}>\s?")

Numbered = tuple[int, str]
"""A line with the number that it has in the file."""


def is_markdown(lines: Sequence[str]) -> bool:
    """Whether a text is Markdown: two headings or more, or a table with its line of strokes.

    >>> is_markdown(["# KẾ HOẠCH", "", "## I. MỤC TIÊU"]), is_markdown(["# Số: 12/KH-SYT", "* Ghi chú: 2 * 3"])
    (True, False)
    >>> is_markdown(["| TT | Nội dung |", "|---|:--|"]), is_markdown(["-----", "I | II", "--- | chưa rõ"])
    (True, False)
    """
    headings = 0
    for line in lines:
        if line.lstrip()[:1] == "#" and _HEADING.match(line):
            headings += 1
        elif "|" in line and _DELIMITER.match(line):
            return True
    return headings > 1


def without_marks(lines: Sequence[str]) -> tuple[list[Numbered], str]:
    """The lines of a Markdown text without its marks, each with its number, and in words what was left out.

    A text that is no Markdown comes out as it is. Lines of strokes and comments go; blank lines come in around headings
    that have none, with the heading's number.

    >>> [s for _, s in without_marks(["# KẾ HOẠCH", "## *Năm 2025*", "| TT | Việc |", "|---|---|", "| 1 | A |"])[0]]
    ['', 'KẾ HOẠCH', '', '', 'Năm 2025', '', 'TT\\tViệc', '1\\tA']
    """
    numbered = list(enumerate(lines, start=1))
    if not is_markdown(lines):
        return numbered, ""
    found = _Found()
    plain = [(number, _inline(text, found)) for number, text in _blocks(numbered, found)]
    return plain, f"Markdown's marks left out: {found}"


@dataclass
class _Found:
    """How many marks of each kind a text had."""

    counts: dict[tuple[str, str], int] = field(default_factory=dict)

    def add(self, one: str, several: str, times: int = 1) -> None:
        if times:
            self.counts[one, several] = self.counts.get((one, several), 0) + times

    def __str__(self) -> str:
        return ", ".join(number_of(count, *kind) for kind, count in self.counts.items())


def _blocks(lines: Sequence[Numbered], found: _Found) -> Iterator[Numbered]:
    """The lines with headings and tables as plain text has them."""
    at = 0
    while at < len(lines):
        number, text = lines[at]
        heading = _HEADING.match(text) if "#" in text else None
        table = _table_end(lines, at) if heading is None and "|" in text else at
        if table > at:
            found.add("table", "tables")
            yield from _table([line for line in lines[at:table] if not _DELIMITER.match(line[1])])
            at = table
            continue
        at += 1
        if heading is None:
            yield number, _QUOTE.sub("", text, count=1)
            continue
        found.add("heading", "headings")
        yield from ((number, ""), (number, heading["text"]), (number, ""))


def _table_end(lines: Sequence[Numbered], at: int) -> int:
    """Where the table ends that begins at `at`; `at` itself where none does."""
    ruled = at + 1 < len(lines) and _DELIMITER.match(lines[at + 1][1]) is not None
    end = at
    while end < len(lines) and (_ROW.match(lines[end][1]) or (ruled and "|" in lines[end][1])):
        end += 1
    return end if ruled or end > at + 1 else at


def _is_form(cells: Sequence[str]) -> bool:
    """Whether a table is a letterhead or a foot: word processors set them as tables without rulings."""
    return has_heading(" ".join(cells)) or any(map(cut_head, cells))


def _table(rows: Sequence[Numbered]) -> Iterator[Numbered]:
    """Rows as lines with tabs; a letterhead or a foot set as a table column by column, as it is read."""
    cells = [(number, _cells(text)) for number, text in rows]
    width = max((len(row) for _, row in cells), default=0)
    if width == 2 and _is_form([part.strip(" *_") for _, row in cells for cell in row for part in _BREAK.split(cell)]):
        for column in range(width):
            for number, row in cells:
                yield from ((number, part.strip()) for part in _BREAK.split("".join(row[column : column + 1])))
            yield rows[-1][0], ""
        return
    for number, row in cells:
        if any(row):
            yield number, "\t".join(_BREAK.sub(" ", cell) for cell in (*row, *[""] * (width - len(row))))


def _cells(row: str) -> list[str]:
    """The cells of a row, its outer strokes left out.

    >>> _cells("| 1 | Rà soát | |"), _cells("a | b")
    (['1', 'Rà soát', ''], ['a', 'b'])
    """
    text = row.strip().removeprefix("|")
    if text.endswith("|") and not text.endswith("\\|"):
        text = text[:-1]
    return [cell.strip() for cell in _CELL_EDGE.split(text)]


def _inline(text: str, found: _Found) -> str:
    """A line without emphasis, comments, escapes and marks of line breaks.

    >>> _inline("***Nơi nhận:*** \\\\- _Như trên_; 1\\\\. (*) 5 * 3 = ____<!-- image -->", _Found())
    'Nơi nhận: - Như trên; 1. (*) 5 * 3 = ____'
    """
    if not any(mark in text for mark in "*_\\<!&"):
        return text
    text, comments = _COMMENT.subn("", text)
    found.add("picture or comment", "pictures and comments", comments)
    for pattern in (_EMPHASIS, _EMPHASIS, _STROKES):  # twice: bold may hold italics
        text, times = pattern.subn(r"\g<text>", text)
        found.add("emphasis", "emphases", times)
    text = _ESCAPED.sub(r"\1", _BREAK.sub(" ", text).removesuffix("\\"))
    for entity, letter in _ENTITIES:
        text = text.replace(entity, letter)
    return unicodedata.normalize("NFC", text)  # a mark may have stood behind a star, its letter before it
