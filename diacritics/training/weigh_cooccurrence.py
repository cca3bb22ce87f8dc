"""Fit how much the company of a word in doubt counts, and what else `cooccurrence.Weights` weigh, on held-out lines.

    python -m kehoach.diacritics.training.weigh_cooccurrence --work DIR --model models/restorer

Stripped prose is read as the restorer reads it, and for its words in doubt the weights of greatest likelihood are found
beside the log-odds so far. Fitted on the validation blocks, shown on the test blocks; prints what
`cooccurrence.WEIGHTS` should be.
"""

from __future__ import annotations

import argparse
import json
import lzma
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kehoach.diacritics.judge.damage import Damage
from kehoach.diacritics.language.alphabet import fold
from kehoach.diacritics.language.lines import TextLine, atoms_of
from kehoach.diacritics.language.tokens import Token
from kehoach.diacritics.restore.candidates import WIDTH, Candidates
from kehoach.diacritics.restore.cooccurrence import WEIGHTS, Cooccurrence, Floats, Ints, Look, Weights
from kehoach.diacritics.restore.likeness import own_spelling
from kehoach.diacritics.restore.network import Network
from kehoach.diacritics.restore.restorer import BLOCK
from kehoach.diacritics.training.held_out import LEGAL

Table = NDArray[np.float64]
Lines = Sequence[tuple[str, str]]

RUN = 60
"""Neighbouring lines that stay together: what letters are elsewhere in a text is told by long ones."""

NEVER = -15.0
"""Log-odds of what is no candidate, or as good as none."""

RIDGE = 1e-3
STEPS = 30


@dataclass(frozen=True)
class Recorder(Cooccurrence):
    """Writes down what it is asked, and leaves every word as it was."""

    looks: list[tuple[Look, Ints]] = field(default_factory=list)

    def look(self, odds: Floats, ids: Ints, unsettled: Any, *, alike: bool = True) -> Look:
        """See the class."""
        found = super().look(odds, ids, unsettled, alike=alike)
        self.looks.append((found, ids[found.places]))
        return Look(found.places[:0], found.known[:0], found.told[:0])


@dataclass(frozen=True)
class Doubts:
    """Words in doubt: log-odds so far and what is told of each candidate (m, k, 1 + 5), and the right candidate (m)."""

    told: Table
    right: Ints

    def chosen(self, weights: Table) -> float:
        """The share of them that come out right."""
        return float((_scores(self.told, weights).argmax(1) == self.right).mean())


def prose(work: Path, part: str, limit: int) -> Lines:
    """Held-out prose as (stripped, printed) lines, about `limit` of them, in runs of neighbouring ones."""
    with lzma.open(work / "held.json.xz", "rt", encoding="utf-8") as file:
        held = [record for record in json.load(file) if record["part"] == part]
    lines = [record["text"] for record in held if not record["source"].startswith(LEGAL)]
    step = max(1, len(lines) // limit)
    return [(fold(line), line) for i in range(0, len(lines), RUN * step) for line in lines[i : i + RUN]]


def blocks(lines: Lines) -> Iterator[tuple[list[list[Token]], list[str]]]:
    """(given atoms by line, printed words) of running text, BLOCK tokens at a time; unlike lines are left out."""
    rows: list[list[Token]] = []
    printed: list[str] = []
    for given, true in lines:
        read, meant = ([a for token in TextLine.cut(text).tokens for a in atoms_of(token)] for text in (given, true))
        if len(read) == len(meant):
            rows.append(read)
            printed += [own_spelling(atom.core) for atom in meant]
        if len(printed) > BLOCK:
            yield rows, printed
            rows, printed = [], []
    if printed:
        yield rows, printed


def doubts_of(network: Network, company: Cooccurrence, lines: Lines) -> Doubts:
    """What the network and the phrases leave in doubt in stripped lines, where the right word is a candidate."""
    network.cooccurrence = recorder = Recorder(
        *(getattr(company, name) for name in ("keys", "bonds", "common", "letters"))
    )
    told, right = [], []
    for rows, printed in blocks(lines):
        recorder.looks.clear()
        Candidates(network, rows, [Damage.MARKS] * len(rows))
        ((look, words),) = recorder.looks
        meant = np.array([network.word_id(printed[place]) for place in look.places.tolist()], dtype=np.int64)
        same = (words == meant[:, None]) & (look.known > NEVER)
        kept = same.any(1)
        table = np.concatenate([look.known[:, :, None], look.told], axis=2)
        missing = WIDTH[Damage.SHAPES] - table.shape[1]
        told.append(np.pad(table, ((0, 0), (0, missing), (0, 0)), constant_values=NEVER)[kept])
        right.append(same.argmax(1)[kept])
    return Doubts(np.concatenate(told).astype(np.float64), np.concatenate(right))


def _scores(told: Table, weights: Table) -> Table:
    """The weighed scores (m, k) of candidates; of what is none, minus infinity."""
    return np.where(told[:, :, 0] > NEVER, told @ weights, -np.inf)


def fit(data: Doubts) -> Table:
    """The weights (1 + 5) of greatest likelihood (Newton's method, a slight ridge)."""
    weights = np.eye(1 + len(WEIGHTS))[0] / 2
    rows = np.arange(len(data.right))
    ridge = RIDGE * len(rows) * np.eye(len(weights))
    for _ in range(STEPS):
        scores = _scores(data.told, weights)
        shares = np.exp(scores - scores.max(1, keepdims=True))
        shares /= shares.sum(1, keepdims=True)
        mean = np.einsum("mk,mkf->mf", shares, data.told)
        around = data.told - mean[:, None]
        slope = (data.told[rows, data.right] - mean).sum(0) - ridge @ weights
        bend = np.einsum("mk,mkf,mkg->fg", shares, around, around) + ridge
        weights = weights + np.linalg.solve(bend, slope)
    return weights


def main() -> None:
    """Fit and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--lines", type=int, default=2500, help="held-out lines of prose, about")
    args = parser.parse_args()
    network, company = Network.load(args.model), Cooccurrence.load(args.model)
    known, fresh = (doubts_of(network, company, prose(args.work, part, args.lines)) for part in ("validation", "test"))
    weights = fit(known)
    alone = np.eye(1 + len(WEIGHTS))[0]
    for name, data in (("validation", known), ("test", fresh)):
        shares = [f"{100 * data.chosen(w):.2f}" for w in (alone, np.array([1.0, *WEIGHTS]), weights)]
        print(name, len(data.right), "words in doubt, percent right without, as in the code, with these:", *shares)
    print(Weights(*(round(float(w / weights[0]), 3) for w in weights[1:])))


if __name__ == "__main__":
    main()
