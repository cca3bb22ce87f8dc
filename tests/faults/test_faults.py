"""The fault scripts at a small size: what they show with hundreds of files must hold with a few."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest
from cluster_demo import trial as cluster_trial
from disk_full import trial as disk_trial
from fault_files import KEHOACH, make_files, results, run, start
from kill9 import trial as kill_trial
from long_scan import How
from long_scan import trial as scan_trial
from two_runs import trial as two_runs_trial


def test_five_kills_lose_nothing(tmp_path):
    score = kill_trial(tmp_path, kills=5, texts=24, pdfs=4, seed=7)
    assert score.kills == 5
    assert score.faults == []


def test_a_long_scan_whose_reading_is_killed_is_gone_on_with(tmp_path):
    score = scan_trial(tmp_path, pages=16, kills=2, how=How(1, 0.3))
    assert score.kills == 2
    assert score.faults == []


def test_a_lost_cluster_worker_loses_nothing(tmp_path):
    pytest.importorskip("distributed", reason="the extra «cluster» is not installed")
    assert cluster_trial(tmp_path, texts=12, pdfs=2, lose="worker") == []


def test_a_full_disk_loses_nothing(tmp_path):
    assert disk_trial(tmp_path, texts=20) == []


def test_two_runs_at_once_lose_nothing(tmp_path):
    assert two_runs_trial(tmp_path, texts=80) == []


@pytest.mark.parametrize("asked_by", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_asked_to_stop_stops_and_goes_on_later(tmp_path, asked_by):
    make_files(tmp_path / "in", 240, 0)  # many: it must not be over before it is asked
    process = start(tmp_path / "in", tmp_path / "out")
    until = time.monotonic() + 60
    while not list((tmp_path / "out").rglob("plan.json")) and time.monotonic() < until:
        time.sleep(0.02)
    process.send_signal(asked_by)
    said = process.communicate(timeout=10)[1].decode()
    assert process.returncode == 130
    assert "interrupted" in said
    assert "Traceback" not in said
    assert not [path for path in (tmp_path / "out").rglob("*") if path.name.endswith(".tmp")]
    assert run(tmp_path / "in", tmp_path / "out").returncode == 0
    assert len((tmp_path / "out" / "plans.ndjson").read_text("utf-8").splitlines()) == 240


def test_status_tells_of_a_run_at_work_and_of_its_end(tmp_path):
    make_files(tmp_path / "in", 240, 0)
    process = start(tmp_path / "in", tmp_path / "out")
    until = time.monotonic() + 60
    while not list((tmp_path / "out").rglob("plan.json")) and time.monotonic() < until:
        time.sleep(0.02)
    working = status(tmp_path / "out")
    process.communicate()
    ended = status(tmp_path / "out")
    assert working["running"]
    assert working["process"]["pid"] == process.pid
    assert working["documents"] == 240
    assert not ended["running"]
    assert sum(ended["states"].values()) == 240
    assert ended["last_run"]["finished"] == 1


def status(out: Path) -> dict:
    said = subprocess.run([*KEHOACH, "status", str(out), "--json"], capture_output=True, check=True).stdout
    return json.loads(said)


def test_json_log_is_nothing_but_json(tmp_path):
    make_files(tmp_path / "in", 3, 0)
    (tmp_path / "in" / "hỏng.pdf").write_bytes(b"%PDF-1.7\nnothing else")
    os.utime(tmp_path / "in" / "hỏng.pdf", (1e9, 1e9))
    command = [*KEHOACH, "run", str(tmp_path / "in"), "-o", str(tmp_path / "out"), "--ocr", "skip", "--json-log"]
    done = subprocess.run(command, capture_output=True, check=False)
    events = [json.loads(line) for line in done.stderr.decode().splitlines()]
    assert done.returncode == 11
    assert [event["event"] for event in events] == ["document"] * 4 + ["summary"]
    assert events[-1]["failed_by_cause"] == {"bad-input": 1}
    assert events[-1]["exit_code"] == 11
    assert not done.stdout


def test_results_are_the_same_from_run_to_run(tmp_path):
    make_files(tmp_path / "in", 6, 2)
    for name in ("one", "two"):
        assert run(tmp_path / "in", tmp_path / name).returncode == 0
    assert results(tmp_path / "one") == results(tmp_path / "two")


def test_a_file_that_is_still_being_copied_is_read_when_it_is_whole(tmp_path):
    make_files(tmp_path / "in", 3, 0)
    late = tmp_path / "in" / "đang chép.txt"
    lines = [f"{number}. Trung tâm Y tế thực hiện nội dung số {number}.\n" for number in range(40)]
    late.write_text("KẾ HOẠCH\nTruyền thông năm 2024\n", "utf-8")
    process = start(tmp_path / "in", tmp_path / "out")
    for line in lines:
        time.sleep(0.1)
        with late.open("a", encoding="utf-8") as file:
            file.write(line)
    said = process.communicate(timeout=120)[1].decode()
    assert process.returncode == 0, said
    faithful = (tmp_path / "out" / late.name / "faithful.txt").read_text("utf-8")
    assert all(line.strip() in faithful for line in lines)
