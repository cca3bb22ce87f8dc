"""What is said where a file or a pipe is not what a command wants: its own name, in plain words, and what to do."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest
from PIL import Image

import kehoach
from kehoach.pipeline.cli import invoke

MAIL = b"From: a@example.vn\r\nTo: b@example.vn\r\nMessage-ID: <1@example.vn>\r\nSubject: x\r\n\r\nKinh gui.\r\n"


def a_zip() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        packed.writestr("a.txt", "SỞ Y TẾ")
    return held.getvalue()


def a_picture() -> bytes:
    held = io.BytesIO()
    Image.new("L", (200, 200), 255).save(held, "PNG")
    return held.getvalue()


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = invoke(arguments)
    return code, capsys.readouterr().err


@pytest.mark.parametrize("command", ["parse", "judge"])
@pytest.mark.parametrize("data", [b"", a_zip(), MAIL], ids=["empty", "zip", "mail"])
def test_standard_input_is_never_named_as_a_file_for_the_time_being(command, data, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(data)))
    code, error = said(capsys, command, "-")
    assert code == 2
    assert "kehoach-stdin" not in error
    assert " -: " in error


@pytest.mark.parametrize("data", [a_zip(), MAIL], ids=["zip", "mail"])
def test_archives_and_mails_are_sent_to_the_command_that_opens_them(data, tmp_path: Path, capsys):
    (tmp_path / "a").write_bytes(data)
    assert "kehoach run FILE -o OUT" in said(capsys, "parse", str(tmp_path / "a"))[1]


@pytest.mark.parametrize("command", ["parse", "restore", "normalise"])
@pytest.mark.parametrize(
    ("data", "name"), [(a_picture(), "a picture"), (b"%PDF-1.4\n" + bytes(99), "a PDF")], ids=["picture", "pdf"]
)
def test_kinds_are_called_by_words_and_not_by_media_types(command, data, name, tmp_path: Path, capsys):
    (tmp_path / "a").write_bytes(data)
    code, error = said(capsys, command, str(tmp_path / "a"))
    assert code == 2
    assert f"is {name}, and no text" in error
    assert "image/" not in error and "application/" not in error


def test_a_broken_picture_is_explained_without_objects_of_the_program(tmp_path: Path, capsys):
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\nxx")
    error = said(capsys, "judge", str(tmp_path / "a.png"))[1]
    assert "the image is broken" in error
    assert "<_io" not in error


def test_an_index_is_made_only_where_there_are_plans(tmp_path: Path, capsys):
    assert said(capsys, "index", str(tmp_path))[0] == 2
    assert list(tmp_path.iterdir()) == []


def test_python_takes_one_path_for_a_run_and_refuses_what_is_no_text(tmp_path: Path):
    (tmp_path / "a.txt").write_text("SỞ Y TẾ\nSố: 12/KH-SYT\nKẾ HOẠCH\nTruyền thông năm 2024\n", "utf-8")
    assert kehoach.run(str(tmp_path / "a.txt"), tmp_path / "out", jobs=1).states.total() == 1
    with pytest.raises(TypeError, match=r"kehoach\.read reads files"):
        kehoach.parse(tmp_path / "a.txt")  # type: ignore[arg-type]
    with pytest.raises(kehoach.KehoachError, match=r"^-: the file is empty"):
        kehoach.parse("")


def test_what_was_forgotten_is_no_document_that_a_run_makes_again(tmp_path: Path, capsys):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("SỞ Y TẾ\nSố: 12/KH-SYT\nKẾ HOẠCH\nTruyền thông năm 2024\n", "utf-8")
    (tmp_path / ".a.txt").write_text("x", "utf-8")
    out = tmp_path.parent / f"{tmp_path.name}-out"
    assert invoke(["run", str(tmp_path), "-o", str(out), "-j", "1", "-q"]) == 0
    capsys.readouterr()
    assert invoke(["verify", str(out)]) == 0
    assert capsys.readouterr().out.startswith("2 documents, ")  # what was skipped is none
    assert invoke(["forget", str(out), str(tmp_path / "a.txt"), "-q"]) == 0
    assert invoke(["verify", str(out)]) == 13
    last = capsys.readouterr().out.splitlines()[-1]
    assert "its input was forgotten" in last
    assert "makes again" not in last
