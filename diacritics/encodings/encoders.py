"""Unicode into the old encodings, as CP1252 shows them: for round trips, tests and measurements."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import cache, partial

from kehoach.diacritics.encodings import tables
from kehoach.diacritics.encodings.decoders import decode, vni_pairs
from kehoach.diacritics.encodings.names import Encoding
from kehoach.diacritics.encodings.viqr import encode_viqr


@cache
def _single_byte(encoding: str) -> dict[int, str]:
    """For str.translate: letter -> its byte as shown."""
    return {ord(c): tables.as_shown(byte) for c, byte in tables.letter_to_byte(encoding).items()}


def _encode_single(encoding: str, text: str) -> str:
    """A single-byte encoding by its table."""
    return text.translate(_single_byte(encoding))


@cache
def _vni() -> dict[int, str]:
    """For str.translate: letter -> base and sign, the sign in the case of the base."""
    pairs = {v: k for k, v in vni_pairs().items() if k[0].isupper() == k[1].isupper()}
    alone = tables.VNI_ALONE | {c.upper(): sign.upper() for c, sign in tables.VNI_ALONE.items()}
    return {ord(c): sign for c, sign in (pairs | alone).items()}


@cache
def _cp1258() -> dict[int, str]:
    """For str.translate on text whose tones are apart: CP1258's bytes as CP1252 shows them."""
    bases = tables.CP1258_BASES | {c.upper(): sign.upper() for c, sign in tables.CP1258_BASES.items()}
    return {ord(c): sign for c, sign in (bases | tables.CP1258_TONES).items()}


def _encode_cp1258(text: str) -> str:
    """Letter and tone apart, shapes kept: the form that Windows keyboards type."""
    return "".join(_tone_apart(c) for c in text).translate(_cp1258())


@cache
def _tone_apart(char: str) -> str:
    """ế as ê + U+0301; what bears no Vietnamese tone as it is."""
    decomposed = unicodedata.normalize("NFD", char)
    tones = "".join(c for c in decomposed if c in tables.CP1258_TONES)
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if c not in tones)) + tones if tones else char


def _encode_mojibake(text: str) -> str:
    """The bytes of UTF-8 as CP1252 shows them."""
    return "".join(map(tables.as_shown, text.encode("utf-8")))


def _encode_partial_nfd(text: str) -> str:
    """Tones huyền and hỏi apart, as in documents that passed through a Mac; the rest composed."""
    return "".join(_tone_apart(c) if _tone_apart(c)[-1] in "\u0300\u0309" else c for c in text)


_ENCODERS: dict[Encoding, Callable[[str], str]] = {
    Encoding.TCVN3: partial(_encode_single, "tcvn3"),
    Encoding.TCVN5712: partial(_encode_single, "tcvn5712"),
    Encoding.VISCII: partial(_encode_single, "viscii"),
    Encoding.VPS: partial(_encode_single, "vps"),
    Encoding.VNI: lambda text: text.translate(_vni()),
    Encoding.CP1258: _encode_cp1258,
    Encoding.VIQR: encode_viqr,
    Encoding.MOJIBAKE: _encode_mojibake,
    Encoding.NFD: partial(unicodedata.normalize, "NFD"),
    Encoding.PARTIAL_NFD: _encode_partial_nfd,
    Encoding.HORN_LOST: lambda text: text.replace("ư", ""),
    Encoding.FONT_MAP: lambda text: text.translate(str.maketrans("ưƯÒ", "ƣƢÕ")),
    Encoding.VNI_OVER_UNICODE: partial(decode, encoding=Encoding.VNI),
}


def encode(text: str, encoding: Encoding | str) -> str:
    """NFC text as it looks where the encoding was not known; what an encoding lacks stays as it is.

    >>> encode("ĐỘC LẬP - Tự do", "tcvn3")
    '§éC LËP - Tù do'
    >>> encode("ĐỘC LẬP - Tự do", "vni")
    'ÑOÄC LAÄP - Töï do'
    >>> encode("Sở Y tế Bình Định", "cp1258")
    'SõÒ Y têì BiÌnh Ðiònh'
    """
    return _ENCODERS[Encoding(encoding)](text)


def encode_bytes(text: str, encoding: Encoding | str) -> bytes:
    """The bytes of a file in the encoding; what it lacks becomes a question mark.

    >>> encode_bytes("Sở Y tế", "tcvn3")
    b'S\\xeb Y t\\xd5'
    """
    shown = encode(text, encoding)
    return bytes(tables.SHOWN.get(c, 0x3F) for c in shown)
