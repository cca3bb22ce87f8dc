"""The foot of a document: «Nơi nhận» on the left and the signature on the right, however a reader mixed them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.document import Line
from pipeline.plan import Field, FieldMethod, Signer

from .paragraphs import evidence
from .recipients import RecipientList, read_recipients
from .rows import Row
from .signing import ABOVE_NAME, AUTHORITY, JUNK, is_authority_row, is_name, is_position_row, position_like, read_signer
from .textual import is_capitals, key, vi_pattern

_TWO_COLUMNS = vi_pattern(r"(?<=[;:.)])\s+(?=[A-ZÀ-Ỵ]{2,})")


@dataclass(slots=True)
class Foot:
    """What a foot says; `left` are lines that are neither recipients nor signature («(Đã ký)», noise)."""

    recipients: RecipientList = field(default_factory=RecipientList)
    signer: Field[Signer] = field(default_factory=Field[Signer])
    left: list[Line] = field(default_factory=list)


def _columns(row: Row) -> list[str]:
    """A line that a reader merged from both columns, as its two parts."""
    if is_authority_row(row.text):
        return [row.text]
    for match in _TWO_COLUMNS.finditer(row.text):
        right = row.text[match.end() :]
        if is_authority_row(right) or is_position_row(right):
            return [row.text[: match.start()], right]
    return [row.text]


def _is_signature(text: str, before: str | None) -> bool:
    """Whether a line belongs to the signature: an authority, a position, or the rest of one in capitals."""
    if is_authority_row(text) or is_position_row(text) or (len(text) <= 30 and position_like(text) is not None):
        return True
    return (
        before is not None
        and is_capitals(text)
        and text[0].isalpha()
        and len(text) < 60
        and ":" not in text
        and not text.startswith("LƯU")
    )


def _hurt_position(rows: Sequence[Row]) -> Row | None:
    """The line right above a name at the end of a foot, where it can be a position that a reader hurt badly."""
    if len(rows) < 3 or not is_name(rows[-1].text) or rows[-2].text[0] in "-–+·•*}":
        return None
    return rows[-2] if position_like(rows[-2].text, ABOVE_NAME) is not None else None


def read_foot(rows: Sequence[Row]) -> Foot:
    """The recipients and the signer; a name must stand below an authority or a position."""
    foot = Foot()
    signing: list[tuple[str, Line]] = []
    listed: list[tuple[str, Row]] = []
    names: list[tuple[str, Line]] = []
    previous: str | None = None
    signed = any(_is_signature(text, None) for row in rows for text in _columns(row))
    hurt = None if signed else _hurt_position(rows)
    for row in rows:
        for text in _columns(row):
            core = text.lstrip(f"{JUNK} ")
            specks = core != text and len(core) <= 30 and position_like(core) is not None
            bullet = text[0] in "-–+·•*}" and not specks
            if not bullet and (row is hurt or specks or _is_signature(text, previous)):
                signing.append((text, row.line))
                previous = text
                continue
            previous = None
            archived = any(key(entry).lstrip("-–· ").startswith("luu") for entry, _ in listed[-1:])
            if (signing or (signed and archived)) and not bullet and is_name(text):
                names.append((text, row.line))
            elif listed or text[:1] in "NnM-·":
                listed.append((text, row))
            else:
                foot.left.append(row.line)
    _settle(foot, signing, listed, names)
    return foot


def _settle(
    foot: Foot, signing: list[tuple[str, Line]], listed: list[tuple[str, Row]], names: list[tuple[str, Line]]
) -> None:
    foot.recipients = read_recipients(listed)
    signer = read_signer([text for text, _ in signing], names[-1][0] if names else None)
    foot.left += [line for _, line in names[:-1]]
    if signer is None:
        return
    lines = [line for _, line in signing] + [line for _, line in names[-1:]]
    raw = "\n".join([*(text for text, _ in signing), *(text for text, _ in names[-1:])])
    confidence = 0.95 if signer.name and signer.position else 0.6
    if len(signing) and AUTHORITY.match(signing[0][0]) is None and not signer.position:
        confidence = 0.4
    foot.signer = Field[Signer](
        raw=raw, value=signer, method=FieldMethod.PRINTED, confidence=confidence, evidence=evidence(lines)
    )
