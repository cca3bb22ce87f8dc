"""Marks of secrecy in the lines of a paper: which lines bear one, of which level, and how sure that is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kehoach.pipeline.document import Line
from kehoach.pipeline.form.recipients_head import cut_head, is_archive_line
from kehoach.pipeline.secrecy.levels import MAT, TOI_MAT, TUYET_MAT, Level, levels_in, skeleton
from kehoach.pipeline.secrecy.line_zones import Zone, zones_of
from kehoach.pipeline.secrecy.phrases import (
    AFTER,
    BEFORE,
    NOTATION,
    STAMPS,
    field_value,
    first_word,
    in_running_text,
    is_field,
    is_label,
    last_word,
    whole_mark,
)

_CUT = re.compile(r"[\t|│║┃;]|\s{2,}")
_CELLS = re.compile(r"[\t|│║┃]")
_TOO_LONG = 400  # letters: lines of running text that a text export did not break
_HALVES = {"TUYET": TUYET_MAT, "TOI": TOI_MAT}
_KEPT = ("bí", "bảo", "bi", "bao")  # «Lưu: VT, tổ bảo mật»; «bản mật» in an archive line is a mark
_NOUNS = ("TAI LIEU", "VAN BAN", "DO MAT", "DO")  # a stamp in two lines: «TÀI LIỆU», below it «MẬT»


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark in a line, from `start` to before `end`; `level` is None where a stamp says secret but not how much.

    `around`: the mark with its frame, its label and what else belongs to it.
    """

    line: Line
    level: str | None
    doubtful: bool
    start: int
    end: int
    around: tuple[int, int]

    @property
    def text(self) -> str:
        """The mark as printed."""
        return self.line.text[self.start : self.end]


def find_marks(lines: Sequence[Line]) -> list[Mark]:
    """The marks of secrecy in lines in reading order, whatever their roles are; doubtful ones among them."""
    zones = zones_of(lines)
    found = []
    shown = [at for at, line in enumerate(lines) if line.text.strip()]
    for place, at in enumerate(shown):
        line, zone = lines[at], zones[at]
        if len(line.text) > _TOO_LONG and zone is not Zone.BESIDE:
            continue
        above = lines[at - 1].text if at else ""
        below = lines[shown[place + 1]].text if place + 1 < len(shown) else ""
        mark = next(_of_line(line, zone, above, below), None) or _upright([lines[i] for i in shown[place : place + 3]])
        if mark is not None:
            found.append(mark)
    return found


def _upright(three: Sequence[Line]) -> Mark | None:
    """«M», «Ậ», «T» one below the other, as a stamp beside the text is exported."""
    letters = "".join(line.text.strip(" .*|[]") for line in three)
    if len(letters) != len(three) or len(three) < 3 or not levels_in(letters):
        return None
    first = three[0]
    return Mark(first, MAT, True, 0, len(first.text), (0, len(first.text)))


def _of_line(line: Line, zone: Zone, above: str, below: str) -> Iterator[Mark]:
    """What a line may be, the surest first."""
    if "T" not in skeleton(line.text).upper() and "7" not in line.text and "Ậ" not in line.text.upper():
        yield from _others(line, zone, above)
        return
    yield from _wholes(line, zone, above, below)
    yield from _fields(line, zone)
    if zone in (Zone.HEAD, Zone.BESIDE) or cut_head(line.text):
        yield from _scanned(line, zone, above, below)
    elif zone is Zone.TITLE:
        yield from _at_the_end(line, above, below)
    yield from _others(line, zone, above)


def _wholes(line: Line, zone: Zone, above: str, below: str) -> Iterator[Mark]:
    """The line, or a part of it that a wide gap sets apart, is a mark and nothing else."""
    for start, text in _parts(line.text, zone):
        level = whole_mark(text, titled=zone in (Zone.HEAD, Zone.TITLE))
        if level is None or is_field(text[: level.end + 2]) or not _counts(level, zone, text):
            continue
        if text.strip() == line.text.strip() and _goes_on(level, above, below):
            continue
        name = _HALVES.get(skeleton(above).upper().strip(" .*|[]"), level.name) if level.name == MAT else level.name
        doubtful = level.doubtful or _is_odd(level, zone, text)
        yield Mark(line, name, doubtful, start + level.start, start + level.end, (start, start + len(text)))


def _parts(text: str, zone: Zone) -> Iterator[tuple[int, str]]:
    """The whole line, then the pieces of it; in the body a row of a table is no mark for one cell's sake."""
    yield 0, text
    cut = _CUT if zone not in (Zone.BODY, Zone.EDGE) or not _CELLS.search(text) else _CELLS
    pieces = [(start, text[start:end]) for start, end in _between(cut, text) if text[start:end].strip()]
    most = {Zone.BODY: 1 if cut is _CELLS else 2, Zone.EDGE: 2 if cut is _CELLS else 3}.get(zone, len(pieces))
    if len(pieces) <= most:
        yield from pieces


