"""Where Tesseract keeps its language data."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

LANGUAGE = "vie"

ADVICE = "sudo apt-get install tesseract-ocr tesseract-ocr-vie"
DOCTOR = "kehoach doctor shows whether it works"  # it is there, and failed

_FOLDERS = (
    "/usr/share/tesseract-ocr/*/tessdata",  # Debian, Ubuntu
    "/usr/share/tesseract/tessdata",  # Fedora
    "/usr/share/tessdata",  # Arch, Alpine
    "/usr/local/share/tessdata",  # from source
    "/usr/local/share/tesseract-ocr/*/tessdata",
    "/opt/homebrew/share/tessdata",  # macOS
    "/opt/local/share/tessdata",
)


def _candidates() -> list[Path]:
    """Folders that may hold data, the user's own word first."""
    prefix = os.environ.get("TESSDATA_PREFIX")
    own = [Path(prefix), Path(prefix) / "tessdata"] if prefix else []
    known = [found for pattern in _FOLDERS for found in sorted(Path("/").glob(pattern[1:]), reverse=True)]
    return [*own, *known, Path(sys.prefix) / "share" / "tessdata"]


def find_tessdata(language: str = LANGUAGE) -> Path | None:
    """The folder that holds `language`.traineddata; None where there is none."""
    for folder in _candidates():
        if (folder / f"{language}.traineddata").is_file():
            return folder
    told = _told_by_program()
    return told if told and (told / f"{language}.traineddata").is_file() else None


@cache
def _told_by_program() -> Path | None:
    """The folder that `tesseract --list-langs` names in its first line, in quotes."""
    program = shutil.which("tesseract")
    if program is None:
        return None
    try:
        done = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    quoted = (done.stdout + done.stderr).partition('"')[2].partition('"')[0]
    return Path(quoted) if quoted else None
