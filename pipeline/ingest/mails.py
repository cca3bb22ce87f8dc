"""Mails as .eml (RFC 5322) and Outlook's .msg: the files attached to them, and their own text if it is a document."""

from __future__ import annotations

import email
import email.errors
import email.policy
import io
import mimetypes
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from kehoach.pipeline.errors import BadInput
from kehoach.pipeline.ingest.archive_kind import GLANCE
from kehoach.pipeline.ingest.limits import MAIL_BYTES, MEMBERS
from kehoach.pipeline.ingest.member_names import Places, fit
from kehoach.pipeline.ingest.members import Member
from kehoach.pipeline.ingest.passed_over import Reason

if TYPE_CHECKING:
    from oxmsg.attachment import Attachment

TEXT_NAME = "mail.txt"
"""The place of a mail's own text."""

LEAST_TEXT = 600
"""Letters of a mail's own text from which it is taken for a document: the shortest of 224 official documents
of 2025 has 654, and of 30 plans composed for the tests 717. How long covering notes are was not measured."""

_NARROWEST_PAGE = 400
"""Pixels of the narrower side below which a picture within a mail's text is a logo or a banner: A4 at 50 dpi, of which
no reader makes anything, has 413."""

_BROKEN = (
    *(ValueError, KeyError, TypeError, AttributeError, IndexError, AssertionError, LookupError, RecursionError),
    *(struct.error, OSError, email.errors.MessageError, NotImplementedError),
)
"""What the libraries raise on damaged mails: they are lenient, and where they are not, anything may come."""


@dataclass(frozen=True)
class _Part:
    """A file in a mail, not decoded yet."""

    name: str
    data: Callable[[], bytes]
    ornament: bool = False


def list_mail(file: BinaryIO, shown: Path, *, outlook: bool) -> list[Member]:
    """The mail's own text and the attached files, in order. Raises BadInput where the mail is broken."""
    return [member for member, _ in _members(file, shown, outlook=outlook)]


@contextmanager
def mail_member(file: BinaryIO, name: str, shown: Path, *, outlook: bool) -> Iterator[BinaryIO]:
    """A member to be read, by the name that `list_mail` gives it. Raises BadInput."""
    for member, data in _members(file, shown.parent, outlook=outlook):
        if member.name == name:
            yield io.BytesIO(data)
            return
    raise BadInput(f"{shown}: is in the mail no more", advice="the file has changed; run again")


def _members(file: BinaryIO, shown: Path, *, outlook: bool) -> Iterator[tuple[Member, bytes]]:
    data = file.read(MAIL_BYTES + 1)
    if len(data) > MAIL_BYTES:
        raise BadInput(f"{shown}: a mail of over {MAIL_BYTES >> 20} MB", advice="save what is attached to it as files")
    places = Places()
    try:
        parts = list(_of_outlook(data) if outlook else _of_message(data))
        if len(parts) > MEMBERS:
            raise BadInput(f"{shown}: a mail with more than {MEMBERS} files")
        for part in parts:
            content = part.data()
            yield _member(places.take(fit(part.name)), part, content), content
    except _BROKEN as error:
        said = f"{shown}: the mail is broken: {type(error).__name__}: {error}"
        raise BadInput(said, advice="save what is attached to it as files") from error


def _member(place: str, part: _Part, content: bytes) -> Member:
    if part.name == TEXT_NAME and place == TEXT_NAME:
        letters = sum(letter.isalpha() for letter in content.decode("utf-8", "replace"))
        if letters < LEAST_TEXT:
            said = f"the mail's own text has {letters} letters and is no document"
            return Member(place, len(content), said, Reason.SHORT)
    if part.ornament and _narrower_side(content) < _NARROWEST_PAGE:
        return Member(place, len(content), "a small picture within the mail's text", Reason.SIDE)
    return Member(place, len(content), head=content[:GLANCE])


def _narrower_side(content: bytes) -> int:
    """Pixels of a picture's narrower side; where that cannot be told, as many as any page has."""
    import PIL.Image

    try:
        with PIL.Image.open(io.BytesIO(content)) as picture:
            return min(picture.size)
    except (OSError, ValueError, SyntaxError, PIL.Image.DecompressionBombError):
        return _NARROWEST_PAGE


def _of_message(data: bytes) -> Iterator[_Part]:
    message = email.message_from_bytes(data.lstrip(b"\r\n"), policy=email.policy.default)
    if not isinstance(message, EmailMessage):
        return
    text = message.get_body(("plain", "html"))
    yield _Part(TEXT_NAME, lambda: _text_of(text).encode())
    bodies = {id(part) for kind in ("plain", "html") if (part := message.get_body((kind,))) is not None}
    for part in _leaves(message):
        if id(part) not in bodies:
            yield _attached(part)


def _leaves(message: Any) -> Iterator[Any]:
    """The parts that hold no others; a mail that is attached is one of them, its own parts are its own."""
    stack = [message]
    while stack:
        part = stack.pop()
        if part.get_content_maintype() == "multipart" and isinstance(part.get_payload(), list):
            stack.extend(reversed(part.get_payload()))
        else:
            yield part


def _attached(part: Any) -> _Part:
    kind = part.get_content_type()
    if kind == "message/rfc822":
        inner = part.get_payload(0) if part.is_multipart() else None
        subject = str(inner.get("subject", "") or "") if inner is not None else ""
        name = part.get_filename() or f"{subject.replace('/', '-').strip() or 'mail'}.eml"
        return _Part(name, lambda: inner.as_bytes() if inner is not None else _payload(part))
    suffix = mimetypes.guess_extension(kind) or ".bin"
    shown_within = part.get_content_disposition() != "attachment" and part.get("content-id") is not None
    ornament = shown_within and part.get_content_maintype() == "image"
    return _Part(part.get_filename() or f"attachment{suffix}", lambda: _payload(part), ornament)


def _payload(part: Any) -> bytes:
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def _text_of(part: Any) -> str:
    if part is None:
        return ""
    data, charset = _payload(part), part.get_content_charset() or "utf-8"
    try:
        text = data.decode(charset, "replace")
    except LookupError:
        text = data.decode("utf-8", "replace")
    return _without_tags(text) if part.get_content_type() == "text/html" else text


def _without_tags(html: str) -> str:
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(html, "html.parser")
    for hidden in soup(["script", "style", "head"]):
        hidden.decompose()
    return soup.get_text("\n", strip=True)


def _of_outlook(data: bytes) -> Iterator[_Part]:
    from oxmsg import Message

    message = Message.load(io.BytesIO(data))
    text = message.body or _without_tags(message.html_body or "")
    yield _Part(TEXT_NAME, text.encode)
    for attachment in message.attachments:
        yield _of_attachment(attachment)


def _of_attachment(attachment: Attachment) -> _Part:
    name = attachment.file_name or "attachment.bin"
    return _Part(name, lambda: attachment.file_bytes or b"")
