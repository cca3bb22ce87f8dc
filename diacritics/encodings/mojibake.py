"""UTF-8 that was read as CP1252 or Latin-1: every byte of a letter became a character of its own."""

from __future__ import annotations

import re

from diacritics.encodings.tables import SHOWN

_TAIL = "".join(re.escape(c) for c, byte in SHOWN.items() if 0x80 <= byte < 0xC0)
_LEADS = {lead: tail for lead, tail in (("Â-ß", 1), ("à-ï", 2), ("ð-ô", 3))}
_RUN = re.compile("|".join(f"[{lead}][{_TAIL}]{{{n}}}" for lead, n in _LEADS.items()) + f"|Ä\ufffd|áº\ufffd|á»\ufffd")
_NBSP_LOST = re.compile(r"Ã (?=[a-z]{1,2}\b)|Ã(?= |$)", re.MULTILINE)
_LOST = {"Ä\ufffd": "Đ"}
"""Bytes 81 8D 8F 90 9D have no character in CP1252 and come out as U+FFFD; after C4 only 90 (Đ) can have stood."""

MAX_ROUNDS = 3
"""Text converted wrongly more often than this has not been met."""


def _decoded(match: re.Match[str]) -> str:
    """A run that looks like the bytes of one letter as that letter; as it was if it is not UTF-8."""
    run = match[0]
    if "\ufffd" in run:
        return _LOST.get(run, run)
    try:
        return bytes(SHOWN[c] for c in run).decode("utf-8")
    except UnicodeDecodeError:
        return run


def decode_once(text: str) -> str:
    """One wrong reading taken back.

    >>> decode_once("Sá»Ÿ Y táº¿ BÃ¬nh Ä\\ufffdá»‹nh")
    'Sở Y tế Bình Định'
    >>> decode_once("café à la carte, 25 °C")
    'café à la carte, 25 °C'
    """
    return _RUN.sub(_decoded, text)


def repair_mojibake(text: str) -> str:
    """All wrong readings taken back, and à whose second byte (A0) became a plain space.

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
