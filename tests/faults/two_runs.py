"""Two runs on the same output at once: the second is refused with a clear message, the first loses nothing.

python tests/faults/two_runs.py [--texts 60]
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from fault_files import make_files, results, run, small_trial, start, undisturbed


def trial(place: Path, texts: int) -> list[str]:
    """The whole trial in the empty folder `place`; what went wrong."""
    make_files(place / "in", texts, 0)
    faults = undisturbed(place)
    first = start(place / "in", place / "out")
    while first.poll() is None and not list((place / "out").rglob("plan.json")):
        time.sleep(0.02)
    second = run(place / "in", place / "out")
    if first.poll() is not None:
        faults.append("the first run ended before the second began")
    if second.returncode != 5 or f"process {first.pid}" not in second.stderr or "Traceback" in second.stderr:
        faults.append(f"the second run ended with {second.returncode} and said: {second.stderr}")
    said = first.communicate()[1].decode()
    if first.returncode:
        faults.append(f"the first run ended with {first.returncode}: {said}")
    if results(place / "undisturbed") != results(place / "out"):
        faults.append("the first run's results are not those of a run on its own")
    return faults


if __name__ == "__main__":
    sys.exit(small_trial(trial, __doc__, "two runs at once over"))
