"""The one edge to the file system: foreign errors become KehoachErrors, files are hashed in a stream."""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from kehoach.diacritics.language.alphabet import fold
from kehoach.pipeline.errors import BadInput, FileAccess
from kehoach.pipeline.files.regular import open_regular, refuse_irregular

_CHUNK = 1 << 20  # bytes read at once

_LIKE = 75.0
"""Per cent of letters alike (rapidfuzz ratio) from which a name may have been meant: «ke hoach.pdf» for «kehoach2.pdf»
(92), but neither «12.pdf» for «34.pdf» (67) nor «baocao.pdf» for «kehoach.pdf» (57), alike in little but the suffix."""

_NAMES_SEEN = 10_000  # of a folder: comparing them takes some 40 ms


@contextmanager
def file_errors(path: Path) -> Iterator[None]:
    """Translate what the system says about `path` into a FileAccess with advice."""
    try:
        yield
    except FileNotFoundError as error:
        advice = "check the name; was it moved or deleted meanwhile?"
        raise FileAccess(f"{path}: {_absent(path)}", advice=advice) from error
    except IsADirectoryError as error:
        raise _is_folder(path) from error
    except PermissionError as error:
        raise FileAccess(f"{path}: no permission to read", advice="check the owner and the rights") from error
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise FileAccess(f"{path}: a link that leads back to itself", advice="remove the link") from error
        raise FileAccess(f"{path}: cannot be read: {error.strerror or error}") from error


def _is_folder(path: Path) -> BadInput:
    return BadInput(f"{path}: is a folder", advice="name a file in it, or run on the folder")


def _absent(path: Path) -> str:
    """What of a path is not there; names that are there and look like it are said."""
    if path.is_symlink():
        return "the link leads nowhere"
    gone = path
    while not gone.parent.exists():
        gone = gone.parent
    what = "no such file or folder" if gone == path else f"no such file, nor a folder {gone}"
    near = _near(gone)
    return f"{what}; there is {' and '.join(near)}" if near else what


def _near(path: Path) -> list[str]:
    """The paths beside a path whose names look like its own, marks and case aside, the likest first."""
    from rapidfuzz import fuzz, process  # here: whoever finds his files need not load it

    try:
        names = [entry.name for entry in islice(path.parent.iterdir(), _NAMES_SEEN)]
    except OSError:
        return []
    wanted = _compared(path.name)
    found = process.extract(wanted, names, scorer=fuzz.ratio, processor=_compared, limit=2, score_cutoff=_LIKE)
    return [str(path.parent / name) for name, *_ in found]


def _compared(name: str) -> str:
    return fold(name).casefold()


def check_regular(path: Path) -> int:
    """The size in bytes of a regular file; pipes and devices would hang and are refused, empty files too."""
    with file_errors(path):
        state = path.stat()
        refuse_irregular(path, state)
    if state.st_size == 0:
        raise BadInput(f"{path}: the file is empty", advice="it may be a broken copy; fetch it again")
    return state.st_size


def read_head(path: Path, size: int) -> bytes:
    """The first `size` bytes."""
    with file_errors(path), open_regular(path) as file:
        return file.read(size)


@dataclass(frozen=True, slots=True)
class Digest:
    """sha256 in hex and size in bytes of the files one after the other; whether a given mark stands in them."""

    sha256: str
    size: int
    marked: bool = False


def digest(paths: Sequence[Path], mark: bytes = b"") -> Digest:
    """Hash files in one pass, never more than one chunk in memory; look for `mark` on the way."""
    hasher = hashlib.sha256()
    size, marked, tail = 0, False, b""
    for path in paths:
        with file_errors(path), open_regular(path) as file:
            while chunk := file.read(_CHUNK):
                hasher.update(chunk)
                size += len(chunk)
                if mark and not marked:
                    marked = mark in tail + chunk
                    tail = chunk[-len(mark) :]
    return Digest(hasher.hexdigest(), size, marked)
