"""Several documents bound in one file: each is parsed by itself, and the file's Plan holds them all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from kehoach.pipeline.document import Document, Page, Source
from kehoach.pipeline.faithful import faithful_text
from kehoach.pipeline.layout import find_borders
from kehoach.pipeline.plan import Evidence, Issue, Plan, Text

SEVERAL = "several-documents"


def parse_all(document: Document) -> Plan:
    """The Plan of a file: of its first document, with the Plans of those bound behind it in `bound`.

    `text` of the whole is that of all of them, so that a file's text stays in one place; each bound Plan has its own.
    """
    from kehoach.pipeline.parse import parse

    parts = _parts(document.pages)
    if len(parts) == 1:
        return parse(document)
    first, *others = (replace(document, pages=part) for part in parts)
    plans = [_plan(first), *(_plan(replace(other, source=_of_its_own(other))) for other in others)]
    text = Text(faithful=faithful_text(document.pages), normalised="\n".join(each.text.normalised for each in plans))
    issues = [_issue(plans, parts), *plans[0].issues]
    return Plan(**{**dict(plans[0]), "text": text, "issues": issues, "bound": plans[1:]})


def _parts(pages: Sequence[Page]) -> list[tuple[Page, ...]]:
    ends = [0, *find_borders(pages), len(pages)]
    return [tuple(pages[start:end]) for start, end in pairwise(ends)]


def _plan(part: Document) -> Plan:
    from kehoach.pipeline.parse import parse

    return parse(part, (part.pages[0].number, part.pages[-1].number))


def _of_its_own(part: Document) -> Source:
    """The source of a bound document, which counts its own pages; the first one has those of the whole file."""
    return replace(part.source, pages=len(part.pages))


def _issue(plans: Sequence[Plan], parts: Sequence[Sequence[Page]]) -> Issue:
    named = "; ".join(f"{_pages(part)}: {_name(plan)}" for plan, part in zip(plans, parts, strict=True))
    where = Evidence(page=parts[1][0].number)
    return Issue(code=SEVERAL, message=f"{len(plans)} documents in one file: {named}", severity=1, evidence=where)


def _pages(part: Sequence[Page]) -> str:
    first, last = part[0].number, part[-1].number
    return f"page {first}" if first == last else f"pages {first}-{last}"


def _name(plan: Plan) -> str:
    """Type and number, as far as they are known."""
    metadata = plan.metadata
    code = "/".join(filter(None, (metadata.number.value, metadata.notation.value)))
    return " ".join(filter(None, (metadata.doc_type.value, code))) or "unnamed"
