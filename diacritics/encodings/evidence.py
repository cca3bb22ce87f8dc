"""What speaks for each encoding in a line: how much likelier its words become when they are read so."""

from __future__ import annotations

import re
from typing import NamedTuple

from kehoach.diacritics.encodings.ambiguous import DAMAGES
from kehoach.diacritics.encodings.composed import composition
from kehoach.diacritics.encodings.lossy import has_forms, speaks_for
from kehoach.diacritics.encodings.mojibake import LOOKS_LIKE_BYTES
from kehoach.diacritics.encodings.names import Encoding
from kehoach.diacritics.encodings.reading import convert
from kehoach.diacritics.encodings.word_weights import BLANKS, Weight, is_broken, unicode_only, weigh

BYTE_ENCODINGS = (
    Encoding.TCVN3,
    Encoding.VNI,
    Encoding.VPS,
    Encoding.VISCII,
    Encoding.CP1258,
    Encoding.TCVN5712,
)
UNICODE_WORD = 5.0
"""Log weight against a byte encoding of every word on the line that is Unicode already: misprints are not bytes."""
_VIQR_SURE = re.compile(
    r"[aeoAEO]\^|[aA]\([^)]*$|[aA]\(['`?~.a-z]|[ouOU]\+|\bdd|\bDD|\bDd|[aeiouyAEIOUY]['`?~.][a-zA-Z]"
)
_CONTROLS = re.compile("[\x01-\x08\x0b\x0e-\x1f]")


class Evidence(NamedTuple):
    """A line read in an encoding, against the line as it stands."""

    gain: float
    """Natural logarithm of how much likelier the line is as Vietnamese."""
    mended: int
    """Words that become known syllables with marks."""
    spoilt: int
    """Words that were whole and are broken."""


NONE = Evidence(0.0, 0, 0)


def line_weight(line: str) -> Weight:
    """The weights of a line's tokens, added up."""
    weights = [weigh(t) for t in BLANKS.split(line) if t]
    return Weight(sum(w.log_share for w in weights), sum(w.known for w in weights), sum(w.broken for w in weights))


def evidence(line: str, encoding: Encoding) -> Evidence:
    """What an encoding would make of a line.

    >>> found = evidence("Th«ng t− h−íng dÉn", Encoding.TCVN3)
    >>> found.gain > 20, found.mended, found.spoilt
    (True, 4, 0)
    >>> evidence("Thông tư hướng dẫn", Encoding.TCVN3)
    Evidence(gain=0.0, mended=0, spoilt=0)
    """
    if encoding in DAMAGES:
        return Evidence(*speaks_for(line, encoding), 0)
    read = convert(line, encoding)
    if read == line:
        return NONE
    found = _compared(line, read)
    if encoding not in BYTE_ENCODINGS:
        return found
    unicode = sum(unicode_only(token) for token in BLANKS.split(line))
    return found._replace(gain=found.gain - UNICODE_WORD * unicode)


def _compared(line: str, read: str) -> Evidence:
    """Token by token where the tokens pair off, else by sums."""
    before, after = ([weigh(t) for t in BLANKS.split(text) if t] for text in (line, read))
    if len(before) != len(after):
        before, after = [line_weight(line)], [line_weight(read)]
    pairs = [(b, a) for b, a in zip(before, after, strict=True) if b != a]
    gain = sum(a.log_share - b.log_share for b, a in pairs)
    mended = sum(max(0, a.known - b.known) for b, a in pairs)
    spoilt = sum(max(0, a.broken - b.broken) for b, a in pairs)
    return Evidence(gain, mended, spoilt)


def candidates(line: str) -> list[Encoding]:
    """The encodings that a line can be in at all, by the signs it has; cheap, and empty for most clean lines.

    >>> candidates("Kế hoạch của Sở Y tế"), candidates("plain text")
    ([], [])
    >>> Encoding.VIQR in candidates("Ke^' hoa.ch")
    True
    """
    if line.isascii() and not _CONTROLS.search(line):
        return [Encoding.VIQR] if _VIQR_SURE.search(line) else []
    if (found := composition(line)) is not None:
        return [found]
    if "ƣ" in line or "Ƣ" in line:
        return [Encoding.FONT_MAP]
    viqr = [Encoding.VIQR] if _VIQR_SURE.search(line) else []
    damages = [damage for damage in DAMAGES if has_forms(line, damage)]
    if not any(map(is_broken, BLANKS.split(line))) and not _CONTROLS.search(line):
        return viqr + damages
    return viqr + _by_signs(line) + damages


def _by_signs(line: str) -> list[Encoding]:
    """The encodings whose signs a line shows, where the line has words that cannot be Vietnamese as they stand."""
    found = [*BYTE_ENCODINGS]
    if LOOKS_LIKE_BYTES.search(line):
        found.append(Encoding.MOJIBAKE)
    return found
