"""Tasks: who does what with whom by when, from sections about the carrying out, from label lines, from tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from kehoach.pipeline.form.text_key import is_capitals, squeeze
from kehoach.pipeline.parse.body.closing_formula import bullets_of
from kehoach.pipeline.parse.body.outline import Node, Outline
from kehoach.pipeline.parse.body.sections import run_in
from kehoach.pipeline.parse.lines.paragraphs import Para
from kehoach.pipeline.parse.tasks.actors import (
    actor_before_colon,
    heading_actor,
    partners_in,
    sentence_actor,
    split_names,
)
from kehoach.pipeline.parse.tasks.due import Calendar, periods_of
from kehoach.pipeline.parse.tasks.span import Span
from kehoach.pipeline.plan import Evidence, Period, Task

_LABELS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(rf"(?:[-+*·]\s*)?(?:{words})\s*(?:\([^)]*\)\s*)?:\s*"))
    for kind, words in (
        (
            "time",
            r"thoi (?:gian|han|diem|ky)[^:.;]{0,40}|hoan thanh(?: truoc| trong)?|tien do[^:.;]{0,30}|han (?:hoan thanh"
            r"|bao cao|nop)[^:.;]{0,20}"
            r"|lo trinh[^:.;]{0,20}",
        ),
        (
            "lead",
            r"(?:don vi|co quan|bo phan|phong|to chuc|nguoi|can bo)?\s*(?:chu tri|dau moi|thuc hien|chiu trach nhiem"
            r"|chu tri thuc hien|chu tri, phoi hop|duoc giao|phu trach)(?: thuc hien)?|phan cong(?: thuc hien)?"
            r"|(?:don vi|co quan) (?:chu tri|thuc hien|dau moi)[^:.;]{0,30}",
        ),
        ("partners", r"(?:don vi|co quan|cac don vi|to chuc)?\s*(?:phoi hop|lien quan)(?: thuc hien)?"),
        ("content", r"noi dung[^:.;]{0,30}|nhiem vu[^:.;]{0,30}|hoat dong[^:.;]{0,20}|cong viec"),
        ("product", r"(?:san pham|ket qua|dau ra)[^:.;]{0,30}"),
        (
            "form",
            r"hinh thuc[^:.;]{0,30}|phuong thuc[^:.;]{0,30}|dia diem[^:.;]{0,30}|doi tuong[^:.;]{0,30}"
            r"|thanh phan[^:.;]{0,20}|kinh phi[^:.;]{0,30}",
        ),
    )
)
_INNER = re.compile(r"[.;]\s+(?=[^.;:]{4,60}:)")
"""Where a second label can begin on a label's line: «Thời gian: tháng 3/2024. Phụ trách: Phòng Hành chính.»"""
_ASIDE = re.compile(r"\([^()]*\)[.;]?")
"""A remark in brackets, alone: «(Chi tiết tại Phụ lục kèm theo)»."""
_CARRYING_OUT = re.compile(
    r"to chuc thuc hien|phan cong|trach nhiem|to chuc trien khai|to chuc, thuc hien|nhiem vu cua|to chuc thi hanh"
)
_TOLD = re.compile(
    r"(?:thuc trang|dac diem|tinh hinh|ket qua|danh gia|ton tai|han che|kho khan|su can thiet|khai quat|tong quan)\b"
)
"""Headings of parts that tell what was: a date before the document's is no deadline there."""
_TIMED = re.compile(r"thoi gian|thoi han|tien do|lo trinh|thoi diem")
REACH = 1500
"""A sentence is looked for so many letters to each side; longer ones are cut."""


@dataclass(slots=True)
class _Draft:
    """A task being put together."""

    section: str
    action: Para | None = None
    lead: str | None = None
    partners: list[str] = field(default_factory=list)
    products: list[str] = field(default_factory=list)
    span: Span | None = None
    when: Para | None = None
    confidence: float = 0.6


def label_of(para: Para) -> tuple[str, Para] | None:
    """The kind of a label line and what follows its colon: «Thời gian thực hiện: Tháng 12/2025»."""
    if ":" not in para.text[:80]:
        return None
    for kind, pattern in _LABELS:
        match = pattern.match(para.key)
        if match:
            return kind, para.part(match.end())
    return None


