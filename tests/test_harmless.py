"""What reaches a terminal, a pipe, a table or a page only shows itself, whatever names and texts hold."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from kehoach.pipeline.batch.progress import Progress
from kehoach.pipeline.cli import cli, invoke
from kehoach.pipeline.console import Verbosity, event, watched
from kehoach.pipeline.errors import BadInput
from kehoach.pipeline.export.csvs import cell, write_csv
from kehoach.pipeline.files.printable import harmless, harmless_json
from kehoach.pipeline.report.markup import escape
from tests.hostile_words import ACTS, LONE, NAMES

pty = pytest.importorskip("pty", reason="no pseudo-terminals on this system")

PLAN = "SỞ Y TẾ TỈNH NAM HẢI\nSố: 12/KH-SYT\nKẾ HOẠCH\nTiêm chủng năm 2024\n\nI. MỤC ĐÍCH\n\nNâng cao hiểu biết.\n"
OF_RICH = re.compile(r"\x1b\[(?:\d+(?:;\d+)*)?m|\x1b\[\?25[lh]|\x1b\[\d*[AK]|\r(?!OK)")
"""What the library that draws the bar writes itself: colours, the cursor hidden, shown, moved up, a line cleared."""


def acting(said: str) -> list[str]:
    """The characters in a text that are not only shown; line breaks are."""
    plain = {"\n"}
    return [c for c in said if c not in plain and unicodedata.category(c) in {"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"}]


class Said(NamedTuple):
    """What a command wrote, its exit code."""

    code: int
    text: str


def through_terminal(arguments: list[str], stdin: bytes = b"") -> Said:
    """The program with stdout and stderr on a pseudo-terminal."""
    ours, theirs = pty.openpty()
    process = start(arguments, theirs)
    assert process.stdin is not None
    os.close(theirs)
    process.stdin.write(stdin)
    process.stdin.close()
    said = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # the other end is closed
            break
        if not piece:
            break
        said += piece
    os.close(ours)
    return Said(process.wait(), said.replace(b"\r\n", b"\n").decode("utf-8"))


def start(arguments: list[str], to: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", "from kehoach.pipeline.cli import main; main()", *arguments]
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "400", "LC_ALL": "C"}
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=to, stderr=to, env=environment)


@pytest.fixture(scope="module")
def hostile_out(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Said]:
    """A folder of files with hostile names and texts, the OUT of a run over it, and what that said on a terminal."""
    place = tmp_path_factory.mktemp("hostile")
    names = place / "in"
    names.mkdir()
    for number, name in enumerate(NAMES):
        bad = number % 3 == 0  # these fail, with their name in the message
        acts = f"{ACTS['clear']}{ACTS['override']}{ACTS['isolate']}"
        text = f"{PLAN}Phụ lục {number} {acts}\nKe hoach phong, chong dich benh {number}\n"
        (names / name).write_bytes(b"%PDF-1.7\nnothing" if bad else text.encode())
    said = through_terminal(["run", str(names), "-o", str(place / "out"), "-j", "1", "--ocr", "skip"])
    return names, place / "out", said


@pytest.mark.parametrize("act", [*ACTS.values(), LONE], ids=[*ACTS, "lone"])
def test_no_text_acts_once_it_is_made_harmless(act: str) -> None:
    shown = harmless(f"Kế {act} hoạch")
    assert not acting(shown)
    assert "\n" not in shown
    assert shown.startswith("Kế ")
    assert shown.endswith(" hoạch")
    assert harmless(shown) == shown


@pytest.mark.parametrize("act", [*ACTS.values(), LONE], ids=[*ACTS, "lone"])
def test_json_says_the_same_and_acts_on_nothing(act: str) -> None:
    plain = json.dumps({"name": f"Kế {act} hoạch"}, ensure_ascii=False)
    assert not acting(harmless_json(plain))
    assert json.loads(harmless_json(plain)) == json.loads(plain)


@pytest.mark.parametrize(
    "text", ["Kế hoạch số 5/KH-SYT – «đợt 1»…", "e\u0302\u0301 tổ hợp", "5\u00a0°C ≥ 3 µg", "日本 Ж λ"]
)
def test_what_is_only_text_stays(text: str) -> None:
    assert harmless(text) == text
    assert harmless_json(text) == text


def test_a_run_over_hostile_names_is_harmless_on_a_terminal(hostile_out: tuple[Path, Path, Said]) -> None:
    *_, said = hostile_out
    assert said.code == 11, said.text
    assert not acting(OF_RICH.sub("", said.text))
    assert "\nfailed: forged.pdf" not in said.text
    assert "\\x1b]52;c;" in said.text


COMMANDS: dict[str, Callable[[Path, Path], list[str]]] = {
    "run": lambda names, out: ["run", str(names), "-o", str(out), "-j", "1", "--ocr", "skip", "--json-log"],
    "status": lambda _, out: ["status", str(out)],
    "status --json": lambda _, out: ["status", str(out), "--json"],
    "export": lambda _, out: ["export", str(out), "--format", "csv"],
    "index": lambda _, out: ["index", str(out)],
    "search": lambda _, out: ["search", str(out), "tiem chung", "-n", "50"],
    "parse": lambda names, _: ["parse", str(names / NAMES[1])],
    "normalise": lambda names, _: ["normalise", str(names / NAMES[1])],
    "restore": lambda names, _: ["restore", str(names / NAMES[1])],
    "restore --explain": lambda names, _: ["restore", "--explain", str(names / NAMES[1])],
    "judge": lambda names, _: ["judge", str(names)],
    "evaluate": lambda names, out: ["evaluate", str(names), str(out)],
    "evaluate --json": lambda names, out: ["evaluate", str(names), str(out), "--json"],
    "verify": lambda _, out: ["verify", str(out)],
    "verify --json": lambda _, out: ["verify", str(out), "--json"],
    "clean": lambda _, out: ["clean", str(out), "--format", "text", "--dry-run"],
    "forget": lambda names, out: ["forget", str(out), str(names / f"{ACTS['clear']}{ACTS['second line']}.pdf")],
    "doctor": lambda *_: ["doctor"],
    "schema": lambda *_: ["schema"],
    "no such file": lambda names, _: ["judge", str(names / f"{ACTS['clipboard']}{ACTS['second line']}.pdf")],
    "no such option": lambda *_: ["run", f"--{ACTS['clear']}"],
}


def test_no_command_is_left_out() -> None:
    assert {name.split()[0] for name in COMMANDS} >= set(cli.commands)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_harmless_on_a_terminal(name: str, hostile_out: tuple[Path, Path, Said]) -> None:
    names, out, _ = hostile_out
    said = through_terminal(COMMANDS[name](names, out))
    assert said.text.strip()
    assert not acting(OF_RICH.sub("", said.text).replace("\t", "")), said.text
    assert "mistake of the program" not in said.text


@pytest.mark.parametrize("name", [n for n in COMMANDS if n not in {"normalise", "restore"}])
def test_names_are_harmless_in_pipes_too(
    name: str, hostile_out: tuple[Path, Path, Said], capsys: pytest.CaptureFixture[str]
) -> None:
    names, out, _ = hostile_out
    invoke(COMMANDS[name](names, out))
    said = "".join(capsys.readouterr())
    assert said.strip()
    assert not acting(said.replace("\t", "")), said
    assert "\nfailed: forged.pdf" not in said


def test_a_hit_is_one_line_of_four_fields(
    hostile_out: tuple[Path, Path, Said], capsys: pytest.CaptureFixture[str]
) -> None:
    _, out, _ = hostile_out
    assert invoke(["index", str(out), "-q"]) == 0
    assert invoke(["search", str(out), "tiem chung", "-n", "50"]) == 0
    lines = capsys.readouterr().out.split("\n")[:-1]
    assert len(lines) >= 5
    assert {line.count("\t") for line in lines} == {3}


def test_a_text_is_as_it_is_in_a_pipe_and_harmless_on_a_terminal(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("Kế hoạch \u202eabc\n", "utf-8")
    command = [sys.executable, "-c", "from kehoach.pipeline.cli import main; main()", "restore", str(file)]
    piped = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    assert piped == "Kế hoạch \u202eabc\n"
    assert through_terminal(["restore", str(file)]).text == "Kế hoạch \\u202eabc\n"


def test_the_bar_shows_names_as_they_are(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    name = f"{ACTS['markup']}{ACTS['clear']}{ACTS['override']}.pdf"
    with watched(Verbosity()) as tell:
        for done in range(3):
            tell(Progress(0, 1, done, 3, 3, 1.0, 2.0, (name,)))
    said = capsys.readouterr().err
    assert "[red]:bomb:[bold]\\x1b[2J" in said
    assert not acting(OF_RICH.sub("", said))


def test_a_line_of_the_log_is_one_object(capsys: pytest.CaptureFixture[str]) -> None:
    event("document", relative="".join((*ACTS.values(), LONE)))
    (line, rest) = capsys.readouterr().err.split("\n")
    assert not acting(line)
    assert json.loads(line)["relative"] == "".join((*ACTS.values(), LONE))
    assert not rest


def test_what_libraries_warn_of_is_harmless() -> None:
    code = (
        "import logging, sys, warnings\n"
        "from kehoach.pipeline.console import hear_libraries\n"
        "hear_libraries()\n"
        "logging.getLogger('a').warning('%s', sys.argv[1])\n"
        "warnings.warn(sys.argv[1])\n"
    )
    done = subprocess.run([sys.executable, "-c", code, "".join(ACTS.values())], capture_output=True, check=True)
    said = done.stderr.decode()
    assert said.count("\n") == 2
    assert said.count("note: ") == 2
    assert not acting(said)


def test_an_error_is_one_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def fail() -> None:
        raise BadInput("".join(ACTS.values()), advice=LONE)

    monkeypatch.setattr("kehoach.pipeline.commands.doctor.examine", fail)
    assert invoke(["doctor"]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert not acting(said)


RUN = [
    *(
        "=1+1",
        "+1+1",
        "-1+1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        " =1",
        "\u00a0=1",
        "\u200b=1",
        "\ufeff=1",
        "\ufeff =1",
    ),
    *(
        "＝1+1",
        "＋1",
        "－1+1",
        "＠SUM(A1)",
        "﹦1",
        " ＝1",
        "\n\n@x",
        "- Như trên",
        "-",
        "+84 24 3846",
        "-5+cmd|'/C calc'!A0",
    ),
]


@pytest.mark.parametrize("value", RUN, ids=ascii)
def test_a_cell_that_a_spreadsheet_would_run_is_text(value: str) -> None:
    assert cell(value).startswith("'")
    assert cell(value)[1:] == harmless(value, keep="\n\r\t")


@pytest.mark.parametrize("value", ["-5", "+84", "-1.234,5", "-5%", "12/KH-SYT", "a = b", "a;\n- b", "04", "", "’=x"])
def test_a_cell_that_is_a_number_or_text_stays(value: str) -> None:
    assert cell(value) == value


@pytest.mark.parametrize("value", ["x;=cmd|'/C calc'!A0;y", "x\n=HYPERLINK(1)", 'x";@SUM(A1)', "x; ＝SUM(A1)"])
def test_no_cell_begins_a_second_one_that_runs(value: str) -> None:
    pieces = re.split(r"[;\n]", cell(value))
    assert not [piece for piece in pieces if re.match(r"\s*[=+\-@＝]", piece)]


def test_a_table_of_hostile_names_has_a_row_each(tmp_path: Path) -> None:
    write_csv(tmp_path / "a.csv", ("Thư mục",), [(act,) for act in (*ACTS.values(), *RUN)])
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row[0] for row in csv.reader(file)][1:]
    assert len(rows) == len(ACTS) + len(RUN)
    assert not [char for row in rows for char in acting(row) if char not in "\r\t"]


@pytest.mark.parametrize("act", [*ACTS.values(), LONE, "<b>"], ids=[*ACTS, "lone", "tag"])
def test_a_page_shows_names_as_they_are(act: str) -> None:
    assert not acting(escape(act).replace("\t", ""))
    assert "<" not in escape(act)
