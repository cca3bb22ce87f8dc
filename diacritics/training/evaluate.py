"""How many held-out tokens come out exactly right of network and phrases together, with several weights of the phrases.

    python -m kehoach.diacritics.training.evaluate --work DIR --model models/restorer [--part test] [--weights 0 0.5 1]

The other rules of the restorer take no part: for its figures see `make bench`. The lines come from blocks never trained
on; those that OCR models read were printed in faces never trained on.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from unittest.mock import patch

from kehoach.diacritics.judge.damage import Damage
from kehoach.diacritics.language.alphabet import to_old_style
from kehoach.diacritics.restore import candidates
from kehoach.diacritics.restore.candidates import Candidates
from kehoach.diacritics.restore.features import LOWER, apply_case
from kehoach.diacritics.restore.likeness import own_spelling
from kehoach.diacritics.restore.network import Network
from kehoach.diacritics.training.held_out import Item, load_items


def answer(found: Candidates, place: int, core: str) -> str:
    """The word chosen for a core, in the old tone style and the network's case."""
    word = found.best[place]
    if word == own_spelling(core):
        return to_old_style(core)
    return to_old_style(apply_case(word, found.cases[place].best if core else LOWER, core))


def exact(network: Network, items: list[Item], damage: Damage) -> float:
    """Percentage of cores exactly right, either tone style."""
    found = Candidates(network, [[item.token for item in items]], [damage])
    right = sum(answer(found, i, item.token.core) == to_old_style(item.true) for i, item in enumerate(items))
    return 100 * right / max(len(items), 1)


def table(network: Network, items: dict[str, list[Item]], weights: list[float]) -> str:
    """A Markdown table: a row a kind of damage, a column a factor of the phrases' usual weight."""
    head = ["kind", "tokens", *(f"phrases × {weight:g}" for weight in weights)]
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    phrases = network.ngrams
    for kind, row in items.items():
        damage = Damage.MARKS if kind.startswith("stripped") else Damage.SHAPES
        figures = []
        for weight in weights:
            network.ngrams = phrases if weight else None
            with patch.dict(candidates.WEIGHTS, {damage: weight * candidates.WEIGHTS[damage]}):
                figures.append(f"{exact(network, row, damage):.2f}")
        lines.append("| " + " | ".join([kind, str(len(row)), *figures]) + " |")
    network.ngrams = phrases
    return "\n".join(lines)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--part", choices=("validation", "test"), default="test")
    parser.add_argument("--lines", type=int, default=600)
    parser.add_argument("--weights", type=float, nargs="+", default=[0, 1])
    args = parser.parse_args()
    print(table(Network.load(args.model), load_items(args.work, args.part, args.lines), args.weights))


if __name__ == "__main__":
    main()
