"""The network's wrapper: windows, memory, ranking with phrases; and the packaged model itself."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import models
from diacritics.features import MAX_CHARS, Vocabulary, apply_case, case_of
from diacritics.network import MARGIN, TOP, WINDOW, Network, WordTable, _spans
from diacritics.phrases import BITS, Phrases, Table
from diacritics.tokens import Token, atoms

WORDS = ("", "hội", "hợi", "đại", "đồng", "hỏi")


class EchoEncoder:
    """A vector that holds the first character's number, and a count of the forms it was shown."""

    def __init__(self) -> None:
        self.shown = 0

    def run(self, names, feeds):
        self.shown += len(feeds["forms"])
        return [feeds["forms"][:, :2].astype(np.float32)]


class EchoContext:
    """The same candidates for every token; its answer is the token's vector, so order can be checked."""

    def __init__(self, ids=(1, 2, 3, 4, 5), probabilities=(0.5, 0.2, 0.1, 0.1, 0.1)) -> None:
        self.ids, self.log_probs = np.array(ids), np.log(np.array(probabilities, dtype=np.float32))

    def run(self, names, feeds):
        for row, length in zip(feeds["keep"].reshape(feeds["tokens"].shape[:2]), feeds["lengths"], strict=True):
            assert not row[length:].any()
        kept = feeds["tokens"].reshape(-1, 2)[feeds["keep"]]
        n = len(kept)
        cases = np.tile(np.array([0.7, 0.1, 0.1, 0.1], dtype=np.float32), (n, 1))
        return [np.tile(self.ids, (n, 1)), np.tile(self.log_probs, (n, 1)), cases, kept, np.zeros(n, np.float32)]


def network(context=None, phrases=None) -> Network:
    table = WordTable(np.eye(len(WORDS), 2, dtype=np.float32), np.zeros(len(WORDS), np.float32))
    return Network(Vocabulary(tuple("abcdefghij"), WORDS), EchoEncoder(), context or EchoContext(), table, phrases)


def line(text: str) -> list[Token]:
    return [atom for token in text.split() for atom in atoms(token)]


@given(st.integers(1, 2000))
def test_windows_answer_every_token_once_with_context_on_both_sides(count):
    spans = _spans(count)
    kept = [place for span in spans for place in range(span.first, span.last)]
    assert kept == list(range(count))
    for span in spans:
        assert 0 <= span.start <= span.first < span.last <= span.end <= count
        assert span.end - span.start <= WINDOW
        assert span.first - span.start == min(MARGIN, span.first)


@given(st.lists(st.sampled_from("abcdefghij"), min_size=1, max_size=300))
def test_answers_come_in_the_order_of_the_tokens(letters):
    reader = network()
    found = reader.predict([line(" ".join(letters))])
    assert found.answers[:, 0].tolist() == ["abcdefghij".index(letter) + 2 for letter in letters]


def test_a_form_goes_through_the_encoder_once():
    reader = network()
    reader.predict([line("a b a"), line("b a")])
    reader.predict([line("a b c")])
    assert reader._encoder.shown == 3


def test_punctuation_beside_a_core_makes_another_form():
    reader = network()
    reader.predict([line("a a, (a")])
    assert reader._encoder.shown == 3


def test_no_tokens_no_predictions():
    assert len(network().predict([])) == 0
    assert list(network().predict([[], []])) == []


def test_a_prediction_has_candidates_best_first_and_a_case():
    prediction = network().predict([line("a")])[0]
    assert [word for word, _ in prediction.candidates] == ["hội", "hợi", "đại", "đồng", "hỏi"]
    assert prediction.word == "hội"
    assert prediction.probability == pytest.approx(0.5)
    assert prediction.case[0] == pytest.approx(0.7)


def test_given_words_are_scored_and_unknown_ones_are_impossible():
    reader = network()
    found = reader.predict([line("b")])
    scores = reader.log_probs_of(found, 0, ["hội", "HỘI", "", "xyz"])
    assert scores[0] == scores[1]
    assert np.isfinite(scores[2])
    assert scores[3] == -np.inf


def phrases() -> Phrases:
    """«đại hợi» is a phrase; nothing else is."""
    one = np.full(len(WORDS), -8.0, dtype=np.float32)
    two = Table(np.array([(3 << BITS) | 2]), np.array([-0.1], dtype=np.float32))
    three = Table(np.array([0]), np.array([0.0], dtype=np.float32))
    nothing = np.full(len(WORDS), -1.0, dtype=np.float32)
    return Phrases(one, two, three, nothing, nothing[:1])


def test_a_known_phrase_lifts_a_candidate_and_keeps_the_sum():
    context = EchoContext((1, 2, 4, 5, 3), (0.4, 0.39, 0.1, 0.01, 0.01))
    plain, weighed = (network(context, found).predict([line("a b c")]) for found in (None, phrases()))
    assert np.exp(weighed.log_probs).sum(1) == pytest.approx(np.exp(plain.log_probs).sum(1), rel=1e-4)
    ranked = weighed.log_probs
    assert (np.diff(ranked, axis=1) <= 0).all()


def test_scores_of_given_words_agree_with_the_ranking():
    folder = models.path()
    reader = Network.load(folder)
    found = reader.predict([line("Uy ban nhan dan tinh Quang Ninh")])
    for place in range(len(found)):
        words = [reader.words[number] for number in found.ids[place]]
        assert reader.log_probs_of(found, place, words) == pytest.approx(found.log_probs[place], abs=0.35)


def test_the_packaged_model_restores_a_common_heading():
    reader = Network.load(models.verify())
    tokens = line("Uy ban nhan dan tinh Quang Ninh")
    found = reader.predict([tokens])
    out = [apply_case(p.word, case_of(t.core), t.core) for p, t in zip(found, tokens, strict=True)]
    assert " ".join(out) == "Ủy ban nhân dân tỉnh Quảng Ninh"


def test_context_changes_the_answer():
    reader = Network.load(models.path())
    health, road = (reader.predict([line(text)]) for text in ("so y te", "so nha va ten duong"))
    assert health[0].word == "sở"
    assert road[0].word == "số"


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


def test_the_packaged_weights_fit_in_fifteen_megabytes():
    assert sum(file.stat().st_size for file in models.path().parent.rglob("*") if file.is_file()) <= 15_000_000


@given(st.text(max_size=40))
def test_any_core_is_encoded_in_the_same_width(core):
    vocabulary = Vocabulary(tuple("ab"), WORDS)
    assert len(vocabulary.encode_core(core)) == MAX_CHARS


def test_top_is_what_the_graph_gives():
    assert Network.load(models.path()).predict([line("ke hoach")]).ids.shape == (2, TOP)
