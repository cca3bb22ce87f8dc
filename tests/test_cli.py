"""The command line as a user meets it: exit codes, streams, messages."""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from kehoach import models
from kehoach.pipeline.cli import invoke
from kehoach.pipeline.plan import Plan

PLAN = """SỞ Y TẾ TỈNH NAM HẢI
Số: 12/KH-SYT
Nam Hải, ngày 05 tháng 3 năm 2024

KẾ HOẠCH

Truyền thông phòng, chống sốt xuất huyết năm 2024

I. MỤC ĐÍCH

Nâng cao hiểu biết của người dân về bệnh sốt xuất huyết.

II. TỔ CHỨC THỰC HIỆN

1. Trung tâm Kiểm soát bệnh tật tỉnh xây dựng tài liệu truyền thông trước ngày 30/4/2024.
"""


@pytest.fixture
def plan_file(tmp_path: Path) -> Path:
    path = tmp_path / "kế hoạch.txt"
    path.write_text(PLAN, "utf-8")
    return path


def run(*arguments: str | Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """The real program in a process of its own, in a locale that knows no Vietnamese."""
    command = [sys.executable, "-c", "from kehoach.pipeline.cli import main; main()", *map(str, arguments)]
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0"}
    return subprocess.run(command, input=stdin, capture_output=True, env=environment, check=False)


def test_help_and_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert invoke(["--version"]) == 0
    assert capsys.readouterr().out.startswith("kehoach 0.")
    assert invoke(["run", "--help"]) == 0


@pytest.mark.parametrize(
    "arguments",
    [["run"], ["run", "a.pdf"], ["run", "a.pdf", "-o", "out", "--engine", "magic"], ["fly"], ["schema", "--loud"]],
    ids=" ".join,
)
def test_usage_errors_are_1(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert invoke(arguments) == 1
    said = capsys.readouterr()
    assert said.err.strip()
    assert not said.out


def test_commands_are_listed_in_the_order_of_use_each_in_a_whole_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert invoke(["--help"]) == 0
    listed = capsys.readouterr().out.split("Commands:\n")[1].splitlines()
    assert [line.split()[0] for line in listed[:3]] == ["run", "status", "export"]
    assert not [line for line in listed if line.endswith("...")]


@pytest.mark.parametrize("command", ["parse", "restore", "normalise"])
def test_a_text_that_is_not_there_is_said_in_one_way(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert invoke([command, "nowhere.txt"]) == 5
    assert "nowhere.txt: no such file" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        *(["run", "{}", "-o", "out"], ["judge", "{}"], ["parse", "{}"], ["restore", "{}"], ["normalise", "{}"]),
        *(["export", "{}", "--format", "csv"], ["index", "{}"], ["search", "{}", "a"], ["status", "{}"]),
        *(["evaluate", "{}", "."], ["evaluate", ".", "{}"]),
    ],
    ids=" ".join,
)
def test_of_a_name_mistyped_every_command_says_which_was_meant(
    arguments: list[str], plan_file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(plan_file.parent)
    mistyped = plan_file.with_name("ke hoch.txt")
    assert invoke([argument.format(mistyped) for argument in arguments]) == 5
    said = capsys.readouterr().err
    assert f"{mistyped}: no such file or folder; there is {plan_file} (check the name" in said
    assert "Traceback" not in said


@pytest.mark.parametrize("command", ["parse", "restore", "normalise"])
def test_a_folder_is_no_text(command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert invoke([command, str(tmp_path)]) == 2
    assert f"{tmp_path}: is a folder (name a file in it" in capsys.readouterr().err


def test_the_input_folder_is_no_output_folder(plan_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert invoke(["run", str(plan_file.parent), "-o", str(plan_file.parent)]) == 1
    assert "is the folder to be read" in capsys.readouterr().err
    assert list(plan_file.parent.iterdir()) == [plan_file]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_parse_reads_a_pipe(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    # more than a pipe holds at once
    written = PLAN + "3. Các đơn vị trực thuộc báo cáo kết quả thực hiện về Sở Y tế.\n\n" * 3000
    writer = threading.Thread(target=pipe.write_text, args=(written, "utf-8"))
    writer.start()
    assert invoke(["parse", str(pipe)]) == 0
    writer.join()
    plan = Plan.model_validate_json(capsys.readouterr().out)
    assert plan.source.path == "-"
    assert plan.text.faithful.count("báo cáo kết quả") == 3000


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
@pytest.mark.parametrize("command", ["parse", "restore", "normalise"])
def test_a_pipe_that_nobody_writes_to_is_said(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("kehoach.pipeline.commands.arguments._PATIENCE", 0.05)
    os.mkfifo(tmp_path / "pipe")
    assert invoke([command, str(tmp_path / "pipe")]) == 2
    assert "nothing comes from this pipe" in capsys.readouterr().err


def test_parse_reads_stdin_and_writes_utf8_whatever_the_locale() -> None:
    done = run("parse", "-", stdin=PLAN.encode())
    assert done.returncode == 0, done.stderr.decode()
    plan = Plan.model_validate_json(done.stdout)
    assert plan.metadata.notation.value == "KH-SYT"
    assert plan.source.path == "-"
    assert "sốt xuất huyết".encode() in done.stdout


def test_run_and_parse_give_the_same_plan(plan_file: Path, tmp_path: Path) -> None:
    assert invoke(["run", str(plan_file), "-o", str(tmp_path / "out"), "-q"]) == 0
    written = json.loads((tmp_path / "out" / plan_file.name / "plan.json").read_text("utf-8"))
    parsed = json.loads(run("parse", plan_file).stdout)
    assert written == parsed


def test_run_writes_all_files_and_leaves_no_rest(plan_file: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert invoke(["run", str(plan_file), "-o", str(out)]) == 0
    files = {p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file()}
    folder = plan_file.name
    of_the_document = {f"{folder}/plan.json", f"{folder}/faithful.txt", f"{folder}/text.txt"}
    assert files - {f"{folder}/doubts.json"} == of_the_document | {
        *("plans.ndjson", "journal.sqlite", "report.html", ".lock"),
    }
    (line,) = (out / "plans.ndjson").read_text("utf-8").splitlines()
    assert json.loads(line)["metadata"]["number"]["value"] == "12"


@pytest.mark.parametrize(
    ("name", "content", "code", "said"),
    [
        ("empty.pdf", b"", 2, "empty.pdf"),
        ("broken.pdf", b"%PDF-1.7\nnothing else", 2, "broken.pdf"),
        ("archive.zip", b"PK\x03\x04" + b"\0" * 40, 2, "archive.zip"),
        ("cut.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 20, 2, "cut.png"),
    ],
)
def test_a_bad_file_is_named_and_has_its_code(
    name: str, content: bytes, code: int, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_bytes(content)
    assert invoke(["run", str(tmp_path / name), "-o", str(tmp_path / "out")]) == code
    err = capsys.readouterr().err
    assert said in err
    assert "Traceback" not in err


def test_one_bad_file_does_not_stop_the_others(plan_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (plan_file.parent / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing else")
    out = plan_file.parent / "out"
    assert invoke(["run", str(plan_file), str(plan_file.parent / "broken.pdf"), "-o", str(out), "-j", "1"]) == 11
    assert list(out.rglob("plan.json"))
    assert "broken.pdf" in capsys.readouterr().err


def test_a_missing_file_is_a_file_access_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert invoke(["run", str(tmp_path / "nowhere.pdf"), "-o", str(tmp_path / "out")]) == 5
    assert "nowhere.pdf" in capsys.readouterr().err


def test_one_of_a_kind_is_said_in_the_singular(
    plan_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(tmp_path / "out")
    assert invoke(["run", str(plan_file), "-o", out, "--export", "json"]) == 0
    said = capsys.readouterr().err
    assert "1 of 1 document, 1 of 1 page," in said
    assert "failed; 1 page, " in said
    assert invoke(["status", out]) == 0
    said = capsys.readouterr().out
    assert "\n1 document, 1 page: 1 done" in said
    assert "last run: 1 of 1 document, 1 page, " in said
    assert invoke(["index", out]) == 0
    assert capsys.readouterr().err.startswith("1 document indexed, 0 unchanged")


def test_json_log_is_one_object_a_document(plan_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert invoke(["run", str(plan_file), "-o", str(tmp_path / "out"), "--json-log"]) == 0
    events = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    document, summary = (one for one in events if one["event"] in {"document", "summary"})
    assert document["state"] in {"done", "done-with-issues"}
    assert summary["event"] == "summary"


def test_an_unknown_export_is_a_usage_error(plan_file: Path, tmp_path: Path) -> None:
    assert invoke(["run", str(plan_file), "-o", str(tmp_path / "out"), "--export", "docx"]) == 1


def test_schema_prints_the_committed_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert invoke(["schema"]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "Plan"


def test_normalise_composes_letters_and_keeps_lines() -> None:
    done = run("normalise", "-", stdin="Kế hoạch\nsố 5\n".encode())
    assert done.stdout.decode() == "Kế hoạch\nsố 5\n"


def test_doctor_names_the_readers(capsys: pytest.CaptureFixture[str]) -> None:
    assert invoke(["doctor"]) in {0, 3}
    said = capsys.readouterr().out
    assert "trueocr" in said
    assert "tesseract" in said


def test_doctor_names_a_damaged_model(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def damaged() -> Path:
        raise models.ModelError("model file context.graph is damaged")

    monkeypatch.setattr(models, "verify", damaged)
    assert invoke(["doctor"]) == 3
    assert "context.graph is damaged" in capsys.readouterr().out


def test_strictly_a_document_that_wants_a_look_is_exit_12_and_one_that_failed_is_graver(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    (folder / "a.txt").write_text(PLAN.replace("Nam Hải, ngày 05 tháng 3 năm 2024", ""), "utf-8")
    command = ["run", str(folder), "-o", str(out), "-q"]
    assert [invoke(command), invoke([*command, "--strict"])] == [0, 12]
    told = json.loads(run("status", out, "--json").stdout)["to_look_at"]
    assert [one["document"] for one in told] == ["a.txt"]
    assert "date (ngày tháng) is not in the text" in {reason["message"] for reason in told[0]["reasons"]}
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing else")
    assert invoke([*command, "--strict"]) == 11
