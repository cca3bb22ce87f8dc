"""Bytes of a text file to text: byte order marks, UTF-8, UTF-16 without a mark; anything else is an old encoding."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with the same bytes
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x85\u2028\u2029]")
"""All that ends a line in some system or program; a form feed ends a page and is not among them."""

_ZERO_SHARE = 0.25
"""Vietnamese in UTF-16: the high byte of every ASCII letter, space and digit is zero, of most marked letters it is
not; on plans 70 % of the high bytes are zero, and no low byte is."""

_BAD_PER_GOOD = 0.02
"""A text file with up to this share of broken sequences among its non-ASCII ones is UTF-8 that was cut or patched,
not another encoding: TCVN3, VNI or CP1258 bytes form valid UTF-8 sequences almost never."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the encoding it was in, and what had to be said about it."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def utf16_without_bom(data: bytes) -> str | None:
    """`utf-16-le` or `utf-16-be` where bytes are clearly that, else None.

    >>> utf16_without_bom("Kế hoạch".encode("utf-16-be")), utf16_without_bom("Kế hoạch".encode())
    ('utf-16-be', None)
    """
    sample = data[: len(data) // 2 * 2]
    if len(sample) < 4:
        return None
    half = len(sample) // 2
    zeros = {"utf-16-be": sample[0::2].count(0) / half, "utf-16-le": sample[1::2].count(0) / half}
    best, other = sorted(zeros, key=lambda name: -zeros[name])
    if zeros[best] < _ZERO_SHARE or zeros[other] > 0.02:
        return None
    try:
        text = sample.decode(best)
    except UnicodeDecodeError as error:
        if error.start < len(sample) - 4:  # a sample may end inside a surrogate pair
            return None
        text = sample[: error.start].decode(best)
    return best if _plain(text) else None


def _plain(text: str) -> bool:
    return sum(not c.isprintable() and c not in "\t\n\r\f\ufeff\u00ad\u200b" for c in text) <= 0.02 * len(text)


def decode_unicode(data: bytes) -> Decoded | None:
    r"""Bytes as text where they are UTF-8, UTF-16 or UTF-32; None where they are in an older encoding.

    >>> decode_unicode(b"\xef\xbb\xbfS\xe1\xbb\x9f Y t\xe1\xba\xbf").text
    'Sở Y tế'
    >>> decode_unicode("Sở Y tế".encode("utf-16")).encoding
    'utf-16-le'
    >>> decode_unicode("Së Y tÕ tØnh".encode("cp1252")) is None
    True
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _with_mark(data[len(mark) :], encoding)
    guessed = utf16_without_bom(data)
    if guessed:
        return _lenient(data, guessed)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _mended_utf8(data)


def _with_mark(data: bytes, encoding: str) -> Decoded | None:
    if encoding == "utf-8":
        try:
            return Decoded(data.decode("utf-8"), "utf-8")
        except UnicodeDecodeError:
            return _mended_utf8(data)
    return _lenient(data, encoding)


def _lenient(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, "replace")
    bad = text.count("\ufffd") - data.decode(encoding, "ignore").count("\ufffd")
    return Decoded(text, encoding, _note(bad, encoding))


def _mended_utf8(data: bytes) -> Decoded | None:
    """UTF-8 with a few broken places, each shown as U+FFFD; None where there are too many for that."""
    text = data.decode("utf-8", "replace")
    kept = data.decode("utf-8", "ignore")
    bad = text.count("\ufffd") - kept.count("\ufffd")
    good = sum(not c.isascii() for c in kept)
    if bad > max(2, good * _BAD_PER_GOOD) or good < 5 * bad:
        return None
    return Decoded(text, "utf-8", _note(bad, "utf-8"))


def _note(bad: int, encoding: str) -> tuple[str, ...]:
    return (f"{bad} broken byte sequences in {encoding}, shown as U+FFFD",) if bad else ()


def _doubt(confidence: float) -> tuple[str, ...]:
    return (f"the encoding is a guess ({confidence:.0%} sure)",) if confidence < 0.9 else ()


def decode(data: bytes) -> Decoded:
    """Bytes as text, whatever the encoding: Unicode here, older ones by `diacritics.encodings`.

    The text has "\\n" line ends; form feeds and all other characters stay.
    """
    found = decode_unicode(data)
    if found is None:
        from kehoach.diacritics.encodings import decode_bytes

        old = decode_bytes(data)
        found = Decoded(old.text, str(old.encoding), _doubt(old.confidence))
    return Decoded(_LINE_ENDS.sub("\n", found.text), found.encoding, found.notes)
