"""Letters taken apart into base and combining marks (NFD), wholly or in part, and put together again."""

from __future__ import annotations

import re
import unicodedata

from kehoach.diacritics.encodings.names import Encoding
from kehoach.diacritics.language.alphabet import TONES

SHAPES = "\u0302\u0306\u031b"
_TONE_MARKS = "".join(t for t in TONES if t)
_MISORDERED = re.compile(f"([aeouAEOU])([{_TONE_MARKS}])([{SHAPES}])")
_TAKEN_APART = re.compile(f"[aeiouyăâêôơưAEIOUYĂÂÊÔƠƯ][{_TONE_MARKS}{SHAPES}]")


def to_nfc(text: str) -> str:
    """NFC, also where a tone was typed before the circumflex, breve or horn, an order that NFC leaves alone.

    >>> to_nfc("e\\u0302\\u0300 e\\u0300\\u0302 \\u00ea\\u0300")
    'ề ề ề'
    >>> to_nfc("x\\u0304 bar") == "x\\u0304 bar"
    True
    """
    return unicodedata.normalize("NFC", _MISORDERED.sub(r"\1\3\2", unicodedata.normalize("NFD", text)))


def composition(text: str) -> Encoding | None:
    """NFD if no toned letter is composed, PARTIAL_NFD if some are, None if nothing is taken apart.

    >>> composition("ba\\u0300 cụ"), composition("ba\\u0300 cu\\u0323"), composition("bà cụ")
    (<Encoding.PARTIAL_NFD: 'partial-nfd'>, <Encoding.NFD: 'nfd'>, None)
    """
    if not _TAKEN_APART.search(text):
        return None
    composed = any(unicodedata.decomposition(c) for c in text if c.isalpha())
    return Encoding.PARTIAL_NFD if composed else Encoding.NFD
