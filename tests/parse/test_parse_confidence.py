"""What the parser says of its own certainty: the tables rise, worse reading never makes surer, and figures are kept."""

import json
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from parse_documents import CASES, arranged

from kehoach.pipeline.document import Document, Method, Word
from kehoach.pipeline.parse import parse
from kehoach.pipeline.parse.checks.confidence import NAMES, calibrated, table_of

PLAN = (CASES / "plans" / "province_task_table.txt").read_text("utf-8")


def read(text: str, sure: float) -> Document:
    """The text as a reader gives it that is as sure of every word."""
    document = arranged(text)
    page = document.pages[0]
    lines = [replace(x, words=tuple(Word(w, None, sure) for w in x.text.split())) for x in page.lines]
    return replace(document, pages=(replace(page, lines=tuple(lines), method=Method.OCR),))


@pytest.mark.parametrize("name", ["fields", "plan"])
def test_a_table_rises_from_nothing_to_less_than_certainty(name):
    table = table_of(name)
    assert (table[0][0], table[-1][0]) == (0.0, 1.0)
    assert all(a[0] < b[0] and a[1] <= b[1] for a, b in pairwise(table))
    assert 0.0 < table[0][1] < table[-1][1] < 1.0


@given(st.floats(0, 1), st.floats(0, 1))
@settings(deadline=None)
def test_a_surer_raw_figure_is_never_less_sure(one, other):
    low, high = sorted((one, other))
    for name in ("fields", "plan"):
        assert 0.0 <= calibrated(low, table_of(name)) <= calibrated(high, table_of(name)) <= 1.0


def test_the_reader_s_doubt_is_the_parser_s():
    plans = [parse(read(PLAN, sure)) for sure in (0.5, 0.8, 0.95, 1.0)]
    assert all(a.confidence < b.confidence for a, b in pairwise(plans))
    for name in NAMES:
        fields = [getattr(plan.metadata, name) for plan in plans]
        if fields[0].value is not None:
            assert all(a.confidence <= b.confidence for a, b in pairwise(fields)), name


def test_sound_plans_are_said_to_be_right():
    """Every field of the composed plans is right; what is said of them must be near that."""
    said = [parse(arranged(path.read_text("utf-8"))).confidence for path in (CASES / "plans").glob("*.txt")]
    assert min(said) > 0.8
    assert sum(said) / len(said) > 0.95


def test_a_file_without_letterhead_says_so_by_its_confidence():
    body = PLAN[PLAN.index("TRÊN ĐỊA BÀN") :]
    plan = parse(arranged(body))
    assert (plan.metadata.number.value, plan.metadata.place.value) == (None, None)
    assert plan.metadata.agency.method in ("inferred", "absent")
    assert plan.confidence < parse(arranged(PLAN)).confidence


def test_the_tables_say_where_they_come_from():
    kept = json.loads((CASES.parents[1] / "pipeline" / "parse" / "data" / "calibration.json").read_text("utf-8"))
    assert kept["source"].startswith("tests/benchmarks/calibrate_parse.py")
