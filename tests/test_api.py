"""The public face: `import kehoach`."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import kehoach
from kehoach.pipeline import api

PLAIN = "SỞ Y TẾ TỈNH NAM HẢI\nSố: 12/KH-SYT\nKẾ HOẠCH\nTruyền thông năm 2024\nI. MỤC ĐÍCH\nNâng cao hiểu biết.\n"


def test_the_package_has_the_names_of_the_api() -> None:
    assert kehoach.__all__ == api.__all__
    assert all(getattr(kehoach, name) is getattr(api, name) for name in api.__all__)
    with pytest.raises(AttributeError, match="nothing_such"):
        _ = kehoach.nothing_such


def test_importing_it_loads_nothing_heavy() -> None:
    heavy = {"numpy", "cv2", "onnxruntime", "pydantic", "click", "rich", "PIL", "pypdfium2"}
    program = f"import sys, kehoach; sys.exit(bool({heavy!r} & sys.modules.keys()))"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, check=False).returncode == 0


def test_a_text_its_file_and_a_run_give_the_same_plan(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(PLAIN, "utf-8")
    told: list[kehoach.Progress] = []
    summary = kehoach.run([file], tmp_path / "out", jobs=1, progress=told.append)
    assert summary.exit_code == 0
    last = told[-1]
    assert (last.documents_done, last.documents, last.pages_done, last.pages_known) == (1, 1, 1, 1)
    assert (last.seconds_left, last.reading) == (0.0, ())
    assert {progress.reading for progress in told} <= {(), ("a.txt",)}
    with pytest.raises(AttributeError):
        last.pages_done = 2  # type: ignore[misc]
    written = kehoach.Plan.model_validate_json((tmp_path / "out" / "a.txt" / "plan.json").read_text("utf-8"))
    assert written.sections == kehoach.read(file).sections == kehoach.parse(PLAIN).sections


def test_an_option_that_is_none_is_named(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="no such option: enigne"):
        kehoach.read(tmp_path / "a.txt", enigne="auto")  # type: ignore[call-arg]
    with pytest.raises(ValueError, match="fast"):
        kehoach.read(tmp_path / "a.txt", engine="fast")  # type: ignore[arg-type]


def test_a_file_that_is_not_there_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(kehoach.KehoachError, match=r"nowhere\.pdf: no such file") as caught:
        kehoach.read(tmp_path / "nowhere.pdf")
    assert (caught.value.exit_code, caught.value.code) == (5, "file-access")


def test_a_file_is_judged_page_by_page_and_a_string_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PLAIN + "\f" + PLAIN, "utf-8")
    assert [str(page.kind) for page in kehoach.judge(tmp_path / "a.txt")] == ["clean", "clean"]
    assert [str(page.kind) for page in kehoach.judge(PLAIN)] == ["clean"]


def test_restored_text_keeps_its_lines_and_tells_its_edits() -> None:
    found = kehoach.restore("SO Y TE TINH NAM HAI\nke hoach phong chong dich benh")
    assert len(str(found).splitlines()) == 2
    assert "kế hoạch phòng chống dịch bệnh" in str(found)
    assert any(edit.after == "hoạch" and edit.applied for edit in found.edits)


@pytest.mark.parametrize(
    ("readme", "pdf", "scans"), [("README.md", "old.pdf", "scans"), ("README.vi.md", "cu.pdf", "ban-quet")]
)
def test_the_lines_of_the_readme_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, readme: str, pdf: str, scans: str
) -> None:
    root = Path(__file__).parents[1]
    (block,) = re.findall(r"```python\n(.*?)```", (root / readme).read_text("utf-8"), re.DOTALL)
    (tmp_path / pdf).write_bytes((root / "samples" / "03-born-digital" / "03-born-digital.pdf").read_bytes())
    (tmp_path / scans).mkdir()
    (tmp_path / scans / "a.txt").write_text(PLAIN, "utf-8")
    monkeypatch.chdir(tmp_path)
    found: dict[str, object] = {}
    exec(block.replace("jobs=4", "jobs=1"), found)
    assert found["text"] == "kế hoạch tiêm chủng"
    assert found["plain"] == "Kế hoạch hòa giải"
    assert {str(kind) for kind in found["kinds"]} == {"clean"}
    assert found["plan"].metadata.number.value == "12"
    assert found["summary"].exit_code == 0
