"""The report of 1,000 documents: seconds to write, size, and how long Chromium works to show it.

    python tests/benchmarks/bench_report.py [--shared DIR] [--documents N]

The documents are made up: each has 40 edits and 5 issues, 200 lines in doubt have a picture. Without Chromium only
writing is measured. Seconds are the processor's, so that other work on the machine hardly counts.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from kehoach.pipeline.report import Ended, write_report
from tests.report.browser import CHROMIUM, Browser
from tests.report.results import a_scan, put_many

SCANS = 100  # with two doubtful lines each


def opened(path: Path) -> str:
    """What the browser spent until all was shown."""
    if CHROMIUM is None:
        return "Chromium is not installed"
    with tempfile.TemporaryDirectory() as profile, Browser(Path(profile)) as browser:
        browser.ask("Performance.enable", timeDomain="threadTicks")
        browser.open(path)
        assert browser.value("document.getElementById('shown').textContent")
        spent = {one["name"]: one["value"] for one in browser.ask("Performance.getMetrics")["metrics"]}
    names = ("TaskDuration", "ScriptDuration", "LayoutDuration", "RecalcStyleDuration")
    return ", ".join(f"{name} {spent[name]:.2f} s" for name in names)


def main() -> None:
    """Write, measure, open."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path)
    parser.add_argument("--documents", type=int, default=1000)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch) / "out"
        ended: list[Ended] = put_many(out, args.documents - SCANS)
        ended += [a_scan(out, f"scan {number}.jpg") for number in range(SCANS)]
        start = time.process_time()
        path = write_report(out, ended)
        print(
            f"{len(ended)} documents written in {time.process_time() - start:.1f} s, {path.stat().st_size / 1e6:.1f} MB"
        )
        print(opened(path))


if __name__ == "__main__":
    main()
