"""A whole document into Unicode: every line by its own encoding, the case that TCVN3 lost, and what stays in doubt."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from kehoach.diacritics.encodings.ambiguous import DAMAGES
from kehoach.diacritics.encodings.capitals import lacks_capitals, repair_case, sentence_case
from kehoach.diacritics.encodings.detection import Detection, detect_document
from kehoach.diacritics.encodings.lossy import unsure
from kehoach.diacritics.encodings.names import Encoding
from kehoach.diacritics.encodings.reading import convert
from kehoach.diacritics.encodings.word_weights import BLANKS, weigh

DOUBTFUL = 0.9
"""A line whose encoding is less certain than this is flagged."""


@dataclass(frozen=True)
class Flag:
    """Something a person should look at: `line` counts from 0."""

    line: int
    reason: str
    """`encoding-unsure`, `letter-lost`, `letter-unsure`, `not-a-syllable` or `case-unknown`."""
    detail: str = ""


@dataclass(frozen=True)
class Converted:
    """A document in Unicode NFC, line for line, with the encoding each line had and what is in doubt."""

    lines: tuple[str, ...]
    encodings: tuple[Encoding | None, ...]
    flags: tuple[Flag, ...]

    @property
    def changed(self) -> bool:
        """Whether any line was in need of conversion."""
        return any(self.encodings)


def convert_document(lines: Sequence[str], drawn_large: Collection[int] = ()) -> Converted:
    """Each line read in its own encoding; a line that is right stays as it is, to the character.

    `drawn_large` are the numbers of lines (from 0) whose font shows capitals only (.VnTimeH), where fonts are known.

    >>> convert_document(["Th«ng t− h−íng dÉn", "Số 12", "QUYÕT §ÞNH"]).lines
    ('Thông tư hướng dẫn', 'Số 12', 'QUYẾT ĐỊNH')
    >>> convert_document(["Kế hoạch", "a) Mục đích"]).changed
    False
    """
    found = detect_document(lines)
    read: list[str] = []
    flags: list[Flag] = []
    for number, (line, detection) in enumerate(zip(lines, found, strict=True)):
        before = read[-1] if read else None
        text = _read(line, detection, before, number in drawn_large)
        flags += _doubts(number, line, text, detection, before)
        read.append(text)
    return Converted(tuple(read), tuple(d.encoding for d in found), tuple(flags))


def _read(line: str, detection: Detection, before: str | None, large: bool) -> str:
    """One line in Unicode, with the case that can be told."""
    if detection.encoding is None:
        return line
    text = convert(line, detection.encoding)
    if detection.encoding is not Encoding.TCVN3:
        return text
    return text.upper() if large else sentence_case(repair_case(text), before)


def _doubts(number: int, line: str, text: str, detection: Detection, before: str | None) -> list[Flag]:
    """What remains to be looked at in a converted line."""
    if detection.encoding is None:
        return []
    broken = [t for t in BLANKS.split(text) if t and weigh(t).broken and not _is_code(t)]
    flags = [Flag(number, "letter-lost" if "\ufffd" in t else "not-a-syllable", t) for t in broken]
    if detection.confidence < DOUBTFUL:
        flags.append(Flag(number, "encoding-unsure", detection.encoding))
    if detection.encoding is Encoding.TCVN3 and lacks_capitals(text, before):
        flags.append(Flag(number, "case-unknown", text))
    if detection.encoding in DAMAGES:
        flags += [Flag(number, "letter-unsure", t) for t in unsure(line, text, detection.encoding)]
    return flags


def _is_code(token: str) -> bool:
    """A document code or an acronym: 193/2001/QĐ-TTg, HĐND."""
    return any(c.isdigit() for c in token) or sum(c.isupper() for c in token) > 1
