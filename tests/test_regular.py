"""Only regular files are opened, and they end where they ended when they were."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from kehoach.pipeline.files.regular import NotRegular, open_regular


def test_a_file_that_grows_ends_where_it_ended_when_it_was_opened(tmp_path):
    path = tmp_path / "lớn dần.txt"
    path.write_bytes(b"0123456789")
    with open_regular(path) as file, path.open("ab") as writer:
        assert file.read(4) == b"0123"
        writer.write(b"more" * 1000)
        writer.flush()
        assert file.read() == b"456789"
        assert file.read(1) == b""
        assert file.seek(0, os.SEEK_END) == 10
        assert file.seek(-3, os.SEEK_END) == 7
        assert file.read() == b"789"
        file.seek(5000)
        assert file.read() == b""
        file.seek(0)
        assert b"".join(iter(lambda: file.read(3), b"")) == b"0123456789"


def test_pipes_sockets_and_devices_are_refused_before_they_are_opened(tmp_path, monkeypatch):
    os.mkfifo(tmp_path / "ống")
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as one:
        one.bind("s")
    monkeypatch.setattr(os, "open", lambda *_: pytest.fail("opened"))
    for path, what in (
        (tmp_path / "ống", "a named pipe"),
        (tmp_path / "s", "a socket"),
        (Path("/dev/zero"), "a device"),
    ):
        with pytest.raises(NotRegular, match=what):
            open_regular(path)


def test_a_pipe_that_took_the_place_of_a_file_is_refused_too(tmp_path, monkeypatch):
    path, real = tmp_path / "a.txt", Path.stat
    path.write_bytes(b"x")
    as_it_was = real(path)
    path.unlink()
    os.mkfifo(path)
    monkeypatch.setattr(Path, "stat", lambda *_, **__: as_it_was)
    with pytest.raises(NotRegular, match="a named pipe"):
        open_regular(path)


@pytest.mark.skipif(not Path("/proc/version").is_file(), reason="no /proc here")
def test_entries_of_the_system_are_no_files():
    for path in ("/proc/version", "/proc/kmsg", "/proc/self/maps"):
        with pytest.raises(NotRegular, match="an entry of the system"):
            open_regular(Path(path))


def test_folders_and_names_that_are_not_there_are_the_callers_business(tmp_path):
    with pytest.raises(IsADirectoryError):
        open_regular(tmp_path)
    with pytest.raises(FileNotFoundError):
        open_regular(tmp_path / "x")
