"""The figures that papers show: what a benchmark calls each, how it is shown, and when and on what it was measured.

A benchmark calls `record` beside each line that it prints. Nothing is kept unless the environment has KEHOACH_RECORD,
as in `make bench`: a trial with a few pages must not pass for the figure. `tests/tools/figures.py` takes them from
`figures.json` into README, the model's card and the other papers.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cache
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).parents[2]
RESULTS = Path(__file__).with_name("figures.json")
ASKED = "KEHOACH_RECORD"
PROGRAM = ("pipeline", "diacritics", "models", ":(exclude)*.md")
"""The folders whose last commit says what was measured: a change of tests or papers moves no figure."""


@dataclass(frozen=True)
class Result:
    """A figure as it is shown in English; the command, the program's commit and the day that it was measured at."""

    shown: str
    command: str
    commit: str
    date: str


def load(path: Path = RESULTS) -> dict[str, Result]:
    """All figures by name."""
    return {name: Result(**kept) for name, kept in json.loads(path.read_text("utf-8")).items()}


def record(name: str, shown: str, path: Path = RESULTS) -> None:
    """Keep a figure in place of the one measured before, if KEHOACH_RECORD asks for it."""
    if not os.environ.get(ASKED):
        return
    result = Result(shown, command(sys.argv), measured_commit(), f"{datetime.now(UTC):%Y-%m-%d}")
    known = {**(load(path) if path.exists() else {}), name: result}
    kept = {key: asdict(known[key]) for key in sorted(known)}
    path.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", "utf-8")


def command(arguments: list[str]) -> str:
    """The command line as anyone would type it: paths outside the repository are left to the reader.

    >>> command(["/home/me/tests/benchmarks/bench_pages.py", "--shared", "/data", "--engine", "auto"])
    'tests/benchmarks/bench_pages.py --shared DIR --engine auto'
    """
    shown = ("DIR" if before == "--shared" or Path(one).is_absolute() else one for before, one in pairwise(arguments))
    return " ".join([f"tests/benchmarks/{Path(arguments[0]).name}", *shown])


@cache
def measured_commit() -> str:
    """The last commit that changed the program; `+` where it was changed since. Asked when a bench begins."""
    last, changed = (
        subprocess.run(["git", *words, "--", *PROGRAM], cwd=ROOT, capture_output=True, text=True, check=True).stdout
        for words in (["log", "-1", "--format=%h"], ["status", "--porcelain"])
    )
    return last.strip() + ("+" if changed.strip() else "")


def percent(share: float, digits: int = 1) -> str:
    """A share as papers show it: rounded, but what is not quite all does not read as all.

    >>> percent(0.9994), percent(0.99996), percent(1), percent(0.066, 0)
    ('99.9 %', '99.9 %', '100 %', '7 %')
    """
    if share == 1:
        return "100 %"
    return f"{min(100 * share, 100 - 10**-digits):.{digits}f} %"


if os.environ.get(ASKED):
    measured_commit()
