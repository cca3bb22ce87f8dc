"""Training, against the clock: the learning rate falls to nothing over `--minutes` of training time, stops included.

    python -m kehoach.diacritics.training.train --work DIR --name NAME --minutes 90 [--start NAME]

Two workers of one thread each share the weights and step in turn as they come (Hogwild): on two busy cores that makes
twice the steps of one worker with two threads, which wait for each other inside every product.
Checkpoints `NAME.pt` (resumed if there) and a log `NAME.jsonl` are written to the work folder.
"""

from __future__ import annotations

import argparse
import copy
import hashlib
import json
import math
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import multiprocessing
from torch.nn import functional

from kehoach.diacritics.restore.features import Vocabulary
from kehoach.diacritics.training.batches import MIXES, WINDOW, Batch, Batches
from kehoach.diacritics.training.model import Restorer, Shape, rival_loss, sampled_loss
from kehoach.diacritics.training.ngram_scores import Beside, Counts
from kehoach.diacritics.training.validate import Checks

CASE_SHARE = 0.3
"""Weight of the case loss beside the word loss."""

WARM_STEPS = 200
GROWN = "deeper.", "further."
"""Parameters of these prefixes may be missing where `--start` begins."""

EMA_EVERY, EMA_KEEP = 10, 0.93
"""The exported weights are a running mean over about the last 150 steps."""


@dataclass
class Run:
    """What a checkpoint holds."""

    net: Restorer
    mean: Restorer
    optimiser: torch.optim.Optimizer
    vocabulary: str = ""
    step: int = 0
    seconds: float = 0.0
    tokens: int = 0

    def save(self, path: Path) -> None:
        """Write all that is needed to go on."""
        state = {
            "shape": self.net.shape.as_dict(),
            "vocabulary": self.vocabulary,
            "net": self.net.state_dict(),
            "mean": self.mean.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "step": self.step,
            "seconds": self.seconds,
            "tokens": self.tokens,
        }
        torch.save(state, path.with_suffix(".new"))
        path.with_suffix(".new").replace(path)


def open_run(args: argparse.Namespace, vocabulary: Vocabulary) -> Run:
    """A fresh run, one started from another's weights, or this one's checkpoint."""
    chars, words = vocabulary.char_count, len(vocabulary.words)
    shape = Shape(chars, words, args.backbone, args.width, args.layers, deeper=args.deeper, dropout=args.dropout)
    net = Restorer(shape)
    if args.shared:
        net.share()
    optimiser = make_optimiser(net, args)
    run = Run(net, copy.deepcopy(net), optimiser, digest(vocabulary))
    path, start = args.work / f"{args.name}.pt", args.work / f"{args.start}.pt"
    if path.exists():
        state = torch.load(path)
        refuse_strangers(state, run.vocabulary)
        net.load_state_dict(state["net"])
        run.mean.load_state_dict(state["mean"])
        optimiser.load_state_dict(state["optimiser"])
        run.step, run.seconds = state["step"], state["seconds"]
        run.tokens = state.get("tokens", run.step * 160 * WINDOW)
    elif args.start:
        state = torch.load(start)
        refuse_strangers(state, run.vocabulary)
        grow(run, state)
    return run


def digest(vocabulary: Vocabulary) -> str:
    """What tells one vocabulary from another: weights mean nothing with characters in another order."""
    return hashlib.sha256("\n".join((*vocabulary.chars, *vocabulary.words)).encode()).hexdigest()


def refuse_strangers(state: dict[str, Any], vocabulary: str) -> None:
    """Stop where weights were trained with another vocabulary than the work folder's."""
    if (state.get("vocabulary") or vocabulary) != vocabulary:
        message = "these weights belong to another vocabulary: prepare again with --vocabulary MODEL"
        raise SystemExit(message)