def labels_of(para: Para) -> list[tuple[str, Para]]:
    """The labels of a line with what follows each; none for a line that begins with none."""
    if label_of(para) is None:
        return []
    cuts = [0, *(m.end() for m in _INNER.finditer(para.key)), len(para.text)]
    return [found for start, end in pairwise(cuts) if (found := label_of(para.part(start, end)))]


def _period_of(span: Span, para: Para) -> Period:
    return Period(
        raw=para.text[span.start : span.end],
        start=span.first,
        end=span.last,
        precision=span.precision,
        recurrence=span.recurrence,
        anchored=span.anchored,
        evidence=para.evidence(span.start, span.end),
    )


def _sentence(para: Para, span: Span) -> str:
    """The sentence in which a period stands."""
    low, high = max(span.start - REACH, 0), min(span.end + REACH, len(para.text))
    start = max(low - 1, *(para.text.rfind(stop, low, span.start) for stop in (". ", "; "))) + 1
    ends = [at for stop in (". ", "; ") if (at := para.text.find(stop, span.end, high)) >= 0]
    return squeeze(para.text[start : min(ends, default=high)]).strip(" ;")


def _is_sentence(node: Node) -> bool:
    """Whether a labelled paragraph without a final stop says who does what: nothing stands below it, as under a heading
    something would."""
    alone = not (node.children or node.bullets or node.paragraphs)
    return alone and not is_capitals(node.para.text) and sentence_actor(node.para) is not None


