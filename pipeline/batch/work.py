"""What a worker does with one task. Whatever happens, every document ends as exactly one Outcome."""

from __future__ import annotations

import hashlib
import os
import shutil
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from kehoach.pipeline.batch import spool
from kehoach.pipeline.batch.machine import of_machine
from kehoach.pipeline.document import MediaKind, Page, Source
from kehoach.pipeline.errors import BadInput, KehoachError, PageError, of_system
from kehoach.pipeline.export import FileAtHand, Original, read_plan, write_document
from kehoach.pipeline.export.files import cannot_write
from kehoach.pipeline.files.kept import Print, print_of
from kehoach.pipeline.files.out_names import WAITING_PICTURES, WORK
from kehoach.pipeline.ingest import Input, OpenDocument, on_disk, open_input
from kehoach.pipeline.ingest.member_document import renamed
from kehoach.pipeline.ingest.passed_over import Aside, is_passed_over
from kehoach.pipeline.options import ExportFormat, Options

if TYPE_CHECKING:
    from kehoach.pipeline.plan import Plan
    from kehoach.pipeline.plan_look import Reason
    from kehoach.pipeline.report import Cutting, Numbered

_PROBLEMS_NAMED = 3  # in the journal; all stand in the Plan


class Heard(Protocol):
    """Told the number of each page before it is read, and 0 when none is in hand; `of`: how many the document has.

    A sign of life, who is to blame if it is the last, and how far the document is.
    """

    def __call__(self, page: int, of: int = 0, /) -> None:
        """Hear of a page."""
        ...


class State(StrEnum):
    """How a document ended."""

    DONE = "done"
    ISSUES = "done-with-issues"  # with something to look at: see `plan_look`
    FAILED = "failed"
    SKIPPED = "skipped"  # no document


UNREAD = (State.FAILED, State.SKIPPED)
"""Ends without results."""


class Step(StrEnum):
    """The part of a document's way that a task is."""

    DOCUMENT = "document"  # all of it; or, where it is long, its first pages
    PART = "part"  # some pages of a long document
    ASSEMBLE = "assemble"  # the Plan of a long document whose pages are all read
    EXPORT = "export"  # files that its Plan alone is needed for
    CUT = "cut"  # lines of it, for the report


@dataclass(frozen=True)
class Task:
    """What a worker is asked to do; all of it can be sent to another process or machine.

    `key` names the settings that pages are read with; `sha256`, `folder` and `pages` belong to long documents: their
    content, where their pages wait, and which pages are asked for (of ASSEMBLE: all). `before` (of DOCUMENT): the page
    that ended a worker; those before it are read, and the rest is handed back. `given_up` (of PART): why its one page
    is not to be read any more, and the code of that. `cutting` (of CUT): the lines.
    """

    source: Input
    out: Path
    options: Options
    key: str = ""
    step: Step = Step.DOCUMENT
    sha256: str = ""
    folder: Path = Path()
    pages: spool.Stretch = (1, 1)
    before: int = 0
    given_up: str = ""
    given_up_code: str = ""
    cutting: Cutting | None = None


@dataclass(frozen=True)
class Outcome:
    """The end of one input. `exit_code` is 0 unless it failed; `detail` is for those who mend the program.

    `code` and `message` say why it failed, or, where it is done, why pages of it could not be read; `look` says why a
    person should look at what is done, `issues` how many such reasons there are.
    """

    relative: Path
    state: State
    seconds: float = 0.0
    pages: int = 0
    issues: int = 0
    code: str = ""
    message: str = ""
    exit_code: int = 0
    detail: str = ""
    advice: str = ""
    sha256: str = ""
    media: str = ""
    read_by_ocr: bool = False
    files: dict[str, Print | None] = field(default_factory=dict)
    stages: dict[str, float] = field(default_factory=dict)
    look: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Split:
    """A document that is long: `read` pages of it wait in `folder`, `rest` are to be read."""

    folder: Path
    sha256: str
    pages: int
    read: int
    rest: tuple[spool.Stretch, ...]
    seconds: float


@dataclass(frozen=True)
class Part:
    """The pages that were asked for are read."""

    seconds: float


@dataclass(frozen=True)
class Pictures:
    """The lines that were asked for are cut out, as far as they could be."""

    seconds: float
    found: tuple[Numbered, ...]


Result = Outcome | Split | Part | Pictures


def perform(task: Task, heard: Heard) -> Result:
    """Do what the task asks. Never raises but MemoryError: its worker is done for, and says so by dying."""
    start = time.monotonic()
    stages: dict[str, float] = {}
    try:
        result = _DO[task.step](task, heard, stages)
    except MemoryError:
        raise
    except KehoachError as error:
        result = failed(task.source, error)
    except OSError as error:  # of a place where nobody expected one: still no mistake of ours
        what = f"{task.source.path}: {error.filename or 'a file that its reading needs'} cannot be used"
        result = failed(task.source, of_machine(error) or of_system(what, error), traceback.format_exc())
    except Exception as error:  # a mistake of ours: this document fails, the others go on
        result = failed(task.source, _unexpected(task, error), traceback.format_exc())
    seconds = time.monotonic() - start
    if isinstance(result, Outcome):
        return replace(result, seconds=seconds, stages=stages)
    return replace(result, seconds=seconds)


