"""Folders of small documents for the fault scripts and the benchmark, no two alike, and what a run made of them."""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

SAMPLES = Path(__file__).parents[2] / "samples"
TEXT = SAMPLES / "09-text-export" / "09-text-export.txt"
PDF = SAMPLES / "03-born-digital" / "03-born-digital.pdf"
# A shell starts what it puts in the background deaf to SIGINT, and so all that is started from there.
_HEARS = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
KEHOACH = (sys.executable, "-c", f"{_HEARS}; from kehoach.pipeline.cli import main; main()")
OF_THE_RUN = {"journal.sqlite", "journal.sqlite-wal", "journal.sqlite-shm", ".lock", "report.html", "report-pages"}


def make_files(folder: Path, texts: int, pdfs: int) -> None:
    """Text files and PDFs with a text layer in three folders with the same names, as if they had long been there."""
    text, pdf = TEXT.read_text("utf-8"), PDF.read_bytes()
    for number in range(texts):
        write(folder / f"năm {number % 3}" / f"kế hoạch {number // 3}.txt", f"{text}\nPhụ lục {number}\n".encode())
    for number in range(pdfs):
        write(folder / f"năm {number % 3}" / f"bản in {number // 3}.pdf", pdf + f"\n% {number}\n".encode())


def write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    past = time.time() - 3600
    os.utime(path, (past, past))


def results(out: Path) -> dict[str, str]:
    """The sha256 of every result of a run by its name; not what has times in it."""
    files = {path.relative_to(out): path for path in sorted(out.rglob("*")) if path.is_file()}
    wanted = {name: path for name, path in files.items() if name.parts[0] not in OF_THE_RUN}
    return {str(name): hashlib.sha256(path.read_bytes()).hexdigest() for name, path in wanted.items()}


def undisturbed(place: Path) -> list[str]:
    """Read `place/in` into `place/undisturbed`; what went wrong."""
    done = run(place / "in", place / "undisturbed")
    return [f"the undisturbed run failed: {done.stderr}"] if done.returncode else []


def verdict(headline: str, faults: Sequence[str]) -> int:
    """Print what a trial came to; its exit code."""
    print(f"{headline}: {len(faults)} faults")
    for fault in faults:
        print(f"  {fault}")
    return 1 if faults else 0


def small_trial(trial: Callable[[Path, int], list[str]], about: str, headline: str) -> int:
    """The command line of a trial over `--texts` files: its exit code."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=int, default=60)
    texts = parser.parse_args().texts
    with tempfile.TemporaryDirectory() as place:
        faults = trial(Path(place), texts)
    return verdict(f"{headline} {texts} files", faults)


def command(folder: Path, out: Path, *more: str) -> list[str]:
    """A run of the program that reads no images."""
    return [*KEHOACH, "run", str(folder), "-o", str(out), "--ocr", "skip", "--quiet", *more]


def run(folder: Path, out: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(folder, out, *more), capture_output=True, text=True, check=False)


def start(folder: Path, out: Path, more: Sequence[str] = ()) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command(folder, out, *more), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
