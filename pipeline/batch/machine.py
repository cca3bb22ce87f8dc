"""Whether this machine can do the work: what it lacks is said before a document is begun; no document is to blame."""

from __future__ import annotations

import errno
import hashlib
import tempfile
from functools import lru_cache
from pathlib import Path

from kehoach import models
from kehoach.pipeline.errors import DiskFull, FileAccess, KehoachError, MissingDependency, OutOfResources
from kehoach.pipeline.options import OcrMode, Options

_ROOM = 4 << 20
"""Bytes that must fit into the folder for temporary files: a page's picture for Tesseract takes as many."""

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_SHORT = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EAGAIN})

_ROOMS = ("pipeline", "diacritics")
_NOT_RUN = frozenset({"training", "__pycache__"})  # folders of the program that no run uses


def check_machine(options: Options) -> None:
    """See that readers, weights and the folder for temporary files are there.

    Raises MissingDependency, FileAccess or DiskFull, each with what to do.
    """
    if options.ocr.mode is not OcrMode.SKIP:
        from kehoach.pipeline.ocr import check_engine

        check_engine(options.ocr)
    try:
        models.verify()
    except models.ModelError as error:
        raise MissingDependency(str(error), advice="kehoach doctor shows more") from error
    _check_temporary()


def _check_temporary() -> None:
    """See that a picture fits into the folder for temporary files."""
    advice = "make room there, or name another folder with TMPDIR"
    try:
        with tempfile.TemporaryFile() as file:
            file.write(bytes(_ROOM))
    except OSError as error:
        folder = tempfile.gettempdir() if error.errno != errno.ENOENT else "for temporary files"
        if error.errno in _FULL:
            raise DiskFull(f"the folder {folder} is full", advice=advice) from error
        said = f"the folder {folder} cannot be written to: {error.strerror or error}"
        raise FileAccess(said, advice=advice) from error


def of_machine(error: OSError) -> KehoachError | None:
    """What an error of the system says of the machine: its disk is full, it is short of something. None: neither."""
    if error.errno in _FULL:
        folder = tempfile.gettempdir()
        said = f"no room is left where {error.filename or f'results or temporary files ({folder})'} should go"
        return DiskFull(said, advice="make room and run again")
    if error.errno in _SHORT:
        said = f"this machine is short of memory, processes or open files: {error.strerror or error}"
        return OutOfResources(said, advice="fewer workers (-j) or higher limits (ulimit -a), then run again")
    return None


@lru_cache(maxsize=1)
def fingerprint() -> str:
    """A short name of the program's code and data as they lie on this machine; of the weights, their manifest.

    Two machines with the same version may have other files: an editable install, a copy that was patched.
    """
    root = Path(__file__).parents[2]
    files = [path for room in _ROOMS for path in (root / room).rglob("*") if path.is_file()]
    files.append(models.path().parent / models.MANIFEST)
    hasher = hashlib.sha256()
    for path in sorted(path for path in files if not _NOT_RUN & set(path.parts)):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        hasher.update(f"{path.relative_to(root).as_posix()} {digest}\n".encode())
    return hasher.hexdigest()[:16]
