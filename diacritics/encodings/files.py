"""Bytes of a text file whose encoding is not known into text."""

from __future__ import annotations

import codecs
from collections import Counter
from dataclasses import dataclass

from kehoach.diacritics.encodings.detection import detect_document
from kehoach.diacritics.encodings.document import convert_document
from kehoach.diacritics.encodings.tables import as_shown

_SHOWN = {byte: as_shown(byte) for byte in range(256)}
_BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_MOSTLY = 0.9
"""Share of high bytes that must be sound UTF-8 for a file to be damaged UTF-8 rather than something else."""


@dataclass(frozen=True)
class Decoded:
    """The text of a file, the encoding it was in (a Python codec name or an `Encoding`), how sure that is (0..1)."""

    text: str
    encoding: str
    confidence: float


def decode_bytes(data: bytes) -> Decoded:
    """The text of a file, whatever it was written in; never fails. Line ends are kept.

    >>> decode_bytes("Kế hoạch".encode()).encoding
    'utf-8'
    >>> decode_bytes(b"S\\xeb Y t\\xd5 t\\xd8nh B\\xd7nh \\xa7\\xdenh").text
    'Sở Y tế tỉnh Bình Định'
    >>> decode_bytes("déjà vu".encode("cp1252"))
    Decoded(text='déjà vu', encoding='cp1252', confidence=0.5)
    """
    for bom, codec in _BOMS.items():
        if data.startswith(bom):
            return Decoded(data.decode(codec, errors="replace"), codec, 1.0)
    try:
        return Decoded(data.decode("utf-8"), "utf-8", 1.0)
    except UnicodeDecodeError:
        return _decode_wide(data) or _decode_damaged_utf8(data) or _decode_old(data)


def _decode_wide(data: bytes) -> Decoded | None:
    """UTF-16 without its mark, known by the zero bytes of its blanks and digits."""
    evens, odds = data[::2].count(0), data[1::2].count(0)
    if max(evens, odds) * 5 < len(data) // 2:
        return None
    codec = "utf-16-le" if odds > evens else "utf-16-be"
    return Decoded(data.decode(codec, errors="replace"), codec, 0.9)


def _decode_damaged_utf8(data: bytes) -> Decoded | None:
    """UTF-8 with a few bad bytes, which become U+FFFD."""
    text = data.decode("utf-8", errors="replace")
    bad, sound = text.count("\ufffd"), sum(c > "\x7f" for c in text)
    return Decoded(text, "utf-8", 0.8) if sound and 1 - bad / sound >= _MOSTLY else None


def _decode_old(data: bytes) -> Decoded:
    """One of the old encodings, line by line; CP1252 where nothing speaks for any."""
    lines = "".join(map(_SHOWN.__getitem__, data)).split("\n")
    found = [d for d in detect_document(lines) if d.encoding is not None]
    if not found:
        return Decoded("\n".join(lines), "cp1252", 0.5)
    encoding, times = Counter(d.encoding for d in found).most_common(1)[0]
    sure = sum(d.confidence for d in found if d.encoding == encoding) / len(found)
    return Decoded("\n".join(convert_document(lines).lines), str(encoding), min(sure, times / len(found)))
