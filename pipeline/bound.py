"""Several documents bound in one file: each is parsed by itself, and the file's Plan holds them all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from kehoach.pipeline.document import Document, Page
from kehoach.pipeline.faithful import faithful_text
from kehoach.pipeline.layout import find_borders
from kehoach.pipeline.plan import Evidence, Issue, Text

if TYPE_CHECKING:
    from kehoach.pipeline.plan import Plan

SEVERAL = "several-documents"


def parse_all(document: Document) -> Plan:
    """The Plan of a file: of its first document, with the Plans of those bound behind it in `bound`.

    `text` of the whole is that of all of them, so that a file's text stays in one place; each bound Plan has its own.
    """
    from kehoach.pipeline.parse import parse

    parts = _parts(document.pages)
    if len(parts) == 1:
        return parse(document)
    plans = [_with_range(parse(replace(document, pages=part)), part) for part in parts]
    plan = plans[0]
    plan.bound = [_of_its_own(other, part) for other, part in zip(plans[1:], parts[1:], strict=True)]
    normalised = "\n".join(each.text.normalised for each in plans)
    plan.text = Text(faithful=faithful_text(document.pages), normalised=normalised)
    plan.issues.insert(0, _issue(plans, parts))
    return plan


def _parts(pages: Sequence[Page]) -> list[tuple[Page, ...]]:
    ends = [0, *find_borders(pages), len(pages)]
    return [tuple(pages[start:end]) for start, end in pairwise(ends)]


def _with_range(plan: Plan, part: Sequence[Page]) -> Plan:
    plan.source.page_range = (part[0].number, part[-1].number)
    return plan


def _of_its_own(plan: Plan, part: Sequence[Page]) -> Plan:
    """A bound Plan counts its own pages."""
    plan.source.pages = len(part)
    return plan


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
