"""What is said of a file's text, page by page."""

from pathlib import Path

import pytest

from kehoach.diacritics.encodings import Encoding, encode_bytes
from kehoach.diacritics.judge.verdict import Kind
from kehoach.pipeline.cli import invoke
from kehoach.pipeline.ingest import BrokenPage, Input
from kehoach.pipeline.options import IngestOptions
from kehoach.pipeline.repair.layers import judge_input, judge_layer
from tests.test_process import BODY, GARBLED


def kinds(path: Path) -> list[Kind]:
    return [judgement.kind for _, judgement in judge_input(Input((path,), Path(path.name)), IngestOptions())]


@pytest.mark.parametrize(("texts", "kind"), [(BODY, Kind.CLEAN), (GARBLED, Kind.GARBLED)])
def test_a_text_file_is_judged_page_by_page(tmp_path: Path, texts: tuple[str, ...], kind: Kind) -> None:
    path = tmp_path / "a.txt"
    path.write_text("\n".join(texts) + "\f" + "\n".join(texts), "utf-8")
    assert kinds(path) == [kind, kind]


def test_old_bytes_are_a_legacy_encoding(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(encode_bytes("\n".join(BODY), Encoding.TCVN3))
    assert kinds(path) == [Kind.LEGACY]


def test_samples_are_what_they_are_said_to_be() -> None:
    samples = Path(__file__).parents[1] / "samples"
    assert set(kinds(samples / "03-born-digital" / "03-born-digital.pdf")) == {Kind.CLEAN}
    assert set(kinds(samples / "04-bad-layer" / "04-bad-layer.pdf")) == {Kind.GARBLED}
    assert kinds(samples / "08-mixed" / "08-mixed.pdf") == [Kind.CLEAN, Kind.CLEAN, Kind.EMPTY]


def test_the_command_says_a_line_a_page_and_fails_by_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text("\n".join(GARBLED), "utf-8")
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.7 nothing")
    assert invoke(["judge", str(tmp_path / "a.txt"), str(tmp_path / "b.pdf")]) == 11
    said = capsys.readouterr()
    assert said.out.startswith("a.txt\t1\tgarbled\t")
    assert "b.pdf" in said.err


def test_a_page_that_cannot_be_opened_says_why() -> None:
    judgement = judge_layer(BrokenPage(1, "page 1 is broken"))
    assert (judgement.kind, judgement.reason) == (Kind.EMPTY, "page 1 is broken")
