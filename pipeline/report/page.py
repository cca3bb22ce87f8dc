"""The report as one HTML page: nothing is fetched, nothing of a document is run (strict Content Security Policy)."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Sequence
from importlib.resources import files

from kehoach.pipeline import __version__
from kehoach.pipeline.report import tables
from kehoach.pipeline.report.gather import MOST_CHANGES
from kehoach.pipeline.report.markup import escape
from kehoach.pipeline.report.plot import confidence_plot
from kehoach.pipeline.report.values import Content, Crop, Ended, Row
from kehoach.pipeline.report.words import METHODS, STATES, both, named
from kehoach.pipeline.wording import noun, number_of

_NARROW = 3
"""Columns that fit side by side on a telephone; the rows of wider tables become cards there."""


def report_page(content: Content, crops: Sequence[Crop], title: str, made: str) -> str:
    """The whole page; `title` names OUT, `made` is when it was made, as text."""
    style, script = _asset("style.css"), _asset("script.js")
    policy = (
        f"default-src 'none'; img-src data:; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    body = "\n".join(
        (
            _header(content.rows, title, made),
            _section("sure", ("Độ chắc chắn", "Confidence"), confidence_plot(content.rows)),
            _section("documents", ("Văn bản", "Documents"), _documents(content.rows)),
            _failures(content.rows),
            _skipped(content.skipped),
            _doubts(crops),
            _changes(content),
            _section("timing", ("Thời gian", "Timing"), _timing(content.rows)),
        )
    )
    return (
        '<!DOCTYPE html>\n<html lang="vi" data-lang="vi"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>kehoach · {escape(title)}</title><style>{style}</style></head>\n<body>{body}"
        f"<script>{script}</script></body></html>\n"
    )


def _asset(name: str) -> str:
    return (files("kehoach.pipeline.report") / "assets" / name).read_text("utf-8")


def _hash(text: str) -> str:
    """How the policy names an inline style or script that may run (CSP Level 3, 2.3.1)."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")


def _section(name: str, heading: tuple[str, str], inner: str) -> str:
    return f'<section id="{name}"><h2>{both(*heading)}</h2>{inner}</section>'


def _header(rows: Sequence[Row], title: str, made: str) -> str:
    counts = Counter(row.ended.state for row in rows)
    pages, work = sum(row.pages for row in rows), sum(row.ended.seconds for row in rows)
    figures = [(both("văn bản", noun(len(rows), "document")), str(len(rows)), "")]
    figures += [(named(STATES, state), str(counts[state]), state) for state in STATES if counts[state]]
    figures += [(both("trang", noun(pages, "page")), str(pages), "")]
    figures += [(both("giây làm việc", "seconds of work"), f"{work:.0f}", "")]
    shown = "".join(f'<li class="{kind}"><b>{value}</b> {name}</li>' for name, value, kind in figures)
    return (
        '<header><button id="language" type="button">English</button>'
        f"<h1>{both('Báo cáo đọc văn bản', 'What was read')}: {escape(title)}</h1>"
        f'<ul class="figures">{shown}</ul><p class="note">kehoach {escape(__version__)} · {escape(made)}</p></header>'
    )


def _documents(rows: Sequence[Row]) -> str:
    heads = (
        ("Văn bản", "Document"), ("Kết quả", "State"), ("Trang", "Pages"), ("Cách đọc", "How read"),
        ("Độ chắc chắn", "Confidence"), ("Chỗ sửa", "Edits"), ("Giây", "Seconds"),
    )  # fmt: skip
    return (
        f"{_filters(rows)}{_table(heads, tables.document_rows(rows), 'doctable')}"
        f"<h3>{both('Cách đọc các trang', 'How pages were read')}</h3>"
        f"{_table((('Cách đọc', 'How'), ('Trang', 'Pages')), tables.method_rows(rows))}"
    )


