"""«Nơi nhận» (ô 9b of Nghị định 30/2020/NĐ-CP): entries, purposes, brace groups, archive line, office marks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from kehoach.pipeline.document import Line
from kehoach.pipeline.form.purposes import purpose_of, with_purpose_mended
from kehoach.pipeline.form.recipients_head import cut_head, is_archive_line
from kehoach.pipeline.form.text_key import squeeze, vi_pattern
from kehoach.pipeline.parse.foot.braces import grouped
from kehoach.pipeline.parse.lines.paragraphs import evidence, glue
from kehoach.pipeline.parse.lines.rows import Row
from kehoach.pipeline.plan import Recipient

_DASH = re.compile(r"[.,'’]?\s?[-–—−·•*]+\s*")
_BRACE = re.compile(r"[}{\]]\s*\(?")
_TWICE = vi_pattern(r"^L[ưƣu]u\s*[:;.]?\s*(?=L[ưƣu]u\b)")
_INLINE = vi_pattern(r"(?<=[;.)])\s+[-–]\s+(?=[A-ZÀ-Ỵ])|(?<=[;.])\s*[-–]\s*(?=L[ưƣu]u\b)")


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


def clean(text: str) -> str:
    """An entry without its leading dash and final punctuation.

    >>> clean("- Sở: Nội vụ, Y tế, KHCN;"), clean("· BVĐK Cuộc Sống ;"), clean("- Công đoàn Ngành; (phối hợp)")
    ('Sở: Nội vụ, Y tế, KHCN', 'BVĐK Cuộc Sống', 'Công đoàn Ngành; (phối hợp)')
    """
    if _DASH.match(text) or is_archive_line(text):
        text = _DASH.sub("", text.lstrip("+ "), count=1)
    return squeeze(text).strip().rstrip(" ;.,\\|_~").strip()


def _respaced(text: str, archive: bool) -> str:
    """The spaces that readers of images lose: before a bracket, and in the archive line after its signs.

    «Lưu:» that stands twice in a row, as where two readings were joined, is one.

    >>> _respaced("UBND tỉnh(b/c)", False), _respaced("Lưu:VT,NVY", True), _respaced("VH,TT&DL", False)
    ('UBND tỉnh (b/c)', 'Lưu: VT, NVY', 'VH,TT&DL')
    >>> _respaced("Lưu: Lưu: VT", True)
    'Lưu: VT'
    """
    text = re.sub(r"(?<=\w)\((?=\w)", " (", text)
    text = _TWICE.sub("", text) if archive else text
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
        begins = parted or bool(_DASH.match(text)) or is_archive_line(text)
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
        return bool(self.entries) and is_archive_line(clean(self.entries[-1].text))

    def _open_archive(self, text: str) -> bool:
        """Whether the archive line goes on: it has no full stop yet, and what follows is no mark of its own."""
        last = self.entries[-1].text.rstrip()
        return last.endswith((",", ":", "-", "(")) or (last.count("(") > last.count(")"))


def read_recipients(rows: Sequence[tuple[str, Row]], scanned: frozenset[int] = frozenset()) -> RecipientList:
    """The list from its lines (text and row), the heading first; signature lines have been taken out.

    On the pages `scanned` what a reader hurt is mended where it can only be one thing: purposes, lost spaces.
    """
    found = RecipientList(lines=[row.line for _, row in rows])
    texts = list(rows)
    if texts and (head := cut_head(texts[0][0])):
        found.heading, rest = head
        texts = ([(rest, texts[0][1])] if rest else []) + texts[1:]
    reader = _Reader(any(_DASH.match(text) for text, _ in texts))
    for text, row in texts:
        reader.read(text, row.line)
    for entry in reader.entries:
        text = clean(entry.text)
        if text:
            archive = is_archive_line(text)
            if entry.lines[0].page in scanned:
                text = _respaced(text, archive) if archive else with_purpose_mended(_respaced(text, archive))
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
    braces = [(group, brace.lines) for group, brace in zip(found.groups, reader.braces, strict=True)]
    found.entries = grouped(found.entries, braces)
    return found
