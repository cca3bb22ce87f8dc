"""Every check on a sound plan with one fault put into it: it says that one thing and nothing else."""

import json

import pytest
from parse_documents import CASES, arranged

from kehoach.pipeline.parse import parse
from kehoach.pipeline.parse.checks.check import CHECKS, MOST_ALIKE

FAULTS = json.loads((CASES / "parse_checks.json").read_text("utf-8"))


@pytest.mark.parametrize("case", FAULTS, ids=lambda case: f"{case['plan']}-{'-'.join(case['codes']) or 'none'}")
def test_a_fault_is_named(case):
    text = (CASES / "plans" / f"{case['plan']}.txt").read_text("utf-8")
    before, after = case["change"]
    assert text.count(before) == 1
    plan = parse(arranged(text.replace(before, after)))
    assert sorted(issue.code for issue in plan.issues) == case["codes"]


def test_issues_come_the_gravest_first_and_say_where():
    text = (CASES / "plans" / "party_committee.txt").read_text("utf-8")
    faulty = text.replace("ngày 28/11/2025", "ngày 28/11/2026").replace("II- NHIỆM VỤ", "IV- NHIỆM VỤ")
    plan = parse(arranged(faulty))
    assert [issue.severity for issue in plan.issues] == sorted(issue.severity for issue in plan.issues)
    later = next(issue for issue in plan.issues if issue.code == "cited-later")
    assert later.severity == 1
    assert "21-CTr/TU" in faulty.split("\n")[later.evidence.lines[0] - 1]


def test_a_hopeless_numbering_is_summed_up():
    text = "KẾ HOẠCH\n\nThử\n\n" + "\n\n".join(f"{n % 7 + 1}. Việc số {n}" for n in range(3 * MOST_ALIKE))
    plan = parse(arranged(text))
    named = [issue for issue in plan.issues if issue.code == "misnumbered"]
    assert len(named) == MOST_ALIKE + 1
    assert "more of the kind" in named[-1].message


def test_every_check_is_tried():
    tried = {code for case in FAULTS for code in case["codes"]}
    assert len(tried) >= len(CHECKS)
