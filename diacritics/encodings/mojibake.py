"""UTF-8 that was read as CP1252 or Latin-1: every byte of a letter became a character of its own."""

from __future__ import annotations

import re

from kehoach.diacritics.encodings.tables import SHOWN
from kehoach.diacritics.encodings.word_weights import VIETNAMESE, count

_TAIL = "".join(re.escape(c) for c, byte in SHOWN.items() if 0x80 <= byte < 0xC0)
LOOKS_LIKE_BYTES = re.compile(f"[Â-Æ][{_TAIL}]|[áâï][{_TAIL}]{{2}}")
"""The bytes of one letter: Latin and its additions (leads C2-C6), Vietnamese (E1), punctuation (E2), BOM (EF)."""
_UNDEFINED = bytes.fromhex("81 8d 8f 90 9d")
"""Bytes without a character in CP1252: readers put U+FFFD or nothing in their place."""
_LEADS = ("Ã", "Ä", "Æ", "áº", "á»")
_HELD = {lead: chr(0xE700 + i) for i, lead in enumerate(_LEADS)}
"""A private character for each lead that has lost its last byte, until the letters around it are read."""
_LOST = re.compile(rf"({'|'.join(_LEADS)})(?:\ufffd|(?![ {_TAIL}]))")
_HOLDING = re.compile(rf"(\w*)([{''.join(_HELD.values())}])(\w*)")
_NBSP_LOST = re.compile(r"(Ã|Æ|áº|á») (?: |(?=(\w{0,2})(?!\w)))")
_CODAS = frozenset(["c", "ch", "i", "m", "n", "ng", "nh", "o", "p", "t", "u", "y"])
MAX_ROUNDS = 3
"""Text converted wrongly more often than this has not been met."""
_SURE = 10
"""A lost byte is put back if one letter gives a syllable so many times as frequent as any other does."""


def _decoded(match: re.Match[str]) -> str:
    """A run that looks like the bytes of one letter as that letter; as it was if it is not UTF-8."""
    try:
        return bytes(SHOWN[c] for c in match[0]).decode("utf-8")
    except UnicodeDecodeError:
        return match[0]


def decode_once(text: str) -> str:
    """One wrong reading taken back, and the bytes put back that such a reading loses, where one letter alone fits.

    >>> decode_once("Sá»Ÿ Y táº¿ BÃ¬nh Ä\ufffdá»‹nh")
    'Sở Y tế Bình Định'
    >>> decode_once("café à la carte, SÃO PAULO, 25 °C")
    'café à la carte, SÃO PAULO, 25 °C'
    """
    if not LOOKS_LIKE_BYTES.search(text):
        return text
    held = _LOST.sub(lambda match: _HELD[match[1]], _NBSP_LOST.sub(_with_nbsp, text))
    return _HOLDING.sub(_restored, LOOKS_LIKE_BYTES.sub(_decoded, held))


def repair_mojibake(text: str) -> str:
    """All wrong readings taken back, one over the other.

    >>> repair_mojibake("vÃ  ngÃ nh y táº¿")
    'và ngành y tế'
    >>> twice = "Sở Y tế".encode().decode("cp1252").encode().decode("cp1252")
    >>> repair_mojibake(twice)
    'Sở Y tế'
    """
    for _ in range(MAX_ROUNDS):
        once = decode_once(text)
        if once == text:
            break
        text = once
    return text


def _with_nbsp(match: re.Match[str]) -> str:
    """A lead whose last byte was A0 and became a plain space; a coda behind it belongs to the same word."""
    letter = match[1] + "\u00a0"
    joined = match[2] is not None and match[2].lower() in _CODAS
    return letter if joined else letter + " "


def _restored(match: re.Match[str]) -> str:
    """A word with a lost byte as the one frequent syllable it can be; as it was if there is none, or more."""
    before, held, after = match.groups()
    lead = _LEADS[ord(held) - 0xE700]
    words = sorted((before + letter + after for letter in _candidates(lead)), key=count, reverse=True)
    best, second, *_ = *words, "", ""
    return best if count(best) > _SURE * count(second) else before + lead + "\ufffd" + after


def _candidates(lead: str) -> list[str]:
    """The letters that lead bytes can have begun whose last byte CP1252 does not show.

    >>> _candidates("Ä"), _candidates("á»")
    (['Đ'], ['ề', 'ọ', 'ỏ', 'Ố', 'ờ'])
    """
    found = (bytes([SHOWN[c] for c in lead] + [last]).decode("utf-8") for last in _UNDEFINED)
    return [c for c in found if c.lower() in VIETNAMESE]
