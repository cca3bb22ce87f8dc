"""The network's wrapper: windows, memory, ranking; and the packaged model itself."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kehoach import models
from kehoach.diacritics.language.tokens import Token, atoms
from kehoach.diacritics.restore.features import MAX_CHARS, Vocabulary
from kehoach.diacritics.restore.network import BATCH, TOP, WINDOW, Graphs, Network, WordTable, _batches, windows_of

WORDS = ("", "hội", "hợi", "đại", "đồng", "hỏi")


class EchoEncoder:
    """A vector that holds the first character's number, and a count of the forms it was shown."""

    def __init__(self) -> None:
        self.shown = 0

    def run(self, names, feeds):
        self.shown += len(feeds["forms"])
        return [feeds["forms"][:, :2].astype(np.float32)]


class EchoContext:
    """An answer is the token's vector, so order can be checked."""

    def run(self, names, feeds):
        for row, length in zip(feeds["keep"].reshape(feeds["tokens"].shape[:2]), feeds["lengths"], strict=True):
            assert not row[length:].any()
        kept = feeds["tokens"].reshape(-1, 2)[feeds["keep"]]
        return [kept, np.tile(np.array([0.7, 0.1, 0.1, 0.1], dtype=np.float32), (len(kept), 1))]


class EchoRanking:
    """The first number of an answer is the likeliest word."""

    def run(self, names, feeds):
        answers = feeds["answers"]
        return [answers[:, :1].astype(np.int64).repeat(TOP, 1), np.zeros((len(answers), TOP), np.float32)]


def network(context: EchoContext | None = None, marks: EchoContext | None = None) -> Network:
    table = WordTable(np.eye(len(WORDS), 2, dtype=np.float32), np.zeros(len(WORDS), np.float32))
    graphs = Graphs(EchoEncoder(), context or EchoContext(), EchoRanking(), marks)
    return Network(Vocabulary(tuple("abcdefghij"), WORDS), graphs, table)


def line(text: str) -> list[Token]:
    return [atom for token in text.split() for atom in atoms(token)]


@given(st.lists(st.sampled_from("abcdefghij"), min_size=1, max_size=2000))
def test_answers_come_in_the_order_of_the_tokens(letters):
    found = network().read(line(" ".join(letters)))
    assert found.vectors[:, 0].tolist() == ["abcdefghij".index(letter) + 2 for letter in letters]
    assert len(found) == len(found.cases) == len(letters)


def test_a_form_goes_through_the_encoder_once():
    reader = network()
    reader.read(line("a b a b a"))
    reader.read(line("a b c"))
    assert reader._graphs.encoder.shown == 3


def test_punctuation_beside_a_core_makes_another_form():
    reader = network()
    reader.read(line("a a, (a"))
    assert reader._graphs.encoder.shown == 3


def test_the_memory_of_forms_is_bounded(monkeypatch):
    monkeypatch.setattr("kehoach.diacritics.restore.network.CACHE", 3)
    reader = network()
    for text in ("a b", "c d", "a b c d e", "e a"):
        found = reader.read(line(text))
        assert found.vectors[:, 0].tolist() == ["abcdefghij".index(letter) + 2 for letter in text.split()]
    assert len(reader._places) <= 5


class LengthContext(EchoContext):
    """An answer is the length of the window that it was read in."""

    def run(self, names, feeds):
        kept, cases = super().run(names, feeds)
        lengths = np.repeat(feeds["lengths"], feeds["tokens"].shape[1])[feeds["keep"]]
        return [kept * 0 + lengths[:, None], cases]


def test_a_stretch_alone_is_read_without_what_stands_around_it():
    reader = network(LengthContext())
    tokens = line("a b c d e f g h i j")
    assert reader.read(tokens).vectors[:, 0].tolist() == [10] * 10
    assert reader.read(tokens, [(2, 4), (4, 5)]).vectors[:, 0].tolist() == [10, 10, 6, 6, 5.5, 10, 10, 10, 10, 10]


class EdgeContext(EchoContext):
    """An answer is how many tokens of its window stand before and after the token."""

    read = 0

    def run(self, names, feeds):
        _, cases = super().run(names, feeds)
        self.read += int(feeds["lengths"].sum())
        places = np.broadcast_to(np.arange(feeds["tokens"].shape[1]), feeds["tokens"].shape[:2])
        both = np.stack([places, feeds["lengths"][:, None] - 1 - places], axis=2).astype(np.float32)
        return [both.reshape(-1, 2)[feeds["keep"]], cases]


def test_within_a_long_text_seven_tokens_on_each_side_are_read_and_little_is_read_twice():
    context, count = EdgeContext(), 2000
    before, after = network(context).read(line("a " * count)).vectors.T
    assert before[7:].min() >= 7
    assert after[:-7].min() >= 7
    assert context.read < 1.25 * count


