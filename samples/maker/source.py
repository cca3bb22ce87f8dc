"""Read `source.toml`: the recipe of a sample, its text in a small markup, and what a reader should find in it.

A line of the text is a block, told by its first characters:

    @ Căn cứ …        a legal basis, italic            = I. …     a bold heading, one «=» a level
    - … or + …        a bullet                         ~~ 1. …    a numbered paragraph, one «~» a level
    ! …               centred, bold                    ? …        centred, italic
    |h a | b          header of a table                | a | b    a row        |g a    a row that spans the table
    /page /signature  a new page, the end of the plan  /appendix  a landscape page that begins an appendix
    /columns 1 3 2    the widths of the columns        everything else: a paragraph
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

MARKS = {
    **{"@": "basis", "!": "centred", "?": "note", "-": "bullet", "+": "bullet"},
    **{"|h": "header", "|g": "group", "|": "row"},
}
COMMANDS = ("page", "signature", "appendix", "columns")


@dataclass(frozen=True)
class Block:
    """One line of the markup: its kind, its level (of headings), its text, and the cells of a table row."""

    kind: str
    text: str
    level: int = 0
    cells: tuple[str, ...] = ()


@dataclass(frozen=True)
class Source:
    """All of a `source.toml`."""

    folder: Path
    files: tuple[str, ...]
    make: dict[str, Any]
    damage: tuple[dict[str, Any], ...]
    head: dict[str, Any]
    sign: dict[str, Any]
    gold: dict[str, Any]
    blocks: tuple[Block, ...] = field(repr=False)

    @property
    def number_line(self) -> str:
        """«Số: 12/KH-SYT» as it is printed."""
        return str(self.head.get("number_line") or f"Số: {self.head['number']}/{self.head['notation']}")

    @property
    def place_line(self) -> str:
        """«Lào Cai, ngày … tháng … năm …»."""
        return f"{self.head['place']}, {self.head['date']}"


def read_source(folder: Path) -> Source:
    """The sample that `folder` describes; `tomllib` errors pass through."""
    data = tomllib.loads((folder / "source.toml").read_text("utf-8"))
    files = data["file"] if isinstance(data["file"], list) else [data["file"]]
    return Source(
        folder=folder,
        files=tuple(files),
        make=data["make"],
        damage=tuple(data.get("damage", ())),
        head=data["head"],
        sign=data["sign"],
        gold=data["gold"],
        blocks=parse_markup(data["body"]["text"]),
    )


def parse_markup(text: str) -> tuple[Block, ...]:
    """The blocks of a text.

    >>> [(block.kind, block.level, block.text) for block in parse_markup("= I. MỤC ĐÍCH\\n~~ 1. Một.\\n- Hai.")]
    [('heading', 1, 'I. MỤC ĐÍCH'), ('numbered', 2, '1. Một.'), ('bullet', 0, '- Hai.')]
    >>> parse_markup("| 1 | Hai")[0].cells
    ('1', 'Hai')
    """
    return tuple(_block(line.strip()) for line in text.splitlines() if line.strip())


def _block(line: str) -> Block:
    mark, _, rest = line.partition(" ")
    if mark.startswith("/") and mark[1:] in COMMANDS:
        return Block(mark[1:], rest)
    if mark and not mark.strip("="):
        return Block("heading", rest, len(mark))
    if mark and not mark.strip("~"):
        return Block("numbered", rest, len(mark))
    kind = MARKS.get(mark, "paragraph")
    if kind in ("header", "row", "group"):
        return Block(kind, rest, cells=tuple(cell.strip() for cell in rest.split("|")))
    return Block(kind, line if kind in ("bullet", "paragraph") else rest)
