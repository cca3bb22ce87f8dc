"""What a person should look at: numbering, dates that disagree, sums, missing appendices, double signatures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from pipeline.plan import Citation, Issue, Plan, Section

from .closing import END_MARK
from .textual import key

_SECTION_ISSUES = {
    "misnumbered": (2, "printed {label}, expected number {number}"),
    "label-misread": (2, "the label {label} was misread; taken for number {number}"),
    "number-skipped": (3, "the numbering passes over the number before {label}"),
    "duplicate-label": (2, "the label {label} stands twice"),
}
_CLOSING_TITLE = re.compile(r"tren day la (?:noi dung )?\w+ \w+ (?P<title>[^.;]{10,300})")
LIKE = 70.0
"""rapidfuzz token_set_ratio under which subject and closing formula are taken to name different plans: 55 on a closing
left over from an older plan, 95 and more on the others read."""


def _walk(sections: Sequence[Section]) -> Iterator[Section]:
    for section in sections:
        yield section
        yield from _walk(section.children)


def _numbering(plan: Plan) -> Iterator[Issue]:
    for section in _walk(plan.sections):
        for code in section.issues:
            severity, words = _SECTION_ISSUES[code]
            message = words.format(label=section.label_printed, number=section.ordinal_resolved)
            yield Issue(code=code, severity=severity, message=f"{section.id}: {message}", evidence=section.evidence)


def _closing_names_another(plan: Plan) -> Iterator[Issue]:
    subject = plan.metadata.subject
    if not subject.value or subject.method != "printed":
        return
    for text in plan.closing:
        match = _CLOSING_TITLE.match(key(text))
        if match is None:
            continue
        from rapidfuzz import fuzz

        named = re.split(r", (?:so|uy ban|ubnd|yeu cau|de nghi|cac)\b", match["title"])[0]
        if fuzz.token_set_ratio(key(subject.value), named) < LIKE:
            message = f"the closing names another plan: «{text[match.start('title') : match.start('title') + 120]}»"
            yield Issue(code="subject-differs-from-closing", message=message, evidence=subject.evidence)


def _years(plan: Plan) -> Iterator[Issue]:
    for cited in plan.citations:
        match = re.match(r"\d+/((?:19|20)\d{2})/", cited.number or "")
        if match and cited.date and cited.date[:4] != match[1]:
            message = f"{cited.number}: the year in the number is not that of its date, {cited.date}"
            yield Issue(code="number-year-differs", message=message, evidence=cited.evidence)


def _later_citations(plan: Plan) -> Iterator[Issue]:
    date = plan.metadata.date
    if not date.value or len(date.value) < 7:
        return
    for cited in plan.citations:
        if cited.date and cited.date[: len(date.value)] > date.value:
            message = f"{cited.number} is dated {cited.date}, after the document itself, {date.value}"
            yield Issue(code="cited-later", message=message, severity=1, evidence=cited.evidence)


def _absent_fields(plan: Plan) -> Iterator[Issue]:
    found = plan.metadata
    wanted = (("number", "số"), ("date", "ngày tháng"), ("agency", "cơ quan ban hành"), ("signer", "người ký"))
    for name, word in wanted:
        field = getattr(found, name)
        if field.value is None:
            how = "is blank" if field.raw else "is not in the text"
            yield Issue(code=f"{name}-absent", message=f"{name} ({word}) {how}", severity=3, evidence=field.evidence)
    if found.signer.value is not None and found.signer.value.name is None:
        yield Issue(
            code="signer-name-absent", message="the signer's name is not in the text", evidence=found.signer.evidence
        )


def _appendices(plan: Plan) -> Iterator[Issue]:
    for appendix in plan.appendices:
        if appendix.announced and not appendix.present:
            message = f"{appendix.label} is announced but not in the file"
            yield Issue(code="appendix-absent", message=message, evidence=appendix.evidence)


def _signatures(plan: Plan) -> Iterator[Issue]:
    seen: set[tuple[str | None, str | None]] = set()
    for signature in plan.metadata.digital_signatures.value or []:
        mark = (signature.signer, signature.time)
        if mark in seen:
            message = f"two signatures of {signature.signer} in the same second, {signature.time}"
            yield Issue(code="duplicate-signature", message=message, severity=3, evidence=signature.evidence)
        seen.add(mark)
        if signature.intact is False:
            message = f"the file was changed after {signature.signer} signed it"
            yield Issue(code="changed-after-signing", message=message, severity=1, evidence=signature.evidence)


def _signed_before_date(plan: Plan) -> Iterator[Issue]:
    date = plan.metadata.date
    if date.method != "printed" or not date.value or len(date.value) != 10:
        return
    for signature in plan.metadata.digital_signatures.value or []:
        if signature.time and signature.time[:10] < date.value:
            message = f"signed on {signature.time[:10]}, before the printed date {date.value}"
            yield Issue(code="signed-before-date", message=message, evidence=signature.evidence)
            return


_TOTAL = re.compile(r"(?:tong cong|tong so|tong|cong)\b")


def _number(text: str) -> float | None:
    plain = text.strip()
    if not re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?", plain):
        return None
    return float(plain.replace(".", "").replace(",", "."))


def _sums(plan: Plan) -> Iterator[Issue]:
    """The «Tổng cộng» of a table against the rows above it; group rows are left out, being sums themselves."""
    for table in plan.tables:
        above: list[list[str]] = []
        for row in table.rows:
            cells = [cell.text for cell in row.cells]
            if not any(_TOTAL.match(key(cell)) for cell in cells[:2]):
                if not row.group:
                    above.append(cells)
                continue
            for at, cell in enumerate(cells):
                total, parts = (
                    _number(cell),
                    [n for line in above if at < len(line) and (n := _number(line[at])) is not None],
                )
                if at > 0 and total is not None and len(parts) > 1 and abs(sum(parts) - total) > 0.005 * max(total, 1):
                    message = f"the column adds up to {sum(parts):g}, the table says {cell}"
                    yield Issue(code="sum-differs", message=message, evidence=row.cells[at].evidence)
            above = []


def _deadlines(plan: Plan) -> Iterator[Issue]:
    date = plan.metadata.date.value
    for task in plan.tasks:
        end = task.period.end if task.period else None
        if date and end and len(date) == 10 and end < date:
            message = f"«{task.period.raw if task.period else ''}» ends before the document's date, {date}"
            yield Issue(code="deadline-past", message=message, severity=3, evidence=task.evidence)


def _doubtful_citations(plan: Plan) -> Iterator[Issue]:
    def doubtful(cited: Citation) -> bool:
        return bool(cited.number) and not re.search(r"[A-ZĐ]", cited.number or "")

    for cited in plan.citations:
        if doubtful(cited):
            message = f"«{cited.raw}» is cited without its notation"
            yield Issue(code="citation-incomplete", message=message, severity=3, evidence=cited.evidence)


def _end_mark(plan: Plan) -> Iterator[Issue]:
    last = plan.closing[-1] if plan.closing else ""
    if plan.closing and not END_MARK.search(last):
        yield Issue(code="end-mark-absent", message="the closing has no end mark «./.»", severity=3)


def _groups(plan: Plan) -> Iterator[Issue]:
    entries = plan.metadata.recipients.value or []
    if any(entry.group for entry in entries):
        message = "how far the braces beside «Nơi nhận» reach is a guess from their order"
        yield Issue(code="recipient-groups-uncertain", message=message, evidence=plan.metadata.recipients.evidence)


CHECKS: tuple[Callable[[Plan], Iterator[Issue]], ...] = (
    _numbering,
    _closing_names_another,
    _years,
    _later_citations,
    _absent_fields,
    _appendices,
    _signatures,
    _signed_before_date,
    _sums,
    _deadlines,
    _doubtful_citations,
    _end_mark,
    _groups,
)


def check(plan: Plan) -> list[Issue]:
    """All that a person should look at, the gravest first."""
    return sorted((issue for rule in CHECKS for issue in rule(plan)), key=lambda issue: issue.severity)
