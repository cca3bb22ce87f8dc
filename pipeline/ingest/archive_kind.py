"""What a file is at a glance: an archive or a mail to be opened, an archive that is not, or something else."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from kehoach.pipeline.document import MediaKind
from kehoach.pipeline.errors import KehoachError
from kehoach.pipeline.ingest.identify import kind_of

GLANCE = 8192
"""Bytes that are looked at: a mail's headers of the way it took stand before its sender, and take 4 KB or so."""


class Container(StrEnum):
    """What holds other files, each of which is a document of its own."""

    ZIP = "zip archive"
    EML = "mail"
    MSG = "Outlook mail"


_CLOSED_KINDS = {MediaKind.SEVEN_ZIP: "7z archive", MediaKind.RAR: "rar archive"}
_CLOSED = (
    (b"\x1f\x8b\x08", "gzip archive"),
    (b"BZh", "bzip2 archive"),
    (b"\xfd7zXZ\x00", "xz archive"),
    (b"\x28\xb5\x2f\xfd", "zstd archive"),
)
_TAR = slice(257, 262), b"ustar"
_MAILBOX = re.compile(rb"From \S+ .*\d{4}\r?\n[!-9;-~]+:")
_FIRST_OF_DOCUMENTS = (b"[Content_Types].xml", b"mimetype", b"_rels/.rels")  # where a zip names its first member

_CONTAINERS = {MediaKind.ZIP: Container.ZIP, MediaKind.EML: Container.EML, MediaKind.MSG: Container.MSG}


def closed_archive(head: bytes) -> str | None:
    """The kind of an archive that is not opened, None for anything else.

    >>> closed_archive(b"Rar!\\x1a\\x07\\x01\\x00"), closed_archive(b"%PDF-1.7")
    ('rar archive', None)
    """
    if head[_TAR[0]] == _TAR[1]:
        return "tar archive"
    if _MAILBOX.match(head):
        return "mailbox of several mails"
    packed = next((name for magic, name in _CLOSED if head.startswith(magic)), None)
    return packed or _CLOSED_KINDS.get(kind_of(head) or MediaKind.TEXT)


def container(head: bytes, reopened: Callable[[], BinaryIO]) -> Container | None:
    """What a file that begins with `head` holds others as; `reopened` opens it where its head alone does not tell."""
    kind = kind_of(head)
    if kind in (MediaKind.ZIP, MediaKind.OLE):
        from kehoach.pipeline.ingest.office_kind import kind_inside

        try:
            with reopened() as file:
                kind = kind_inside(file, kind, Path())
        except KehoachError:  # broken or locked: whoever opens it says so
            pass
    return _CONTAINERS.get(kind) if kind else None


def may_hold(head: bytes) -> bool:
    """Whether it is worth while to have all of a file, to see whether it holds others.

    Of documents of office programs the first member alone tells, as a rule; many lie in one archive.
    """
    kind = kind_of(head)
    if kind is MediaKind.ZIP and head[30:].startswith(_FIRST_OF_DOCUMENTS):
        return False
    return kind in (MediaKind.ZIP, MediaKind.OLE, MediaKind.EML)
