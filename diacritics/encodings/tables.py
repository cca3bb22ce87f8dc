"""The byte tables of the old Vietnamese encodings, as facts: one row of bytes in the order of the letters.

Text that was never converted reaches us as characters: each byte seen as CP1252 shows it, and where CP1252 has no
character (81 8D 8F 90 9D) or a reader used Latin-1, as the control character of that number. Both views are read.

Sources: TCVN 5712-1 and VISCII (RFC 1456) as glibc iconv has them; TCVN3 is TCVN 5712-1 with one code for both cases of
a toned letter, as the .Vn fonts have it; VPS as the x-viet-vps tables agree (UniKey leaves out its 14 control codes).
"""

from __future__ import annotations

import unicodedata

LETTERS = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
"""The 67 marked letters of Vietnamese, lower case; the rows below follow this order."""

CAPITALS = LETTERS.upper()

_TCVN_LOWER = (
    "b5 b8 b6 b7 b9 a8 bb be bc bd c6 a9 c7 ca c8 c9 cb ae cc d0 ce cf d1 aa d2 d5 d3 d4 d6 d7 dd d8 dc de "
    "df e3 e1 e2 e4 ab e5 e8 e6 e7 e9 ac ea ed eb ec ee ef f3 f1 f2 f4 ad f5 f8 f6 f7 f9 fa fd fb fc fe"
)
_TCVN5712_UPPER = (
    "80 83 81 82 84 a1 af c0 ba bf 85 a2 c1 c4 c2 c3 86 a7 87 8a 88 89 8b a3 c5 da cd d9 8c 8d 90 8e 8f 91 "
    "92 95 93 94 96 a4 db ff e0 f0 97 a5 98 9b 99 9a 9c 9d 01 9e 9f 02 a6 04 11 05 06 12 13 16 14 15 17"
)
_VISCII_LOWER = (
    "e0 e1 e4 e3 d5 e5 a2 a1 c6 c7 a3 e2 a5 a4 a6 e7 a7 f0 e8 e9 eb a8 a9 ea ab aa ac ad ae ec ed ef ee b8 "
    "f2 f3 f6 f5 f7 f4 b0 af b1 b2 b5 bd b6 be b7 de fe f9 fa fc fb f8 df d7 d1 d8 e6 f1 cf fd d6 db dc"
)
_VISCII_UPPER = (
    "c0 c1 c4 c3 80 c5 82 81 02 05 83 c2 85 84 86 06 87 d0 c8 c9 cb 88 89 ca 8b 8a 8c 8d 8e cc cd 9b ce 98 "
    "d2 d3 99 a0 9a d4 90 8f 91 92 93 b4 96 95 97 b3 94 d9 da 9c 9d 9e bf bb ba bc ff b9 9f dd 14 19 1e"
)
_VPS_LOWER = (
    "e0 e1 e4 e3 e5 e6 a2 a1 a3 a4 a5 e2 c0 c3 c4 c5 c6 c7 e8 e9 c8 eb cb ea 8a 89 8b cd 8c ec ed cc ef ce "
    "f2 f3 d5 f5 86 f4 d2 d3 b0 87 b6 d6 a9 a7 aa ab ae f9 fa fb db f8 dc d8 d9 ba bb bf ff 9a 9b cf 9c"
)
_VPS_UPPER = (
    "80 c1 81 82 02 88 8e 8d 8f f0 04 c2 84 83 85 1c 03 f1 d7 c9 de fe 05 ca 93 90 94 95 06 b5 b4 b7 b8 10 "
    "bc b9 bd be 11 d4 97 96 98 99 12 f7 9e 9d 9f a6 13 a8 da d1 ac 14 d0 af ad b1 1d 15 b2 dd fd b3 19"
)

VNI_TONES = {"\u0301": "ù", "\u0300": "ø", "\u0309": "û", "\u0303": "õ", "\u0323": "ï"}
"""VNI-Windows: the sign that follows a bare vowel (or ô for ơ, ö for ư), by combining tone mark."""

VNI_CIRCUMFLEX = {"": "â", "\u0301": "á", "\u0300": "à", "\u0309": "å", "\u0303": "ã", "\u0323": "ä"}
"""VNI-Windows: the sign after a, e, o that gives â, ê, ô with their tone."""

