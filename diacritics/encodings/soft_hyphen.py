"""The letter ư of TCVN3, whose byte AD is the soft hyphen elsewhere: PDF readers give -, U+FFFE, or a blank for it."""

from __future__ import annotations

import re

from diacritics.encodings.decoders import decode
from diacritics.encodings.names import Encoding
from diacritics.encodings.words import count, weigh
from diacritics.syllable import ONSETS

_HYPHEN_IN_WORD = re.compile(r"[a-z]-|-[^\W\d]")
_LINE_END = re.compile("[\ufffe\x02](?=\\S)")
_TORN = re.compile(rf"(?<![^\W\d_])({'|'.join(ONSETS)}) ([ơờớởỡợ][cimnptu]?g?)(?![^\W\d_])", re.IGNORECASE)


def unfold(line: str) -> str:
    r"""A line of TCVN3 with the mark that pdfium puts for a hyphen at a line's end as the letter, and a blank after it.

    >>> unfold("ban hµnh th«ng t\ufffenhµ n-íc") == "ban hµnh th«ng t\u00ad nhµ n-íc"
    True
    """
    return _LINE_END.sub("\u00ad ", line).replace("\ufffe", "\u00ad").replace("\x02", "\u00ad")


def hyphen_as_letter(token: str, read: str, *, first: bool) -> str:
    """What a token reads as, its hyphens taken for ư if only so it is a syllable; `first` says that it begins a line,
    where a hyphen behind a letter closes a label (c- is not cư).

    >>> hyphen_as_letter("n-íc", "n-ớc", first=False), hyphen_as_letter("t-", "t-", first=False)
    ('nước', 'tư')
    >>> hyphen_as_letter("c-", "c-", first=True), hyphen_as_letter("tÕ-x·", "tế-xã", first=False)
    ('c-', 'tế-xã')
    """
    if (
        "-" not in token
        or weigh(read).known
        or not _HYPHEN_IN_WORD.search(token + " " + read)
        or (first and token.endswith("-"))
    ):
        return read
    other = decode(token.replace("-", "\u00ad"), Encoding.TCVN3)
    return other if weigh(other).known and not weigh(other).broken else read


def blank_as_letter(read: str) -> str:
    """A converted line in which ư was given as a blank: onset and rhyme joined around it; `nh` alone is như.

    >>> blank_as_letter("h ớng dẫn của Thủ t ớng, nh sau")
    'hướng dẫn của Thủ tướng, như sau'
    >>> blank_as_letter("phần c ở mục b")
    'phần c ở mục b'
    """
    joined = _TORN.sub(_joined, read)
    return re.sub(r"(?<!\S)([Nn]h)(?=[\s,;:]|$)", r"\1ư", joined) if joined != read else read


def _joined(match: re.Match[str]) -> str:
    """Onset + ư + rhyme, where that is a syllable and the rhyme is none by itself."""
    word = match[1] + "ư" + match[2]
    return word if count(word) and not count(match[2]) else match[0]
