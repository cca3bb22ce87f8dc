"""What workers do in these tests: functions that worker processes import by name, and inputs for them."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kehoach.pipeline import process
from kehoach.pipeline.batch import Summary, begun
from kehoach.pipeline.batch.supervisor import End
from kehoach.pipeline.batch.work import Heard, Outcome, Result, State, Task, perform
from kehoach.pipeline.document import Box, Line, Method, Page, PageImage, Word
from kehoach.pipeline.ingest import Input, RawPage
from kehoach.pipeline.options import BatchOptions, OcrOptions, Options

KEPT: list[bytes] = []
TEXT = "KẾ HOẠCH\nTruyền thông năm 2024\nI. MỤC ĐÍCH\nNâng cao hiểu biết của người dân, lần {}.\n"


def inputs(folder: Path, count: int) -> list[Input]:
    """Text files that have been there for an hour, so that nobody waits for them to settle."""
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    for number in range(count):
        path = folder / f"{number}.txt"
        path.write_text(TEXT.format(number), "utf-8")
        age(path)
        found.append(Input((path,), Path(path.name)))
    return found


def age(path: Path, seconds: float = 3600) -> None:
    """Set a file's time back."""
    past = time.time() - seconds
    os.utime(path, (past, past))


def options(jobs: int = 1, **batch: object) -> Options:
    return Options(batch=BatchOptions(jobs, **batch))  # type: ignore[arg-type]


def done(task: Task, heard: Heard) -> Result:
    heard(1)
    return Outcome(task.source.relative, State.DONE, pages=1, media=str(os.getpid()))


def killed_unless_gentle(task: Task, heard: Heard) -> Result:
    if not task.options.ocr.gentle:
        os.kill(os.getpid(), signal.SIGKILL)
    return done(task, heard)


def killed_on_the_second(task: Task, heard: Heard) -> Result:
    if task.source.relative.name == "1.txt":
        print("the last words", flush=True)
        os.kill(os.getpid(), signal.SIGSEGV)
    return perform(task, heard)


def hangs(task: Task, heard: Heard) -> Result:
    time.sleep(3600)
    return done(task, heard)


def grows(task: Task, heard: Heard) -> Result:
    held = [bytearray(os.urandom(1 << 20)) for _ in range(400)]
    time.sleep(3600)
    return done(task, lambda _: heard(len(held)))


def keeps_200_mb(task: Task, heard: Heard) -> Result:
    KEPT.append(b"x" * (200 << 20))
    return done(task, heard)


def out_of_memory(task: Task, heard: Heard) -> Result:
    raise MemoryError


def starts_a_child_and_hangs(task: Task, heard: Heard) -> Result:
    import subprocess

    child = subprocess.Popen(["sleep", "3600"])
    (task.out / "pids").write_text(f"{os.getpid()} {child.pid}", "utf-8")
    return hangs(task, heard)


PAGES_READ = "pages-read.log"


def scripted_pages(task: Task, heard: Heard, bad: Mapping[int, str]) -> Result:
    """Read every page as its number, and note it beside OUT, but for those that are `bad`."""

    def read(raw: RawPage, asked: OcrOptions, *_: object) -> list[Page]:
        with (task.out.parent / PAGES_READ).open("a", encoding="utf-8") as log:
            log.write(f"{raw.number}{' gently' if asked.gentle else ''}\n")
        match bad.get(raw.number):
            case "exit":
                os._exit(3)
            case "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            case "hang":
                time.sleep(3600)
            case "needs memory" if not asked.gentle:
                os._exit(137)
        line = Line(f"Trang {raw.number}", raw.number, 1)
        return [Page(raw.number, (line,), method=Method.OCR, engine="scripted")]

    process.read_page = read
    return perform(task, heard)


@dataclass
class NumberReader:
    """Reads of every page nothing but its number, and notes it in a file."""

    log: Path
    name: str = "scripted"

    def read(self, image: PageImage, *, timeout: float) -> list[Line]:
        with self.log.open("a", encoding="utf-8") as log:
            log.write(f"{image.page}\n")
        box = Box(0, 0, image.width / 2, image.height / 2)
        return [Line(f"Trang {image.page}", image.page, 1, box, (Word("Trang", box), Word(str(image.page), box)))]


def reads_numbers(task: Task, heard: Heard) -> Result:
    """As `perform`, but for the reader of page pictures; the pages that were begun are noted beside OUT."""
    process._engine = lambda _: NumberReader(task.out.parent / PAGES_READ)  # type: ignore[assignment]
    return perform(task, heard)


class InlinePool:
    """A pool of this process: a task is done when its end is waited for. Remembers the steps that it was asked for."""

    def __init__(self, work: Callable[[Task, Heard], Result] = perform) -> None:
        self.work = work
        self.steps: list[str] = []
        self._open: list[Task] = []

    @property
    def room(self) -> int:
        return 1 - len(self._open)

    @property
    def busy(self) -> int:
        return len(self._open)

    def start(self, task: Task, seconds: float | None) -> None:
        self.steps.append(f"{task.step} {task.source.relative}")
        self._open.append(task)

    def wait(self, timeout: float) -> list[End]:
        time.sleep(0 if self._open else timeout)
        return [End(self._open.pop(), self.work(task, lambda *_: None)) for task in self._open[:1]]

    def close(self) -> None:
        self._open.clear()


def run_all(
    sources: Sequence[Input], out: Path, asked: Options, work: Callable[[Task, Heard], Result] = perform
) -> tuple[list[str], dict[str, Outcome], Summary]:
    """A whole run in this process: the steps that were done, the ends of what was done, and the summary."""
    pool = InlinePool(work)
    with begun(sources, out, asked) as started:
        outcomes = {str(outcome.relative): outcome for outcome in started.outcomes(lambda *_: pool)}
        started.finish()
    return pool.steps, outcomes, started.summary
