"""A page that ends its worker costs a document that page and no more."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

import pikepdf
import pytest
from batch_workers import PAGES_READ, InlinePool, age, inputs, options, run_all, scripted_pages

from kehoach.pipeline.batch import Outcome, State, begun
from kehoach.pipeline.batch.journal import Journal
from kehoach.pipeline.batch.schedule import Course, Schedule
from kehoach.pipeline.batch.settings import settings_of
from kehoach.pipeline.batch.status import read_status
from kehoach.pipeline.batch.supervisor import Death, End, Limits, LocalPool
from kehoach.pipeline.batch.work import Part, Result, Split, Step, Task
from kehoach.pipeline.errors import OutOfTime, WorkerDied
from kehoach.pipeline.ingest import Input
from kehoach.pipeline.options import Options

SILENCE = 12.0
"""Seconds after which a worker of these tests counts as hung; its start on a busy machine must not take as long."""
EXITED = "page 3 was given up: its worker process ended with code 3"
HUNG = f"page 6 was given up: nothing was heard of its worker for {SILENCE:.0f} s"


def scan(folder: Path, pages: int) -> Input:
    """A PDF of so many blank pages."""
    path = folder / "in" / "dài.pdf"
    path.parent.mkdir(exist_ok=True)
    with pikepdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page()
        pdf.save(path)
    age(path)
    return Input((path,), Path(path.name))


def read(
    source: Input, out: Path, asked: Options, bad: Mapping[int, str], pool: type[LocalPool] = LocalPool
) -> Outcome:
    """A run of one document in real workers, with a scripted reader."""

    def workers(asked: Options) -> LocalPool:
        return pool(asked.batch.jobs, partial(scripted_pages, bad=bad), Limits(silence=SILENCE))

    with begun([source], out, asked) as started:
        (outcome,) = started.outcomes(workers)
        started.finish()
    return outcome


def times_read(folder: Path) -> Counter[str]:
    """How often each page was begun: `4` as usual, `4 gently` gently."""
    log = folder / PAGES_READ
    found = Counter(log.read_text("utf-8").splitlines())
    log.unlink()
    return found


def plan_of(folder: Path) -> dict:
    return json.loads((folder / "dài.pdf" / "plan.json").read_bytes())


@pytest.mark.parametrize(
    ("slice_seconds", "bad", "lost"),
    [
        pytest.param(0.0, {3: "exit", 8: "needs memory"}, {3: EXITED}, id="in parts"),
        pytest.param(60.0, {3: "exit", 6: "hang", 8: "needs memory"}, {3: EXITED, 6: HUNG}, id="in one go"),
    ],
)
def test_bad_pages_are_given_up_and_all_others_read(tmp_path, slice_seconds, bad, lost):
    outcome = read(scan(tmp_path, 9), tmp_path / "out", options(slice_seconds=slice_seconds), bad)
    assert outcome.state is State.ISSUES, outcome.message + outcome.detail
    assert (outcome.code, outcome.exit_code, outcome.pages) == ("page", 0, 9)
    plan = plan_of(tmp_path / "out")
    assert plan["text"]["faithful"].splitlines() == [f"Trang {n}" for n in range(1, 10) if n not in lost]
    problems = {page["page"]: page["problem"] for page in plan["source"]["reading"] if page["problem"]}
    assert problems == lost
    named = [issue["evidence"]["page"] for issue in plan["issues"] if issue["code"] == "page-problem"]
    assert named == list(lost)
    seen = times_read(tmp_path)
    assert {page: seen[page] for page in seen if "gently" in page} == {"3 gently": 1, "8 gently": 1}
    assert [seen[str(page)] for page in bad] == [1] * len(bad)
    if not slice_seconds:  # each page was put away when it was read
        assert set(seen.values()) == {1}
    assert not (tmp_path / "out" / ".work").exists()


def test_a_document_of_nothing_but_a_bad_page_fails_with_its_reason(tmp_path):
    outcome = read(scan(tmp_path, 1), tmp_path / "out", options(), {1: "kill"})
    assert outcome.state is State.FAILED
    assert (outcome.code, outcome.exit_code) == ("worker-died", 7)
    assert "dài.pdf: its worker process was ended by SIGKILL" in outcome.message
    assert times_read(tmp_path) == {"1": 1, "1 gently": 1}


class StoppedOnceGivenUp(LocalPool):
    """Ctrl-C as soon as page 2 is known to be beyond help."""

    def wait(self, timeout: float) -> list[End]:
        ends = super().wait(timeout)
        if any(isinstance(end.result, Part) and end.task.given_up for end in ends):
            raise KeyboardInterrupt
        return ends


def test_a_page_that_was_given_up_stays_so_in_the_next_run_until_another_try_is_asked_for(tmp_path):
    source, out, asked = scan(tmp_path, 4), tmp_path / "out", options(slice_seconds=0.0)
    with pytest.raises(KeyboardInterrupt):
        read(source, out, asked, {2: "exit"}, StoppedOnceGivenUp)
    first = times_read(tmp_path)
    assert {"2", "2 gently"} <= set(first)
    outcome = read(source, out, asked, {2: "exit"})
    assert outcome.code == "page"
    assert not set(first) & set(times_read(tmp_path))
    assert run_all([source], out, asked)[2].lines()[-1].endswith("--retry-failed tries again")
    assert read_status(out).with_gaps == 1
    again = replace(asked, batch=replace(asked.batch, retry_failed=True))
    assert read(source, out, again, {}).code == ""
    assert "problem" not in json.dumps([page for page in plan_of(out)["source"]["reading"] if page["problem"]])
    assert run_all([source], out, again)[0] == []


class StoppedAtADeath(LocalPool):
    """The program dies right after a worker has died and what follows from that was begun."""

    died = False

    def wait(self, timeout: float) -> list[End]:
        if self.died:
            raise KeyboardInterrupt
        ends = super().wait(timeout)
        self.died = any(isinstance(end.result, Death) for end in ends)
        return ends


@pytest.mark.parametrize("slice_seconds", [0.0, 60.0], ids=["in parts", "in one go"])
def test_a_program_that_dies_with_each_worker_reads_a_bad_page_twice_and_no_more(tmp_path, slice_seconds):
    source, out, asked = scan(tmp_path, 4), tmp_path / "out", options(slice_seconds=slice_seconds)
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            read(source, out, asked, {2: "exit"}, StoppedAtADeath)
    outcome = read(source, out, asked, {2: "exit"}, StoppedAtADeath)
    seen = times_read(tmp_path)
    assert (seen["2"], seen["2 gently"]) == (1, 1)
    said = "page 2 was given up: its worker process ended with code 3, in a run before this one"
    assert (outcome.state, outcome.code, outcome.message) == (State.ISSUES, "page", said)
    assert plan_of(out)["text"]["faithful"].splitlines() == ["Trang 1", "Trang 3", "Trang 4"]


def test_a_bad_page_of_another_content_or_of_other_limits_is_another_page(tmp_path):
    source, out, asked = scan(tmp_path, 3), tmp_path / "out", options()
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            read(source, out, asked, {2: "exit"}, StoppedAtADeath)
    settings = settings_of(asked)
    with Journal(out) as journal:
        assert [(page.number, page.given_up) for page in journal.bad_pages(source, settings)] == [(2, True)]
        assert not journal.bad_pages(source, replace(settings, limits="more time"))
        source.path.write_bytes(source.path.read_bytes() + b"\n% mended")
        assert not journal.bad_pages(source, settings)
    age(source.path)
    assert read(source, out, asked, {}).code == ""
    with Journal(out) as journal:
        assert not journal.bad_pages(source, settings)


def test_more_time_is_another_try_for_pages_that_could_not_be_read(tmp_path):
    source, out = scan(tmp_path, 2), tmp_path / "out"
    read(source, out, options(), {2: "exit"})
    longer = replace(options(), ocr=replace(options().ocr, page_timeout=500.0))
    assert run_all([source], out, options())[0] == []
    assert run_all([source], out, longer)[0] == ["document dài.pdf"]


class OnePool(InlinePool):
    """A pool for one task at a time whose workers die as they are told."""

    def __init__(self, pages: int, deadly: Mapping[int, type[WorkerDied] | type[OutOfTime]]) -> None:
        super().__init__()
        self.pages, self.deadly = pages, deadly
        self.asked: list[tuple[Step, tuple[int, int], bool]] = []

    def wait(self, timeout: float) -> list[End]:
        task = self._open.pop()
        first, last = (1, task.before - 1 if task.before else self.pages) if task.step is Step.DOCUMENT else task.pages
        self.asked.append((task.step, (first, last), task.options.ocr.gentle))
        for page in range(first, last + 1):
            if page in self.deadly and not task.given_up and task.step is not Step.ASSEMBLE:
                return [End(task, Death(self.deadly[page]("it died"), "words", page))]
        return [End(task, self._done(task, last))]

    def _done(self, task: Task, last: int) -> Result:
        if task.step is Step.PART:
            return Part(1.0)
        if task.step is Step.DOCUMENT and last < self.pages:
            return Split(task.out / ".work" / "x", "sha", self.pages, last, ((last + 1, self.pages),), 1.0)
        return Outcome(task.source.relative, State.DONE)

    def close(self) -> None:
        self._open.clear()


def ends(tmp_path: Path, pool: OnePool) -> Iterator[Outcome]:
    task = Task(*inputs(tmp_path / "in", 1), tmp_path, options())
    return (outcome for _, outcome in Schedule(pool, [Course(task)], lambda _: None, lambda *_: None).ends())


def test_two_bad_pages_cost_two_workers_each(tmp_path):
    pool = OnePool(20, {5: WorkerDied, 12: WorkerDied})
    (outcome,) = ends(tmp_path, pool)
    assert outcome.state is State.DONE
    assert [(pages, gentle) for step, pages, gentle in pool.asked if step is Step.PART] == [
        *(((5, 5), True), ((5, 5), False)),  # the second one is given up, not read
        ((6, 13), False),
        *(((6, 11), False), ((12, 12), True), ((12, 12), False), ((13, 13), False)),
        ((14, 20), False),
    ]
    assert "words" in outcome.detail


@pytest.mark.parametrize(("kind", "code"), [(WorkerDied, "worker-died"), (OutOfTime, "timeout")])
def test_a_document_of_bad_pages_ends_before_it_has_cost_a_worker_for_each(tmp_path, kind, code):
    pool = OnePool(200, dict.fromkeys(range(1, 201), kind))
    (outcome,) = ends(tmp_path, pool)
    assert outcome.state is State.FAILED
    assert outcome.code == code
    assert "it died; so did 10 of its pages before" in outcome.message
    assert len(pool.asked) < 40


def test_a_document_whose_pages_are_all_bad_fails_with_the_reason(tmp_path):
    (outcome,) = ends(tmp_path, OnePool(2, {1: WorkerDied, 2: OutOfTime}))
    assert (outcome.state, outcome.code) == (State.FAILED, "timeout")