VNI_BREVE = {"": "ê", "\u0301": "é", "\u0300": "è", "\u0309": "ú", "\u0303": "ü", "\u0323": "ë"}
"""VNI-Windows: the sign after a that gives ă with its tone."""

VNI_ALONE = {"đ": "ñ", "ơ": "ô", "ư": "ö", "ì": "ì", "í": "í", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î"}
"""VNI-Windows: letters with a sign of their own."""

CP1258_BASES = {"ă": "ã", "đ": "ð", "ơ": "õ", "ư": "ý"}
"""CP1258 letters that CP1252 shows as something else; â ê ô and most Western letters stand where they do."""

CP1258_TONES = {"\u0300": "Ì", "\u0309": "Ò", "\u0303": "Þ", "\u0301": "ì", "\u0323": "ò"}
"""CP1258 tone marks, which follow the letter, as CP1252 shows them."""

VIQR_SHAPES = {"\u0302": "^", "\u0306": "(", "\u031b": "+"}
"""VIQR (RFC 1456): circumflex, breve, horn."""

VIQR_TONES = {"\u0301": "'", "\u0300": "`", "\u0309": "?", "\u0303": "~", "\u0323": "."}
"""VIQR (RFC 1456): the tones."""


def _row(hexes: str) -> bytes:
    """A row of the tables above as bytes."""
    return bytes.fromhex(hexes)


SINGLE_BYTE = {
    "tcvn3": (_row(_TCVN_LOWER), b""),
    "tcvn5712": (_row(_TCVN_LOWER), _row(_TCVN5712_UPPER)),
    "viscii": (_row(_VISCII_LOWER), _row(_VISCII_UPPER)),
    "vps": (_row(_VPS_LOWER), _row(_VPS_UPPER)),
}
"""Encoding -> (bytes of the lower-case letters, bytes of the capitals; empty where TCVN3 has none of its own)."""

TCVN3_CAPITALS = {"Ă": 0xA1, "Â": 0xA2, "Đ": 0xA7, "Ê": 0xA3, "Ô": 0xA4, "Ơ": 0xA5, "Ư": 0xA6}
"""The only capitals that TCVN3 can tell; all others share the byte of the small letter (.VnTimeH draws them large)."""


def byte_to_letter(encoding: str) -> dict[int, str]:
    """The table of a single-byte encoding: byte -> Vietnamese letter.

    >>> table = byte_to_letter("tcvn3")
    >>> table[0xB8], table[0xB5], table[0xA7], len(table)
    ('á', 'à', 'Đ', 74)
    >>> len(byte_to_letter("viscii")), len(byte_to_letter("vps"))
    (134, 134)
    """
    lower, upper = SINGLE_BYTE[encoding]
    table = dict(zip(lower, LETTERS, strict=True))
    capitals = zip(upper, CAPITALS, strict=True) if upper else ((b, c) for c, b in TCVN3_CAPITALS.items())
    return table | dict(capitals)


def letter_to_byte(encoding: str) -> dict[str, int]:
    """The same table the other way; in TCVN3 a capital without a code takes that of its small letter.

    >>> letter_to_byte("tcvn3")["Á"] == letter_to_byte("tcvn3")["á"] == 0xB8
    True
    """
    table = {letter: byte for byte, letter in byte_to_letter(encoding).items()}
    return {c.upper(): b for c, b in table.items() if c.islower()} | table


def as_shown(byte: int) -> str:
    """What a byte looks like where CP1252 was assumed; a control character where CP1252 has none.

    >>> as_shown(0xB8), as_shown(0x89), as_shown(0x8D) == "\\x8d"
    ('¸', '‰', True)
    """
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


SHOWN = {as_shown(byte): byte for byte in range(256)} | {chr(byte): byte for byte in range(0x80, 0xA0)}
"""Character -> byte, for both views of text that was never decoded."""


def compose(base: str, marks: str) -> str:
    """A letter with combining marks as one NFC letter.

    >>> compose("o", "\\u031b\\u0301")
    'ớ'
    """
    return unicodedata.normalize("NFC", base + marks)
