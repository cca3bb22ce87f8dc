"""What a person should look at: numbering, dates that disagree, sums, missing appendices, double signatures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from kehoach.pipeline.document import ACTUAL_TEXT
from kehoach.pipeline.parse.body.closing_formula import END_MARK
from kehoach.pipeline.parse.checks.account import account
from kehoach.pipeline.parse.checks.closings import closing_names_another
from kehoach.pipeline.parse.checks.days import days_that_are_none
from kehoach.pipeline.parse.checks.sums import table_sums
from kehoach.pipeline.plan import Citation, Contents, Evidence, FieldMethod, Issue, RepairEdit, Section
from kehoach.pipeline.wording import number_of

_SECTION_ISSUES = {
    "misnumbered": (2, "printed {label}, expected number {number}"),
    "label-misread": (2, "the label {label} was misread; taken for number {number}"),
    "number-skipped": (3, "the numbering passes over the number before {label}"),
    "duplicate-label": (2, "the label {label} stands twice"),
}


def _walk(sections: Sequence[Section]) -> Iterator[Section]:
    for section in sections:
        yield section
        yield from _walk(section.children)


MOST_ALIKE = 200
"""So many issues of the numbering are named; where there are more the list is none for a person to go through."""


def _numbering(plan: Contents) -> Iterator[Issue]:
    named: Counter[str] = Counter()
    for section in _walk(plan.sections):
        for code in section.issues:
            named[code] += 1
            if named[code] > MOST_ALIKE:
                continue
            severity, words = _SECTION_ISSUES[code]
            message = words.format(label=section.label_read or section.label_printed, number=section.ordinal_resolved)
            yield Issue(code=code, severity=severity, message=f"{section.id}: {message}", evidence=section.evidence)
    for code, count in named.items():
        if count > MOST_ALIKE:
            message = f"and {count - MOST_ALIKE} more of the kind; the sections themselves have them all"
            yield Issue(code=code, severity=_SECTION_ISSUES[code][0], message=message)


def _unread_pages(plan: Contents) -> Iterator[Issue]:
    """Each page that could not be read: what stands on it is missing everywhere else."""
    for page in plan.source.reading:
        if page.problem:
            message = f"page {page.page} is missing: {page.problem}"
            yield Issue(code="page-problem", message=message, severity=1, evidence=Evidence(page=page.page))
        if page.unread:
            message = f"page {page.page} says nothing: {page.unread}"
            yield Issue(code="page-unreadable", message=message, severity=1, evidence=Evidence(page=page.page))


def _unread_pictures(plan: Contents) -> Iterator[Issue]:
    """Pictures in an office document: what they show, a scanned appendix say, is missing everywhere else."""
    for page in plan.source.reading:
        if page.unread_pictures:
            message = f"{number_of(page.unread_pictures, 'picture')} in the document not read"
            yield Issue(code="pictures-unread", message=message, severity=2, evidence=Evidence(page=page.page))


def _years(plan: Contents) -> Iterator[Issue]:
    """The year in a number against that of the date: «46/2002/QĐ-UBND ngày 12/9/2022»; the document's own too."""
    number, date = plan.metadata.number, plan.metadata.date
    own = re.match(r"\d+/((?:19|20)\d{2})$", number.value or "")
    if own and date.value and date.method is FieldMethod.PRINTED and date.value[:4] != own[1]:
        message = f"the year in the number {number.value} is not that of the date, {date.value}"
        yield Issue(code="number-year-differs", message=message, evidence=number.evidence)
    for cited in plan.citations:
        match = re.match(r"\d+/((?:19|20)\d{2})/", cited.number or "")
        if match and cited.date and cited.date[:4] != match[1]:
            message = f"{cited.number}: the year in the number is not that of its date, {cited.date}"
            yield Issue(code="number-year-differs", message=message, evidence=cited.evidence)


def _later_citations(plan: Contents) -> Iterator[Issue]:
    date = plan.metadata.date
    if not date.value or len(date.value) < 7:
        return
    for cited in plan.citations:
        if cited.date and cited.date[: len(date.value)] > date.value:
            message = f"{cited.number} is dated {cited.date}, after the document itself, {date.value}"
            yield Issue(code="cited-later", message=message, severity=1, evidence=cited.evidence)


def _absent_fields(plan: Contents) -> Iterator[Issue]:
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


def _appendices(plan: Contents) -> Iterator[Issue]:
    for appendix in plan.appendices:
        if appendix.announced and not appendix.present:
            message = f"{appendix.label} is announced but not in the file"
            yield Issue(code="appendix-absent", message=message, evidence=appendix.evidence)


