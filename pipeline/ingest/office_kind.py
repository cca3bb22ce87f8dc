"""Which office document a zip archive or an OLE file is, by the parts that are in it."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any, BinaryIO
from zlib import error as zlib_error

from kehoach.pipeline.document import MediaKind
from kehoach.pipeline.errors import BadInput, Encrypted
from kehoach.pipeline.ingest.file_errors import file_errors
from kehoach.pipeline.ingest.zips import open_zip

_OOXML = (
    ("word/", MediaKind.DOCX),
    ("xl/workbook.bin", MediaKind.XLS),  # xlsb: read as the old kind is, by conversion
    ("xl/", MediaKind.XLSX),
    ("ppt/", MediaKind.PPTX),
)
"""The folders of Office Open XML packages (ECMA-376, part 1)."""

_ODF = tuple((kind.value.encode(), kind) for kind in (MediaKind.ODT, MediaKind.ODS, MediaKind.ODP))
"""What the member `mimetype` of OpenDocument files begins with; templates add «-template»."""

_STREAMS = (
    ("WordDocument", MediaKind.DOC),
    ("Workbook", MediaKind.XLS),
    ("Book", MediaKind.XLS),  # Excel 5 and 95
    ("PowerPoint Document", MediaKind.PPT),
    ("__properties_version1.0", MediaKind.MSG),
)
"""The streams that each kind of OLE file must have (MS-DOC 2.1, MS-XLS 2.1, MS-PPT 2.1, MS-OXMSG 2.2)."""

_MIMETYPE_BYTES = 200  # of the member `mimetype`: a media type, and no bomb
_LOCKED_STREAMS = ("EncryptedPackage", "EncryptedSummary")
_FIB_ENCRYPTED = 0x0100  # the flag fEncrypted in the 16 bits at offset 10 of a WordDocument (MS-DOC 2.5.2)


_DOCUMENT_MARKS = frozenset(("[Content_Types].xml", "mimetype", "META-INF/container.xml"))
"""Marks of Office Open XML (ECMA-376-2), OpenDocument and EPUB: such a zip is one document, of whatever kind."""


def kind_inside(file: BinaryIO, container: MediaKind, shown: Path) -> MediaKind | None:
    """The kind of an open zip (ZIP where it is a plain archive) or OLE file (OLE where it is of no known kind).

    None for a zip that is one document of a kind that is not read (EPUB, a drawing). `shown` is its name. Raises
    FileAccess, BadInput (broken), Encrypted.
    """
    return _in_zip(file, shown) if container is MediaKind.ZIP else _in_ole(file, shown)


def _in_zip(file: BinaryIO, shown: Path) -> MediaKind | None:
    try:
        with open_zip(file, shown) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and archive.getinfo("mimetype").file_size < _MIMETYPE_BYTES:
                mark = archive.read("mimetype").strip()
                return next((kind for begins, kind in _ODF if mark.startswith(begins)), None)
    except (zipfile.BadZipFile, zlib_error, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
        advice = "it may be a cut-off copy; fetch it again"
        raise BadInput(f"{shown}: the zip archive or office document is broken: {error}", advice=advice) from error
    if "[Content_Types].xml" in names:
        for begins, kind in _OOXML:
            if any(name.startswith(begins) for name in names):
                return kind
    return None if names & _DOCUMENT_MARKS else MediaKind.ZIP


def _in_ole(file: BinaryIO, shown: Path) -> MediaKind:
    import olefile

    with file_errors(shown):
        try:
            with olefile.OleFileIO(file) as parts:
                return _by_streams(shown, parts)
        except (OSError, ValueError, IndexError, TypeError, AttributeError, MemoryError) as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise  # the disk's word; olefile's own errors have no number
            advice = "it may be a cut-off copy; fetch it again"
            raise BadInput(f"{shown}: the OLE file is broken: {error}", advice=advice) from error


def _by_streams(path: Path, parts: Any) -> MediaKind:
    """The kind by the streams that are there. Raises Encrypted."""
    if any(parts.exists(name) for name in _LOCKED_STREAMS):
        raise locked(path)
    kind = next((kind for stream, kind in _STREAMS if parts.exists(stream)), MediaKind.OLE)
    if kind is MediaKind.DOC:
        head = parts.openstream("WordDocument").read(12)
        if int.from_bytes(head[10:12], "little") & _FIB_ENCRYPTED:
            raise locked(path)
    return kind


def locked(path: Path) -> Encrypted:
    """The error of an office document that wants a password."""
    return Encrypted(
        f"{path}: the document wants a password", advice="open it in its program and save a copy without one"
    )
