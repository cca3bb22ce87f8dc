"""What reading costs the parser: plans set as documents, scanned, read and parsed, beside the same plans as text.

    python tests/benchmarks/bench_rendered_plans.py --shared DIR [--engine auto] [--only NAME ...] [--keep DIR]

Each text of DIR/eval/plans becomes a PDF of scans: A4 at 200 dpi in a Times-like face of 14 pt, letterhead in two
columns, recipients left and signer right, a red seal over the signature; askew, unevenly lit, with grain, as JPEG;
every second one in grey. `kehoach run` reads texts and scans, DIR/eval/score_plan.py scores both (`--read` for scans).
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from measured import record
from printed_plans import DPI, pages_of

from maker.pdf import write_scan  # isort: skip - `printed_plans` makes it importable

QUALITY = 60
SHOWN = ("metadata", "sections", "citations", "recipients", "deadlines")


def write_scans(plans: list[Path], folder: Path) -> None:
    """A PDF for each plan; those that are there already are kept."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, path in enumerate(plans):
        to = folder / f"{path.stem}.pdf"
        if not to.exists():
            write_scan(to, pages_of(path.stem, path.read_text("utf-8"), colour=number % 2 == 0), DPI, QUALITY)
            print(f"{to.name} written", flush=True)


def scores(shared: Path, gold: Path, inputs: list[Path], out: Path, *options: str) -> str:
    """What the scorer says about a run over `inputs`."""
    program = Path(sys.executable).with_name("kehoach")
    subprocess.run([program, "run", *inputs, "-o", out, "-q", *options], check=True)
    flags = ["--read"] if inputs[0].suffix == ".pdf" else []
    command = [sys.executable, str(shared / "eval" / "score_plan.py"), str(gold), str(out), *flags]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    pooled = dict(re.findall(r"(\w+) ([\d.]+)", said.rpartition("POOLED")[2]))
    for part in SHOWN:
        record(f"plans.{'read' if flags else 'text'}.{part}", f"{float(pooled[part]):.2f}")
    return said


def main() -> None:
    """Print the scores of the texts and of their scans."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--engine", default="auto")
    parser.add_argument("--only", nargs="*", default=[], help="beginnings of names")
    parser.add_argument("--keep", type=Path, help="keep scans and plans here; scans that are here are taken")
    args = parser.parse_args()
    known = sorted((args.shared / "eval" / "plans").glob("*.txt"))
    plans = [path for path in known if not args.only or path.name.startswith(tuple(args.only))]
    with tempfile.TemporaryDirectory() as scratch:
        folder = args.keep or Path(scratch)
        gold = Path(scratch) / "gold"
        gold.mkdir()
        for path in plans:
            shutil.copy(path.with_suffix(".json"), gold)
        write_scans(plans, folder / "scans")
        scans = [folder / "scans" / f"{path.stem}.pdf" for path in plans]
        print("texts\n" + scores(args.shared, gold, plans, folder / "texts"), flush=True)
        print("scans\n" + scores(args.shared, gold, scans, folder / "read", "--engine", args.engine))


if __name__ == "__main__":
    main()
