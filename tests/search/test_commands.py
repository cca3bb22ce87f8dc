import os
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from kehoach.pipeline.batch.endings import endings
from kehoach.pipeline.cli import invoke
from kehoach.pipeline.errors import OK, BadArguments, BadInput, FileAccess, MissingDependency
from tests.search.plans import a_plan, put

SAMPLE = Path(__file__).parents[2] / "samples" / "03-born-digital" / "truth.txt"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    put(tmp_path, "2024/tiêm chủng.pdf", a_plan("Tiêm chủng mở rộng", "Tổ chức tiêm chủng.", date="2024-05-02"))
    put(tmp_path, "kín.pdf", a_plan("Kín", "Nội dung kín", secrecy="MẬT"))
    return tmp_path


def test_a_hit_is_a_line_that_begins_with_the_folder(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert invoke(["index", str(out)]) == OK
    assert "kín.pdf" in capsys.readouterr().err
    assert invoke(["search", str(out), "tiem chung", "--year", "2024", "-n", "1"]) == OK
    (line,) = capsys.readouterr().out.splitlines()
    assert line.split("\t")[:2] == ["2024/tiêm chủng.pdf", "p. 1"]


def test_nothing_found_is_said_and_is_no_failure(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert invoke(["index", str(out), "--quiet"]) == OK
    assert invoke(["search", str(out), "xyz"]) == OK
    found = capsys.readouterr()
    assert (found.out, found.err) == ("", "nothing found\n")


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("record", ["records-tt05.csv", "records-nd30.csv", "records.xml", "records-check.csv"]),
        ("csv", ["documents.csv"]),
        ("ndjson", ["documents.ndjson", "sections.ndjson"]),
        ("parquet", ["documents.parquet", "sections.parquet"]),
    ],
)
def test_export_names_the_files_that_it_wrote(
    out: Path, capsys: pytest.CaptureFixture[str], kind: str, names: list[str]
) -> None:
    if kind == "parquet":
        pytest.importorskip("pyarrow", reason="the extra «parquet» is not installed")
    away = FileAccess.exit_code if kind == "record" else OK  # these Plans' files were never there: records need them
    assert invoke(["export", str(out), "--format", kind]) == away
    written = [Path(line) for line in capsys.readouterr().out.splitlines()]
    assert [path.name for path in written] == names
    assert all(path.is_file() for path in written)


