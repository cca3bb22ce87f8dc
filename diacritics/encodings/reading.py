"""A line in a known encoding into Unicode, token by token, with judgement: what is no letter there stays what it is."""

from __future__ import annotations

import re
from functools import lru_cache, partial
from math import log

from kehoach.diacritics.encodings.ambiguous import DAMAGES
from kehoach.diacritics.encodings.decoders import decode
from kehoach.diacritics.encodings.lossy import read_lossy
from kehoach.diacritics.encodings.names import COMPOSED, Encoding
from kehoach.diacritics.encodings.soft_hyphen import hyphen_as_letter, restore_lost, unfold
from kehoach.diacritics.encodings.viqr import STOP_SIGNS
from kehoach.diacritics.encodings.word_weights import BLANKS, unicode_only, weigh

_SIGNS = re.compile(r"([“”„‘’–—…•]|(?<=\d)[°º±×]|(?<=m)[²³](?!\w))")
"""Signs that may stand as themselves in text whose bytes are letters, because a word processor put them there."""

_WHOLE_TEXT = (*COMPOSED, Encoding.MOJIBAKE, Encoding.FONT_MAP)
"""What cannot be mistaken for anything else: read without regard to tokens."""

_TCVN = (Encoding.TCVN3, Encoding.TCVN5712)
_STOP_MID_LINE = {".": 0.001, "?": 0.00006}
_STOP_BEFORE_CAPITAL = {".": 0.095, "?": 0.002}
_STOP_AT_END = {".": 0.6, "?": 0.017}
"""How often a word is followed by a full stop or question mark in 30,000 clean lines of the corpus, by what
comes next."""
_OTHER_SIGN = 0.00006
"""How often a word is followed by another sign that VIQR uses: an apostrophe or a quotation mark."""
_ADDRESS = re.compile(r"@|://|^www\.", re.IGNORECASE)
_INITIALS = re.compile(r"\(?(?:[A-Z]\.){2,}[A-Z]?\W*")
_VIQR_LEFT = re.compile(
    r"[aeoAEO]\^|[aA]\((?=[a-z'`?~.])|[ouOU]\+|[A-Za-z]['`?~.](?=[a-z])|[aeiouyAEIOUY][`~]"
    r"|(?<![A-Za-z])dd(?![A-Za-z])|D[Dd](?![a-z]*[fjwz])"
)
_LEFT_OVER = -5.0
"""Log weight of a sign that was left unread."""


def convert(text: str, encoding: Encoding | str) -> str:
    """Text of one encoding into Unicode NFC; blanks, numbers, addresses and what is Unicode already are kept.

    Raises ValueError if the name is unknown.

    >>> convert("Th«ng t− sè 01/2006/TT-NHNN “vÒ gãp vèn”", "tcvn3")
    'Thông tư số 01/2006/TT-NHNN “về góp vốn”'
    >>> convert("Sinh vie^n ho.c ba`i. Ho.c ma~i la`m gi`? Xem http://a.vn/a.b?c=(d", "viqr")
    'Sinh viên học bài. Học mãi làm gì? Xem http://a.vn/a.b?c=(d'
    """
    encoding = Encoding(encoding)
    if encoding in _WHOLE_TEXT:
        return decode(text, encoding)
    lines = text.split("\n")
    read = _READERS.get(encoding) or partial(_read_line, encoding=encoding)
    return "\n".join(map(read, lines))


def _read_line(line: str, encoding: Encoding) -> str:
    """A line of a byte encoding, its blanks kept."""
    tcvn = encoding in _TCVN
    line = unfold(line) if encoding is Encoding.TCVN3 else line
    mixed = any(unicode_only(token) for token in BLANKS.split(line))
    parts = re.split(r"([ \t\r]+)", line)
    read = [p if not p or p[0] in " \t\r" else read_token(p, encoding, mixed) for p in parts]
    if not tcvn:
        return "".join(read)
    if "-" in line:
        read = [hyphen_as_letter(p, now, first=i == 0) for i, (p, now) in enumerate(zip(parts, read, strict=True))]
    joined = "".join(read)
    return restore_lost(joined) if joined != line else joined


