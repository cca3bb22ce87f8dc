"""Links from a document's row to its results: its text, its PDF, the pictures of its pages, its Plan."""

from __future__ import annotations

import re
from urllib.parse import quote

from kehoach.pipeline.export.names import FAITHFUL, IMAGES, NORMALISED, PDF, PLAN
from kehoach.pipeline.report.markup import escape
from kehoach.pipeline.report.values import Row
from kehoach.pipeline.report.words import both

_NAMES = {
    NORMALISED: ("văn bản", "text"),
    FAITHFUL: ("đúng từng dòng", "line for line"),
    PDF: ("PDF tìm kiếm được", "searchable PDF"),
    PLAN: ("dữ liệu (plan.json)", "data (plan.json)"),
}
"""What a file is called; in the order of use."""

_PAGE = re.compile(rf"{IMAGES}/page-0*(\d+(?:-\d+)?)\.png")
_MOST_PAGES = 20  # linked of one document: the folder has them all, and a row stays a few lines


def results(row: Row) -> str:
    """Links to what was written for a document; the Plan's alone where the journal does not say what was."""
    written = set(row.ended.written) or ({PLAN} if row.methods else set())
    files = [_anchor(row, name, both(*called)) for name, called in _NAMES.items() if name in written]
    pages = sorted((match for name in written if (match := _PAGE.fullmatch(name))), key=lambda match: match[0])
    if pages:
        shown = " ".join(_anchor(row, match[0], escape(match[1])) for match in pages[:_MOST_PAGES])
        more = f" {_anchor(row, IMAGES, '…')}" if len(pages) > _MOST_PAGES else ""
        files.append(f"{both('ảnh trang', 'page pictures')} {shown}{more}")
    return f'<div class="results">{" · ".join(files)}</div>' if files else ""


def _anchor(row: Row, name: str, inner: str) -> str:
    return f'<a href="{link(row.ended.folder)}/{quote(name)}">{inner}</a>'


def link(path: str) -> str:
    """A relative link that cannot leave OUT or name a scheme.

    >>> link("năm/a b.pdf"), link("javascript:x")
    ('./n%C4%83m/a%20b.pdf', './javascript%3Ax')
    """
    return "./" + quote(path.encode("utf-8", "surrogateescape"))
