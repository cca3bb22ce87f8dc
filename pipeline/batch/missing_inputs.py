"""Inputs whose file is there no more: their results are kept, and said."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kehoach.pipeline.ingest.containers import names_in

STDIN_PLACE = Path("stdin")
STDIN_PREFIX = "kehoach-stdin-"
"""What `run -` read is kept in a file of such a name for as long as the run takes."""


def is_gone(paths: Sequence[Path], member: Sequence[str] = ()) -> bool:
    """Whether none of an input's files is there any more, or its archive holds it no more."""
    if not any(map(_is_there, paths)):
        return True
    names = names_in(paths[0]) if member else None
    return names is not None and (member[0],) not in names


def _is_there(path: Path) -> bool:
    try:
        return path.exists() or path.name.startswith(STDIN_PREFIX)
    except OSError:  # nobody can tell: no permission, a share that does not answer
        return True
