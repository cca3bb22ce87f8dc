"""The archive record of a document, from its Plan: what the document says, in the form that each rule wants.

What the document does not say stays empty: a term of keeping, an access level and the like are decided by people.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from kehoach.diacritics.language.alphabet import is_marked
from kehoach.pipeline.document import MediaKind
from kehoach.pipeline.errors import BadArguments
from kehoach.pipeline.export import record_fields as known
from kehoach.pipeline.plan import FieldMethod
from kehoach.pipeline.secrecy import secrecy_of

if TYPE_CHECKING:
    from kehoach.pipeline.export.file_facts import FileFacts
    from kehoach.pipeline.plan import Field, OnePlan, Recipient

_DOSSIER = re.compile(r"(?P<organ>[\w.]{1,13}?)\.(?P<year>\d{4})\.(?P<notation>[^.\s][^\s]{0,19})")
_BRACKET = re.compile(r"\s*\([^()]*\)\s*$")
_LEAST_MARKED = 0.12
"""Share of letters with marks from which a text is Vietnamese: the samples and six real plans have 0.25 to 0.30 (one
that an English model read has 0.05 before it is mended), French prose has some 0.05."""


@dataclass(frozen=True, slots=True)
class Dossier:
    """The code of a hồ sơ, as agency code, year and notation: H49.64.33.2001.160 (TT 05/2025/TT-BNV)."""

    organ: str
    year: str
    notation: str

    @classmethod
    def read(cls, code: str) -> Dossier:
        """Split a code; raises BadArguments for one that has no year of four digits between its parts.

        >>> Dossier.read("H49.64.33.2001.160")
        Dossier(organ='H49.64.33', year='2001', notation='160')
        """
        match = _DOSSIER.fullmatch(code.strip())
        if match is None:
            advice = "agency code, year, notation: H49.64.33.2001.160"
            raise BadArguments(f"--dossier {code}: no code of a dossier", advice=advice)
        return cls(match["organ"], match["year"], match["notation"])

    def __str__(self) -> str:
        return f"{self.organ}.{self.year}.{self.notation}"


@dataclass(frozen=True, slots=True)
class Record:
    """The values of one document under the names of `record_fields`; `to` has each addressee alone."""

    tt05: dict[str, str]
    nd30: dict[str, str]
    to: tuple[str, ...] = field(default=())


def archive_record(
    plan: OnePlan, facts: FileFacts | None = None, dossier: Dossier | None = None, ordinal: int = 0
) -> Record:
    """The record of a Plan; `facts` tell whether its pages were scanned, `dossier`, `ordinal` (from 1) its place."""
    meta = plan.metadata
    issued = issued_date(meta.date)
    subject, agency = _said(meta.subject), _said(meta.agency)
    number, notation = _said(meta.number), _said(meta.notation)
    vietnamese = is_vietnamese(plan.text.faithful)
    pages = str(own_pages(plan)) if has_pages(plan) else ""
    to = addressees(meta.recipients.value or [])
    signer = meta.signer.value
    secrecy = secrecy_of(plan)
    tt05 = {
        "docId": f"{dossier}.{ordinal}" if dossier and ordinal else "",
        "typeName": known.TYPE_CODES.get(_said(meta.doc_type), ""),
        "codeNumber": number,
        "codeNotation": notation,
        "issuedDate": issued,
        "organName": agency,
        "subject": subject,
        "language": known.VIETNAMESE_CODE if vietnamese else "",
        "numberOfPage": pages,
        "mode": known.SECRET_MODE if secrecy.held and not secrecy.doubtful else "",
        "confidenceLevel": _origin(plan, facts),
    }
    nd30 = {
        "FileCode/OrganId": dossier.organ if dossier else "",
        "FileCode/FileCatalog": dossier.year if dossier else "",
        "FileCode/FileNotation": dossier.notation if dossier else "",
        "DocOrdinal": str(ordinal) if dossier and ordinal else "",
        "TypeName": _said(meta.doc_type),
        "CodeNumber": number,
        "CodeNotation": notation,
        "IssuedDate": issued,
        "OrganName": agency,
        "Subject": subject,
        "Language": "Tiếng Việt" if vietnamese else "",
        "PageAmount": pages,
        "SignerInfo/Position": (signer.position or "") if signer else "",
        "SignerInfo/FullName": (signer.name or "") if signer else "",
        "To/OrganName": "; ".join(to),
    }
    return Record(_in_order(tt05, known.TT05), _in_order(nd30, known.ND30), to)


def _in_order(values: dict[str, str], rules: tuple[known.FieldRule, ...]) -> dict[str, str]:
    return {rule.name: values.get(rule.name, "") for rule in rules}


def _said(value: Field[str]) -> str:
    return (value.value or "") if value.method is not FieldMethod.ABSENT else ""


def issued_date(day: Field[str]) -> str:
    """The day of issue as dd/mm/yyyy, as both rules want it; empty where the document does not print the whole day.

    The time of a digital signature is no day of issue: the system gives number and day after signing (Nghị định
    30/2020/NĐ-CP, Điều 15).
    """
    if day.method not in (FieldMethod.PRINTED, FieldMethod.INFERRED) or not day.value:
        return ""
    try:
        return date.fromisoformat(day.value).strftime("%d/%m/%Y")
    except ValueError:
        return ""


def addressees(recipients: list[Recipient]) -> tuple[str, ...]:
    """«Nơi nhận» without the archive line and without what each is to do with it.

    >>> from kehoach.pipeline.plan import Recipient
    >>> addressees([Recipient(text="Lãnh đạo Sở Y tế (b/c)"), Recipient(text="Lưu: VT", archive_line=True)])
    ('Lãnh đạo Sở Y tế',)
    """
    names = (_BRACKET.sub("", entry.text).strip(" ;,.") for entry in recipients if not entry.archive_line)
    return tuple(name for name in names if name)


def is_vietnamese(text: str) -> bool:
    """Whether so many letters bear marks that the text is Vietnamese.

    >>> is_vietnamese("Kế hoạch phòng, chống dịch"), is_vietnamese("Plan de prévention"), is_vietnamese("")
    (True, False, False)
    """
    letters = [char for char in text if char.isalpha()]
    return bool(letters) and sum(map(is_marked, letters)) / len(letters) > _LEAST_MARKED


def own_pages(plan: OnePlan) -> int:
    """The pages of the document itself, where its file holds several."""
    if plan.source.page_range is None:
        return plan.source.pages
    first, last = plan.source.page_range
    return last - first + 1


_FLOWING = frozenset(kind.value for kind in MediaKind if not kind.has_pages)


def has_pages(plan: OnePlan) -> bool:
    """Whether the file has pages that can be counted: a text file has none of its own, nor have most office files."""
    return plan.source.media_type not in _FLOWING


def _origin(plan: OnePlan, facts: FileFacts | None) -> str:
    """`confidenceLevel`: digitised from paper, electronic from the start, or both; empty where that cannot be told."""
    if plan.source.media_type.startswith("image/"):
        return known.DIGITISED
    if facts is None or not facts.scans or not has_pages(plan):
        return ""
    scanned = [scan is not None for scan in facts.scans]
    if all(scanned):
        return known.DIGITISED
    if any(scanned):
        return known.BOTH
    signed = any(signature.intact for signature in plan.metadata.digital_signatures.value or [])
    return known.BORN_DIGITAL if signed else ""  # a text PDF without a signature may be a copy of any kind
