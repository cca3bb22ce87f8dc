"""Text in one old encoding, as CP1252 or Latin-1 shows it, into Unicode NFC: the bare tables, without judgement.

Characters that an encoding does not have pass through, so text that is Unicode in part stays whole.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache, partial
from itertools import product

from kehoach.diacritics.encodings import tables
from kehoach.diacritics.encodings.composed import to_nfc
from kehoach.diacritics.encodings.mojibake import repair_mojibake
from kehoach.diacritics.encodings.names import Encoding
from kehoach.diacritics.encodings.viqr import decode_viqr
from kehoach.diacritics.encodings.vni_over_unicode import repair_font_map, repair_vni_over_unicode

EXTRACTION_ALIASES = {
    "−": 0xAD,  # ư: glyph AD is named «minus» in the fonts, which PDF readers map to U+2212, not to the soft hyphen
    "‐": 0xAD,  # the same glyph where it is named «hyphen»
    "‑": 0xAD,
    "∙": 0xB7,  # ã: glyph «periodcentered», U+00B7 or U+2219 in the Adobe Glyph List
    "⋅": 0xB7,
    "μ": 0xB5,  # à: glyph «mu», U+00B5 or the Greek letter U+03BC
}
"""Characters that PDF readers give for a byte of a .Vn font; read so in TCVN3 alone."""


@cache
def _single_byte_map(encoding: str) -> dict[int, str]:
    """For str.translate: both views of every byte that is a letter in this encoding."""
    letters = tables.byte_to_letter(encoding)
    seen = {ord(c): letters[byte] for c, byte in tables.SHOWN.items() if byte in letters}
    if encoding.startswith("tcvn"):
        seen |= {ord(c): letters[byte] for c, byte in EXTRACTION_ALIASES.items()}
    return seen


def _decode_single(encoding: str, text: str) -> str:
    """A single-byte encoding by its table."""
    return text.translate(_single_byte_map(encoding))


@cache
def vni_pairs() -> dict[str, str]:
    """Base letter + sign -> letter, in all four mixtures of case; the base tells the case."""
    horned = {"ô": "ơ", "ö": "ư"}
    pairs = {
        base + sign: tables.compose(horned.get(base, base), mark)
        for base, (mark, sign) in product("aeiouyôö", tables.VNI_TONES.items())
    }
    pairs |= {
        base + sign: tables.compose(base, "\u0302" + mark)
        for base, (mark, sign) in product("aeo", tables.VNI_CIRCUMFLEX.items())
    }
    pairs |= {"a" + sign: tables.compose("a", "\u0306" + mark) for mark, sign in tables.VNI_BREVE.items()}
    raised = {k[0].upper() + sign: v.upper() for k, v in pairs.items() for sign in (k[1], k[1].upper())}
    return pairs | {k[0] + k[1].upper(): v for k, v in pairs.items()} | raised


@cache
def _vni_map() -> tuple[re.Pattern[str], dict[str, str]]:
    """What to look for in VNI text, and what it stands for."""
    alone = {sign: letter for letter, sign in tables.VNI_ALONE.items()}
    table = vni_pairs() | alone | {sign.upper(): letter.upper() for sign, letter in alone.items()}
    return re.compile("|".join(sorted(map(re.escape, table), key=len, reverse=True))), table


def _decode_vni(text: str) -> str:
    """VNI-Windows: pairs first, then the letters that stand alone."""
    pattern, table = _vni_map()
    return pattern.sub(lambda match: table[match[0]], text)


@cache
def _cp1258_map() -> dict[int, str]:
    """For str.translate: CP1258's letters and combining marks, as CP1252 shows them."""
    letters = {sign: letter for letter, sign in tables.CP1258_BASES.items()}
    letters |= {sign.upper(): letter.upper() for sign, letter in letters.items()}
    marks = {sign: mark for mark, sign in tables.CP1258_TONES.items()}
    return {ord(c): to for c, to in (letters | marks).items()}


def _decode_cp1258(text: str) -> str:
    """Windows-1258: Microsoft's order (ê + U+0300) composed."""
    return to_nfc(text.translate(_cp1258_map()))


_DECODERS: dict[Encoding, Callable[[str], str]] = {
    Encoding.TCVN3: partial(_decode_single, "tcvn3"),
    Encoding.TCVN5712: partial(_decode_single, "tcvn5712"),
    Encoding.VISCII: partial(_decode_single, "viscii"),
    Encoding.VPS: partial(_decode_single, "vps"),
    Encoding.VNI: _decode_vni,
    Encoding.CP1258: _decode_cp1258,
    Encoding.VIQR: decode_viqr,
    Encoding.MOJIBAKE: repair_mojibake,
    Encoding.NFD: to_nfc,
    Encoding.PARTIAL_NFD: to_nfc,
    Encoding.HORN_LOST: str,
    Encoding.FONT_MAP: repair_font_map,
    Encoding.VNI_OVER_UNICODE: repair_vni_over_unicode,
}


def decode(text: str, encoding: Encoding | str) -> str:
    """A text by the table of an encoding, every character of it; NFC. Raises ValueError on an unknown name.

    >>> decode("Së Y tÕ B×nh §Þnh x©y dùng kÕ ho¹ch", "tcvn3")
    'Sở Y tế Bình Định xây dựng kế hoạch'
    >>> decode("Sôû Y teá Bình Ñònh xaây döïng keá hoaïch", "vni")
    'Sở Y tế Bình Định xây dựng kế hoạch'
    >>> decode("Sª Y t‰ Bình ñÎnh xây d¿ng k‰ hoåch", "vps")
    'Sở Y tế Bình Định xây dựng kế hoạch'
    >>> decode("S· Y tª Bình Ð¸nh xây dñng kª hoÕch", "viscii")
    'Sở Y tế Bình Định xây dựng kế hoạch'
    >>> decode("SõÒ Y têì BiÌnh Ðiònh xây dýòng", "cp1258")
    'Sở Y tế Bình Định xây dựng'
    """
    return unicodedata.normalize("NFC", _DECODERS[Encoding(encoding)](text))
