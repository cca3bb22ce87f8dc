"""CSV as spreadsheets open it: UTF-8 with BOM, every value quoted, nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from kehoach.pipeline.export.files import whole_file

_RUNS = ("=", "+", "-", "@", "\t", "\r")  # what makes a cell a formula: OWASP, «CSV Injection»


def harmless(value: str) -> str:
    """A value that no spreadsheet takes for a formula: an apostrophe stands before one that it would.

    >>> harmless('=HYPERLINK("http://x")'), harmless("- Lưu: VT"), harmless("04")
    ('\\'=HYPERLINK("http://x")', "'- Lưu: VT", '04')
    """
    return f"'{value}" if value.startswith(_RUNS) else value


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    """Write a table, whole or not at all; returns the number of rows without the header. Raises FileAccess."""
    count = 0
    with whole_file(path) as file:
        text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
        writer = csv.writer(text, quoting=csv.QUOTE_ALL)  # line ends CR LF: RFC 4180
        writer.writerow(header)
        for row in rows:
            writer.writerow([harmless(value) for value in row])
            count += 1
        text.detach()
    return count
