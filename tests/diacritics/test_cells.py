import pytest
from hypothesis import given
from hypothesis import strategies as st

from diacritics.cells import NEAR, SHORT, cells

LENGTHS = st.lists(st.integers(0, 2 * SHORT), max_size=30)


@given(LENGTHS)
def test_cells_are_whole_short_lines_in_order(lengths):
    found = cells(lengths)
    starts = {sum(lengths[:i]): length for i, length in enumerate(lengths) if length}
    assert found == sorted(found)
    assert all(0 < end - start == starts[start] <= SHORT for start, end in found)


@given(st.lists(st.integers(1, 2 * SHORT), max_size=30))
def test_lines_without_blank_ones_between_are_running_text(lengths):
    assert not cells(lengths)


@given(LENGTHS, st.integers(0, 3))
def test_blank_lines_at_the_ends_say_nothing(lengths, blank):
    assert cells([0] * blank + lengths + [0] * blank) == cells(lengths)


@pytest.mark.parametrize(("blank_after", "found"), [(0, True), (NEAR - 1, True), (NEAR, False)])
def test_the_blank_line_must_be_near(blank_after, found):
    lines = [3] * (2 * NEAR + 2)
    assert ((0, 3) in cells([*lines[: blank_after + 1], 0, *lines[blank_after + 1 :]])) is found
