"""What a font's name says of the letters set in it: the old encodings of .VnTime, VNI-Times and their kin."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from kehoach.diacritics.encodings import Encoding, convert
from kehoach.diacritics.encodings.capitals import repair_case
from kehoach.diacritics.encodings.evidence import evidence
from kehoach.diacritics.encodings.word_weights import unicode_only, weigh
from kehoach.pipeline.ingest.office.flow import Paragraph, Span
from kehoach.pipeline.ingest.styles import draws_capitals

_FAMILIES = (
    (re.compile(r"\.Vn|Vn[A-Z]"), Encoding.TCVN3),  # the ABC fonts; some copies lost the dot
    (re.compile(r"VNI\b|VNI-|VNI [A-Z]", re.IGNORECASE), Encoding.VNI),
    (re.compile(r"VPS\b", re.IGNORECASE), Encoding.VPS),
    (re.compile(r"VI (?:Times|Arial|Helvetica)"), Encoding.VISCII),
)

_SYMBOLS = {
    0xB7: "•", 0xA7: "▪", 0xD8: "➢", 0xFC: "✓", 0x76: "❖", 0xA8: "□", 0x6F: "□", 0xFE: "☑", 0xFD: "☒", 0x71: "□",
    0xE0: "→", 0xF0: "⇨", 0xA3: "≤", 0xB3: "≥", 0xB4: "×", 0xB1: "±", 0xB0: "°", 0xAE: "→", 0x2D: "-",
}  # fmt: skip
"""What Symbol and Wingdings draw, by the low byte of the private characters (U+F0xx) that programs keep for it."""

_PRIVATE = re.compile("[\uf020-\uf0ff]")
_HYPHEN = "\u00ad"
_HYPHENED = re.compile(f"[^\\s{_HYPHEN}]*(?:{_HYPHEN}[^\\s{_HYPHEN}]*)+")


@dataclass(frozen=True, slots=True)
class Read:
    """A text in Unicode; `before` is what the file has, `encoding` what it was in, None where nothing was converted."""

    text: str
    before: str = ""
    encoding: Encoding | None = None


def encoding_of(font: str) -> Encoding | None:
    """The old encoding that a font is made for, None for all others.

    >>> [encoding_of(name) for name in (".VnTimeH", "VNI-Times", "VPS Long An", "Times New Roman")]
    [<Encoding.TCVN3: 'tcvn3'>, <Encoding.VNI: 'vni'>, <Encoding.VPS: 'vps'>, None]
    """
    return next((encoding for pattern, encoding in _FAMILIES if pattern.match(font)), None)


def read_paragraph(paragraph: Paragraph) -> Read:
    """A paragraph with its label, each part read as its font asks.

    >>> words = [Span("KÕ ho¹ch ", ".VnTime"), Span("sè 04", ".VnTime"), Span(" của Sở", "Arial")]
    >>> read_paragraph(Paragraph(words, "1.")).text
    '1. Kế hoạch số 04 của Sở'
    >>> read_paragraph(Paragraph([Span("së y tÕ", ".VnTimeH"), Span(" tØnh", ".VnTime")])).text
    'SỞ Y TẾ tỉnh'
    """
    if not paragraph.label:
        return read_spans(paragraph.spans)
    label = Span(shown_symbols(paragraph.label), paragraph.label_font)
    return read_spans([label, Span(" "), *_unindented(paragraph.spans)])


def _unindented(spans: Sequence[Span]) -> list[Span]:
    """Spans without the blanks with which they begin."""
    rest = list(spans)
    while rest and not rest[0].text.strip(" \t"):
        rest.pop(0)
    if rest:
        rest[0] = Span(rest[0].text.lstrip(" \t"), rest[0].font, rest[0].capitals)
    return rest


def read_spans(spans: Iterable[Span]) -> Read:
    """Spans in Unicode, neighbours in fonts of one kind read together: programs cut words where they like."""
    before = after = ""
    found: Encoding | None = None
    for (encoding, capitals), group in groupby(_joined(spans), lambda one: (one[0], one[1])):
        text = "".join(part for _, _, part in group)
        read, used = _read(text, encoding)
        before += text
        after += read.upper() if capitals else read
        found = found or used
    if found is Encoding.TCVN3:
        after = "\n".join(map(repair_case, after.split("\n")))
    return Read(shown_symbols(without_hyphens(after)), before, found)


def without_hyphens(text: str) -> str:
    """A text without optional hyphens, which show only where a line is cut there.

    What may be the letter ư of TCVN3, whose byte is that of the hyphen, stays for whoever knows the encoding.

    >>> without_hyphens("kế hoạch truyền\u00adthông"), without_hyphens("Th«ng t\u00ad") == "Th«ng t\u00ad"
    ('kế hoạch truyềnthông', True)
    """
    return _HYPHENED.sub(_unhyphened, text) if _HYPHEN in text else text


def _unhyphened(found: re.Match[str]) -> str:
    parts = found[0].split(_HYPHEN)
    whole = "".join(parts)
    is_hyphen = all(len(part) > 1 and not weigh(part).broken for part in parts)
    return whole if is_hyphen else found[0]


def _joined(spans: Iterable[Span]) -> list[tuple[Encoding | None, bool, str]]:
    """Spans with what their fonts say; blanks and bare signs go with what stands before them."""
    parts: list[tuple[Encoding | None, bool, str]] = []
    for span in spans:
        encoding, capitals = encoding_of(span.font), span.capitals or draws_capitals(span.font)
        if parts and not span.text.strip() and _HYPHEN not in span.text:
            encoding, capitals = parts[-1][:2]
        parts.append((encoding, capitals, span.text))
    return parts


def _read(text: str, encoding: Encoding | None) -> tuple[str, Encoding | None]:
    """A text in the encoding of its font, unless that spoils more than it mends: the font was misnamed then."""
    if encoding is None or (text.isascii() and not any(c < " " and c not in "\t\n\f" for c in text)):
        return text, None
    found = evidence(text, encoding)
    if found.spoilt > found.mended or (found.gain <= 0 and any(map(unicode_only, text.split()))):
        return text, None
    read = convert(text, encoding)
    return read, encoding if read != text else None


def shown_symbols(text: str) -> str:
    """Private characters of symbol fonts as the signs that these fonts draw; unknown ones stay.

    >>> shown_symbols(chr(0xF0B7) + " Mục tiêu")
    '• Mục tiêu'
    """
    return _PRIVATE.sub(lambda found: _SYMBOLS.get(ord(found[0]) & 0xFF, found[0]), text)
