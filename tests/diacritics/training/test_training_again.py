"""Streams of training lines that stand in other streams too."""

from __future__ import annotations

import json
import lzma
from unittest.mock import patch

import numpy as np

from kehoach.diacritics.training import domain_selection as stories
from kehoach.diacritics.training.prepare import save_pages


def write_pairs(folder, rows):
    with lzma.open(folder / "pairs-1-0.jsonl.xz", "wt", encoding="utf-8") as out:
        for true, read in rows:
            out.write(json.dumps({"model": "best", "part": "train", "true": true, "read": read}) + "\n")


def test_printed_lines_are_a_stream_of_what_was_really_read(tmp_path):
    write_pairs(tmp_path, [("Đại hội Đảng", "Pai hgi Pang"), ("hội Đại", "hgi Pai"), ("và các sở", "@#$ %^& *()")])
    true, rows = save_pages(tmp_path, 10)
    assert true == ["Đại", "hội", "Đảng"]
    assert [set(row) for row in rows] == [{"Pai"}, {"hgi"}, {"Pang"}]
    assert {len(row) for row in rows} == {3 + 8 + 8 + 4 + 4}
    stream = np.load(tmp_path / "stream-pages.npz")
    assert stream["tokens"].tolist() == [10, 11, 12, 11, 10]
    assert stream["line"].tolist() == [0, 0, 0, 1, 1]


def test_lines_like_the_treebank_are_found(tmp_path):
    rng = np.random.default_rng(1)
    np.savez(tmp_path / "forms.npz", words=np.arange(20))
    office, story = rng.integers(1, 10, (300, 8)), rng.integers(10, 20, (100, 8))
    news = np.concatenate([office, story]).astype(np.int32)
    lines = np.repeat(np.arange(400, dtype=np.int32), 8)
    np.savez(tmp_path / "stream-news_baomoi.npz", tokens=news.ravel(), line=lines)
    book = rng.integers(10, 20, 4000).astype(np.int32)
    np.savez(tmp_path / "stream-treebank_ud_vtb.npz", tokens=book, line=np.zeros(4000, dtype=np.int32))
    with patch("sys.argv", ["stories", "--work", str(tmp_path)]):
        stories.main()
    found = np.load(tmp_path / "stream-stories.npz")
    assert set(found["line"].tolist()) == set(range(300, 400))
    assert found["tokens"].tolist() == story.ravel().tolist()