def grow(run: Run, state: dict[str, Any]) -> None:
    """Take another run's weights and its optimiser's memory; layers that it had not stay as they were made.

    Averaged and unpacked weights come without such a memory, and one of weights that are shared now would not fit: the
    optimiser then begins anew.
    """
    made = set(run.net.state_dict())
    for net, weights in ((run.net, state.get("net", state["mean"])), (run.mean, state["mean"])):
        left = net.load_state_dict(weights, strict=False)
        if left.unexpected_keys or any(not key.startswith(GROWN) for key in left.missing_keys):
            message = f"these weights do not fit: {sorted(made ^ set(weights))}"
            raise SystemExit(message)
    fresh, remembered = run.optimiser.state_dict(), state.get("optimiser", {"state": {}})["state"]
    if len(remembered) <= len(fresh["param_groups"][0]["params"]):
        run.optimiser.load_state_dict(fresh | {"state": remembered})


def rate_at(run: Run, args: argparse.Namespace) -> float:
    """The learning rate: a short climb, then a cosine over the minutes given."""
    share = min(run.seconds / (60 * args.minutes), 1.0)
    climb = min((run.step + 1) / WARM_STEPS, 1.0)
    return args.rate * climb * (0.02 + 0.98 * (1 + math.cos(math.pi * share)) / 2)


class Board:
    """What the workers tell each other, in shared memory: the learning rate, whether to stop, the helpers' steps."""

    def __init__(self) -> None:
        self.rate = torch.zeros(1).share_memory_()
        self.stop = torch.zeros(1).share_memory_()
        self.steps = torch.zeros(64).share_memory_()


def take_step(run: Run, batch: Batch, frequency: torch.Tensor, args: argparse.Namespace, rate: float) -> float:
    """One step of the optimiser; the word loss."""
    words, cases = torch.from_numpy(batch.words).flatten(), torch.from_numpy(batch.cases).flatten()
    with torch.autocast("cpu", torch.bfloat16):
        answers, case = run.net(torch.from_numpy(batch.forms), torch.from_numpy(batch.places))
        answers = answers.flatten(0, 1)
        if batch.rivals:
            word_loss = rival_loss(run.net, answers, batch.rivals)
        else:
            word_loss = sampled_loss(run.net, answers, words, frequency, args.negatives)
    loss = word_loss + CASE_SHARE * functional.cross_entropy(case.flatten(0, 1).float(), cases)
    for group in run.optimiser.param_groups:
        group["lr"] = rate
    run.optimiser.zero_grad(set_to_none=True)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(run.net.parameters(), 1.0)
    run.optimiser.step()
    return word_loss.item()


def follow(run: Run) -> None:
    """Move the running mean of the weights."""
    keep = min(EMA_KEEP, run.step / (run.step + 100))
    with torch.no_grad():
        for mean, new in zip(run.mean.parameters(), run.net.parameters(), strict=True):
            mean.lerp_(new, 1 - keep)


def make_optimiser(net: Restorer, args: argparse.Namespace) -> torch.optim.Optimizer:
    """AdamW; each worker has its own."""
    free = [weight for weight in net.parameters() if weight.requires_grad]
    return torch.optim.AdamW(free, lr=args.rate, betas=(0.9, 0.98), weight_decay=0.01)


def open_batches(args: argparse.Namespace, seed: int) -> Batches:
    """The batches that the arguments ask for."""
    beside = Beside(Counts.load(args.work)) if args.beside else None
    return Batches(args.work, args.batch, seed, args.mix, args.again, beside)


def frequencies(batches: Batches, net: Restorer) -> torch.Tensor:
    """The words' frequencies, kept from 0 and 1."""
    return torch.from_numpy(batches.frequencies(net.shape.words)).float().clamp(1e-9, 0.5)


def help_out(number: int, net: Restorer, state: dict[str, object], board: Board, args: argparse.Namespace) -> None:
    """A second worker: step on the shared weights until the first says stop, or is gone."""
    parent = os.getppid()
    os.setsid()  # Linux shares the processors out by session: on a busy machine a worker needs a share of its own
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed + number)
    run = Run(net, net, make_optimiser(net, args))
    run.optimiser.load_state_dict(state)
    batches = open_batches(args, args.seed + 10_000 * number)
    frequency = frequencies(batches, net)
    run.step = args.first_step
    while not board.stop.item() and os.getppid() == parent:
        take_step(run, batches.draw(run.step), frequency, args, board.rate.item())
        run.step += 1
        board.steps[number] += 1


