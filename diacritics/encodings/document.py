"""A whole document into Unicode: every line by its own encoding, the case that TCVN3 lost, and what stays in doubt."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from diacritics.encodings.detection import Detection, detect_document
from diacritics.encodings.names import Encoding
from diacritics.encodings.reading import convert


@dataclass(frozen=True)
class Flag:
    """Something a person should look at: `line` counts from 0."""

    line: int
    reason: str
    detail: str = ""


@dataclass(frozen=True)
class Converted:
    """A document in Unicode NFC, line for line, with the encoding each line had and what is in doubt."""

    lines: tuple[str, ...]
    encodings: tuple[Encoding | None, ...]
    flags: tuple[Flag, ...]


def convert_document(lines: Sequence[str]) -> Converted:
    """Each line read in its encoding.

    >>> convert_document(["Th«ng t− h−íng dÉn", "Số 12", "QUYÕT §ÞNH"]).lines
    ('Thông tư hướng dẫn', 'Số 12', 'QUYẾT ĐỊNH')
    """
    found = detect_document(lines)
    read = [convert(s, d.encoding) if d.encoding else s for s, d in zip(lines, found, strict=True)]
    return Converted(tuple(read), tuple(d.encoding for d in found), ())