class _Collector:
    """The tasks of an outline, section by section."""

    def __init__(self, when: Calendar, found: list[Task]) -> None:
        self.when = when
        self.found = found
        self._placed: tuple[Para, Evidence] | None = None

    def node(self, node: Node, actor: str | None, carrying: bool, timed: bool) -> None:
        """The tasks of a node and of those below it."""
        title = node.para
        whole = title.text.endswith(":") or (title.text[-1:] not in ".;," and not _is_sentence(node))
        head = title.text if whole else title.text[: run_in(title.text) or 0]
        if _TOLD.match(title.key) and len(title.text) < 120 and self.when.grace:
            _Collector(replace(self.when, grace=0), self.found).node(node, actor, carrying, timed)
            return
        carrying = carrying or _CARRYING_OUT.search(title.key, 0, len(head)) is not None
        timed = timed or (
            _TIMED.match(title.key) is not None and len(title.text) < 120 and "," not in title.text.partition(":")[0]
        )
        own = heading_actor(head) if whole and len(head) < 200 else actor_before_colon(title.text)
        if self._labelled(node):
            self._from_labels(node, own or actor)
        else:
            self._from_entries(node, own or actor, carrying, timed, whole)
        for child in node.children:
            if label_of(child.para) is None or not self._labelled(node):
                self.node(child, own or actor, carrying, timed)

    @staticmethod
    def _entries(node: Node) -> Iterator[Para]:
        yield from node.paragraphs
        for bullet in bullets_of(node.bullets):
            yield bullet.para

    def _labelled(self, node: Node) -> bool:
        """Whether a node is a task described by label lines: a time and a doer, among its own lines or its children."""
        kinds = {
            found[0]
            for para in [*self._entries(node), *(child.para for child in node.children)]
            if (found := label_of(para))
        }
        return "time" in kinds and bool(kinds & {"lead", "content"})

    def _from_labels(self, node: Node, actor: str | None) -> None:
        draft = _Draft(node.id, node.para if node.para.text else None, actor, confidence=0.85)
        extra: list[tuple[Span, Para]] = []
        lines: list[Para] = list(self._entries(node))
        for child in node.children:
            lines += [child.para, *self._entries(child)]
        for para in lines:
            self._take_label(draft, para, extra)
        self._emit(draft)
        for span, para in extra:
            self._emit(_Draft(node.id, para, draft.lead, span=span, when=para))

    def _take_label(self, draft: _Draft, para: Para, extra: list[tuple[Span, Para]]) -> None:
        found = labels_of(para)
        time = any(kind == "time" for kind, _ in found)
        for kind, value in found:
            self._take_said(draft, kind, value)
        for span in periods_of(para, self.when, time):
            if draft.span is None and time:
                draft.span, draft.when = span, para
            else:
                extra.append((span, para))

    @staticmethod
    def _take_said(draft: _Draft, kind: str, value: Para) -> None:
        """Take in what a label says, times apart."""
        if kind == "lead" and value.text:
            names = value.text.split(" phối hợp")[0]
            draft.lead = squeeze(names).strip(" .;,") or draft.lead
            draft.partners += [p for p in partners_in(value) if p not in draft.partners]
        elif kind == "partners":
            draft.partners += split_names(value.text)
        elif kind == "product" and value.text:
            draft.products.append(value.text)
        elif kind == "content" and value.text and (draft.action is None or len(draft.action.text) < 4):
            draft.action = value

    def _from_entries(self, node: Node, actor: str | None, carrying: bool, timed: bool, heading: bool) -> None:
        draft: _Draft | None = None
        entries = ([] if heading and not (timed and ":" in node.para.text) else [node.para]) + list(self._entries(node))
        if heading and node.para not in entries[:1]:
            self._heading_periods(node, actor)
        for para in entries:
            said = labels_of(para)
            time = said[:1] != [] and said[0][0] == "time"
            spans = periods_of(para, self.when, timed or time)
            if time and draft is not None and draft.span is None and spans:
                draft.span, draft.when = spans.pop(0), para
                for kind, value in said:
                    self._take_said(draft, kind, value)
            elif carrying and not time and not para.text.endswith(":") and not _ASIDE.fullmatch(para.text):
                self._close(draft)
                draft = self._draft(node, para, actor)
                if spans:
                    draft.span, draft.when = spans.pop(0), para
            elif not time and not spans:
                self._close(draft)  # the next one is emitted only if a time line follows
                draft = _Draft(node.id, para, sentence_actor(para) or actor, partners_in(para), confidence=0.0)
            if spans and draft is not None and draft.when is para:
                self._close(draft)
                draft = None
            self._emit_all(node, para, spans, actor)
        self._close(draft)

    def _emit_all(self, node: Node, para: Para, spans: Sequence[Span], actor: str | None) -> None:
        """A task for each period of a paragraph; who acts is looked for once, for there may be thousands."""
        lead = (sentence_actor(para) or actor) if spans else None
        for span in spans:
            self._emit(_Draft(node.id, para, lead, span=span, when=para))

    def _heading_periods(self, node: Node, actor: str | None) -> None:
        for span in periods_of(node.para, self.when, False):
            self._emit(_Draft(node.id, node.para, actor, span=span, when=node.para))

    def _draft(self, node: Node, para: Para, actor: str | None) -> _Draft:
        own = sentence_actor(para)
        return _Draft(node.id, para, own or actor, partners_in(para), confidence=0.75 if own or actor else 0.5)

    def _close(self, draft: _Draft | None) -> None:
        if draft is not None and (draft.span is not None or draft.confidence > 0.0):
            self._emit(draft)

    def _emit(self, draft: _Draft) -> None:
        action = draft.action.text if draft.action else ""
        if draft.span and draft.when and draft.when is draft.action:
            action = _sentence(draft.when, draft.span)
        if draft.lead:
            action = action.removeprefix(f"{draft.lead}:").strip()
        period = _period_of(draft.span, draft.when) if draft.span and draft.when else None
        place = draft.action or draft.when
        self.found.append(
            Task(
                lead=draft.lead,
                leads=split_names(draft.lead) if draft.lead else [],
                partners=draft.partners,
                action=action or (draft.when.text if draft.when else ""),
                products=draft.products,
                period=period,
                section=draft.section,
                confidence=draft.confidence or 0.5,
                evidence=self._place(place) if place else None,
            )
        )

    def _place(self, para: Para) -> Evidence:
        """Where a paragraph stands; worked out once for all of its tasks, for it goes over all of its lines."""
        if self._placed is None or self._placed[0] is not para:
            self._placed = para, para.evidence()
        return self._placed[1].model_copy()


def find_tasks(outlines: Sequence[Outline], when: Calendar) -> list[Task]:
    """All tasks of the sections, in order; a period that belongs to no described task is one by itself."""
    collector = _Collector(when, [])
    for outline in outlines:
        for node in outline.nodes:
            collector.node(node, None, False, False)
    return collector.found
