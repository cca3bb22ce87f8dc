"""VIQR, RFC 1456: Vietnamese in ASCII, with the marks typed after the vowel (Vie^.t Nam, ddu+o+`ng)."""

from __future__ import annotations

import re
import unicodedata

from kehoach.diacritics.encodings.tables import VIQR_SHAPES, VIQR_TONES, compose

_SHAPE = {sign: mark for mark, sign in VIQR_SHAPES.items()} | {"*": "\u031b"}  # * for + is the other common habit
_TONE = {sign: mark for mark, sign in VIQR_TONES.items()} | {"’": "\u0301", "´": "\u0301", "‘": "\u0300"}
STOP_SIGNS = ".?'`~’"
"""Tone signs that are punctuation as well."""
_LETTER = re.compile(
    r"\\(?P<kept>[^\w\s])"  # an escaped sign stands for itself
    r"|(?P<apart>(?<=[dD])\\(?=[dD]))"  # d\d are two letters
    r"|(?P<bar>[dD][dD])"
    r"|(?P<base>[aA](?=\()|[aeoAEO](?=\^)|[ouOU](?=[+*]))(?P<shape>[(^+*])(?P<tone>['`?~.’´‘])?"
    r"|(?P<vowel>[aeiouyAEIOUY])(?P<only>['`?~.’´‘])"
)


def _letter(match: re.Match[str]) -> str:
    """One VIQR letter of `_LETTER` as the letter it stands for."""
    if match["kept"]:
        return match["kept"]
    if match["apart"] is not None:
        return ""
    if match["bar"]:
        return "Đ" if match["bar"][0] == "D" else "đ"
    if match["base"]:
        return compose(match["base"], _SHAPE[match["shape"]] + _TONE.get(match["tone"] or "", ""))
    return compose(match["vowel"], _TONE[match["only"]])


def decode_viqr(text: str) -> str:
    r"""VIQR as Unicode; every sign after a vowel is read as its tone, an escaped one (\.) as itself.

    >>> decode_viqr("Vie^.t Nam, ddu+o+`ng DDie^.n Bie^n")
    'Việt Nam, đường Điện Biên'
    >>> decode_viqr("ba('t dda^`u tu+` nga`y 01/02\\.")
    'bắt đầu từ ngày 01/02.'
    """
    return unicodedata.normalize("NFC", _LETTER.sub(_letter, text))


def encode_viqr(text: str, *, escape: bool = False) -> str:
    r"""Unicode as VIQR; with `escape`, a sign that would be read as a tone gets its backslash, as RFC 1456 asks.

    >>> encode_viqr("Kế hoạch của Sở Y tế.")
    "Ke^' hoa.ch cu?a So+? Y te^'."
    >>> encode_viqr("của ta.", escape=True)
    'cu?a ta\\.'
    """
    decomposed = unicodedata.normalize("NFD", text)
    if escape:
        decomposed = _escaped(decomposed)
    signs = str.maketrans(VIQR_SHAPES | VIQR_TONES | {"đ": "dd", "Đ": "DD"})
    return "".join(_ordered(c) for c in _clusters(decomposed)).translate(signs)


def _escaped(decomposed: str) -> str:
    """A backslash before every sign that follows a vowel and is not its mark, and between one d and another."""
    decomposed = re.sub(r"([dDđĐ])(?=[dDđĐ])", r"\1\\", decomposed)
    return re.sub(r"([aeiouyAEIOUY][\u0300-\u0323]*)(?=['`?~.’‘´(^+*])", r"\1\\", decomposed)


def _clusters(decomposed: str) -> list[str]:
    """NFD text cut into base letters with their marks."""
    return re.findall(r"[^\u0300-\u036f][\u0300-\u036f]*|[\u0300-\u036f]+", decomposed)


def _ordered(cluster: str) -> str:
    """Base, shape, tone, in the order VIQR writes them (NFD puts the dot below before the circumflex)."""
    return cluster[0] + "".join(sorted(cluster[1:], key=lambda mark: mark in VIQR_TONES))
