"""CSV as spreadsheets open it: UTF-8 with BOM, every value quoted, nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from kehoach.pipeline.export.files import whole_file
from kehoach.pipeline.files.printable import harmless

_SIGNS = "=+\\-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b"
"""What makes a cell a formula (OWASP, «CSV Injection»), also in the wide and small forms that some spreadsheets take
for the same."""

_BLANK = r"[\s\u200b-\u200f\u2060\ufeff]"
_NUMBER = re.compile(r"[-+]\d[\d.,]*%?")
_FORMULA = re.compile(rf"(?:\s|{_BLANK}*[{_SIGNS}])")
_NEXT = re.compile(rf"([;\t\n\r]{_BLANK}*)(?=[{_SIGNS}][^;\t\n\r]*[(|!])")
"""Behind a mark by which some spreadsheets cut cells, whatever the quotes say: the beginning of what may run a program
or a function. Dashes of a list («a;\\n- b») run nothing."""


def cell(value: str) -> str:
    r"""A value that no spreadsheet runs: an apostrophe stands before what it would take for a formula.

    A number with a sign stays a number; «- Như trên» becomes «'- Như trên», which is shown as text where the bare dash
    would make it an error. What is no ink is shown by its number, as on a terminal.

    >>> cell('=HYPERLINK("http://x")'), cell("- Lưu: VT"), cell("-1.234,5"), cell("04")
    ('\'=HYPERLINK("http://x")', "'- Lưu: VT", '-1.234,5', '04')
    >>> cell("\n=1"), cell("\ufeff ＝1"), cell("a;=cmd|'/C calc'!A0"), cell("a;\n- b")
    ("'\n=1", "'\\ufeff ＝1", "a;'=cmd|'/C calc'!A0", 'a;\n- b')
    """
    guarded = _NEXT.sub(r"\1'", value)
    if _FORMULA.match(value) and not _NUMBER.fullmatch(value):
        guarded = f"'{guarded}"
    return harmless(guarded, keep="\n\r\t")


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    """Write a table, whole or not at all; returns the number of rows without the header. Raises FileAccess."""
    count = 0
    with whole_file(path) as file:
        text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
        writer = csv.writer(text, quoting=csv.QUOTE_ALL)  # line ends CR LF: RFC 4180
        writer.writerow(header)
        for row in rows:
            writer.writerow([cell(value) for value in row])
            count += 1
        text.detach()
    return count
