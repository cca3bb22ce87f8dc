"""The report's tables: documents, failures, edits, doubtful lines, timing. All text of documents is escaped here."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from kehoach.pipeline.report.links import link, results
from kehoach.pipeline.report.markup import escape
from kehoach.pipeline.report.values import Change, Crop, Ended, Row
from kehoach.pipeline.report.words import CAUSES, ISSUES, LOOK, METHODS, REASONS, SKIPPED, STAGES, STATES, both, named
from kehoach.pipeline.wording import number_of

_SLOWEST = 10
_NAMED = 5  # names of skipped files in sight
_LOW = 0.85  # a bar below it is drawn in the colour of what needs a look


def document_rows(rows: Iterable[Row]) -> str:
    """A table row a document; what the filters look at stands in its data attributes."""
    return "\n".join(_document(number, row) for number, row in enumerate(rows, 1))


def _document(number: int, row: Row) -> str:
    ended = row.ended
    sure = "" if row.confidence is None else f"{row.confidence:.2f}"
    low = " data-low" if (row.confidence or 0.0) < _LOW else ""
    methods = " ".join(method.split()[0] for method, _ in row.methods)
    about = escape(" · ".join(filter(None, (row.doc_type, row.code, row.date, row.agency))))
    how = "; ".join(f"{_method(method)} ({count})" for method, count in row.methods)
    bar = f"{_bar(row.confidence or 0.0)} {sure}" if sure else ""
    return (
        f'<tr id="d{number}" class="doc" data-state="{escape(ended.state)}" data-methods="{escape(methods)}"'
        f' data-sure="{sure or 0}"{low}><td class="what"><b>{escape(ended.folder)}</b><div class="about">{about}</div>'
        f'<div class="subject">{escape(row.subject)}</div>{results(row)}{_look(row)}{_details(row)}</td>'
        f'<td class="{escape(ended.state)}">{named(STATES, ended.state)}</td><td class="n">{row.pages or ""}</td>'
        f'<td>{how}</td><td class="sure">{bar}</td><td class="n">{row.edits or ""}</td>'
        f'<td class="n">{ended.seconds:.1f}</td></tr>'
    )


def _bar(share: float) -> str:
    """A bar of this share's length; a thousand of them are laid out in half of the time of `<meter>`s."""
    return f'<svg class="bar" width="60" height="9"><rect width="{60 * share:.0f}" height="9"/></svg>'


def _method(method: str) -> str:
    kind, *engine = method.split()
    return named(METHODS, kind) + (f" [{escape(' '.join(engine))}]" if engine else "")


def _look(row: Row) -> str:
    """Why a person should look at the document, in words, in full view."""
    reasons = "".join(
        f'<li>{named(LOOK, reason.code)} <span class="raw">{escape(reason.message)}</span></li>'
        for reason in row.ended.look
    )
    return f'<ul class="look">{reasons}</ul>' if reasons else ""


def _details(row: Row) -> str:
    """What was noted, and why pages were read as they were, folded away."""
    noted = "".join(
        f'<li class="s{issue.severity}">{named(ISSUES, issue.code)}{_page(issue.page)}'
        f'<div class="raw">{escape(issue.message)}</div></li>'
        for issue in row.noted
    )
    reasons = "".join(f"<li>{both('trang', 'page')} {escape(pages)}: {escape(why)}</li>" for pages, why in row.reasons)
    if not (noted or reasons):
        return ""
    count = both("cách đọc từng trang", "how pages were read")
    if noted:
        count = both(f"{len(row.noted)} điều ghi nhận", number_of(len(row.noted), "note"))
    return f"<details><summary>{count}</summary><ul>{noted}</ul><ul class='raw'>{reasons}</ul></details>"


def _page(page: int | None) -> str:
    return f" ({both('trang', 'page')} {page})" if page else ""


def failure_rows(rows: Iterable[Row]) -> str:
    """A table row a failed document: what, why, and what to do."""
    return "\n".join(
        f"<tr><td>{escape(row.ended.folder)}</td><td>{named(CAUSES, row.ended.code)}"
        f'<div class="raw">{escape(row.ended.message)}</div></td><td>{escape(row.ended.advice)}</td></tr>'
        for row in rows
        if row.ended.state == "failed"
    )


