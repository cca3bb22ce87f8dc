"""What a batch costs beside the reading: the journal, growth with the number of documents, memory of a long scan.

    python tests/benchmarks/bench_batch.py --shared DIR [--parts journal,documents,scan] [--most 1000] [--pages 200]

`journal`: a document that takes no time, from the first look at its file to its end in the journal. `documents`: text
PDFs of one page, 10 to `--most` of them, each with a hash of its own, from the command line to plans.ndjson on all
cores. `scan`: one PDF of `--pages` scanned pages, cut into parts; a scripted reader stands in for the real ones, so
that what is measured is ours; what is said is the largest memory of a worker in each fifth of the pages.
`--shared` is there because every benchmark has it; nothing is read from it.
"""

from __future__ import annotations

import argparse
import io
import resource
import tempfile
import threading
import time
from pathlib import Path

import pikepdf
import psutil
from PIL import Image, ImageDraw

from pipeline import process
from pipeline.batch import Outcome, State, begun
from pipeline.batch.run import pool_of
from pipeline.batch.supervisor import End, Limits, LocalPool
from pipeline.batch.work import Heard, Result, Task, perform
from pipeline.ingest import Input, find_inputs
from pipeline.ocr.engine import ScriptedEngine
from pipeline.options import BatchOptions, IngestOptions, OcrMode, OcrOptions, Options

SAMPLE = Path(__file__).parents[2] / "samples" / "03-born-digital" / "03-born-digital.pdf"
CORES = psutil.cpu_count() or 1


class NoWork:
    """A pool in which every task has ended as soon as it is begun."""

    def __init__(self) -> None:
        self._open: list[Task] = []

    @property
    def room(self) -> int:
        return 1 - len(self._open)

    @property
    def busy(self) -> int:
        return len(self._open)

    def start(self, task: Task, seconds: float | None) -> None:
        self._open.append(task)

    def wait(self, timeout: float) -> list[End]:
        ended, self._open = self._open, []
        return [End(task, Outcome(task.source.relative, State.DONE, pages=1)) for task in ended]

    def close(self) -> None:
        self._open = []


def text_pdfs(folder: Path, count: int) -> list[Input]:
    """PDFs of one page with a text layer, no two alike."""
    folder.mkdir()
    page = io.BytesIO()
    with pikepdf.open(SAMPLE) as pdf:
        del pdf.pages[1:]
        pdf.save(page)
    for number in range(count):
        (folder / f"{number}.pdf").write_bytes(page.getvalue() + f"\n% {number}\n".encode())
    time.sleep(2.5)  # until the files are old enough for their stamps to be trusted
    return list(find_inputs([folder], IngestOptions()).inputs)


def bench_journal(place: Path, count: int = 2000) -> None:
    """Milliseconds a document for all that is no reading, the first time and when nothing is left to do."""
    inputs = text_pdfs(place / "journal", count)
    options = Options(ocr=OcrOptions(mode=OcrMode.SKIP))
    for name in ("new", "finished"):
        start = time.perf_counter()
        with begun(inputs, place / "out", options) as run:
            ended = sum(1 for _ in run.outcomes(lambda _: NoWork()))
        spent = (time.perf_counter() - start) * 1000
        print(f"journal: {count} documents, {ended} of them {name}: {spent / count:.2f} ms a document")


def cpu_seconds() -> float:
    """Of this process and of those of its children that have ended: what other programs do does not count."""
    spent = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in spent)


def bench_documents(place: Path, most: int) -> None:
    """Documents a second, which should not depend on their number."""
    options = Options(ocr=OcrOptions(mode=OcrMode.SKIP), batch=BatchOptions(jobs=CORES))
    count = 10
    while count <= most:
        inputs = text_pdfs(place / f"in {count}", count)
        start, cpu = time.perf_counter(), cpu_seconds()
        with begun(inputs, place / f"out {count}", options) as run:
            first = 0.0
            for _ in run.outcomes(pool_of):
                first = first or time.perf_counter()
            last = time.perf_counter()
            run.finish()
        seconds, work = time.perf_counter() - start, (cpu_seconds() - cpu) / count
        rate = (count - 1) / (last - first)
        print(
            f"documents: {count:6d} of one page: {seconds:7.1f} s in all, {rate:5.1f} pages/s once workers are up; "
            f"{work * 1000:.0f} ms of CPU a page, start included"
        )
        count *= 10


def scan(path: Path, pages: int) -> Input:
    """A PDF of scanned pages: 1 bit, 100 dpi, no two alike."""
    drawn = []
    for number in range(pages):
        page = Image.new("1", (827, 1169), 1)
        for line in range(40):
            ImageDraw.Draw(page).text((90, 60 + 25 * line), f"trang {number} dong {line} " * 3, fill=0)
        drawn.append(page)
    drawn[0].save(path, save_all=True, append_images=drawn[1:], resolution=100)
    return Input((path,), Path(path.name))


def scripted(task: Task, heard: Heard) -> Result:
    """As `perform`, with a reader that reads nothing."""
    process._engine = lambda _: ScriptedEngine()  # type: ignore[assignment]
    return perform(task, heard)


def bench_scan(place: Path, pages: int) -> None:
    """The largest memory of a worker over a long document, by fifths of its time."""
    from bench_batch import scripted as importable  # workers cannot import from the script that is run

    source = scan(place / "scan.pdf", pages)
    options = Options(batch=BatchOptions(jobs=CORES, slice_seconds=5.0))
    seen: list[tuple[float, int]] = []
    stop = threading.Event()

    def look() -> None:
        me = psutil.Process()
        while not stop.wait(0.2):
            children = [child.memory_info().rss for child in me.children()]
            seen.append((time.perf_counter(), max(children, default=0)))

    watcher = threading.Thread(target=look)
    watcher.start()
    start = time.perf_counter()
    with begun([source], place / "out scan", options) as run:
        outcomes = list(run.outcomes(lambda asked: LocalPool(asked.batch.jobs, importable, Limits())))
    stop.set()
    watcher.join()
    seconds = time.perf_counter() - start
    fifths = [max(rss for at, rss in seen if i <= (at - start) / seconds * 5 < i + 1) >> 20 for i in range(5)]
    print(f"scan: {outcomes[0].pages} pages in {seconds:.0f} s; MB of the largest worker by fifths of time: {fifths}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path)
    parser.add_argument("--parts", default="journal,documents,scan")
    parser.add_argument("--most", type=int, default=1000)
    parser.add_argument("--pages", type=int, default=200)
    asked = parser.parse_args()
    parts = asked.parts.split(",")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        if "journal" in parts:
            bench_journal(place)
        if "documents" in parts:
            bench_documents(place, asked.most)
        if "scan" in parts:
            bench_scan(place, asked.pages)


if __name__ == "__main__":
    main()
