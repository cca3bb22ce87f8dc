"""How far a run is, by pages: what is done, how fast it goes, what is left, and which files are being read now."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kehoach.pipeline.batch.spool import Stretch
from kehoach.pipeline.files.paths import shown
from kehoach.pipeline.wording import duration, number_of

EVERY = 0.5  # seconds between two tellings: a bar that moves twice a second is seen to move


@dataclass(frozen=True)
class Progress:
    """How far a run is. Pages of documents that were not opened yet are guessed from those that were, by bytes."""

    documents_done: int
    documents: int  # that are to be done in this run
    pages_done: int
    pages_known: int  # of the documents that were opened
    pages_expected: int  # of all documents: known, and guessed
    pages_per_second: float  # read in this run
    seconds_left: float | None  # None: nothing tells it yet
    reading: tuple[str, ...] = ()  # names of the files now being read

    @property
    def is_estimate(self) -> bool:
        """Whether the time left hangs on pages that are guessed."""
        return self.pages_expected > self.pages_known


Told = Callable[[Progress], None]


def progress_line(progress: Progress) -> str:
    """How far a run is, in a line for people; what hangs on guessed pages is said to.

    >>> progress_line(Progress(1, 3, 40, 120, 300, 0.5, 520.0))
    '1 of 3 documents, 40 of 120 pages known (about 300 in all), 0.5 pages/s, about 9 min left by an estimate'
    >>> progress_line(Progress(0, 1, 312, 1000, 1000, 1.2, 573.0))
    '0 of 1 document, 312 of 1000 pages, 1.2 pages/s, 10 min left'
    """
    pages = number_of(progress.pages_known, "page")
    known = f"{pages} known (about {progress.pages_expected} in all)" if progress.is_estimate else pages
    parts = [
        f"{progress.documents_done} of {number_of(progress.documents, 'document')}",
        f"{progress.pages_done} of {known}",
        f"{progress.pages_per_second:.1f} pages/s",
    ]
    if progress.seconds_left is not None:
        left = duration(progress.seconds_left)
        parts.append(f"about {left} left by an estimate" if progress.is_estimate else f"{left} left")
    return ", ".join(parts)


@dataclass
class _Open:
    """A document on its way; `in_hand` has the page that each of its tasks is at."""

    pages: int = 0  # 0: not known yet
    done: set[int] = field(default_factory=set)
    in_hand: dict[int, int] = field(default_factory=dict)
    tasks: int = 0


class Gauge:
    """Counts pages as they are heard of, and tells how far the run is: after each document, and now and then.

    `sizes` are the bytes of the documents that are to be done. Where a pool does not tell single pages (a cluster),
    whole parts and documents are counted.
    """

    def __init__(
        self, sizes: Mapping[Path, int], told: Iterable[Told] = (), clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._sizes = dict(sizes)
        self._unopened = dict(sizes)
        self._told = tuple(told)
        self._clock = clock
        self._begun = self._last = clock()
        self._open: dict[Path, _Open] = {}
        self._ended = 0
        self._pages_ended = 0
        self._read = 0  # pages, in this run
        self._bytes_opened = self._pages_opened = 0  # what documents that were not opened are guessed by

    def begun(self, place: Path) -> None:
        """A document is read from its start."""
        before = self._open.get(place, _Open())
        self._open[place] = _Open(before.pages, tasks=before.tasks)

    def started(self, place: Path) -> None:
        """A task of a document is on its way."""
        self._open.setdefault(place, _Open()).tasks += 1
        self.tell()

    def heard(self, place: Path, task: int, page: int, of: int) -> None:
        """A task is at this page of so many (0: at none, or it is not known); the one before it is done."""
        found = self._open.get(place)
        if found is None:
            return
        if of:
            self._count(place, found, of)
        if before := found.in_hand.pop(task, 0):
            self._done(found, [before])
        if page:
            found.in_hand[task] = page
        self.tell()

    def stopped(self, place: Path, task: int) -> None:
        """A task has come to an end, or its worker to its own: the page in hand is not done by that."""
        if found := self._open.get(place):
            found.tasks -= 1
            found.in_hand.pop(task, None)

    def split(self, place: Path, pages: int, rest: Iterable[Stretch], *, fresh: bool) -> None:
        """A long document: all but the `rest` is read; `fresh`: in this run, not in one before."""
        if found := self._open.get(place):
            self._count(place, found, pages)
            left = {page for first, last in rest for page in range(first, last + 1)}
            read = [page for page in range(1, pages + 1) if page not in left]
            if fresh:
                self._done(found, read)
            found.done = set(read)

    def part(self, place: Path, pages: Stretch) -> None:
        """These pages are read."""
        if found := self._open.get(place):
            self._done(found, range(pages[0], pages[1] + 1))

    def ended(self, place: Path, pages: int) -> None:
        """A document has ended with so many pages; 0: it failed, and none of its other pages will be read."""
        found = self._open.pop(place, _Open())
        if pages:
            self._read += max(0, pages - len(found.done))
            self._measure(place, pages - found.pages)
        self._unopened.pop(place, None)
        self._ended += 1
        self._pages_ended += pages or len(found.done)
        self.tell(at_once=True)

    def tell(self, *, at_once: bool = False) -> None:
        """Say how far the run is, if that has not just been done."""
        now = self._clock()
        if at_once or now - self._last >= EVERY:
            self._last = now
            progress = self.now() if self._told else None
            for told in self._told:
                if progress:
                    told(progress)

    def now(self) -> Progress:
        """How far the run is."""
        known = self._pages_ended + sum(max(one.pages, len(one.done)) for one in self._open.values())
        done = self._pages_ended + sum(len(one.done) for one in self._open.values())
        expected = known + self._guessed()
        speed = self._read / max(self._clock() - self._begun, 1e-3)
        left = (expected - done) / speed if speed else None
        reading = tuple(shown(place) for place, one in self._open.items() if one.tasks > 0)
        return Progress(self._ended, len(self._sizes), done, known, expected, round(speed, 3), left, reading)

    def _guessed(self) -> int:
        """Pages of documents that were not opened: as many a byte as those that were have, one at least."""
        a_byte = self._pages_opened / self._bytes_opened if self._bytes_opened else 0.0
        return max(len(self._unopened), round(a_byte * sum(self._unopened.values())))

    def _count(self, place: Path, found: _Open, pages: int) -> None:
        """A document is opened: the number of its pages is known."""
        if place in self._unopened or pages != found.pages:
            self._measure(place, pages - found.pages)
            found.pages = pages

    def _measure(self, place: Path, more_pages: int) -> None:
        self._bytes_opened += self._unopened.pop(place, 0)
        self._pages_opened += more_pages

    def _done(self, found: _Open, pages: Iterable[int]) -> None:
        new = set(pages) - found.done
        found.done |= new
        self._read += len(new)
