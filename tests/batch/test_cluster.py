"""What a cluster must be refused for; that it loses nothing is shown by the fault scripts."""

from __future__ import annotations

import shutil
import sys
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

import pytest
from batch_workers import inputs, options

from kehoach import models
from kehoach.pipeline.batch import cluster
from kehoach.pipeline.batch.lock import held
from kehoach.pipeline.batch.schedule import gently
from kehoach.pipeline.batch.supervisor import Death, Limits
from kehoach.pipeline.batch.work import Outcome, State, Task
from kehoach.pipeline.errors import ChildProcess, MissingDependency
from kehoach.pipeline.options import OcrMode, OcrOptions

SKIP = replace(options(), ocr=OcrOptions(mode=OcrMode.SKIP))


def errand(folder: Path, **changed: str) -> cluster.Errand:
    """One text file, asked for by a run on `folder / out`, with paths that begin at `folder`."""
    (source,) = inputs(folder / "in", 1)
    relative = replace(source, paths=(source.path.relative_to(folder),))
    settings = replace(cluster.settings_of(SKIP), **changed)
    task = Task(relative, Path("out"), SKIP)
    return cluster.Errand(task, None, Limits(), settings, folder, f"run {folder}", cluster.fingerprint(), seen=True)


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


def test_a_worker_with_the_same_version_and_other_code_is_refused(tmp_path):
    asked = replace(errand(tmp_path), program="0123456789abcdef")
    with held(tmp_path / "out"):
        refusal = cluster.carry_out(asked)
    assert isinstance(refusal, cluster.Refusal)
    assert "program or data are others" in refusal.reason


def test_a_worker_that_sees_out_but_not_the_inputs_is_refused(tmp_path):
    asked = errand(tmp_path)
    shutil.rmtree(tmp_path / "in")
    with held(tmp_path / "out"):
        refusal = cluster.carry_out(asked)
    assert isinstance(refusal, cluster.Refusal)
    assert "does not see the inputs" in refusal.reason


def test_an_input_that_went_meanwhile_is_one_documents_failure(tmp_path):
    asked = errand(tmp_path)
    (tmp_path / "in" / "another.txt").write_text("KẾ HOẠCH")
    (tmp_path / asked.task.source.path).unlink()
    with held(tmp_path / "out"):
        done = cluster.carry_out(asked)
    assert isinstance(done, Outcome)
    assert (done.state, done.code) == (State.FAILED, "file-access")
    cluster.dismiss(asked.run)


def test_a_worker_without_the_weights_is_refused(tmp_path, monkeypatch):
    def damaged(*_: object) -> Path:
        raise models.ModelError("model file context.graph is missing")

    monkeypatch.setattr(models, "verify", damaged)
    cluster._check.cache_clear()
    with held(tmp_path / "out"):
        refusal = cluster.carry_out(errand(tmp_path))
    assert isinstance(refusal, cluster.Refusal)
    assert "context.graph is missing" in refusal.reason


class KilledWorker(Exception):
    """Named as the cluster's own."""


class Cluster(OneErrand):
    """A client whose tasks all end with a worker that was killed, `times` times; then they are done."""

    status = "running"

    def __init__(self, times: int) -> None:
        super().__init__()
        self.times = times

    def submit(self, _: object, errand: cluster.Errand, **__: object) -> Future[object]:
        self.errands.append(errand)
        future: Future[object] = Future()
        ended = KilledWorker() if len(self.errands) <= self.times else None
        future.status = "error" if ended else "finished"  # as Dask's futures have it
        if ended:
            future.set_exception(ended)
        else:
            future.set_result(Outcome(errand.task.source.relative, State.DONE))
        return future


def ends(pool: cluster.ClusterPool) -> list[object]:
    found: list[object] = []
    while pool.busy:
        found += [end.result for end in pool.wait(1.0)]
    return found


def test_a_document_that_waited_with_a_worker_that_was_killed_is_not_blamed(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    client = Cluster(4)
    monkeypatch.setattr(cluster, "_connect", lambda _: client)
    (source,) = inputs(tmp_path / "in", 1)
    pool = cluster.ClusterPool("tcp://127.0.0.1:1", SKIP)
    pool.start(Task(source, Path("out"), SKIP), None)
    assert [end.state for end in ends(pool)] == [State.DONE]
    assert len(client.errands) == 5


def test_a_document_that_was_being_read_each_time_is_blamed_in_the_end(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    client = Cluster(100)
    monkeypatch.setattr(cluster, "_connect", lambda _: client)
    (source,) = inputs(tmp_path / "in", 1)
    pool = cluster.ClusterPool("tcp://127.0.0.1:1", SKIP)
    first = Task(source, Path("out"), SKIP)
    real = client.submit

    def submit(todo: object, asked: cluster.Errand, **more: object) -> Future[object]:
        with pytest.raises(KilledWorker), cluster._marked(asked):  # the worker dies with its mark in OUT
            raise KilledWorker
        return real(todo, asked, **more)

    monkeypatch.setattr(client, "submit", submit)
    pool.start(first, None)
    (end,) = ends(pool)
    assert isinstance(end, Death)
    assert len(client.errands) == 3