def _signatures(plan: Contents) -> Iterator[Issue]:
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


def _signed_before_date(plan: Contents) -> Iterator[Issue]:
    date = plan.metadata.date
    if date.method is not FieldMethod.PRINTED or not date.value or len(date.value) != 10:
        return
    for signature in plan.metadata.digital_signatures.value or []:
        if signature.time and signature.time[:10] < date.value:
            message = f"signed on {signature.time[:10]}, before the printed date {date.value}"
            yield Issue(code="signed-before-date", message=message, evidence=signature.evidence)
            return


def _deadlines(plan: Contents) -> Iterator[Issue]:
    date = plan.metadata.date.value
    named: set[str] = set()
    for task in plan.tasks:
        end = task.period.end if task.period else None
        if date and end and len(date) == 10 and end < date and end not in named:
            named.add(end)
            message = f"«{task.period.raw if task.period else ''}» ends before the document's date, {date}"
            yield Issue(code="deadline-past", message=message, severity=3, evidence=task.evidence)


def _doubtful_citations(plan: Contents) -> Iterator[Issue]:
    def doubtful(cited: Citation) -> bool:
        return bool(cited.number) and not re.search(r"[A-ZĐ]", cited.number or "")

    for cited in plan.citations:
        if doubtful(cited):
            message = f"«{cited.raw}» is cited without its notation"
            yield Issue(code="citation-incomplete", message=message, severity=3, evidence=cited.evidence)


def _end_mark(plan: Contents) -> Iterator[Issue]:
    last = plan.closing[-1] if plan.closing else ""
    if plan.closing and not END_MARK.search(last):
        yield Issue(code="end-mark-absent", message="the closing has no end mark «./.»", severity=3)


_SHOWN = 5  # doubtful numbers named in an issue; all are among the edits


def _doubtful_numbers(plan: Contents) -> Iterator[Issue]:
    """One issue a page whose numbers or codes were read in different ways; each of them is an edit of its own."""
    pages: dict[int, list[RepairEdit]] = {}
    for edit in plan.edits:
        if edit.reason == "readers-disagree" and re.search(r"\d", " ".join((edit.after, *edit.alternatives))):
            pages.setdefault(edit.page or 1, []).append(edit)
    for page, edits in pages.items():
        shown = [f"«{edit.after}» ({', '.join(edit.alternatives)}?)" for edit in edits[:_SHOWN]]
        rest = f" and {len(edits) - _SHOWN} more" if len(edits) > _SHOWN else ""
        message = f"page {page}: readers differ on {number_of(len(edits), 'number')}: {', '.join(shown)}{rest}"
        yield Issue(code="numbers-in-doubt", message=message, evidence=Evidence(page=page))


def _drawn_otherwise(plan: Contents) -> Iterator[Issue]:
    """Pages whose PDF gives other words to whoever copies them than to whoever reads them (/ActualText)."""
    for edit in plan.edits:
        if edit.reason == ACTUAL_TEXT:
            drawn = ", ".join(edit.alternatives)
            message = f"page {edit.page}: the PDF says «{edit.after}» where the page shows «{drawn}»"
            yield Issue(code="text-differs", message=message, severity=1, evidence=Evidence(page=edit.page or 1))


def _groups(plan: Contents) -> Iterator[Issue]:
    entries = plan.metadata.recipients.value or []
    if any(entry.group for entry in entries):
        open_ = [e.text for e in entries if not (e.group or e.purpose or e.archive_line)]
        rest = f"; left open: {'; '.join(open_)}" if open_ else ""
        message = f"how far the braces beside «Nơi nhận» reach is concluded from who stands beside them{rest}"
        yield Issue(code="recipient-groups-uncertain", message=message, evidence=plan.metadata.recipients.evidence)


CHECKS: tuple[Callable[[Contents], Iterator[Issue]], ...] = (
    _unread_pages,
    _unread_pictures,
    account,
    _numbering,
    closing_names_another,
    _years,
    _later_citations,
    _absent_fields,
    _appendices,
    _signatures,
    _signed_before_date,
    table_sums,
    _deadlines,
    days_that_are_none,
    _doubtful_citations,
    _end_mark,
    _groups,
    _doubtful_numbers,
    _drawn_otherwise,
)


def check(plan: Contents) -> list[Issue]:
    """All that a person should look at, the gravest first."""
    found = [issue for rule in CHECKS for issue in rule(plan)]
    return sorted(found, key=lambda issue: issue.severity)
