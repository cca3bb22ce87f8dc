"""Which office document a zip archive or an OLE file is, by the parts that are in it."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any
from zlib import error as zlib_error

from kehoach.pipeline.document import MediaKind
from kehoach.pipeline.errors import BadInput, Encrypted
from kehoach.pipeline.ingest.edges import file_errors
from kehoach.pipeline.regular import open_regular

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

_LOCKED_STREAMS = ("EncryptedPackage", "EncryptedSummary")
_FIB_ENCRYPTED = 0x0100  # the flag fEncrypted in the 16 bits at offset 10 of a WordDocument (MS-DOC 2.5.2)


def kind_inside(path: Path, container: MediaKind) -> MediaKind:
    """The kind of a zip (ZIP where it is a plain archive) or of an OLE file (OLE where it is of no known kind).

    Raises FileAccess, BadInput (broken), Encrypted.
    """
    return _in_zip(path) if container is MediaKind.ZIP else _in_ole(path)


def _in_zip(path: Path) -> MediaKind:
    try:
        with file_errors(path), open_regular(path) as file, zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                mark = archive.read("mimetype").strip()
                return next((kind for begins, kind in _ODF if mark.startswith(begins)), MediaKind.ZIP)
    except (zipfile.BadZipFile, zlib_error, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
        advice = "it may be a cut-off copy; fetch it again"
        raise BadInput(f"{path}: the zip archive or office document is broken: {error}", advice=advice) from error
    if "[Content_Types].xml" in names:
        for begins, kind in _OOXML:
            if any(name.startswith(begins) for name in names):
                return kind
    return MediaKind.ZIP


def _in_ole(path: Path) -> MediaKind:
    import olefile

    with file_errors(path), open_regular(path) as file:
        try:
            with olefile.OleFileIO(file) as parts:
                return _by_streams(path, parts)
        except (OSError, ValueError, IndexError, TypeError, AttributeError, MemoryError) as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise  # the disk's word; olefile's own errors have no number
            advice = "it may be a cut-off copy; fetch it again"
            raise BadInput(f"{path}: the OLE file is broken: {error}", advice=advice) from error


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
