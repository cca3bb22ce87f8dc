"""Inputs whose file is there no more: their results are kept, and said."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from kehoach.pipeline.ingest import Input
from kehoach.pipeline.ingest.containers import names_in

STDIN_PLACE = Path("stdin")
STDIN_PREFIX = "kehoach-stdin-"
"""What `run -` read is kept in a file of such a name for as long as the run takes."""


def files_as_json(source: Input) -> str:
    """An input's files for the journal; ASCII: names that are no text survive in it."""
    paths = [str(path.absolute()) for path in source.paths]
    return json.dumps({"paths": paths, "member": source.member} if source.member else paths)


def files_of(text: str) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """The files of an input as the journal has them, and the way to a member of an archive.

    >>> files_of('["/a/b.pdf"]'), files_of('{"paths": ["/a/c.zip"], "member": ["d/e.pdf"]}')
    (((PosixPath('/a/b.pdf'),), ()), ((PosixPath('/a/c.zip'),), ('d/e.pdf',)))
    """
    found = json.loads(text)
    paths, member = (found["paths"], found["member"]) if isinstance(found, dict) else (found, ())
    return tuple(map(Path, paths)), tuple(member)


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
