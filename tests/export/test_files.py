from pathlib import Path

import pytest

from kehoach.pipeline.errors import FileAccess
from kehoach.pipeline.export import whole_file, write_text


def test_a_file_appears_whole(tmp_path: Path) -> None:
    write_text(tmp_path / "kế hoạch" / "text.txt", "Kế hoạch\n")
    assert (tmp_path / "kế hoạch" / "text.txt").read_text("utf-8") == "Kế hoạch\n"
    assert len(list((tmp_path / "kế hoạch").iterdir())) == 1


def test_an_error_leaves_the_old_file_and_no_rest(tmp_path: Path) -> None:
    target = tmp_path / "plan.json"
    target.write_text("old")
    with pytest.raises(RuntimeError), whole_file(target) as file:
        file.write(b"half")
        raise RuntimeError
    assert target.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["plan.json"]


def test_a_file_where_a_folder_should_be_is_said_by_name(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("in the way")
    with pytest.raises(FileAccess, match=r"plan\.json cannot be written"):
        write_text(tmp_path / "out" / "plan.json", "{}")
