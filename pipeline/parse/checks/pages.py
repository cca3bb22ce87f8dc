"""Pages in trouble: most of what is printed was not read, or what was read is no language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kehoach.diacritics.judge.verdict import SOME_WORDS, Kind, verdict_on
from kehoach.pipeline.document import Page
from kehoach.pipeline.plan import Evidence, Issue

LOST = 0.6
"""Share of the signs printed on a page that no line was read of. On 18 flat pages that are read well it is up to 0.08,
on a telephone photograph 0.33, on a curved one of which eleven lines of forty were read 0.72; where nine of ten lines
are taken away from any of them 0.73 to 0.97, for the lines that are left cover a little of their neighbours."""

_NONSENSE = frozenset({Kind.GARBLED, Kind.LETTERS_DROPPED, Kind.LEGACY})
"""What no page is once it was mended: none of 329 documents read (scans, texts, hard pages) is."""


def page_troubles(pages: Sequence[Page]) -> Iterator[Issue]:
    """What is wrong with pages as wholes; those that could not be read at all are told of elsewhere."""
    for page in pages:
        if page.problem:
            continue
        where = Evidence(page=page.number)
        if page.unread_share > LOST:
            message = f"page {page.number}: {page.unread_share:.0%} of what is printed on it was not read"
            yield Issue(code="page-mostly-lost", message=message, severity=1, evidence=where)
        text = "\n".join(line.text for line in page.text_lines())
        if len(text.split()) >= SOME_WORDS and (found := verdict_on(text)).kind in _NONSENSE:
            message = f"page {page.number}: its text makes no sense: {found.reason}"
            yield Issue(code="page-nonsense", message=message, severity=1, evidence=where)
