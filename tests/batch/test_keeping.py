"""Nothing that was written is removed or written over in silence."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from batch_workers import age, inputs, options, run_all
from PIL import Image

from kehoach.pipeline import process
from kehoach.pipeline.batch import begun
from kehoach.pipeline.batch.verify import verify
from kehoach.pipeline.batch.work import perform
from kehoach.pipeline.document import Box, Line, Word
from kehoach.pipeline.errors import BadInput
from kehoach.pipeline.ingest import Input
from kehoach.pipeline.ocr import ScriptedEngine
from kehoach.pipeline.options import ExportFormat, ExportOptions, OcrMode, OcrOptions, Options

JSON = {"plan.json", "doubts.json"}
TEXT = {"faithful.txt", "text.txt"}
RECORD = {"record.xml", "record.csv"}
IMAGES = {"images/page-0001.png"}

RUNS = [  # what each run asks for, and what the document's folder holds after it
    ("json,text", JSON | TEXT),
    ("pdf", JSON | TEXT | {"document.pdf"}),
    ("record,alto", JSON | TEXT | {"document.pdf", "alto.xml"} | RECORD),
    ("images", JSON | TEXT | {"document.pdf", "alto.xml"} | RECORD | IMAGES),
    ("text", JSON | TEXT | {"document.pdf", "alto.xml"} | RECORD | IMAGES),
]


@pytest.fixture
def scan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Input:
    """A scanned page, and a reader that has some doubt of it."""
    box = Box(60, 100, 540, 120)
    words = tuple(Word(word, box, 0.3, ("khác",)) for word in ("Kế", "hoạch"))
    engine = ScriptedEngine({1: [Line("Kế hoạch", 1, 1, box, words)]})
    monkeypatch.setattr(process, "_engine", lambda options: engine)
    path = tmp_path / "in" / "quét.png"
    path.parent.mkdir()
    picture = Image.new("L", (600, 800), 255)
    for top in range(100, 700, 40):
        picture.paste(0, (60, top, 540, top + 9))
    picture.save(path, dpi=(72, 72))
    age(path)
    return Input((path,), Path(path.name))


def asked(formats: str, mode: OcrMode = OcrMode.AUTO) -> Options:
    chosen = ExportOptions(tuple(map(ExportFormat, formats.split(","))))
    return replace(options(), export=chosen, ocr=OcrOptions(mode=mode))


def files(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def collected(out: Path) -> list[str]:
    lines = (out / "plans.ndjson").read_text("utf-8").splitlines()
    return [Path(json.loads(line)["source"]["path"]).name for line in lines]


def test_a_run_with_another_export_adds_to_what_is_there(tmp_path, scan):
    out = tmp_path / "out"
    for formats, wanted in RUNS:
        before = files(out / "quét.png")
        run_all([scan], out, asked(formats))
        after = files(out / "quét.png")
        assert set(after) == wanted, formats
        kept = set(before) - {"plan.json", "document.pdf"}  # the Plan names its pictures; a PDF has a name of its own
        assert {name: after[name] for name in kept} == {name: before[name] for name in kept}, formats
        assert collected(out) == ["quét.png"]
        assert verify(out).is_whole, formats
    assert run_all([scan], out, asked("json"))[0] == []


def test_another_reading_is_written_as_all_that_there_was(tmp_path, scan):
    out = tmp_path / "out"
    run_all([scan], out, asked("json,text,alto,pdf,images"))
    times = {path.name: path.stat().st_ino for path in (out / "quét.png").rglob("*") if path.is_file()}
    run_all([scan], out, asked("json", OcrMode.FORCE))
    assert set(files(out / "quét.png")) == JSON | TEXT | IMAGES | {"alto.xml", "document.pdf"}
    assert all(
        path.stat().st_ino != times[path.name] for path in (out / "quét.png").rglob("*") if path.is_file()
    )  # all anew
    assert verify(out).is_whole


def test_pictures_stay_until_the_new_reading_is_complete(tmp_path, scan, monkeypatch):
    out = tmp_path / "out"
    run_all([scan], out, asked("images"))
    before = files(out / "quét.png")

    def fails(*_: object) -> None:
        raise BadInput("no more")

    with Image.open(scan.path) as picture:
        picture.rotate(180).save(scan.path, dpi=(72, 72))
    age(scan.path)
    with monkeypatch.context() as patched:
        patched.setattr(process, "put_together", fails)
        run_all([scan], out, asked("images"))
    assert files(out / "quét.png") == before
    assert collected(out) == []
    run_all([scan], out, replace(asked("images"), batch=options(retry_failed=True).batch))
    after = files(out / "quét.png")
    assert set(after) == set(before)
    assert after["images/page-0001.png"] != before["images/page-0001.png"]
    assert not (out / ".work").exists()


def test_what_a_new_content_has_nothing_in_the_place_of_is_put_aside(tmp_path, scan):
    out = tmp_path / "out"
    run_all([scan], out, asked("json,alto,pdf"))
    before = files(out / "quét.png")
    scan.path.write_text("KẾ HOẠCH\nTruyền thông năm 2024\n", "utf-8")  # a picture no more
    age(scan.path)
    run_all([scan], out, asked("json"))
    after = files(out / "quét.png")
    aside = {name for name in before if f"earlier/{name}" in after}
    assert {"document.pdf", "doubts.json"} <= aside
    assert all(after[f"earlier/{name}"] == before[name] for name in aside)
    assert not aside & set(after)
    found = verify(out)
    assert found.is_whole
    assert len(found.set_aside) == len(aside)


TEXTS = asked("json,text", OcrMode.SKIP)


@pytest.mark.parametrize("damage", [b"", b'{"source": {"pa', b"\x00" * 400], ids=["empty", "cut", "zeros"])
def test_a_damaged_plan_is_named_and_made_again_and_the_others_stay(tmp_path, damage):
    sources, out = inputs(tmp_path / "in", 3), tmp_path / "out"
    run_all(sources, out, TEXTS)
    whole = files(out / "1.txt")
    (out / "1.txt" / "plan.json").write_bytes(damage)
    with begun(sources, out, TEXTS) as started:
        (note,) = started.notes
        assert note.startswith("1.txt: plan.json not as the journal has them")
    assert run_all(sources, out, TEXTS)[0] == ["document 1.txt"]
    after = files(out / "1.txt")
    assert {name: after[name] for name in whole} == whole
    assert after.get("earlier/plan.json", b"") == damage
    assert verify(out).is_whole


def test_a_plan_corrected_by_hand_is_kept_beside_the_new_one(tmp_path):
    sources, out = inputs(tmp_path / "in", 1), tmp_path / "out"
    run_all(sources, out, TEXTS)
    path = out / "0.txt" / "plan.json"
    state = path.stat()
    for number in (1, 2):  # with its old size and time, and twice
        path.write_text(path.read_text("utf-8").replace("2024", f"202{number}"), "utf-8")
        os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
        assert run_all(sources, out, TEXTS)[0] == ["document 0.txt"]
    assert "2021" in (out / "0.txt" / "earlier" / "plan.json").read_text("utf-8")
    assert "2022" in (out / "0.txt" / "earlier" / "plan.json~2").read_text("utf-8")
    assert "2024" in path.read_text("utf-8")


def test_a_damaged_text_is_made_of_the_plan(tmp_path):
    sources, out = inputs(tmp_path / "in", 1), tmp_path / "out"
    run_all(sources, out, TEXTS)
    whole = files(out / "0.txt")
    (out / "0.txt" / "text.txt").write_bytes(b"half")
    assert run_all(sources, out, TEXTS)[0] == ["export 0.txt"]
    assert files(out / "0.txt") == whole | {"earlier/text.txt": b"half"}


def test_copied_results_are_looked_through_once_and_kept(tmp_path):
    sources, out = inputs(tmp_path / "in", 1), tmp_path / "out"
    run_all(sources, out, TEXTS)
    os.utime(out / "0.txt" / "plan.json", (1e9, 1e9))
    assert run_all(sources, out, TEXTS)[0] == []
    with begun(sources, out, TEXTS) as started:
        row = started.journal.row(Path("0.txt"))
        assert row is not None
        assert row.files["plan.json"].times.startswith("1000000000")


def test_a_damaged_plan_of_another_run_is_left_out_and_the_exit_code_says_so(tmp_path):
    sources, out = inputs(tmp_path / "in", 3), tmp_path / "out"
    run_all(sources, out, TEXTS)
    (out / "2.txt" / "plan.json").write_bytes(b"{")
    for _ in range(2):
        _, _, summary = run_all(sources[:2], out, TEXTS)
        assert summary.exit_code == 13
        assert any("2.txt/plan.json" in line for line in summary.lines())
        assert collected(out) == ["0.txt", "1.txt"]
    assert run_all(sources, out, TEXTS)[2].exit_code == 0
    assert collected(out) == ["0.txt", "1.txt", "2.txt"]


def test_results_that_stand_where_no_journal_knows_them_are_not_written_over(tmp_path):
    sources, out = inputs(tmp_path / "in", 1), tmp_path / "out"
    run_all(sources, out, TEXTS)
    (out / "0.txt" / "plan.json").write_text("của người khác", "utf-8")
    (out / "journal.sqlite").unlink()
    run_all(sources, out, TEXTS)
    assert (out / "0.txt" / "earlier" / "plan.json").read_text("utf-8") == "của người khác"


class Killed(BaseException):
    pass


def killed_after_writing(task, heard):
    perform(task, heard)
    raise Killed


def test_a_run_killed_between_writing_and_the_journal_takes_its_files_for_its_own(tmp_path):
    sources, out = inputs(tmp_path / "in", 1), tmp_path / "out"
    run_all(sources, out, TEXTS)
    sources[0].path.write_text("KẾ HOẠCH\nTruyền thông năm 2025\n", "utf-8")
    age(sources[0].path)
    with pytest.raises(Killed):
        run_all(sources, out, TEXTS, killed_after_writing)
    assert "2025" in (out / "0.txt" / "plan.json").read_text("utf-8")
    found = verify(out)
    assert (found.unfinished, found.changed, found.unknown) == (["0.txt"], [], [])
    run_all(sources, out, TEXTS)
    assert set(files(out / "0.txt")) == {"plan.json", *TEXT}
    assert verify(out).is_whole


def test_a_record_made_of_the_plan_alone_looks_into_the_file(tmp_path, monkeypatch):
    source = tmp_path / "in" / "a.pdf"
    source.parent.mkdir()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(source)
    age(source)
    monkeypatch.chdir(source.parent)
    relative = [Input((Path("a.pdf"),), Path("a.pdf"))]
    out = tmp_path / "out"
    text = asked("text", OcrMode.SKIP)
    run_all(relative, out, text)
    seen = []
    monkeypatch.setattr(
        "kehoach.pipeline.export.record_files.file_facts", lambda path, *_: seen.append(path) if path else None
    )
    monkeypatch.chdir(tmp_path)
    steps, _, _ = run_all([Input((source,), Path("a.pdf"))], out, asked("record", OcrMode.SKIP))
    assert steps == ["export a.pdf"]
    assert source in seen
