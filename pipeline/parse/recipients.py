"""«Nơi nhận» (ô 9b of Nghị định 30/2020/NĐ-CP): entries, purposes, brace groups, archive line, office marks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.document import Line
from pipeline.plan import Recipient

from .paragraphs import evidence, glue
from .rows import Row
from .textual import key, squeeze, vi_pattern

_HEAD = re.compile(r"[Nn]\S{1,3}\s*[Nn]h\S{1,3}\s*[:.;]?\s*")
_DASH = re.compile(r"[.,'’]?\s?[-–—−·•*]+\s*")
_BRACE = re.compile(r"[}{\]]\s*\(?")
_ARCHIVE = re.compile(r"luu\b\s*[:;.]?")
_INLINE = vi_pattern(r"(?<=[;.)])\s+[-–]\s+(?=[A-ZÀ-Ỵ])|(?<=[;.])\s*[-–]\s*(?=L[ưƣu]u\b)")
PURPOSE = re.compile(
    r"(?:de\s+)?(?:b/?\s?c(?:ao)?|bao cao|t/?h(?:ien)?|th/hien|thuc hien|p/?h(?:op)?(?: thuc hien)?"
    r"|phoi hop(?: thuc hien)?|biet|d/?b(?:iet)?|chi dao|theo doi|dua tin|dang tin|dang tai|dang bao|qly|tong hop"
    r"|tham muu|xem xet"
    r"|bao cao va chi dao|biet va chi dao.*|biet,? .*|(?:bao cao|thuc hien|phoi hop|b/c|t/h|p/h)[,;] .*"
    r"|thay bao cao|thay b/c|niem yet|kiem tra|giam sat|chu tri|tuyen truyen|trien khai(?: thuc hien)?|luu)"
)
"""What a bracket after a recipient says of its purpose; others («(1AE)», «(qua Cục A03)») are part of it."""


@dataclass(slots=True)
class _Entry:
    text: str
    lines: list[Line]


@dataclass(slots=True)
class RecipientList:
    """The entries in order; `groups`: the words of braces; `drafter`: what follows the archive line."""

    entries: list[Recipient] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    drafter: str | None = None
    drafter_lines: list[Line] = field(default_factory=list)
    heading: str | None = None
    lines: list[Line] = field(default_factory=list)


def purpose_of(text: str) -> str | None:
    """The purpose in the last bracket of an entry.

    >>> purpose_of("Lãnh đạo Sở (b/c)"), purpose_of("CT UBND TP (1AE)"), purpose_of("Bộ Y tế (qua Cục A) (để báo cáo)")
    ('b/c', None, 'để báo cáo')
    """
    for bracket in reversed(re.findall(r"\(([^()]{1,60})\)", text)):
        if PURPOSE.fullmatch(key(bracket).strip(" .;,")):
            return str(bracket).strip()
    return None


def clean(text: str) -> str:
    """An entry without its leading dash and final punctuation.

    >>> clean("- Sở: Nội vụ, Y tế, KHCN;"), clean("· BVĐK Cuộc Sống ;"), clean("- Công đoàn Ngành; (phối hợp)")
    ('Sở: Nội vụ, Y tế, KHCN', 'BVĐK Cuộc Sống', 'Công đoàn Ngành; (phối hợp)')
    """
    return squeeze(_DASH.sub("", text, count=1) if _DASH.match(text) else text).strip().rstrip(" ;.,\\|_~").strip()


def _respaced(text: str, archive: bool) -> str:
    """The spaces that readers of images lose: before a bracket, and in the archive line after its signs.

    >>> _respaced("UBND tỉnh(b/c)", False), _respaced("Lưu:VT,NVY", True), _respaced("VH,TT&DL", False)
    ('UBND tỉnh (b/c)', 'Lưu: VT, NVY', 'VH,TT&DL')
    """
    text = re.sub(r"(?<=\w)\((?=\w)", " (", text)
    return re.sub(r"(?<=[:,;])(?=\w)", " ", text) if archive else text


class _Reader:
    """The rows of a list being read."""

    def __init__(self, dashed: bool) -> None:
        self.dashed = dashed
        self.entries: list[_Entry] = []
        self.braces: list[_Entry] = []
        self.after: list[_Entry] = []
        self.in_brace = False

    def read(self, text: str, line: Line) -> None:
        """Take one printed line."""
        if _BRACE.match(text) and text[0] in "}{]":
            self.braces.append(_Entry(_BRACE.sub("", text, count=1), [line]))
            self.in_brace = not text.rstrip().endswith(")")
            return
        if self.in_brace:
            self.braces[-1].text += " " + text
            self.braces[-1].lines.append(line)
            self.in_brace = not text.rstrip().endswith(")")
            return
        for at, piece in enumerate(_INLINE.split(text)):
            self._piece(piece.strip(), line, parted=at > 0)

    def _piece(self, text: str, line: Line, *, parted: bool) -> None:
        begins = parted or bool(_DASH.match(text)) or _ARCHIVE.match(key(text).lstrip("-–· ")) is not None
        if self._archived() and not begins:
            if self._open_archive(text):
                self._continue(text, line)
            else:
                self.after.append(_Entry(text, [line]))
            return
        if (
            begins
            or not self.entries
            or (not self.dashed and self.entries[-1].text.rstrip().endswith((";", ".", ")")) and text[0] != "+")
        ):
            self.entries.append(_Entry(text, [line]))
        else:
            self._continue(text, line)

    def _continue(self, text: str, line: Line) -> None:
        last = self.entries[-1]
        last.text += glue(last.text, text) + text
        last.lines.append(line)

    def _archived(self) -> bool:
        return bool(self.entries) and _ARCHIVE.match(key(clean(self.entries[-1].text))) is not None

    def _open_archive(self, text: str) -> bool:
        """Whether the archive line goes on: it has no full stop yet, and what follows is no mark of its own."""
        last = self.entries[-1].text.rstrip()
        return last.endswith((",", ":", "-", "(")) or (last.count("(") > last.count(")"))


def read_recipients(rows: Sequence[tuple[str, Row]]) -> RecipientList:
    """The list from its lines (text and row), the heading first; signature lines have been taken out."""
    found = RecipientList(lines=[row.line for _, row in rows])
    texts = list(rows)
    if texts:
        head = _HEAD.match(texts[0][0])
        if head:
            found.heading = head[0].strip()
            rest = texts[0][0][head.end() :].strip()
            texts = ([(rest, texts[0][1])] if rest else []) + texts[1:]
    reader = _Reader(any(_DASH.match(text) for text, _ in texts))
    for text, row in texts:
        reader.read(text, row.line)
    for entry in reader.entries:
        text = clean(entry.text)
        if text:
            archive = _ARCHIVE.match(key(text)) is not None
            if any(word.confidence is not None for line in entry.lines for word in line.words):
                text = _respaced(text, archive)
            found.entries.append(
                Recipient(
                    text=text,
                    purpose=None if archive else purpose_of(text),
                    archive_line=archive,
                    evidence=evidence(entry.lines),
                )
            )
    found.groups = [squeeze(brace.text).strip("() .;") for brace in reader.braces]
    if reader.after:
        found.drafter = squeeze(" ".join(entry.text for entry in reader.after)) or None
        found.drafter_lines = [line for entry in reader.after for line in entry.lines]
    _set_groups(found)
    return found


def _set_groups(found: RecipientList) -> None:
    """Give the braces' words to the entries where the print parts them clearly: entries with a purpose stand between.

    How far a brace reached is lost with its drawing; where the number of runs differs from that of braces, none is set.
    """
    runs: list[list[Recipient]] = [[]]
    for entry in found.entries:
        if entry.archive_line:
            continue
        if entry.purpose:
            runs.append([])
        else:
            runs[-1].append(entry)
    runs = [run for run in runs if run]
    if found.groups and len(runs) == len(found.groups):
        for run, group in zip(runs, found.groups, strict=True):
            for entry in run:
                entry.group = group
