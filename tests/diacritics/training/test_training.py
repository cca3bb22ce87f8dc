"""The parts of training that need no torch: cutting the corpus, the OCR channel, the mix, the calibration."""

from __future__ import annotations

import json
import lzma
import random
from collections import Counter
from itertools import islice

import numpy as np
import pytest

from kehoach.diacritics.judge.damage import Damage
from kehoach.diacritics.language.syllable import is_syllable
from kehoach.diacritics.language.tokens import atoms
from kehoach.diacritics.restore.calibration import Calibration, Weights, features
from kehoach.diacritics.restore.candidates import Choice
from kehoach.diacritics.restore.features import MAX_CHARS, Vocabulary
from kehoach.diacritics.training import batches
from kehoach.diacritics.training.calibrate import CAUTION, Sample, cautious, changes, fit, reliability, surest
from kehoach.diacritics.training.channel import Channel, atom_pairs, learn_channels, read_pairs
from kehoach.diacritics.training.corpus import (
    BLOCK_LINES,
    TERMS_SEEN,
    Source,
    clean_line,
    part_of,
    pieces,
    read_dictionary,
    read_terms,
    shingles,
)
from kehoach.diacritics.training.held_out import items_of
from kehoach.diacritics.training.noise import line_stream
from kehoach.diacritics.training.prepare import Types, draw_forms, save_stream, toneless
from kehoach.diacritics.training.sentences import Sentences, cut
from tests.diacritics.restore.scripted_predictor import ScriptedPredictor


def test_blocks_are_held_out_whole():
    parts = [part_of("laws", number) for number in range(BLOCK_LINES * 400)]
    for start in range(0, len(parts), BLOCK_LINES):
        assert len(set(parts[start : start + BLOCK_LINES])) == 1
    shares = Counter(parts)
    assert shares["train"] > 0.9 * len(parts)
    assert min(shares["validation"], shares["test"]) > 0


FEATURES = len(features(Choice("sở", 0.5, ()), "so"))

FURNITURE = ["12.345 67,8", "Đăng nhập để xem", "xem https://soyte.gov.vn/van-ban", "ab", "{ id }"]


@pytest.mark.parametrize("line", FURNITURE)
def test_what_no_document_holds_is_dropped(line):
    assert clean_line(line) is None


def test_lines_are_normalised():
    assert clean_line("Uỷ  ban nhân dân") == "Uỷ ban nhân dân"


def test_a_paragraph_is_cut_without_loss():
    text = " ".join(map(str, range(57)))
    assert " ".join(pieces(text, iter([5, 20, 7, 40]))) == text


def test_shared_eight_grams_are_found():
    tokens = [str(i) for i in range(12)]
    assert shingles(tokens[1:10]) <= shingles(tokens)
    assert not shingles(tokens[:7])


def write_pairs(folder, rows):
    with lzma.open(folder / "pairs-1-0.jsonl.xz", "wt", encoding="utf-8") as out:
        for true, read in rows:
            out.write(json.dumps({"model": "best", "part": "train", "true": true, "read": read}) + "\n")


def test_only_lines_that_align_are_learnt(tmp_path):
    write_pairs(tmp_path, [("Đại hội Đảng", "Pai hgi Pang"), ("của tỉnh", "ciatinh"), ("và các sở", "@#$ %^& *()")])
    pairs = list(read_pairs(tmp_path))
    assert [pair.read for pair in pairs] == [("Pai", "hgi", "Pang")]
    channel = learn_channels(iter(pairs))["best"]
    assert channel.seen["Đại"] == Counter({"Pai": 1})


def test_joined_words_are_aligned_part_by_part():
    assert list(atom_pairs("kinh-tế", "kinh-té")) == [("kinh-", "kinh-"), ("tế", "té")]
    assert list(atom_pairs("kinh-tế", "kinhté")) == []


def test_the_channel_repeats_what_it_saw_and_spells_the_rest():
    channel = Channel()
    for _ in range(200):
        channel.learn("của", "ctia")
        channel.learn("Đảng", "Pang")
    sampler, rng = channel.freeze(), random.Random(1)
    assert {sampler.draw("của", rng) for _ in range(20)} == {"ctia"}
    assert {sampler.draw("Đản", rng) for _ in range(20)} == {"Pan"}
    assert sampler.draw("xyz", rng) == "xyz"


def test_every_type_has_all_its_forms():
    samplers = {model: Channel().freeze() for model in ("best", "debian", "legacy", "vie")}
    (row,) = draw_forms([("Đảng", 1)], samplers, seed=1)
    assert row[:3] == ["Đảng", "Dang", "Đang"]
    assert len(row) == 3 + 8 + 8 + 4 + 4


def test_types_are_numbered_by_atom():
    types = Types()
    assert types.of("kinh-tế") == (0, 1)
    assert types.of("tế") == (1,)


