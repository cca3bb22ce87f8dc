"""One run over many inputs: what earlier runs finished is kept, everything else ends exactly once, on disk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from kehoach.pipeline import __version__
from kehoach.pipeline.batch import spool
from kehoach.pipeline.batch.files import bulk, content, set_aside, sweep
from kehoach.pipeline.batch.journal import BadPage, Journal, Row
from kehoach.pipeline.batch.left_to_do import Judged, Need, Wanted, judge
from kehoach.pipeline.batch.limits import limits_of
from kehoach.pipeline.batch.lock import held
from kehoach.pipeline.batch.missing_inputs import is_gone
from kehoach.pipeline.batch.pictures import cut_by
from kehoach.pipeline.batch.places import Owner, settled
from kehoach.pipeline.batch.progress import Gauge, Told
from kehoach.pipeline.batch.schedule import Course, Schedule
from kehoach.pipeline.batch.settings import settings_of
from kehoach.pipeline.batch.summary import Summary
from kehoach.pipeline.batch.supervisor import Death, LocalPool, Pool
from kehoach.pipeline.batch.work import UNREAD, Outcome, State, Step, Task, end_of_aside, perform
from kehoach.pipeline.errors import OutOfMemory, OutOfTime, WorkerDied
from kehoach.pipeline.export import collect
from kehoach.pipeline.files.kept import print_of
from kehoach.pipeline.files.out_names import COLLECTION, REPORT_PICTURES, WORK
from kehoach.pipeline.files.paths import shown
from kehoach.pipeline.ingest import Aside, Input
from kehoach.pipeline.options import ExportOptions, Options
from kehoach.pipeline.report import Cutting, Numbered, cut_out

_ERRORS = {kind.code: kind for kind in (OutOfTime, OutOfMemory, WorkerDied)}

_STALE = "the files of an earlier reading stay, stale, and are not collected any more"

MakePool = Callable[[Options], Pool]


def pool_of(options: Options) -> Pool:
    """Workers of this machine, or those of the cluster that the options name."""
    if options.batch.scheduler:
        from kehoach.pipeline.batch.cluster import ClusterPool

        return ClusterPool(options.batch.scheduler, options)
    return LocalPool(options.batch.jobs, perform, limits_of(options))


@dataclass
class Run:
    """A run that has begun. `summary` has every document that has ended: at first those of earlier runs."""

    wanted: Wanted
    journal: Journal
    summary: Summary = field(default_factory=Summary)
    needs: dict[Path, Judged] = field(default_factory=dict)
    sources: list[Input] = field(default_factory=list)
    notes: tuple[str, ...] = ()  # on inputs, for a person
    aside: list[Outcome] = field(default_factory=list)  # ends of what was found and is not read
    as_before: bool = False  # the run before this one came to its end with the same documents in the same order
    pool: Pool | None = None  # that has done the work

    @property
    def todo(self) -> int:
        """How many documents are to be done."""
        return len(self.needs)

    def outcomes(self, make_pool: MakePool = pool_of, told: Told | None = None) -> Iterator[Outcome]:
        """Do what is to be done; yields each document's end once it is recorded, in no fixed order.

        `told` hears how far the run is: after each document, before it is yielded, and now and then.

        Raises DiskFull where results cannot be written any more; all that was yielded stays. The workers stay too, for
        the report, until the run is left.
        """
        if not self.needs:
            return
        self.pool = make_pool(self.wanted.options)
        sizes = {source.relative: bulk(source) for source in self.sources if source.relative in self.needs}
        gauge = Gauge(sizes, (self.journal.progress, *filter(None, (told,))))
        schedule = Schedule(self.pool, self._courses(), self._start, self._blame, gauge)
        try:
            for course, outcome in schedule.ends():
                recorded = self._record(course, outcome)
                self.summary.add(recorded)
                yield recorded
        except BaseException:
            self.dismiss()
            raise

    def set_aside(self, aside: Sequence[Aside]) -> None:
        """Write down and count what was found and is not read."""
        self.aside = [end_of_aside(one) for one in aside]
        self.journal.set_aside(len(self.sources), [(one.source, e) for one, e in zip(aside, self.aside, strict=True)])
        for end in self.aside:
            self.summary.add(end)
        others = self.journal.rows(len(self.sources) + len(aside))  # of runs before this one
        out = self.wanted.out
        self.summary.gone = sum(bool(row.files) and is_gone(row.origin.found(out), row.member) for row in others)

    def cut(self, cuttings: Sequence[Cutting]) -> Iterable[Sequence[Numbered]]:
        """Have the workers cut lines out for the report; where there are none, this process does it."""
        out, options = self.wanted.out, self.wanted.options
        if self.pool:
            return cut_by(self.pool, cuttings, out, options)
        return (cut_out(out, cutting, options.ingest.password) for cutting in cuttings)

    def dismiss(self) -> None:
        """Stop the workers, if there are any."""
        pool, self.pool = self.pool, None
        if pool:
            pool.close()

    def finish(self) -> None:
        """Bring `plans.ndjson` up to date: every document of OUT that has a Plan, in the order of the inputs."""
        out = self.wanted.out
        unchanged = self.as_before and not self.needs and self.journal.stands(COLLECTION)
        if not (unchanged and self.journal.plans_stand()):
            self.summary.damaged += gathered(self.journal, out)
        if not self.summary.states[State.FAILED]:  # pages of documents that failed may be used by another try
            spool.remove(out / WORK)
        self.journal.finish()

    def _courses(self) -> Iterator[Course]:
        """What is to be done, the largest files first: at the end no worker waits long for another."""
        options, key = self.wanted.options, self.wanted.settings.key
        for source in sorted(self.sources, key=bulk, reverse=True):
            if judged := self.needs.get(source.relative):
                step = Step.EXPORT if judged.need is Need.EXPORT else Step.DOCUMENT
                own = replace(options, export=ExportOptions(judged.formats))
                yield self._course(Task(source, self.wanted.out, own, key, step))

    def _course(self, task: Task) -> Course:
        """A document on its way, with the pages that ended their worker before this run: they stand alone at once."""
        course = Course(task)
        for page in self.journal.bad_pages(task.source, self.wanted.settings):
            course.suspects.add(page.number)
            if page.given_up:
                said = f"{page.message}, in a run before this one"
                error = _ERRORS.get(page.code, WorkerDied)(said, advice=page.advice)
                course.lost[page.number] = Death(error, page.detail, page.number)
        if course.suspects and task.step is Step.DOCUMENT:
            course.task = replace(task, before=min(course.suspects))
        return course

    def _start(self, course: Course) -> None:
        """Keep what somebody has changed before it is written over; once the reading is begun, nobody could tell it."""
        judged = self.needs[course.place]
        set_aside(self.wanted.out / course.place, judged.changed)
        self.needs[course.place] = replace(judged, changed=())  # a second try must not take its own files for another's
        self.journal.started(course.place)

    def _blame(self, course: Course, death: Death) -> None:
        """Write down which page ended its worker."""
        error, given_up = death.error, death.page in course.lost
        page = BadPage(death.page, given_up, error.code, error.message, error.advice, death.last_words)
        source = course.task.source
        self.journal.blame(source.relative, page, content(source) or "", self.wanted.settings)

    def _record(self, course: Course, outcome: Outcome) -> Outcome:
        """The end of a document into the journal.

        A new reading takes the place of the one before; what it has nothing in the place of goes to `earlier`. Where it
        failed, the files of the one before stay as they are: the journal knows by the state that they are of earlier.
        """
        source, before = course.task.source, self.journal.row(course.place)
        formats = {one.value for one in self.needs[course.place].formats} | (before.formats if before else set())
        former = before.files if before else {}
        if outcome.state in UNREAD:
            said = f"{outcome.message}; {_STALE}" if former else outcome.message
            outcome = replace(outcome, sha256=content(source) or "", message=said)
            files = former
        elif course.task.step is Step.EXPORT:
            files = {**former, **outcome.files}
        else:
            files = dict(outcome.files)
            set_aside(self.wanted.out / course.place, (name for name in former if name not in files))
        self.journal.record(replace(outcome, files=files), course.stamp, self.wanted.settings, formats)
        if course.task.folder.parts and outcome.state is not State.FAILED:
            spool.remove(course.task.folder)
        return outcome


def gathered(journal: Journal, out: Path) -> list[str]:
    """Write OUT's `plans.ndjson`; returns what is wrong with the Plans that had to be left out."""
    damaged = collect((out / place for place in journal.current_places()), out / COLLECTION)
    journal.wrote(COLLECTION, None if damaged else print_of(out / COLLECTION))
    return damaged


