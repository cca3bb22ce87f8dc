"""Cited documents, each once, with all its mentions; and which of them are the legal bases."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from kehoach.pipeline.form.doc_types import cited_types
from kehoach.pipeline.form.text_key import is_capitals, key
from kehoach.pipeline.parse.citing.laws import law_mentions
from kehoach.pipeline.parse.citing.mentions import Mention, bare_mentions, mentions
from kehoach.pipeline.parse.lines.paragraphs import Para
from kehoach.pipeline.plan import Citation

_BASIS = re.compile(
    r"[\-–+*·•\s]*(?:can cu|(?:(?:de|nham|tiep tuc|tang cuong|to chuc|kip thoi|tiep tuc"
    r"|cu the hoa)\s+)*(?:trien khai|thuc hien)(?: thuc hien)?)\b"
)
"""What introduces a basis in the preamble: Căn cứ, Thực hiện, Triển khai («Theo đề nghị …» does not)."""
_NOT_BASIS = re.compile(r"[\-–+*·•\s]*(?:theo|xet|tren co so)\b")
_QUOTED = re.compile(r"[\"“«][^\"”»]{0,600}[\"”»]|\([^()]{0,800}\)")
_HEAD_WORDS = 12
"""A basis is named within so many words of «Căn cứ»: «Thực hiện sự chỉ đạo của Bộ Y tế tại Công văn số …»."""
_SPACE = re.compile(r"\s*")
_LIST_JOINT = re.compile(r"(?:,|;|\bva)\s*(?:can cu\s+|thuc hien\s+)?$")


def same_number(number: str) -> str:
    """What two spellings of one number share.

    >>> same_number("32/CT-TTg") == same_number("32/CT-TTG")
    True
    """
    return key(number).replace("qdd", "qd")


def _identity(mention: Mention) -> str:
    return same_number(mention.number) if mention.number else "law:" + key(mention.title or mention.raw)


def _resolve_bare(found: Sequence[Mention], bare: Iterable[Mention]) -> list[Mention]:
    """Bare mentions with the full number where the document gives it elsewhere."""
    full: dict[tuple[str, str], str] = {}
    for mention in found:
        if mention.number and mention.type:
            head = re.split(r"[/-]", mention.number)
            full.setdefault((mention.type, head[0].lstrip("0")), mention.number)
            full.setdefault((mention.type, "/".join(head[:2]).lstrip("0")), mention.number)
    resolved: list[Mention] = []
    for mention in bare:
        known = full.get((mention.type or "", mention.number.lstrip("0")))
        resolved.append(replace(mention, number=known) if known else mention)
    return resolved


def find_mentions(paras: Iterable[Para]) -> list[Mention]:
    """All mentions of documents in paragraphs, in order; bare ones resolved within the document."""
    kept = list(paras)
    found = [mention for para in kept for mention in mentions(para)]
    bare = [mention for para in kept for mention in bare_mentions(para)]
    laws = [mention for para in kept for mention in law_mentions(para)]
    numbered_laws = {key(m.title) for m in found if m.type == "Luật" and m.title}
    laws = [m for m in laws if key(m.title or "") not in numbered_laws]
    order = {id(para): at for at, para in enumerate(kept)}
    return sorted([*found, *_resolve_bare(found, bare), *laws], key=lambda m: (order[id(m.para)], m.start))


def _first_known(group: Sequence[Mention], name: str) -> str | None:
    values = [getattr(m, name) for m in group if getattr(m, name)]
    return values[0] if values else None


def _citation(group: Sequence[Mention]) -> Citation:
    """One entry for all mentions of a document; capitals and bare forms give way to fuller ones."""
    best = next((m for m in group if not is_capitals(m.para.text) and not m.bare), group[0])
    dates = {m.date for m in group if m.date}
    return Citation(
        type=best.type or _first_known(group, "type"),
        number=best.number or None,
        date=best.date or _first_known(group, "date"),
        issuer=best.issuer or _first_known([m for m in group if not is_capitals(m.para.text)], "issuer"),
        title=best.title or _first_known(group, "title"),
        raw=best.raw,
        confidence=0.6 if best.bare or len(dates) > 1 else 0.97,
        evidence=best.para.evidence(best.start, best.end),
        mentions=[m.para.evidence(m.start, m.end) for m in group],
    )


def cite(found: Iterable[Mention], own: str | None) -> list[Citation]:
    """The cited documents in the order of their first mention, the document's own number left out."""
    groups: dict[str, list[Mention]] = {}
    skip = same_number(own) if own else None
    for mention in found:
        identity = _identity(mention)
        if identity != skip:
            groups.setdefault(identity, []).append(mention)
    return [_citation(group) for group in groups.values()]


