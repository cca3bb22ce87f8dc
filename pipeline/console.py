"""What `cli` shows while a run goes on: a live bar on a terminal, plain lines on a pipe, JSON lines when asked."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

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
            progress.update(task, advance=1, speed=speed, description=outcome.relative.name)
            yield outcome


@contextmanager
def _bar() -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[speed]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield progress
