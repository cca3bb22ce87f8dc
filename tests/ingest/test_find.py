"""Inputs: natural order, nothing twice, nothing colliding, nothing that hangs."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ingest_files import page_picture

from kehoach.pipeline.errors import FileAccess
from kehoach.pipeline.ingest import Reason, find_inputs, natural_key, open_input
from kehoach.pipeline.options import IngestOptions

PLAIN = IngestOptions()
AS_ONE = IngestOptions(pages_as_document=True)


def text_file(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"Kế hoạch {path.name}\n", "utf-8")
    return path


def image_file(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    page_picture(60, 80).save(path, "PNG")
    return path


def relatives(found) -> list[str]:
    return [item.relative.as_posix() for item in found.inputs]


def reasons(found) -> dict[str, Reason | None]:
    return {one.source.relative.as_posix(): one.reason for one in found.aside}


def test_one_file(tmp_path):
    path = text_file(tmp_path / "kế hoạch 04.txt")
    assert relatives(find_inputs([path], PLAIN)) == ["kế hoạch 04.txt"]


def test_a_folder_recursively_in_natural_order(tmp_path):
    for name in ("b/10.txt", "b/9.txt", "a.txt", "B2/x.txt"):
        text_file(tmp_path / name)
    assert relatives(find_inputs([tmp_path], PLAIN)) == ["a.txt", "b/9.txt", "b/10.txt", "B2/x.txt"]


def test_several_roots_keep_apart(tmp_path):
    one, two = text_file(tmp_path / "x" / "in" / "a.txt"), text_file(tmp_path / "y" / "in" / "a.txt")
    found = find_inputs([one.parent, two.parent], PLAIN)
    assert relatives(found) == ["x/in/a.txt", "y/in/a.txt"]
    assert relatives(find_inputs([one, two], PLAIN)) == ["x/in/a.txt", "y/in/a.txt"]


def test_the_same_file_is_taken_once(tmp_path):
    path = text_file(tmp_path / "a.txt")
    (tmp_path / "again.txt").symlink_to(path)
    found = find_inputs([path, tmp_path], PLAIN)
    assert relatives(found) == ["a.txt"]
    assert reasons(found) == {f"{tmp_path.name}/again.txt": Reason.TWICE}


def test_same_names_with_other_suffixes_do_not_collide(tmp_path):
    for name in ("plan.txt", "plan.text", "plan"):
        text_file(tmp_path / name)
    assert len(set(relatives(find_inputs([tmp_path], PLAIN)))) == 3


def test_hidden_and_side_files_are_passed_over_and_named(tmp_path):
    text_file(tmp_path / "a.txt")
    for name in (".hidden.txt", "Thumbs.db", "~$a.docx", "expected.json", "source.toml", "truth.txt", "b.pdf.part"):
        text_file(tmp_path / name)
    found = find_inputs([tmp_path], PLAIN)
    assert relatives(found) == ["a.txt"]
    assert reasons(found) == {
        ".hidden.txt": Reason.HIDDEN,
        "b.pdf.part": Reason.UNFINISHED,
        "expected.json": Reason.SIDE,
        "source.toml": Reason.SIDE,
        "Thumbs.db": Reason.SYSTEM,
        "truth.txt": Reason.TRUTH,
        "~$a.docx": Reason.UNFINISHED,
    }


def test_a_side_file_named_on_its_own_is_taken(tmp_path):
    path = text_file(tmp_path / "notes.log")
    assert relatives(find_inputs([path], PLAIN)) == ["notes.log"]


def test_results_are_not_read_again(tmp_path):
    text_file(tmp_path / "a.txt")
    text_file(tmp_path / "out" / "journal.sqlite")
    text_file(tmp_path / "out" / "a.txt" / "faithful.txt")
    text_file(tmp_path / "later" / "b.txt" / "faithful.txt")
    found = find_inputs([tmp_path], IngestOptions(exclude=(tmp_path / "later",)))
    assert relatives(found) == ["a.txt"]
    assert reasons(found) == {"out": Reason.RESULTS}


def test_links_in_a_circle_end(tmp_path):
    text_file(tmp_path / "in" / "a.txt")
    (tmp_path / "in" / "again").symlink_to(tmp_path / "in", target_is_directory=True)
    (tmp_path / "in" / "self").symlink_to(tmp_path / "in" / "self")
    found = find_inputs([tmp_path / "in"], PLAIN)
    assert relatives(found) == ["a.txt", "self"]  # the link to itself fails by name when opened
    with pytest.raises(FileAccess):
        open_input(found.inputs[1], PLAIN)


def test_links_that_lead_out_of_the_folder_are_passed_over_and_named(tmp_path):
    outside = text_file(tmp_path / "secret" / "x.txt")
    text_file(tmp_path / "in" / "a.txt")
    (tmp_path / "in" / "file").symlink_to(outside)
    (tmp_path / "in" / "folder").symlink_to(outside.parent, target_is_directory=True)
    (tmp_path / "in" / "within").symlink_to(tmp_path / "in" / "a.txt")
    found = find_inputs([tmp_path / "in"], PLAIN)
    assert relatives(found) == ["a.txt"]
    outside = {name for name, reason in reasons(found).items() if reason is Reason.OUTSIDE}
    assert outside == {"file", "folder"}
    assert reasons(found)["within"] is Reason.TWICE
    named = find_inputs([tmp_path / "in" / "file"], PLAIN)
    assert relatives(named) == ["file"]  # asked for by name


def test_dots_in_the_names_given_do_not_lead_out_of_the_output(tmp_path, monkeypatch):
    text_file(tmp_path / "one" / "a.txt")
    text_file(tmp_path / "two" / "b.txt")
    (tmp_path / "two" / "deep").mkdir()
    monkeypatch.chdir(tmp_path / "two" / "deep")
    found = find_inputs([Path(".."), Path("../../one")], PLAIN)
    assert relatives(found) == ["two/b.txt", "one/a.txt"]


def test_a_path_that_is_not_there_fails_when_opened(tmp_path):
    found = find_inputs([tmp_path / "gone.pdf", text_file(tmp_path / "a.txt")], PLAIN)
    assert relatives(found) == ["gone.pdf", "a.txt"]
    with pytest.raises(FileAccess, match="no such file"):
        open_input(found.inputs[0], PLAIN)


def test_page_images_as_one_document_in_natural_order(tmp_path):
    for name in ("scan_10.png", "scan_2.png", "scan_1.png"):
        image_file(tmp_path / "hồ sơ 7" / name)
    text_file(tmp_path / "hồ sơ 7" / "ghi chú.txt")
    found = find_inputs([tmp_path], AS_ONE)
    assert relatives(found) == ["hồ sơ 7", "hồ sơ 7/ghi chú.txt"]
    assert [path.name for path in found.inputs[0].paths] == ["scan_1.png", "scan_2.png", "scan_10.png"]
    assert found.inputs[0].path == tmp_path / "hồ sơ 7"


def test_page_images_of_the_root_folder_and_named_one_by_one(tmp_path):
    pages = [image_file(tmp_path / "tập 1" / f"{n}.png") for n in (2, 1)]
    assert relatives(find_inputs([tmp_path / "tập 1"], AS_ONE)) == ["tập 1"]
    found = find_inputs(pages, AS_ONE)
    assert [path.name for path in found.inputs[0].paths] == ["1.png", "2.png"]


def test_a_numbered_sequence_is_reported_without_the_flag(tmp_path):
    for number in (1, 2, 3):
        image_file(tmp_path / f"trang-{number:03}.png")
    found = find_inputs([tmp_path], PLAIN)
    assert len(found.inputs) == 3
    assert "3 numbered page images (trang-001.png … trang-003.png)" in found.notes[0]
    assert "--pages-as-document" in found.notes[0]


def test_images_without_a_sequence_are_not_reported(tmp_path):
    for name in ("a.png", "scan_1.png", "scan_7.png"):
        image_file(tmp_path / name)
    assert find_inputs([tmp_path], PLAIN).notes == ()


@settings(deadline=None)
@given(st.lists(st.integers(0, 10**6), min_size=2, unique=True))
def test_numbers_in_names_sort_by_value(numbers):
    names = sorted((f"scan_{n}.png" for n in numbers), key=natural_key)
    assert names == [f"scan_{n}.png" for n in sorted(numbers)]
