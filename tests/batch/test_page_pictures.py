"""`--export images`: pages read from their pictures leave what the readers saw; the Plan and the journal know it."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from batch_workers import InlinePool, age, options, run_all
from PIL import Image

from kehoach.pipeline import process
from kehoach.pipeline.batch import begun
from kehoach.pipeline.batch.files import sweep
from kehoach.pipeline.batch.work import perform
from kehoach.pipeline.document import Box, Line, Page, Word
from kehoach.pipeline.errors import PageError
from kehoach.pipeline.ingest import Input, open_input
from kehoach.pipeline.ocr import Engine, ScriptedEngine
from kehoach.pipeline.options import ExportFormat, ExportOptions, IngestOptions, OcrMode, OcrOptions, Options

FORMATS = (ExportFormat.JSON, ExportFormat.TEXT, ExportFormat.IMAGES)
PAGES = 3


def sheet(number: int) -> Image.Image:
    """A page of black rows with a red square over them, the second page blank."""
    paper = np.full((800, 600, 3), 255, np.uint8)
    for top in () if number == 2 else range(100, 700, 40):
        paper[top : top + 9, 60:540:2] = 0
    if number != 2:
        paper[300:420, 200:320] = (210, 40, 40)
    return Image.fromarray(paper)


@pytest.fixture
def source(tmp_path: Path) -> Input:
    path = tmp_path / "in" / "quét.tif"
    path.parent.mkdir()
    first, *others = (sheet(number) for number in range(1, PAGES + 1))
    first.save(path, save_all=True, append_images=others, dpi=(72, 72))
    age(path)
    return Input((path,), Path(path.name))


@pytest.fixture
def scripted(monkeypatch: pytest.MonkeyPatch) -> ScriptedEngine:
    box = Box(60, 100, 540, 120)
    text = "Kế hoạch phòng bệnh"
    words = tuple(Word(word, box, 0.9) for word in text.split())
    engine = ScriptedEngine({number: [Line(text, number, 1, box, words)] for number in range(1, PAGES + 1)})
    monkeypatch.setattr(process, "_engine", lambda options: engine)
    return engine


def wanted(formats: tuple[ExportFormat, ...] = FORMATS, *, slice_seconds: float = 10.0) -> Options:
    chosen = replace(options(slice_seconds=slice_seconds), export=ExportOptions(formats))
    return replace(chosen, ocr=OcrOptions(mode=OcrMode.FORCE))


def plan(out: Path, source: Input) -> dict:
    return json.loads((out / source.relative / "plan.json").read_text("utf-8"))


def named(out: Path, source: Input) -> set[str]:
    """The files of pictures that the Plan names."""
    images = [one for page in plan(out, source)["source"]["reading"] for one in page["images"]]
    return {name for one in images for name in (one["cleaned"], one["removed"]) if name}


def on_disk(out: Path, source: Input) -> set[str]:
    folder = out / source.relative
    return {path.relative_to(folder).as_posix() for path in (folder / "images").glob("*")}


def pictures(out: Path, source: Input) -> dict[str, bytes]:
    folder = out / source.relative
    return {name: (folder / name).read_bytes() for name in on_disk(out, source)}


def test_the_plan_names_every_picture_and_every_picture_is_there(tmp_path, source, scripted):
    out = tmp_path / "out"
    _, outcomes, _ = run_all([source], out, wanted())
    assert on_disk(out, source) == named(out, source)
    assert named(out, source) == {
        *(f"images/page-000{number}.png" for number in (1, 2, 3)),
        *(f"images/page-000{number}-removed.png" for number in (1, 3)),
    }
    assert named(out, source) <= set(outcomes["quét.tif"].files)
    first = plan(out, source)["source"]["reading"][0]["images"][0]
    assert first["steps"] == ["overlays"]
    assert list(first["colours"]) == ["overlays"]
    assert len(first["to_page"]) == 6


def test_without_being_asked_for_none_are_kept(tmp_path, source, scripted):
    out = tmp_path / "out"
    run_all([source], out, wanted(FORMATS[:2]))
    assert not (out / source.relative / "images").exists()
    assert named(out, source) == set()


def test_parts_of_a_long_document_leave_the_same_pictures(tmp_path, source, scripted):
    run_all([source], tmp_path / "whole", wanted())
    steps, _, _ = run_all([source], tmp_path / "parts", wanted(slice_seconds=0.0))
    assert len(steps) > 2
    assert pictures(tmp_path / "whole", source) == pictures(tmp_path / "parts", source)
    assert plan(tmp_path / "parts", source) == plan(tmp_path / "whole", source)


def test_asked_for_later_they_are_made_and_one_that_is_gone_is_made_again(tmp_path, source, scripted):
    out = tmp_path / "out"
    run_all([source], out, wanted(FORMATS[:2]))
    assert run_all([source], out, wanted())[0] != []
    expected = named(out, source)
    assert on_disk(out, source) == expected
    assert run_all([source], out, wanted())[0] == []
    (out / source.relative / "images" / "page-0003-removed.png").unlink()
    assert run_all([source], out, wanted())[0] != []
    assert on_disk(out, source) == expected


def test_pages_that_wait_without_pictures_are_not_taken_for_a_run_with_them(tmp_path, source, scripted):
    """A long document stopped half-way and gone on with `--export images`."""

    def stops(task, _):
        def hear(number, of=0):
            if number == 2:
                raise KeyboardInterrupt

        return perform(task, hear)

    out = tmp_path / "out"
    with pytest.raises(KeyboardInterrupt), begun([source], out, wanted(FORMATS[:2], slice_seconds=0.0)) as started:
        list(started.outcomes(lambda *_: InlinePool(stops)))
    run_all([source], out, wanted(slice_seconds=0.0))
    assert on_disk(out, source) == named(out, source)
    assert "images/page-0001.png" in named(out, source)


def test_a_file_that_became_another_loses_the_pictures_of_the_former(tmp_path, source, scripted):
    out = tmp_path / "out"
    run_all([source], out, wanted())
    sheet(1).save(source.path, dpi=(72, 72))
    age(source.path, 1800)
    run_all([source], out, wanted())
    assert on_disk(out, source) == {"images/page-0001.png", "images/page-0001-removed.png"}


def test_a_page_that_could_not_be_read_leaves_no_picture(tmp_path, source, scripted, monkeypatch):
    engine: Engine = ScriptedEngine({**scripted.pages, 3: PageError("page 3: the reader failed")})
    monkeypatch.setattr(process, "_engine", lambda options: engine)
    out = tmp_path / "out"
    run_all([source], out, wanted())
    assert on_disk(out, source) == named(out, source)
    assert not any("page-0003" in name for name in on_disk(out, source))


def test_the_temporary_file_of_a_killed_worker_is_swept_from_the_pictures(tmp_path, source, scripted):
    folder = tmp_path / "out" / source.relative / "images"
    folder.mkdir(parents=True)
    (folder / ".kehoach-abc.tmp").write_bytes(b"half a picture")
    shutil.copy(source.path, folder / "page-0001.png")
    assert sweep([folder.parent]) == 1
    assert [path.name for path in folder.iterdir()] == ["page-0001.png"]


def test_a_text_file_has_no_pictures(tmp_path):
    path = tmp_path / "in.txt"
    path.write_text("KẾ HOẠCH\nPhòng, chống dịch năm 2024\n", "utf-8")
    age(path)
    run_all([Input((path,), Path(path.name))], tmp_path / "out", wanted())
    assert not (tmp_path / "out" / "in.txt" / "images").exists()


def test_pictures_are_no_part_of_a_page_read_without_a_folder(source, scripted):
    with open_input(source, IngestOptions()) as opened:
        pages: list[Page] = [page for raw in opened.pages() for page in process.read_page(raw, wanted().ocr)]
    assert [page.pictures for page in pages] == [()] * PAGES
