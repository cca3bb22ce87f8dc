"""How the time of every entry point grows with its input: over a hundred baits by 1, 2 and 4, with the exponents.

    python tests/benchmarks/bench_growth.py [--only WORD] [--seconds S] [--slow]

Each bait is grown until the largest takes S seconds (0.4), or until it meets a limit of the program; then a quarter,
a half and all of it are read, three times each, and the least processor time counts. The exponent is the slope of a
line through the logarithms, by least squares: 1 where twice the input takes twice the time, 2 where it takes four
times. Exits with 1 where one is above 1.2; `--slow` shows those alone.
"""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Callable, Sequence
from typing import Any

from growth_baits import Bait, baits

MOST = 1.2
"""Sorting and caches that no longer fit give 1.05 to 1.15; what is square shows 1.5 and more at these sizes."""
ROUNDS = 3
LARGEST = 1 << 19  # beyond it the program's own limits have cut the input long ago
LEAST = 0.02  # seconds: below it nothing is measured


def spent(run: Callable[[Any], Any], made: Any) -> float:
    """Processor seconds of one call."""
    start = time.process_time()
    run(made)
    return time.process_time() - start


def size_for(bait: Bait, seconds: float) -> int:
    """A size that takes about so long, a power of two times 16."""
    size = bait.least
    bait.run(bait.make(16))  # loads models and lexicons
    while size < LARGEST and spent(bait.run, bait.make(size)) < seconds * 0.6:
        size *= 2
    return size


def exponent(sizes: Sequence[int], seconds: Sequence[float]) -> float:
    """The slope of a line through the logarithms, by least squares.

    >>> round(exponent([1, 2, 4], [0.1, 0.2, 0.4]), 3), round(exponent([1, 2, 4], [0.1, 0.4, 1.6]), 3)
    (1.0, 2.0)
    """
    xs, ys = [math.log(size) for size in sizes], [math.log(max(one, 1e-6)) for one in seconds]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / sum((a - x) ** 2 for a in xs)


def measured(bait: Bait, seconds: float) -> tuple[list[int], list[float]]:
    """Sizes and processor seconds of a quarter, a half and all of a bait."""
    largest = size_for(bait, seconds)
    sizes = [largest // 4, largest // 2, largest]
    times = []
    for size in sizes:
        made = bait.make(size)
        times.append(min(spent(bait.run, made) for _ in range(ROUNDS)))
    return sizes, times


def main() -> int:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", help="baits whose entry point or name has this word")
    parser.add_argument("--seconds", type=float, default=0.4)
    parser.add_argument("--slow", action="store_true")
    args = parser.parse_args()
    beyond = count = 0
    for bait in baits():
        if args.only not in f"{bait.entry}: {bait.name}":
            continue
        sizes, times = measured(bait, args.seconds)
        found, count = exponent(sizes, times), count + 1
        above = found > MOST and times[-1] > LEAST
        beyond += above
        if above or not args.slow:
            shown = "  ".join(f"{one:7.3f}" for one in times)
            mark = "BEYOND" if above else ""
            print(f"{bait.entry:10} {bait.name:36} {sizes[-1]:7}  {shown}  {found:5.2f} {mark}", flush=True)
    print(f"{count} baits, {beyond} beyond {MOST}")
    return beyond > 0


if __name__ == "__main__":
    raise SystemExit(main())