def _blanked(para: Para) -> str:
    """The key with quoted titles and brackets blanked: documents named there are not bases."""
    return _QUOTED.sub(lambda m: " " * len(m[0]), para.key)


def _segments(text: str) -> list[tuple[int, int]]:
    """The parts of a preamble paragraph between semicolons and full stops."""
    cuts = [m.end() for m in re.finditer(r";|\.\s", text)]
    return [(a, b) for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True) if b > a]


def _segment_bases(blanked: str, span: tuple[int, int], inside: Sequence[Mention], opened: bool) -> list[Mention]:
    """The bases of one segment: the document at its head, and those listed after it, not those of its title."""
    start = span[0]
    inside = [m for m in inside if blanked[m.start : m.end].strip()]
    opener = _BASIS.match(blanked, start)
    head = opener.end() if opener else start
    if not inside or _NOT_BASIS.match(blanked, start) or not (opener or opened):
        return []
    lead = blanked[head : inside[0].start]
    if len(lead.split()) > _HEAD_WORDS or (not opener and not _begins_with_type(blanked, head)):
        return []
    found = [inside[0]]
    for before, mention in pairwise(inside):
        if before is not found[-1]:
            break  # a document inside a title: what follows may belong to that title too
        if mention.date and _LIST_JOINT.search(blanked, before.end, mention.start):
            found.append(mention)
    return found


def _begins_with_type(blanked: str, at: int) -> bool:
    """Whether a segment begins with the type of a document: «; Nghị định số …»."""
    match = _SPACE.match(blanked, at)
    return cited_types().match(blanked, match.end() if match else at) is not None


def find_bases(preamble: Iterable[Para], found: Sequence[Mention]) -> list[Mention]:
    """The mentions that are legal bases, in order, each document once.

    A preamble paragraph that begins with Căn cứ, Thực hiện or Triển khai names a basis at its head; more follow after
    semicolons. What stands in quotes, in brackets, or inside a title is cited only.
    """
    by_para: dict[int, list[Mention]] = {}
    for mention in found:
        by_para.setdefault(id(mention.para), []).append(mention)
    bases: dict[str, Mention] = {}
    for para in preamble:
        here = by_para.get(id(para), [])
        blanked = _blanked(para) if here else ""
        places = [mention.start for mention in here]
        opened = False
        for span in _segments(blanked):
            opened = opened or _BASIS.match(blanked, span[0]) is not None
            inside = here[bisect_left(places, span[0]) : bisect_left(places, span[1])]
            for mention in _segment_bases(blanked, span, inside, opened):
                bases.setdefault(_identity(mention), mention)
    return list(bases.values())


def cite_bases(bases: Sequence[Mention], citations: Sequence[Citation]) -> list[Citation]:
    """The bases as entries of their own, dates and issuers completed from other mentions."""
    known = {same_number(c.number): c for c in citations if c.number}
    entries: list[Citation] = []
    for mention in bases:
        entry = _citation([mention])
        full = known.get(same_number(mention.number)) if mention.number else None
        if full is not None:
            missing = {name: getattr(full, name) for name in ("date", "issuer", "title") if not getattr(entry, name)}
            entry = entry.model_copy(update=missing)
        entries.append(entry)
    return entries
