"""What the commands take: choices and files, read from argv."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from kehoach.pipeline.document import MediaKind
from kehoach.pipeline.errors import BadInput, FileAccess, of_system

if TYPE_CHECKING:
    from kehoach.pipeline.ingest import Input


class OneOf(click.Choice[str]):
    """A choice by the values that users type, handed on as the member; click itself would offer the members' names."""

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__([member.value for member in kind])
        self._kind = kind

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> StrEnum:
        """The member whose value was typed."""
        return self._kind(super().convert(value, param, ctx))


class There(click.Path):
    """A file or folder that must exist; a missing one is reported as a missing document is."""

    def __init__(self, *, file_okay: bool = True) -> None:
        super().__init__(file_okay=file_okay, path_type=Path)

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> Path:  # type: ignore[override]
        """The path. Raises FileAccess."""
        from kehoach.pipeline.ingest.file_errors import file_errors

        path = Path(value)
        with file_errors(path):
            path.stat()
        super().convert(value, param, ctx)  # a file where a folder is wanted
        return path


_MOST_BYTES = 1 << 30  # of a text or a pipe; a pipe may have no end
_PATIENCE = 5.0  # seconds in which somebody must begin to write to a named pipe

FILE = click.argument("file", default="-", type=click.Path(path_type=Path, allow_dash=True))


@contextmanager
def as_input(file: Path) -> Iterator[Input]:
    """The input that a file is; stdin, or a pipe («<(command)»), is kept in a file of its own while it is read."""
    import tempfile

    from kehoach.pipeline.ingest import Input

    if str(file) != "-" and not _is_pipe(file):
        yield Input((file,), Path(file.name))
        return
    data = read_bytes(file)
    with ExitStack() as stack:
        try:
            copy = stack.enter_context(tempfile.NamedTemporaryFile(prefix="kehoach-stdin-"))
            copy.write(data)
            copy.flush()
        except OSError as error:
            raise of_system(f"{file} cannot be kept in the folder for temporary files", error) from error
        yield Input((Path(copy.name),), Path("-"), alias=Path("-"))


_OF_THE_SHELL = ("/dev/fd/", "/dev/stdin", "/proc/")


def is_of_the_shell(file: Path) -> bool:
    """Whether a path is a pipe made by a shell («<(command)»): somebody writes, while a pipe on a disk may wait."""
    return str(file).startswith(_OF_THE_SHELL) and _is_pipe(file)


@contextmanager
def _from_pipe(file: Path) -> Iterator[BinaryIO]:
    """A pipe that somebody writes to, or begins to within _PATIENCE. Raises BadInput where nothing comes."""
    import io
    import select

    with os.fdopen(os.open(file, os.O_RDONLY | os.O_NONBLOCK), "rb", buffering=0) as pipe:
        select.select([pipe], [], [], _PATIENCE)
        try:
            first = os.read(pipe.fileno(), 1)
        except BlockingIOError:  # there is a writer, who thinks
            first = b""
        else:
            if not first:
                said = f"{file}: nothing comes from this pipe"
                raise BadInput(said, advice="start the program that writes to it first, or name a file")
        os.set_blocking(pipe.fileno(), True)
        yield io.BytesIO(first + io.BufferedReader(pipe).read(_MOST_BYTES + 1))


def _is_pipe(file: Path) -> bool:
    from kehoach.pipeline.ingest.file_errors import file_errors

    with file_errors(file):
        return file.is_fifo()


def _stdin() -> BinaryIO:
    if sys.stdin is None:
        raise FileAccess("standard input is closed", advice="name a file")
    return sys.stdin.buffer


def read_bytes(file: Path) -> bytes:
    """The bytes of a file, a pipe or stdin, up to what a document may have. Raises FileAccess, BadInput."""
    from kehoach.pipeline.files.regular import open_regular
    from kehoach.pipeline.ingest.file_errors import file_errors

    with file_errors(file), ExitStack() as stack:
        stream: BinaryIO
        if str(file) == "-":
            stream = _stdin()
        elif file.is_fifo():
            stream = stack.enter_context(_from_pipe(file))
        else:
            stream = stack.enter_context(open_regular(file))
        data = stream.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise BadInput(f"{file}: over {_MOST_BYTES >> 20} MB is no document")
    return data


_KINDS = {
    MediaKind.PDF: "a PDF",
    MediaKind.ZIP: "an office document or a zip archive",  # its first bytes do not tell which
    MediaKind.SEVEN_ZIP: "a 7z archive",
    MediaKind.RAR: "a RAR archive",
    MediaKind.EML: "an e-mail",
    MediaKind.MSG: "an Outlook message",
}
"""What files are called for people; all others are pictures or office documents."""


def read_text_bytes(file: Path) -> bytes:
    """The bytes of a text, from a file, a pipe or stdin. Raises FileAccess; BadInput where they are no text."""
    from kehoach.pipeline.ingest.identify import HEAD, describe, kind_of

    data = read_bytes(file)
    kind = kind_of(data[:HEAD]) if data else MediaKind.TEXT
    if kind is not MediaKind.TEXT:
        what = describe(data[:HEAD]) if kind is None else _KINDS.get(kind, "a picture" if kind.is_image else "")
        advice = f"kehoach run {file} -o OUT reads documents; kehoach judge {file} says what is wrong with their text"
        raise BadInput(f"{_called(file)}: is {what or 'an office document'}, and no text", advice=advice)
    return data


def _called(file: Path) -> str:
    return "standard input" if str(file) == "-" else str(file)


def check_is_text(source: Input, file: Path) -> None:
    """Refuse what has pages to be seen: PDFs, pictures, slides. Raises BadInput, FileAccess."""
    from kehoach.pipeline.ingest import identify
    from kehoach.pipeline.ingest.member_document import renamed

    with renamed(source.paths[0], source.path):
        kind = identify(source.paths[0])
    if kind.has_pages:
        advice = f"kehoach run {file} -o OUT reads documents page by page"
        raise BadInput(
            f"{_called(file)}: is {_KINDS.get(kind, 'a picture' if kind.is_image else 'slides')}, and no text",
            advice=advice,
        )
