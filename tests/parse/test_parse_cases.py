"""Rules of the parser against cases: real forms, forms to leave alone."""

import json
from datetime import date
from pathlib import Path

import pytest

from kehoach.pipeline.document import Line
from kehoach.pipeline.form.labels import find_label
from kehoach.pipeline.form.provinces import find_province, successor
from kehoach.pipeline.form.text_key import key
from kehoach.pipeline.form.word_lists import data
from kehoach.pipeline.parse.citing.mentions import mentions
from kehoach.pipeline.parse.foot.recipients import read_recipients
from kehoach.pipeline.parse.head.letterhead import read_letterhead
from kehoach.pipeline.parse.lines.paragraphs import Para, join
from kehoach.pipeline.parse.lines.rows import rows_of
from kehoach.pipeline.parse.tasks.amounts import amounts_in
from kehoach.pipeline.parse.tasks.periods import find_periods
from kehoach.pipeline.parse.tasks.targets import targets_in

CASES = Path(__file__).parents[1] / "cases"


def cases(name):
    found = json.loads((CASES / f"parse_{name}.json").read_text("utf-8"))
    return [pytest.param(case, id=str(case.get("text") or case["lines"][0])[:40]) for case in found]


def para(text):
    line = Line(text, 1, 1)
    return Para(text, key(text), (line,), (0,))


def rows(texts):
    return rows_of([Line(text, 1, number) for number, text in enumerate(texts, start=1)])


@pytest.mark.parametrize("case", cases("labels"))
def test_label(case):
    label = find_label(case["text"])
    if case["kind"] is None:
        assert label is None
        return
    assert label is not None
    assert (label.kind.name, label.printed, label.ordinal) == (case["kind"], case["printed"], case["ordinal"])


@pytest.mark.parametrize("case", cases("citations"))
def test_citation(case):
    found = list(mentions(para(case["text"])))
    assert [m.number for m in found] == [wanted["number"] for wanted in case["found"]]
    for mention, wanted in zip(found, case["found"], strict=True):
        assert {name: getattr(mention, name) for name in wanted} == wanted


@pytest.mark.parametrize("case", cases("periods"))
def test_period(case):
    today = date.fromisoformat(case["today"]) if "today" in case else None
    year, text = today.year if today else None, case["text"]
    found = list(find_periods(key(text), year, today=today, timed=case.get("timed", False), printed=text))
    assert [[span.first, span.last] for span in found] == case["edges"]
    if "again" in case:
        assert [span.recurrence for span in found] == case["again"]
    if "anchor" in case:
        assert [span.anchored and span.anchored.anchor for span in found] == case["anchor"]


@pytest.mark.parametrize("case", cases("recipients"))
def test_recipients(case):
    found = read_recipients([(row.text, row) for row in rows(case["lines"])])
    assert [[entry.text, entry.purpose] for entry in found.entries] == case["entries"]
    assert [entry.text for entry in found.entries if entry.archive_line] == [case["archive"]]
    assert found.drafter == case.get("drafter")
    if "groups" in case:
        assert [entry.group for entry in found.entries] == case["groups"]


@pytest.mark.parametrize("case", cases("letterheads"))
def test_letterhead(case):
    head = read_letterhead(rows(case["lines"]))
    wanted = {name: value for name, value in case.items() if name != "lines"}
    assert {name: getattr(head, name).value for name in wanted} == wanted
    said = {name for name in ("parent", "about", "urgency", "secrecy") if getattr(head, name).value}
    assert said <= wanted.keys()


@pytest.mark.parametrize("case", cases("amounts"))
def test_amounts(case):
    assert [[amount.value, amount.what] for amount in amounts_in(para(case["text"]))] == case["found"]


@pytest.mark.parametrize("case", cases("targets"))
def test_targets(case):
    found = [[t.comparator, t.value, t.unit, t.year, t.indicator] for t in targets_in(para(case["text"]))]
    assert found == case["found"]


def test_every_province_of_before_has_its_successor():
    table = data("provinces")
    assert (len(table["provinces"]), len(table["successors"])) == (34, 29)
    for before, after in table["successors"].items():
        assert before not in table["provinces"]
        assert after in table["provinces"]
        assert successor(find_province(f"SỞ Y TẾ TỈNH {before.upper()}")) == after
    assert all(successor(find_province(f"Sở Y tế {name}")) == name for name in table["provinces"])


def test_evidence_names_the_lines_of_a_part():
    lines = rows(["Căn cứ Quyết định số 12/QĐ-", "BYT ngày 01/02/2024;"])
    whole = join(lines)
    assert whole.text == "Căn cứ Quyết định số 12/QĐ-BYT ngày 01/02/2024;"
    assert whole.evidence(whole.text.index("BYT")).lines == (2, 2)
    assert whole.evidence(whole.text.index("12/"), whole.text.index(" ngày")).lines == (1, 2)
