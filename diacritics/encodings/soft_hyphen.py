"""The letter ư of TCVN3, whose byte AD is the soft hyphen elsewhere: PDF readers give -, U+FFFE, or a blank for it."""

from __future__ import annotations

import re
from functools import lru_cache

from kehoach.diacritics.encodings.decoders import decode
from kehoach.diacritics.encodings.names import Encoding
from kehoach.diacritics.encodings.word_weights import LONGEST, count, weigh
from kehoach.diacritics.language.syllable import ONSETS

_HYPHEN_IN_WORD = re.compile(r"[a-z]-|-[^\W\d]")
_LINE_END = re.compile("[\ufffe\x02](?=\\S)")
_WORD = re.compile(r"[^\W\d_]+")
_ONSET_ALONE = re.compile(r"(?<!\S)([Tt]|[Nn]h|[Tt]h)(?=[\s,;:]|$)")
SURE = 20
"""How many times as frequent the mended word must be as what stands there, and as any other mending."""
RARE = 1000
"""A word that is not so many times rarer than người stands as it is, whatever it could be with ư (lời, lười)."""
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


def restore_lost(read: str) -> str:
    """A converted line in which ư was lost, or given as a blank: put back where only so the word is a syllable; in such
    a line a lone t, nh, th is tư, như, thư.

    >>> restore_lost("h ớng dẫn của Thủ t ớng, nh sau"), restore_lost("Thông t về nhà nớc, trớc khi đợc duyệt")
    ('hướng dẫn của Thủ tướng, như sau', 'Thông tư về nhà nước, trước khi được duyệt')
    >>> restore_lost("phần c ở mục b, lời mời của người Lào, website")
    'phần c ở mục b, lời mời của người Lào, website'
    """
    joined = _WORD.sub(lambda match: with_horn(match[0]), _TORN.sub(_joined, read))
    return _ONSET_ALONE.sub(r"\1ư", joined) if joined != read else read


def _joined(match: re.Match[str]) -> str:
    """Onset + ư + rhyme, where that is a syllable and the rhyme is none by itself."""
    word = match[1] + "ư" + match[2]
    return word if count(word) and not count(match[2]) else match[0]


@lru_cache(maxsize=1 << 14)
def with_horn(word: str) -> str:
    """A word that is no syllable with the ư that makes it one, if one reading is by far the most frequent.

    >>> [with_horn(w) for w in ("nớc", "đợc", "nhng", "nhiều", "lời", "Internet")]
    ['nước', 'được', 'nhưng', 'nhiều', 'lời', 'Internet']
    """
    if not 3 <= len(word) < LONGEST or word.isupper() or count(word) * RARE > count("người"):
        return word
    readings = sorted((word[:i] + "ư" + word[i:] for i in range(1, len(word))), key=count, reverse=True)
    best, second = count(readings[0]), count(readings[1])
    return readings[0] if best > SURE * max(count(word), second) else word
