"""What is installed and what is missing, for `kehoach doctor`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from kehoach.pipeline.errors import KehoachError
from kehoach.pipeline.options import OcrOptions

PACKAGES = (
    "pypdfium2", "pdfplumber", "opencv-python-headless", "onnxruntime", "pyhanko", "rapidfuzz", "pyvi", "underthesea",
)  # fmt: skip


@dataclass(frozen=True)
class Check:
    """One thing looked at: whether it is there, and what was found or how to get it."""

    name: str
    ok: bool
    what: str
    needed: bool = True


def examine() -> list[Check]:
    """Look at everything that a run may need; never raises."""
    return [_python(), *map(_package, PACKAGES), *_readers(), _weights(), _office()]


def _python() -> Check:
    found = ".".join(map(str, sys.version_info[:3]))
    return Check("python", sys.version_info >= (3, 11), f"{found} ({sys.executable})")


def _package(name: str) -> Check:
    try:
        return Check(name, True, version(name))
    except PackageNotFoundError:
        return Check(name, False, "not installed: make run sets everything up")


def _readers() -> Iterator[Check]:
    """Each reader alone may be missing; one of them is needed."""
    from kehoach.pipeline.ocr import available_engines, choose_engine

    for reader in available_engines():
        yield Check(reader.name, reader.available, reader.reason, needed=False)
    try:
        yield Check("reader", True, f"--engine auto takes {choose_engine(OcrOptions()).name}")
    except KehoachError as error:
        yield Check("reader", False, str(error))


def _office() -> Check:
    """LibreOffice, which old office documents and slides are read with."""
    from kehoach.pipeline.ingest.office.soffice import program

    found = program()
    missing = "not installed: doc, xls, ppt, pptx, ods and odp files fail; Debian: apt install libreoffice-nogui"
    return Check("libreoffice", found is not None, found or missing, needed=False)


def _weights() -> Check:
    from kehoach import models

    try:
        return Check("models", True, f"weights are whole ({models.verify()})")
    except models.ModelError as error:
        return Check("models", False, str(error))
