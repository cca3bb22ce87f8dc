"""The zones of a document: letterhead, title, body, foot (Nơi nhận and signature), attached documents, appendices."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from kehoach.pipeline.document import Role
from kehoach.pipeline.form import appendix_heads
from kehoach.pipeline.form.about_line import begins_about
from kehoach.pipeline.form.above_letterhead import is_arrival, lines_above, stamp_of_arrival
from kehoach.pipeline.form.authority import is_authority_row, is_signed_mark
from kehoach.pipeline.form.doc_types import title_line, title_type
from kehoach.pipeline.form.labels import Kind, find_label
from kehoach.pipeline.form.letterhead_lines import is_letterhead_line, is_running_text
from kehoach.pipeline.form.opening_sentences import is_opening_sentence
from kehoach.pipeline.form.persons import is_person
from kehoach.pipeline.form.posts import is_beside_row, is_position_row, position_like
from kehoach.pipeline.form.recipients_head import cut_head, is_address, is_archive_line
from kehoach.pipeline.form.text_key import is_capitals, key
from kehoach.pipeline.parse.lines.rows import RULE, Row, Shape
from kehoach.pipeline.secrecy import find_marks, urgency_in

_OPENER = re.compile(
    r"(?:can cu\b|(?:tiep tuc |tang cuong )?(?:trien khai|thuc hien)(?: thuc hien)?\s.*?\d+\s?[-/]\s?[a-z\d]"
    r"|theo (?:de nghi|chi dao|y kien)|xet\b|de (?:kip|thuc|trien|tang|tiep|bao|chu|dam|nang|day|co|to)"
    r"|nham\b|do\s|truoc\s|sau\s|trong\s|ngay \d|uy ban nhan dan .* (?:ban hanh|xay dung)"
    r"|ubnd .* (?:ban hanh|xay dung)|so y te .* (?:ban hanh|xay dung))"
)
_ENACTING = re.compile(
    r"(?:chu tich|giam doc|bo truong|uy ban nhan dan|ubnd|hoi dong nhan dan|cuc truong|tong giam doc|thu tuong"
    r"|chinh phu|vien truong|chanh an|quoc hoi|ban chi dao|so \w+)\b"
)
_LETTERHEAD = (Role.LETTERHEAD_LEFT, Role.LETTERHEAD_RIGHT)
MOST_SUBJECT = 20
"""A trích yếu has no more lines; the longest of the plans read has 4."""
MOST_HEAD = 80
"""Rows among which the letterhead and the title stand."""
_MOST_BESIDE = 60  # letters of a title with an urgency beside it


@dataclass(slots=True)
class Part:
    """One document of a file: its title line, its subject, what follows up to «Nơi nhận», and its foot."""

    title: list[Row] = field(default_factory=list)
    subject: list[Row] = field(default_factory=list)
    body: list[Row] = field(default_factory=list)
    foot: list[Row] = field(default_factory=list)


@dataclass(slots=True)
class Zones:
    """A file's rows, each in exactly one zone."""

    head: list[Row] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    appendices: list[list[Row]] = field(default_factory=list)
    heads: list[Row] = field(default_factory=list)  # letterheads of attached documents
    rules: list[Row] = field(default_factory=list)


def _is_list_head(row: Row) -> bool:
    """Whether a line is «Nơi nhận:», its letters hurt or not."""
    return cut_head(row.text) is not None


def starts_foot(row: Row, ended: bool) -> bool:
    """Whether the foot begins here: «Nơi nhận», an authority line (TM., KT. …), or after the end mark a position."""
    if row.line.role is Role.RECIPIENTS or row.line.role is Role.SIGNATURE:
        return True
    if _is_list_head(row) or is_authority_row(row.text):
        return True
    return ended and (is_position_row(row.text) or is_beside_row(row.text))


def _signs(rows: Sequence[Row], at: int) -> bool:
    """Whether a signature begins here though nothing ends the text above: a position, and below it a name alone."""
    if not (is_position_row(rows[at].text) or is_beside_row(rows[at].text)) or rows[at].is_table:
        return False
    below = (row for row in rows[at + 1 : at + 5] if not is_signed_mark(row.text))
    after = next((row for row in below if not (is_position_row(row.text) or is_authority_row(row.text))), None)
    return after is not None and not after.is_table and is_person(after.line.text)


def starts_appendix(row: Row, ended: bool = True) -> bool:
    """Whether an appendix begins here: «PHỤ LỤC», alone or with its number, in capitals.

    `ended`: the document has ended above; then «Phụ lục II» in small letters, alone on its line, begins one too.
    """
    return (ended and appendix_heads.is_alone(row.text)) or appendix_heads.is_head(row.text)


def _ends_head(row: Row) -> bool:
    if begins_about(row.key) and not is_capitals(row.text):
        return False  # «V/ tăng cường …» is V/v, no fifth section
    label = find_label(row.text)
    if label is not None and (
        label.kind <= Kind.ROMAN or (label.kind <= Kind.DOTTED and row.text[label.end :].strip()[:1].isupper())
    ):
        return True
    return row.key.startswith("can cu ") or is_address(row.text)


