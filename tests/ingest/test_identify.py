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
    (b'<?xml version="1.0"?><a/>', "XML"),
    (b'{"metadata": {"number": "04"}}', "JSON"),
    (bytes(range(256)) * 4, "unknown type"),
]

OF_KINDS = [
    (b"PK\x03\x04\x14\x00\x00\x00 stored %PDF-1.7 within", MediaKind.ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", MediaKind.OLE),
    (b"7z\xbc\xaf\x27\x1c\x00\x04", MediaKind.SEVEN_ZIP),
    (b"Rar!\x1a\x07\x01\x00", MediaKind.RAR),
    (b"{\\rtf1\\ansi K\\u7871?}", MediaKind.RTF),
    (b"<!DOCTYPE html><html><body>KH</body></html>", MediaKind.HTML),
    (b'<?xml version="1.0"?>\n<!-- x --><html xmlns="x">', MediaKind.HTML),
    ("\ufeff<html><body>KẾ HOẠCH</body></html>".encode("utf-16-le"), MediaKind.HTML),
    (b"MIME-Version: 1.0\r\nFrom: a@b.vn\r\nContent-Type: multipart/mixed\r\n\r\nJVBERi0=", MediaKind.EML),
    (b"From a@b.vn Mon\nReceived: by x\n\tfrom y\nSubject: KH\n\n%PDF-1.7", MediaKind.EML),
    (b"GIF89a\x01\x00\x01\x00\x00", MediaKind.GIF),
    (b"RIFF\x10\x00\x00\x00WEBPVP8 ", MediaKind.WEBP),
    (b"\x00\x00\x00\x18ftypheic\x00", MediaKind.HEIC),
    (b"\x00\x00\x00\x18ftypavif\x00", MediaKind.AVIF),
    (b"BM dung cho y te, khong phai anh", MediaKind.TEXT),
    ("From: Phòng KH\nTo: các phòng\n\nKính gửi".encode(), MediaKind.TEXT),
]


@pytest.mark.parametrize(("head", "kind"), OF_KINDS)
def test_what_stands_first_decides(head, kind):
    assert kind_of(head) is kind


@pytest.mark.parametrize("head", [b"7z\xbc\xaf\x27\x1c\x00\x04", b"Rar!\x1a\x07\x01\x00", OF_KINDS[8][0]])
def test_what_holds_documents_is_refused_with_what_to_do(tmp_path, head):
    path = tmp_path / "ke-hoach.pdf"
    path.write_bytes(head)
    with pytest.raises(BadInput, match="is no document") as caught:
        identify(path)
    assert ("kehoach run FILE" if head.startswith(b"MIME") else "folder") in caught.value.advice


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
