"""What a file is, by its first bytes; the name and its suffix say nothing."""

from __future__ import annotations

import re
from pathlib import Path

from kehoach.pipeline.document import MediaKind
from kehoach.pipeline.errors import BadInput, NoDocument
from kehoach.pipeline.ingest.edges import check_regular, read_head
from kehoach.pipeline.ingest.encoding import utf16_without_bom
from kehoach.pipeline.regular import open_regular

HEAD = 64 * 1024
"""Bytes that are looked at."""

_PDF_WITHIN = 1024
"""PDF readers accept the header anywhere in the first 1024 bytes (ISO 32000-1, annex H.3.4.1)."""

_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", MediaKind.PNG),
    (b"\xff\xd8\xff", MediaKind.JPEG),
    (b"II*\x00", MediaKind.TIFF),
    (b"MM\x00*", MediaKind.TIFF),
    (b"II+\x00", MediaKind.TIFF),  # BigTIFF
    (b"MM\x00+", MediaKind.TIFF),
)

_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")

_TEXT_FORMATS = (
    (re.compile(rb"\s*\{\\rtf"), "an RTF document"),
    (re.compile(rb"\s*(<!doctype html|<html|<head|<body)", re.IGNORECASE), "an HTML page"),
    (re.compile(rb"\s*<\?xml|\s*<[a-z][\w:-]*[ >][^<]*<", re.IGNORECASE), "an XML file"),
    (re.compile(rb"%!PS"), "PostScript"),
    (re.compile(rb"\s*\{\s*(\"[^\"\n]*\"\s*:|\})"), "a JSON file"),
)
"""Formats written in text characters whose text is not the document's."""

_MAX_CONTROL_SHARE = 0.04
"""Random bytes hold 10 % control bytes; VISCII and TCVN 5712 text, which use some for capitals, far below 4 %."""

_CONTROL = bytes(set(range(32)) - set(b"\t\n\r\f\x1a\x1b")) + b"\x7f"


def identify(path: Path) -> MediaKind:
    """The kind of a file by its content.

    Raises FileAccess where it cannot be read, BadInput where it is empty or of a kind that is not read.
    """
    check_regular(path)
    head = read_head(path, HEAD)
    kind = kind_of(head)
    if kind is None:
        raise NoDocument(
            f"{path}: {describe(head)} is not read",
            advice="kehoach reads PDF, PNG, JPEG, TIFF and plain text; convert the file to one of them",
        )
    return kind


def kind_of(head: bytes) -> MediaKind | None:
    r"""The kind of a file that begins with `head`, None where it is none of those that are read.

    >>> kind_of(b"%PDF-1.7\n") == MediaKind.PDF, kind_of("KẾ HOẠCH".encode()) == MediaKind.TEXT
    (True, True)
    >>> kind_of(b"PK\x03\x04") is None
    True
    """
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if b"%PDF-" in head[:_PDF_WITHIN]:
        return MediaKind.PDF
    if is_text(head):
        return MediaKind.TEXT
    return None


def is_text(head: bytes) -> bool:
    r"""Whether bytes are plain text in some encoding: a byte order mark, UTF-16, or hardly any control byte.

    >>> is_text("Số: 04/KH-SYT".encode("utf-16-le")), is_text(b"\x00\x01\x02\x03"), is_text(b"{\\rtf1 x}")
    (True, False, False)
    """
    if head.startswith(_BOMS) or utf16_without_bom(head):
        return True
    if b"\x00" in head or any(pattern.match(head) for pattern, _ in _TEXT_FORMATS):
        return False
    control = sum(head.count(byte) for byte in _CONTROL)
    return control <= _MAX_CONTROL_SHARE * len(head)


def describe(head: bytes) -> str:
    """A few words for a person on what the bytes are, for the error message."""
    for pattern, name in _TEXT_FORMATS:
        if pattern.match(head):
            return name
    import filetype

    guess = filetype.guess(head)
    return f"a file of type {guess.mime}" if guess else "a file of unknown type"


def is_image(path: Path) -> bool:
    """Whether a file begins like a PNG, JPEG or TIFF; False where it cannot be read."""
    try:
        with open_regular(path) as file:
            head = file.read(16)
    except (OSError, BadInput):
        return False
    return is_image_head(head)


def is_image_head(head: bytes) -> bool:
    """Whether bytes begin like a PNG, JPEG or TIFF."""
    return any(head.startswith(magic) for magic, _ in _MAGIC)