def _unexpected(task: Task, error: Exception) -> KehoachError:
    return KehoachError(f"{task.source.path}: unexpected {type(error).__name__}: {error}")


def one(source: Input, out: Path, options: Options) -> Outcome:
    """Read one input in this process and write its files into `out / source.relative`, however long it takes."""
    endless = replace(options, batch=replace(options.batch, slice_seconds=float("inf")))
    result = perform(Task(source, out, endless), lambda *_: None)
    if not isinstance(result, Outcome):
        raise TypeError(f"{source.path}: a part of a document where all of it was asked for")
    return result


def failed(source: Input, error: KehoachError, detail: str = "") -> Outcome:
    """The end of an input that has no Plan: a failure, unless it is of a kind that is no document."""
    skipped = is_passed_over(source, error)
    return Outcome(
        source.relative,
        State.SKIPPED if skipped else State.FAILED,
        code=error.code,
        message=str(error),
        exit_code=0 if skipped else error.exit_code,
        detail=detail,
        advice=error.advice,
    )


def end_of_aside(aside: Aside) -> Outcome:
    """The end of something that was found and is not read."""
    if aside.failed:
        return failed(replace(aside.source, named=True), aside.error)
    code = str(aside.reason)
    return Outcome(aside.source.relative, State.SKIPPED, code=code, message=str(aside.error), advice=aside.error.advice)


def _document(task: Task, heard: Heard, stages: dict[str, float]) -> Result:
    """All of a document, unless it takes so long that other workers should share it."""
    with _timed(stages, "open"):
        opened = open_input(task.source, task.options.ingest)
    with opened:
        source = opened.source
        folder = _folder(task, source)
        if kept := spool.stretches(folder):  # of a run before this one
            return _split(folder, source, kept)
        last = min(source.pages, task.before - 1) if task.before else source.pages
        with _timed(stages, "read"):
            pages = list(_read(opened, (1, last), task, heard, until=_slice_end(task)))
    if _is_cut(pages, source):
        if pages:
            spool.write_stretch(folder, pages)
        return _split(folder, source, [(1, pages[-1].number)] if pages else [])
    return _finish(task, source, pages, stages)


def _is_cut(pages: list[Page], source: Source) -> bool:
    """Whether pages are left to read; a text file's pages are all read at once and counted by the layout."""
    return source.kind is not MediaKind.TEXT and (pages[-1].number if pages else 0) < source.pages


def _split(folder: Path, source: Source, kept: list[spool.Stretch]) -> Split:
    rest = spool.missing(kept, (1, source.pages))
    read = source.pages - sum(last - first + 1 for first, last in rest)
    return Split(folder, source.sha256, source.pages, read, tuple(rest), 0.0)


def _part(task: Task, heard: Heard, stages: dict[str, float]) -> Result:
    """The task's pages, kept for putting together; those that an attempt before this one kept are not read again."""
    if task.given_up:
        spool.write_stretch(task.folder, [Page(task.pages[0], problem=task.given_up, problem_code=task.given_up_code)])
        return Part(0.0)
    with open_input(task.source, task.options.ingest) as opened:
        _refuse_changed(task, opened.source)
        for stretch in spool.missing(spool.stretches(task.folder), task.pages):
            first = stretch[0]
            while first <= stretch[1]:
                until = _slice_end(task)
                pages = list(_read(opened, (first, stretch[1]), task, heard, until))
                spool.write_stretch(task.folder, pages)
                first = pages[-1].number + 1
    return Part(0.0)


def _assemble(task: Task, heard: Heard, stages: dict[str, float]) -> Result:
    with _timed(stages, "open"), open_input(task.source, task.options.ingest) as opened:
        source = opened.source
    _refuse_changed(task, source)
    with _timed(stages, "gather"):
        pages = spool.read_stretches(task.folder)
    if [page.number for page in pages] != list(range(1, source.pages + 1)):
        raise KehoachError(f"{task.source.path}: pages that were read are gone from {task.folder}", advice="run again")
    return _finish(task, source, pages, stages)


def _refuse_changed(task: Task, source: Source) -> None:
    if source.sha256 != task.sha256:
        raise BadInput(f"{task.source.path}: the file changed while it was read", advice="run again when it is whole")


def _export(task: Task, heard: Heard, stages: dict[str, float]) -> Result:
    """The files that are asked for, from the Plan as it was written."""
    with _timed(stages, "write"):
        folder = task.out / task.source.relative
        plan = read_plan(folder)
        password = task.options.ingest.password
        with on_disk(task.source, password) as plain, renamed(plain.paths[0], task.source.path):
            written = write_document(plan, folder, task.options.export, FileAtHand(plain.paths, password))
    return _done(task, written.plan, written.files)


