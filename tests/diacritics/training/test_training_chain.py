"""`make train` on a thimbleful of text: each step of the Makefile runs, in its order, on what those before it left."""

from __future__ import annotations

import importlib
import json
import lzma
import random
import re
import sys
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="torch is in the train extra only")
pytest.importorskip("onnx", reason="onnx is in the train extra only")

from kehoach.diacritics.language.alphabet import fold
from kehoach.diacritics.restore.restorer import Restorer

MAKEFILE = Path(__file__).parents[3] / "Makefile"
NGRAMS = (
    "Ủy ban nhân dân tỉnh ban hành Kế hoạch",
    "Sở Y tế chủ trì, phối hợp với các đơn vị liên quan",
    "triển khai thực hiện Nghị quyết của Đảng bộ",
    "tăng cường công tác phòng, chống dịch bệnh",
)


def recipe() -> list[str]:
    """The steps of the Makefile's target, in order."""
    return re.findall(r"^\t\$\(TRAIN\)\.(\w+)", MAKEFILE.read_text("utf-8"), re.MULTILINE)


def write_corpus(folder: Path, rng: random.Random) -> None:
    folder.mkdir()
    for name in ("legal_made_up", "news_baomoi", "treebank_ud_vtb"):
        lines = [" ".join(rng.sample(NGRAMS, 2)) for _ in range(1200)]
        with lzma.open(folder / f"{name}.txt.xz", "wt", encoding="utf-8") as out:
            out.write("\n".join(lines))


def write_pairs(work: Path, rng: random.Random) -> None:
    """In the place of `noise` (both times), which needs Tesseract: lines that lost their marks in the reading."""
    with lzma.open(work / "pairs-1-0.jsonl.xz", "wt", encoding="utf-8") as out:
        for number in range(120):
            true = " ".join(rng.sample(NGRAMS, 2))
            part = ("train", "train", "validation", "test")[number % 4]
            model = ("best", "debian", "legacy", "vie")[number // 4 % 4]
            out.write(json.dumps({"model": model, "part": part, "true": true, "read": fold(true)}) + "\n")


def test_every_step_of_make_train_runs_in_order(tmp_path, monkeypatch, capsys):
    rng = random.Random(1)
    corpus, work, model = tmp_path / "corpus", tmp_path / "work", tmp_path / "models" / "restorer"
    write_corpus(corpus, rng)
    work.mkdir()
    write_pairs(work, rng)
    monkeypatch.setattr("kehoach.diacritics.training.corpus.BLOCK_LINES", 20)
    monkeypatch.setattr("kehoach.diacritics.training.corpus.HELD_OUT_OF", 5)
    dictionary = tmp_path / "words.txt"
    syllables = " ".join(NGRAMS).replace(",", "").split()
    dictionary.write_text("\n".join(" ".join(rng.sample(syllables, 2)) for _ in range(100)), "utf-8")
    tiny = ["--width", "32", "--batch", "4", "--workers", "1", "--minutes", "0.05", "--every", "0.02"]
    shared = ["--deeper", "1", "--shared", *tiny, "--mix"]
    deeper = ["--deeper", "2", "--dropout", "0.1", *shared[2:]]
    given = [
        ("prepare", ["--corpus", corpus, "--work", work, "--dictionary", dictionary, "--workers", "1"]),
        ("domain_selection", ["--work", work]),
        ("count_channel", ["--work", work, "--out", tmp_path / "channel.tsv"]),
        ("train", ["--work", work, *tiny]),
        ("train", ["--work", work, "--name", "more", "--start", "restorer", *tiny]),
        ("train", ["--work", work, "--name", "deep", "--start", "more", "--deeper", "1", *tiny]),
        ("train", ["--work", work, "--name", "last", "--start", "deep", "--deeper", "1", "--mix", "read", *tiny]),
        ("average", ["--work", work, "--name", "all", "--of", "more=0.3", "deep=0.3", "last=0.4"]),
        ("train", ["--work", work, "--name", "go", "--start", "all", "--deeper", "1", *tiny]),
        ("train", ["--work", work, "--name", "end", "--start", "go", "--deeper", "1", "--mix", "read", *tiny]),
        ("average", ["--work", work, "--name", "base", "--of", "all=1", "go=1", "end=1"]),
        ("train", ["--work", work, "--name", "field", "--start", "base", "--deeper", "1", *tiny]),
        ("average", ["--work", work, "--name", "final", "--of", "base=1", "field=4"]),
        ("train", ["--work", work, "--name", "lost", "--start", "final", *shared, "lost"]),
        ("train", ["--work", work, "--name", "tale", "--start", "lost", *shared, "lost", "--again", "stories=0.22"]),
        ("train", ["--work", work, "--name", "marks", "--start", "tale", *deeper, "lost", "--again", "stories=0.22"]),
        ("ngram_scores", ["--work", work]),
        ("train", ["--work", work, "--name", "rival", "--start", "marks", "--beside", *deeper, "lost"]),
        ("average", ["--work", work, "--name", "both", "--of", "marks=1", "rival=1"]),
        ("train", ["--work", work, "--name", "signs", "--start", "both", "--beside", *deeper, "lost"]),
        ("average", ["--work", work, "--name", "three", "--of", "both=1", "signs=1"]),
        ("train", ["--work", work, "--name", "shapes", "--start", "final", *shared, "misread", "--again", "pages=0.3"]),
        ("average", ["--work", work, "--name", "read", "--of", "final=1", "shapes=1"]),
        ("train", ["--work", work, "--name", "again", "--start", "read", "--dropout", "0.1", *shared, "misread"]),
        ("export", ["--work", work, "--name", "again", "--marks", "three", "--out", model]),
        ("count_ngrams", ["--work", work, "--out", model]),
        ("count_cooccurrence", ["--work", work, "--out", model]),
        ("calibrate", ["--work", work, "--model", model, "--lines", "60"]),
        ("evaluate", ["--work", work, "--model", model, "--lines", "20"]),
        ("manifest", [model.parent]),
    ]
    assert recipe() == ["noise", *(step for step, _ in given[:27]), "noise", *(step for step, _ in given[27:])]
    for step, arguments in given:
        monkeypatch.setattr(sys, "argv", [step, *map(str, arguments)])
        module = importlib.import_module(f"kehoach.diacritics.training.{step}")
        module.main() if hasattr(module, "main") else module.write_manifest(model.parent)
    assert "stripped" in capsys.readouterr().out
    made = {"cooccurrence.npz", "confidence.json", "context.graph", "marks.graph", "ngrams.npz", "words.graph"}
    assert {path.name for path in model.iterdir()} >= made
    assert "restorer/marks.graph" in (model.parent / "manifest.toml").read_text("utf-8")
    line = "Uy ban nhan dan tinh ban hanh Ke hoach"
    assert fold(Restorer.load(model).restore([line], "marks").lines[0]) == line
