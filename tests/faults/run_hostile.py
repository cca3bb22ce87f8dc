"""Read every hostile file as a user would, in one run, and say how each ended, how long it took, how large it grew.

    python tests/faults/run_hostile.py [--only WORD] [--memory MB] [--timeout S] [--ocr auto|skip] [--export …]

Exits with 1 where one did not end as it must, took too long, or took more memory than it was given.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path

import psutil
from fault_files import KEHOACH
from hostile import BAD, DONE, Case, cases, write

OVERSHOOT = 1.25
"""A worker that grows fast is seen a moment after it has passed its limit."""
LOOK = 0.03  # seconds between two looks at memory
QUICK = 120.0  # seconds for a file that is not known to be slow: a thousand pages that are read from their pictures


@dataclass(frozen=True)
class End:
    """How a file ended: `done`, or the code of its failure; `nothing` where the run has no word on it."""

    got: str
    seconds: float = 0.0
    peak: float = 0.0  # MB of its worker, as seen while it was read
    said: str = ""


def ends(out: Path) -> dict[str, End]:
    """The end of every document in a run's journal, by its place."""
    with contextlib.closing(sqlite3.connect(f"file:{out / 'journal.sqlite'}?mode=ro", uri=True)) as base:
        rows = base.execute("SELECT place, state, code, seconds, message || detail FROM document").fetchall()
    return {
        os.fsdecode(place): End(DONE if state.startswith(DONE) else code or state, seconds, said=said)
        for place, state, code, seconds, said in rows
    }


def together(chosen: list[Case], place: Path, more: list[str]) -> dict[str, End]:
    """All files in one run with one worker, whose memory is looked at all the time."""
    folder, out = place / "in", place / "out"
    write(folder, chosen)
    command = [*KEHOACH, "run", str(folder), "-o", str(out), "--quiet", "-j", "1", *more]
    peaks: dict[str, float] = {}
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None:
            for now in _running(out):
                peaks[now] = max(peaks.get(now, 0.0), _memory(process.pid))
            time.sleep(LOOK)
    found = ends(out)
    return {name: replace(end, peak=peaks.get(name, 0.0)) for name, end in found.items()}


def _running(out: Path) -> list[str]:
    with contextlib.suppress(sqlite3.Error):
        with contextlib.closing(sqlite3.connect(f"file:{out / 'journal.sqlite'}?mode=ro", uri=True)) as base:
            rows = base.execute("SELECT place FROM document WHERE state = 'running'").fetchall()
        return [os.fsdecode(place) for (place,) in rows]
    return []


def _memory(pid: int) -> float:
    """MB of the run's largest process."""
    sizes = [0]
    with contextlib.suppress(psutil.Error):
        for process in psutil.Process(pid).children(recursive=True):
            with contextlib.suppress(psutil.Error):
                sizes.append(process.memory_info().rss)
    return max(sizes) / (1 << 20)


def faults_of(case: Case, end: End, memory: int, timeout: float) -> list[str]:
    """What is wrong with an end."""
    uncopied = case.ends == DONE and end.got == BAD and "cannot be copied" in end.said  # a searchable PDF was asked for
    found = [] if end.got == case.ends or uncopied else [f"must end {case.ends}: {ascii(end.said)[-200:]}"]
    if "Traceback" in end.said or "unexpected" in end.said:
        found.append("an error that nobody declared")
    if end.seconds > (limit := timeout if case.slow else min(QUICK, timeout)):
        found.append(f"over {limit:.0f} s")
    if end.peak > OVERSHOOT * memory:
        found.append(f"over {memory} MB")
    return found


def main() -> int:
    """Print the table and count the faults."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="")
    parser.add_argument("--memory", type=int, default=2048)
    parser.add_argument("--timeout", type=float, default=900.0)
    parser.add_argument("--ocr", default="auto")
    parser.add_argument("--export", default="json,text,record,alto,pdf")
    asked = parser.parse_args()
    more = ["--memory", str(asked.memory), "--timeout", str(asked.timeout), "--ocr", asked.ocr]
    more += ["--export", asked.export]
    chosen = [case for case in cases() if asked.only in case.name]
    with tempfile.TemporaryDirectory() as place:
        found = together(chosen, Path(place), more)
    print(f"{'file':44s}{'kind':14s}{'expected':11s}{'got':11s}{'seconds':>8s}{'peak MB':>9s}")
    wrong = sum(_show(case, found.get(case.name, End("nothing")), asked.memory, asked.timeout) for case in chosen)
    print(f"{len(chosen)} files of {len({c.kind for c in chosen})} kinds, {wrong} with faults")
    return 1 if wrong else 0


def _show(case: Case, end: End, memory: int, timeout: float) -> bool:
    """One row of the table; whether something is wrong with it."""
    faults = faults_of(case, end, memory, timeout)
    row = f"{ascii(case.name)[1:-1][:43]:44s}{case.kind:14s}{case.ends:11s}{end.got:11s}"
    print(f"{row}{end.seconds:8.1f}{end.peak:9.0f}  {'; '.join(faults)}".rstrip())
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
