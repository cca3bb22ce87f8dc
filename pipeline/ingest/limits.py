"""What a file may ask of the program, in one place: each limit with its reason. SECURITY.md names the test of each."""

from __future__ import annotations

import re
import unicodedata

TEXT_BYTES = 16 << 20
"""The longest plan has 2 MB of text; a file of more than 16 MB is a log or a dump."""

OFFICE_BYTES = 256 << 20
"""A larger office document holds a film or an archive; 300 pages scanned into Word come to 100 MB."""

OFFICE_UNPACKED = 512 << 20
"""What an office document may unpack to, its pictures among it."""

OFFICE_XML = 64 << 20
"""What one part of text may unpack to: 2 MB of text, as the longest plan has, are 20 to 30 MB of Word's XML."""

OFFICE_MEMBERS = 10_000
"""Parts of one office document; a document with 300 pictures has some 350."""

OFFICE_DEPTH = 40
"""Tables within tables, boxes within boxes, lists within lists, of which the text is read; people set up to four."""

SHEET_CELLS = 1_000_000
"""Cells of one workbook that are looked at; the appendices of plans have some thousands."""

IMAGE_PIXELS = 180_000_000
"""A larger picture is refused: A0 at 300 dpi has 139 million pixels, 540 MB as RGB; more is a bomb or a mistake."""

DRAWN_PIXELS = 80_000_000
"""A page that is larger (A4 at 900 dpi, A0 at 230) is drawn, or a picture taken, coarser instead: two copies are held
together for a moment, 480 MB in colours, and a worker is to stay below 1 GB."""

PAGE_LETTERS = 200_000
"""Characters of one page's text layer; a printed page has 5,000, an A0 sheet of small print 100,000."""

PAGE_OBJECTS = 200_000
"""Pictures, paths, texts and forms of one page that are looked at; maps and drawings have tens of thousands."""

PAGE_NOTES = 1_000
"""Annotations of one page that are read."""

NOTE_LETTERS = 20_000
"""Characters of one annotation that are read."""

SIGNATURES = 100
"""Digital signatures of one PDF that are checked; plans have up to ten."""

LINE_LETTERS = 20_000
"""A longer line of a text file is cut at a blank; exports that put a paragraph on a line stay below 10,000."""

WORD_LETTERS = 1_000
"""A longer run without a blank is cut: patterns take time with the square of a word's length."""

MARKS_IN_A_ROW = 30
"""Combining marks on one letter; a joiner stands behind so many, as in Unicode's Stream-Safe Text Format (UAX #15,
section 13). Without it the time that composing takes grows with the square of their number."""

MEMBERS = 10_000
"""Files in one archive or mail; a year of a department's plans has hundreds. More is a whole disk, or a bomb."""

DIRECTORY_BYTES = 8 << 20
"""A zip's own list of its members: ten thousand with names of 200 letters take 3 MB."""

MEMBER_BYTES = 2 << 30
"""One member unpacked: the largest scanned books have half of it."""

NESTED_BYTES = 512 << 20
"""An archive or mail within another, unpacked to be looked into."""

MAIL_BYTES = 128 << 20
"""A mail is read as a whole; mail servers take up to 50 MB, 70 MB as it is written."""

BOMB_RATIO = 200
"""Unpacked over packed bytes. Scans pack little; a blank page without compression packs 1000 to 1, but is small."""

BOMB_BYTES = 512 << 20
"""What unpacks to less is no bomb, whatever its ratio."""

_JOINER = "\u034f"  # COMBINING GRAPHEME JOINER: shows nothing
_WORD = re.compile(rf"(\S{{{WORD_LETTERS}}})(?=\S)")


def bounded_marks(text: str) -> str:
    r"""The text with a joiner behind every thirty combining marks in a row; other text is as it was.

    >>> bounded_marks("e\u0302\u0301") == "e\u0302\u0301", len(bounded_marks("a" + "\u0301\u0323" * 50))
    (True, 104)
    """
    if len(text) <= MARKS_IN_A_ROW or text.isascii():
        return text
    marks = "".join(c for c in set(text) if unicodedata.combining(c))
    if not marks:
        return text
    return re.sub(f"([{marks}]{{{MARKS_IN_A_ROW}}})(?=[{marks}])", rf"\1{_JOINER}", text)


def bounded_lines(text: str) -> tuple[str, int]:
    """The text with lines and words cut that are longer than any print, and how many line ends that put in.

    >>> bounded_lines("Sở Y tế\\nKế hoạch")
    ('Sở Y tế\\nKế hoạch', 0)
    >>> [len(part) for part in bounded_lines("a" * 2500)[0].split("\\n")]
    [1000, 1000, 500]
    """
    if max(map(len, text.split("\n"))) <= WORD_LETTERS:
        return text, 0
    shorter, cuts = _WORD.subn(r"\1\n", text)
    lines: list[str] = []
    for line in shorter.split("\n"):
        lines += _pieces(line)
    return "\n".join(lines), cuts + len(lines) - 1 - shorter.count("\n")


def _pieces(line: str) -> list[str]:
    """A line in parts of at most LINE_LETTERS, cut behind a blank."""
    found = []
    start = 0
    while len(line) - start > LINE_LETTERS:
        cut = max(line.rfind(blank, start, start + LINE_LETTERS) for blank in " \t\f") + 1 or start + LINE_LETTERS
        found.append(line[start:cut])
        start = cut
    return [*found, line[start:]]
