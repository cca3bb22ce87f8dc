"""Archives and mails made on the spot, friendly and hostile ones."""

from __future__ import annotations

import io
import struct
import zipfile
from email.message import EmailMessage

TEXT = "SỞ Y TẾ TỈNH NAM HẢI\nSố: 12/KH-SYT\n\nKẾ HOẠCH\nTruyền thông phòng, chống sốt xuất huyết năm 2024\n\n"
BODY = "Nâng cao hiểu biết của người dân về bệnh sốt xuất huyết, lần {}.\n"


def plan(number: int = 0) -> bytes:
    return (TEXT + "I. MỤC ĐÍCH\n" + BODY.format(number) * 3).encode()


def zipped(*members: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return data.getvalue()


def linked(name: str, target: str) -> tuple[zipfile.ZipInfo, bytes]:
    """A member that is a symbolic link."""
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = 0o120777 << 16
    return info, target.encode()


def locked(archive: bytes) -> bytes:
    """The same archive with every member marked as encrypted: nobody can open it without a password."""
    data = bytearray(archive)
    for magic, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.find(magic)
        while start >= 0:
            flags = struct.unpack_from("<H", data, start + at)[0]
            struct.pack_into("<H", data, start + at, flags | 1)
            start = data.find(magic, start + 4)
    return bytes(data)


def named_in(archive: bytes, before: bytes, after: bytes) -> bytes:
    """The archive with a member's name in other bytes, as many: of programs that do not say how they encode names."""
    assert len(before) == len(after)
    return archive.replace(before, after)


def mail(text: str, *attached: tuple[str, bytes], html: str = "", inner: EmailMessage | None = None) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "van.thu@example.vn"
    message["To"] = "phong.nvy@example.vn"
    message["Date"] = "Mon, 4 Mar 2024 08:00:00 +0700"
    message["Subject"] = "Gửi kế hoạch"
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    for name, content in attached:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    if inner:
        message.add_attachment(inner)
    return message
