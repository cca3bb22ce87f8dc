"""What a run says before it begins: fewer workers than asked for, a reader that would help."""

from __future__ import annotations

import json

import pytest
from batch_workers import inputs, options

from kehoach.pipeline import capacity
from kehoach.pipeline.batch import planned
from kehoach.pipeline.batch.limits import jobs_that_fit
from kehoach.pipeline.cli import invoke
from kehoach.pipeline.ocr import better_reader, choice
from kehoach.pipeline.options import EngineName, OcrMode, OcrOptions

GB = 1 << 30


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine of two cores and 8 GB."""
    monkeypatch.setattr(capacity, "cores", lambda: 2)
    monkeypatch.setattr(capacity, "memory", lambda: 8 * GB)


@pytest.mark.usefixtures("small")
def test_no_more_workers_than_cores() -> None:
    assert jobs_that_fit(options(2)) == (2, "")
    jobs, note = jobs_that_fit(options(60))
    assert (jobs, note) == (2, "2 at once, not 60: this machine has 2 cores for it")


def test_no_more_workers_than_memory_lets_live(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(capacity, "cores", lambda: 64)
    monkeypatch.setattr(capacity, "memory", lambda: 8 * GB)
    jobs, note = jobs_that_fit(options(60))
    assert (jobs, note) == (6, "6 at once, not 60: this machine has 8.0 GB of memory for it")
    assert jobs_that_fit(options(20, memory=GB // 4))[0] == 20  # each may take a quarter of a gigabyte and no more
    monkeypatch.setattr(capacity, "memory", lambda: GB // 2)
    assert jobs_that_fit(options(2))[0] == 1


@pytest.mark.usefixtures("small")
def test_a_run_is_made_with_what_fits_and_says_so(tmp_path) -> None:
    inputs(tmp_path / "in", 1)
    with planned([tmp_path / "in"], tmp_path / "out", options(60)) as run:
        assert run.wanted.options.batch.jobs == 2
        assert any("not 60" in note for note in run.notes)


@pytest.mark.usefixtures("small")
def test_a_cluster_has_its_own_workers(tmp_path) -> None:
    inputs(tmp_path / "in", 1)
    with planned([tmp_path / "in"], tmp_path / "out", options(60, scheduler="tcp://nowhere:8786")) as run:
        assert run.wanted.options.batch.jobs == 60
        assert not any("not 60" in note for note in run.notes)
        run.needs.clear()  # nothing is sent there


@pytest.mark.parametrize(
    ("there", "asked", "said"),
    [
        (False, OcrOptions(), True),
        (True, OcrOptions(), False),
        (False, OcrOptions(engine=EngineName.TRUEOCR), False),
        (False, OcrOptions(mode=OcrMode.SKIP), False),
    ],
)
def test_without_tesseract_it_is_said_how_to_get_it(
    there: bool, asked: OcrOptions, said: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choice, "is_installed", lambda name: there or name is EngineName.AUTO)
    assert ("apt-get install tesseract-ocr" in better_reader(asked)) is said


@pytest.mark.parametrize("log", [[], ["--json-log"]])
def test_that_is_said_once(tmp_path, log, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture) -> None:
    monkeypatch.setattr(choice, "is_installed", lambda name: name is EngineName.AUTO)
    inputs(tmp_path / "in", 3)
    assert invoke(["run", str(tmp_path / "in"), "-o", str(tmp_path / "out"), "-j", "1", *log]) == 0
    (line,) = [line for line in capsys.readouterr().err.splitlines() if "built-in reader" in line]
    assert line.startswith("note: ") if not log else json.loads(line)["event"] == "note"
