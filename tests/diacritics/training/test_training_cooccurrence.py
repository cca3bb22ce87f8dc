"""Counting the company that words keep, and weighing it."""

from __future__ import annotations

import json
import lzma

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kehoach.diacritics.restore.cooccurrence import FILE, REACH, Cooccurrence
from kehoach.diacritics.restore.ngram_file import BITS
from kehoach.diacritics.training import weigh_cooccurrence
from kehoach.diacritics.training.count_cooccurrence import build, letters_of, near_each_other, read_streams
from kehoach.diacritics.training.weigh_cooccurrence import NEVER, Doubts, blocks, doubts_of, fit, prose
from tests.diacritics.restore.scripted_predictor import ScriptedPredictor

WORDS = ("", "cúm", "cụm", "bệnh", "cá")


@given(st.lists(st.integers(0, 4), max_size=40))
def test_words_are_near_each_other_both_ways(stream):
    table = near_each_other([np.array(stream, dtype=np.int64)], 5)
    assert (table == table.T).all()
    assert not table[0].any()
    pairs = [(i, j) for i in range(len(stream)) for j in range(i + 1, min(i + REACH + 1, len(stream)))]
    both = sum(stream[i] > 0 and stream[j] > 0 for i, j in pairs)
    assert table.sum() == 2 * both


def test_what_parts_words_of_the_same_letters_is_kept(tmp_path):
    gap = [0] * REACH
    stream = np.array([3, 1, *gap, 4, 2, *gap, 3, 4, *gap] * 50)
    np.savez_compressed(tmp_path / FILE, **build([stream], letters_of(WORDS), 2))
    company = Cooccurrence.load(tmp_path)
    bonds = dict(zip(company.keys.tolist(), company.bonds.tolist(), strict=True))
    assert set(bonds) <= {(a << BITS) | b for a, b in ((1, 3), (1, 4), (2, 3), (2, 4))}
    assert bonds
    assert company.letters[1] == company.letters[2] != company.letters[3]
    assert company.common[3] > company.common[1]


def test_laws_and_the_dictionary_are_left_out(tmp_path):
    np.savez(tmp_path / "forms.npz", words=np.array([0, 1, 2]))
    for name, tokens in (("legal_x", [1, 1]), ("dictionary", [1]), ("news_x", [2, 1, 0])):
        np.savez(tmp_path / f"stream-{name}.npz", tokens=np.array(tokens))
    assert [stream.tolist() for stream in read_streams(tmp_path)] == [[2, 1, 0]]


def test_the_weights_found_are_those_the_words_were_drawn_by():
    rng = np.random.default_rng(2)
    told = rng.normal(size=(4000, 3, 6))
    told[:, 2, 0] = np.where(rng.random(4000) < 0.5, NEVER, told[:, 2, 0])
    true = np.array([0.8, 0.3, -0.5, 0.1, 0.0, 0.4])
    scores = np.where(told[:, :, 0] > NEVER, told @ true, -np.inf) + rng.gumbel(size=(4000, 3))
    data = Doubts(told, scores.argmax(1))
    found = fit(data)
    assert found == pytest.approx(true, abs=0.1)
    assert data.chosen(found) > data.chosen(np.eye(6)[0])


def test_held_out_prose_keeps_its_neighbours_and_no_law(tmp_path, monkeypatch):
    monkeypatch.setattr(weigh_cooccurrence, "RUN", 2)
    news = [("news_x", "test", f"số {i}") for i in range(8)]
    rows = [("legal_x", "test", "luật"), *news, ("news_x", "train", "không")]
    held = [dict(zip(("source", "part", "text"), row, strict=True)) for row in rows]
    with lzma.open(tmp_path / "held.json.xz", "wt", encoding="utf-8") as file:
        json.dump(held, file)
    lines = prose(tmp_path, "test", 4)
    assert [true for _, true in lines] == ["số 0", "số 1", "số 4", "số 5"]
    assert lines[0][0] == "so 0"


def test_lines_of_unlike_words_are_left_out():
    ((rows, printed),) = blocks([("bệnh cum", "bệnh cúm"), ("a b", "a")])
    assert printed == ["bệnh", "cúm"]
    assert [[atom.core for atom in row] for row in rows] == [["bệnh", "cum"]]


def test_what_the_company_tells_of_words_in_doubt_is_written_down():
    reader = ScriptedPredictor({"cum": [("cụm", 0.6), ("cúm", 0.4)], "benh": "bệnh"})
    letters = letters_of(reader.words)
    pair = sorted((reader.word_id("cúm"), reader.word_id("bệnh")))
    keys = np.array([(pair[0] << BITS) | pair[1]], np.int32)
    company = Cooccurrence(keys, np.array([3.0], np.float32), np.full(len(letters), -8.0, np.float32), letters)
    data = doubts_of(reader, company, [("benh cum", "bệnh cúm"), ("hoi", "hoi")])
    assert data.right.tolist() == [1]
    told = data.told[0]
    assert told[:2, 0] == pytest.approx(np.log([0.6, 0.4]), abs=0.01)
    assert told[:2, 1].tolist() == [0.0, 3.0]
    assert (told[2:, 0] <= NEVER).all()
