"""Fields that are not printed where they should be: concluded from other text, and marked so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kehoach.pipeline.form.agencies import usual_case
from kehoach.pipeline.form.dates import head_date
from kehoach.pipeline.form.doc_types import title_type
from kehoach.pipeline.form.provinces import find_province, successor
from kehoach.pipeline.form.text_key import squeeze
from kehoach.pipeline.parse.lines.paragraphs import Para
from kehoach.pipeline.plan import DigitalSignature, Field, FieldMethod

_ACTS = re.compile(
    r"(?<!cua )\b(?P<who>(?:so|ubnd|uy ban nhan dan|trung tam|benh vien|chi cuc|bo|cuc|ban chi dao"
    r"|van phong)\s[^.;:,]{0,60}?)\s+(?:tinh\s)?(?:xay dung|ban hanh|lap|trien khai|yeu cau|de nghi)\b"
)
_NOT_ITS_NAME = (
    r"(?:nay|cua|so|do|duoc|kem|va|voi|chi tiet|cu the|nam|quy|thang \d|giai doan|ubnd|trung tam|benh vien|chi cuc)\b"
)
"""What follows «Trên đây là Kế hoạch» where its name does not: «của Sở Y tế», «năm 2025», «chi tiết»."""
_OWN_PLAN = re.compile(
    rf"ke hoach (?P<subject>(?!{_NOT_ITS_NAME})[a-z]+\b[^.;]{{8,220}}?)(?:,| so y te| ubnd|\.|$|\s+voi\s|\s+nhu sau)"
)
_KEM_THEO = re.compile(
    r"(?:ban hanh )?kem theo (?P<type>ke hoach|quyet dinh"
    r"|cong van)\s+so\s*:?\s*(?P<n>\d*)\s*/?\s*(?P<t>[a-z][a-z]*-[a-z]+)"
)


def infer_agency(paras: Iterable[Para], signatures: Sequence[DigitalSignature]) -> Field[str]:
    """The agency from who «xây dựng» or «ban hành» the plan, in the preamble or the closing; else from a signature."""
    for para in paras:
        found = (_ACTS.match(para.key, at) for at, letter in enumerate(para.text) if letter.isupper())
        if match := next(filter(None, found), None):
            raw = para.text[match.start("who") : match.end("who")]
            return Field[str](
                raw=raw,
                value=squeeze(usual_case(raw)),
                method=FieldMethod.INFERRED,
                confidence=0.8,
                evidence=para.evidence(*match.span("who")),
            )
    for signature in signatures:
        if signature.signer and signature.signer.isupper():
            return Field[str](
                raw=signature.signer,
                value=usual_case(signature.signer),
                method=FieldMethod.SIGNATURE,
                confidence=0.7,
                evidence=signature.evidence,
            )
    return Field[str]()


def infer_parent(signatures: Sequence[DigitalSignature], agency: str | None) -> Field[str]:
    """The parent from the organisation of a signature, where it is not the agency itself."""
    for signature in signatures:
        name = usual_case(signature.organisation) if signature.organisation else None
        if name and name != agency:
            return Field[str](
                raw=signature.organisation,
                value=name,
                method=FieldMethod.SIGNATURE,
                confidence=0.6,
                evidence=signature.evidence,
            )
    return Field[str]()


def infer_type(paras: Sequence[Para]) -> Field[str]:
    """The type from what the text calls itself: «Trên đây là Kế hoạch …», «Kế hoạch này»."""
    for pattern in (
        re.compile(r"tren day la (\w+ \w+)"),
        re.compile(r"(?:xay dung|ban hanh) (ke hoach)\b"),
        re.compile(r"\b(ke hoach|quyet dinh|chi thi) nay\b"),
    ):
        for para in paras:
            match = pattern.search(para.key)
            named = title_type(para.text[match.start(1) : match.end(1)].upper()) if match else None
            if match and named:
                raw = para.text[match.start(1) : match.end(1)]
                return Field[str](
                    raw=raw,
                    value=named[0],
                    method=FieldMethod.INFERRED,
                    confidence=0.8,
                    evidence=para.evidence(*match.span(1)),
                )
    return Field[str]()


def infer_subject(paras: Sequence[Para], doc_type: str | None) -> Field[str]:
    """The trích yếu from the closing formula («Trên đây là Kế hoạch Thông tin, truyền thông y tế năm 2025, …»)."""
    if doc_type is None:
        return Field[str]()
    for para in paras:
        match = re.match(r"tren day la \w+ \w+ ", para.key)
        found = (
            _OWN_PLAN.match(para.key, match.end() - 9)
            if match and para.key[match.end() - 9 : match.end()] == "ke hoach "
            else None
        )
        if found:
            end = found.end("subject")
            year = re.compile(r"[^.;]*?\bnam \d{4}").match(para.key, found.start("subject"))
            end = max(end, year.end()) if year and year.end() - end < 60 else end
            raw = para.text[found.start("subject") : end]
            return Field[str](
                raw=raw,
                value=squeeze(raw).strip(" ,"),
                method=FieldMethod.INFERRED,
                confidence=0.7,
                evidence=para.evidence(found.start("subject"), end),
            )
    return Field[str]()


def date_from_signature(signatures: Sequence[DigitalSignature]) -> Field[str]:
    """The day of the first signature: what a plan without a printed date was signed on."""
    timed = sorted((s for s in signatures if s.time), key=lambda s: s.time or "")
    if not timed:
        return Field[str]()
    return Field[str](
        raw=timed[0].time,
        value=(timed[0].time or "")[:10],
        method=FieldMethod.SIGNATURE,
        confidence=0.5,
        evidence=timed[0].evidence,
    )


def from_appendix(paras: Iterable[Para]) -> tuple[Field[str], Field[str]]:
    """Notation and date from «(Ban hành kèm theo Kế hoạch số   /KH-SYT ngày   tháng 01 năm 2022)»."""
    for para in paras:
        match = _KEM_THEO.search(para.key)
        if match is None:
            continue
        raw = para.text[match.start("t") : match.end("t")]
        notation = Field[str](
            raw=raw, value=raw, method=FieldMethod.INFERRED, confidence=0.6, evidence=para.evidence(*match.span("t"))
        )
        found = head_date(para.key, match.end())
        if found is None:
            return notation, Field[str]()
        day = Field[str](
            raw=para.text[found.start : found.end],
            value=found.iso,
            method=FieldMethod.INFERRED,
            confidence=0.5,
            evidence=para.evidence(found.start, found.end),
        )
        return notation, day
    return Field[str](), Field[str]()


def province_today(agency: Field[str], place: Field[str], parent: Field[str], more: Iterable[str]) -> Field[str]:
    """The province of the document after the mergers of 01/7/2025; the printed name stays in `raw`."""
    for text, confidence in ((place.value, 0.95), (agency.value, 0.95), (parent.value, 0.9), *((t, 0.7) for t in more)):
        province = find_province(text) if text else None
        if province:
            return Field[str](
                raw=province, value=successor(province), method=FieldMethod.INFERRED, confidence=confidence
            )
    return Field[str]()
