"""Results as a person handles them: cleaned, verified, damaged, carried to another place."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from PIL import Image

from kehoach.pipeline.cli import invoke

FAST = ["--ocr", "skip", "-j", "1", "-q"]
TEXT = "SỞ Y TẾ\nSố: {}/KH-SYT\nKẾ HOẠCH\nTruyền thông năm 2024\nI. MỤC ĐÍCH\nNâng cao hiểu biết.\n"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Three texts and a PDF without text, read into `out` by relative paths from their parent."""
    place = tmp_path / "here"
    (place / "in").mkdir(parents=True)
    for number in range(3):
        (place / "in" / f"{number}.txt").write_text(TEXT.format(number), "utf-8")
    Image.new("L", (1240, 1754), 255).save(place / "in" / "quét.pdf", resolution=150)
    for path in (place / "in").iterdir():
        os.utime(path, (1e9, 1e9))
    before = Path.cwd()
    os.chdir(place)
    try:
        assert invoke(["run", "in", "-o", "out", "--export", "json,text,record", *FAST]) == 0
        yield place
    finally:
        os.chdir(before)


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    capsys.readouterr()
    code = invoke(list(arguments))
    found = capsys.readouterr()
    return code, found.out, found.err


def verified(capsys: pytest.CaptureFixture[str], out: str = "out") -> tuple[int, dict]:
    code, printed, _ = said(capsys, "verify", out, "--json")
    return code, json.loads(printed)


def collected(out: Path) -> list[str]:
    return [Path(json.loads(line)["source"]["path"]).name for line in (out / "plans.ndjson").open(encoding="utf-8")]


def test_verify_tells_what_is_missing_changed_and_unknown(place, capsys):
    code, whole = verified(capsys)
    assert (code, whole["whole"], whole["documents"]) == (0, True, 4)
    out = place / "out"
    for kind in ("record", "csv", "ndjson"):
        assert invoke(["export", "out", "--format", kind, "-q"]) == 0
    assert invoke(["index", "out", "-q"]) == 0
    assert verified(capsys)[0] == 0
    (out / "0.txt" / "text.txt").unlink()
    state = (out / "1.txt" / "plan.json").stat()
    (out / "1.txt" / "plan.json").write_bytes((out / "1.txt" / "plan.json").read_bytes().replace(b"2024", b"2023"))
    os.utime(out / "1.txt" / "plan.json", ns=(state.st_atime_ns, state.st_mtime_ns))
    (out / "2.txt" / "ghi chú.md").write_text("của tôi", "utf-8")
    (out / "plans.ndjson").write_bytes(b"")
    code, found = verified(capsys)
    assert code == 13
    assert found["missing"] == ["0.txt/text.txt"]
    assert found["changed"] == ["1.txt/plan.json", "plans.ndjson"]
    assert found["unknown"] == ["2.txt/ghi chú.md"]
    assert found["files"] == whole["files"] - 3
    code, lines, _ = said(capsys, "verify", "out")
    assert code == 13
    assert "missing: 0.txt/text.txt" in lines
    assert "not in the journal: 2.txt/ghi chú.md" in lines
    assert invoke(["run", "in", "-o", "out", *FAST]) == 0
    assert verified(capsys)[1]["unknown"] == ["2.txt/ghi chú.md"]
    assert verified(capsys)[1]["changed"] == verified(capsys)[1]["missing"] == []


def test_verify_of_a_folder_without_a_run_is_said(tmp_path, capsys):
    code, _, error = said(capsys, "verify", str(tmp_path))
    assert code == 2
    assert "no run has written here" in error


def test_clean_removes_what_is_named_and_says_so(place, capsys):
    out = place / "out"
    before = sorted(path for path in out.rglob("*") if path.is_file())
    code, printed, _ = said(capsys, "clean", "out", "--format", "record,text", "0.txt", "out/1.txt", "--dry-run")
    names = [f"out/{number}.txt/{name}" for number in (0, 1) for name in ("record.csv", "record.xml")]
    names += [f"out/{number}.txt/{name}" for number in (0, 1) for name in ("faithful.txt", "text.txt")]
    assert code == 0
    assert sorted(printed.splitlines()) == sorted(names)
    assert sorted(path for path in out.rglob("*") if path.is_file()) == before
    code, printed, error = said(capsys, "clean", "out", "--format", "record,text", "0.txt", "out/1.txt")
    assert sorted(printed.splitlines()) == sorted(names)
    assert "8 files removed" in error
    assert [path.name for path in (out / "0.txt").iterdir()] == ["plan.json"]
    assert (out / "2.txt" / "record.xml").is_file()
    assert verified(capsys)[0] == 0
    assert invoke(["run", "in", "-o", "out", "--export", "json", *FAST]) == 0
    assert [path.name for path in (out / "0.txt").iterdir()] == ["plan.json"]
    assert (out / "2.txt" / "record.xml").is_file()


