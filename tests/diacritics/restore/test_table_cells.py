import pytest
from hypothesis import given
from hypothesis import strategies as st

from kehoach.diacritics.restore.table_cells import NEAR, SHORT, cells

LINES = st.lists(st.tuples(st.integers(0, 2 * SHORT), st.booleans()), max_size=30)


def found_in(lines):
    return cells([length for length, _ in lines], [small for _, small in lines])


@given(LINES)
def test_cells_are_whole_short_lines_in_order(lines):
    found = found_in(lines)
    starts = {sum(length for length, _ in lines[:i]): line[0] for i, line in enumerate(lines) if line[0]}
    assert found == sorted(found)
    assert all(0 < end - start == starts[start] <= SHORT for start, end in found)


@given(st.lists(st.tuples(st.integers(1, 2 * SHORT), st.booleans()), max_size=30))
def test_lines_without_blank_ones_between_are_running_text(lines):
    assert not found_in(lines)


@given(LINES)
def test_paragraphs_that_begin_with_capitals_are_no_cells(lines):
    begun = [(length, small and i > 0 and lines[i - 1][0] > 0) for i, (length, small) in enumerate(lines)]
    assert not found_in(begun)


@given(LINES, st.integers(0, 3))
def test_blank_lines_at_the_end_say_nothing(lines, blank):
    assert found_in([*lines, *[(0, False)] * blank]) == found_in(lines)


@pytest.mark.parametrize(("before", "found"), [(1, True), (NEAR, True), (NEAR + 1, False)])
def test_the_interrupted_sentence_must_be_near(before, found):
    lines = [(3, False)] * before + [(0, False)] + [(3, True)] * 2
    assert ((0, 3) in found_in(lines)) is found
