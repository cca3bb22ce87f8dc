"""A long document is read in parts, by whoever has time, and comes out as if it had been read in one go."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from batch_workers import InlinePool, age, options, run_all

from kehoach.pipeline.batch import begun, one, spool
from kehoach.pipeline.batch.work import Split, Step, Task, failed, perform
from kehoach.pipeline.document import Box, Cell, Edit, Line, Method, Page, Role, TableGrid, Unit, Word
from kehoach.pipeline.errors import FileAccess, OutOfTime
from kehoach.pipeline.ingest import Input
from kehoach.pipeline.options import OcrMode, OcrOptions

PDF = Path(__file__).parents[2] / "samples" / "03-born-digital" / "03-born-digital.pdf"
SKIP = replace(options(slice_seconds=0.0), ocr=OcrOptions(mode=OcrMode.SKIP))


@pytest.fixture
def source(tmp_path: Path) -> Input:
    path = tmp_path / "in" / "dài.pdf"
    path.parent.mkdir()
    shutil.copy(PDF, path)
    age(path)
    return Input((path,), Path(path.name))


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def read_of(heard: list[int]) -> list[int]:
    """The pages that were begun; 0 says that none is in hand."""
    return [page for page in heard if page]


def test_parts_give_the_same_bytes_as_one_go(tmp_path, source):
    one(source, tmp_path / "whole", SKIP)
    steps, outcomes, _ = run_all([source], tmp_path / "parts", SKIP)
    assert [step.split()[0] for step in steps] == ["document", "part", "part", "assemble"]
    assert contents(tmp_path / "parts" / "dài.pdf") == contents(tmp_path / "whole" / "dài.pdf")
    assert outcomes["dài.pdf"].pages == 3
    assert not (tmp_path / "parts" / ".work").exists()


def test_a_stopped_run_does_not_read_again_what_it_has_read(tmp_path, source):
    heard: list[int] = []

    def stops_at_the_third_page(task, _):
        def hear(number, of=0):
            heard.append(number)
            if number == 3:
                raise KeyboardInterrupt

        return perform(task, hear)

    out = tmp_path / "out"
    with pytest.raises(KeyboardInterrupt), begun([source], out, SKIP) as started:
        list(started.outcomes(lambda *_: InlinePool(stops_at_the_third_page)))
    assert read_of(heard) == [1, 2, 3]
    again: list[int] = []
    run_all([source], out, SKIP, lambda task, _: perform(task, lambda page, of=0: again.append(page)))
    assert read_of(again) == [3]
    assert len((out / "plans.ndjson").read_text("utf-8").splitlines()) == 1


def test_pages_of_a_document_that_failed_are_used_when_it_is_tried_again(tmp_path, source):
    def fails_on_the_last(task, heard):
        if task.pages == (3, 3) and task.step is Step.PART:
            return failed(task.source, OutOfTime("too long"))
        return perform(task, heard)

    out = tmp_path / "out"
    run_all([source], out, SKIP, fails_on_the_last)
    again: list[int] = []
    retry = replace(SKIP, batch=replace(SKIP.batch, retry_failed=True))
    _, outcomes, _ = run_all([source], out, retry, lambda task, _: perform(task, lambda page, of=0: again.append(page)))
    assert read_of(again) == [3]
    assert outcomes["dài.pdf"].pages == 3
    assert not (out / ".work").exists()


def test_a_file_that_changes_between_its_parts_is_read_anew(tmp_path, source):
    asked: list[str] = []

    def changes_before_the_last(task, heard):
        asked.append(task.step)
        if len(asked) == 3:
            source.path.write_bytes(PDF.read_bytes() + b"\n% another")
            age(source.path)
        return perform(task, heard)

    _, outcomes, _ = run_all([source], tmp_path / "out", SKIP, changes_before_the_last)
    assert outcomes["dài.pdf"].pages == 3
    assert asked.count("document") == 2


def test_pages_of_another_content_or_other_settings_are_not_used(tmp_path, source):
    task = Task(source, tmp_path / "out", SKIP, key="one")
    first = perform(task, lambda *_: None)
    assert isinstance(first, Split)
    assert perform(task, lambda *_: None) == replace(first, seconds=pytest.approx(first.seconds, abs=60))
    other = perform(replace(task, key="other"), lambda *_: None)
    assert isinstance(other, Split)
    assert other.folder != first.folder
    source.path.write_bytes(source.path.read_bytes() + b"\n% changed")
    changed = perform(replace(task, step=Step.PART, sha256=first.sha256, folder=first.folder), lambda *_: None)
    assert "changed while it was read" in changed.message


def full_page(number: int) -> Page:
    """A page with a value in every field."""
    box = Box(1.5, 2.25, 1 / 3 + 7, 1e-7 + 9)
    line = Line("kế\thoạch", number, 1, box, (Word("kế", box, 0.1 + 0.2, ("kê",)), Word("hoạch")), Role.TABLE)
    table = TableGrid(((Cell("a", box, 2),), (Cell("b"),)), number, 1, box, ruled=False)
    edit = Edit("a", "b", "vì", 0.3, ("c",), number, 1, 0, box, applied=False)
    return Page(number, (line,), (table,), 595.3, 842.0, Unit.POINT, Method.OCR, "x", "lý do", (edit,), problem="hỏng")


def test_pages_come_back_as_they_were(tmp_path):
    pages = [full_page(number) for number in (1, 2, 3)]
    spool.write_stretch(tmp_path, pages[2:])
    spool.write_stretch(tmp_path, pages[:2])
    assert spool.stretches(tmp_path) == [(1, 2), (3, 3)]
    assert spool.read_stretches(tmp_path) == pages


def test_a_damaged_file_of_pages_is_named(tmp_path):
    spool.write_stretch(tmp_path, [full_page(1)])
    (tmp_path / "000001-000001.json").write_text("[{]")
    with pytest.raises(FileAccess, match=r"000001-000001.json cannot be read"):
        spool.read_stretches(tmp_path)
