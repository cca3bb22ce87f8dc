"""What is the machine's fault is said as such, and no document keeps it."""

from __future__ import annotations

import errno
import tempfile
from importlib import import_module
from pathlib import Path

import pytest

from kehoach import models
from kehoach.pipeline.batch import machine, work
from kehoach.pipeline.batch.machine import check_machine, fingerprint, of_machine
from kehoach.pipeline.cli import invoke
from kehoach.pipeline.errors import DiskFull, FileAccess, MissingDependency, OutOfResources
from kehoach.pipeline.options import OcrMode, OcrOptions, Options

SKIP = Options(ocr=OcrOptions(mode=OcrMode.SKIP))
PLAIN = "SỞ Y TẾ TỈNH NAM HẢI\nSố: 12/KH-SYT\nKẾ HOẠCH\nTruyền thông năm 2024\n"


def states(out: Path, capsys: pytest.CaptureFixture[str]) -> str:
    invoke(["status", str(out)])
    return capsys.readouterr().out


def test_weights_that_are_missing_stop_a_run_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def damaged(*_: object) -> Path:
        raise models.ModelError("model file context.graph is missing")

    monkeypatch.setattr(models, "verify", damaged)
    (tmp_path / "a.txt").write_text(PLAIN, "utf-8")
    assert invoke(["run", str(tmp_path / "a.txt"), "-o", str(tmp_path / "out")]) == MissingDependency.exit_code
    assert "context.graph is missing" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_full_folder_for_temporary_files_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> object:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    with pytest.raises(DiskFull, match="TMPDIR"):
        check_machine(SKIP)


def test_a_folder_for_temporary_files_that_is_away_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object, **__: object) -> object:
        raise FileNotFoundError(errno.ENOENT, "No usable temporary directory found")

    monkeypatch.setattr(tempfile, "TemporaryFile", away)
    with pytest.raises(FileAccess, match="TMPDIR"):
        check_machine(SKIP)


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        *((errno.ENOSPC, DiskFull), (errno.EDQUOT, DiskFull)),
        *((errno.EMFILE, OutOfResources), (errno.ENOMEM, OutOfResources)),
    ],
)
def test_errors_of_the_system_are_the_machines(number: int, kind: type[Exception]) -> None:
    assert type(of_machine(OSError(number, "said so"))) is kind


def test_other_errors_of_the_system_are_not() -> None:
    assert of_machine(PermissionError(errno.EACCES, "no")) is None


def test_a_disk_that_is_full_while_a_document_is_read_stops_the_run_and_blames_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> object:
        raise OSError(errno.ENOSPC, "No space left on device")

    from kehoach.pipeline.ingest import Input

    monkeypatch.setattr(work, "open_input", full)
    outcome = work.one(Input((tmp_path / "a.txt",), Path("a.txt")), tmp_path / "out", SKIP)
    assert (outcome.code, outcome.exit_code) == (DiskFull.code, DiskFull.exit_code)


def test_a_file_that_was_away_is_tried_again_without_being_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text(PLAIN, "utf-8")
    away = folder / "b.txt"
    asked = ["run", str(folder / "a.txt"), str(away), "-o", str(out), "-j", "1", "-q"]
    real = machine.check_machine

    def goes_away(options: Options) -> None:
        real(options)
        away.unlink()  # after it was found, before it is read

    monkeypatch.setattr(import_module("kehoach.pipeline.batch.carry_out"), "check_machine", goes_away)
    assert invoke(asked) == 11
    monkeypatch.undo()
    assert "1 failed" in states(out, capsys)
    away.write_text(PLAIN, "utf-8")
    assert invoke(asked) == 0
    assert "failed" not in states(out, capsys)


def test_the_fingerprint_is_of_code_and_data() -> None:
    assert len(fingerprint()) == 16
    fingerprint.cache_clear()
    assert fingerprint() == fingerprint()