def _find_title(rows: Sequence[Row]) -> tuple[int, bool]:
    """Where the letterhead ends, and whether a title line stands there."""
    below = False  # a letterhead's line
    for at, row in enumerate(rows[:MOST_HEAD]):
        named = title_type(row.text) or (title_line(row.text) if below else None)
        if named is not None and row.line.role not in _LETTERHEAD:
            return at, True
        if _ends_head(row) or _is_prose(row):
            return (at if below else 0), False
        below = below or is_letterhead_line(row.text)
    return 0, False


def _below_title(rows: Sequence[Row], title: int) -> list[Row]:
    """The number and the date of a document that sets them below its title and subject."""
    found = []
    for row in rows[title + 1 : title + 1 + MOST_SUBJECT]:
        if title_type(row.text) is not None or _ends_head(row) or _is_prose(row):
            break
        if row.line.role in _LETTERHEAD:
            found.append(row)
    return found


def _is_prose(row: Row) -> bool:
    """Whether a line is running text, with which no letterhead goes on."""
    return row.line.role not in _LETTERHEAD and is_running_text(row.text)


def _headless_subject(rows: Sequence[Row]) -> list[Row]:
    """The lines in capitals with which a text begins whose letterhead and title are cut off."""
    subject: list[Row] = []
    for row in rows:
        if (
            not is_capitals(row.text)
            or find_label(row.text) is not None
            or len(subject) == MOST_SUBJECT
            or row.is_table
        ):
            break
        subject.append(row)
    return subject if sum(len(row.text) for row in subject) > 15 else []


def _continues_subject(subject: Sequence[Row], row: Row, after: Row | None, shape: Shape) -> bool:
    """Whether a line after the title still belongs to the trích yếu."""
    if find_label(row.text) is not None or appendix_heads.is_attached_note(row.key) or row.is_table:
        return False
    capitals = is_capitals(row.text)
    if not subject:
        return not (row.key.startswith("can cu ") or (_ENACTING.match(row.key) and capitals))
    if all(is_capitals(r.text) for r in subject):
        if capitals:
            parted = row.gap or (after is not None and after.key.startswith(("can cu", "xet ", "theo ")))
            enacting = parted and _ENACTING.match(row.key) is not None and len(row.text) < 90
            return not enacting and len(subject) < MOST_SUBJECT
        return row.gap == 0 and row.text[0].islower()
    if capitals and _ENACTING.match(row.key) and not any(is_capitals(r.text) for r in subject):
        return False  # «GIÁM ĐỐC SỞ Y TẾ» below a subject in small letters: who decides
    goes_on = row.gap == 0 and row.text[0].islower()
    return (
        (goes_on or not (_OPENER.match(row.key) or is_address(row.text)))
        and len(subject) < 8
        and _is_short_heading(row, after, shape)
    )


def _is_short_heading(row: Row, after: Row | None, shape: Shape) -> bool:
    """Whether a line can carry on a subject in small letters: no paragraph begins with it."""
    if row.gap == 0:
        return len(row.text) <= 130
    alone = after is None or after.gap > 0 or after.line.text.startswith(" ")
    return alone and len(row.text) <= min(110, shape.width) and row.text[-1] not in ".;:,"


def _take_subject(rows: Sequence[Row], at: int, shape: Shape) -> list[Row]:
    """The lines of the trích yếu from `at` on; the title line before may begin it."""
    title = rows[at - 1]
    named = title_line(title.text)
    begun = [title] if named and any(map(str.isalpha, title.text[named[1] :])) else []
    subject = list(begun)
    while at < len(rows):
        after = rows[at + 1] if at + 1 < len(rows) else None
        if is_opening_sentence(rows[at].text) or not _continues_subject(subject, rows[at], after, shape):
            break
        subject.append(rows[at])
        at += 1
    return subject[len(begun) :]


def _foot_end(rows: Sequence[Row], at: int) -> int:
    """Where the foot that begins at `at` ends: after the signer's name, or before a title or an appendix."""
    signed = named = listed = False
    for here in range(at, len(rows)):
        row = rows[here]
        outside = row.line.role is Role.BODY and rows[at].line.role is Role.RECIPIENTS
        titled = (row.gap or named or outside) and title_type(row.text) is not None
        if here > at and (titled or starts_appendix(row)):
            return here
        bullet = row.text[0] in "-+·•*–}"
        signing = is_position_row(row.text) or is_authority_row(row.text) or is_beside_row(row.text)
        goes_on = bullet or signing or is_signed_mark(row.text) or _position(row)
        if named and not goes_on and (listed or not _is_list_head(row)):
            return here
        listed = listed or _is_list_head(row)
        named = named and not signing  # another signature: of a liên tịch plan's second agency
        signed = signed or signing or _position(row) is not None
        named = named or (signed and not bullet and is_person(row.line.text) and _list_done(rows, at, here))
    return len(rows)


