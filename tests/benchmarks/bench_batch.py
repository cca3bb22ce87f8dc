"""What a batch costs beside the reading: the journal, growth with the number of documents, memory of a long scan.

    python tests/benchmarks/bench_batch.py --shared DIR [--parts journal,documents,scan] [--most 1000] [--pages 200]

`journal`: a document that takes no time, from the first look at its file to its end in the journal. `documents`: text
PDFs of one page, 10, 100, 1,000 … to `--most` of them, each with a hash of its own, on all cores: pages a second, and
milliseconds a document for each phase (the first look at the files, plans.ndjson, report.html), none of which may grow
with their number; 10,000 of them take five minutes and, while they last, 1.5 GB of disk. `scan`: one PDF of `--pages`
scanned pages, cut into parts; a scripted reader stands in for the real ones, so that what is measured is ours; what is
said is the largest memory of a worker in each fifth of the pages.
`--shared` is there because every benchmark has it; nothing is read from it.
"""

from __future__ import annotations

import argparse
import io
import resource
import shutil
import tempfile
import threading
import time
from itertools import pairwise
from pathlib import Path

import pikepdf
import psutil
from measured import record

from kehoach.pipeline.batch import Outcome, State, begun, report
from kehoach.pipeline.batch.run import pool_of
from kehoach.pipeline.batch.supervisor import Limits, LocalPool
from kehoach.pipeline.batch.work import Heard, Task
from kehoach.pipeline.ingest import Input, find_inputs
from kehoach.pipeline.options import BatchOptions, IngestOptions, OcrMode, OcrOptions, Options
from tests.batch.batch_workers import InlinePool, reads_numbers
from tests.batch.long_scans import write_scan

SAMPLE = Path(__file__).parents[2] / "samples" / "03-born-digital" / "03-born-digital.pdf"
CORES = psutil.cpu_count() or 1


def at_once(task: Task, heard: Heard) -> Outcome:
    """No work: the task has ended as soon as it is begun."""
    return Outcome(task.source.relative, State.DONE, pages=1)


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
            ended = sum(1 for _ in run.outcomes(lambda _: InlinePool(at_once)))
        spent = (time.perf_counter() - start) * 1000
        print(f"journal: {count} documents, {ended} of them {name}: {spent / count:.2f} ms a document")
        record(f"batch.journal.{name}", f"{spent / count:.1f} ms")


def cpu_seconds() -> float:
    """Of this process and of those of its children that have ended: what other programs do does not count."""
    spent = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in spent)


def bench_documents(place: Path, most: int) -> None:
    """Documents a second, and each phase's time a document, neither of which should depend on their number."""
    rates = []
    for count in (*(10**n for n in range(1, 7) if 10**n < most), most):
        inputs = text_pdfs(place / f"in {count}", count)
        rate, told = of_documents(inputs, place / f"out {count}")
        rates.append(rate)
        print(f"documents: {count:6d} of one page: {told}", flush=True)
        keep_sizes(place / f"out {count}", count)
        for folder in (f"in {count}", f"out {count}"):
            shutil.rmtree(place / folder)
    record("batch.documents.pages_a_second", f"{min(rates):.0f}–{max(rates):.0f} pages/s")
    record("batch.documents.most", f"{most:,}")


def keep_sizes(out: Path, count: int) -> None:
    """Print and keep what a page's results take on the disk, by kind; each document has one page."""
    whole = {"plans": out / "plans.ndjson", "journal": out / "journal.sqlite"}
    sizes = {kind: path.stat().st_size for kind, path in whole.items()}
    sizes["results"] = sum(path.stat().st_size for path in out.rglob("*.pdf/*") if path.is_file())
    for kind, size in sizes.items():
        print(f"{'':27s}{kind}: {size / count / 1000:.1f} KB a page")
        record(f"batch.documents.{kind}", f"{size / count / 1000:.1f} KB")


def of_documents(inputs: list[Input], out: Path) -> tuple[float, str]:
    """Pages a second of one run over documents of one page, and all its figures as a line."""
    options = Options(ocr=OcrOptions(mode=OcrMode.SKIP), batch=BatchOptions(jobs=CORES))
    count, clock, cpu = len(inputs), [time.perf_counter()], cpu_seconds()
    with begun(inputs, out, options) as run:
        clock.append(time.perf_counter())
        first = 0.0
        for _ in run.outcomes(pool_of):
            first = first or time.perf_counter()
        clock.append(time.perf_counter())
        run.finish()
        clock.append(time.perf_counter())
        report(out, None)
        clock.append(time.perf_counter())
    look, _, collect, draw = (1000 * (after - before) / count for before, after in pairwise(clock))
    rate, work = (count - 1) / (clock[2] - first), (cpu_seconds() - cpu) / count
    record(f"batch.documents.cpu.{count}", f"{work:.3f} s")
    return rate, (
        f"{clock[-1] - clock[0]:7.1f} s in all; {rate:5.1f} pages/s once workers are up; "
        f"{work * 1000:.0f} ms of CPU a page, start included; ms a document: look {look:.2f}, collect {collect:.2f}, "
        f"report {draw:.2f}; {psutil.Process().memory_info().rss >> 20} MB in the parent"
    )


def bench_scan(place: Path, pages: int) -> None:
    """The largest memory of a worker over a long document, by fifths of its time."""
    path = place / "scan" / "dài.pdf"
    write_scan(path, pages)
    source = Input((path,), Path(path.name))
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
        outcomes = list(run.outcomes(lambda asked: LocalPool(asked.batch.jobs, reads_numbers, Limits())))
    stop.set()
    watcher.join()
    seconds = time.perf_counter() - start
    fifths = [max(rss for at, rss in seen if i <= (at - start) / seconds * 5 < i + 1) >> 20 for i in range(5)]
    print(f"scan: {outcomes[0].pages} pages in {seconds:.0f} s; MB of the largest worker by fifths of time: {fifths}")
    record("batch.scan.memory", f"{', '.join(map(str, fifths))} MB")
    record("batch.scan.pages", f"{outcomes[0].pages:,}")


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
