"""How the words that are sure tell how this page was misread."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kehoach.diacritics.language.alphabet import fold
from kehoach.diacritics.restore.channel import DOUBT, evidence, pieces, usual

TEXT = st.text("abcdđêôơưáạảúừng6&", max_size=8)


def weigh(rows, doubtful=0):
    """What is told of the first of some places: rows are a form and its candidates, best first, with their odds."""
    forms = [form for form, _ in rows]
    width = max(len(words) for _, words in rows)
    odds = np.zeros((len(rows), width), dtype=np.float32)
    for row, (_, words) in zip(odds, rows, strict=True):
        row[: len(words)] = [share for _, share in words]
    return evidence(odds, lambda place, i: rows[place][1][i][0], forms, np.ones(len(rows), dtype=bool))[doubtful]


@given(TEXT, TEXT)
def test_the_pieces_are_the_word_and_the_form(word, form):
    found = pieces(word, form)
    assert "".join(true for true, _ in found) == word
    assert "".join(read for _, read in found) == form
    assert all(true == read for true, read in pieces(word, word))
    assert all(fold(true) == read for true, read in pieces(word, fold(word)))


@given(TEXT, TEXT)
def test_what_readers_usually_give_is_a_share(true, read):
    assert 0 < usual(true, read) < 1


def test_a_letter_is_taken_for_what_it_was_elsewhere_on_the_page():
    doubtful = ("cit", [("cất", 0.4), ("cứ", 0.35), ("cit", 0.25)])
    told = [("thit", [("thứ", 0.99)]), ("nhitng", [("những", 0.99)]), ("bitc", [("bức", 0.99)])]
    other = [("thit", [("thất", 0.99)]), ("nhit", [("nhất", 0.99)]), ("bit", [("bất", 0.99)])]
    said, contrary = weigh([doubtful, *told]), weigh([doubtful, *other])
    assert said[1] > said[0] + 0.1
    assert contrary[1] < contrary[0]


def test_a_form_is_taken_for_what_it_was_elsewhere_on_the_page():
    doubtful = ("canh", [("cánh", 0.5), ("cảnh", 0.5)])
    said = weigh([doubtful, *[("canh", [("cảnh", 0.99)])] * 3])
    assert said[1] > said[0]


def test_words_sure_or_settled_are_left_alone():
    assert not weigh([("canh", [("cánh", DOUBT + 0.001), ("cảnh", 0.004)]), *[("canh", [("cảnh", 0.99)])] * 3]).any()
    odds = np.array([[0.5, 0.5], [0.99, 0.0]], dtype=np.float32)
    names = [("cánh", "cảnh"), ("cảnh", "cánh")]
    none = evidence(odds, lambda place, i: names[place][i], ["canh", "canh"], np.array([False, True]))
    assert not none.any()


def test_a_word_does_not_speak_for_itself():
    assert not weigh([("canh", [("cánh", 0.92), ("cảnh", 0.08)])])[0] > 0.3
