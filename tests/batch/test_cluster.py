"""What a cluster must be refused for; that it loses nothing is shown by the fault scripts."""

from __future__ import annotations

import sys
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

import pytest
from batch_workers import inputs, options

from kehoach.pipeline.batch import cluster
from kehoach.pipeline.batch.lock import held
from kehoach.pipeline.batch.schedule import gently
from kehoach.pipeline.batch.supervisor import Limits
from kehoach.pipeline.batch.work import Outcome, State, Task
from kehoach.pipeline.errors import ChildProcess, MissingDependency
from kehoach.pipeline.options import OcrMode, OcrOptions

SKIP = replace(options(), ocr=OcrOptions(mode=OcrMode.SKIP))


def errand(folder: Path, **changed: str) -> cluster.Errand:
    """One text file, asked for by a run on `folder / out`, with paths that begin at `folder`."""
    (source,) = inputs(folder / "in", 1)
    relative = replace(source, paths=(source.path.relative_to(folder),))
    settings = replace(cluster.settings_of(SKIP), **changed)
    return cluster.Errand(Task(relative, Path("out"), SKIP), None, Limits(), settings, folder, f"run {folder}")


def test_a_worker_does_an_errand_where_paths_begin_as_they_do_for_the_run(tmp_path):
    with held(tmp_path / "out"):
        done = cluster.carry_out(errand(tmp_path))
    assert isinstance(done, Outcome)
    assert done.state is not State.FAILED, done.message
    assert (tmp_path / "out" / "0.txt" / "plan.json").is_file()
    assert cluster.dismiss(f"run {tmp_path}") == 1
    assert cluster.dismiss(f"run {tmp_path}") == 0


@pytest.mark.parametrize("name", ["base", "mode", "engine"])
def test_a_worker_with_another_set_up_is_refused(tmp_path, name):
    with held(tmp_path / "out"):
        refusal = cluster.carry_out(errand(tmp_path, **{name: "something else"}))
    assert isinstance(refusal, cluster.Refusal)
    assert "something else" in refusal.reason


def test_a_worker_that_does_not_see_the_output_is_refused(tmp_path):
    refusal = cluster.carry_out(errand(tmp_path))
    assert isinstance(refusal, cluster.Refusal)
    assert "not the run's output folder" in refusal.reason


class OneErrand:
    """A client that keeps what it is asked for."""

    def __init__(self) -> None:
        self.errands: list[cluster.Errand] = []

    def nthreads(self) -> dict[str, int]:
        return {"a": 1}

    def submit(self, _: object, errand: cluster.Errand, **__: object) -> Future[object]:
        self.errands.append(errand)
        return Future()


def test_a_gentle_second_try_is_not_taken_for_another_set_up(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    client = OneErrand()
    monkeypatch.setattr(cluster, "_connect", lambda _: client)
    thorough = replace(options(), ocr=OcrOptions(thorough=True))
    (source,) = inputs(tmp_path / "in", 1)
    with held(tmp_path / "out"):
        cluster.ClusterPool("tcp://127.0.0.1:1", thorough).start(Task(source, Path("out"), gently(thorough)), None)
        assert cluster._unfit(client.errands[0]) is None


def test_without_the_package_the_run_says_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(MissingDependency, match=r"kehoach\[cluster\]"):
        cluster.ClusterPool("tcp://127.0.0.1:1", SKIP)


def test_without_a_scheduler_the_run_says_so(monkeypatch):
    pytest.importorskip("distributed", reason="the extra «cluster» is not installed")
    monkeypatch.setattr(cluster, "_REACHED_WITHIN", 0.5)
    with pytest.raises(ChildProcess, match=r"no scheduler answers at tcp://127.0.0.1:1"):
        cluster.ClusterPool("tcp://127.0.0.1:1", SKIP)
