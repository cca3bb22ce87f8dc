"""«Something to look at» means one thing, and says why."""

from typing import Any

import pytest

from kehoach.pipeline.plan import Plan
from kehoach.pipeline.plan_look import UNSURE, UNSURE_FIELD, reasons_to_look

SURE: dict[str, Any] = {"method": "printed", "confidence": 0.95, "evidence": {"page": 1, "lines": [2, 2]}}
HEAD: dict[str, Any] = {
    "doc_type": {**SURE, "value": "Kế hoạch"},
    "number": {**SURE, "value": "12", "raw": "Số: 12/KH-SYT"},
    "agency": {**SURE, "value": "Sở Y tế"},
    "date": {**SURE, "value": "2026-02-01", "evidence": {"page": 1, "lines": [3, 3]}},
    "subject": {**SURE, "value": "Tiêm chủng"},
}


def plan(engine: str | None = None, **changed: Any) -> Plan:
    """A Plan without anything to look at, but for what is changed; `engine` read its one page."""
    head = HEAD | changed.pop("head", {})
    reading = [{"page": 1, "method": "ocr" if engine else "text", "reason": "", "engine": engine}]
    source = {"path": "a.pdf", "sha256": "", "media_type": "application/pdf", "size": 1, "pages": 1, "reading": reading}
    return Plan.model_validate({"source": source, "metadata": head, "confidence": 0.97, **changed})


def codes(found: Plan) -> list[str]:
    return [reason.code for reason in reasons_to_look(found)]


def test_a_whole_and_sure_plan_wants_no_look() -> None:
    minor = [{"code": "end-mark-absent", "message": "no end mark", "severity": 3}]
    assert codes(plan("tesseract", issues=minor)) == []


@pytest.mark.parametrize("name", ["number", "date", "agency"])
def test_a_lost_head_field_is_one(name: str) -> None:
    assert codes(plan(head={name: {}})) == [f"{name}-absent"]


def test_a_letter_has_no_kind_but_must_have_a_subject() -> None:
    assert codes(plan(head={"doc_type": {}})) == []
    assert codes(plan(head={"doc_type": {}, "subject": {}})) == ["subject-absent"]


@pytest.mark.parametrize("name", ["number", "date"])
def test_a_blank_is_one_only_where_ink_in_it_may_be_unread(name: str) -> None:
    blank = {name: {"raw": "Số:      /KH-SYT", "evidence": {"page": 1, "lines": [2, 2]}}}
    assert codes(plan(head=blank)) == []
    assert codes(plan("tesseract", head=blank)) == [f"{name}-absent"]


@pytest.mark.parametrize("name", ["number", "date"])
def test_a_number_or_date_that_is_unsure_is_one(name: str) -> None:
    for confidence, wanted in ((UNSURE_FIELD, []), (UNSURE_FIELD - 0.01, [f"{name}-in-doubt"])):
        assert codes(plan(head={name: HEAD[name] | {"confidence": confidence}})) == wanted


def test_a_date_without_its_day_is_one_on_a_scan_and_a_draft_in_a_text() -> None:
    month = {"date": HEAD["date"] | {"value": "2026-02", "raw": "ngày     tháng 02 năm 2026"}}
    assert codes(plan(head=month)) == []
    (reason,) = reasons_to_look(plan("tesseract", head=month))
    assert str(reason) == "date (ngày tháng) 2026-02: not the whole date is known"


def test_a_number_that_two_readers_read_differently_is_one() -> None:
    edit = {"before": "12", "after": "12", "reason": "readers-disagree", "confidence": 0.6, "alternatives": ["72"]}
    (reason,) = reasons_to_look(plan("tesseract", edits=[edit | {"page": 1, "line": 2, "applied": False}]))
    assert (reason.code, "72?" in reason.message) == ("number-in-doubt", True)
    assert codes(plan("tesseract", edits=[edit | {"page": 1, "line": 9, "applied": False}])) == []  # of the body


def test_years_that_differ_cast_doubt_on_the_own_number_alone() -> None:
    own = {"code": "number-year-differs", "message": "2025, not 2026", "severity": 2, "evidence": SURE["evidence"]}
    cited = own | {"evidence": {"page": 1, "lines": [20, 20]}}
    assert codes(plan(issues=[own])) == ["number-in-doubt"]
    assert codes(plan(issues=[cited])) == []


def test_a_plan_of_low_confidence_is_one() -> None:
    assert codes(plan(confidence=UNSURE)) == []
    assert codes(plan(confidence=UNSURE - 0.01)) == ["unsure"]


def test_an_issue_of_severity_1_is_one_and_named_once() -> None:
    lost = {"code": "page-problem", "message": "page 1 is missing", "severity": 1}
    assert codes(plan(issues=[lost, lost])) == ["page-problem"]


def test_of_a_bound_document_its_pages_are_named() -> None:
    other = plan(head={"date": {}}).model_dump(exclude={"bound"})
    other["source"]["page_range"] = (3, 4)
    (reason,) = reasons_to_look(plan(bound=[other]))
    assert str(reason) == "pages 3-4: date (ngày tháng) is not in the text"
