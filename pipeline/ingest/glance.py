"""What a file is at a glance: an archive or a mail to be opened, an archive that is not, or something else."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum
from typing import BinaryIO

GLANCE = 8192
"""Bytes that are looked at: a mail's headers of the way it took stand before its sender, and take 4 KB or so."""


class Container(StrEnum):
    """What holds other files, each of which is a document of its own."""

    ZIP = "zip archive"
    EML = "mail"
    MSG = "Outlook mail"


_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_DOCUMENT_FIRST = (b"[Content_Types].xml", b"mimetype", b"_rels/.rels")  # where the name of the first member stands
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # old Word too
_CLOSED = (
    (b"7z\xbc\xaf\x27\x1c", "7z archive"),
    (b"Rar!\x1a\x07", "rar archive"),
    (b"\x1f\x8b\x08", "gzip archive"),
    (b"BZh", "bzip2 archive"),
    (b"\xfd7zXZ\x00", "xz archive"),
    (b"\x28\xb5\x2f\xfd", "zstd archive"),
)
_TAR = slice(257, 262), b"ustar"
_MAILBOX = re.compile(rb"From \S+ .*\d{4}\r?\n[!-9;-~]+:")

_HEADER = re.compile(rb"[!-9;-~]+:")  # RFC 5322, 2.2
_OF_MAILS = re.compile(
    rb"(?:From|To|Date|Subject|Message-ID|MIME-Version|Received|Return-Path|Delivered-To|Reply-To|Content-Type"
    rb"|X-Mailer|DKIM-Signature):",
    re.IGNORECASE,
)
_LEAST_HEADERS = 3
"""Headers of mails among the first lines: every mail has From and Date (RFC 5322, 3.6), and one that goes anywhere has
To or Message-ID; a note that begins «From: … To: …» and goes on as prose has other lines among them."""


def closed_archive(head: bytes) -> str | None:
    """The kind of an archive that is not opened, None for anything else.

    >>> closed_archive(b"Rar!\\x1a\\x07\\x01\\x00"), closed_archive(b"%PDF-1.7")
    ('rar archive', None)
    """
    if head[_TAR[0]] == _TAR[1]:
        return "tar archive"
    if _MAILBOX.match(head):
        return "mailbox of several mails"
    return next((name for magic, name in _CLOSED if head.startswith(magic)), None)


def container(head: bytes, reopened: Callable[[], BinaryIO]) -> Container | None:
    """What a file that begins with `head` holds others as; `reopened` opens it where its head alone does not tell."""
    if head.startswith(_ZIP):
        from kehoach.pipeline.ingest.zips import is_document

        with reopened() as file:
            return None if is_document(file) else Container.ZIP
    if head.startswith(_OLE):
        from kehoach.pipeline.ingest.mails import is_outlook

        with reopened() as file:
            return Container.MSG if is_outlook(file) else None
    return Container.EML if is_mail(head) else None


def may_hold(head: bytes) -> bool:
    """Whether it is worth while to have all of a file, to see whether it holds others.

    Of documents of office programs the first member alone tells, as a rule; many lie in one archive.
    """
    if head.startswith(_ZIP) and head[30:].startswith(_DOCUMENT_FIRST):
        return False
    return head.startswith((*_ZIP, _OLE)) or is_mail(head)


def is_mail(head: bytes) -> bool:
    r"""Whether a file begins with the headers of a mail, and nothing else before the first blank line.

    >>> is_mail(b"Received: from x\r\n\tby y\r\nDate: 1\r\nFrom: a@b.vn\r\n\r\nHi")
    True
    >>> is_mail(b"From: a\nTo: b\nDear all\n")
    False
    """
    lines = head.lstrip(b"\r\n").splitlines()
    if len(head) >= GLANCE:
        lines = lines[:-1]  # cut off somewhere
    known = 0
    for line in lines:
        if not line.strip():
            break
        if line[:1] in b" \t":
            continue
        if not _HEADER.match(line):
            return False
        known += bool(_OF_MAILS.match(line))
    return known >= _LEAST_HEADERS
