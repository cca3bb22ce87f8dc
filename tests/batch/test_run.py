"""A run goes on where another stopped: what is finished is kept, what has changed is done again, nothing is lost."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from batch_workers import InlinePool, age, inputs, options, run_all

from kehoach.pipeline.batch import State, begun
from kehoach.pipeline.batch.settings import Settings
from kehoach.pipeline.batch.status import read_status
from kehoach.pipeline.batch.work import failed, perform
from kehoach.pipeline.errors import BadArguments, Encrypted, FileAccess
from kehoach.pipeline.export import plan_folders
from kehoach.pipeline.ingest import Input
from kehoach.pipeline.options import ExportFormat, ExportOptions, IngestOptions, OcrMode, OcrOptions, Options

SKIP = replace(options(), ocr=OcrOptions(mode=OcrMode.SKIP))
RESULTS = {"plan.json", "faithful.txt", "text.txt"}


@pytest.fixture
def sources(tmp_path: Path) -> list[Input]:
    return inputs(tmp_path / "in", 3)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def collected(out: Path) -> list[str]:
    """The last words of the text of each line of plans.ndjson."""
    lines = (out / "plans.ndjson").read_text("utf-8").splitlines()
    return [json.loads(line)["text"]["faithful"].split()[-1] for line in lines]


def change(path: Path, number: int) -> None:
    path.write_text(f"KẾ HOẠCH\nTruyền thông năm 2024\nI. MỤC ĐÍCH\nĐã đổi, lần {number}.\n", "utf-8")
    age(path)


def test_every_input_ends_and_is_collected_in_order(sources, out):
    steps, outcomes, summary = run_all(sources, out, SKIP)
    assert len(steps) == 3
    assert {outcome.state for outcome in outcomes.values()} <= {State.DONE, State.ISSUES}
    assert all({path.name for path in (out / source.relative).iterdir()} == RESULTS for source in sources)
    assert collected(out) == ["0.", "1.", "2."]
    assert summary.exit_code == 0


def test_a_second_run_does_nothing_and_leaves_all_as_it_is(sources, out):
    run_all(sources, out, SKIP)
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file() and path.suffix != ".sqlite"}
    steps, _, summary = run_all(sources, out, SKIP)
    assert steps == []
    assert summary.kept == 3
    assert {path: path.read_bytes() for path in before} == before


def test_a_collection_that_is_gone_or_in_another_order_is_written_anew(sources, out):
    run_all(sources, out, SKIP)
    (out / "plans.ndjson").unlink()
    run_all(sources, out, SKIP)
    assert collected(out) == ["0.", "1.", "2."]
    run_all(sources[::-1], out, SKIP)
    assert collected(out) == ["2.", "1.", "0."]
    run_all(sources[:1], out, SKIP)
    assert collected(out) == ["0.", "2.", "1."]


def test_a_collection_is_left_alone_where_nothing_has_changed(sources, out):
    run_all(sources, out, SKIP)
    before = (out / "plans.ndjson").stat().st_ino
    run_all(sources, out, SKIP)
    assert (out / "plans.ndjson").stat().st_ino == before


def test_a_changed_file_is_done_again_even_with_its_old_size_and_time(sources, out):
    run_all(sources, out, SKIP)
    path = sources[1].path
    state, text = path.stat(), path.read_text("utf-8")
    path.write_text(text.replace("lần 1", "lần 7"), "utf-8")
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
    steps, _, _ = run_all(sources, out, SKIP)
    assert steps == ["document 1.txt"]
    assert collected(out) == ["0.", "7.", "2."]


def test_a_file_that_was_only_touched_is_kept(sources, out):
    run_all(sources, out, SKIP)
    age(sources[0].path, 10)
    assert run_all(sources, out, SKIP)[0] == []


def test_new_files_take_their_place_in_the_order(tmp_path, sources, out):
    run_all(sources[1:], out, SKIP)
    assert run_all(sources, out, SKIP)[0] == ["document 0.txt"]
    assert collected(out) == ["0.", "1.", "2."]


@pytest.mark.parametrize(
    ("lost", "step"), [("faithful.txt", "export"), ("text.txt", "export"), ("plan.json", "document")]
)
def test_results_that_are_gone_are_made_again(sources, out, lost, step):
    run_all(sources, out, SKIP)
    kept = (out / "1.txt" / lost).read_bytes()
    (out / "1.txt" / lost).unlink()
    assert run_all(sources, out, SKIP)[0] == [f"{step} 1.txt"]
    assert (out / "1.txt" / lost).read_bytes() == kept
    assert run_all(sources, out, SKIP)[0] == []


def test_an_added_format_is_written_from_the_plan(sources, out):
    run_all(sources, out, replace(SKIP, export=ExportOptions((ExportFormat.JSON,))))
    assert not (out / "0.txt" / "text.txt").exists()
    steps, _, _ = run_all(sources, out, SKIP)
    assert {step.split()[0] for step in steps} == {"export"}
    assert {path.name for path in (out / "0.txt").iterdir()} == RESULTS
    assert run_all(sources, out, SKIP)[0] == []


def test_a_plan_is_written_whatever_is_asked_for(sources, out):
    run_all(sources, out, replace(SKIP, export=ExportOptions((ExportFormat.TEXT,))))
    assert collected(out) == ["0.", "1.", "2."]
    assert run_all(sources, out, SKIP)[0] == []


def fails_on_the_second(task, heard):
    if task.source.relative.name == "1.txt":
        broken = task.source.path.with_name("broken.pdf")
        broken.write_bytes(b"%PDF-1.7 and nothing else")
        task = replace(task, source=Input((broken,), task.source.relative))
    return perform(task, heard)


def test_what_failed_is_tried_again_only_when_asked(sources, out):
    _, outcomes, summary = run_all(sources, out, SKIP, fails_on_the_second)
    assert outcomes["1.txt"].state is State.FAILED
    assert summary.exit_code == 11
    steps, _, summary = run_all(sources, out, SKIP)
    assert steps == []
    assert summary.exit_code == 11
    assert any("--retry-failed" in line for line in summary.lines())
    again = replace(SKIP, batch=replace(SKIP.batch, retry_failed=True))
    steps, _, summary = run_all(sources, out, again)
    assert steps == ["document 1.txt"]
    assert summary.exit_code == 0
    assert collected(out) == ["0.", "1.", "2."]


def test_a_file_that_failed_and_has_changed_is_tried_again(sources, out):
    run_all(sources, out, SKIP, fails_on_the_second)
    change(sources[1].path, 9)
    assert run_all(sources, out, SKIP)[0] == ["document 1.txt"]


def test_an_encrypted_file_is_tried_again_with_a_password(sources, out):
    run_all(sources[:1], out, SKIP, lambda task, heard: refused(task))
    assert run_all(sources[:1], out, SKIP)[0] == []
    with_password = replace(SKIP, ingest=IngestOptions(password="mật khẩu"))
    assert run_all(sources[:1], out, with_password)[0] == ["document 0.txt"]


def refused(task):
    return failed(task.source, Encrypted(f"{task.source.path}: the PDF is encrypted", advice="--password"))


def test_results_of_an_earlier_content_stay_stale_when_the_new_one_fails(sources, out):
    run_all(sources, out, SKIP)
    before = {path.name: path.read_bytes() for path in (out / "1.txt").iterdir()}
    change(sources[1].path, 9)
    _, outcomes, _ = run_all(sources, out, SKIP, fails_on_the_second)
    assert outcomes["1.txt"].state is State.FAILED
    assert outcomes["1.txt"].message.endswith("stale, and are not collected any more")
    assert {path.name: path.read_bytes() for path in (out / "1.txt").iterdir()} == before
    assert collected(out) == ["0.", "2."]
    assert [folder.name for folder in plan_folders(out)] == ["0.txt", "2.txt"]
    assert any(
        "1 failed whose files are stale, of an earlier reading: 1.txt" in line for line in read_status(out).lines()
    )
    again = replace(SKIP, batch=replace(SKIP.batch, retry_failed=True))
    run_all(sources, out, again)
    assert collected(out) == ["0.", "9.", "2."]
    assert read_status(out).of_earlier == []


def test_files_of_others_in_a_documents_folder_stay(sources, out):
    run_all(sources, out, SKIP)
    (out / "1.txt" / "ghi chú.md").write_text("của tôi", "utf-8")
    change(sources[1].path, 9)
    run_all(sources, out, SKIP)
    assert {path.name for path in (out / "1.txt").iterdir()} == {"ghi chú.md", *RESULTS}
    assert (out / "1.txt" / "ghi chú.md").read_text("utf-8") == "của tôi"


def test_a_run_that_is_stopped_goes_on_where_it_was(sources, out):
    with pytest.raises(KeyboardInterrupt), begun(sources, out, SKIP) as started:
        for _ in started.outcomes(lambda *_: InlinePool()):
            raise KeyboardInterrupt
    (out / "1.txt").mkdir()
    (out / "1.txt" / ".kehoach-half.tmp").write_bytes(b"half")
    with_rest = {path.name for path in out.iterdir()}
    assert "plans.ndjson" not in with_rest
    steps, _, _ = run_all(sources, out, SKIP)
    assert steps == ["document 1.txt", "document 2.txt"]
    assert collected(out) == ["0.", "1.", "2."]


def test_what_a_killed_run_left_half_written_is_swept(sources, out):
    class Killed(InlinePool):
        def wait(self, timeout):
            (out / "0.txt").mkdir(parents=True)
            (out / "0.txt" / ".kehoach-half.tmp").write_bytes(b"half")
            (out / ".kehoach-plans.tmp").write_bytes(b"half")
            raise SystemExit

    with pytest.raises(SystemExit), begun(sources, out, SKIP) as started:
        list(started.outcomes(lambda *_: Killed()))
    run_all(sources, out, SKIP)
    assert not [path for path in out.rglob("*") if path.name.endswith(".tmp")]


def test_another_folder_with_the_same_names_takes_other_places(tmp_path, sources, out):
    run_all(sources, out, SKIP)
    others = inputs(tmp_path / "other", 1)
    change(others[0].path, 5)
    steps, _, _ = run_all(others, out, SKIP)
    assert steps == ["document 0.txt~2"]
    assert run_all(others, out, SKIP)[0] == []
    assert run_all(sources, out, SKIP)[0] == []
    assert collected(out) == ["0.", "1.", "2.", "5."]


def test_a_folder_that_was_moved_keeps_its_places(tmp_path, sources, out):
    run_all(sources, out, SKIP)
    (tmp_path / "in").rename(tmp_path / "moved")
    moved = [Input((tmp_path / "moved" / source.path.name,), source.relative) for source in sources]
    assert run_all(moved, out, SKIP)[0] == []


def test_names_of_the_run_itself_are_not_taken(tmp_path, out):
    source = inputs(tmp_path / "in", 1)[0]
    named = [Input(source.paths, Path(name)) for name in ("plans.ndjson", "report.html/a.txt")]
    steps, _, _ = run_all(named, out, SKIP)
    assert steps == ["document plans.ndjson~2", "document report.html~2/a.txt"]
    assert (out / "plans.ndjson").is_file()


def test_no_place_leads_out_of_the_output(tmp_path, out):
    source = inputs(tmp_path / "in", 1)[0]
    with pytest.raises(BadArguments, match="outside OUT"):
        run_all([Input(source.paths, Path("../escape.txt"))], out, SKIP)


def test_names_that_are_no_text_are_kept_apart(tmp_path, out):
    folder = tmp_path / "in"
    folder.mkdir()
    named = []
    for name in (b"k\xff.txt", b"k\xfe.txt", "kế hoạch\n1.txt".encode(), b"k\\xff.txt"):
        path = Path(os.fsdecode(os.fsencode(folder) + b"/" + name))
        try:
            path.write_text(f"KẾ HOẠCH\nTruyền thông {len(named)}\n", "utf-8")
        except OSError:
            pytest.skip("this file system has no such names")
        age(path)
        named.append(Input((path,), Path(path.name)))
    _, outcomes, _ = run_all(named, out, SKIP)
    assert len(outcomes) == 4
    assert State.FAILED not in {outcome.state for outcome in outcomes.values()}
    assert run_all(named, out, SKIP)[0] == []
    assert len((out / "plans.ndjson").read_text("utf-8").splitlines()) == 4


def test_failures_whose_files_are_gone_are_forgotten(sources, out):
    run_all(sources, out, SKIP, fails_on_the_second)
    sources[1].path.unlink()
    _, _, summary = run_all([sources[0], sources[2]], out, SKIP)
    assert summary.exit_code == 0
    assert "failed" not in read_status(out).states


def test_a_second_run_at_the_same_time_is_refused(sources, out):
    with begun(sources, out, SKIP), pytest.raises(FileAccess, match="in use by another run"):
        run_all(sources, out, SKIP)


NOW = Settings("program 1", "auto", "readers 1", "limits 1")


@pytest.mark.parametrize(
    ("change", "media", "read_by_ocr", "touched"),
    [
        ({}, "application/pdf", True, False),
        ({"base": "program 2"}, "text/plain", False, True),
        ({"engine": "readers 2"}, "application/pdf", True, True),
        ({"engine": "readers 2"}, "application/pdf", False, False),
        ({"mode": "force"}, "application/pdf", False, True),
        ({"mode": "force"}, "text/plain", False, False),
        ({"limits": "limits 2"}, "application/pdf", True, False),
    ],
)
def test_changed_settings_touch_only_what_depends_on_them(change, media, read_by_ocr, touched):
    assert replace(NOW, **change).touch(NOW, media=media, read_by_ocr=read_by_ocr) is touched
    assert Settings.from_json(NOW.as_json()) == NOW


def test_a_new_program_reads_everything_again(sources, out, monkeypatch):
    run_all(sources, out, SKIP)
    monkeypatch.setattr("kehoach.pipeline.batch.settings.__version__", "9.9.9")
    assert len(run_all(sources, out, SKIP)[0]) == 3


def test_another_reader_leaves_texts_alone(sources, out):
    run_all(sources, out, SKIP)
    assert run_all(sources, out, Options(ocr=OcrOptions(mode=OcrMode.AUTO, thorough=True)))[0] == []
