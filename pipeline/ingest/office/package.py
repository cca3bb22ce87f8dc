"""Zip packages of office documents: bombs and entity tricks are refused before anything is read."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zlib import error as zlib_error

from kehoach.pipeline.errors import BadInput
from kehoach.pipeline.files.regular import open_regular
from kehoach.pipeline.ingest.file_errors import check_regular, file_errors
from kehoach.pipeline.ingest.limits import OFFICE_BYTES, OFFICE_MEMBERS, OFFICE_UNPACKED, OFFICE_XML

_XML = (".xml", ".rels", ".vml")
_PROLOG = 64 * 1024  # a document type stands before the first element
_DOCTYPE = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_BROKEN = "it may be a cut-off copy; open it in its program, save it anew, or fetch it again"


def check_package(path: Path) -> None:
    """Refuse a package of too many or too large members, and one whose XML declares entities. Raises BadInput."""
    if check_regular(path) > OFFICE_BYTES:
        raise BadInput(f"{path}: an office document of over {OFFICE_BYTES >> 20} MB", advice=_SPLIT)
    with broken_is_bad(path), open_regular(path) as file, zipfile.ZipFile(file) as archive:
        members = archive.infolist()
        if len(members) > OFFICE_MEMBERS:
            raise BadInput(f"{path}: {len(members)} parts in one document", advice=_BOMB)
        if sum(member.file_size for member in members) > OFFICE_UNPACKED:
            raise BadInput(f"{path}: unpacks to more than {OFFICE_UNPACKED >> 20} MB", advice=_BOMB)
        for member in members:
            if member.filename.lower().endswith(_XML):
                _check_xml(path, archive, member)


_SPLIT = "split it, or save its pictures smaller"
_BOMB = "it may be made to do harm; open it in its program and save it anew"


def _check_xml(path: Path, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    if member.file_size > OFFICE_XML:
        raise BadInput(f"{path}: {member.filename} unpacks to more than {OFFICE_XML >> 20} MB", advice=_BOMB)
    with archive.open(member) as part:
        head = part.read(_PROLOG).replace(b"\x00", b"")  # UTF-16 too
    if _DOCTYPE.search(head):
        raise BadInput(f"{path}: {member.filename} declares entities, which no office program does", advice=_BOMB)


@contextmanager
def broken_is_bad(path: Path) -> Iterator[None]:
    """What libraries say of a broken file, translated. Raises FileAccess, BadInput."""
    from lxml.etree import LxmlError

    try:
        with file_errors(path):
            yield
    except (zipfile.BadZipFile, zlib_error, LxmlError, EOFError, NotImplementedError) as error:
        raise BadInput(f"{path}: the document is broken: {error}", advice=_BROKEN) from error
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, RuntimeError, AssertionError) as error:
        # what python-docx, openpyxl and odfdo raise where a part lacks or is not what it should be
        said = f"{type(error).__name__}: {error}"
        raise BadInput(f"{path}: the document is broken: {said[:200]}", advice=_BROKEN) from error


def xml_of(data: bytes) -> Any:
    """XML bytes as an lxml element; entities are not resolved, nothing is fetched."""
    from lxml import etree

    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


def local(element: Any) -> str:
    """An element's name without its namespace; "" for comments and instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def value(element: Any, name: str, default: str = "") -> str:
    """An attribute by its name without namespace (the strict and the transitional form have other ones)."""
    for key, said in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(said)
    return default


def child(element: Any, *names: str) -> Any:
    """The element down a path of names, None where there is none."""
    for name in names:
        element = next((one for one in element if local(one) == name), None) if element is not None else None
    return element
