"""Held-out text as pairs of a damaged token and the truth, by kind of damage."""

from __future__ import annotations

import json
import lzma
import random
from dataclasses import dataclass
from pathlib import Path

from diacritics.alphabet import fold
from diacritics.tokens import Token, atoms, split_token
from diacritics.training.channel import read_pairs


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


def load_items(work: Path, part: str, limit: int) -> dict[str, list[Item]]:
    """Held-out items by kind: pages really read by each model, and stripped and clean lines."""
    items: dict[str, list[Item]] = {}
    for pair in read_pairs(work):
        if pair.part == part and len(items.get(pair.model, [])) < limit * 10:
            found = items.setdefault(pair.model, [])
            for true, read in zip(pair.true, pair.read, strict=True):
                found += items_of(true, read)
    with lzma.open(work / "held.json.xz", "rt", encoding="utf-8") as file:
        lines = [record for record in json.load(file) if record["part"] == part]
    random.Random(3).shuffle(lines)
    for kind, wanted in (("stripped", ("admin", "legal")), ("stripped_news", ("news",))):
        texts = [r["text"] for r in lines if r["source"].startswith(wanted)][:limit]
        items[kind] = [item for text in texts for token in text.split() for item in items_of(token, fold(token))]
    items["clean"] = [item for r in lines[:limit] for token in r["text"].split() for item in items_of(token, token)]
    return items
