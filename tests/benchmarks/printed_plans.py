"""Plan texts set as the documents they came from, and scanned: for measuring what reading them again costs."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2] / "samples"))

from maker import damage as harm
from maker.fonts import find_face
from maker.paint import paint, sign, stamp
from maker.paragraph import break_lines, line_text, pieces_of
from maker.sheet import Sheet
from maker.source import Block, Source
from maker.typeset import typeset

DPI = 200
FONT = "Tinos"
SUBJECT_WIDTH = 420.0  # points
HEADING = re.compile(r"(?:[IVX]+|[A-Z])\.\s")
POST = re.compile(r"(?:TM|KT|TL|TUQ|Q)\.|(?:PHÓ |Q\. ?)?(?:CHỦ TỊCH|GIÁM ĐỐC|BỘ TRƯỞNG|THỨ TRƯỞNG|CỤC TRƯỞNG|CHÁNH)")
PLACE = re.compile(r"(?=(?:TỈNH|THÀNH PHỐ|HUYỆN|QUẬN|XÃ|PHƯỜNG) )")


@dataclass(frozen=True)
class Foot:
    """Recipients and signature, as lines of the text."""

    recipients: list[str]
    posts: list[str]
    name: str


def groups_of(text: str) -> list[list[str]]:
    """The lines between blank lines; rules of dashes and an empty end are dropped."""
    groups: list[list[str]] = [[]]
    for line in text.lstrip("\ufeff").splitlines():
        if line.strip():
            groups[-1] += [] if re.fullmatch(r"\s*-{3,}\s*", line) else [line if "\t" in line else line.strip()]
        elif groups[-1]:
            groups.append([])
    return [group for group in groups if group]


def source_of(name: str, text: str) -> Source:
    """The recipe of a plan's text: letterhead, type and subject, paragraphs, recipients and signature."""
    left, right, (doc_type,), subject, *body = groups_of(text)
    agency = PLACE.split(" ".join(left[:-1]), maxsplit=1)
    place, _, date = " ".join(takewhile(bool, right[_motto(right) + 1 :])).partition(", ")
    head = {
        "parent": agency[0].strip() if len(agency) > 1 else "",
        "agency": agency[-1].strip(),
        "number_line": left[-1],
        "motto": (" ".join(right[: _motto(right)]), right[_motto(right)]),
        "place": place,
        "date": date,
        "doc_type": doc_type,
        "subject": broken(" ".join(subject)),
    }
    blocks, foot = blocks_of(body)
    signed = {"recipients": foot.recipients, "lines": foot.posts, "name": foot.name}
    return Source(Path(name), (), {"size": 14}, (), head, signed, {}, tuple(blocks))


def _motto(right: list[str]) -> int:
    """Which line of the right column is the tiêu ngữ."""
    return next(number for number, line in enumerate(right) if line.startswith("Độc lập"))


def broken(text: str) -> list[str]:
    """A title in lines as wide as titles are."""
    lines = break_lines(pieces_of(text, "bold"), find_face(FONT), 14, SUBJECT_WIDTH, SUBJECT_WIDTH)
    return [line_text(line) for line in lines]


def blocks_of(groups: list[list[str]]) -> tuple[list[Block], Foot]:
    """What stands below the title; the groups that begin with «Nơi nhận» and the one after it are the foot."""
    blocks: list[Block] = []
    foot = Foot([], [], "")
    waiting = iter(groups)
    for group in waiting:
        if group[0].startswith("Nơi nhận"):
            foot = Foot(group[1:], *_signed(next(waiting)))
            blocks += [Block("signature", ""), Block("page", "")]
        elif "\t" in group[0]:
            blocks += _table(group)
        else:
            blocks += _paragraph(" ".join(group))
    return (blocks[:-1] if blocks and blocks[-1].kind == "page" else blocks), foot


def _signed(lines: list[str]) -> tuple[list[str], str]:
    """The posts, lines that the text broke joined again, and the name."""
    posts: list[str] = []
    for line in lines[:-1]:
        if POST.match(line) or not posts:
            posts.append(line)
        else:
            posts[-1] += " " + line
    return posts, lines[-1]


def _paragraph(text: str) -> list[Block]:
    loud = text.upper() == text
    if loud and not HEADING.match(text):
        return [Block("centred", line) for line in broken(text)]
    if text.startswith("(Kèm theo"):
        return [Block("note", text)]
    if loud or HEADING.match(text):
        return [Block("heading", text, 1)]
    return [Block("paragraph", text)]


def _table(rows: list[str]) -> list[Block]:
    """A ruled table, its columns as wide as their longest cells ask for."""
    cells = [tuple(row.split("\t")) for row in rows]
    longest = [max(len(row[column]) for row in cells) for column in range(len(cells[0]))]
    widths = " ".join(str(round(max(6.0, length**0.6), 1)) for length in longest)
    kinds = ["header"] + ["row"] * (len(cells) - 1)
    return [Block("columns", widths), *(Block(kind, "", cells=row) for kind, row in zip(kinds, cells, strict=True))]


def scanned(sheet: Sheet, rng: np.random.Generator, *, colour: bool) -> np.ndarray:
    """A sheet as it comes out of an office scanner: signed and sealed, askew, unevenly lit, grainy."""
    face = find_face(FONT)
    page = paint(sheet, face, DPI)
    if sheet.signed:
        page = stamp(sign(page, sheet.signed, DPI, rng), sheet.signed, DPI, face, rng)
    pixels = harm.paper(np.asarray(page), rng, [246, 244, 238])
    pixels = harm.rotate(pixels, rng, float(rng.uniform(-1.5, 1.5)))
    pixels = pixels if colour else harm.grey(pixels, rng)
    pixels = harm.uneven(pixels, rng, 0.72, [float(rng.integers(2)), float(rng.integers(2))])
    return harm.noise(harm.blur(pixels, rng, 0.8), rng, 6.0)


def pages_of(name: str, text: str, *, colour: bool) -> list[np.ndarray]:
    """All pages of a plan, scanned; the same for the same name."""
    rng = np.random.default_rng([ord(letter) for letter in name])
    return [scanned(sheet, rng, colour=colour) for sheet in typeset(source_of(name, text), find_face(FONT))]
