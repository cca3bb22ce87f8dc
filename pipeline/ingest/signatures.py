"""Digital signatures inside a PDF, by pyhanko: who signed, when, is the file unchanged since. No network."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from kehoach.pipeline.document import FileSignature
from kehoach.pipeline.files.regular import open_regular
from kehoach.pipeline.ingest.limits import SIGNATURES
from kehoach.pipeline.ingest.untyped import Handle

_DEPTH = 20  # of the page tree; deeper ones are broken
_WRITTEN_TIME = re.compile(r"D:(\d{14})(?:([Zz+-])(\d\d)?'?(\d\d)?)?")  # ISO 32000-1, 7.9.4

_CHUNK = 4096  # bytes of a hex string read at once; most strings are shorter

_VIETNAM = timezone(timedelta(hours=7))  # time stamps are in UTC; Nghị định 30/2020/NĐ-CP wants Vietnamese time


def read_signatures(path: Path, password: str | None = None) -> tuple[FileSignature, ...]:
    """All signatures in the order of signing; a broken one has `intact` None, an unreadable file none at all.

    Whether a certificate is to be trusted cannot be told without the network and roots.
    """
    from pyhanko.pdf_utils.reader import PdfFileReader

    found: list[FileSignature] = []
    with _quiet(), _hex_read_at_once(), open_regular(path) as file:
        try:
            reader = PdfFileReader(file, strict=False)
            if reader.encrypted:
                reader.decrypt(password or "")
            signatures = list(reader.embedded_signatures) or list(_on_pages(reader, reader.root["/Pages"], set()))
        except Exception:  # a signature is an extra; pyhanko raises many kinds on damaged files
            return ()
        for signature in signatures[:SIGNATURES]:
            found.append(_read(signature))
    return tuple(found)


def _on_pages(reader: Handle, node: Handle, seen: set[int], depth: int = 0) -> Iterator[Handle]:
    """Signatures that only the pages know: a file cut from a signed one has lost its list of form fields.

    `seen` are the numbers of the objects passed on the way, so that a tree that leads back to itself ends.
    """
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

    for kid in _entries(node, "/Kids", seen) if depth < _DEPTH else ():
        yield from _on_pages(reader, kid, seen, depth + 1)
    for annotation in _entries(node, "/Annots"):
        if annotation.get("/FT") == "/Sig" and "/V" in annotation:
            yield EmbeddedPdfSignature(reader, annotation, str(annotation.get("/T", "")))


def _entries(node: Handle, key: str, seen: set[int] | None = None) -> list[Handle]:
    """The members of an array in a dictionary, references followed; with `seen` each object once."""
    array = node.get(key)
    found = []
    for entry in array.get_object() if array is not None else ():
        number = getattr(entry, "idnum", None)
        if seen is not None and number is not None:
            if number in seen:
                continue
            seen.add(number)
        found.append(entry.get_object())
    return found


@contextmanager
def _quiet() -> Iterator[None]:
    """pyhanko logs a trace for each certificate whose root it does not know; here that is no news."""
    loggers = [logging.getLogger(name) for name in ("pyhanko", "pyhanko_certvalidator")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


@contextmanager
def _hex_read_at_once() -> Iterator[None]:
    """pyhanko reads hex strings byte by byte, and a signature has 60,000: a fifth of the time of a signed file.

    While this holds they are read in one piece; strings that are not plain hex go pyhanko's own way.
    """
    from pyhanko.pdf_utils import generic

    own = generic.read_hex_string_from_stream

    def read(stream: Handle) -> Handle:
        start = stream.tell()
        digits = bytearray()
        while chunk := stream.read(_CHUNK):
            digits += chunk
            if b">" in chunk:
                break
        end = digits.find(b">")
        try:
            data = bytes.fromhex(digits[1:end].decode("ascii")) if end > 0 else None
        except ValueError:
            data = None
        stream.seek(start if data is None else start + end + 1)
        return own(stream) if data is None else generic.pdf_string(data)

    generic.read_hex_string_from_stream = read
    try:
        yield
    finally:
        generic.read_hex_string_from_stream = own


def _read(signature: Handle) -> FileSignature:
    subject, issuer = _names(signature)
    status = _status(signature)
    return FileSignature(
        signer=_first(subject, "common_name"),
        organisation=_first(subject, "organization_name", "organizational_unit_name"),
        email=_email(signature, subject),
        time=_time(signature, status),
        issuer=_first(issuer, "common_name", "organization_name"),
        intact=_intact(status),
    )


def _names(signature: Handle) -> tuple[dict[str, object], dict[str, object]]:
    try:
        certificate = signature.signer_cert
        return dict(certificate.subject.native), dict(certificate.issuer.native)
    except Exception:  # no certificate, or one that asn1crypto cannot read
        return {}, {}


def _first(names: dict[str, object], *keys: str) -> str | None:
    for key in keys:
        value = names.get(key)
        if value:
            return str(value[0] if isinstance(value, list) else value)
    return None


def _email(signature: Handle, subject: dict[str, object]) -> str | None:
    named = _first(subject, "email_address")
    if named:
        return named
    try:
        others = signature.signer_cert.subject_alt_name_value
        return next((str(o.native) for o in others or () if o.name == "rfc822_name"), None)
    except Exception:  # as above
        return None


def _status(signature: Handle) -> Handle | None:
    """pyhanko's verdict, None where it cannot give one (unknown algorithm, damaged signature)."""
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    try:
        return validate_pdf_signature(signature, ValidationContext(trust_roots=[], allow_fetching=False))
    except Exception:  # as above: no verdict is a verdict too
        return None


def _intact(status: Handle | None) -> bool | None:
    """Whether the signed bytes and all that was added later are as a later signature may leave them."""
    from pyhanko.sign.diff_analysis import ModificationLevel

    if status is None:
        return None
    changed = status.modification_level == ModificationLevel.OTHER
    return bool(status.intact and status.valid and not changed)


def _time(signature: Handle, status: Handle | None) -> str | None:
    """When it was signed: as the signature's dictionary says, which signing programs print; else as the signed data do.

    A time without a zone is Vietnamese. Gazette files of 2024 hold local time marked as UTC in the signed data, and
    the right time with its zone in the dictionary, so the dictionary goes first.
    """
    written = _WRITTEN_TIME.match(str(signature.sig_object.get("/M", "")))
    if written:
        return _moment(written)
    moment = signature.self_reported_timestamp
    if moment is None and status is not None and status.timestamp_validity is not None:
        moment = status.timestamp_validity.timestamp.astimezone(_VIETNAM)
    return moment.isoformat() if moment is not None else None


def _moment(written: re.Match[str]) -> str | None:
    """A PDF date as ISO 8601; None where it is no date."""
    stamp, sign, hours, minutes = written.groups()
    zone = _VIETNAM
    if sign in ("Z", "z"):
        zone = UTC
    elif sign:
        ahead = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
        zone = timezone(ahead if sign == "+" else -ahead)
    try:
        return datetime.strptime(stamp, "%Y%m%d%H%M%S").replace(tzinfo=zone).isoformat()
    except ValueError:
        return None
