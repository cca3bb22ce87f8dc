"""A file's kind comes from its content; what is not read is refused by name."""

from __future__ import annotations

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kehoach.pipeline.document import MediaKind
from kehoach.pipeline.errors import BadInput, FileAccess
from kehoach.pipeline.ingest import identify
from kehoach.pipeline.ingest.identify import kind_of

PLAN = "KẾ HOẠCH\nTruyền thông y tế năm 2025 của Sở Y tế tỉnh Thái Bình, số 04/KH-SYT\n"

KINDS = [
    (b"%PDF-1.4\n%\xe2\xe3", MediaKind.PDF),
    (b"\r\n\r\njunk of a mail gateway %PDF-1.7\n", MediaKind.PDF),
    (b"\x89PNG\r\n\x1a\n\x00\x00", MediaKind.PNG),
    (b"\xff\xd8\xff\xe1\x00\x10Exif", MediaKind.JPEG),
    (b"II*\x00\x08\x00", MediaKind.TIFF),
    (b"MM\x00*\x00\x00", MediaKind.TIFF),
    (PLAN.encode(), MediaKind.TEXT),
    (PLAN.encode("utf-8-sig"), MediaKind.TEXT),
    (PLAN.encode("utf-16"), MediaKind.TEXT),
    (PLAN.encode("utf-16-le"), MediaKind.TEXT),
    (PLAN.encode("utf-16-be"), MediaKind.TEXT),
    ("Së Y tÕ tØnh B×nh §Þnh x©y dùng kÕ ho¹ch".encode("cp1252"), MediaKind.TEXT),
    ("VIỆT NAM Độc lập\f".encode(), MediaKind.TEXT),
]

REFUSED = [
    (b"PK\x03\x04\x14\x00\x06\x00", "zip"),
    (b"{\\rtf1\\ansi K\\u7871?}", "RTF"),
    (b"<!DOCTYPE html><html><body>KH</body></html>", "HTML"),
    (b'<?xml version="1.0"?><a/>', "XML"),
    (b'{"metadata": {"number": "04"}}', "JSON"),
    (bytes(range(256)) * 4, "unknown type"),
    (b"GIF89a\x01\x00\x01\x00\x00", "gif"),
]


@pytest.mark.parametrize(("data", "kind"), KINDS)
def test_kind_by_content_whatever_the_name(tmp_path, data, kind):
    path = tmp_path / "misleading.docx"
    path.write_bytes(data)
    assert identify(path) is kind


@pytest.mark.parametrize(("data", "word"), REFUSED)
def test_other_kinds_are_refused_with_their_name(tmp_path, data, word):
    path = tmp_path / "plan.pdf"
    path.write_bytes(data)
    with pytest.raises(BadInput, match=word) as caught:
        identify(path)
    assert str(path) in str(caught.value)
    assert "PNG" in caught.value.advice


def test_empty_file(tmp_path):
    path = tmp_path / "empty.pdf"
    path.touch()
    with pytest.raises(BadInput, match="empty"):
        identify(path)


def test_vanished_file_and_dead_link(tmp_path):
    with pytest.raises(FileAccess, match="no such file"):
        identify(tmp_path / "gone.pdf")
    (tmp_path / "link.pdf").symlink_to(tmp_path / "gone.pdf")
    with pytest.raises(FileAccess, match="leads nowhere"):
        identify(tmp_path / "link.pdf")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("ke-hoach 2024.pdf", "no such file or folder; there is {}/kế hoạch 2024.pdf"),
        ("KẾ HOẠCH 2024.PDF", "no such file or folder; there is {}/kế hoạch 2024.pdf"),
        ("quyết định.pdf", "no such file or folder"),
        ("2O24/a.pdf", "no such file, nor a folder {0}/2O24; there is {0}/2024"),
        ("khác/sâu/a.pdf", "no such file, nor a folder {}/khác"),
    ],
)
def test_of_a_name_mistyped_the_likest_is_said(tmp_path, asked, said):
    (tmp_path / "2024").mkdir()
    (tmp_path / "kế hoạch 2024.pdf").touch()
    with pytest.raises(FileAccess) as caught:
        identify(tmp_path / asked)
    assert caught.value.message == f"{tmp_path / asked}: {said.format(tmp_path)}"
    assert caught.value.advice.startswith("check the name")


def test_circular_link(tmp_path):
    (tmp_path / "a.pdf").symlink_to(tmp_path / "b.pdf")
    (tmp_path / "b.pdf").symlink_to(tmp_path / "a.pdf")
    with pytest.raises(FileAccess):
        identify(tmp_path / "a.pdf")


def test_a_pipe_does_not_hang(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(BadInput, match="regular"):
        identify(tmp_path / "pipe.txt")


def test_no_permission(tmp_path, monkeypatch):
    path = tmp_path / "locked.txt"
    path.write_text(PLAN, "utf-8")
    before = os.open

    def refuse(name, *args, **kwargs):
        if name == path:
            raise PermissionError(13, "Permission denied")
        return before(name, *args, **kwargs)

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(FileAccess, match="no permission") as caught:
        identify(path)
    assert caught.value.exit_code == 5


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), min_size=1))
def test_utf8_text_is_never_taken_for_anything_binary(text):
    prose = "Sở Y tế: " + text
    assert kind_of(prose.encode()) is MediaKind.TEXT
