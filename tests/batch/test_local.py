"""Every input ends exactly once, whatever its worker does."""

import os
from pathlib import Path

import pytest

from pipeline.batch import State, one, run_all
from pipeline.batch import work as batch_work
from pipeline.ingest import Input
from pipeline.options import BatchOptions, Options

TEXT = "KẾ HOẠCH\nTruyền thông năm 2024\nI. MỤC ĐÍCH\nNâng cao hiểu biết của người dân.\n"


def inputs(folder: Path, count: int) -> list[Input]:
    found = []
    for number in range(count):
        path = folder / f"{number}.txt"
        path.write_text(TEXT, "utf-8")
        found.append(Input((path,), Path(path.name)))
    return found


@pytest.mark.parametrize("jobs", [1, 2])
def test_all_documents_end_and_have_their_files(tmp_path: Path, jobs: int) -> None:
    sources = inputs(tmp_path, 3)
    outcomes = list(run_all(sources, tmp_path / "out", Options(batch=BatchOptions(jobs))))
    assert sorted(o.relative for o in outcomes) == [s.relative for s in sources]
    assert {o.state for o in outcomes} <= {State.DONE, State.ISSUES}
    assert all((tmp_path / "out" / s.relative / "plan.json").is_file() for s in sources)


def test_a_mistake_of_ours_fails_one_document_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("a mistake")

    monkeypatch.setattr(batch_work, "read_document", broken)
    outcome = one(inputs(tmp_path, 1)[0], tmp_path / "out", Options())
    assert outcome.state is State.FAILED
    assert outcome.exit_code == 15
    assert "0.txt" in outcome.message
    assert "ZeroDivisionError" in outcome.detail


def test_a_worker_that_dies_takes_only_its_own_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sources = inputs(tmp_path, 3)
    monkeypatch.setattr("pipeline.batch.local.one", dies_on_the_second)
    outcomes = {
        o.relative.name: o for o in run_all(sources, tmp_path / "out", Options(batch=BatchOptions(2)))
    }
    assert len(outcomes) == 3
    assert outcomes["1.txt"].state is State.FAILED
    assert "died" in outcomes["1.txt"].message
    assert outcomes["0.txt"].state is not State.FAILED
    assert outcomes["2.txt"].state is not State.FAILED


def dies_on_the_second(source: Input, out: Path, options: Options) -> object:
    if source.relative.name == "1.txt":
        os._exit(9)
    return one(source, out, options)
