"""Kill a batch at random again and again: every file is done exactly once, and the results are as if nothing happened.

    python tests/faults/kill9.py [--kills 100] [--texts 220] [--pdfs 80] [--seed 1]

Runs the same command until it ends by itself, and then again from nothing until KILLS processes have been killed. Each
run loses a worker (which costs its document one more try), or is killed itself, or both, at a random moment. At the
end the results are compared, byte for byte, with those of a run that nobody disturbed; and what the journal called
finished when a run was killed must not have been written again by a later one.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from fault_files import make_files, results, run, start, undisturbed, verdict


@dataclass
class Score:
    """What was done to the run and what it did."""

    kills: int = 0
    of_workers: int = 0
    of_parents: int = 0
    runs: int = 0
    rounds: int = 0  # each over all files, from nothing to the end
    faults: list[str] = field(default_factory=list)
    finished: dict[str, tuple[int, int]] = field(default_factory=dict)  # plan.json → inode and time


def disturb(folder: Path, out: Path, kills: int, chance: random.Random, score: Score) -> None:
    """Run, kill and resume until a run ends by itself or `kills` processes have been killed in all; then let it end."""
    score.rounds += 1
    score.finished.clear()
    here, ended = 0, False
    while score.kills < kills and not ended:
        here += 1
        process = start(folder, out, ["-j", "2"])
        _kill_some(process, out, chance, score, kills, here)
        _check_kept(out, score)
        ended = process.returncode != -signal.SIGKILL
    score.runs += here
    done = run(folder, out)
    if done.returncode:
        score.faults.append(f"the last run ended with {done.returncode}: {done.stderr}")


def _kill_some(
    process: subprocess.Popen[bytes], out: Path, chance: random.Random, score: Score, kills: int, here: int
) -> None:
    """At most one worker, then the run itself; or nobody where it has ended before."""
    _wait_for_work(process, out, here, chance.randint(0, 5))
    time.sleep(chance.uniform(0.0, 0.1))
    if chance.random() < 0.5 and (workers := _workers(process)):
        _kill(chance.choice(workers))
        score.kills, score.of_workers = score.kills + 1, score.of_workers + 1
        _wait_for_work(process, out, here, chance.randint(0, 5))
        time.sleep(chance.uniform(0.0, 0.1))
    if score.kills < kills and process.poll() is None:
        workers = _workers(process)
        _kill(process.pid)
        score.kills, score.of_parents = score.kills + 1, score.of_parents + 1
        _check_gone(workers, score)
    process.wait()
    if process.returncode not in (0, -signal.SIGKILL):
        said = process.stderr.read().decode() if process.stderr else ""
        score.faults.append(f"a run ended with {process.returncode}: {said}")


def _wait_for_work(process: subprocess.Popen[bytes], out: Path, here: int, more: int) -> None:
    """Until this run, the `here`-th on `out`, reads documents and `more` have ended: before, nothing can be lost."""
    count = (
        "SELECT (SELECT count(*) FROM run), (SELECT count(*) FROM document WHERE state = 'running'),"
        " (SELECT coalesce(sum(ended), 0) FROM run)"
    )
    goal = None
    while process.poll() is None:
        with contextlib.suppress(sqlite3.Error):
            runs, running, ended = _query(out, count)[0]
            goal = ended + more if goal is None else goal
            if runs >= here and running and ended >= goal:
                return
        time.sleep(0.02)


def _workers(process: subprocess.Popen[bytes]) -> list[int]:
    with contextlib.suppress(psutil.Error):
        return [child.pid for child in psutil.Process(process.pid).children()]
    return []


def _kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _check_gone(workers: list[int], score: Score) -> None:
    """Workers end within a second of their parent."""
    until = time.monotonic() + 1.0
    while time.monotonic() < until and any(_lives(pid) for pid in workers):
        time.sleep(0.02)
    score.faults.extend(f"worker {pid} outlived its parent" for pid in workers if _lives(pid))


def _lives(pid: int) -> bool:
    with contextlib.suppress(psutil.Error):
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    return False


def _check_kept(out: Path, score: Score) -> None:
    """What was finished has not been written again; remember what is finished now."""
    for (place,) in _query(out, "SELECT place FROM document WHERE state LIKE 'done%'"):
        state = (out / place / "plan.json").stat()
        now = (state.st_ino, state.st_mtime_ns)
        if score.finished.setdefault(place, now) != now:
            score.faults.append(f"{place} was done twice")


def _query(out: Path, query: str) -> list[tuple]:
    with contextlib.closing(sqlite3.connect(f"file:{out / 'journal.sqlite'}?mode=ro", uri=True, timeout=30)) as base:
        return base.execute(query).fetchall()


def check(folder: Path, out: Path, undisturbed: Path, score: Score) -> None:
    """Add to the faults whatever differs from a run that nobody disturbed."""
    _check_kept(out, score)
    ends = dict(_query(out, "SELECT state, count(*) FROM document GROUP BY 1"))
    files = sum(path.is_file() for path in folder.rglob("*"))
    if sum(ends.values()) != files or not set(ends) <= {"done", "done-with-issues"}:
        score.faults.append(f"{files} files came to these ends: {ends}")
    wanted, got = results(undisturbed), results(out)
    score.faults += [f"{name} is missing" for name in sorted(wanted.keys() - got.keys())]
    score.faults += [f"{name} is left over" for name in sorted(got.keys() - wanted.keys())]
    score.faults += [f"{name} differs" for name in sorted(wanted.keys() & got.keys()) if wanted[name] != got[name]]


def trial(place: Path, kills: int, texts: int, pdfs: int, seed: int) -> Score:
    """The whole trial in the empty folder `place`."""
    make_files(place / "in", texts, pdfs)
    score, chance = Score(faults=undisturbed(place)), random.Random(seed)
    while score.kills < kills and not score.faults:
        out = place / f"out-{score.rounds}"
        disturb(place / "in", out, kills, chance, score)
        check(place / "in", out, place / "undisturbed", score)
    return score


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("kills", 100), ("texts", 220), ("pdfs", 80), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=default)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        score = trial(Path(place), asked.kills, asked.texts, asked.pdfs, asked.seed)
    headline = (
        f"{score.kills} kills ({score.of_workers} workers, {score.of_parents} runs) in {score.runs} runs, "
        f"{score.rounds} times over {asked.texts + asked.pdfs} files"
    )
    return verdict(headline, score.faults)


if __name__ == "__main__":
    sys.exit(main())
