"""Zip archives: what they hold, and one member unpacked, however hostile they are."""

from __future__ import annotations

import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from kehoach.pipeline.errors import BadInput, Encrypted
from kehoach.pipeline.ingest.archive_kind import GLANCE
from kehoach.pipeline.ingest.limits import BOMB_BYTES, BOMB_RATIO, DIRECTORY_BYTES, MEMBER_BYTES, MEMBERS
from kehoach.pipeline.ingest.member_names import Places, decoded, fit
from kehoach.pipeline.ingest.members import Member
from kehoach.pipeline.ingest.passed_over import Reason

_END, _END_BYTES = b"PK\x05\x06", 22  # APPNOTE 4.3.16
_LOCATOR, _LOCATOR_BYTES, _END64 = b"PK\x06\x07", 20, b"PK\x06\x06"  # 4.3.15, 4.3.14
_COMMENT = 1 << 16
_LOCKED = 0x1  # bit of a member's flags: 4.4.4
_UTF8 = 0x800
_AES = 99  # a method of WinZip's

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, struct.error, OSError, NotImplementedError)


def list_zip(file: BinaryIO, shown: Path, password: str | None = None) -> list[Member]:
    """The members in their order; `shown` is the archive's name. Raises BadInput where it is broken or a bomb.

    Of each that can be read the first bytes are looked at: it may hold others itself.
    """
    with open_zip(file, shown) as archive:
        infos = [info for info in archive.infolist() if not _is_folder(info)]
        packed = os.fstat(file.fileno()).st_size
        whole = sum(info.file_size for info in infos)
        if whole > BOMB_BYTES and whole > BOMB_RATIO * packed:
            raise BadInput(
                f"{shown}: unpacks to {whole >> 20} MB, {whole // max(1, packed)} times its size",
                advice="no archive of documents does; do not open it",
            )
        places = Places()
        return [_listed(archive, info, places.take(fit(_name(info))), password) for info in infos]


def _listed(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, password: str | None) -> Member:
    refused, reason = _why_not(info)
    if refused:
        return Member(name, info.file_size, refused, reason)
    try:
        with archive.open(info, pwd=password.encode() if password else None) as member:
            return Member(name, info.file_size, head=member.read(GLANCE))
    except (RuntimeError, *_BROKEN):  # encrypted or damaged: whoever reads it will say so
        return Member(name, info.file_size)


@contextmanager
def zip_member(file: BinaryIO, name: str, shown: Path, password: str | None) -> Iterator[BinaryIO]:
    """A member to be read, by the name that `list_zip` gives it. Raises BadInput, Encrypted."""
    with open_zip(file, shown.parent) as archive:
        places = Places()
        infos = (info for info in archive.infolist() if not _is_folder(info))
        info = next((info for info in infos if places.take(fit(_name(info))) == name), None)
        if info is None:
            raise BadInput(f"{shown}: is in the archive no more", advice="the archive has changed; run again")
        if why := _why_not(info)[0]:
            raise BadInput(f"{shown}: {why}")
        if info.compress_type == _AES:
            raise Encrypted(f"{shown}: is encrypted in a way that is not read (AES)", advice="unpack the archive")
        try:
            with archive.open(info, pwd=password.encode() if password else None) as member:
                yield _Checked(member, shown)  # type: ignore[misc]
        except NotImplementedError as error:
            said = f"{shown}: is packed in a way that is not read: {error}"
            raise BadInput(said, advice="unpack the archive") from error
        except RuntimeError as error:  # zipfile's word for a lock
            if not info.flag_bits & _LOCKED:
                raise
            wrong = " and the password is wrong" if password else ""
            advice = "check --password" if password else "give its password with --password"
            raise Encrypted(f"{shown}: the archive is encrypted{wrong}", advice=advice) from error
        except (zipfile.BadZipFile, zlib.error, EOFError, struct.error) as error:
            raise _broken_member(shown, error) from error


class _Checked:
    """A member's bytes; what is wrong with them is said in our words while they are read."""

    def __init__(self, member: object, shown: Path) -> None:
        self._member = member
        self._shown = shown

    def read(self, size: int = -1) -> bytes:
        """The next bytes. Raises BadInput."""
        try:
            return self._member.read(size)  # type: ignore[attr-defined, no-any-return]
        except (zipfile.BadZipFile, zlib.error, EOFError, struct.error, OSError, ValueError) as error:
            raise _broken_member(self._shown, error) from error


def _broken_member(shown: Path, error: Exception) -> BadInput:
    return BadInput(f"{shown}: cannot be unpacked: {error}", advice="the archive is damaged; fetch it again")


@contextmanager
def open_zip(file: BinaryIO, shown: Path) -> Iterator[zipfile.ZipFile]:
    """An open file as a zip, its list of members bounded; `shown` is its name. Raises BadInput where it is broken."""
    try:
        _refuse_endless(file, shown)
        archive = zipfile.ZipFile(file)
    except _BROKEN as error:
        raise BadInput(f"{shown}: the archive is broken: {error}", advice="fetch it again") from error
    with archive:
        if len(archive.infolist()) > MEMBERS:  # more than it said it has
            raise _too_many(shown)
        yield archive


def _refuse_endless(file: BinaryIO, shown: Path) -> None:
    """Refuse a zip whose list of members is longer than can be; before it is read, for zipfile reads all of it."""
    size = file.seek(0, os.SEEK_END)
    start = file.seek(max(0, size - _COMMENT - _END_BYTES))
    tail = file.read(_COMMENT + _END_BYTES)
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + _END_BYTES:
        return  # zipfile will say so
    members, length = struct.unpack("<H I", tail[at + 10 : at + 16])
    locator = tail[max(0, at - _LOCATOR_BYTES) : at]
    if locator.startswith(_LOCATOR) and len(locator) == _LOCATOR_BYTES:
        file.seek(max(0, start + at - _LOCATOR_BYTES - 56))
        record = file.read(56)
        if record.startswith(_END64):
            members, length = struct.unpack("<Q Q", record[32:48])
    file.seek(0)
    if members > MEMBERS or length > DIRECTORY_BYTES:
        raise _too_many(shown)


def _too_many(shown: Path) -> BadInput:
    said = f"{shown}: an archive of more than {MEMBERS} files"
    return BadInput(said, advice="unpack it, and name the folder to be read")


def _is_folder(info: zipfile.ZipInfo) -> bool:
    return info.orig_filename.endswith(("/", "\\"))


def _name(info: zipfile.ZipInfo) -> str:
    """The name in the right encoding; zipfile reads one that does not say it is UTF-8 as DOS would."""
    name = info.orig_filename.partition("\0")[0]
    if info.flag_bits & _UTF8:
        return name
    return decoded(name.encode("cp437"))


def _why_not(info: zipfile.ZipInfo) -> tuple[str | None, Reason | None]:
    """Why a member is never unpacked, and the reason, where that is no failure."""
    mode = info.external_attr >> 16
    if stat.S_ISLNK(mode):
        return "a link; links within archives are not followed", Reason.OUTSIDE
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return "is no regular file", Reason.NOT_REGULAR
    if info.file_size > MEMBER_BYTES:
        return f"unpacks to {info.file_size >> 20} MB, more than a document has", None
    ratio = info.file_size // max(1, info.compress_size)
    if info.file_size > BOMB_BYTES and ratio > BOMB_RATIO:
        return f"unpacks to {ratio} times its size, as a bomb does", None
    return None, None
