"""Braces beside «Nơi nhận» that give several entries one purpose: «} (báo cáo)», «} (thực hiện)».

A text export writes them after the list; how far each reached is lost with its drawing. Two things are left to go by:
entries that carry a purpose of their own part the others into runs, and an office reports upwards and has things done
below.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kehoach.pipeline.document import Box, Line
from kehoach.pipeline.form.text_key import key
from kehoach.pipeline.plan import Recipient

Brace = tuple[str, Sequence[Line]]
"""What a brace says, and its lines."""
_ABOVE = re.compile(
    r"(?:bo|cuc|vu|tinh uy|thanh uy|tt\.?|thuong truc|hdnd|hoi dong nhan dan|ubnd tinh|ubnd thanh pho|ubnd tp"
    r"|uy ban nhan dan (?:tinh|thanh pho)|chu tich|ban giam doc)\b|ban .*\b(?:tinh|thanh pho|trung uong)$"
)
_BELOW = re.compile(
    r"(?:cac|thu truong|giam doc) (?:cac )?(?:don vi|phong|khoa|benh vien|trung tam|tram|co so|ttyt|bv)"
    r"|(?:don vi|benh vien|bv|trung tam|ttyt|ttksbt|tram|phong|khoa|chi cuc|truong)\b"
    r"|(?:ubnd|uy ban nhan dan) (?:cac )?(?:huyen|xa|phuong)"
)
_UPWARDS = re.compile(r"bao cao|b/c")
_DOWNWARDS = re.compile(r"thuc hien|t/h|trien khai|phoi hop|p/h")
_TALL = 1.6
"""A brace that was read with its height is taller than so many lines; one read as a letter is one line high."""


def fits(entry: str, word: str) -> bool:
    """Whether what a brace says fits an entry: reports go to those above, tasks to those below.

    >>> fits("Bộ Y tế", "báo cáo"), fits("Các đơn vị trực thuộc Sở", "thực hiện"), fits("Ban TĐKT tỉnh", "báo cáo")
    (True, True, True)
    >>> fits("Trang TTĐT Sở Y tế", "thực hiện"), fits("Lãnh đạo Sở", "thực hiện"), fits("Bộ Y tế", "thực hiện")
    (False, False, False)
    """
    said, whom = key(word), key(entry)
    if _UPWARDS.search(said):
        return _ABOVE.match(whom) is not None
    return _DOWNWARDS.search(said) is not None and _BELOW.match(whom) is not None


def _runs(entries: Sequence[Recipient]) -> list[list[Recipient]]:
    runs: list[list[Recipient]] = [[]]
    for entry in entries:
        if entry.archive_line:
            continue
        if entry.purpose:
            runs.append([])
        else:
            runs[-1].append(entry)
    return [run for run in runs if run]


def _beside(entries: Sequence[Recipient], lines: Sequence[Line]) -> list[Recipient]:
    """The entries that stand beside a brace that was read with its height; none where it was not."""
    boxes = [line.box for line in lines if line.box is not None]
    heights = [
        entry.evidence.box[3] - entry.evidence.box[1] for entry in entries if entry.evidence and entry.evidence.box
    ]
    if not boxes or not heights:
        return []
    brace = Box.around(boxes)
    if brace.height < _TALL * sorted(heights)[len(heights) // 2]:
        return []
    return [entry for entry in entries if _middle(entry) and brace.top <= (_middle(entry) or 0.0) <= brace.bottom]


def _middle(entry: Recipient) -> float | None:
    box = entry.evidence.box if entry.evidence else None
    return (box[1] + box[3]) / 2 if box else None


def grouped(entries: Sequence[Recipient], braces: Sequence[Brace]) -> list[Recipient]:
    """The entries with the words of the braces that hold them: by their place if they have one, else by run and rank.

    An entry of the run that the word does not fit stays open, and where there are more or fewer runs than braces, all.
    """
    runs, words = _runs(entries), dict[int, str]()
    for at, (word, lines) in enumerate(braces):
        beside = _beside(entries, lines)
        if not beside and len(runs) == len(braces):
            beside = [entry for entry in runs[at] if fits(entry.text, word)]
        words.update((id(entry), word) for entry in beside)
    return [entry.model_copy(update={"group": words[id(entry)]}) if id(entry) in words else entry for entry in entries]
