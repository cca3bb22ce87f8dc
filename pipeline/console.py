"""What reaches a terminal: the one room that prints, and so the one that makes names and texts harmless first.

Results go to stdout (`put`), words for a person to stderr (`say`): while a run goes on, a live bar on a terminal, plain
lines on a pipe, JSON lines when asked.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, TextIO

from kehoach.pipeline.errors import FileAccess, of_system
from kehoach.pipeline.files.paths import shown
from kehoach.pipeline.files.printable import harmless, harmless_json
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


class NobodyReads(Exception):
    """Whoever read our standard output has seen enough and closed it."""


def put(*fields: str) -> None:
    """One line on stdout; fields are kept apart by tabs. Raises FileAccess, NobodyReads."""
    _write("\t".join(map(harmless, fields)) + "\n")


def put_text(text: str) -> None:
    """A text on stdout: made harmless for a terminal, as it is for a pipe or a file. Raises FileAccess, NobodyReads."""
    terminal = sys.stdout is not None and sys.stdout.isatty()
    _write(harmless(text, keep="\n\t") if terminal else text)


def put_json(text: str) -> None:
    """JSON on stdout, with the same content and nothing that acts on a terminal. Raises FileAccess, NobodyReads."""
    _write(harmless_json(text).rstrip("\n") + "\n")


def say(message: str) -> None:
    """One line for a person, on stderr; where nobody can hear it the work goes on."""
    with suppress(OSError):
        try:
            print(harmless(message), file=sys.stderr, flush=True)
        except OSError:
            _to_nowhere(sys.stderr)


def event(kind: str, **content: object) -> None:
    """One line for a machine, on stderr."""
    say(harmless_json(json.dumps({"event": kind, **content}, ensure_ascii=False)))


def _write(text: str) -> None:
    if sys.stdout is None:
        raise FileAccess("standard output is closed", advice="send it to a file, or to /dev/null")
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError as error:
        _to_nowhere(sys.stdout)
        raise NobodyReads from error
    except OSError as error:
        _to_nowhere(sys.stdout)
        raise of_system("standard output cannot be written", error) from error


def _to_nowhere(stream: TextIO) -> None:
    """What waits in a stream that cannot be written is dropped, lest Python fails by it once more at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def open_streams() -> None:
    """Make stdin, stdout and stderr usable however the program was started.

    A closed descriptor leads nowhere from now on: else the next file that is opened would take its number, and what a
    library says on stderr would be written into that file. All is written as UTF-8, whatever the locale says.
    """
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)
    if sys.stderr is None:
        sys.stderr = open(2, "w", closefd=False)  # noqa: SIM115 - it lives as long as the program


def hear_libraries() -> None:
    """What libraries warn of, quoting files as they please, is said as everything else is: harmless, and in a line."""

    class Heard(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            say(f"note: {record.getMessage()}")

    def warned(message: Warning | str, *_: object, **__: object) -> None:
        say(f"note: {message}")

    logging.lastResort = Heard(logging.WARNING)
    warnings.showwarning = warned


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
    return harmless(reading[0].rsplit("/", 1)[-1]) + others if reading else ""


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
