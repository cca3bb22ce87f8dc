"""What a reader should find in a plan: `expected.json`, in the shape of the gold plans that scorers read."""

from __future__ import annotations

from typing import Any

from maker.paragraph import plain
from maker.source import Block, Source

TITLE_WORDS = 12  # a longer paragraph without a heading of its own is known by its first 12 words
AUTHORITIES = ("TM.", "KT.", "TL.", "TUQ.", "Q.")


def expected(source: Source) -> dict[str, Any]:
    """The gold of a sample: derived from its text where that can be done, else taken from `[gold]`."""
    gold = source.gold
    return {
        "metadata": _metadata(source),
        "legal_bases": [
            {key: basis.get(key) for key in ("type", "number", "date", "issuer")} for basis in gold.get("bases", [])
        ],
        "citations": sorted(gold["citations"]),
        "sections": _sections(source.blocks),
        "recipients": [text.lstrip("- ").rstrip(";. ") for text in source.sign["recipients"]],
        "tables": len(_tables(source.blocks)),
        "table_rows": _tables(source.blocks),
        "deadlines": [
            {"text": time["text"], "iso_start": time.get("start"), "iso_end": time.get("end")}
            for time in gold.get("deadlines", [])
        ],
        "traps": gold.get("traps", []),
    }


def _metadata(source: Source) -> dict[str, Any]:
    head = source.head
    return {
        "doc_type": "Kế hoạch",
        "number": head.get("number") or None,
        "notation": head["notation"],
        "agency": source.gold["agency"],
        "parent_agency": source.gold["parent_agency"],
        "place": head["place"],
        "date": source.gold["date"],
        "subject": " ".join(head["subject"]),
        "signer": _signer(source),
        "urgency": None,
    }


def _signer(source: Source) -> dict[str, str | None]:
    first, last = source.sign["lines"][0], source.sign["lines"][-1]
    mark, _, behalf = first.partition(" ")
    acting = mark in AUTHORITIES
    return {
        "authority": mark if acting else None,
        "on_behalf_of": behalf if acting else None,
        "position": last,
        "name": source.sign["name"],
    }


def _sections(blocks: tuple[Block, ...]) -> list[dict[str, Any]]:
    """Labelled paragraphs as a tree by their level."""
    roots: list[dict[str, Any]] = []
    path: list[dict[str, Any]] = []
    for block in blocks:
        if block.kind not in ("heading", "numbered"):
            continue
        label, _, words = plain(block.text).partition(" ")
        node = {"label": label, "title": _heading(words, whole=block.kind == "heading"), "children": []}
        del path[block.level - 1 :]
        (path[-1]["children"] if path else roots).append(node)
        path.append(node)
    return roots


def _heading(words: str, *, whole: bool) -> str:
    """All of a heading that stands alone, else at most the first 12 words."""
    return (words if whole else " ".join(words.split()[:TITLE_WORDS])).rstrip(" .:;,")


def _tables(blocks: tuple[Block, ...]) -> list[dict[str, Any]]:
    """Header and rows of every table; a table begins with its header."""
    tables: list[dict[str, Any]] = []
    for block in blocks:
        if block.kind == "header":
            tables.append({"header": list(block.cells), "rows": []})
        elif block.kind in ("row", "group"):
            tables[-1]["rows"].append({"cells": list(block.cells), "group": block.kind == "group"})
    return tables