def start_helpers(run: Run, board: Board, args: argparse.Namespace) -> list[multiprocessing.Process]:
    """Start `--workers` less one."""
    run.net.share_memory()
    args.first_step = run.step
    board.rate[0] = rate_at(run, args)
    context = multiprocessing.get_context("spawn")
    state = copy.deepcopy(run.optimiser.state_dict())
    helpers = [
        context.Process(target=help_out, args=(number, run.net, state, board, args), daemon=True)
        for number in range(1, args.workers)
    ]
    for helper in helpers:
        helper.start()
    return helpers


def train(run: Run, args: argparse.Namespace, batches: Batches, checks: Checks) -> None:
    """Train until the minutes are spent; save and report every `--every` minutes."""
    board = Board()
    helpers = start_helpers(run, board, args)
    frequency = frequencies(batches, run.net)
    losses: list[float] = []
    due = run.seconds + 60 * args.every
    while run.seconds < 60 * args.minutes:
        began = time.monotonic()
        board.rate[0] = rate_at(run, args)
        losses.append(take_step(run, batches.draw(run.step), frequency, args, board.rate.item()))
        run.step += 1
        run.tokens += int(args.batch * WINDOW * (1 + board.steps.sum().item()))
        board.steps.zero_()
        if run.step % EMA_EVERY == 0:
            follow(run)
        run.seconds += time.monotonic() - began
        if run.seconds >= due or run.seconds >= 60 * args.minutes:
            due += 60 * args.every
            report(run, args, losses, checks)
            losses = []
    board.stop[0] = 1
    for helper in helpers:
        helper.join(60)


def report(run: Run, args: argparse.Namespace, losses: list[float], checks: Checks) -> None:
    """Save a checkpoint and add a line to the learning curve."""
    run.save(args.work / f"{args.name}.pt")
    record = {
        "minutes": round(run.seconds / 60, 2),
        "step": run.step,
        "tokens": run.tokens,
        "loss": round(sum(losses) / max(len(losses), 1), 4),
        **checks.exact(run.mean),
    }
    with (args.work / f"{args.name}.jsonl").open("a", encoding="utf-8") as log:
        log.write(json.dumps(record) + "\n")
    print(json.dumps(record), flush=True)


class Shares(argparse.Action):
    """`NAME=SHARE ...` as a dictionary."""

    def __call__(self, parser: object, args: argparse.Namespace, values: Any, option: str | None = None) -> None:
        """Keep the shares by name."""
        args.again = {name: float(share) for name, _, share in (value.partition("=") for value in values)}


def main() -> None:
    """Train, or go on training."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--name", default="restorer")
    parser.add_argument("--start", default="", help="start from the checkpoint of this name")
    parser.add_argument("--backbone", choices=("lstm", "conv"), default="lstm")
    parser.add_argument("--width", type=int, default=384)
    parser.add_argument("--layers", type=int, default=2)
    parser.add_argument(
        "--deeper", type=int, default=0, help="layers grown on top of them, each with a gain of its own"
    )
    parser.add_argument("--dropout", type=float, default=0.0, help="share of each layer's inputs left out")
    parser.add_argument("--shared", action="store_true", help="leave the encoder and the words as they are")
    parser.add_argument("--minutes", type=float, default=90)
    parser.add_argument("--every", type=float, default=4, help="minutes between checkpoints")
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--batch", type=int, default=96, help="windows a step")
    parser.add_argument("--mix", choices=tuple(MIXES), default="marks", help="which damage leads")
    parser.add_argument("--again", nargs="*", default={}, action=Shares, metavar="NAME=SHARE", help="see `Batches`")
    parser.add_argument("--beside", action="store_true", help="learn what phrases do not know, see `beside`")
    parser.add_argument("--negatives", type=int, default=400)
    parser.add_argument("--threads", type=int, default=1, help="of each worker")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=11)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    vocabulary = Vocabulary.load(args.work)
    run = open_run(args, vocabulary)
    print(sum(p.numel() for p in run.net.parameters()), "parameters", flush=True)
    seed = args.seed + (1000 if args.start else 0)
    batches = open_batches(args, seed)
    train(run, args, batches, Checks.load(args.work, vocabulary))


if __name__ == "__main__":
    main()
