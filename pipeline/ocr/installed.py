"""Which readers are installed, told without loading them: that takes half a second, and only workers need them."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec

from kehoach.pipeline.ocr.tessdata import find_tessdata
from kehoach.pipeline.options import EngineName

_PACKAGES: dict[EngineName, tuple[str, ...]] = {
    EngineName.TESSEROCR: ("tesserocr",),
    EngineName.PYTESSERACT: ("pytesseract",),
    EngineName.TRUEOCR: ("trueocr", "cv2", "onnxruntime"),
}
"""What each reader loads, its own package first."""

_TESSERACTS = (EngineName.TESSEROCR, EngineName.PYTESSERACT)

_MEANT = {EngineName.AUTO: tuple(_PACKAGES), EngineName.TESSERACT: _TESSERACTS}
"""The names that stand for several readers."""


def is_installed(wanted: EngineName) -> bool:
    """Whether the reader asked for, or one of those that the name stands for, is there; it may still fail to load."""
    return any(installed_version(name) for name in _MEANT.get(wanted, (wanted,)))


def installed_engines() -> tuple[str, ...]:
    """Each reader that is there and what may make it read otherwise: its version, and Tesseract's program and data."""
    found = ((name, installed_version(name)) for name in _PACKAGES)
    return tuple(f"{name} {told}" for name, told in found if told)


def installed_version(name: EngineName) -> str:
    """The version of one reader, "" where a part of it is missing."""
    if any(find_spec(package) is None for package in _PACKAGES[name]):
        return ""
    try:
        told = version(_PACKAGES[name][0])
    except PackageNotFoundError:
        return ""
    if name not in _TESSERACTS:
        return told
    folder = find_tessdata()
    program = _program() if name is EngineName.PYTESSERACT else "linked"
    return f"{told}, {program}, data in {folder}" if folder and program else ""


@cache
def _program() -> str:
    """What the program `tesseract` says of its version; "" where it is not there or does not run."""
    path = shutil.which("tesseract")
    if path is None:
        return ""
    try:
        done = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return (done.stdout + done.stderr).partition("\n")[0]
