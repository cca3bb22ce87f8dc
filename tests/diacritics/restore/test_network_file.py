"""A graph packed alone, and as what sets it apart from another."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from kehoach.diacritics.restore.network_file import Alike, packed, unpacked


@given(st.binary(max_size=300))
def test_a_graph_comes_back_whole(graph):
    assert unpacked(packed(graph)) == graph


@given(st.data())
def test_a_graph_packed_against_another_comes_back_whole(data):
    first, graph = (data.draw(st.binary(min_size=40, max_size=200)) for _ in range(2))
    starts = data.draw(st.lists(st.integers(0, len(graph) // 10 - 1), unique=True, max_size=4))
    alike = [Alike(10 * start, data.draw(st.integers(0, len(first) - 10)), 10) for start in starts]
    assert unpacked(packed(graph, first, alike), first) == graph


def test_what_differs_by_little_packs_well_wherever_it_stands():
    rng = random.Random(4)
    first = rng.randbytes(8000)
    graph = b"head" + bytes((byte + (place % 50 == 0)) % 256 for place, byte in enumerate(first))
    assert len(packed(graph, first, [Alike(4, 0, len(first))])) < len(packed(graph)) / 20
