"""The metadata of a document: what its letterhead, title, foot and signatures say, and what they leave to conclude."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kehoach.pipeline.form.doc_types import title_line, type_of_notation
from kehoach.pipeline.form.text_key import is_capitals, key, squeeze
from kehoach.pipeline.parse.foot.foot import Foot
from kehoach.pipeline.parse.head.inferring import (
    date_from_signature,
    from_appendix,
    infer_agency,
    infer_parent,
    infer_subject,
    infer_type,
    province_today,
)
from kehoach.pipeline.parse.head.letterhead import Letterhead
from kehoach.pipeline.parse.lines.paragraphs import Para, evidence, join
from kehoach.pipeline.parse.lines.rows import Row
from kehoach.pipeline.plan import DigitalSignature, Field, FieldMethod, Metadata, Recipient, Signer


def doc_type(title: Sequence[Row], head: Letterhead, paras: Sequence[Para]) -> Field[str]:
    """Tên loại: the title line; a công văn has none but V/v; else what the notation or the text says."""
    if title:
        named = title_line(title[0].text)
        if named:
            raw = title[0].text[: named[1]]
            return Field[str](
                raw=raw, value=named[0], method=FieldMethod.PRINTED, confidence=0.99, evidence=evidence([title[0].line])
            )
    if head.about.value:
        return Field[str](value="Công văn", method=FieldMethod.INFERRED, confidence=0.9, evidence=head.about.evidence)
    by_notation = type_of_notation(head.notation.value) if head.notation.value else None
    if by_notation:
        return Field[str](
            raw=head.notation.value,
            value=by_notation,
            method=FieldMethod.INFERRED,
            confidence=0.85,
            evidence=head.notation.evidence,
        )
    return infer_type(paras)


def subject(title: Sequence[Row], rows: Sequence[Row], head: Letterhead) -> Field[str]:
    """Trích yếu: the lines under the title, or what the title line itself goes on to say, or V/v."""
    named = title_line(title[0].text) if title else None
    said = title[0].text[named[1] :].strip() if named and title else ""
    rest = said.strip(" .:-")
    if not rest and not rows:
        return head.about
    para = join(list(rows)) if rows else None
    text = squeeze(f"{rest} {para.text if para else ''}")
    raw = squeeze(f"{said if rest else ''} {para.text if para else ''}")  # every sign that is printed is kept somewhere
    lines = [*([title[0].line] if rest else []), *(row.line for row in rows)]
    sure = 0.95 if title else 0.7  # without a title line what it stands below cannot be told
    return Field[str](raw=raw, value=text, method=FieldMethod.PRINTED, confidence=sure, evidence=evidence(lines))


def _recipients(foot: Foot) -> Field[list[Recipient]]:
    found = foot.recipients
    if not found.entries:  # an empty list and not None: who reads on goes through the entries in any case
        raw = "\n".join(line.text for line in found.lines) or None
        return Field[list[Recipient]](raw=raw, value=[], evidence=evidence(found.lines) if raw else None)
    return Field[list[Recipient]](
        raw="\n".join(line.text for line in found.lines),
        value=found.entries,
        method=FieldMethod.PRINTED,
        confidence=0.95 if found.entries[-1].archive_line else 0.7,
        evidence=evidence(found.lines),
    )


def _co_signers(foot: Foot) -> Field[list[Signer]]:
    others = [field for field in foot.others if field.value is not None]
    if not others:
        return Field[list[Signer]]()
    return Field[list[Signer]](
        raw="\n".join(field.raw or "" for field in others),
        value=[field.value for field in others if field.value is not None],
        method=FieldMethod.PRINTED,
        confidence=min(field.confidence for field in others),
        evidence=others[0].evidence,
    )


def _signatures(found: Sequence[DigitalSignature], raw: str) -> Field[list[DigitalSignature]]:
    if not found:
        return Field[list[DigitalSignature]]()
    return Field[list[DigitalSignature]](raw=raw, value=list(found), method=FieldMethod.PRINTED, confidence=0.95)


def _archive_line(foot: Foot) -> Field[str]:
    for entry in foot.recipients.entries:
        if entry.archive_line:
            return Field[str](
                raw=entry.text, value=entry.text, method=FieldMethod.PRINTED, confidence=0.95, evidence=entry.evidence
            )
    return Field[str]()


def _drafter(foot: Foot) -> Field[str]:
    mark = foot.recipients.drafter
    if not mark:
        return Field[str]()
    return Field[str](
        raw=mark,
        value=mark,
        method=FieldMethod.PRINTED,
        confidence=0.6,
        evidence=evidence(foot.recipients.drafter_lines),
    )


def _agencies(parts: Parts, words: Sequence[Para]) -> tuple[Field[str], Field[str]]:
    """The agency and the one above it: as the letterhead has them, else as the text or a signature names them."""
    agency, parent = _as_in_text(parts.head.agency, words), _as_in_text(parts.head.parent, words)
    if agency.value is None:
        agency = infer_agency(words, parts.signatures)
    if parent.value is None and agency.method is not FieldMethod.PRINTED:
        parent = infer_parent(parts.signatures, agency.value)
    return agency, parent


def _notation_and_date(parts: Parts) -> tuple[Field[str], Field[str]]:
    """Ký hiệu and the day: as the letterhead has them, else as an appendix or a signature does."""
    notation, date = parts.head.notation, parts.head.date
    if notation.value is None or date.value is None:
        elsewhere = from_appendix(parts.appendix)
        notation = notation if notation.value else elsewhere[0]
        date = date if date.value else elsewhere[1]
    if date.value is None and parts.signatures:
        date = date_from_signature(parts.signatures)
    return notation, date


def _as_in_text(found: Field[str], paras: Sequence[Para]) -> Field[str]:
    """A name that the letterhead has in capitals with those of the text itself: «Bệnh viện Đa khoa tỉnh»."""
    if not found.value or not is_capitals(found.raw or ""):
        return found
    wanted = key(found.value)
    for para in paras:
        at = para.key.find(wanted)
        written = para.text[at : at + len(wanted)]
        more = sum(map(str.isupper, written)) > sum(map(str.isupper, found.value)) and not is_capitals(written)
        if at >= 0 and more and written.lower() == found.value.lower():
            return found.model_copy(update={"value": written})
    return found


@dataclass(frozen=True, slots=True)
class Parts:
    """What the metadata are taken from: the zones of the main document, and paragraphs to conclude from.

    `number` is the letterhead's, or what was written into its blank; `secrecy` the letterhead's mark or the paper's.
    """

    head: Letterhead
    number: Field[str]
    secrecy: Field[str]
    title: Sequence[Row]
    subject: Sequence[Row]
    foot: Foot
    signatures: Sequence[DigitalSignature]
    dumps: str
    preamble: Sequence[Para]
    closing: Sequence[Para]
    appendix: Sequence[Para]


def build_metadata(parts: Parts) -> Metadata:
    """All fields: printed ones first, then what can be concluded."""
    head, foot = parts.head, parts.foot
    words = [*parts.preamble, *parts.closing]
    kind, about = doc_type(parts.title, head, words), subject(parts.title, parts.subject, head)
    agency, parent = _agencies(parts, words)
    notation, date = _notation_and_date(parts)
    return Metadata(
        doc_type=kind,
        number=parts.number,
        notation=notation,
        agency=agency,
        parent_agency=parent,
        place=head.place,
        date=date,
        subject=infer_subject(parts.closing, kind.value) if about.value is None else about,
        signer=foot.signer,
        co_signers=_co_signers(foot),
        recipients=_recipients(foot),
        urgency=head.urgency,
        secrecy=parts.secrecy,
        archive_line=_archive_line(foot),
        drafter=_drafter(foot),
        digital_signatures=_signatures(parts.signatures, parts.dumps),
        province_today=province_today(agency, head.place, parent, [para.text for para in words[:6]]),
    )