def test_tones_go_and_hats_stay():
    assert toneless("Ủy ban nhân dân Đường") == "Uy ban nhân dân Đương"


def test_the_mix_adds_up_and_each_damage_takes_its_own_columns():
    names = list(batches.MIXES["marks"])
    for mix in batches.MIXES.values():
        assert list(mix) == names
        assert sum(mix.values()) == pytest.approx(1)
    rng = np.random.default_rng(1)
    found = {name: set(batches.columns(np.full(500, number), rng).tolist()) for number, name in enumerate(names)}
    assert found["clean"] == {0}
    assert found["stripped"] == {1}
    assert found["best"] == set(range(3, 11))
    assert found["vie"] == set(range(23, 27))
    assert found["partly"] == {0, 1, 2}


TYPES = {"anh": 1, "chị": 2, "em.": 3, "đi?": 4, "về": 5}


def test_sentences_end_with_their_line_or_a_full_stop():
    text = [["anh", "chị", "em.", "anh", "về"], ["chị", "đi?", "anh", "em."], ["về"]]
    tokens = np.array([TYPES[word] for line in text for word in line], dtype=np.int32)
    lines = np.repeat([0, 1, 2], [len(line) for line in text]).astype(np.int32)
    ending = np.array([name.endswith((".", "?")) for name in ["", *TYPES]])
    starts, sizes = cut(ending[tokens], lines)
    assert list(zip(starts.tolist(), sizes.tolist(), strict=True)) == [(0, 3), (3, 2), (5, 2), (7, 2), (9, 1)]
    found = Sentences([tokens], [lines], ending)
    assert found.counts()[0, :4].tolist() == [0, 0, 3, 1]
    rng = np.random.default_rng(1)
    assert {found.draw(0, 2, rng) for _ in range(50)} == {3, 5, 7}
    assert found.draw(0, 3, rng) == 0


def write_arrays(folder, rng):
    """A stream of lines of 7 types, each line ended by type 6, as `prepare` writes them; a type's forms are 10 times it
    and the column's number."""
    encoded = np.zeros((280, MAX_CHARS + 2), dtype=np.uint16)
    encoded[:, 0] = np.arange(280)
    encoded[240:, -1] = 2
    table = np.arange(7)[:, None] * 40 + np.arange(27)[None]
    np.savez(folder / "forms.npz", table=table, encoded=encoded, words=np.arange(7), cases=np.zeros(7, dtype=np.int8))
    sizes = rng.integers(2, 9, 400)
    tokens = np.concatenate([[*rng.integers(0, 6, size - 1), 6] for size in sizes]).astype(np.int32)
    lines = np.repeat(np.arange(400), sizes).astype(np.int32)
    np.savez(folder / "stream-news_made_up.npz", tokens=tokens, line=lines)