def test_cleaned_plans_are_gone_from_everywhere_until_the_next_run(place, capsys):
    assert invoke(["index", "out", "-q"]) == 0
    assert invoke(["clean", "out", "--format", "json", "1.txt"]) == 0
    assert collected(place / "out") == ["0.txt", "2.txt", "quét.pdf"]
    assert said(capsys, "index", "out")[2].endswith("0 documents indexed, 3 unchanged, 0 gone\n")
    assert verified(capsys)[0] == 0
    assert invoke(["run", "in", "-o", "out", "--export", "text", *FAST]) == 0
    assert collected(place / "out") == ["0.txt", "1.txt", "2.txt", "quét.pdf"]
    assert said(capsys, "index", "out")[2].endswith("0 documents indexed, 4 unchanged, 0 gone\n")


def test_a_mistake_in_clean_removes_nothing(place, capsys):
    for arguments, code in (
        (["--format", "docx"], 1),
        (["--format", ""], 1),
        (["--format", "text", "nine.txt"], 2),
        ([], 1),
    ):
        assert said(capsys, "clean", "out", *arguments)[0] == code
    assert verified(capsys)[0] == 0


def test_what_was_put_aside_can_be_cleaned(place, capsys):
    (place / "out" / "0.txt" / "plan.json").write_bytes(b"half")
    assert invoke(["run", "in", "-o", "out", *FAST]) == 0
    assert verified(capsys)[1]["set_aside"] == ["0.txt/earlier/plan.json"]
    assert said(capsys, "clean", "out", "--format", "earlier")[1] == "out/0.txt/earlier/plan.json\n"
    assert not (place / "out" / "0.txt" / "earlier").exists()
    assert verified(capsys)[0] == 0


@pytest.mark.parametrize("damage", [None, b"", b'{"source"'], ids=["gone", "empty", "cut"])
def test_a_damaged_plan_is_one_documents_trouble(place, capsys, damage):
    assert invoke(["index", "out", "-q"]) == 0
    path = place / "out" / "1.txt" / "plan.json"
    path.unlink() if damage is None else path.write_bytes(damage)
    for arguments in (
        ["index", "out"],
        *(["export", "out", "--format", kind] for kind in ("record", "csv", "ndjson", "parquet", "report")),
    ):
        code, _, error = said(capsys, *arguments)
        assert code == 13, arguments
        assert "left out: out/1.txt/plan.json" in error
        assert "Traceback" not in error
    hits = said(capsys, "search", "out", "truyen thong", "-n", "50")[1].splitlines()
    assert {line.split("\t")[0] for line in hits} == {"0.txt", "2.txt"}
    assert (place / "out" / "documents.csv").read_text("utf-8").count("KH-SYT") == 2
    assert "plan.json is damaged or missing" in (place / "out" / "report.html").read_text("utf-8")
    assert invoke(["run", "in", "-o", "out", *FAST]) == 0
    assert said(capsys, "index", "out")[2].endswith("0 documents indexed, 4 unchanged, 0 gone\n")


def test_evaluate_leaves_a_damaged_plan_out(place, capsys):
    truth = place / "truth"
    truth.mkdir()
    for number in range(3):
        gold = {"metadata": {"number": str(number)}, "sections": [], "citations": [], "legal_bases": []}
        gold |= {"recipients": [], "deadlines": []}
        (truth / f"{number}.json").write_text(json.dumps(gold), "utf-8")
    assert said(capsys, "evaluate", "truth", "out")[0] == 0
    (place / "out" / "1.txt" / "plan.json").write_bytes(b"")
    code, printed, error = said(capsys, "evaluate", "truth", "out")
    assert code == 13
    assert [line.split()[0] for line in printed.splitlines()] == ["0", "2", "ALL"]
    assert "out/1.txt/plan.json" in error


def records(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in out.glob("records*")}


def test_records_are_the_same_from_everywhere_and_after_a_move(place, capsys, monkeypatch):
    out = place / "out"
    assert said(capsys, "export", "out", "--format", "record")[0] == 0
    first = records(out)
    assert "150" in first["records-check.csv"].decode("utf-8-sig")  # the scan's resolution: its file was opened
    (place / "elsewhere").mkdir()
    monkeypatch.chdir(place / "elsewhere")
    assert said(capsys, "export", str(out), "--format", "record")[0] == 0
    assert records(out) == first
    (place / "moved").mkdir()
    for name in ("in", "out"):
        (place / name).rename(place / "moved" / name)
    monkeypatch.chdir(place)
    assert said(capsys, "export", "moved/out", "--format", "record")[0] == 0
    assert records(place / "moved" / "out") == first
    (place / "moved" / "in" / "quét.pdf").unlink()
    code, _, error = said(capsys, "export", "moved/out", "--format", "record")
    assert code == 5
    assert error.splitlines()[-1] == (
        "the originals of 1 document cannot be opened, and what they say is left out: quét.pdf"
    )
    assert records(place / "moved" / "out") != first
