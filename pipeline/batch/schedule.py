"""The order of the work: which task next, what follows from its end, and who gets a second try."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from kehoach.pipeline.batch import spool
from kehoach.pipeline.batch.files import SETTLED, Stamp, stamp, sweep
from kehoach.pipeline.batch.progress import Gauge
from kehoach.pipeline.batch.supervisor import MORE_TIME, Death, End, Pool, TellsPages
from kehoach.pipeline.batch.work import Outcome, Part, Split, Step, Task, failed
from kehoach.pipeline.errors import DiskFull, FileAccess, KehoachError, OutOfTime
from kehoach.pipeline.options import Options

_LONGEST_WAIT = 60.0
"""Seconds that a file may go on growing before the run ends without it: the next run takes it up."""

_WAIT = 1.0  # seconds after which whoever waits looks up, and says how far the run is

_AT_ONCE = 8  # pages a part where nothing is known of how long one takes

_MOST_LOST = 10
"""Pages that may be given up of one document: each costs two workers, or the time after which one counts as hung."""


@dataclass
class Course:
    """A document on its way. `stamp` is that of its file when its reading began."""

    task: Task
    stamp: Stamp | None = None
    used: float = 0.0  # seconds of work so far
    open_parts: int = 0
    not_before: float = 0.0  # by the monotonic clock
    first_seen: float | None = None
    over: bool = False
    suspects: set[int] = field(default_factory=set)  # pages that ended their worker
    lost: dict[int, Death] = field(default_factory=dict)  # those of them that are given up

    def wants(self, task: Task) -> bool:
        """Whether a task of it is still of use: it has not ended, nor has its file become another one."""
        return not self.over and task.sha256 in ("", self.task.sha256)

    @property
    def place(self) -> Path:
        """Its folder under OUT."""
        return self.task.source.relative

    @property
    def is_lost(self) -> bool:
        """Whether no page, or no end of bad ones, is left."""
        return len(self.lost) > _MOST_LOST or (bool(self.task.sha256) and len(self.lost) >= self.task.pages[1])

    def parts(self, stretches: Iterable[spool.Stretch], length: int = _AT_ONCE) -> Iterator[Task]:
        """Tasks for what is left of it once its pages are counted; a page that ended its worker stands alone."""
        for stretch in stretches:
            for piece in spool.apart(stretch, self.suspects):
                yield from map(self._part, spool.cut(piece, length))

    def _part(self, pages: spool.Stretch) -> Task:
        task = replace(self.task, step=Step.PART, pages=pages)
        if death := self.lost.get(pages[0]):
            why = f"page {pages[0]} was given up: {death.error.message}"
            return replace(task, given_up=why, given_up_code=death.error.code)
        return replace(task, options=gently(task.options)) if pages[0] in self.suspects else task


class Schedule:
    """Tasks to a pool and back, until every document has ended; each ends once.

    A page that ends its worker is read once more, gently, and then given up; where no page is to blame, that is done to
    the whole task. A document whose file changes while it is read is read again.
    """

    def __init__(
        self,
        pool: Pool,
        courses: Iterable[Course],
        started: Callable[[Course], None],
        blamed: Callable[[Course, Death], None],
        gauge: Gauge | None = None,
    ) -> None:
        self._pool = pool
        self._fresh: Iterator[Course] = iter(courses)
        self._more = True  # whether there may be fresh ones
        self._waiting: list[Course] = []  # files that somebody may still be writing
        self._next: deque[tuple[Course, Task]] = deque()  # of documents begun: these come first
        self._running: dict[int, tuple[Course, float]] = {}  # by task, with the time at which it was begun
        self._started = started
        self._blamed = blamed  # told of each page that ended its worker
        self._gauge = gauge or Gauge({})
        if isinstance(pool, TellsPages):
            pool.listen(lambda task, page, of: self._gauge.heard(task.source.relative, id(task), page, of))

    def ends(self) -> Iterator[tuple[Course, Outcome]]:
        """Every document with its end, in no fixed order. Raises DiskFull, after which nothing can be written."""
        while self._more or self._waiting or self._next or self._pool.busy:
            while self._pool.room and (chosen := self._choose()):
                yield from self._start(*chosen)
            if self._waiting or self._pool.busy:
                for end in self._pool.wait(self._patience()):
                    yield from self._follow(end)
                self._gauge.tell()

    def _choose(self) -> tuple[Course, Task] | None:
        """The next task: parts of documents begun, then files that have settled, then new ones."""
        while self._next:
            course, task = self._next.popleft()
            if course.wants(task):
                return course, task
        now = time.monotonic()
        for course in self._waiting:
            if course.not_before <= now:
                self._waiting.remove(course)
                return course, course.task
        fresh = next(self._fresh, None)
        self._more = fresh is not None
        return (fresh, fresh.task) if fresh else None

    def _patience(self) -> float:
        """Seconds to wait for the pool; with room in it, no longer than until the next file may have settled."""
        if not (self._waiting and self._pool.room):
            return _WAIT
        return max(0.01, min(course.not_before for course in self._waiting) - time.monotonic())

    def _start(self, course: Course, task: Task) -> Iterator[tuple[Course, Outcome]]:
        """Give a task to the pool, unless its file is still being written or its time is over."""
        if task.step in (Step.DOCUMENT, Step.EXPORT):
            found = stamp(task.source)
            if found and found.unsettled and task is course.task and task.step is Step.DOCUMENT:
                yield from self._postpone(course, found.unsettled)
                return
            course.stamp = found
            self._started(course)
            self._gauge.begun(course.place)
        timeout = task.options.batch.timeout
        if timeout is not None and course.used >= timeout:
            yield from self._fail(course, OutOfTime("it took longer than it was given", advice=MORE_TIME))
            return
        self._running[id(task)] = course, time.monotonic()
        self._pool.start(task, None if timeout is None else timeout - course.used)
        self._gauge.started(course.place)

    def _postpone(self, course: Course, seconds: float) -> Iterator[tuple[Course, Outcome]]:
        now = time.monotonic()
        course.first_seen = course.first_seen or now
        if now - course.first_seen > _LONGEST_WAIT:
            error = FileAccess("it is still being written", advice="run again when it is whole")
            yield from self._fail(course, error)
            return
        course.not_before = now + seconds
        self._waiting.append(course)

    def _follow(self, end: End) -> Iterator[tuple[Course, Outcome]]:
        """What comes after a task's end."""
        course, begun = self._running.pop(id(end.task))
        self._gauge.stopped(course.place, id(end.task))
        if not course.wants(end.task):
            return
        match end.result:
            case Death():
                course.used += time.monotonic() - begun
                yield from self._after_death(course, end.task, end.result)
            case Split() as split:
                yield from self._share_out(course, split)
            case Part(seconds):
                course.used += seconds
                course.open_parts -= 1
                self._gauge.part(course.place, end.task.pages)
                if not course.open_parts:
                    sweep([course.task.out / course.place])
                    self._next.append((course, replace(course.task, step=Step.ASSEMBLE)))
            case Outcome() as outcome:
                yield from self._finish(course, outcome)

    def _share_out(self, course: Course, split: Split) -> Iterator[tuple[Course, Outcome]]:
        """Cut what is left of a long document into parts that take about as long as its first pages did."""
        course.used += split.seconds
        whole = replace(course.task, sha256=split.sha256, folder=split.folder, pages=(1, split.pages))
        course.task = whole
        just_read = split.seconds >= whole.options.batch.slice_seconds  # else they were read by a run before this one
        self._gauge.split(course.place, split.pages, split.rest, fresh=just_read)
        parts = list(course.parts(split.rest, (just_read and split.read) or _AT_ONCE))
        course.open_parts = len(parts)
        self._next.extend((course, step) for step in parts or [replace(whole, step=Step.ASSEMBLE)])
        yield from self._end_if_lost(course)

    def _after_death(self, course: Course, task: Task, death: Death) -> Iterator[tuple[Course, Outcome]]:
        """Once more with gentler settings, unless it was out of time or that has been tried."""
        if task.step is not Step.PART:  # other parts may be writing there
            sweep([task.out / course.place])
        out_of_time = isinstance(death.error, OutOfTime)
        if death.page:
            if out_of_time or death.page in course.suspects:
                course.lost[death.page] = death
            course.suspects.add(death.page)
            self._blamed(course, death)
            self._around(course, task, death.page)
            yield from self._end_if_lost(course)
        elif out_of_time or task.options.ocr.gentle:
            yield from self._fail(course, death.error, death.last_words)
        else:
            self._next.appendleft((course, replace(task, options=gently(task.options))))

    def _around(self, course: Course, task: Task, page: int) -> None:
        """What a task whose worker died at a page is replaced by: that page stands alone from now on."""
        if task.step is Step.DOCUMENT:  # how many pages there are is known once it hands the rest back
            self._next.appendleft((course, replace(task, before=page)))
            return
        parts = list(course.parts([task.pages], task.pages[1]))
        course.open_parts += len(parts) - 1
        self._next.extendleft((course, part) for part in reversed(parts))

    def _end_if_lost(self, course: Course) -> Iterator[tuple[Course, Outcome]]:
        """End a document of which no page could be read, or one of a kind that ends too many workers."""
        if course.is_lost:
            *before, death = course.lost.values()
            so_too = f"; so did {len(before)} of its pages before" if before else ""
            error = type(death.error)(death.error.message + so_too, advice=death.error.advice)
            yield from self._fail(course, error, death.last_words)

    def _finish(self, course: Course, outcome: Outcome) -> Iterator[tuple[Course, Outcome]]:
        if outcome.code == DiskFull.code:
            raise DiskFull(outcome.message.removesuffix(f" ({outcome.advice})"), advice=outcome.advice)
        now = stamp(course.task.source)
        if course.task.step is Step.DOCUMENT and now and course.stamp and now.text != course.stamp.text:
            course.task = replace(course.task, sha256="", folder=Path(), before=0)
            course.suspects.clear()
            course.lost.clear()
            yield from self._postpone(course, SETTLED)
            return
        course.over = True
        self._gauge.ended(course.place, outcome.pages)
        stages = {"read": round(course.used, 4), **outcome.stages} if course.used else outcome.stages
        detail = outcome.detail or "\n".join(death.last_words for death in course.lost.values() if death.last_words)
        yield course, replace(outcome, seconds=course.used + outcome.seconds, stages=stages, detail=detail)

    def _fail(self, course: Course, error: KehoachError, detail: str = "") -> Iterator[tuple[Course, Outcome]]:
        """End a document; whatever of it is still on its way is not waited for."""
        course.over = True
        self._gauge.ended(course.place, 0)
        named = type(error)(f"{course.task.source.path}: {error.message}", advice=error.advice)
        yield course, replace(failed(course.task.source, named, detail), seconds=course.used)


def gently(options: Options) -> Options:
    """The same with less of everything: for a document whose worker did not live."""
    return replace(options, ocr=replace(options.ocr, gentle=True, thorough=False))
