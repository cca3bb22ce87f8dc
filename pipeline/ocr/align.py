"""Readings of one line laid side by side: which words of each stand for the same place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from kehoach.pipeline.document import Word

_STEPS = ((1, 1), (1, 0), (0, 1), (1, 2), (2, 1), (1, 3), (3, 1))
"""Words of one reading against words of the other: one for one, against nothing, or glued to one."""

_ALONE = 0.6
"""Cost of a letter that stands against nothing; below 1, so that a word which one reader only has is not forced upon a
neighbour that looks different."""

_BAND = 4  # words by which two readings may run apart, beyond what one is longer

_SEAM = 0.4  # cost of each space that only one of two readings has

Cut = tuple[int, int, int]
"""A place where two readings may be cut: words of the first before it; words of the second before it, without and with
those that stand against nothing there."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One place of a line: what each reading has there, in the order of the readings; nothing is an empty tuple."""

    words: tuple[tuple[Word, ...], ...]

    def text(self, reading: int) -> str:
        """What a reading has here, words with single spaces."""
        return " ".join(word.text for word in self.words[reading])


def slots(readings: Sequence[Sequence[Word]]) -> list[Slot]:
    """The places of a line, from any number of readings of it, at least one; all are laid beside the first.

    Places are as small as all readings allow: where one reading has glued two words, both stand in one slot.
    """
    first, *others = readings
    cuts = [{cut[0]: cut for cut in cuts_between(_texts(first), _texts(other))} for other in others]
    shared = [at for at in range(len(first) + 1) if all(at in cut for cut in cuts)]
    found = []
    for at, end in pairwise([*shared, len(first) + 1]):
        found.append(Slot(((), *(tuple(o[c[at][1] : c[at][2]]) for o, c in zip(others, cuts, strict=True)))))
        if end <= len(first):
            rest = (tuple(o[c[at][2] : c[end][1]]) for o, c in zip(others, cuts, strict=True))
            found.append(Slot((tuple(first[at:end]), *rest)))
    return [slot for slot in found if any(slot.words)]


def _texts(words: Sequence[Word]) -> list[str]:
    return [word.text for word in words]


def cuts_between(one: Sequence[str], other: Sequence[str]) -> list[Cut]:
    """Where two readings may be cut so that the pieces look most alike.

    >>> cuts_between(["Số:", "19"], ["Số:19"])
    [(0, 0, 0), (2, 1, 1)]
    >>> cuts_between(["các", "quận"], ["x", "các", "quận"])
    [(0, 0, 1), (1, 2, 2), (2, 3, 3)]
    """
    steps = _best_steps(one, other)
    cuts: list[Cut] = []
    at = reached = 0
    start = 0
    for taken, met in steps:
        if taken == 0:
            reached += met
            continue
        cuts.append((at, start, reached))
        at, reached = at + taken, reached + met
        start = reached
    return [*cuts, (at, start, reached)]


def _best_steps(one: Sequence[str], other: Sequence[str]) -> list[tuple[int, int]]:
    """The cheapest way through both readings, as steps of words taken from each; equal ends are taken as they are."""
    shorter = min(len(one), len(other))
    head = next((i for i in range(shorter) if one[i] != other[i]), shorter)
    rest = shorter - head
    tail = next((i for i in range(rest) if one[-1 - i] != other[-1 - i]), rest)
    middle = _cheapest(one[head : len(one) - tail], other[head : len(other) - tail])
    return [*[(1, 1)] * head, *middle, *[(1, 1)] * tail]


def _cheapest(one: Sequence[str], other: Sequence[str]) -> list[tuple[int, int]]:
    band = _BAND + abs(len(one) - len(other))
    cost = {(0, 0): 0.0}
    came: dict[tuple[int, int], tuple[int, int]] = {}
    for i in range(len(one) + 1):
        for j in range(max(0, i - band), min(len(other), i + band) + 1):
            for step in _STEPS:
                before = (i - step[0], j - step[1])
                if before not in cost:
                    continue
                total = cost[before] + _cost(one[before[0] : i], other[before[1] : j])
                if total < cost.get((i, j), float("inf")):
                    cost[i, j] = total
                    came[i, j] = step
    steps = []
    place = (len(one), len(other))
    while place != (0, 0):
        step = came[place]
        steps.append(step)
        place = (place[0] - step[0], place[1] - step[1])
    return steps[::-1]


def _cost(some: Sequence[str], others: Sequence[str]) -> float:
    """Letters that differ, and a charge for each seam."""
    one, other = "".join(some), "".join(others)
    if not one or not other:
        return _ALONE * max(len(one), len(other))
    return float(Levenshtein.distance(one, other)) + _SEAM * abs(len(some) - len(others))


_GLUED = re.compile(r"([^\W\d_]{2,}:)(?=[^\W_])|(\d[,;])(?=[^\W\d_]{2})|_+")
"""A word with its colon before the next word or number (in print a space follows it; a time of day has figures before
the colon), a number with its comma before the next word, and the underscores that readers see in printed blanks."""


def unglued(words: Sequence[Word]) -> list[Word]:
    """The words, those cut in two where readers glue what is printed apart.

    >>> from kehoach.pipeline.document import Box
    >>> box = Box(0, 0, 80, 10)
    >>> [word.text for word in unglued([Word("Số:1906_/SYT", box), Word("18:12", box), Word("2026,số", box)])]
    ['Số:', '1906', '/SYT', '18:12', '2026,', 'số']
    >>> [word.text for word in unglued([Word("nhiệm,bãi", box), Word("0,2kg", box), Word("1,5m", box)])]
    ['nhiệm,bãi', '0,2kg', '1,5m']
    """
    return [part for word in words for part in _cut(word)]


def _cut(word: Word) -> list[Word]:
    spaced = _GLUED.sub(lambda found: f"{found[1] or found[2] or ''} ", word.text)
    if spaced == word.text or word.box is None or "://" in word.text:
        return [word]
    step = word.box.width / len(word.text)
    parts = []
    for found in re.finditer(r"\S+", spaced):
        left = word.box.left + step * min(found.start(), len(word.text) - 1)
        right = min(word.box.right, left + step * len(found[0]))
        place = replace(word.box, left=left, right=max(left, right))
        parts.append(replace(word, text=found[0], box=place, alternatives=()))
    return parts
