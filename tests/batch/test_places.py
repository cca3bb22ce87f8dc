"""Whose a place under OUT is, and what OUT must not be."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from batch_workers import age, inputs, options, run_all

from kehoach.pipeline.batch import begun
from kehoach.pipeline.cli import invoke
from kehoach.pipeline.ingest import Input
from kehoach.pipeline.options import OcrMode, OcrOptions

SKIP = replace(options(), ocr=OcrOptions(mode=OcrMode.SKIP))


def stick(folder: Path, count: int, word: str) -> list[Input]:
    """Files with the same names as on every other stick, and a content of their own."""
    found = inputs(folder, count)
    for source in found:
        source.path.write_text(source.path.read_text("utf-8").replace("người dân", word), "utf-8")
        age(source.path)
    return found


def texts(out: Path) -> dict[str, str]:
    return {path.parent.name: path.read_text("utf-8") for path in out.rglob("faithful.txt")}


def test_the_same_names_from_another_stick_replace_nothing(tmp_path):
    out = tmp_path / "out"
    run_all(stick(tmp_path / "first", 2, "cán bộ"), out, SKIP)
    before = texts(out)
    (tmp_path / "first").rename(tmp_path / "away")  # pulled out
    second = stick(tmp_path / "second", 2, "học sinh")
    with begun(second, out, SKIP) as started:
        assert [source.relative.name for source in started.sources] == ["0.txt~2", "1.txt~2"]
        assert len(started.notes) == 2
        assert started.notes[0] == (
            f"{second[0].path}: its results go to 0.txt~2; 0.txt has those of {tmp_path / 'first' / '0.txt'}"
        )
    run_all(second, out, SKIP)
    after = texts(out)
    assert {name: after[name] for name in before} == before
    assert "học sinh" in after["0.txt~2"]
    assert run_all(second, out, SKIP)[0] == []
    (tmp_path / "second").rename(tmp_path / "pulled")
    third = stick(tmp_path / "third", 1, "người già")
    assert run_all(third, out, SKIP)[0] == ["document 0.txt~3"]
    (tmp_path / "away").rename(tmp_path / "elsewhere")  # the first one again, mounted elsewhere
    again = [Input((tmp_path / "elsewhere" / source.path.name,), source.relative) for source in second]
    assert run_all([replace(one, relative=Path(one.path.name)) for one in again], out, SKIP)[0] == []


def test_a_place_without_results_is_free(tmp_path):
    out = tmp_path / "out"
    first = inputs(tmp_path / "first", 1)
    first[0].path.write_bytes(b"")
    age(first[0].path)
    run_all(first, out, SKIP)
    first[0].path.unlink()
    assert run_all(stick(tmp_path / "second", 1, "học sinh"), out, SKIP)[0] == ["document 0.txt"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in" / "năm 2024").mkdir(parents=True)
    path = tmp_path / "in" / "năm 2024" / "a.txt"
    path.write_text("KẾ HOẠCH\nTruyền thông năm 2024\n", "utf-8")
    age(path)
    return tmp_path / "in"


@pytest.mark.parametrize(
    ("named", "out", "said"),
    [
        pytest.param("in", "in", "is the folder to be read", id="the same"),
        pytest.param("in", "in/out", "lies in", id="OUT in the input"),
        pytest.param("in", "in/năm 2024/x/y", "lies in", id="deep in the input"),
        pytest.param("in/năm 2024", "in", "lies in OUT", id="the input in OUT"),
        pytest.param("in/năm 2024/a.txt", "in/năm 2024", "lies in OUT", id="the file's own folder"),
        pytest.param("in/năm 2024/a.txt", "in", "lies in OUT", id="the file's grandparent"),
        pytest.param("in", "link", "is the folder to be read", id="a link to the input"),
        pytest.param("in", "link/out", "lies in", id="in a link to the input"),
        pytest.param("link", "in/out", "lies in", id="the input by a link"),
        pytest.param("link/năm 2024/a.txt", "in", "lies in OUT", id="a file by a link"),
        pytest.param("in", ".", "lies in OUT", id="the input's parent"),
    ],
)
def test_results_and_inputs_do_not_lie_in_one_another(folder, monkeypatch, capsys, named, out, said):
    (folder.parent / "link").symlink_to(folder)
    monkeypatch.chdir(folder.parent)
    before = sorted(folder.parent.rglob("*"))
    assert invoke(["run", named, "-o", out, "--ocr", "skip"]) == 1
    assert said in capsys.readouterr().err
    assert sorted(folder.parent.rglob("*")) == before
    assert invoke(["run", "in", "-o", "out", "--ocr", "skip", "-j", "1", "-q"]) == 0


def test_in_the_documents_own_folder_nothing_is_written(folder, monkeypatch, capsys):
    monkeypatch.chdir(folder / "năm 2024")
    assert invoke(["run", "a.txt", "-o", ".", "--ocr", "skip"]) == 1
    assert "lies in OUT" in capsys.readouterr().err
    assert [path.name for path in Path().iterdir()] == ["a.txt"]


def test_an_export_of_nothing_is_refused(folder, tmp_path, capsys):
    for formats in ("", " , "):
        assert invoke(["run", str(folder), "-o", str(tmp_path / "out"), "--export", formats]) == 1
        assert "names no format" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_out_and_inputs_that_were_copied_together_go_on_there(folder, tmp_path):
    arguments = ["--ocr", "skip", "-j", "1", "-q"]
    assert invoke(["run", str(folder), "-o", str(tmp_path / "out"), *arguments]) == 0
    for name in ("in", "out"):
        shutil.copytree(tmp_path / name, tmp_path / "copy" / name)
    copied = tmp_path / "copy" / "in" / "năm 2024" / "a.txt"
    copied.write_text("KẾ HOẠCH\nTruyền thông năm 2025\n", "utf-8")
    age(copied)
    assert invoke(["run", str(copied.parents[1]), "-o", str(tmp_path / "copy" / "out"), *arguments]) == 0
    (line,) = (tmp_path / "copy" / "out" / "plans.ndjson").read_text("utf-8").splitlines()
    assert "2025" in json.loads(line)["text"]["faithful"]
