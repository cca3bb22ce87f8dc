"""Show that a cluster loses nothing: a Dask scheduler and workers as processes of their own, one killed in the middle.

    python tests/faults/cluster_demo.py [--texts 120] [--pdfs 40] [--lose worker|scheduler]

The same files are read in this process alone and by the cluster; every result must be the same, byte for byte, and
every document must have ended exactly once. With `--lose scheduler` the run must stop with a clear message, and go on
where it stopped once there is a scheduler again.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from cluster_processes import SCHEDULER_FILE
from fault_files import make_files, results, start, verdict

from kehoach.pipeline.ingest import find_inputs
from kehoach.pipeline.options import IngestOptions, OcrMode, OcrOptions, Options
from tests.batch.batch_workers import run_all

_SOON = 60.0  # seconds within which the scheduler must have started


class Cluster:
    """A scheduler and two workers on the loopback address, each a process of its own."""

    def __init__(self, place: Path) -> None:
        script = Path(__file__).with_name("cluster_processes.py")
        with (place / "cluster.log").open("ab") as log:
            self._parent = subprocess.Popen(
                [sys.executable, str(script), str(place)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log
            )
        assert self._parent.stdout
        self.scheduler, self.worker, *_ = json.loads(self._parent.stdout.readline())
        self.address = _address(place / SCHEDULER_FILE)

    def close(self) -> None:
        """End all of them."""
        self._parent.communicate()


def _address(file: Path) -> str:
    until = time.monotonic() + _SOON
    while time.monotonic() < until:
        with contextlib.suppress(OSError, ValueError, KeyError):
            return str(json.loads(file.read_text("utf-8"))["address"])
        time.sleep(0.05)
    raise TimeoutError(f"no scheduler within {_SOON} s: {file.with_name('cluster.log').read_text('utf-8')}")


@contextlib.contextmanager
def cluster(place: Path) -> Iterator[Cluster]:
    """A cluster that is gone when the block ends."""
    place.mkdir(parents=True)
    made = Cluster(place)
    try:
        yield made
    finally:
        made.close()


def ended(out: Path) -> int:
    """How many documents of a run have ended so far."""
    with contextlib.suppress(sqlite3.Error), contextlib.closing(_opened(out)) as base:
        return int(base.execute("SELECT count(*) FROM document WHERE state LIKE 'done%'").fetchone()[0])
    return 0


def _opened(out: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{out / 'journal.sqlite'}?mode=ro", uri=True)


def run_and_lose(place: Path, lose: str, after: int) -> list[str]:
    """Read `place/in` into `place/out` on a cluster that loses a process when `after` documents have ended."""
    faults = []
    with cluster(place / "dask") as made:
        process = start(place / "in", place / "out", ["--executor", "dask", "--scheduler", made.address])
        while process.poll() is None and ended(place / "out") < after:
            time.sleep(0.02)
        if process.poll() is not None:
            faults.append("the run ended before anything was lost")
        os.kill(made.worker if lose == "worker" else made.scheduler, signal.SIGKILL)
        said = process.communicate()[1].decode()
    if lose == "scheduler":
        if process.returncode != 7 or "scheduler" not in said or "Traceback" in said:
            faults.append(f"without its scheduler the run ended with {process.returncode} and said: {said}")
        with cluster(place / "dask again") as made:
            process = start(place / "in", place / "out", ["--executor", "dask", "--scheduler", made.address])
            said = process.communicate()[1].decode()
    if process.returncode:
        faults.append(f"the run ended with {process.returncode}: {said}")
    return faults


def check(place: Path, files: int) -> list[str]:
    """What is wrong with `place/out`, given `place/local`, the results of one machine."""
    faults = []
    with contextlib.closing(_opened(place / "out")) as base:
        states = dict(base.execute("SELECT state, count(*) FROM document GROUP BY 1"))
        counted = sum(count for (count,) in base.execute("SELECT ended FROM run"))
    if sum(states.values()) != files or not set(states) <= {"done", "done-with-issues"}:
        faults.append(f"{files} files came to these ends: {states}")
    if counted != files:
        faults.append(f"{files} files ended {counted} times")
    wanted, got = results(place / "local"), results(place / "out")
    faults += [f"{name} differs" for name in sorted(wanted.keys() | got.keys()) if wanted.get(name) != got.get(name)]
    return faults


def trial(place: Path, texts: int, pdfs: int, lose: str) -> list[str]:
    """The whole trial in the empty folder `place`; what went wrong."""
    make_files(place / "in", texts, pdfs)
    inputs = list(find_inputs([place / "in"], IngestOptions()).inputs)
    local = run_all(inputs, place / "local", Options(ocr=OcrOptions(mode=OcrMode.SKIP)))[2]
    faults = ["\n".join(local.lines())] if local.exit_code else []
    faults += run_and_lose(place, lose, (texts + pdfs) // 4)
    return faults + check(place, texts + pdfs)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=int, default=120)
    parser.add_argument("--pdfs", type=int, default=40)
    parser.add_argument("--lose", choices=["worker", "scheduler"], default="worker")
    asked = parser.parse_args()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as place:
        faults = trial(Path(place), asked.texts, asked.pdfs, asked.lose)
    seconds = time.monotonic() - begun
    return verdict(f"{asked.texts + asked.pdfs} files, {asked.lose} lost in the middle, {seconds:.0f} s", faults)


if __name__ == "__main__":
    sys.exit(main())
