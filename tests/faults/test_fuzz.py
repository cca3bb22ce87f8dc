"""What the fuzzer found stays mended, and the fuzzer itself sees what is wrong."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import fuzz
import pytest
from fuzz_seeds import SEEDS, edited

FOUND = json.loads((Path(__file__).parents[1] / "cases" / "fuzz_found.json").read_text("utf-8"))


@pytest.mark.parametrize("case", FOUND, ids=lambda case: case["what"])
def test_what_was_found_is_read_or_refused(case: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "found.bin"
    path.write_bytes(base64.b64decode(case["base64"]))
    fuzz.read(path, case["target"])


@pytest.mark.parametrize("target", sorted(SEEDS))
def test_seeds_are_read_without_an_error(target: str, tmp_path: Path) -> None:
    for number, seed in enumerate(SEEDS[target]()):
        path = tmp_path / f"{number}.bin"
        path.write_bytes(seed)
        fuzz.read(path, target)


def test_an_undeclared_error_is_a_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse_longer(path: Path, target: str) -> None:
        if len(path.read_bytes()) > 300:
            raise ValueError("longer than the seed")

    monkeypatch.setattr(fuzz, "read", refuse_longer)
    monkeypatch.setattr(fuzz, "BLOCK", 200)
    (tmp_path / "work").mkdir()
    with pytest.raises(ValueError, match="longer"):
        fuzz.block("text", 1, tmp_path / "work", [0], float("inf"))
    fuzz.save(tmp_path / "work" / fuzz.NOW, tmp_path / "kept", "text", "ValueError: longer")
    assert len(list((tmp_path / "kept").iterdir())) == 2


def test_changes_change_what_they_say() -> None:
    assert edited(b"abcd", [("insert", 0.5, b"X")]) == b"abXcd"
    assert edited(b"abcd", [("over", 0.5, b"X")]) == b"abXd"
    assert edited(b"abcd", [("cut", 0.5, b"\x00")]) == b"abd"
    assert edited(b"abcd", [("double", 0.5, b"\x00")]) == b"abccd"
    assert edited(b"abcd", [("move", 0.5, b"\x00")]) == b"acbd"
