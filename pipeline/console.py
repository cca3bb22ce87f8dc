"""What `cli` shows while a run goes on: a live bar on a terminal, plain lines on a pipe, JSON lines when asked."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from kehoach.pipeline.paths import shown
from kehoach.pipeline.wording import duration, number_of

if TYPE_CHECKING:
    from kehoach.pipeline.batch import Outcome
    from kehoach.pipeline.batch.progress import Progress, Told

LOG_EVERY = 5.0  # seconds between two lines on how far the run is: a long scan is seen to move, a night's log readable
_NAME, _BAR = 30, 12  # letters, the most of a name, and of the bar: the figures beside them need forty of eighty


@dataclass(frozen=True)
class Verbosity:
    """How much is said on stderr."""

    quiet: bool = False
    json_log: bool = False


def say(message: str) -> None:
    """One line for a person, on stderr."""
    print(message, file=sys.stderr, flush=True)


def event(kind: str, **content: object) -> None:
    """One line for a machine, on stderr."""
    say(json.dumps({"event": kind, **content}, ensure_ascii=False))


@contextmanager
def counted(what: str, quiet: bool) -> Iterator[Callable[[int], None]]:
    """Hands out a function that is told how many of something are done, and says so now and then."""
    last = time.monotonic()

    def tell(count: int) -> None:
        nonlocal last
        now = time.monotonic()
        if not quiet and now - last >= (1.0 if sys.stderr.isatty() else LOG_EVERY):
            say(number_of(count, what))
            last = now

    yield tell


@contextmanager
def watched(verbosity: Verbosity) -> Iterator[Told]:
    """Hands out a function that is told how far a run is, and shows it in the way that fits where stderr goes."""
    if verbosity.json_log:
        yield _now_and_then(_as_json)
    elif verbosity.quiet:
        yield lambda _: None
    elif sys.stderr.isatty():
        with _bar() as show:
            yield show
    else:
        yield _now_and_then(_as_line)


def document_event(outcome: Outcome, done: int, total: int) -> None:
    """A document's end, for a machine."""
    event("document", **{**asdict(outcome), "relative": shown(outcome.relative)}, done=done, total=total)


def _now_and_then(show: Told, clock: Callable[[], float] = time.monotonic) -> Told:
    """The same, at most once in LOG_EVERY seconds; the run's end is always shown where anything was."""
    last = clock()

    def tell(progress: Progress) -> None:
        nonlocal last
        if clock() - last >= LOG_EVERY or (show is _as_line and progress.documents_done == progress.documents):
            last = clock()
            show(progress)

    return tell


def _as_json(progress: Progress) -> None:
    event("progress", **asdict(progress), estimate=progress.is_estimate)


def _as_line(progress: Progress) -> None:
    from kehoach.pipeline.batch.progress import progress_line

    reading = f"; reading {', '.join(progress.reading)}" if progress.reading else ""
    say(progress_line(progress) + reading)


@contextmanager
def _bar() -> Iterator[Told]:
    """A bar that moves by pages, with the file that is being read before it."""
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn
    from rich.progress import Progress as Bar
    from rich.table import Column

    columns = (
        TextColumn("{task.description}", markup=False, table_column=Column(no_wrap=True, max_width=_NAME, ratio=1)),
        BarColumn(bar_width=_BAR),
        TextColumn("{task.fields[far]}", markup=False, table_column=Column(no_wrap=True)),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True, expand=True) as bar:
        task = bar.add_task("opening", total=None, far="")

        def show(progress: Progress) -> None:
            bar.update(
                task,
                completed=progress.pages_done,
                total=progress.pages_expected or None,
                description=_named(progress.reading) or "writing",
                far=_far(progress),
            )

        yield show


def _named(reading: Sequence[str]) -> str:
    """The file that is being read, by its last name, and how many others are."""
    others = f" +{len(reading) - 1}" if len(reading) > 1 else ""
    return reading[0].rsplit("/", 1)[-1] + others if reading else ""


def _far(progress: Progress) -> str:
    """Beside the bar: pages and documents, pages a second, time left.

    >>> from kehoach.pipeline.batch.progress import Progress
    >>> _far(Progress(1, 3, 40, 120, 300, 0.5, 520.0))
    '40/~300 pages 1/3 files 0.5/s ~9 min'
    """
    about = "~" if progress.is_estimate else ""
    left = f" {about}{duration(progress.seconds_left)}" if progress.seconds_left is not None else ""
    pages = f"{progress.pages_done}/{about}{progress.pages_expected} pages"
    return f"{pages} {progress.documents_done}/{progress.documents} files {progress.pages_per_second:.1f}/s{left}"
