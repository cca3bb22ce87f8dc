"""The account: what was set aside as furniture must not be text; what looks like body there, the sections lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kehoach.pipeline.document import Role
from kehoach.pipeline.form.labels import Kind, find_label
from kehoach.pipeline.form.letterhead_lines import is_letterhead_line
from kehoach.pipeline.form.text_key import is_capitals
from kehoach.pipeline.plan import Contents, Evidence, Issue, PagePart

_RUNNING_WORDS = 8
"""Words of a line from which it may be running text: names, posts and notes beside a signature have fewer."""
_LINES = 3  # of running text: of 253 documents read right none has more than two in its furniture
_SHARE = 0.1
"""Share of a document's letters in furniture from which something was lost: of 253 documents read right it is at most
0.04."""
_LEAST = 2000  # letters of a text for which its share tells
_WORDED = (Kind.PART, Kind.CHAPTER, Kind.ARTICLE)
_LABELS = (*_WORDED, Kind.ROMAN)
_TOLD = frozenset(
    {
        *(Role.PAGE_NUMBER.value, Role.RUNNING_HEAD.value, Role.SIGNATURE_DUMP.value),
        *("national-title", "motto", "party-title", "rule"),
    }
)
"""Kinds of furniture that are known by what they say, and so are none of the text."""
_LIST_WORDS = 60  # words of an entry that is no recipient; the longest of 253 documents has 44


def account(plan: Contents) -> Iterator[Issue]:
    """Furniture and recipients that look like body, each an issue of the first rank with its place."""
    aside = [part for part in plan.furniture if part.kind not in _TOLD]
    running = [part for part in aside if _is_running(part.text)]
    labelled = [part for part in aside if _is_heading(part.text)]
    if len(running) >= _LINES or labelled:
        yield _lost(
            running or labelled, f"{len(running)} lines of text and {len(labelled)} headings stand outside the sections"
        )
    letters = sum(len(part.text) for part in aside)
    if letters > _SHARE * max(_LEAST, len(plan.text.normalised)):
        yield _lost(aside, f"{letters} of {len(plan.text.normalised)} letters were set aside as furniture")
    for entry in plan.metadata.recipients.value or []:
        if len(entry.text.split()) > _LIST_WORDS or _is_heading(entry.text, _WORDED):
            message = f"an entry of «Nơi nhận» is a paragraph: «{entry.text[:60]}…»"
            yield Issue(code="body-set-aside", severity=1, message=message, evidence=entry.evidence)


def _lost(parts: Sequence[PagePart], said: str) -> Issue:
    first = parts[0]
    return Issue(
        code="body-set-aside", severity=1, message=f"{said}: «{first.text[:60]}» …", evidence=Evidence(page=first.page)
    )


def _is_running(text: str) -> bool:
    return len(text.split()) >= _RUNNING_WORDS and not is_capitals(text) and not is_letterhead_line(text)


def _is_heading(text: str, kinds: Sequence[Kind] = _LABELS) -> bool:
    label = find_label(text)
    return label is not None and label.kind in kinds and len(text[label.end :].split()) > 1