def test_some_batches_hold_sentences_alone(tmp_path):
    write_arrays(tmp_path, np.random.default_rng(1))
    drawn = [batches.Batches(tmp_path, 8, 1).draw(step) for step in range(60)]
    windows = [batch for batch in drawn if batch.words.shape == (8, batches.WINDOW)]
    alone = [batch for batch in drawn if batch.words.shape[1] != batches.WINDOW]
    assert len(windows) + len(alone) == 60
    assert 8 < len(alone) < 30
    for batch in alone:
        assert (batch.words[:, -1] == 6).all()
        assert (batch.words[:, :-1] != 6).all()
        assert len(batch.words) == 8 * batches.WINDOW // batch.words.shape[1]
    for batch in drawn:
        assert (batch.forms[batch.places][:, :, 0] // 40 == batch.words).all()


class Beside:
    """Keeps what it is asked for."""

    def __init__(self):
        self.asked = []

    def rivals(self, words, signs, untold):
        self.asked.append((words, signs, untold))


def test_phrases_are_told_the_signs_and_where_sentences_stand_alone(tmp_path):
    write_arrays(tmp_path, np.random.default_rng(1))
    Vocabulary(tuple(map(chr, range(300, 600))), ("", *"abcdef")).save(tmp_path)
    told = Beside()
    drawn = batches.Batches(tmp_path, 8, 1, beside=told)
    for step in range(60):
        drawn.draw(step)
    pause, stop = 8, 9  # after the words and the sign of numbers
    untold = np.concatenate([rows for *_, rows in told.asked])
    assert untold.mean() == pytest.approx(batches.UNTOLD, abs=0.05)
    for words, signs, _ in told.asked:
        assert set(words.ravel().tolist()) <= {pause, 1, 2, 3, 4, 5, 6}  # the type without a core is a bare mark
        assert (signs[:, 1:-1] == np.where(words[:, :-1] == 6, stop, 0)).all()
        alone = words.shape[1] != batches.WINDOW
        assert (signs[:, [0, -1]] == (stop if alone else 0)).all()


def test_a_share_of_the_tokens_comes_from_lines_seen_again(tmp_path):
    write_arrays(tmp_path, np.random.default_rng(1))
    np.savez(tmp_path / "stream-pages.npz", tokens=np.full(300, 6, np.int32), line=np.arange(300, dtype=np.int32))
    plain, again = (batches.Batches(tmp_path, 8, 1, "marks", shares) for shares in ({}, {"pages": 0.4}))
    before, after = (drawn.frequencies(7)[6] for drawn in (plain, again))
    assert after == pytest.approx(0.6 * before + 0.4)


def test_words_of_a_dictionary_are_trained_on_but_count_nothing(tmp_path):
    (tmp_path / "words.txt").write_text("lân la\nla\nmưng mủ\nlân la\n", "utf-8")
    source = read_dictionary(tmp_path / "words.txt")
    assert sorted(source.train) == ["lân la", "mưng mủ"]
    assert not source.validation
    assert not source.test
    types = Types()
    assert save_stream(tmp_path, source, types, random.Random(1)).tolist() == [0] * 4
    assert len(np.load(tmp_path / "stream-dictionary.npz")["tokens"]) == 4


def test_the_terms_of_the_field_are_vietnamese_and_stand_in_the_text_several_times():
    source = read_terms()
    assert len(set(source.train)) * TERMS_SEEN == len(source.train) > 500
    assert not (source.validation or source.test)
    cores = {atom.core.lower() for line in set(source.train) for token in line.split() for atom in atoms(token)}
    assert [core for core in cores if not core.isascii() and core.isalpha() and not is_syllable(core)] == []
    assert {"muỗi", "lỵ", "đọng"} <= cores


def test_lines_are_printed_by_weight_to_train_on_and_evenly_where_held_out():
    words = {name: (name,) * 500 for name in ("law", "news")}
    sources = [Source(name, weight, words[name], words[name], ()) for name, weight in (("law", 0.5), ("news", 2.0))]
    shares = {}
    for part in ("train", "validation"):
        drawn = islice(line_stream(sources, part, random.Random(2)), 4000)
        shares[part] = Counter(line.lower() for line in drawn)["news"] / 4000
    assert shares["train"] == pytest.approx(0.8, abs=0.05)
    assert shares["validation"] == pytest.approx(0.5, abs=0.05)


def test_a_logistic_learns_which_changes_are_right():
    rng = np.random.default_rng(1)
    rows = rng.normal(size=(4000, FEATURES))
    chance = 1 / (1 + np.exp(-(0.5 + 2 * rows[:, 0] - rows[:, 1])))
    data = Sample(rows, rng.random(4000) < chance)
    weights = fit(data)
    assert (weights.constant, weights.log_odds, weights.margin) == pytest.approx((0.5, 2, -1), abs=0.25)
    assert "Confidence of 0.95 or more" in reliability("made up", data, weights)


def test_caution_multiplies_the_odds_of_being_wrong():
    row = (2.0, 0.5, 1.0, 4.0, 1.0, 3.0, *[0.0] * (FEATURES - 6))
    weights = Weights(0.3, 0.6, 0.1, 0.2, 0.1, 0.05, 0.1)
    plain, careful = (w.confidence(row) for w in (weights, cautious(weights, Damage.SHAPES)))
    assert (1 - careful) / careful == pytest.approx(CAUTION[Damage.SHAPES] * (1 - plain) / plain, rel=1e-3)


def test_the_surest_changes_are_counted():
    confidence, right = np.array([0.99, 0.96, 0.95, 0.4]), np.array([True, False, True, True])
    assert surest(confidence, right) == pytest.approx((200 / 3, 200 / 3))


def test_changes_are_those_that_the_restorer_makes():
    table = {"ke": [("kế", 0.9)], "hoach": [("hoạch", 0.9)], "dang": [("đang", 0.9)], "bo": [("bộ", 0.9)]}
    lines = [("Ke hoach cua dang bo", "Kế hoạch của đảng bộ"), ("Kế hoạch của Đảng", "Kế hoạch của Đảng")]
    found = changes(ScriptedPredictor(table), lines)
    assert found[Damage.MARKS].right.tolist() == [True, True, False, True]
    assert found[Damage.MARKS].features.shape == (4, FEATURES)
    assert len(found[Damage.SHAPES].right) == 0


def test_a_calibration_is_read_back_as_saved(tmp_path):
    rows = np.random.default_rng(2).normal(size=(500, FEATURES))
    weights = fit(Sample(rows, rows[:, 0] + rows[:, 1] > 0.3))
    Calibration(weights, weights, 0.5).save(tmp_path)
    assert Calibration.load(tmp_path) == Calibration(weights, weights, 0.5)


def test_a_token_cut_otherwise_by_the_reader_is_one_item():
    (item,) = items_of("kinh-tế", "kinhté")
    assert (item.token.core, item.true) == ("kinhté", "kinh-tế")