def _between(cut: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in cut.finditer(text):
        yield start, match.start()
        start = match.end()
    yield start, len(text)


def _counts(level: Level, zone: Zone, text: str) -> bool:
    """Whether a level that stands alone is a mark in its zone: in the body in capitals that spell no other word."""
    if is_label(text) and (not level.capitals or ":" in text or zone is Zone.BODY):
        return False
    bare = text.strip()[:1].isalpha()
    if zone is Zone.BODY:
        return level.capitals and level.near
    if zone is Zone.EDGE:
        return not level.word and (level.capitals or not bare)
    return level.capitals or text[level.start : level.start + 1].isupper() or ":" in text or not bare


def _is_odd(level: Level, zone: Zone, text: str) -> bool:
    """Whether a level is a mark in doubt though its letters are right: small letters outside the head, a bare label."""
    return (not level.capitals and zone is not Zone.HEAD and ":" not in text) or is_label(text)


def _goes_on(level: Level, above: str, below: str) -> bool:
    """Whether a name or a sentence in the line above runs on into this one: «… BẢO VỆ BÍ», below it «MẬT»."""
    if level.name != MAT or skeleton(above).upper().strip(" .:*|[]") in _NOUNS:
        return False
    begun = any(last_word(part) in BEFORE for part in _CUT.split(above) if part.strip())  # in either column
    return begun or (above[-1:].isalnum() and first_word(below) in AFTER and not is_field(below))


def _fields(line: Line, zone: Zone) -> Iterator[Mark]:
    """«Độ mật: …»; a value that is no level is doubtful, and so is the field amid the body."""
    found = field_value(line.text)
    if found is None:
        return
    level, start, end, begins = found
    if level is not None:
        yield Mark(line, level.name, level.doubtful or zone is Zone.BODY, start, end, (begins, end))
    elif zone is Zone.HEAD and len(line.text[start:end].split()) <= 3:
        yield Mark(line, None, True, start, end, (begins, end))


def _scanned(line: Line, zone: Zone, above: str, below: str) -> Iterator[Mark]:
    """A level in capitals amid the letterhead's words: «SỞ Y TẾ MẬT», «Số: 12/KH-SYT TỐI MẬT Hà Nội, ngày …»."""
    levels = levels_in(line.text)
    for level in levels:
        if not any(map(str.isalnum, line.text[: level.start])) and _goes_on(level, above, below):
            continue
        after_code = re.search(r"/\s?[A-ZĐ][\w&-]*\s+$", line.text[: level.start]) is not None
        small = after_code and line.text[level.start].isupper()
        if (level.capitals or small) and not in_running_text(line.text, level):
            doubtful = level.doubtful or len(levels) > 1 or zone is Zone.BESIDE
            yield _alone(line, level, doubtful=doubtful)


def _at_the_end(line: Line, above: str, below: str) -> Iterator[Mark]:
    """A level in capitals with which a line of the title begins or ends: a stamp beside it, or words of the subject."""
    key = skeleton(line.text)
    for level in levels_in(line.text):
        if _goes_on(level, above, below):
            continue
        outer = not any(map(str.isalnum, key[: level.start])) or not any(map(str.isalnum, key[level.end :]))
        if outer and level.capitals and not level.word and not in_running_text(line.text, level):
            yield _alone(line, level, doubtful=True)


def _others(line: Line, zone: Zone, above: str) -> Iterator[Mark]:
    """Stamps without a level, the archive line, a sign in the notation: always doubtful."""
    key = skeleton(line.text).upper()
    for start, text in _parts(line.text, zone):
        stamped = STAMPS.fullmatch(skeleton(text).upper())
        if stamped and any(last_word(part) in ("bảo", "vệ") for part in _CUT.split(above) if part.strip()):
            continue  # «BAN CHỈ ĐẠO BẢO VỆ», below it «BÍ MẬT NHÀ NƯỚC»
        if stamped and (zone is not Zone.BODY or text.isupper() or re.search(r"THU HOI|BOC BI|CO TEN", key)):
            yield Mark(line, None, True, start, start + len(text), (start, start + len(text)))
    if _is_archive_line(line.text):
        for level in levels_in(line.text):
            known = last_word(line.text[: level.start]) in _KEPT or first_word(line.text[level.end :]) in AFTER
            if level.near and not known:
                yield _alone(line, level, doubtful=True)
    sign = NOTATION.search(key) if zone is Zone.HEAD else None
    if sign:
        yield Mark(line, None, True, *sign.span("sign"), sign.span("sign"))


def _is_archive_line(text: str) -> bool:
    """«Lưu: VT», behind «Nơi nhận:» on one line too."""
    head = cut_head(text)
    return is_archive_line(head[1] if head else text)


def _alone(line: Line, level: Level, *, doubtful: bool) -> Mark:
    return Mark(line, level.name, doubtful, level.start, level.end, (level.start, level.end))
