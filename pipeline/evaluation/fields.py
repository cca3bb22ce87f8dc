"""How well Plans agree with gold: field by field, as hits, wanted and given, so that documents can be pooled.

Text is compared without case, spacing, kind of quote or dash, final punctuation and tone placement. The figures are
those of the project's scorers of plans; those of texts are in `diacritics.metrics`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from kehoach.diacritics.metrics import one_style

PARTS = ("metadata", "sections", "citations", "bases", "recipients", "deadlines")
FIELDS = ("doc_type", "number", "notation", "agency", "place", "date", "subject")
SIGNER_FIELDS = ("authority", "position", "name")
START = 25  # letters of a section's beginning that are compared
ALIKE = 0.85  # least likeness of two beginnings, where a plan was read from an image

_QUOTES_AND_DASHES = str.maketrans({"–": "-", "—": "-", "“": '"', "”": '"', "‘": "'", "’": "'"})

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Tally:
    """What was right, what should be there, what was given."""

    hits: int = 0
    wanted: int = 0
    given: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.hits + other.hits, self.wanted + other.wanted, self.given + other.given)

    @property
    def f1(self) -> float:
        """Harmonic mean of recall and precision; 1 where nothing was wanted and nothing given."""
        both = self.wanted + self.given
        return 2 * self.hits / both if both else 1.0


@dataclass(frozen=True)
class PlanScore:
    """The tallies of one Plan by part, and the names of the metadata fields that are wrong."""

    parts: dict[str, Tally]
    wrong: tuple[str, ...] = ()


def score_plan(gold: Json, plan: Json, *, read: bool = False) -> PlanScore:
    """Compare a Plan with its gold; `read`: it came from images, so titles may differ by a few letters."""
    metadata = plan.get("metadata") or {}
    fields = dict(_fields(gold["metadata"], metadata))
    own = _norm(f"{_value(gold['metadata'], 'number')}/{_value(gold['metadata'], 'notation')}")
    parts = {
        "metadata": Tally(sum(fields.values()), len(fields), len(fields)),
        "sections": _sections(gold["sections"], plan.get("sections") or [], read),
        "citations": _sets(map(_norm, gold["citations"]), set(map(_number, plan.get("citations") or [])) - {own, ""}),
        "bases": _sets(_numbers(gold["legal_bases"]), _numbers(plan.get("legal_bases") or [])),
        "recipients": _sets(map(_norm, gold["recipients"]), map(_recipient, _recipients(plan))),
        "deadlines": _deadlines(gold["deadlines"], plan),
    }
    return PlanScore(parts, tuple(name for name, right in fields.items() if not right))


def _fields(gold: Json, found: Json) -> Iterator[tuple[str, bool]]:
    for name in FIELDS:
        yield name, _norm(_value(gold, name)) == _norm(_value(found, name))
    wanted, given = _value(gold, "signer") or {}, _value(found, "signer")
    given = given if isinstance(given, Mapping) else {}
    for name in SIGNER_FIELDS:
        yield f"signer.{name}", _norm(wanted.get(name)) == _norm(given.get(name))


def _sections(gold: list[Json], found: list[Json], read: bool) -> Tally:
    """Nodes matched once each: same path of labels, same beginning."""
    left: dict[str, list[str]] = {}
    nodes = list(_flat(found))
    for path, words in nodes:
        left.setdefault(path, []).append(words)
    wanted = list(_flat(gold))
    hits = 0
    for path, words in wanted:
        match = next((other for other in left.get(path, []) if _same_start(words, other, read)), None)
        if match is not None:
            left[path].remove(match)
            hits += 1
    return Tally(hits, len(wanted), len(nodes))


def _flat(nodes: list[Json], path: str = "") -> Iterator[tuple[str, str]]:
    for node in nodes:
        here = path + "/" + _norm(node.get("label_printed", node.get("label")))
        yield here, _norm(" ".join([str(node.get("title") or ""), *map(str, node.get("paragraphs") or [])]))
        yield from _flat(node.get("children") or [], here)


def _same_start(gold: str, found: str, read: bool) -> bool:
    length = min(START, len(gold))
    wanted, given = gold[:length].rstrip(" .;:,"), found[:length].rstrip(" .;:,")
    return wanted == given or (read and SequenceMatcher(None, wanted, given).ratio() >= ALIKE)


def _sets(gold: Iterable[str], found: Iterable[str]) -> Tally:
    wanted, given = Counter(set(gold)), Counter(set(found))
    return Tally(sum((wanted & given).values()), sum(wanted.values()), sum(given.values()))


def _deadlines(gold: list[Json], plan: Json) -> Tally:
    """Periods as pairs of days; giving up to twice as many as wanted costs nothing, since not every one is gold."""
    wanted = {(d["iso_start"] or "", d["iso_end"] or "") for d in gold} - {("", "")}
    periods = [*(plan.get("deadlines") or []), *(task.get("period") or {} for task in plan.get("tasks") or [])]
    given = {(p.get("iso_start") or p.get("start") or "", p.get("iso_end") or p.get("end") or "") for p in periods} - {
        ("", "")
    }
    return Tally(len(wanted & given), len(wanted), max(len(wanted), len(given) - len(wanted)))


def _recipients(plan: Json) -> list[Any]:
    found = (plan.get("metadata") or {}).get("recipients") or plan.get("recipients") or []
    return list(found.get("value") or []) if isinstance(found, Mapping) else list(found)


def _recipient(entry: Any) -> str:
    return _norm(entry if isinstance(entry, str) else entry.get("text"))


def _numbers(entries: Iterable[Any]) -> set[str]:
    return {_number(entry) for entry in entries} - {""}


def _number(entry: Any) -> str:
    return _norm(entry if isinstance(entry, str) else entry.get("number"))


def _value(fields: Json, name: str) -> Any:
    value = fields.get(name)
    return value.get("value") if isinstance(value, Mapping) and "value" in value else value


def _norm(value: Any) -> str:
    if isinstance(value, Mapping):
        value = value.get("value")
    if value is None:
        return ""
    text = unicodedata.normalize("NFC", str(value)).lower().translate(_QUOTES_AND_DASHES)
    text = re.sub(r"\s*([/-])\s*", r"\1", re.sub(r"\s+", " ", text)).strip(" .;:,-")
    return one_style(text)
