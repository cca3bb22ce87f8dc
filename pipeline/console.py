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
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, TextIO

from kehoach.pipeline.errors import FileAccess, of_system
from kehoach.pipeline.paths import shown
from kehoach.pipeline.printable import harmless, harmless_json
from kehoach.pipeline.wording import number_of

if TYPE_CHECKING:
    from rich.progress import Progress

    from kehoach.pipeline.batch import Outcome

LOG_EVERY = 10.0  # seconds between lines on a pipe: a night's log stays readable


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


def watch(outcomes: Iterable[Outcome], total: int, verbosity: Verbosity) -> Iterator[Outcome]:
    """Hand the outcomes on, showing how far the run is in the way that fits where stderr goes."""
    if verbosity.json_log:
        return _as_json(outcomes, total)
    if verbosity.quiet:
        return iter(outcomes)
    return _on_terminal(outcomes, total) if sys.stderr.isatty() else _on_pipe(outcomes, total)


def _as_json(outcomes: Iterable[Outcome], total: int) -> Iterator[Outcome]:
    for count, outcome in enumerate(outcomes, 1):
        record = {**asdict(outcome), "relative": outcome.relative.as_posix()}
        event("document", **record, done=count, total=total)
        yield outcome


def _on_pipe(outcomes: Iterable[Outcome], total: int) -> Iterator[Outcome]:
    start = last = time.monotonic()
    pages = 0
    for count, outcome in enumerate(outcomes, 1):
        pages += outcome.pages
        now = time.monotonic()
        if now - last >= LOG_EVERY or count == total:
            speed = pages / max(now - start, 0.001)
            say(f"{count} of {number_of(total, 'document')}, {number_of(pages, 'page')}, {speed:.1f} pages/s")
            last = now
        yield outcome


def _on_terminal(outcomes: Iterable[Outcome], total: int) -> Iterator[Outcome]:
    start = time.monotonic()
    pages = 0
    with _bar() as progress:
        task = progress.add_task("reading", total=total, speed="")
        for outcome in outcomes:
            pages += outcome.pages
            speed = f"{pages / max(time.monotonic() - start, 0.001):.1f} pages/s"
            name = harmless(shown(outcome.relative.name))
            progress.update(task, advance=1, speed=speed, description=name)
            yield outcome


@contextmanager
def _bar() -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}", markup=False),  # a name may hold «[red]»
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[speed]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield progress
