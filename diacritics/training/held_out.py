"""Held-out text as pairs of a damaged token and the truth, by kind of damage."""

from __future__ import annotations

import json
import lzma
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kehoach.diacritics.language.alphabet import fold
from kehoach.diacritics.language.tokens import Token, atoms, split_token
from kehoach.diacritics.training.channel import read_pairs


@dataclass(frozen=True)
class Item:
    """A damaged token and what its core should become."""

    token: Token
    true: str


def items_of(true: str, damaged: str) -> list[Item]:
    """A token and its damaged form, atom by atom."""
    ours, theirs = [split_token(a.text) for a in atoms(true)], atoms(damaged)
    if len(ours) == len(theirs):
        return [Item(read, clean.core) for read, clean in zip(theirs, ours, strict=True)]
    return [Item(split_token(damaged), split_token(true).core)]


SHARED_BELOW = 0.2
"""Lines that share less than this part of their 8-grams with the training lines make the kinds `*_unshared`: laws quote
one another at length, so two fifths of the held-out 8-grams of laws are in the training text too, one tenth of news."""


def load_items(work: Path, part: str, limit: int) -> dict[str, list[Item]]:
    """Held-out items by kind: pages really read by each model, and stripped and clean lines."""
    lines = held_lines(work, part)
    unshared = "\n".join(r["text"].lower() for r in lines if r["overlap"] < SHARED_BELOW)
    items: dict[str, list[Item]] = {}
    for pair in read_pairs(work):
        if pair.part == part:
            read = [item for true, seen in zip(pair.true, pair.read, strict=True) for item in items_of(true, seen)]
            kinds = [pair.model]
            if pair.model in ENGLISH and " ".join(pair.true).lower() in unshared:
                kinds.append("english_unshared")
            for kind in kinds:
                if len(items.setdefault(kind, [])) < limit * 10:
                    items[kind] += read
    return items | marks_items(lines, limit)


ENGLISH = ("best", "debian")
LEGAL = ("admin", "legal")
RUN, RUNS = 5, 5
"""Neighbouring lines that stay together, and how many files share the lines of a kind."""


def held_lines(work: Path, part: str) -> list[dict[str, Any]]:
    """The held-out lines of a part, shuffled: {"source", "part", "text", "overlap"}."""
    with lzma.open(work / "held.json.xz", "rt", encoding="utf-8") as file:
        lines = [record for record in json.load(file) if record["part"] == part]
    random.Random(3).shuffle(lines)
    return lines


def marks_items(lines: list[dict[str, Any]], limit: int) -> dict[str, list[Item]]:
    """Stripped official text, the same with little in common with training, stripped news, and clean lines of all."""
    official = [r for r in lines if r["source"].startswith(LEGAL)]
    chosen = {
        "stripped": official,
        "stripped_unshared": [r for r in official if r["overlap"] < SHARED_BELOW and len(r["text"].split()) >= 8],
        "stripped_news": [r for r in lines if r["source"].startswith("news")],
    }
    items = {kind: _damaged(rows[:limit], fold) for kind, rows in chosen.items()}
    return items | {"clean": _damaged(lines[:limit], str)}


def held_texts(work: Path, part: str, limit: int) -> dict[str, list[tuple[str, str]]]:
    """Running text as (given, printed) lines by kind, for what needs the restorer itself; about `limit` lines a kind.

    Stripped official text and stripped general prose, in runs of neighbouring lines; pages as each model read them.
    """
    texts: dict[str, list[tuple[str, str]]] = {"official": [], "prose": []}
    with lzma.open(work / "held.json.xz", "rt", encoding="utf-8") as file:
        records = [record for record in json.load(file) if record["part"] == part]
    for source in sorted({record["source"] for record in records}):
        lines = [record["text"] for record in records if record["source"] == source]
        step = max(1, RUNS * len(lines) // limit)
        chosen = [line for i in range(0, len(lines), RUN * step) for line in lines[i : i + RUN]]
        texts["official" if source.startswith(LEGAL) else "prose"] += [(fold(line), line) for line in chosen]
    for pair in read_pairs(work):
        if pair.part == part:
            rows = texts.setdefault(pair.model, [])
            if len(rows) < limit:
                rows.append((" ".join(pair.read), " ".join(pair.true)))
    return texts


def _damaged(rows: list[dict[str, Any]], damage: Callable[[str], str]) -> list[Item]:
    return [item for row in rows for token in row["text"].split() for item in items_of(token, damage(token))]
