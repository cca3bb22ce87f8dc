"""A graph kept as what sets it apart from another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diacritics.twins import packed, twin_of


@given(st.lists(st.tuples(st.integers(0, 255), st.integers(0, 255)), max_size=300))
def test_a_twin_comes_back_whole(pairs):
    first, twin = (bytes(column) for column in zip(*pairs, strict=True)) if pairs else (b"", b"")
    assert twin_of(first, packed(first, twin)) == twin


def test_what_differs_by_little_packs_well():
    first = bytes(range(256)) * 40
    twin = bytes((byte + (place % 50 == 0)) % 256 for place, byte in enumerate(first))
    assert len(packed(first, twin)) < len(first) / 20


def test_files_of_another_length_are_no_twins():
    with pytest.raises(ValueError, match="no twins: 2 and 3 bytes"):
        packed(b"abc", b"ab")
