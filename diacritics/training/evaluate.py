"""How many held-out tokens the network alone brings out exactly right, with several weights of the phrases.

    python -m diacritics.training.evaluate --work DIR --model models/restorer [--part test] [--weights 0 0.2 0.4]

No rule of the restorer takes part: for its figures see `make bench`. The lines come from blocks never trained on; those
that OCR models read were printed in faces never trained on.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from diacritics.alphabet import to_old_style
from diacritics.features import apply_case
from diacritics.network import Network, Prediction
from diacritics.phrases import Phrases
from diacritics.training.held import Item, load_items


def answer(prediction: Prediction, core: str) -> str:
    """The network's word for a core, in the old tone style; one without letters is never touched."""
    if prediction.word == "" or not any(char.isalpha() for char in core):
        return to_old_style(core)
    case = max(range(4), key=prediction.case.__getitem__)
    return to_old_style(apply_case(prediction.word, case, core))


def exact(network: Network, items: list[Item]) -> float:
    """Percentage of cores exactly right, either tone style."""
    found = network.predict([[item.token for item in items]])
    pairs = zip(found, items, strict=True)
    right = sum(answer(prediction, item.token.core) == to_old_style(item.true) for prediction, item in pairs)
    return 100 * right / max(len(items), 1)


def table(network: Network, items: dict[str, list[Item]], weights: list[float]) -> str:
    """A Markdown table: a row a kind of damage, a column a weight of the phrases."""
    head = ["kind", "tokens", *(f"phrases × {weight:g}" for weight in weights)]
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    phrases = network.phrases
    for kind, row in items.items():
        figures = []
        for weight in weights:
            network.phrases = replace(phrases, weight=weight) if isinstance(phrases, Phrases) and weight else None
            figures.append(f"{exact(network, row):.2f}")
        lines.append("| " + " | ".join([kind, str(len(row)), *figures]) + " |")
    network.phrases = phrases
    return "\n".join(lines)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--part", choices=("validation", "test"), default="test")
    parser.add_argument("--lines", type=int, default=600)
    parser.add_argument("--weights", type=float, nargs="+", default=[0, 0.2, 0.3, 0.4])
    args = parser.parse_args()
    print(table(Network.load(args.model), load_items(args.work, args.part, args.lines), args.weights))


if __name__ == "__main__":
    main()