def _filters(rows: Sequence[Row]) -> str:
    """Text, state, way of reading, least confidence: the script hides the rows that do not fit."""
    states = "".join(_option(state, STATES[state]) for state in STATES)
    used = {method.split()[0] for row in rows for method, _ in row.methods}
    methods = "".join(_option(method, METHODS[method]) for method in METHODS if method in used)
    every = _option("", ("tất cả", "all"))
    return (
        '<form id="filters"><label>' + both("Tìm", "Find") + ' <input id="f-text" type="search"></label>'
        f"<label>{both('Kết quả', 'State')} <select id='f-state'>{every}{states}</select></label>"
        f"<label>{both('Cách đọc', 'How read')} <select id='f-method'>{every}{methods}</select></label>"
        f"<label>{both('Độ chắc chắn đến', 'Confidence up to')} "
        '<input id="f-sure" type="range" min="0" max="1" step="0.05" value="1"> <output id="f-sure-shown">1</output>'
        '</label> <output id="shown"></output></form>'
    )


def _option(value: str, names: tuple[str, str]) -> str:
    """An option knows both languages: markup is not allowed in it."""
    vietnamese, english = map(escape, names)
    return f'<option value="{escape(value)}" data-vi="{vietnamese}" data-en="{english}">{vietnamese}</option>'


def _table(heads: Sequence[tuple[str, str]], rows: str, name: str = "") -> str:
    cells = "".join(f"<th>{both(*head)}</th>" for head in heads)
    label = f' id="{name}"' if name else ""
    label += ' class="wide"' if len(heads) > _NARROW else ""
    return f"<table{label}><thead><tr>{cells}</tr></thead><tbody>\n{rows}\n</tbody></table>"


def _failures(rows: Sequence[Row]) -> str:
    shown = tables.failure_rows(rows)
    if not shown:
        return ""
    heads = (("Tệp", "File"), ("Nguyên nhân", "Cause"), ("Nên làm gì", "What to do"))
    return _section("failures", ("Không đọc được", "Failures"), _table(heads, shown))


def _skipped(skipped: Sequence[Ended]) -> str:
    if not skipped:
        return ""
    heads = (("Lý do", "Reason"), ("Số tệp", "Files"), ("Tệp", "Which"))
    return _section("skipped", ("Bỏ qua", "Skipped"), _table(heads, tables.skipped_rows(skipped)))


def _doubts(crops: Sequence[Crop]) -> str:
    if not crops:
        return ""
    note = both(
        f"{len(crops)} dòng kém chắc chắn nhất; từ nghi ngờ được gạch chân đỏ. Bấm vào ảnh để xem cả trang.",
        f"The {number_of(len(crops), 'line')} most in doubt; words in doubt are underlined in red."
        " Click a picture for its page.",
    )
    heading = ("Dòng kém chắc chắn", "Lines in doubt")
    return _section("doubts", heading, f'<p class="note">{note}</p>{tables.doubt_figures(crops)}')


def _changes(content: Content) -> str:
    if not content.changes:
        return ""
    heads = (
        ("Văn bản", "Document"), ("Trước", "Before"), ("Sau", "After"), ("Lý do", "Reason"),
        ("Độ chắc chắn", "Confidence"), ("", ""),
    )  # fmt: skip
    shown, whole = len(content.changes), content.changes_in_all
    note = both(
        f"{shown} trong {whole} chỗ, kém chắc chắn nhất trước; tất cả nằm trong plan.json của từng văn bản.",
        f"{shown} of {whole}, the least sure first; all stand in each document's plan.json.",
    )
    table = _table(heads, tables.change_rows(content.changes[:MOST_CHANGES]))
    return _section("changes", ("Chỗ đã sửa hoặc nghi ngờ", "Edits and doubts"), f'<p class="note">{note}</p>{table}')


def _timing(rows: Sequence[Row]) -> str:
    stages = tables.timing_rows(rows)
    by_stage = _table((("Công đoạn", "Stage"), ("Giây", "Seconds"), ("Tỷ lệ", "Share")), stages) if stages else ""
    heads = (("Văn bản", "Document"), ("Giây", "Seconds"), ("Giây mỗi trang", "Seconds a page"))
    slowest = _table(heads, tables.slowest_rows(rows))
    return f"{by_stage}<h3>{both('Lâu nhất', 'Slowest')}</h3>{slowest}"