@lru_cache(maxsize=1 << 16)
def read_token(token: str, encoding: Encoding, mixed: bool = False) -> str:
    """One token of a byte encoding; `mixed` says that its line has Unicode words too, so each must earn its decoding.

    >>> read_token("n−íc", Encoding.TCVN3), read_token("–", Encoding.VPS), read_token("25°C", Encoding.TCVN3)
    ('nước', '–', '25°C')
    """
    if token.isascii() and not any(c < " " for c in token):
        return token
    if unicode_only(token):
        return token
    whole = decode(token, encoding)
    choices = [whole]
    if _SIGNS.search(token):
        choices.insert(0, _around_signs(token, encoding))
    if mixed or not any(map(str.isalpha, token)):
        choices.append(token)
    return max(choices, key=_worth)


def _worth(token: str) -> tuple[int, float]:
    """Fewest broken words first, then the likelier reading."""
    weight = weigh(token)
    return -weight.broken, weight.log_share


def _around_signs(token: str, encoding: Encoding) -> str:
    """The token with its typographic signs kept and only what is between them decoded."""
    return "".join(p if i % 2 else decode(p, encoding) for i, p in enumerate(_SIGNS.split(token)))


def _read_viqr_line(line: str) -> str:
    """A VIQR line; whether a sign at the end of a word is a tone or a stop depends on what follows."""
    parts = re.split(r"([ \t\r]+)", line)
    words = [i for i, part in enumerate(parts) if part and part[0] not in " \t\r"]
    for here, after in zip(words, [*words[1:], None], strict=False):
        following = parts[after][0] if after is not None else ""
        parts[here] = read_viqr_token(parts[here], following if following.isupper() or not following else "a")
    return "".join(parts)


@lru_cache(maxsize=1 << 16)
def read_viqr_token(token: str, following: str) -> str:
    """A VIQR token before a word that begins with `following` ("" at the end of the line).

    >>> read_viqr_token("dde^?", "a"), read_viqr_token("ta.", ""), read_viqr_token("thi.", "a")
    ('để', 'ta.', 'thị')
    >>> read_viqr_token("U.S.A.", "a"), read_viqr_token("add", "a"), read_viqr_token("QDD-UBND", "a")
    ('U.S.A.', 'add', 'QĐ-UBND')
    """
    if _ADDRESS.search(token) or _INITIALS.fullmatch(token):
        return token
    body = token.rstrip(STOP_SIGNS + ',;:)]}"”')
    tail = token[len(body) :]
    choices = [(decode(token, Encoding.VIQR), 0.0), (token, _stop(tail[:1], following))]
    choices += [
        (decode(body + tail[:n], Encoding.VIQR) + tail[n:], _stop(tail[n], following)) for n in range(len(tail))
    ]
    return max(choices, key=lambda choice: _viqr_worth(*choice))[0]


def _stop(sign: str, following: str) -> float:
    """Log chance that what follows a word is punctuation, and not the tone of its last vowel."""
    if not sign or sign not in STOP_SIGNS:
        return 0.0
    table = _STOP_AT_END if not following else _STOP_BEFORE_CAPITAL if following.isupper() else _STOP_MID_LINE
    return log(table.get(sign, _OTHER_SIGN))


def _viqr_worth(token: str, stop: float) -> float:
    """How good a reading of a VIQR token is; signs that it leaves where VIQR would have a letter count against it."""
    return weigh(token).log_share + stop + _LEFT_OVER * len(_VIQR_LEFT.findall(token))


_READERS = {Encoding.VIQR: _read_viqr_line} | {damage: partial(read_lossy, damage=damage) for damage in DAMAGES}
"""Encodings that are read a line at a time in a way of their own."""
