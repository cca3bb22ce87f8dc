"""Write a plan as plain text: an export with Markdown marks and loose accents, or an old file in hard-wrapped lines."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterator
from typing import Any

import numpy as np

from maker.formal import MOTTO
from maker.paragraph import plain
from maker.source import Block, Source

COLUMN = 40  # characters of the left column where two columns stand on one line


def true_lines(source: Source) -> list[str]:
    """The lines of the plan in reading order, as `export` sets them."""
    left, right = _letterhead(source)
    posts = [*source.sign["lines"], source.sign["name"]]
    body = [line for block in source.blocks if block.kind != "signature" for line in _wrapped(block, source)]
    title = [source.head["doc_type"], *source.head["subject"]]
    return [*left, *right, *title, *body, "Nơi nhận:", *source.sign["recipients"], *posts]


def export(source: Source, rng: np.random.Generator) -> str:
    """The text of the file; `make` says how: `wrap`, `columns`, `markdown`, `nfd`, `dump`."""
    make, left, right = source.make, *_letterhead(source)
    ends = ["Nơi nhận:", *source.sign["recipients"]]
    posts = [*source.sign["lines"], "", source.sign["name"]]
    heads, tails = (_beside(left, right), _beside(ends, posts)) if make.get("columns") else (left + right, ends + posts)
    lines = [*heads, "", *_title(source), ""]
    for block in source.blocks:
        if block.kind != "signature":
            lines += [*_marked(_wrapped(block, source, keep=True), block, make), *([""] if make.get("loose") else [])]
    lines += ["", *tails, "", *make.get("dump", "").splitlines()]
    return _loosen("\n".join(lines) + "\n", make.get("nfd", ""), rng)


def _letterhead(source: Source) -> tuple[list[str], list[str]]:
    head = source.head
    left = [head["parent"], head["agency"], source.number_line]
    return left, [*head.get("motto", MOTTO), source.place_line]


def _title(source: Source) -> Iterator[str]:
    mark = "**" if source.make.get("markdown") else ""
    yield f"{mark}{source.head['doc_type']}{mark}"
    for line in source.head["subject"]:
        yield f"{mark}{line}{mark}"


def _wrapped(block: Block, source: Source, *, keep: bool = False) -> list[str]:
    text = block.text if keep and source.make.get("markdown") else plain(block.text)
    width = source.make.get("wrap", 0)
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False) if width else [text]


def _marked(lines: list[str], block: Block, make: dict[str, Any]) -> list[str]:
    return [f"**{line}**" for line in lines] if make.get("markdown") and block.kind == "heading" else lines


def _beside(left: list[str], right: list[str]) -> list[str]:
    """Two columns on one line each, as a text export of a borderless table gives them."""
    height = max(len(left), len(right))
    pairs = zip(left + [""] * (height - len(left)), right + [""] * (height - len(right)), strict=True)
    return [f"{one:<{COLUMN}}{two}".rstrip() for one, two in pairs]


def _loosen(text: str, letters: str, rng: np.random.Generator) -> str:
    """Take two in three of the given letters apart into letter and mark, as some keyboards type them."""
    parts = (unicodedata.normalize("NFD", c) if c in letters and rng.random() < 0.67 else c for c in text)
    return "".join(parts)
