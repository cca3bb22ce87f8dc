from pathlib import Path

import pytest

from kehoach.pipeline.ocr import tessdata


def test_the_users_own_folder_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "vie.traineddata").write_bytes(b"")
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    assert tessdata.find_tessdata() == tmp_path


def test_a_prefix_may_name_the_folder_above(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tessdata").mkdir()
    (tmp_path / "tessdata" / "vie.traineddata").write_bytes(b"")
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    assert tessdata.find_tessdata() == tmp_path / "tessdata"


def test_without_any_folder_the_program_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "vie.traineddata").write_bytes(b"")
    program = tmp_path / "tesseract"
    program.write_text(f"#!/bin/sh\necho 'List of available languages in \"{tmp_path}/\" (1):'\necho vie\n")
    program.chmod(0o755)
    monkeypatch.setattr(tessdata, "_candidates", list)
    monkeypatch.setenv("PATH", str(tmp_path))
    tessdata._told_by_program.cache_clear()
    assert tessdata.find_tessdata() == tmp_path
    assert tessdata.find_tessdata("lao") is None
    tessdata._told_by_program.cache_clear()


def test_nothing_anywhere_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tessdata, "_candidates", list)
    monkeypatch.setenv("PATH", str(tmp_path))
    tessdata._told_by_program.cache_clear()
    assert tessdata.find_tessdata() is None
    tessdata._told_by_program.cache_clear()
