"""Laws of the parser: nothing is lost, nothing breaks it, numbering resolves upwards."""

import random
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from parse_accounting import lost
from parse_documents import CASES, SHARED, arranged, of_pages, plain
from parse_texts import ALL

from kehoach.diacritics.language.alphabet import fold
from kehoach.pipeline.form.numbering import resolve, roman_value, to_roman
from kehoach.pipeline.form.text_key import key
from kehoach.pipeline.parse import parse
from kehoach.pipeline.plan import Plan
from tests.whole_documents import COMPOSED, REAL

PLANS = {path.stem: path.read_text("utf-8") for path in sorted((CASES / "plans").glob("*.txt"))}
CALM = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("name", sorted(ALL))
@pytest.mark.parametrize("read", [plain, arranged])
def test_every_character_is_in_the_plan(name, read):
    document = read(ALL[name])
    assert not lost(document, parse(document))


WHOLE = [*COMPOSED.values(), *sorted((SHARED / "eval" / "plans").glob("*.txt")), *REAL.values()]


@pytest.mark.parametrize("path", WHOLE, ids=lambda path: path.stem)
def test_every_character_of_a_whole_document_is_in_the_plan(path):
    document = arranged(path.read_text("utf-8-sig"))
    assert not lost(document, parse(document))


@pytest.mark.parametrize("name", sorted(PLANS))
def test_a_value_has_a_place_on_the_page_or_says_that_it_has_none(name):
    for field_name, field in parse(arranged(PLANS[name])).metadata:
        if field.value:
            assert field.method == "inferred" or field.evidence, field_name
        assert (field.method == "absent") is (not field.value), field_name


def ids(sections):
    return [i for s in sections for i in (s.id, *ids(s.children))]


def check(plan: Plan) -> None:
    found = ids(plan.sections)
    assert len(found) == len(set(found))
    Plan.model_validate_json(plan.model_dump_json())


@st.composite
def damaged(draw):
    """A document shuffled, cut, repeated, or garbled, line by line and letter by letter."""
    texts = {**ALL, **PLANS}
    lines = texts[draw(st.sampled_from(sorted(texts)))].split("\n")
    rng = random.Random(draw(st.integers(0, 10**6)))
    how = draw(st.sampled_from(["shuffle", "cut", "repeat", "garble", "join", "strip", "unmark", "tabs", "weave"]))
    if how == "shuffle":
        rng.shuffle(lines)
    elif how == "cut":
        lines = [line[: rng.randrange(len(line) + 1)] if rng.random() < 0.3 else line for line in lines]
    elif how == "repeat":
        lines = [line for line in lines for _ in range(rng.choice([1, 1, 2, 3]))]
    elif how == "garble":
        letters = "IVX1l|.;:-()\t /aĐđQ&%“”"
        lines = ["".join(rng.choice(letters) if rng.random() < 0.08 else c for c in line) for line in lines]
    elif how == "join":
        lines = [" ".join(lines[at : at + 3]) for at in range(0, len(lines), 3)]
    elif how == "unmark":
        lines = [fold(line) if rng.random() < 0.7 else line.upper() for line in lines]
    elif how == "tabs":
        lines = [line.replace(" ", "\t", rng.randrange(4)) for line in lines]
    elif how == "weave":
        other = texts[rng.choice(sorted(texts))].split("\n")
        lines = [line for pair in zip(lines, other, strict=False) for line in pair]
    else:
        lines = [line for line in lines if line.strip() and rng.random() < 0.8]
    return "\n".join(lines)


@CALM
@given(damaged())
def test_no_damage_breaks_the_parser_or_loses_a_character(text):
    document = plain(text)
    plan = parse(document)
    check(plan)
    assert not lost(document, plan)


@CALM
@given(damaged(), st.integers(0, 10**6))
def test_pages_with_any_roles_and_tables_lose_no_character(text, seed):
    document = of_pages(text, random.Random(seed))
    plan = parse(document)
    check(plan)
    assert not lost(document, plan)


@CALM
@given(st.text(alphabet=st.sampled_from('IVX123.,;:()-–/\n\t "“”đĐaMựKH%số'), max_size=300))
def test_no_text_breaks_the_parser_or_loses_a_character(text):
    document = plain(text)
    plan = parse(document)
    check(plan)
    assert not lost(document, plan)


@given(st.lists(st.one_of(st.none(), st.integers(1, 30)), max_size=40))
def test_resolved_numbers_rise_and_keep_what_they_can(printed):
    found = resolve(printed)
    assert len(found) == len(printed)
    assert all(a < b for a, b in pairwise(found))
    if printed and all(p == at for at, p in enumerate(printed, start=printed[0] or 0)) and printed[0]:
        assert found == printed


@given(st.integers(1, 3999))
def test_roman_numbers_go_both_ways(number):
    assert roman_value(to_roman(number)) == number


@given(st.text())
def test_a_key_is_as_long_as_its_text(text):
    assert len(key(text)) == len(text)


def test_deep_lists_do_not_nest_without_end():
    text = "I. NỘI DUNG\n" + "a) Một:\n1) Hai:\n(1) Ba:\n" * 400
    plan = parse(plain(text))
    check(plan)