def _cut(task: Task, heard: Heard, stages: dict[str, float]) -> Result:
    from kehoach.pipeline.report import cut_out

    return Pictures(0.0, tuple(cut_out(task.out, task.cutting, task.options.ingest.password) if task.cutting else ()))


def _finish(task: Task, source: Source, pages: list[Page], stages: dict[str, float]) -> Outcome:
    from kehoach.pipeline.process import put_together

    with _timed(stages, "parse"):
        reading = put_together(task.source, source, pages)
    with _timed(stages, "write"):
        folder = task.out / task.source.relative
        names = [name for page in reading.document.pages for one in page.pictures for name in one.files]
        pictures = _pictures_put_in_place(_folder(task, source) / WAITING_PICTURES, folder, names)
        password = task.options.ingest.password
        with on_disk(task.source, password) as plain, renamed(plain.paths[0], task.source.path):
            original = Original(reading.document, plain.paths, password)
            written = write_document(reading.plan, folder, task.options.export, original)
    return _done(task, written.plan, (*pictures, *written.files))


def _done(task: Task, plan: Plan, files: Sequence[Path]) -> Outcome:
    from kehoach.pipeline.plan_look import reasons_to_look

    look = reasons_to_look(plan)
    problems = [page.problem for one in (plan, *plan.bound) for page in one.source.reading if page.problem]
    folder = task.out / task.source.relative
    return Outcome(
        task.source.relative,
        State.ISSUES if look else State.DONE,
        pages=plan.source.pages,
        issues=len(look),
        code=PageError.code if problems else "",
        message="; ".join(problems[:_PROBLEMS_NAMED]),
        sha256=plan.source.sha256,
        media=plan.source.media_type,
        read_by_ocr=any(page.engine for page in plan.source.reading),
        files={path.relative_to(folder).as_posix(): print_of(path) for path in files},
        look=look,
    )


def _pictures_put_in_place(waiting: Path, folder: Path, names: list[str]) -> list[Path]:
    """Move the pages' pictures into the document's folder, now that all of it is read; those of before stay until then.

    One that does not wait any more was moved by a try that was killed right after it.
    """
    try:
        for name in names:
            if (waiting / name).exists() or not (folder / name).exists():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (waiting / name).replace(folder / name)
    except OSError as error:
        raise cannot_write(folder / name, error) from error
    shutil.rmtree(waiting, ignore_errors=True)
    with suppress(OSError):
        waiting.parent.rmdir()  # where no pages wait there
    return [folder / name for name in names]


def _read(opened: OpenDocument, stretch: spool.Stretch, task: Task, heard: Heard, until: float) -> Iterator[Page]:
    """The pages of a stretch, one if there is any; no more once the clock stands at `until`."""
    from kehoach.pipeline.process import read_page, without_words  # here: whoever hands out tasks need not load it

    asked = ExportFormat.IMAGES in task.options.export.formats
    pictures = _folder(task, opened.source) / WAITING_PICTURES if asked else None
    boxed = ExportFormat.ALTO in task.options.export.formats
    numbered = opened.source.kind is not MediaKind.TEXT  # of a text file nobody knows yet which page comes when
    of = opened.source.pages if numbered else 0
    for number in range(stretch[0], stretch[1] + 1):
        heard(number if numbered else 0, of)
        for raw in opened.pages(number, number):
            pages = read_page(raw, task.options.ocr, pictures)
            yield from pages if boxed else map(without_words, pages)
        if time.monotonic() >= until:
            break
    heard(0, of)


def _slice_end(task: Task) -> float:
    return time.monotonic() + task.options.batch.slice_seconds


def _folder(task: Task, source: Source) -> Path:
    """Where the pages of this content, read with these settings, wait; no name of the input is part of it."""
    kept = (ExportFormat.IMAGES, ExportFormat.ALTO)  # pages say where their pictures are, and where their words
    named = (one.value.encode() for one in kept if one in task.options.export.formats)
    what = chain((os.fsencode(task.source.relative), source.sha256.encode(), task.key.encode()), named)
    return task.out / WORK / hashlib.sha256(b"\0".join(what)).hexdigest()[:32]


@contextmanager
def _timed(stages: dict[str, float], name: str) -> Iterator[None]:
    """Add the seconds of the block to `stages[name]`."""
    start = time.monotonic()
    try:
        yield
    finally:
        stages[name] = round(stages.get(name, 0.0) + time.monotonic() - start, 4)


_DO: dict[Step, Callable[[Task, Heard, dict[str, float]], Result]] = {
    Step.DOCUMENT: _document,
    Step.PART: _part,
    Step.ASSEMBLE: _assemble,
    Step.EXPORT: _export,
    Step.CUT: _cut,
}
