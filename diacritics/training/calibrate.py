"""Fit the confidence of the restorer on held-out lines, and show how reliable it is on others.

    python -m diacritics.training.calibrate --work DIR --model models/restorer

Fitted on the validation blocks, the table printed (and written to `reliability.md` of the work folder) is of the test
blocks. Writes `confidence.json` beside the weights.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from diacritics.alphabet import to_old_style
from diacritics.calibration import Calibration, Weights, features
from diacritics.candidates import Candidates
from diacritics.damage import Damage
from diacritics.decide import is_settled
from diacritics.locks import Kind, kind_of
from diacritics.network import Network
from diacritics.training.held import ENGLISH, Item, load_items

THRESHOLD = 0.3
"""From here on a change is made; below, the token stands and is flagged. Measured on held-out lines: a change of
confidence 0.3 to 0.5 is right 43 times in 100, the token as it stood 8 times; below 0.3 they come near each other."""

RIDGE = 1e-3
STEPS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 1.0)
BLOCK = 2000


@dataclass(frozen=True)
class Sample:
    """Features of proposed changes, and which of them were right."""

    features: NDArray[np.float64]
    right: NDArray[np.bool_]


def proposals(network: Network, items: list[Item], damage: Damage) -> Iterator[tuple[tuple[float, ...], bool]]:
    """(features, right) of every change of a word that the restorer would think of."""
    for start in range(0, len(items), BLOCK):
        block = items[start : start + BLOCK]
        candidates = Candidates(network, [[item.token for item in block]], [damage])
        for place, item in enumerate(block):
            core, own = item.token.core, to_old_style(item.token.core.lower())
            if not core or kind_of(core) is not Kind.WORD or (damage is Damage.SHAPES and is_settled(core)):
                continue
            choice = candidates.choice(place)
            if choice.word != own:
                yield features(choice, core), choice.word == to_old_style(item.true.lower())


def sample(network: Network, kinds: list[list[Item]], damage: Damage) -> Sample:
    """All proposals on some kinds of held-out items."""
    rows = [row for items in kinds for row in proposals(network, items, damage)]
    return Sample(np.array([f for f, _ in rows], dtype=np.float64), np.array([r for _, r in rows], dtype=bool))


def fit(data: Sample) -> Weights:
    """The logistic of greatest likelihood (Newton's method, a slight ridge on all but the constant)."""
    x = np.column_stack([np.ones(len(data.right)), data.features])
    ridge = np.diag([0.0] + [RIDGE * len(x)] * (x.shape[1] - 1))
    weights = np.zeros(x.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        slope = x.T @ (data.right - p) - ridge @ weights
        bend = (x * (p * (1 - p))[:, None]).T @ x + ridge + 1e-9 * np.eye(x.shape[1])
        weights = weights + np.linalg.solve(bend, slope)
    return Weights(*(round(float(w), 5) for w in weights))


def reliability(name: str, data: Sample, weights: Weights) -> str:
    """A Markdown table: how often changes of a confidence were right; and what the surest ones hold."""
    confidence = np.array([weights.confidence(tuple(row)) for row in data.features])
    head = ["| confidence | changes | mean | right |", "|---|---|---|---|"]
    lines = [f"**{name}** ({len(confidence)} changes)", "", *head]
    for low, high in pairwise(STEPS):
        chosen = (confidence >= low) & (confidence < high if high < 1 else confidence <= 1)
        if chosen.any():
            mean, right = 100 * confidence[chosen].mean(), 100 * data.right[chosen].mean()
            lines.append(f"| {low:g}–{high:g} | {int(chosen.sum())} | {mean:.1f} % | {right:.1f} % |")
    sure = confidence >= 0.95
    reach = 100 * (sure & data.right).sum() / data.right.sum()
    right = 100 * data.right[sure].mean()
    lines += ["", f"Confidence of 0.95 or more: {right:.2f} % right; {reach:.1f} % of all right changes reach it.", ""]
    return "\n".join(lines)


def main() -> None:
    """Fit, save, report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--lines", type=int, default=1000, help="held-out lines of each kind")
    args = parser.parse_args()
    network = Network.load(args.model)
    parts = [load_items(args.work, part, args.lines) for part in ("validation", "test")]
    weights, report = {}, []
    for damage, kinds in ((Damage.MARKS, ("stripped", "stripped_news")), (Damage.SHAPES, ENGLISH)):
        known, fresh = (sample(network, [part[kind] for kind in kinds], damage) for part in parts)
        weights[damage] = fit(known)
        report.append(reliability(f"{damage.value}: {', '.join(kinds)}", fresh, weights[damage]))
    Calibration(weights[Damage.MARKS], weights[Damage.SHAPES], THRESHOLD).save(args.model)
    text = "\n".join(report)
    (args.work / "reliability.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
