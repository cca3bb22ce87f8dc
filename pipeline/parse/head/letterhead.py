"""The letterhead (ô 1-5b of Nghị định 30/2020/NĐ-CP): agency, parent, number and notation, place and date, V/v."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from kehoach.pipeline.form.about_line import ABOUT
from kehoach.pipeline.form.agencies import begins_agency, carries_on, known_name, usual_case
from kehoach.pipeline.form.date_line import is_date_line
from kehoach.pipeline.form.dates import Found, head_date
from kehoach.pipeline.form.national import Heading, headings_in, hurt_heading
from kehoach.pipeline.form.number_line import find_number
from kehoach.pipeline.form.provinces import find_province
from kehoach.pipeline.form.text_key import key, squeeze, vi_pattern
from kehoach.pipeline.parse.lines.paragraphs import Para, join
from kehoach.pipeline.parse.lines.rows import Row
from kehoach.pipeline.plan import Field, FieldMethod
from kehoach.pipeline.secrecy import find_marks, urgency_in

_PLACE = vi_pattern(
    r"(?P<place>(?:(?:TP|Tp|T\.P)\.?\s*|(?:Thành phố|Tỉnh|Thị xã|Huyện|Quận|Phường|Xã"
    r"|Đặc khu)\s+)?[A-ZÀ-Ỵ][\w.]*(?:\s*[-–]?\s*[A-ZÀ-Ỵ][\w.]*){0,5})\s*[,.;]?\s*$"
)


@dataclass(slots=True)
class Letterhead:
    """What a letterhead says; lines that are mere form (quốc hiệu, tiêu ngữ) stand in `form`, the rest in `left`."""

    agency: Field[str] = field(default_factory=Field[str])
    parent: Field[str] = field(default_factory=Field[str])
    number: Field[str] = field(default_factory=Field[str])
    notation: Field[str] = field(default_factory=Field[str])
    place: Field[str] = field(default_factory=Field[str])
    date: Field[str] = field(default_factory=Field[str])
    about: Field[str] = field(default_factory=Field[str])
    urgency: Field[str] = field(default_factory=Field[str])
    secrecy: Field[str] = field(default_factory=Field[str])
    form: list[tuple[str, Para]] = field(default_factory=list)
    left: list[Para] = field(default_factory=list)


def printed(para: Para, start: int, end: int, value: str | None, confidence: float = 0.95) -> Field[str]:
    """A field printed in a paragraph from `start` to before `end`."""
    return Field[str](
        raw=para.text[start:end],
        value=value,
        method=FieldMethod.PRINTED if value else FieldMethod.ABSENT,
        confidence=confidence,
        evidence=para.evidence(start, end),
    )


def as_doubted(field: Field[str]) -> Field[str]:
    """A mark that is not surely one: what it would be is inferred."""
    return field.model_copy(update={"method": FieldMethod.INFERRED if field.value else FieldMethod.ABSENT})


class _Head:
    """A letterhead being read: its text, and which of its letters are spoken for."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.lines = [replace(row.line, text=row.text) for row in rows]
        found = find_marks(self.lines)
        self.secret = [[mark for mark in found if mark.line is line] for line in self.lines]
        self.para = self._without_marks(join(rows))
        self.taken = bytearray(len(self.para.text))
        self.found = Letterhead()

    def _without_marks(self, para: Para) -> Para:
        """The paragraph with the marks out of its key: «Số: 12/KH-SYT - MẬT» has no notation «KH-SYT-MẬT»."""
        key = list(para.key)
        for start, marks in zip(para.starts, self.secret, strict=True):
            for mark in marks:
                key[start + mark.start : start + mark.end] = " " * (mark.end - mark.start)
        return replace(para, key="".join(key))

    def take(self, start: int, end: int) -> None:
        self.taken[start:end] = b"\1" * (end - start)

    def free(self, start: int) -> int:
        """The first place before `start` from which on nothing is taken."""
        while start > 0 and not self.taken[start - 1]:
            start -= 1
        return start

    def forms(self) -> None:
        """Set quốc hiệu and tiêu ngữ aside; where OCR hurt them, by likeness of whole lines."""
        whole = {span.heading: (span.start, span.end) for span in headings_in(self.para.text)}
        for heading in Heading:
            span = whole.get(heading) or self._hurt(heading)
            if span:
                self.take(*span)
                self.found.form.append((heading.value, self.para.part(*span)))

    def _hurt(self, heading: Heading) -> tuple[int, int] | None:
        ends = [*self.para.starts[1:], len(self.para.text)]
        lines = zip(self.para.starts, ends, strict=True)
        return next(((a, b) for a, b in lines if hurt_heading(self.para.text[a:b], heading)), None)

    def number(self) -> None:
        """Số and ký hiệu. A blank number is absent, not missing: systems assign it after signing (Điều 15)."""
        para = self.para
        found = find_number(para.key)
        if found is None:
            return
        year = re.sub(r"\s+", "", found.year)
        self.found.number = printed(para, found.start, found.end, (found.digits + year) or None)
        if found.notation:
            notation = re.sub(r"\s+", "", para.text[slice(*found.notation)]).replace("–", "-")
            self.found.notation = printed(para, *found.notation, notation.rstrip("."))
        self.take(found.start, found.end)

    def date_and_place(self) -> None:
        """Địa danh and thời gian; either may be blank."""
        para = self.para
        found = self._own_date()
        if found is None:
            return
        self.found.date = printed(para, found.start, found.end, found.iso, 0.97 if len(found.iso) == 10 else 0.85)
        self.take(found.start, found.end)
        before = self.free(found.start)
        match = _PLACE.search(para.text[before : found.start])
        if match:
            start = before + match.start("place")
            line = max((s for s in para.starts if s <= found.start), default=0)
            if start < line and before < line and para.text[line : found.start].strip(" ,."):
                start = line
            place = squeeze(para.text[start : before + match.end("place")]).strip(" ,.;")
            known = find_province(place)
            if known and key(known) == key(place):
                place = known  # a reader's slip in the marks of a province is none of the printer's
            self.found.place = printed(para, start, found.start, place or None, 0.97 if known else 0.8)
            self.take(start, found.start)

    def _own_date(self) -> Found | None:
        """The first date that is this document's: below V/v only one that begins its line with a place."""
        about = ABOUT.search(self.para.key)
        found = head_date(self.para.key)
        while found is not None and about is not None and found.start > about.start():
            line = max(start for start in self.para.starts if start <= found.start)
            if line > about.start() and is_date_line(self.para.key[line : found.end].strip()):
                return found
            found = head_date(self.para.key, found.end)
        return found

    def marks(self) -> None:
        """Độ mật, độ khẩn (ô 10a, 10b): alone, beside each other, or in one line with something else."""
        for at, line in enumerate(self.lines):
            urgent = urgency_in(line.text)
            if urgent:
                self._set("urgency", at, urgent, line.text[slice(*urgent)], doubtful=False)
            for mark in self.secret[at]:
                self._set("secrecy", at, (mark.start, mark.end), mark.level, doubtful=mark.doubtful)
                self._take_around(at, mark.around)
            if urgent:
                self._take_around(at, (0, len(line.text)))

    def _set(self, name: str, at: int, span: tuple[int, int], value: str | None, *, doubtful: bool) -> None:
        """Fill a field from the first mark of its kind; a later one is kept in `left`, as what fills no field."""
        start, end = (self.para.starts[at] + place for place in span)
        if getattr(self.found, name).raw is None:
            found = printed(self.para, start, end, value, 0.5 if doubtful else 0.95)
            setattr(self.found, name, as_doubted(found) if doubtful else found)
        else:
            self.found.left.append(self.para.part(start, end))
        self.take(start, end)

    def _take_around(self, at: int, span: tuple[int, int]) -> None:
        """Take a mark's frame and label, and keep their text."""
        start, end = (self.para.starts[at] + place for place in span)
        rest = (char for place, char in enumerate(self.para.text[start:end], start) if not self.taken[place])
        if any(map(str.isalnum, rest)):
            self.found.left.append(self.para.part(start, end))
        self.take(start, end)

    def about(self) -> None:
        """V/v (ô 5b): the trích yếu of a công văn, under its number."""
        match = ABOUT.search(self.para.key)
        if match is None or self.taken[match.start()]:
            return
        end = match.end()
        while end < len(self.taken) and not self.taken[end]:
            end += 1
        self.found.about = printed(self.para, match.start(), end, squeeze(self.para.text[match.end() : end]) or None)
        self.take(match.start(), end)

    def agencies(self) -> None:
        """Agency and parent: what is left above the number; a name may be wrapped over lines."""
        names: list[list[int]] = []
        ends = [*self.para.starts[1:], len(self.para.text)]
        for line, end in zip(self.para.starts, ends, strict=True):
            free = [at for at in range(line, end) if not self.taken[at] and not self.para.text[at].isspace()]
            if not free:
                continue
            start, stop = free[0], free[-1] + 1
            text = self.para.text[start:stop]
            if not any(map(str.isalpha, text)):
                self.found.left.append(self.para.part(start, stop))
                continue
            follows = bool(names) and not any(self.taken[names[-1][1] : start])
            wrapped = follows and carries_on(self.para.text[slice(*names[-1])], text)
            if names and follows and (wrapped or not begins_agency(text)):
                names[-1][1] = stop
            elif begins_agency(text) or key(text) == "uy":
                names.append([start, stop])
            else:
                self.found.left.append(self.para.part(start, stop))
        self._set_agencies(names)

    @staticmethod
    def _name(text: str) -> str:
        """The name in usual writing; one that a reader hurt as the lexicon has it."""
        return known_name(text) or usual_case(text)

    def _set_agencies(self, names: list[list[int]]) -> None:
        def field_of(span: list[int]) -> Field[str]:
            part = self.para.part(*span)
            return Field[str](
                raw=part.text,
                value=self._name(part.text),
                method=FieldMethod.PRINTED,
                confidence=0.95,
                evidence=part.evidence(),
            )

        if names:
            self.found.agency = field_of(names[-1])
        if len(names) > 1:
            self.found.parent = field_of([names[0][0], names[-2][1]])


def read_letterhead(rows: Sequence[Row]) -> Letterhead:
    """All that the letterhead's rows say; nothing where there are none."""
    if not rows:
        return Letterhead()
    head = _Head(rows)
    head.marks()
    head.forms()
    head.number()
    head.date_and_place()
    head.about()
    head.agencies()
    return head.found
