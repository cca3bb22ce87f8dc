"""What a file is, by its first bytes and, where these are a container's, by what is in it; the name says nothing."""

from __future__ import annotations

import re
from pathlib import Path

from kehoach.pipeline.document import MediaKind
from kehoach.pipeline.errors import BadInput, NoDocument
from kehoach.pipeline.files.regular import open_regular
from kehoach.pipeline.ingest.encoding import utf16_without_bom
from kehoach.pipeline.ingest.file_errors import check_regular, file_errors, read_head

HEAD = 64 * 1024
"""Bytes that are looked at."""

_PDF_WITHIN = 1024
"""PDF readers accept the header anywhere in the first 1024 bytes (ISO 32000-1, annex H.3.4.1)."""

_MAGIC = (
    (b"%PDF-", MediaKind.PDF),
    (b"\x89PNG\r\n\x1a\n", MediaKind.PNG),
    (b"\xff\xd8\xff", MediaKind.JPEG),
    (b"II*\x00", MediaKind.TIFF),
    (b"MM\x00*", MediaKind.TIFF),
    (b"II+\x00", MediaKind.TIFF),  # BigTIFF
    (b"MM\x00+", MediaKind.TIFF),
    (b"GIF87a", MediaKind.GIF),
    (b"GIF89a", MediaKind.GIF),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", MediaKind.JP2),
    (b"\xff\x4f\xff\x51", MediaKind.JP2),  # the bare codestream
    (b"PK\x03\x04", MediaKind.ZIP),
    (b"PK\x05\x06", MediaKind.ZIP),  # an empty one
    (b"PK\x07\x08PK\x03\x04", MediaKind.ZIP),  # the first part of a spanned one
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", MediaKind.OLE),
    (b"7z\xbc\xaf\x27\x1c", MediaKind.SEVEN_ZIP),
    (b"Rar!\x1a\x07", MediaKind.RAR),
)

_BRANDS = {
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"), MediaKind.HEIC),
    **dict.fromkeys((b"avif", b"avis"), MediaKind.AVIF),
}
"""The major brands of ISO base media files (ISO/IEC 23008-12, annex B; AV1 Image File Format, section 6)."""

_BMP_HEADERS = frozenset((12, 40, 52, 56, 64, 108, 124))
"""The sizes that the second header of a BMP may have: two letters alone (BM) begin many a text."""

_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")

_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|table|div|center|font|span|h[1-6]|p|b|i|u|ul|ol|br)(?=[\s>/])",
    re.IGNORECASE | re.DOTALL,
)
_RTF = re.compile(rb"\s*\{\\rtf")

_HEADER = re.compile(rb"([A-Za-z][A-Za-z0-9-]{0,60}):[ \t]?[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*")
_MAIL_ONLY = frozenset(
    b"received return-path message-id mime-version delivered-to dkim-signature x-mailer content-type".split()
)
"""Fields of RFC 5322 and MIME that nobody types at the head of a letter."""
_MAIL = _MAIL_ONLY | frozenset(b"from to cc subject date reply-to sender".split())

_TEXT_FORMATS = (
    (re.compile(rb"\s*<\?xml|\s*<[a-z][\w:-]*[ >][^<]*<", re.IGNORECASE), "an XML file"),
    (re.compile(rb"%!PS"), "PostScript"),
    (re.compile(rb"\s*\{\s*(\"[^\"\n]*\"\s*:|\})"), "a JSON file"),
)
"""Formats written in text characters whose text is not the document's."""

_MAX_CONTROL_SHARE = 0.04
"""Random bytes hold 10 % control bytes; VISCII and TCVN 5712 text, which use some for capitals, far below 4 %."""

_CONTROL = bytes(set(range(32)) - set(b"\t\n\r\f\x1a\x1b")) + b"\x7f"

_READ = "PDF, pictures (PNG, JPEG, TIFF, WebP, HEIC …), Word, Excel, OpenDocument, RTF, HTML and text"
_RUN_OPENS = "kehoach run FILE -o OUT reads each document in it"
_NO_DOCUMENT = {
    MediaKind.ZIP: ("a zip archive", _RUN_OPENS),
    MediaKind.SEVEN_ZIP: ("a 7z archive", "unpack it (7z x FILE) and give the folder"),
    MediaKind.RAR: ("a RAR archive", "unpack it (unrar x FILE, or 7z x FILE) and give the folder"),
    MediaKind.EML: ("an e-mail", _RUN_OPENS),
    MediaKind.MSG: ("an Outlook message", _RUN_OPENS),
    MediaKind.OLE: ("an OLE file that is no Word, Excel or PowerPoint document", "open it in its program, save as PDF"),
}
"""Kinds that are known and are no documents: what they are called, and what to do with them."""


