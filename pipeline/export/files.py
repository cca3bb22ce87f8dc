"""Files that are whole or not there: written under a temporary name beside the target, then renamed."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from kehoach.pipeline.errors import FileAccess, of_system
from kehoach.pipeline.files.out_names import TEMPORARY


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """A binary file that takes the name `path` only when the block ends without an error.

    Raises FileAccess, naming the file, when it cannot be written (folder missing rights, disk full, name too long).
    """
    handle: IO[bytes] | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=TEMPORARY[0], suffix=TEMPORARY[1])
        temporary = Path(name)
        handle = os.fdopen(descriptor, "wb")
    except OSError as error:
        raise cannot_write(path, error) from error
    try:
        with handle:
            yield handle
            handle.flush()
            os.fsync(handle.fileno())
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    except OSError as error:
        raise cannot_write(path, error) from error
    finally:
        with suppress(FileNotFoundError):
            temporary.unlink()


def write_text(path: Path, text: str) -> None:
    """Write `text` as UTF-8 with plain line breaks, whole or not at all. Raises FileAccess."""
    with whole_file(path) as file:
        file.write(text.encode("utf-8"))


def cannot_write(path: Path, error: OSError) -> FileAccess:
    """The failure to write `path` in words a person can act on."""
    return of_system(f"{path} cannot be written", error)


def _umask() -> int:
    """The process's umask; the system only tells it while setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
