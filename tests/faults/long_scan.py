"""Kill the reading of one long scan again and again: pages that are put away are not read again, and memory stays flat.

    python tests/faults/long_scan.py [--pages 1000] [--kills 6]

A scripted reader stands in for the real ones; all else is as in a run. Every second kill is of a worker, the others of
the run itself, which takes its workers along; it is then begun again. In the end the results must be, byte for byte,
those of a run that nobody disturbed, but for the note at pages whose worker was killed: they were read again gently.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from fault_files import results, verdict

from kehoach.pipeline.batch import begun, spool
from kehoach.pipeline.batch.supervisor import Limits, LocalPool
from kehoach.pipeline.ingest import find_inputs
from kehoach.pipeline.options import BatchOptions, Options
from tests.batch.batch_workers import PAGES_READ, reads_numbers
from tests.batch.long_scans import write_scan

SCAN = "dài.pdf"
GENTLY = b"; read with gentler settings, its worker having died"
GROWTH = 1.25
"""How much larger the largest worker may be in the last third of the pages than it was in the second one."""


@dataclass
class Score:
    """What was done to the run and what it did."""

    kills: int = 0
    runs: int = 0
    read: int = 0  # pages, each as often as it was begun
    faults: list[str] = field(default_factory=list)
    sizes: list[tuple[int, int]] = field(default_factory=list)  # pages read so far, MB of the largest worker

    def thirds(self) -> list[int]:
        """MB of the largest worker in each third of the pages."""
        most = max((pages for pages, _ in self.sizes), default=0) + 1
        return [max((size for at, size in self.sizes if 3 * at // most == third), default=0) for third in range(3)]


@dataclass(frozen=True)
class How:
    """How many workers, and for how long each reads before it puts pages away."""

    jobs: int = 2
    slice_seconds: float = BatchOptions().slice_seconds


def one_run(folder: Path, out: Path, how: How) -> None:
    """Read all there is."""
    options = Options(batch=BatchOptions(how.jobs, slice_seconds=how.slice_seconds))
    inputs = list(find_inputs([folder], options.ingest).inputs)
    with begun(inputs, out, options) as run:
        for _ in run.outcomes(lambda asked: LocalPool(asked.batch.jobs, reads_numbers, Limits())):
            pass
        run.finish()


def start(folder: Path, out: Path, how: How) -> subprocess.Popen[bytes]:
    command = [sys.executable, __file__, "--one-run", str(folder), str(out), str(how.jobs), str(how.slice_seconds)]
    root = str(Path(__file__).parents[2])
    return subprocess.Popen(
        command,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))},
    )


def read_so_far(out: Path) -> list[str]:
    """The pages that were begun, in the order of time."""
    with contextlib.suppress(OSError):
        return (out.parent / PAGES_READ).read_text("utf-8").split()
    return []


def put_away(out: Path) -> set[str]:
    """The pages that wait to be put together."""
    folders = (out / ".work").glob("*")
    kept = (stretch for folder in folders for stretch in spool.stretches(folder))
    return {str(page) for first, last in kept for page in range(first, last + 1)}


def watch(process: subprocess.Popen[bytes], out: Path, score: Score, until: int) -> None:
    """Look at the memory of the workers until so many pages were begun, or the run has ended."""
    while process.poll() is None and (count := len(read_so_far(out))) < until:
        sizes = [0]
        with contextlib.suppress(psutil.Error):
            sizes += [child.memory_info().rss >> 20 for child in psutil.Process(process.pid).children()]
        score.sizes.append((count, max(sizes)))
        time.sleep(0.05)


def disturb(folder: Path, out: Path, pages: int, kills: int, how: How) -> Score:
    """Read the scan while the run itself, or a worker, is killed `kills` times in turn, at equal distances."""
    score = Score(runs=1)
    process = start(folder, out, how)
    kept: list[tuple[int, set[str]]] = []  # at each kill: pages begun so far, and which were put away
    for number in range(1, kills + 1):
        watch(process, out, score, number * pages // (kills + 1))
        if process.poll() is not None:
            score.faults.append(f"the run ended before kill {number}")
            break
        kept.append((len(read_so_far(out)), put_away(out)))
        of_worker = number % 2 == 0
        _kill(process, of_worker=of_worker)
        score.kills += 1
        if not of_worker:
            process.wait()
            score.runs += 1
            process = start(folder, out, how)
    watch(process, out, score, sys.maxsize)
    if process.wait():
        said = process.stderr.read().decode() if process.stderr else ""
        score.faults.append(f"the last run ended with {process.returncode}: {said}")
    read = read_so_far(out)
    score.read = len(read)
    for number, (before, pages_kept) in enumerate(kept, 1):
        again = pages_kept & set(read[before:])
        score.faults += [f"page {page}, put away before kill {number}, was read again" for page in sorted(again)]
    return score


def _kill(process: subprocess.Popen[bytes], *, of_worker: bool) -> None:
    with contextlib.suppress(psutil.Error, ProcessLookupError):
        workers = psutil.Process(process.pid).children() if of_worker else []
        os.kill(workers[0].pid if workers else process.pid, signal.SIGKILL)


def compare(wanted: Path, got: Path) -> list[str]:
    """What differs between two results but for the note at pages that were read gently."""
    names = results(wanted).keys() | results(got).keys()
    return [f"{name} differs" for name in sorted(names) if _content(wanted / name) != _content(got / name)]


def _content(path: Path) -> bytes:
    return path.read_bytes().replace(GENTLY, b"") if path.is_file() else b"nothing is there"


def trial(place: Path, pages: int, kills: int, how: How = How()) -> Score:
    """The whole trial in the empty folder `place`."""
    write_scan(place / "in" / SCAN, pages)
    (place / "quiet").mkdir()
    (place / "disturbed").mkdir()
    quiet = start(place / "in", place / "quiet" / "out", how)
    said = quiet.communicate()[1].decode()
    score = disturb(place / "in", place / "disturbed" / "out", pages, kills, how)
    if quiet.returncode:
        score.faults.append(f"the undisturbed run failed: {said}")
    score.faults += compare(place / "quiet" / "out", place / "disturbed" / "out")
    return score


def main() -> int:
    if sys.argv[1:2] == ["--one-run"]:
        folder, out, jobs, slice_seconds = sys.argv[2:]
        one_run(Path(folder), Path(out), How(int(jobs), float(slice_seconds)))
        return 0
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=6)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        score = trial(Path(place), asked.pages, asked.kills)
    first, second, last = score.thirds()
    if last > GROWTH * second:
        score.faults.append("memory grows")
    headline = (
        f"{asked.pages} pages, {score.kills} kills in {score.runs} runs: {score.read} pages begun; largest worker "
        f"{first}, {second}, {last} MB by thirds of the pages"
    )
    return verdict(headline, score.faults)


if __name__ == "__main__":
    sys.exit(main())
