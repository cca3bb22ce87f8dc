"""Pages a second beside OCRmyPDF: the same pages, one after the other on the same machine, two jobs each.

    python tests/benchmarks/bench_speed.py --shared DIR [--pages PAGES] [--copies N] [--engine auto trueocr ...]
        [--long PAGES | --start]

`kehoach run` reads a folder of the pages (`--copies` of each), OCRmyPDF (`-l vie -d -r`) one PDF of the same. Shown:
pages a second by the clock and by processor time (start-up included), and the largest worker in memory. `--long N`
measures instead how memory grows from a scan of 5 pages to one of N; `--start` how long the program takes to say its
version, the least processor time of ten.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pikepdf
import psutil
from bench_pages import images
from measured import record
from PIL import Image

JOBS = "2"
SETTINGS = {**os.environ, "OMP_THREAD_LIMIT": "1", "OMP_NUM_THREADS": "1"}
SMALL = 1500  # pixels of the longer side, below which a picture is taken for one of 82 dpi (A4 960 pixels high)


@dataclass(frozen=True)
class Run:
    """What one program took: seconds by the clock, of processor time, and the most memory of one process in MB."""

    seconds: float
    processor: float
    memory: float

    def row(self, name: str, pages: int, other: Run | None = None) -> str:
        """One line of the table."""
        speed = f"{pages / self.seconds:.2f} pages/s, {self.processor / pages:.2f} s of processor a page"
        row = f"{name:12s} {speed}, {self.memory:.0f} MB the largest worker"
        if other is None:
            return row
        return f"{row}; {other.seconds / self.seconds:.1f} and {other.processor / self.processor:.1f} times OCRmyPDF"


def timed(command: Sequence[str]) -> Run:
    """Run a program to its end; its children are watched while it runs."""
    start, before = time.perf_counter(), os.times()
    process = psutil.Popen(command, env=SETTINGS, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    peak = [0]
    watcher = threading.Thread(target=_watch, args=(process, peak), daemon=True)
    watcher.start()
    _, said = process.communicate()
    after = os.times()
    if process.returncode:
        raise SystemExit(f"{command[0]} ended with {process.returncode}: {said.decode(errors='replace')[-2000:]}")
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    return Run(time.perf_counter() - start, spent, peak[0] / 2**20)


def _watch(process: psutil.Process, peak: list[int]) -> None:
    """Keep the largest resident size of the process and of its children, one by one."""
    while process.is_running():
        try:
            sizes = [one.memory_info().rss for one in (process, *process.children(recursive=True))]
        except psutil.Error:
            sizes = []
        peak[0] = max(peak[0], *sizes, 0)
        time.sleep(0.1)


def as_pdf(path: Path) -> pikepdf.Pdf:
    """The first page of a file as a PDF; a picture is put in as it is, JPEG stays JPEG."""
    if path.suffix == ".pdf":
        return pikepdf.open(path)
    with Image.open(path) as picture:
        told = picture.info.get("dpi", (0, 0))[0]
        dpi = told if told > 1 else 82 if max(picture.size) < SMALL else 200
        held = BytesIO()
        picture.convert("RGB").save(held, "PDF", resolution=dpi, quality=92)
    return pikepdf.open(held)


def one_pdf(pages: Sequence[Path], path: Path) -> Path:
    """All pages in one PDF."""
    with pikepdf.new() as whole:
        for page in pages:
            with as_pdf(page) as single:
                whole.pages.append(single.pages[0])
        whole.save(path)
    return path


def kehoach(source: Path, out: Path, engine: str) -> list[str]:
    """The command that reads a file or folder."""
    program = str(Path(sys.executable).with_name("kehoach"))
    return [program, "run", str(source), "-o", str(out), "-j", JOBS, "--engine", engine, "--ocr", "force", "-q"]


def compare(pages: Sequence[Path], engines: Sequence[str], copies: int, folder: Path) -> None:
    """The table: OCRmyPDF first, then each reader against it."""
    count = copies * len(pages)
    single = folder / "pages"
    single.mkdir()
    for page in pages:
        for copy in range(copies):
            shutil.copy(page, single / f"{page.stem}-{copy}{page.suffix}")
    whole = one_pdf([*pages] * copies, folder / "all.pdf")
    command = [sys.executable, "-m", "ocrmypdf", "-l", "vie", "-d", "-r", "--jobs", JOBS, "-q"]
    other = timed([*command, str(whole), str(folder / "ocr.pdf")])
    print(other.row("OCRmyPDF", count), flush=True)
    record("speed.ocrmypdf", f"{count / other.seconds:.2f} pages/s")
    record("speed.files", f"{count}")
    for engine in engines:
        run = timed(kehoach(single, folder / engine, engine))
        print(run.row(engine, count, other), flush=True)
        record(f"speed.{engine}", f"{count / run.seconds:.1f} pages/s")
        record(f"speed.cpu.{engine}", f"{run.processor / count:.1f} s")


def long_scan(pages: Sequence[Path], engines: Sequence[str], count: int, folder: Path) -> None:
    """How the memory of a worker grows with the pages of one file."""
    for engine in engines:
        for number in (5, count):
            chosen = [pages[at % len(pages)] for at in range(number)]
            scan = one_pdf(chosen, folder / f"{number}.pdf")
            run = timed(kehoach(scan, folder / f"{engine}-{number}", engine))
            print(run.row(f"{engine}, {number} p.", number), flush=True)
            record(f"speed.memory.{engine}.{number}", f"{run.memory / 1024:.2f} GB")


def start_up() -> None:
    """What every command costs before it does anything."""
    program = str(Path(sys.executable).with_name("kehoach"))
    least = min(timed([program, "--version"]).processor for _ in range(10))
    print(f"start-up {least:.2f} s of processor")
    record("speed.start_up", f"{least:.1f} s")


def main() -> None:
    """Read the command line and print the table asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True, help="its eval/pages is read, unless --pages is given")
    parser.add_argument("--pages", type=Path)
    parser.add_argument("--engine", nargs="+", default=["auto", "trueocr"])
    parser.add_argument("--copies", type=int, default=4)
    parser.add_argument("--long", type=int)
    parser.add_argument("--start", action="store_true")
    args = parser.parse_args()
    if args.start:
        start_up()
        return
    pages = images(args.pages or args.shared / "eval" / "pages")
    with tempfile.TemporaryDirectory() as folder:
        if args.long:
            long_scan(pages, args.engine, args.long, Path(folder))
        else:
            compare(pages, args.engine, args.copies, Path(folder))


if __name__ == "__main__":
    main()
