"""LibreOffice as a guest: it ends with who called it, calls nobody, runs no macro."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from kehoach.pipeline.document import MediaKind
from kehoach.pipeline.ingest.office import soffice

needs_soffice = pytest.mark.skipif(soffice.program() is None, reason="LibreOffice is not installed")

_NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (
        ("office", "office"),
        ("draw", "drawing"),
        ("text", "text"),
        ("svg", "svg-compatible"),
        ("script", "script"),
        ("table", "table"),
    )
)
_KIND = "application/vnd.oasis.opendocument.spreadsheet"
_MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_KIND}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)


def linked(path: Path, address: str) -> Path:
    """A workbook of one cell with a picture that lies on a server."""
    body = (
        f'<?xml version="1.0"?><office:document-content {_NAMES} xmlns:xlink="http://www.w3.org/1999/xlink" '
        'office:version="1.2"><office:body><office:spreadsheet><table:table table:name="a"><table:shapes>'
        '<draw:frame svg:x="1cm" svg:y="1cm" svg:width="5cm" svg:height="5cm">'
        f'<draw:image xlink:href="{address}" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/>'
        "</draw:frame></table:shapes><table:table-column/><table:table-row><table:table-cell><text:p>KẾ HOẠCH</text:p>"
        "</table:table-cell></table:table-row></table:table></office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", _KIND)
        package.writestr("content.xml", body)
        package.writestr("META-INF/manifest.xml", _MANIFEST)
    return path


@contextmanager
def server() -> Iterator[tuple[str, list[bytes]]]:
    """An address on this machine, and what was asked there."""
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer() -> None:
            while True:
                try:
                    caller, _ = listening.accept()
                except OSError:
                    return
                with caller:
                    caller.settimeout(5)
                    asked.append(caller.recv(1000))
                    caller.sendall(b"HTTP/1.0 404 Not Found\r\nContent-Length: 0\r\n\r\n")

        threading.Thread(target=answer, daemon=True).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/a.png", asked
        listening.shutdown(socket.SHUT_RDWR)


@needs_soffice
@pytest.mark.parametrize("guarded", [True, False])
def test_nobody_is_called(tmp_path, monkeypatch, guarded):
    if not guarded:  # the bait is one: a LibreOffice without our settings does call
        monkeypatch.setattr(soffice, "_SETTINGS", {})
        monkeypatch.setattr(soffice, "_NO_WAY_OUT", {})
    with server() as (address, asked), soffice.converted(linked(tmp_path / "a.ods", address), MediaKind.ODS, "xlsx"):
        pass
    assert bool(asked) is not guarded


def until(true: Callable[[], bool], seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.05)
    return true()


@pytest.mark.skipif(not Path("/bin/sh").exists(), reason="needs a shell")
def test_the_converter_ends_with_a_killed_worker(tmp_path):
    child = tmp_path / "child"
    command = ["/bin/sh", "-c", f"sleep 300 & echo $! > {child}; wait"]
    code = (
        "from pathlib import Path; from kehoach.pipeline.ingest.office import soffice;"
        f"soffice._run({command!r}, Path({str(tmp_path)!r}), Path('a.doc'))"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.DEVNULL) as caller:
        assert until(lambda: child.exists() and bool(child.read_text().strip()))
        pid = int(child.read_text())
        assert psutil.pid_exists(pid)
        os.kill(caller.pid, signal.SIGKILL)
        caller.wait()
        assert until(lambda: not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE)


def test_nothing_is_left_of_a_conversion(tmp_path):
    child = tmp_path / "child"
    command = ["/bin/sh", "-c", f"sleep 300 2>/dev/null & echo $! > {child}; echo done >&2"]
    said = soffice._run(command, tmp_path, Path("a.doc"))
    assert said.strip() == "done"
    pid = int(child.read_text())
    assert until(lambda: not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE)
