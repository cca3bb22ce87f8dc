"""What large and odd documents take of a small machine: memory of the largest process, processor seconds, and the end.

    python tests/faults/small_machine.py [--only WORD] [--keep DIR]

Each document is read by `kehoach run` in a process of its own, and the peak of each process below it is looked at all
the time. Exits with 1 where one took more than it may, lost its text, or did not end as it must.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import psutil
from fault_files import KEHOACH
from large_files import (
    a0,
    actual_text,
    all_black,
    dear_text,
    inline_pictures,
    layer_pages,
    long_text,
    noise,
    one_line,
    text_pages,
)

LOOK = 0.01  # seconds between two looks at memory
MB = 1 << 20


@dataclass(frozen=True)
class Trial:
    """A document, what reading it may take, and what is said of its Plan: "" where it is as it must be."""

    name: str
    make: Callable[[Path], None]
    megabytes: int
    seconds: float
    fault: Callable[[dict[str, Any]], str]
    more: tuple[str, ...] = ()


def _has(word: str, pages: int = 1) -> Callable[[dict[str, Any]], str]:
    """Whether the text has a word and the Plan so many pages."""

    def fault(plan: dict[str, Any]) -> str:
        found = len({one["page"] for one in plan["source"]["reading"]})
        if found != pages:
            return f"{found} pages in place of {pages}"
        return "" if word in plan["text"]["faithful"] else f"«{word}» is lost"

    return fault


def _says(code: str, severity: int = 1) -> Callable[[dict[str, Any]], str]:
    def fault(plan: dict[str, Any]) -> str:
        same = [issue for issue in plan["issues"] if issue["code"] == code and issue["severity"] <= severity]
        return "" if same else f"no issue {code}"

    return fault


def trials() -> Iterator[Trial]:
    """All of them; the figures are those that the program promises."""
    yield Trial("text, 3,000 form feeds", text_pages, 500, 120, _has("dòng 39 của trang 2999", 3000))
    yield Trial("PDF, 3,000 text pages", layer_pages, 500, 120, _has("of page 2999", 3000))
    for suffix in (".png", ".tif", ".pdf"):
        yield Trial(f"A0 scan{suffix}", a0(suffix), 1024, 300, lambda plan: "")
    yield Trial("PDF, 100,000 inline pictures", inline_pictures, 500, 60, _has("Plan for the year 2020"))
    yield Trial("text, 2 MB", long_text, 500, 5, _has("mục 100"))
    yield Trial("text, 2 MB, all deadlines", dear_text, 500, 20, _has("mục 100"))
    yield Trial("black page.png", all_black, 500, 60, _says("page-unreadable"))
    yield Trial("noise page.png", noise, 800, 120, _says("page-unreadable"))
    yield Trial("PDF, /ActualText", actual_text, 300, 30, _says("text-differs", 2))


@dataclass(frozen=True)
class Taken:
    """What a run took and made."""

    megabytes: float
    seconds: float
    state: str
    plan: dict[str, Any] | None


def run(trial: Trial, place: Path) -> Taken:
    """Read one document and look at the processes meanwhile."""
    name = trial.name.replace("/", "").replace(" ", "-").replace(",", "")
    suffix = next((s for s in (".png", ".tif", ".pdf") if name.endswith(s)), ".pdf" if "PDF" in name else ".txt")
    path, out = place / "in" / f"{name.removesuffix(suffix)}{suffix}", place / "out"
    path.parent.mkdir(parents=True, exist_ok=True)
    trial.make(path)
    command = [*KEHOACH, "run", str(path), "-o", str(out), "-j", "1", "--json-log", *trial.more]
    start, peak = _worked(), 0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        while process.poll() is None:
            peak = max(peak, _largest(process.pid))
            time.sleep(LOOK)
        said = process.stderr.read() if process.stderr else ""
    seconds = _worked() - start
    events = [event for line in said.splitlines() if (event := _event(line)).get("event") == "document"]
    states = [str(event.get("state", "")) for event in events]
    found = next(out.rglob("plan.json"), None)
    plan = json.loads(found.read_bytes()) if found else None
    return Taken(peak / MB, seconds, states[-1] if states else said[-200:], plan)


def _worked() -> float:
    """Processor seconds of all processes that have ended below this one: other work on the machine hardly counts."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def _event(line: str) -> dict[str, Any]:
    with contextlib.suppress(ValueError):
        found = json.loads(line)
        return found if isinstance(found, dict) else {}
    return {}


def _largest(pid: int) -> int:
    """Bytes of the largest process below, or of the run itself."""
    sizes = [0]
    with contextlib.suppress(psutil.Error):
        whole = psutil.Process(pid)
        for process in [whole, *whole.children(recursive=True)]:
            with contextlib.suppress(psutil.Error):
                sizes.append(process.memory_info().rss)
    return max(sizes)


def _start() -> float:
    """Processor seconds of a run that reads one line: two Pythons and their libraries, however large a document is."""
    with tempfile.TemporaryDirectory() as place:
        line = Trial("text, one line", one_line, 500, 10, lambda plan: "")
        return run(line, Path(place)).seconds


def fault_of(trial: Trial, taken: Taken) -> str:
    """What is wrong, in words; "" where nothing is."""
    if taken.plan is None:
        return f"no Plan: {taken.state}"
    if taken.megabytes > trial.megabytes:
        return f"more than {trial.megabytes} MB"
    if taken.seconds > trial.seconds:
        return f"more than {trial.seconds:.0f} s"
    return trial.fault(taken.plan)


def main() -> int:
    """Run them and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="")
    args = parser.parse_args()
    faults, start = 0, _start()
    print(f"A run's start takes {start:.1f} s of the processor; the seconds below are what comes on top.")
    for trial in trials():
        if args.only not in trial.name:
            continue
        with tempfile.TemporaryDirectory() as place:
            taken = run(trial, Path(place))
        taken = replace(taken, seconds=taken.seconds - start)
        fault = fault_of(trial, taken)
        faults += bool(fault)
        print(f"{trial.name:32} {taken.megabytes:6.0f} MB {taken.seconds:6.1f} s  {taken.state:18} {fault}", flush=True)
    print(f"{faults} faults")
    return faults > 0


if __name__ == "__main__":
    sys.exit(main())
