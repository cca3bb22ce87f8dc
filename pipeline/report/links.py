"""Links from a document's row to its results: its text, its PDF, the pictures of its pages, its Plan."""

from __future__ import annotations

from urllib.parse import quote

from kehoach.pipeline.files.out_names import FAITHFUL, IMAGES, NORMALISED, PDF, PLAN, page_of_image
from kehoach.pipeline.report.markup import escape
from kehoach.pipeline.report.values import Row
from kehoach.pipeline.report.words import both

_NAMES = {
    NORMALISED: ("văn bản", "text"),
    FAITHFUL: ("đúng từng dòng", "line for line"),
    PDF: ("PDF tìm kiếm được", "searchable PDF"),
    PLAN: (f"dữ liệu ({PLAN})", f"data ({PLAN})"),
}
"""What a file is called; in the order of use."""

_MOST_PAGES = 20  # linked of one document: the folder has them all, and a row stays a few lines


def results(row: Row) -> str:
    """Links to what was written for a document; the Plan's alone where the journal does not say what was."""
    written = set(row.ended.written) or ({PLAN} if row.methods else set())
    files = [_anchor(row, name, both(*called)) for name, called in _NAMES.items() if name in written]
    pages = sorted((name, page) for name in written if (page := page_of_image(name)))
    if pages:
        shown = " ".join(_anchor(row, name, escape(page)) for name, page in pages[:_MOST_PAGES])
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
