from hypothesis import given
from hypothesis import strategies as st

from kehoach.diacritics.restore.windows import spans


@given(st.integers(0, 2000), st.integers(1, 60), st.integers(0, 12))
def test_every_place_is_kept_once_with_context_on_both_sides(count, step, margin):
    window = step + 2 * margin
    found = spans(count, window, margin)
    assert [place for span in found for place in range(span.first, span.last)] == list(range(count))
    for span in found:
        assert 0 <= span.start <= span.first < span.last <= span.end <= count
        assert span.end - span.start <= window
        assert span.first - span.start == min(margin, span.first)
        assert span.end - span.last == min(margin, count - span.last)