def test_text_whose_letters_stand_has_a_context_of_its_own():
    tokens = line("a b c")
    reader = network(marks=LengthContext())
    assert reader.read(tokens, misread=False).vectors[:, 0].tolist() == [3, 3, 3]
    assert reader.read(tokens).vectors[:, 0].tolist() == [2, 3, 4]


def test_without_a_second_context_the_first_reads_all_text():
    tokens = line("a b c")
    assert network().read(tokens, misread=False).vectors[:, 0].tolist() == [2, 3, 4]


@given(st.lists(st.integers(1, 300), max_size=40))
def test_texts_read_apart_fill_the_calls_in_order(lengths):
    windows = windows_of(lengths)
    batches = list(_batches(windows))
    assert [window for batch in batches for window in batch] == windows
    assert [place for window in windows for place in range(window.first, window.last)] == list(range(sum(lengths)))
    assert all(len(batch) * max(w.end - w.start for w in batch) <= BATCH * WINDOW for batch in batches)


def test_no_tokens_no_answers():
    reader = network()
    found = reader.read([])
    assert len(found) == 0
    ids, scores = reader.likeliest(found, np.zeros(0, dtype=np.int64))
    assert ids.shape == scores.shape == (0, TOP)


def test_the_likeliest_words_are_asked_for_at_the_places_given():
    reader = network()
    ids, _ = reader.likeliest(reader.read(line("a b c")), np.array([2, 0]))
    assert ids[:, 0].tolist() == [4, 2]


def test_words_are_numbered_whatever_their_case_and_tone_style():
    reader = network()
    assert reader.word_ids(("hội", "HỘI", "xyz")) == (1, 1, 0)
    assert reader.word_id("đồng") == 4


def test_scores_of_given_words_agree_with_the_ranking():
    reader = Network.load(models.path())
    found = reader.read(line("Uy ban nhan dan tinh Quang Ninh"))
    places = np.arange(len(found))
    ids, scores = reader.likeliest(found, places)
    assert (np.diff(scores, axis=1) <= 0).all()
    for column in range(TOP):
        assert reader.scores_of(found, places, ids[:, column]) == pytest.approx(scores[:, column], abs=0.5)


def test_the_packaged_model_knows_a_common_heading():
    reader = Network.load(models.verify())
    tokens = line("Uy ban nhan dan tinh Quang Ninh")
    ids, _ = reader.likeliest(reader.read(tokens), np.arange(len(tokens)))
    assert " ".join(reader.words[number] for number in ids[:, 0]) == "ủy ban nhân dân tỉnh quảng ninh"


def test_context_changes_the_answer():
    reader = Network.load(models.path())
    first = []
    for text, place in (("Giam doc so y te", 2), ("so nha va ten duong", 0)):
        ids, _ = reader.likeliest(reader.read(line(text)), np.array([place]))
        first.append(reader.words[ids[0, 0]])
    assert first == ["sở", "số"]


def test_a_damaged_model_file_is_named(tmp_path: Path):
    (tmp_path / "restorer").mkdir()
    (tmp_path / "restorer" / "words.txt").write_text("hội\n", encoding="utf-8")
    (tmp_path / "manifest.toml").write_text('[[file]]\nname = "restorer/words.txt"\nsha256 = "00"\n', encoding="utf-8")
    with pytest.raises(models.ModelError, match=r"words\.txt is damaged"):
        models.verify(root=tmp_path)
    (tmp_path / "restorer" / "words.txt").unlink()
    with pytest.raises(models.ModelError, match=r"words\.txt is missing"):
        models.verify(root=tmp_path)


def test_an_unknown_model_and_a_missing_manifest_are_errors(tmp_path: Path):
    with pytest.raises(models.ModelError, match="no model named"):
        models.verify("segmenter")
    with pytest.raises(models.ModelError, match="cannot be read"):
        models.verify(root=tmp_path)


def test_every_file_of_the_packaged_model_is_in_the_manifest():
    there = {file.name for file in models.path().iterdir() if file.suffix != ".md"}
    manifest = (models.path().parent / models.MANIFEST).read_text("utf-8")
    assert {name for name in there if f'"restorer/{name}"' not in manifest} == set()


def test_the_packaged_weights_fit_in_fifteen_megabytes():
    assert sum(file.stat().st_size for file in models.path().parent.rglob("*") if file.is_file()) <= 15_000_000


@pytest.mark.parametrize("place", [*range(7), *range(12, 16)])
def test_of_a_long_core_the_first_syllable_and_the_end_are_looked_at(place):
    vocabulary = Vocabulary(tuple("ab"), WORDS)
    other = "".join("b" if at == place else "a" for at in range(16))
    assert vocabulary.encode_core(other) != vocabulary.encode_core("a" * 16)


@given(st.text(max_size=40))
def test_any_core_is_encoded_in_the_same_width(core):
    vocabulary = Vocabulary(tuple("ab"), WORDS)
    assert len(vocabulary.encode_core(core)) == MAX_CHARS
