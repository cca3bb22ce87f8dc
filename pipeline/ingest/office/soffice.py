"""LibreOffice, where it is installed: old office documents turned into kinds that are read here.

Each conversion runs in a profile of its own, which nobody else uses and which goes afterwards: macros off, links never
updated, every proxy a closed port. It gets a copy of the file under a plain name, and is killed with all its children
when its time is over.
"""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kehoach.pipeline.document import MediaKind
from kehoach.pipeline.errors import BadInput, MissingDependency, OutOfTime
from kehoach.pipeline.ingest.file_errors import file_errors

SECONDS = 180
"""Time for one conversion; a plan takes two to five seconds, a workbook of 20 MB a minute."""
MEMORY = 6 << 30
"""Address space of the converter, in bytes; it maps 2 GB for a small file."""
_WRITTEN = 1 << 30  # bytes of one file that it may write

_PLACES = (
    "/usr/lib/libreoffice/program/soffice",
    "/usr/lib64/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
_FILTERS = {"docx": "docx:MS Word 2007 XML", "xlsx": "xlsx:Calc MS Excel 2007 XML", "pdf": "pdf"}
_SUFFIXES = {
    MediaKind.DOC: "doc",
    MediaKind.XLS: "xls",
    MediaKind.PPT: "ppt",
    MediaKind.PPTX: "pptx",
    MediaKind.ODS: "ods",
    MediaKind.ODP: "odp",
}
INSTALL = "install LibreOffice (Debian: apt install libreoffice-nogui), or save the file as .docx, .xlsx or PDF"

_SETTINGS = {
    "/org.openoffice.Office.Common/Security/Scripting": {
        "DisableMacrosExecution": "true",
        "MacroSecurityLevel": "3",
        "BlockUntrustedRefererLinks": "true",
        "DisableActiveContent": "true",
    },
    "/org.openoffice.Office.Writer/Content/Update": {"Link": "0"},
    "/org.openoffice.Office.Calc/Content/Update": {"Link": "2"},
    "/org.openoffice.Inet/Settings": {
        "ooInetProxyType": "2",
        "ooInetHTTPProxyName": "127.0.0.1",
        "ooInetHTTPProxyPort": "9",
        "ooInetHTTPSProxyName": "127.0.0.1",
        "ooInetHTTPSProxyPort": "9",
    },
}
"""The profile: no macros at all, no content from elsewhere, a proxy where nothing listens (port 9, «discard»)."""

_NO_WAY_OUT = dict.fromkeys(("http_proxy", "https_proxy", "ftp_proxy", "all_proxy"), "http://127.0.0.1:9")
"""The same for the libraries that ask the environment."""


def program() -> str | None:
    """The path of LibreOffice's program, None where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice") or next(filter(os.path.exists, _PLACES), None)


@contextmanager
def converted(path: Path, kind: MediaKind, to: str) -> Iterator[Path]:
    """A document as a file of another kind (`docx`, `xlsx`, `pdf`), which is there within the `with`.

    Raises MissingDependency (no LibreOffice), FileAccess, BadInput (it cannot read the file), OutOfTime.
    """
    soffice = program()
    if soffice is None:
        suffix = _SUFFIXES[kind]
        raise MissingDependency(f"{path}: a .{suffix} file is read with LibreOffice, which is missing", advice=INSTALL)
    with tempfile.TemporaryDirectory(prefix="kehoach-office-", ignore_cleanup_errors=True) as place:
        folder = Path(place)
        source = folder / f"input.{_SUFFIXES[kind]}"
        with file_errors(path):
            shutil.copyfile(path, source)
        _write_profile(folder / "profile")
        said = _run([soffice, *_arguments(folder, source, to)], folder, path)
        target = folder / "out" / f"input.{to}"
        if not target.is_file() or not target.stat().st_size:
            reason = f": {said.strip().splitlines()[-1][:200]}" if said.strip() else ""
            raise BadInput(
                f"{path}: LibreOffice cannot read the document{reason}", advice="it may be broken, or want a password"
            )
        yield target


def _arguments(folder: Path, source: Path, to: str) -> list[str]:
    return [
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *("--headless", "--invisible", "--nologo", "--norestore", "--nodefault", "--nolockcheck"),
        *("--convert-to", _FILTERS[to], "--outdir", str(folder / "out"), str(source)),
    ]


def _write_profile(profile: Path) -> None:
    """The settings that a fresh profile starts with."""
    items = "".join(
        f'<item oor:path="{place}"><prop oor:name="{name}" oor:op="fuse"><value>{said}</value></prop></item>'
        for place, settings in _SETTINGS.items()
        for name, said in settings.items()
    )
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        f'xmlns:xs="http://www.w3.org/2001/XMLSchema">{items}</oor:items>\n',
        "utf-8",
    )


def _run(command: list[str], folder: Path, path: Path) -> str:
    """Run it to its end; what it said on stderr. All of its processes are gone afterwards, however it ended."""
    known = {name: os.environ[name] for name in ("PATH", "LANG", "LD_LIBRARY_PATH") if name in os.environ}
    environment = {**known, **_NO_WAY_OUT, "HOME": str(folder), "TMPDIR": str(folder), "SAL_USE_VCLPLUGIN": "svp"}
    with (
        subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=environment,
            cwd=folder,
            start_new_session=True,
        ) as process,
        _ends_with_us(process.pid),
    ):
        try:
            _limit(process.pid)
            _, said = process.communicate(timeout=SECONDS)
        except subprocess.TimeoutExpired as error:
            advice = "open it in its program and save it as .docx, .xlsx or PDF"
            raise OutOfTime(f"{path}: LibreOffice did not finish in {SECONDS} s", advice=advice) from error
        finally:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
    return said.decode("utf-8", "replace")


@contextmanager
def _ends_with_us(group: int) -> Iterator[None]:
    """Within the `with` a watcher ends a group of processes when this process is gone, killed or not.

    It reads a pipe that only this process can write to; its end is the end of this process. (Linux' death signal does
    not pass from `soffice` to the programs that it starts.)
    """
    watch = 'read -r _; kill -9 -"$1"'
    with subprocess.Popen(
        ["/bin/sh", "-c", watch, "watcher", str(group)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as watcher:
        try:
            yield
        finally:
            watcher.kill()


def _limit(pid: int) -> None:
    """Limits that hold also where whoever waits for it is killed: processor time, memory, sizes of files."""
    prlimit = getattr(resource, "prlimit", None)
    if prlimit is None:  # not on macOS
        return
    wanted = ((resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_FSIZE, _WRITTEN))
    for limit, most in wanted:
        with suppress(OSError, ValueError):
            prlimit(pid, limit, (most, most))
