"""Archives and mails as inputs: each file in them is an input of its own, unpacked by whoever reads it.

A worker, on this machine or another, is given the archive's path and the member's name, and takes that one member out
itself.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from kehoach.pipeline.errors import BadInput, KehoachError
from kehoach.pipeline.files.regular import open_regular
from kehoach.pipeline.ingest.archive_kind import GLANCE, Container, container
from kehoach.pipeline.ingest.copies import copy_to_fill
from kehoach.pipeline.ingest.file_errors import Digest, digest, file_errors
from kehoach.pipeline.ingest.limits import MEMBER_BYTES, NESTED_BYTES
from kehoach.pipeline.ingest.mails import list_mail, mail_member
from kehoach.pipeline.ingest.members import Member
from kehoach.pipeline.ingest.values import Input
from kehoach.pipeline.ingest.zips import list_zip, zip_member

DEEPEST = 2
"""An archive, and one within it (a zip in a mail, a mail in a zip); deeper ones are bombs or accidents."""

_CHUNK = 1 << 20


def kind_of_file(path: Path, head: bytes) -> Container | None:
    """What a file on disk holds others as, None where it holds none."""
    return container(head, lambda: open_regular(path))


@contextmanager
def opened(source: Input, password: str | None) -> Iterator[BinaryIO]:
    """The bytes of an input's one file, or of a member of an archive. Raises KehoachError."""
    with ExitStack() as stack:
        with file_errors(source.paths[0]):
            file: BinaryIO = stack.enter_context(open_regular(source.paths[0]))
        shown = source.paths[0]
        for depth, name in enumerate(source.member):
            if depth:
                inner = stack.enter_context(tempfile.TemporaryFile(prefix="kehoach-"))
                _copy(file, inner, NESTED_BYTES, shown)
                file = inner
            kind = _kind(file)
            if kind is None or depth >= DEEPEST:
                raise BadInput(f"{shown}: is no archive any more", advice="it has changed; run again")
            shown /= name
            file = stack.enter_context(_member(file, kind, name, shown, password))
        yield file


def _member(
    file: BinaryIO, kind: Container, name: str, shown: Path, password: str | None
) -> AbstractContextManager[BinaryIO]:
    if kind is Container.ZIP:
        return zip_member(file, name, shown, password)
    return mail_member(file, name, shown, outlook=kind is Container.MSG)


def _kind(file: BinaryIO) -> Container | None:
    file.seek(0)
    head = file.read(GLANCE)
    found = container(head, lambda: _again(file))
    file.seek(0)
    return found


def _again(file: BinaryIO) -> BinaryIO:
    """The same open file from its start, to be closed without closing it."""
    duplicate = os.fdopen(os.dup(file.fileno()), "rb")
    duplicate.seek(0)
    return duplicate


@contextmanager
def looked_into(source: Input, password: str | None) -> Iterator[tuple[Container | None, BinaryIO]]:
    """A member that may be an archive itself: what it holds others as, and its bytes in a file of their own.

    Raises KehoachError.
    """
    with opened(source, password) as stream, tempfile.TemporaryFile(prefix="kehoach-") as copy:
        _copy(stream, copy, NESTED_BYTES, source.path)
        yield _kind(copy), copy


def listed(source: Input, kind: Container, file: BinaryIO, password: str | None = None) -> list[Member]:
    """The members of an open archive or mail. Raises BadInput."""
    file.seek(0)
    if kind is Container.ZIP:
        return list_zip(file, source.path, password)
    return list_mail(file, source.path, outlook=kind is Container.MSG)


def names_in(path: Path) -> frozenset[tuple[str, ...]] | None:
    """The names of the members of an archive, without those of archives within it; None where it cannot be read."""
    try:
        state = path.stat()
    except OSError:
        return None
    return _names_in(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=8)
def _names_in(path: Path, _changed: int, _size: int) -> frozenset[tuple[str, ...]] | None:
    source = Input((path,), Path(path.name))
    try:
        with file_errors(path), open_regular(path) as file:
            kind = _kind(file)
            return frozenset((member.name,) for member in listed(source, kind, file)) if kind else None
    except KehoachError:
        return None


@contextmanager
def on_disk(source: Input, password: str | None = None) -> Iterator[Input]:
    """The input with files that libraries can open: of a member, a copy that is gone when the block ends.

    Raises KehoachError.
    """
    if not source.member:
        yield source
        return
    with copy_to_fill(source.path) as (path, copy):
        with opened(source, password) as stream:
            _copy(stream, copy, MEMBER_BYTES, source.path)
        yield replace(source, paths=(path,), member=(), alias=source.path)


def digest_of(source: Input, password: str | None = None) -> Digest:
    """sha256 and size of an input's files one after the other, or of a member. Raises KehoachError."""
    if not source.member:
        return digest(source.paths)
    hasher, size = hashlib.sha256(), 0
    with opened(source, password) as stream:
        while chunk := stream.read(_CHUNK):
            hasher.update(chunk)
            size += len(chunk)
            if size > MEMBER_BYTES:
                raise _too_large(source.path)
    return Digest(hasher.hexdigest(), size)


def _copy(stream: BinaryIO, target: object, most: int, shown: Path) -> None:
    size = 0
    try:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > most:
                raise _too_large(shown)
            target.write(chunk)  # type: ignore[attr-defined]
        target.flush()  # type: ignore[attr-defined]
    except OSError as error:
        raise BadInput(
            f"{shown}: cannot be unpacked: {error.strerror}", advice="is the temporary folder full?"
        ) from error


def _too_large(shown: Path) -> BadInput:
    return BadInput(f"{shown}: unpacks to more than a document has", advice="unpack the archive, and look at it")
