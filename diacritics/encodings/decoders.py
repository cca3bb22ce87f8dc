"""Text in one old encoding, as CP1252 or Latin-1 shows it, into Unicode NFC: the bare tables, without judgement.

Characters that an encoding does not have pass through, so text that is Unicode in part stays whole.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache

from diacritics.encodings import tables
from diacritics.encodings.mojibake import repair_mojibake
from diacritics.encodings.names import SINGLE_BYTE, Encoding
from diacritics.encodings.viqr import decode_viqr

EXTRACTION_ALIASES = {
    "−": 0xAD,  # ư: fonts name glyph AD «minus» and not the soft hyphen, which Unicode maps to U+2212
    "‐": 0xAD,  # ư: the same glyph named «hyphen», mapped to U+2010
    "‑": 0xAD,
    "∙": 0xB7,  # ã: glyph «periodcentered», which the Adobe Glyph List gives both as U+00B7 and U+2219
    "⋅": 0xB7,
    "μ": 0xB5,  # à: glyph «mu», U+00B5 or the Greek letter U+03BC
    "ˉ": 0xAF,  # glyph «macron», U+00AF or U+02C9
    "Đ": 0xD0,  # é: glyph «Eth», named «Dcroat» in some fonts (U+0110)
    "∆": 0xC6,  # ặ: the Mac fonts' name for the place
    "Δ": 0xC6,
}
"""Characters that PDF extractors give for a byte of a .Vn font; read so in TCVN3 alone."""