def _position(row: Row) -> str | None:
    return position_like(row.text) if len(row.text) <= 30 else None


def _list_done(rows: Sequence[Row], start: int, at: int) -> bool:
    """Whether no entry of «Nơi nhận» follows soon: the name of the signer may stand beside the list."""
    ahead = rows[at + 1 : at + 4]
    return not any(
        row.text[0] in "-·•" and not row.is_table and row.key.rstrip(".").endswith((";", ")")) for row in ahead
    ) or any(is_archive_line(row.text) for row in rows[start:at])


def _part(rows: Sequence[Row], at: int, titled: bool, shape: Shape) -> tuple[Part, int]:
    """One document from `at` on, and where it ends."""
    part = Part()
    if titled:
        part.title = [rows[at]]
        at += 1
        part.subject = _take_subject(rows, at, shape)
        at += len(part.subject)
    ended = False
    while at < len(rows):
        row = rows[at]
        if starts_foot(row, ended) or _signs(rows, at):
            end = _foot_end(rows, at)
            part.foot = list(rows[at:end])
            return part, end
        if (starts_appendix(row, ended) and (ended or row.gap)) or (
            ended and row.gap and title_type(row.text) is not None
        ):
            return part, at
        part.body.append(row)
        ended = "./." in row.text or (ended and len(row.text) < 60)
        at += 1
    return part, at


def _with_urgency_apart(rows: Sequence[Row]) -> list[Row]:
    """The rows, an urgency that stands beside the title («HỎA TỐC   KẾ HOẠCH») as a row of its own above it."""
    found: list[Row] = []
    for at, row in enumerate(rows):
        parts = _urgency_and_title(row.text) if at < MOST_HEAD else None
        if parts is None:
            found.append(row)
            continue
        urgency, title = parts
        found += [replace(row, text=urgency, key=key(urgency)), replace(row, text=title, key=key(title), gap=0)]
    return found


def _urgency_and_title(text: str) -> tuple[str, str] | None:
    if not is_capitals(text) or len(text) > _MOST_BESIDE:
        return None
    for cut in (at for at, letter in enumerate(text) if letter == " "):
        left, right = text[:cut], text[cut + 1 :]
        for urgency, title in ((left, right), (right, left)):
            named = title_type(title)
            if named is not None and named[1] == len(title) and urgency_in(urgency) is not None:
                return urgency, title
    return None


def _own_head(rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """The rows, and apart those in the letterhead that others put there: systems' lines, stamps of arrival."""
    near = rows[:MOST_HEAD]
    title = next((at for at, row in enumerate(near) if title_type(row.text) and not is_arrival(row.text)), len(near))
    above = lines_above([row.text for row in rows[:title]])
    texts = [row.text for row in rows[above:title]]
    others = {*range(above), *(above + at for at in stamp_of_arrival(texts))}
    others -= {at for at in others if urgency_in(rows[at].text) or find_marks([rows[at].line])}
    return (
        [row for at, row in enumerate(rows) if at not in others],
        [row for at, row in enumerate(rows) if at in others],
    )


def find_zones(rows: Sequence[Row], shape: Shape) -> Zones:
    """The zones of a document; drawn lines are set apart first."""
    zones = Zones(rules=[row for row in rows if RULE.match(row.text)])
    kept, zones.heads = _own_head(_with_urgency_apart([row for row in rows if not RULE.match(row.text)]))
    title, titled = _find_title(kept)
    zones.head = kept[:title]
    if titled and (late := _below_title(kept, title)):
        zones.head += late
        kept = [row for row in kept if all(row is not other for other in late)]
    part, at = _part(kept, title, titled, shape)
    if not title and not titled:
        part.subject = _headless_subject(part.body)
        del part.body[: len(part.subject)]
    zones.parts.append(part)
    while at < len(kept):
        row = kept[at]
        if title_type(row.text) is not None and not starts_appendix(row) and not row.is_table:
            part, at = _part(kept, at, True, shape)
            zones.parts.append(part)
            continue
        end = at + 1
        while end < len(kept) and not starts_appendix(kept[end]) and not _starts_attached(kept, end):
            end += 1
        attached = end < len(kept) and not starts_appendix(kept[end]) and not starts_appendix(kept[at])
        if attached and all(is_capitals(row.text) or is_letterhead_line(row.text) for row in kept[at:end]):
            zones.heads += kept[at:end]
        else:
            zones.appendices.append(kept[at:end])
        at = end
    return zones


def _starts_attached(rows: Sequence[Row], at: int) -> bool:
    """Whether an attached document begins: a title line and, near it, «(Kèm theo Quyết định số …)»."""
    if rows[at].is_table or title_type(rows[at].text) is None or rows[at].text.endswith((".", ";")):
        return False
    return any(appendix_heads.is_attached_note(row.key) for row in rows[at + 1 : at + 8])