def identify(path: Path) -> MediaKind:
    """The kind of a file by its content.

    Raises FileAccess where it cannot be read, BadInput where it is empty or of a kind that is not read, Encrypted where
    an office document is locked.
    """
    kind = full_kind(path)
    if kind in _NO_DOCUMENT:
        what, advice = _NO_DOCUMENT[kind]
        raise NoDocument(f"{path}: {what} is no document", advice=advice)
    if kind is None:
        raise NoDocument(
            f"{path}: {describe(read_head(path, HEAD))} is not read",
            advice=f"kehoach reads {_READ}; convert the file to one of them",
        )
    return kind


def full_kind(path: Path) -> MediaKind | None:
    """The kind of a file, containers among them, None where it is unknown: by its head, and by what is in it.

    Raises FileAccess, BadInput (empty, not regular), Encrypted.
    """
    check_regular(path)
    kind = kind_of(read_head(path, HEAD))
    if kind in (MediaKind.ZIP, MediaKind.OLE):
        from kehoach.pipeline.ingest.office_kind import kind_inside

        with file_errors(path), open_regular(path) as file:
            return kind_inside(file, kind, path)
    return kind


def kind_of(head: bytes) -> MediaKind | None:
    r"""The kind of a file that begins with `head`, None where it is unknown.

    ZIP and OLE are containers: `full_kind` says which office document they are, if any. What stands at the very
    beginning decides; a PDF's header is looked for further in only after that.

    >>> kind_of(b"%PDF-1.7\n") == MediaKind.PDF, kind_of("KẾ HOẠCH".encode()) == MediaKind.TEXT
    (True, True)
    >>> kind_of(b"PK\x03\x04 stored %PDF-1.7").name, kind_of(b"From: a@b.vn\nMIME-Version: 1.0\n\nJVBERi0=").name
    ('ZIP', 'EML')
    >>> kind_of(b"{\\rtf1 x}").name, kind_of(b"<!DOCTYPE html><p>").name, kind_of(b"\x7fELF\x00\x01") is None
    ('RTF', 'HTML', True)
    """
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if found := _by_header(head) or _by_words(head):
        return found
    if b"%PDF-" in head[:_PDF_WITHIN]:
        return MediaKind.PDF
    if is_text(head):
        return MediaKind.TEXT
    return None


def _by_header(head: bytes) -> MediaKind | None:
    """Pictures whose first bytes alone do not tell them."""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return MediaKind.WEBP
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12])
    if head[:2] == b"BM" and int.from_bytes(head[14:18], "little") in _BMP_HEADERS:
        return MediaKind.BMP
    return None


def _by_words(head: bytes) -> MediaKind | None:
    """Documents written in text characters."""
    letters = _letters(head)
    if _RTF.match(letters):
        return MediaKind.RTF
    if _HTML.match(letters):
        return MediaKind.HTML
    return MediaKind.EML if is_mail(letters) else None


def _letters(head: bytes) -> bytes:
    """The head without a byte order mark; of UTF-16 its ASCII letters."""
    if head.startswith(b"\xef\xbb\xbf"):
        return head[3:]
    encoding = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}.get(head[:2]) or utf16_without_bom(head)
    return head.decode(encoding, "ignore").lstrip("\ufeff").encode("ascii", "ignore") if encoding else head


def is_mail(head: bytes) -> bool:
    r"""Whether a text is an e-mail: it begins with header fields alone, one of which nobody types into a letter.

    >>> is_mail(b"Received: from x\r\n by y\r\nSubject: KH\r\n\r\n"), is_mail(b"From: phong KH\nTo: cac phong\n\n")
    (True, False)
    """
    at, names = 0, set()
    if head.startswith(b"From "):  # mbox
        at = head.find(b"\n") + 1
    while found := _HEADER.match(head, at):
        names.add(found[1].lower())
        at = found.end()
    ends = b"\n" not in head[at:] or head[at : at + 2].startswith((b"\n", b"\r\n"))  # cut off, or at the blank line
    return ends and len(names & _MAIL) > 1 and bool(names & _MAIL_ONLY)


def is_text(head: bytes) -> bool:
    r"""Whether bytes are plain text in some encoding: a byte order mark, UTF-16, or hardly any control byte.

    >>> is_text("Số: 04/KH-SYT".encode("utf-16-le")), is_text(b"\x00\x01\x02\x03"), is_text(b"{\\rtf1 x}")
    (True, False, False)
    """
    if _RTF.match(head) or _HTML.match(head):
        return False
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
    """Whether a file begins like a picture; False where it cannot be read."""
    try:
        with open_regular(path) as file:
            head = file.read(32)
    except (OSError, BadInput):
        return False
    return is_image_head(head)


def is_image_head(head: bytes) -> bool:
    """Whether bytes begin like a picture."""
    kind = next((kind for magic, kind in _MAGIC if head.startswith(magic)), None) or _by_header(head)
    return kind is not None and kind.is_image
