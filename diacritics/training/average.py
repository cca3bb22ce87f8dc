"""The weights of several runs averaged: better at all they were trained for than any of them.

    python -m kehoach.diacritics.training.average --work DIR --name NAME --of NAME=SHARE ...

Runs that began from one another's weights lie in one valley, and in its middle less is forgotten of what an earlier mix
taught (Wortsman et al. 2022, "Robust fine-tuning of zero-shot models"). Layers that a run has not are averaged over
those that have them. Writes a checkpoint that can be exported, not resumed.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import torch
from torch import Tensor


def average(states: list[dict[str, Any]], shares: list[float]) -> dict[str, Any]:
    """The averaged running means, in the shape of the last checkpoint, which has every layer."""
    mean: dict[str, Tensor] = {}
    for name in states[-1]["mean"]:
        parts = [(s["mean"][name], share) for s, share in zip(states, shares, strict=True) if name in s["mean"]]
        total = sum(share for _, share in parts)
        mean[name] = torch.stack([value * (share / total) for value, share in parts]).sum(0)
    return {key: value for key, value in states[-1].items() if key in ("shape", "vocabulary")} | {"mean": mean}


def main() -> None:
    """Checkpoints in, one out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--name", required=True)
    parser.add_argument("--of", nargs="+", required=True, metavar="NAME=SHARE", help="the grown ones last")
    args = parser.parse_args()
    parts = [text.partition("=") for text in args.of]
    states = [torch.load(args.work / f"{name}.pt", map_location="cpu") for name, _, _ in parts]
    torch.save(average(states, [float(share) for _, _, share in parts]), args.work / f"{args.name}.pt")


if __name__ == "__main__":
    main()
