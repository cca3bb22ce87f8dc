"""Numbers, dates and codes: how many are found, and whether those that are wrong are shown as doubtful.

A number is a token with a digit. A wrong one is flagged when an edit of the Plan covers it: the token that stands in
its place (or beside the gap that it left) is one that the Plan shows as doubtful, or the edit names the true one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Self

from rapidfuzz.distance import LCSseq, Levenshtein

from kehoach.diacritics.metrics import clean

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Flagged:
    """Numbers of a truth that the output lacks, and those that it has; how many of each the Plan shows as doubtful."""

    wrong: int = 0
    wrong_flagged: int = 0
    right: int = 0
    right_flagged: int = 0

    def __add__(self, other: Self) -> Flagged:
        return Flagged(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(Flagged)))

    @property
    def of_wrong(self) -> float:
        """Share of the wrong ones that are flagged; 1 where none is wrong."""
        return self.wrong_flagged / self.wrong if self.wrong else 1.0

    @property
    def of_right(self) -> float:
        """Share of the right ones that are flagged: looked at in vain."""
        return self.right_flagged / max(1, self.right)


def flagged(truth: str, output: str, plan: Json) -> Flagged:
    """How far the edits of a Plan cover the numbers that its text has wrong.

    >>> plan = {"edits": [{"before": "16/4", "after": "16/4", "applied": False, "alternatives": ["15/4"]}]}
    >>> flagged("Từ ngày 15/4 đến ngày 20/4", "Từ ngày 16/4 đến ngày 20/4", plan)
    Flagged(wrong=1, wrong_flagged=1, right=1, right_flagged=0)
    """
    true, out = clean(truth).split(), clean(output).split()
    edits = [edit for edit in plan.get("edits") or [] if not _is_sure(edit)]
    faithful = str((plan.get("text") or {}).get("faithful") or "")
    exact = [edit for edit in edits if edit.get("offset") is not None]
    doubted = _places(exact, faithful, out) | _places([edit for edit in edits if edit not in exact], faithful, out)
    named = {word for edit in edits for text in _readings(edit) for word in text.split()}
    wrong = list(_wrong(true, out))
    right = Counter(filter(is_number, true)) & Counter(out)
    in_doubt = Counter(out[place] for place in doubted)
    return Flagged(
        wrong=len(wrong),
        wrong_flagged=sum(word in named or not doubted.isdisjoint(place) for word, place in wrong),
        right=right.total(),
        right_flagged=sum(min(count, in_doubt[word]) for word, count in right.items()),
    )


def _is_sure(edit: Json) -> bool:
    """Whether an edit says no doubt, as those do by which a text in an old encoding was converted."""
    return bool(edit.get("applied", True)) and float(edit.get("confidence") or 0.0) >= 1.0


def _places(edits: Sequence[Json], faithful: str, out: Sequence[str]) -> set[int]:
    """Where the words of the edits stand in the text: by their offsets, or else by their order, which is the text's."""
    offsets = [edit.get("offset") for edit in edits]
    if None not in offsets and clean(faithful).split() == list(out):
        firsts = ((len(faithful[:at].split()), edit) for at, edit in zip(offsets, edits, strict=True))
        return {place for at, edit in firsts for place in range(at, at + len(_standing(edit).split()))}
    words = [word for edit in edits for word in _standing(edit).split()]
    same = (step for step in LCSseq.opcodes(words, out) if step.tag == "equal")
    return {place for step in same for place in range(step.dest_start, step.dest_end)}


def is_number(word: str) -> bool:
    """Whether a token has a digit.

    >>> is_number("19/CT-TTg"), is_number("COVID"), is_number("(01)")
    (True, False, True)
    """
    return any(char.isdigit() for char in word)


def _standing(edit: Json) -> str:
    """What stands in the text where an edit was made, or only thought of."""
    return str(edit.get("after" if edit.get("applied", True) else "before") or "")


def _readings(edit: Json) -> Iterable[str]:
    return (str(edit.get("before") or ""), str(edit.get("after") or ""), *map(str, edit.get("alternatives") or ()))


def _wrong(true: Sequence[str], out: Sequence[str]) -> Iterator[tuple[str, range]]:
    """Numbers of the truth that the output lacks, whatever the order, each with the places where it should stand."""
    lacking = Counter(filter(is_number, true)) - Counter(out)
    for step in Levenshtein.opcodes(true, out):
        if step.tag == "equal":
            continue
        for offset, word in enumerate(true[step.src_start : step.src_end]):
            if lacking[word] > 0:
                lacking[word] -= 1
                place = min(step.dest_start + offset, step.dest_end)
                yield word, range(max(0, place - 1), place + 2)
