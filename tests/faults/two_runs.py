"""Two runs on the same output at once: the second is refused with a clear message, the first loses nothing.

python tests/faults/two_runs.py [--texts 60]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from fault_files import make_files, results, run, start


def trial(place: Path, texts: int) -> list[str]:
    """The whole trial in the empty folder `place`; what went wrong."""
    make_files(place / "in", texts, 0)
    alone = run(place / "in", place / "alone")
    faults = [f"the run on its own failed: {alone.stderr}"] if alone.returncode else []
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
    if results(place / "alone") != results(place / "out"):
        faults.append("the first run's results are not those of a run on its own")
    return faults


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=int, default=60)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        faults = trial(Path(place), asked.texts)
    print(f"two runs at once over {asked.texts} files: {len(faults)} faults")
    for fault in faults:
        print(f"  {fault}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
