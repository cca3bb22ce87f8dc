"""The foot of a document: «Nơi nhận» on the left and the signature on the right, however a reader mixed them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kehoach.pipeline.document import Line
from kehoach.pipeline.form.authority import AUTHORITY, is_authority_row, is_signed_mark
from kehoach.pipeline.form.persons import far_apart, is_capital_name, is_name, with_surname_mended, without_titles
from kehoach.pipeline.form.posts import ABOVE_NAME, JUNK, is_beside_row, is_lesser, is_position_row, position_like
from kehoach.pipeline.form.recipients_head import is_archive_line
from kehoach.pipeline.form.text_key import is_capitals, squeeze, vi_pattern
from kehoach.pipeline.parse.foot.recipients import RecipientList, read_recipients
from kehoach.pipeline.parse.foot.signing import read_signer
from kehoach.pipeline.parse.lines.paragraphs import evidence
from kehoach.pipeline.parse.lines.rows import Row
from kehoach.pipeline.plan import Field, FieldMethod, Signer

_TWO_COLUMNS = vi_pattern(r"(?<=[;:.)])\s+(?=[A-ZÀ-Ỵ]{2,})")


@dataclass(slots=True)
class Foot:
    """What a foot says; `left` are lines that are neither recipients nor signature («(Đã ký)», noise).

    `others`: those who sign beside the signer: for the other agencies of a liên tịch plan, to approve, as author.
    """

    recipients: RecipientList = field(default_factory=RecipientList)
    signer: Field[Signer] = field(default_factory=Field[Signer])
    others: list[Field[Signer]] = field(default_factory=list)
    left: list[Line] = field(default_factory=list)


def _columns(row: Row) -> list[str]:
    """A line that a reader merged from both columns, as its two parts."""
    if is_authority_row(row.text):
        return [row.text]
    *said, mark = far_apart(row.line.text)
    if said and is_signed_mark(mark):
        return [squeeze(" ".join(said)), mark]
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
        and not is_archive_line(text)
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

    def ends_before(self, text: str) -> bool:
        """Whether a signature line begins another signature: this one has its name, or that one signs beside."""
        if is_beside_row(text):
            return bool(self.signing)
        return bool(self.names) and (is_authority_row(text) or (bool(self.signing) and is_position_row(text)))

    def beside(self) -> bool:
        """Whether it is no signature of the agency: an approval from above, or one of a part of the agency."""
        if not self.signing or is_beside_row(self.signing[0][0]):
            return True
        authorised = any(AUTHORITY.match(text) for text, _ in self.signing)
        return not authorised and is_lesser(self.signing[-1][0])

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


def _texts(rows: Sequence[Row]) -> list[tuple[str, Row]]:
    """What the lines say, columns told apart; of signatures that stand side by side the left one first."""
    beside = [at for at, row in enumerate(rows) if _is_side_by_side(far_apart(row.line.text))]
    if not beside:
        return [(text, row) for row in rows for text in _columns(row)]
    parts = [far_apart(row.line.text) for row in rows[beside[0] : beside[-1] + 1]]
    between = list(zip(parts, rows[beside[0] : beside[-1] + 1], strict=True))
    columns = [(squeeze(part[at]), row) for at in range(2) for part, row in between if at < len(part)]
    return [*_texts(rows[: beside[0]]), *columns, *_texts(rows[beside[-1] + 1 :])]


def _is_side_by_side(parts: Sequence[str]) -> bool:
    """Whether a line has two signatures' positions, or two signers' names, in columns."""
    if len(parts) != 2:
        return False
    signing = all(is_authority_row(part) or is_position_row(part) or is_beside_row(part) for part in parts)
    return signing or all(map(is_name, parts))


class _Reader:
    """A foot being read, line by line."""

    def __init__(self, hurt: Row | None, signed: bool) -> None:
        self.hurt = hurt
        self.signed = signed
        self.blocks = [_Block()]
        self.listed: list[tuple[str, Row]] = []
        self.left: list[Line] = []
        self.before: str | None = None  # the line before, where it belongs to a signature

    def take(self, text: str, row: Row) -> None:
        """Take in one line: signature, name, entry of the list, or nothing of these."""
        core = text.lstrip(f"{JUNK} ")
        specks = core != text and len(core) <= 30 and position_like(core) is not None
        bullet = text[0] in "-–+·•*}" and not specks
        block = self.blocks[-1]
        named = bool(block.signing) and is_capital_name(text)
        signing = row is self.hurt or specks or is_beside_row(text) or _is_signature(text, self.before)
        if signing and not bullet and not named:
            if block.ends_before(text):
                self.blocks.append(block := _Block())
            block.signing.append((text, row.line))
            self.before = None if is_beside_row(text) else text
            return
        self.before = None
        archived = any(is_archive_line(entry) for entry, _ in self.listed[-1:])
        if (block.signing or (self.signed and archived)) and not bullet and (named or is_name(text)):
            block.names.append((text, row.line))
        elif is_signed_mark(text) or not (self.listed or text[:1] in "NnM-·"):
            self.left.append(row.line)
        else:
            self.listed.append((text, row))


def read_foot(rows: Sequence[Row], scanned: frozenset[int] = frozenset()) -> Foot:
    """The recipients and the signer; a name must stand below an authority or a position. `scanned`: as in `read`.

    Of several signers the first one for the agency itself is the signer; the others stand beside.
    """
    texts = _texts(rows)
    signed = any(_is_signature(text, None) for text, _ in texts)
    reader = _Reader(None if signed else _hurt_position(rows), signed)
    for text, row in texts:
        reader.take(text, row)
    foot = Foot(recipients=read_recipients(reader.listed, scanned), left=reader.left)
    foot.left += [line for block in reader.blocks for _, line in block.names[:-1]]
    blocks = sorted((b for b in reader.blocks if b.signing or b.names), key=_Block.beside)
    if blocks:
        foot.signer, *foot.others = (block.signer(scanned) for block in blocks)
    return foot