def _owner(row: Row | None) -> Owner | None:
    return Owner(row.origin, bool(row.files)) if row else None


def _notes_on(place: Path, judged: Judged) -> Iterator[str]:
    """What a person should know of files that are not as they were written."""
    if judged.missing:
        yield f"{shown(place)}: {', '.join(judged.missing)} gone; made again"
    if judged.changed:
        kept = "what stood there is kept in its folder «earlier»"
        yield f"{shown(place)}: {', '.join(judged.changed)} not as the journal has them; made again, {kept}"


@contextmanager
def begun(inputs: Sequence[Input], out: Path, options: Options, aside: Sequence[Aside] = ()) -> Iterator[Run]:
    """A run on `out`, which it holds alone for the block; `aside`: what was found and is not read.

    Raises FileAccess where another run holds it or it cannot be written to, BadArguments for an input whose results
    would lie outside it.
    """
    with held(out), Journal(out) as journal:
        sweep([out, out / REPORT_PICTURES, *(out / place for place in journal.unfinished())])
        run = Run(Wanted(out, options, settings_of(options)), journal)
        found = (*inputs, *(one.source for one in aside))
        placed = settled(found, lambda place: _owner(journal.row(place)), out)
        run.sources, beside = placed.inputs[: len(inputs)], placed.inputs[len(inputs) :]
        run.notes = placed.notes
        run.as_before = journal.came_to_its_end()
        for position, source in enumerate(run.sources):
            row = journal.row(source.relative)
            run.as_before &= row is not None and row.position == position
            judged = judge(source, row, run.wanted)
            if judged.need is not Need.NOTHING:
                run.needs[source.relative] = judged
                run.notes += tuple(_notes_on(source.relative, judged))
            elif row and row.outcome:
                run.summary.add(row.outcome, kept=True)
                if judged.stamp:
                    journal.confirm(row.place, judged.stamp)
                if judged.fresh:
                    journal.confirm_files(row.place, {**row.files, **judged.fresh})
        waiting = [source for source in run.sources if source.relative in run.needs]
        journal.begin(__version__, run.wanted.settings, run.sources, waiting)
        run.set_aside([replace(one, source=source) for one, source in zip(aside, beside, strict=True)])
        try:
            yield run
        finally:
            run.dismiss()
            sweep(out / place for place in journal.release())