def test_parquet_without_its_extra_says_how_to_get_it(
    out: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("pyarrow", "pyarrow.parquet"):
        monkeypatch.setitem(sys.modules, name, None)
    before = sorted(out.rglob("*"))
    assert invoke(["export", str(out), "--format", "parquet"]) == MissingDependency.exit_code
    assert "pip install 'kehoach[parquet]'" in " ".join(capsys.readouterr().err.split())
    assert sorted(out.rglob("*")) == before


def test_names_that_are_no_text_are_written_and_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    names = [os.fsdecode(b"k\xff.txt"), r"k\xff.txt"]  # they look alike, and are two
    try:
        for name in names:
            (folder / name).write_bytes(SAMPLE.read_bytes())
    except OSError:
        pytest.skip("this file system has no such names")
    assert invoke(["run", str(folder), "-o", str(out), "-j", "1", "--export", "json,record", "--ocr", "skip"]) == OK
    assert invoke(["index", str(out)]) == OK
    for kind in ("record", "csv", "ndjson", "report", *(["parquet"] if find_spec("pyarrow") else [])):
        assert invoke(["export", str(out), "--format", kind]) == OK
    capsys.readouterr()
    assert invoke(["index", str(out)]) == OK
    assert "0 documents indexed, 2 unchanged" in capsys.readouterr().err
    assert invoke(["search", str(out), "ke hoach", "-n", "20"]) == OK
    found = {line.split("\t")[0] for line in capsys.readouterr().out.splitlines()}
    assert found == {names[1]}
    assert (out / "documents.csv").read_text("utf-8").count(names[1]) >= len(names)
    assert all(names[1] in (out / name / "record.csv").read_text("utf-8") for name in names)


@pytest.fixture
def read_out(tmp_path: Path) -> Path:
    """What a run makes of three papers: an open one, one with a mark beside the agency, and one in doubt."""
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    head = "UBND TỈNH LẠNG SƠN\n{}\nSố: 118/KH-SYT\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\n"
    rest = "KẾ HOẠCH\nPhòng, chống dịch\n\nI. MỤC ĐÍCH\n\n1. Bảo vệ bí mật nhà nước, kín {}.\n"
    for name, agency in (("mở", "SỞ Y TẾ"), ("kín", "SỞ Y TẾ TỐI MẬT"), ("ngờ", "SỞ Y TẾ\nM4T")):
        (folder / f"{name}.txt").write_text(head.format(agency) + rest.format(name), "utf-8")
    assert invoke(["run", str(folder), "-o", str(out), "-j", "1", "--ocr", "skip", "-q"]) == OK
    return out


def test_from_a_run_to_the_search_secret_papers_stay_out(read_out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert invoke(["index", str(read_out)]) == OK
    said = capsys.readouterr().err
    assert "held back for a secrecy mark: 2, of which 1 doubtful" in said
    assert "ngờ.txt (doubtful), kín.txt" in said
    assert invoke(["search", str(read_out), "phong chong dich", "-n", "50"]) == OK
    assert {line.split("\t")[0] for line in capsys.readouterr().out.splitlines()} == {"mở.txt"}
    assert invoke(["index", str(read_out), "--include-secret"]) == OK
    assert "held back" not in capsys.readouterr().err
    assert invoke(["search", str(read_out), "phong chong dich", "-n", "50"]) == OK
    assert {line.split("\t")[0] for line in capsys.readouterr().out.splitlines()} == {"mở.txt", "kín.txt", "ngờ.txt"}


@pytest.mark.parametrize("kind", ["record", "csv", "ndjson", "parquet"])
def test_no_export_has_a_secret_paper_unless_asked_for(
    read_out: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    def written(*more: str) -> tuple[bytes, str]:
        assert invoke(["export", str(read_out), "--format", kind, *more]) == OK
        found = capsys.readouterr()
        return b"".join(Path(line).read_bytes() for line in found.out.splitlines()), found.err

    data, said = written()
    assert "held back for a secrecy mark: 2, of which 1 doubtful" in said
    assert "mở.txt".encode() in data
    assert not any(name.encode() in data for name in ("kín.txt", "ngờ.txt"))
    data, said = written("--include-secret")
    assert "held back" not in said
    assert all(name.encode() in data for name in ("mở.txt", "kín.txt", "ngờ.txt"))


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["export", "OUT", "--format", "csv", "--dossier", "H49.64.33.2001.160"], BadArguments.exit_code, "--dossier"),
        (["export", "OUT", "--format", "record", "--dossier", "160"], BadArguments.exit_code, "H49.64.33.2001.160"),
        (["export", "OUT", "--format", "xlsx"], BadArguments.exit_code, "xlsx"),
        (["search", "OUT", "tiêm"], BadInput.exit_code, "kehoach index"),
        (["export", "OUT", "--format", "report"], BadInput.exit_code, "journal.sqlite"),
    ],
)
def test_a_mistake_is_one_line(
    out: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, message: str
) -> None:
    assert invoke([str(out) if one == "OUT" else one for one in arguments]) == code
    said = capsys.readouterr().err
    assert message in said
    assert len(said.splitlines()) == 1


def test_a_run_ends_with_its_report_and_it_can_be_made_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "kế hoạch.txt").write_text(SAMPLE.read_text("utf-8"), "utf-8")
    (tmp_path / "in" / "hỏng.pdf").write_bytes(b"%PDF-1.4 broken")
    out = tmp_path / "out"
    assert invoke(["run", str(tmp_path / "in"), "-o", str(out), "-j", "1", "--export", "json,text,record", "-q"]) != OK
    first = (out / "report.html").read_text("utf-8")
    assert "hỏng.pdf" in first
    assert [ending.state for ending in endings(out)] == ["failed", "done"]
    assert (out / "kế hoạch.txt" / "record.xml").is_file()
    (out / "report.html").unlink()
    capsys.readouterr()
    assert invoke(["export", str(out), "--format", "report"]) == OK
    assert capsys.readouterr().out.strip() == str(out / "report.html")
    assert (out / "report.html").is_file()
