"""The foot of a document: «Nơi nhận» on the left and the signature on the right, however a reader mixed them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.document import Line
from pipeline.parse.paragraphs import evidence
from pipeline.parse.recipients import RecipientList, read_recipients
from pipeline.parse.rows import Row
from pipeline.parse.signing import (
    ABOVE_NAME,
    AUTHORITY,
    JUNK,
    is_authority_row,
    is_capital_name,
    is_name,
    is_position_row,
    position_like,
    read_signer,
    with_surname_mended,
    without_titles,
)
from pipeline.parse.textual import is_capitals, key, vi_pattern
from pipeline.plan import Field, FieldMethod, Signer

_TWO_COLUMNS = vi_pattern(r"(?<=[;:.)])\s+(?=[A-ZÀ-Ỵ]{2,})")


@dataclass(slots=True)
class Foot:
    """What a foot says; `left` are lines that are neither recipients nor signature («(Đã ký)», noise).

    `others`: those who sign beside the first, for the other agencies of a liên tịch plan.
    """

    recipients: RecipientList = field(default_factory=RecipientList)
    signer: Field[Signer] = field(default_factory=Field[Signer])
    others: list[Field[Signer]] = field(default_factory=list)
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


SURE = 0.9
"""A reader's confidence in a line from which a name's marks are believed: «Lẫm» for «Lâm» had 0.81."""


def _doubtful(line: Line, name: str) -> bool:
    """Whether the reader was unsure of a name's line, or gave no confidence."""
    sure = [word.confidence for word in line.words if word.confidence is not None and word.text in name]
    return not sure or min(sure) < SURE


@dataclass(slots=True)
class _Block:
    """One signature: its lines, and the lines below that can be the signer's name."""

    signing: list[tuple[str, Line]] = field(default_factory=list)
    names: list[tuple[str, Line]] = field(default_factory=list)

    def signer(self, scanned: frozenset[int]) -> Field[Signer]:
        """The signer; the last of the names is the signer's."""
        name = self.names[-1][0] if self.names else None
        if name and self.names[-1][1].page in scanned and _doubtful(self.names[-1][1], name):
            name = with_surname_mended(without_titles(name))
        signer = read_signer([text for text, _ in self.signing], name)
        if signer is None:
            return Field[Signer]()
        printed = [*self.signing, *self.names[-1:]]
        confidence = 0.95 if signer.name and signer.position else 0.6
        if self.signing and AUTHORITY.match(self.signing[0][0]) is None and not signer.position:
            confidence = 0.4
        return Field[Signer](
            raw="\n".join(text for text, _ in printed),
            value=signer,
            method=FieldMethod.PRINTED,
            confidence=confidence,
            evidence=evidence([line for _, line in printed]),
        )


def read_foot(rows: Sequence[Row], scanned: frozenset[int] = frozenset()) -> Foot:
    """The recipients and the signer; a name must stand below an authority or a position. `scanned`: as in `read`."""
    foot = Foot()
    blocks = [_Block()]
    listed: list[tuple[str, Row]] = []
    previous: str | None = None
    signed = any(_is_signature(text, None) for row in rows for text in _columns(row))
    hurt = None if signed else _hurt_position(rows)
    for row in rows:
        for text in _columns(row):
            core = text.lstrip(f"{JUNK} ")
            specks = core != text and len(core) <= 30 and position_like(core) is not None
            bullet = text[0] in "-–+·•*}" and not specks
            named = bool(blocks[-1].signing) and is_capital_name(text)
            if not bullet and not named and (row is hurt or specks or _is_signature(text, previous)):
                if blocks[-1].names and is_authority_row(text):
                    blocks.append(_Block())
                blocks[-1].signing.append((text, row.line))
                previous = text
                continue
            previous = None
            archived = any(key(entry).lstrip("-–· ").startswith("luu") for entry, _ in listed[-1:])
            if (blocks[-1].signing or (signed and archived)) and not bullet and (named or is_name(text)):
                blocks[-1].names.append((text, row.line))
            elif listed or text[:1] in "NnM-·":
                listed.append((text, row))
            else:
                foot.left.append(row.line)
    foot.recipients = read_recipients(listed, scanned)
    foot.left += [line for block in blocks for _, line in block.names[:-1]]
    signers = [block.signer(scanned) for block in blocks if block.signing or block.names]
    if signers:
        foot.signer, *foot.others = signers
    return foot
