"""The report's pictures are cut out by the workers of the run, and a page that costs one is shown without."""

import os
import signal
from pathlib import Path

import pytest
from batch_workers import InlinePool, inputs, options

from kehoach.pipeline.batch import begun
from kehoach.pipeline.batch.pictures import cut_by
from kehoach.pipeline.batch.supervisor import Death, End, Limits, LocalPool
from kehoach.pipeline.batch.work import Heard, Result, Task, perform
from kehoach.pipeline.errors import ChildProcess, WorkerDied
from kehoach.pipeline.report import Ended, write_report
from tests.report.results import a_run, a_scan


def read(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (out / "report.html", *(out / "report-pages").iterdir())}


@pytest.fixture
def scans(tmp_path: Path) -> list[Ended]:
    return [*a_run(tmp_path / "out"), *(a_scan(tmp_path / "out", f"{number}.jpg") for number in range(3))]


def killed_at_the_second(task: Task, heard: Heard) -> Result:
    if task.source.relative.name == "1.jpg":
        os.kill(os.getpid(), signal.SIGKILL)
    return perform(task, heard)


def test_workers_cut_what_one_process_would(tmp_path: Path, scans: list[Ended]) -> None:
    out = tmp_path / "out"
    write_report(out, scans)
    alone = read(out)
    pool = LocalPool(2, perform, Limits())
    try:
        write_report(out, scans, cut=lambda asked: cut_by(pool, asked, out, options()))
    finally:
        pool.close()
    assert read(out) == alone
    assert alone["report.html"].count(b"data:image/jpeg") == 8


def test_a_page_that_costs_its_worker_is_shown_without_a_picture(tmp_path: Path, scans: list[Ended]) -> None:
    out = tmp_path / "out"
    pool = LocalPool(1, killed_at_the_second, Limits())
    try:
        write_report(out, scans, cut=lambda asked: cut_by(pool, asked, out, options()))
    finally:
        pool.close()
    page = read(out)["report.html"]
    assert page.count(b"data:image/jpeg") == 6
    assert page.count(b"<figure>") == 9


def test_without_workers_the_report_goes_without_pictures(tmp_path: Path, scans: list[Ended]) -> None:
    class Lost(InlinePool):
        def wait(self, timeout: float) -> list[End]:
            raise ChildProcess("the scheduler is lost")

    class Deaf(InlinePool):
        def wait(self, timeout: float) -> list[End]:
            return [End(self._open.pop(), Death(WorkerDied("it died")))]

    for pool in (Lost(), Deaf()):
        path = write_report(tmp_path / "out", scans, cut=lambda asked, p=pool: cut_by(p, asked, Path(), options()))
        assert b"data:image" not in path.read_bytes()


def test_the_workers_of_a_run_stay_for_its_report_and_no_longer(tmp_path: Path) -> None:
    class Watched(InlinePool):
        closed = 0

        def close(self) -> None:
            self.closed += 1

    pool = Watched()
    with begun(inputs(tmp_path / "in", 1), tmp_path / "out", options()) as started:
        list(started.outcomes(lambda *_: pool))
        assert not pool.closed
        assert list(started.cut([])) == []
    assert pool.closed == 1


def test_the_largest_files_come_first(tmp_path: Path) -> None:
    sources = inputs(tmp_path / "in", 3)
    sources[1].path.write_text("Kế hoạch\n" * 200, "utf-8")
    os.utime(sources[1].path, (0, 0))
    pool = InlinePool()
    with begun(sources, tmp_path / "out", options()) as started:
        list(started.outcomes(lambda *_: pool))
        started.finish()
    assert pool.steps == ["document 1.txt", "document 0.txt", "document 2.txt"]
