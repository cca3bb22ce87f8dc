"""What the commands take: choices and files, read from argv."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.errors import FileAccess

if TYPE_CHECKING:
    from pipeline.ingest import Input


class OneOf(click.Choice[str]):
    """A choice by the values that users type, handed on as the member; click itself would offer the members' names."""

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__([member.value for member in kind])
        self._kind = kind

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> StrEnum:
        """The member whose value was typed."""
        return self._kind(super().convert(value, param, ctx))


FILE = click.argument("file", default="-", type=click.Path(path_type=Path, allow_dash=True))


@contextmanager
def as_input(file: Path) -> Iterator[Input]:
    """The input that a file is; stdin is kept in a file of its own while it is read."""
    import shutil
    import tempfile

    from pipeline.ingest import Input

    if str(file) != "-":
        yield Input((file,), Path(file.name))
        return
    with tempfile.NamedTemporaryFile(prefix="kehoach-stdin-") as copy:
        shutil.copyfileobj(sys.stdin.buffer, copy)
        copy.flush()
        yield Input((Path(copy.name),), file)


def read_bytes(file: Path) -> bytes:
    """The bytes of a file or of stdin."""
    if str(file) == "-":
        return sys.stdin.buffer.read()
    try:
        return file.read_bytes()
    except OSError as error:
        raise FileAccess(f"{file} cannot be read: {error.strerror}") from error