def skipped_rows(skipped: Iterable[Ended]) -> str:
    """A table row a reason for which files were passed over: how many, and which, the first few in sight."""
    reasons: defaultdict[str, list[Ended]] = defaultdict(list)
    for one in skipped:
        reasons[one.code].append(one)
    return "\n".join(
        f'<tr><td>{named(SKIPPED, code)}</td><td class="n">{len(ones)}</td><td>{_names(ones)}</td></tr>'
        for code, ones in sorted(reasons.items(), key=lambda pair: -len(pair[1]))
    )


def _names(ones: Sequence[Ended]) -> str:
    shown = ", ".join(escape(one.folder) for one in ones[:_NAMED])
    others = "".join(f"<li>{escape(one.folder)}</li>" for one in ones[_NAMED:])
    count = len(ones) - _NAMED
    more = both(f"{count} tệp nữa", f"{count} more")
    return f"{shown}<details><summary>{more}</summary><ul>{others}</ul></details>" if others else shown


def change_rows(changes: Iterable[Change]) -> str:
    """A table row an edit, before and after; doubts that were left as they stand are marked."""
    return "\n".join(
        f'<tr class="{"applied" if change.applied else "doubt"}"><td>{escape(change.folder)}{_page(change.page)}</td>'
        f"<td><del>{escape(change.before)}</del></td><td><ins>{escape(change.after)}</ins>{_others(change.alternatives)}"
        f'</td><td>{named(REASONS, change.reason)}</td><td class="n">{change.confidence:.2f}</td>'
        f"<td>{both('đã sửa', 'made') if change.applied else both('chưa sửa', 'not made')}</td></tr>"
        for change in changes
    )


def _others(alternatives: Sequence[str]) -> str:
    return f' <span class="raw">({escape(" / ".join(alternatives))})</span>' if alternatives else ""


def doubt_figures(crops: Iterable[Crop]) -> str:
    """A figure a doubtful line: its picture, what was read, and the words in doubt with their other readings."""
    return "\n".join(map(_figure, crops))


def _figure(crop: Crop) -> str:
    doubt = crop.doubt
    words = Counter(word.text for word in doubt.words)
    picture = f'<img src="{escape(crop.picture)}" alt="{escape(doubt.text)}">' if crop.picture else ""
    if crop.page_file:
        picture = f'<a href="{link(crop.page_file)}">{picture}</a>'
    sides = "; ".join(f"{escape(w.text)} {w.confidence:.2f}{_others(w.alternatives)}" for w in doubt.words)
    return (
        f"<figure>{picture}<figcaption><p class='read'>{_marked(doubt.text, words)}</p><p class='raw'>{sides}</p>"
        f"<p class='about'>{escape(doubt.folder)}{_page(doubt.page)}</p></figcaption></figure>"
    )


def _marked(text: str, words: Counter[str]) -> str:
    """The line with its doubtful words marked, each as often as it is in doubt."""
    left = words.copy()
    shown = []
    for word in text.split():
        shown.append(f"<mark>{escape(word)}</mark>" if left[word] > 0 else escape(word))
        left[word] -= 1
    return " ".join(shown)


def timing_rows(rows: Sequence[Row]) -> str:
    """A table row a stage: seconds of work in all documents, and its share."""
    totals: defaultdict[str, float] = defaultdict(float)
    for row in rows:
        for stage, seconds in row.ended.stages.items():
            totals[stage] += seconds
    whole = sum(totals.values()) or 1.0
    return "\n".join(
        f'<tr><td>{named(STAGES, stage)}</td><td class="n">{seconds:.1f}</td>'
        f"<td>{_bar(seconds / whole)} {seconds / whole:.0%}</td></tr>"
        for stage, seconds in sorted(totals.items(), key=lambda pair: -pair[1])
    )


def slowest_rows(rows: Iterable[Row]) -> str:
    """The documents that took longest, with their seconds a page."""
    slowest = sorted(rows, key=lambda row: -row.ended.seconds)[:_SLOWEST]
    return "\n".join(
        f'<tr><td>{escape(row.ended.folder)}</td><td class="n">{row.ended.seconds:.1f}</td>'
        f'<td class="n">{row.ended.seconds / row.pages:.1f}</td></tr>'
        for row in slowest
        if row.pages
    )


def method_rows(rows: Iterable[Row]) -> str:
    """How pages were read: a table row a way, with the number of pages."""
    counts: Counter[str] = Counter()
    for row in rows:
        counts.update(dict(row.methods))
    return "\n".join(
        f'<tr><td>{_method(method)}</td><td class="n">{count}</td></tr>' for method, count in counts.most_common()
    )
