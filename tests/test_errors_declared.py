"""Whatever the system says, a command ends with a message of its own and its own exit code: nothing is «a mistake»."""

from __future__ import annotations

import builtins
import errno
import io
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from kehoach import models
from kehoach.pipeline.batch.work import one
from kehoach.pipeline.cli import invoke
from kehoach.pipeline.console import put
from kehoach.pipeline.errors import DiskFull, FileAccess, KehoachError, MissingDependency
from kehoach.pipeline.ingest import Input
from kehoach.pipeline.ocr import language
from kehoach.pipeline.options import Options
from kehoach.pipeline.repair import mend as repair
from kehoach.pipeline.search import build_index, index, search
from tests.search.plans import a_plan
from tests.search.plans import put as put_plan

PLAN = "SỞ Y TẾ TỈNH NAM HẢI\nSố: 12/KH-SYT\nKẾ HOẠCH\nTiêm chủng năm 2024\n\nI. MỤC ĐÍCH\n\nNâng cao hiểu biết.\n"
DAMAGED = "Ke hoach phong, chong dich benh nam 2024\n" * 3


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the file `in/a.txt`, and `out`, where it was read to and indexed."""
    place = tmp_path_factory.mktemp("ran")
    (place / "in").mkdir()
    (place / "in/a.txt").write_text(PLAN, "utf-8")
    assert invoke(["run", str(place / "in"), "-o", str(place / "out"), "-j", "1", "-q", "--ocr", "skip"]) == 0
    assert invoke(["index", str(place / "out"), "-q"]) == 0
    return place


@pytest.fixture
def place(ran: Path, tmp_path: Path) -> Path:
    """A copy of it for one test; its journal names the copies of the files."""
    shutil.copytree(ran, tmp_path / "work")
    with closing(sqlite3.connect(tmp_path / "work/out/journal.sqlite")) as base, base:
        base.execute("UPDATE document SET paths = replace(paths, ?, ?)", (str(ran), str(tmp_path / "work")))
    return tmp_path / "work"


def ends(arguments: list[str], capsys: pytest.CaptureFixture[str], code: int | None = None) -> str:
    """What a command says as it ends by an error of ours."""
    capsys.readouterr()
    found = invoke(arguments)
    said = capsys.readouterr().err
    assert "mistake of the program" not in said, said
    assert "unexpected" not in said, said
    assert "Traceback" not in said, said
    assert found not in {0, 15}, said
    assert code is None or found == code, said
    return said


COMMANDS: dict[str, Callable[[Path], list[str]]] = {
    "run": lambda p: ["run", str(p / "in"), "-o", str(p / "out"), "-j", "1", "-q", "--ocr", "skip", "--retry-failed"],
    "status": lambda p: ["status", str(p / "out")],
    "export csv": lambda p: ["export", str(p / "out"), "--format", "csv", "-q"],
    "export ndjson": lambda p: ["export", str(p / "out"), "--format", "ndjson", "-q"],
    "export parquet": lambda p: ["export", str(p / "out"), "--format", "parquet", "-q"],
    "export record": lambda p: ["export", str(p / "out"), "--format", "record", "-q"],
    "export report": lambda p: ["export", str(p / "out"), "--format", "report", "-q"],
    "index": lambda p: ["index", str(p / "out"), "-q"],
    "search": lambda p: ["search", str(p / "out"), "tiem chung"],
    "parse": lambda p: ["parse", str(p / "in/a.txt")],
    "parse -": lambda _: ["parse", "-"],
    "normalise": lambda p: ["normalise", str(p / "in/a.txt")],
    "restore": lambda p: ["restore", str(p / "in/a.txt")],
    "judge": lambda p: ["judge", str(p / "in/a.txt")],
    "evaluate": lambda p: ["evaluate", str(p / "in"), str(p / "out")],
}

ERRORS = {
    "no permission": PermissionError(errno.EACCES, "Permission denied"),
    "gone": FileNotFoundError(errno.ENOENT, "No such file or directory"),
    "full": OSError(errno.ENOSPC, "No space left on device"),
    "broken disk": OSError(errno.EIO, "Input/output error"),
    "folder": IsADirectoryError(errno.EISDIR, "Is a directory"),
    "stale": OSError(errno.ESTALE, "Stale file handle"),
}

Calls = tuple[tuple[Any, str], ...]
CALLS: dict[str, Calls] = {
    "open": ((builtins, "open"), (io, "open"), (os, "open")),
    "replace": ((os, "replace"), (os, "rename"), (Path, "replace")),
    "list": ((os, "scandir"), (os, "listdir"), (Path, "iterdir")),
    "look": ((os, "stat"), (Path, "stat")),
    "make": ((os, "mkdir"), (Path, "mkdir")),
    "keep": ((os, "fsync"),),
    "temporary": ((tempfile, "mkstemp"), (tempfile, "NamedTemporaryFile")),
    "remove": ((os, "unlink"), (Path, "unlink")),
}


class Faulty:
    """Calls of the system that fail for the files of one folder, and for those kept for a while."""

    def __init__(self, folder: Path, calls: Calls, error: OSError, patch: pytest.MonkeyPatch) -> None:
        self._folder, self._error = folder, error
        self.hit = 0
        for home, name in calls:
            patch.setattr(home, name, self._failing(getattr(home, name), name))

    def _failing(self, call: Callable[..., Any], name: str) -> Callable[..., Any]:
        def failing(*args: Any, **kwargs: Any) -> Any:
            what = kwargs.get("dir", "") if "emp" in name else args[0] if args else ""
            ours = name == "fsync" or "emp" in name or str(self._folder) in str(what)
            if not ours:
                return call(*args, **kwargs)
            self.hit += 1
            raise type(self._error)(self._error.errno, self._error.strerror, str(what))

        return failing


FEW = ("no permission", "gone", "full")
PAIRS = [(calls, error) for calls in CALLS for error in (ERRORS if calls == "open" else FEW)]


@pytest.mark.parametrize(("calls", "error"), PAIRS)
def test_what_the_system_says_is_an_error_of_ours(
    error: str, calls: str, place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every command, with each kind of call failing for all files of its folders."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(PLAN.encode())))
    hits = 0
    for name, arguments in COMMANDS.items():
        with monkeypatch.context() as patch:
            faulty = Faulty(place, CALLS[calls], ERRORS[error], patch)
            code = invoke(arguments(place))
        said, hits = "".join(capsys.readouterr()), hits + faulty.hit
        assert "mistake of the program" not in said, f"{name}: {said}"
        assert "unexpected" not in said, f"{name}: {said}"
        assert code in {0, 2, 5, 7, 11, 13} or (code == 1 and not faulty.hit), f"{name}: {code} {said}"
        assert code == 0 or str(place) in said or "temporary" in said, f"{name}: names no file: {said}"
    assert hits


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("calls", [name for name in CALLS if name != "temporary"])
def test_what_the_system_says_of_a_document_is_an_error_of_ours(
    error: str, calls: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same where a worker reads: the document fails, in words of ours."""
    (tmp_path / "a.txt").write_text(PLAN, "utf-8")
    with monkeypatch.context() as patch:
        Faulty(tmp_path, CALLS[calls], ERRORS[error], patch)
        ended = one(Input((tmp_path / "a.txt",), Path("a.txt")), tmp_path / "out", Options())
    assert ended.code != KehoachError.code, ended
    assert "unexpected" not in ended.message
    assert not ended.message or str(tmp_path) in ended.message


OUTPUTS = {
    "documents.csv": "export csv",
    "documents.ndjson": "export ndjson",
    "sections.parquet": "export parquet",
    "records.xml": "export record",
    "report.html": "export report",
    "search.sqlite": "index",
    "plans.ndjson": "run",
    "journal.sqlite": "run",
    ".lock": "run",
    "a.txt/plan.json": "run",
    "a.txt/text.txt": "run",
}


@pytest.mark.parametrize("name", OUTPUTS)
def test_an_output_that_is_a_folder_is_named(name: str, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = place / "out" / name
    target.unlink(missing_ok=True)
    (target / "somebody's").mkdir(parents=True)
    (place / "in/b.txt").write_text(PLAN.replace("12", "13"), "utf-8")
    said = ends(COMMANDS[OUTPUTS[name]](place), capsys)
    assert target.name in said or (name == ".lock" and str(target.parent) in said)
    assert (target / "somebody's").is_dir()


def test_an_output_folder_that_is_a_file_is_named(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "in/b.txt").write_text(PLAN, "utf-8")
    (place / "out/b.txt").write_text("somebody's")
    assert "b.txt" in ends(COMMANDS["run"](place), capsys)


DAMAGE = {
    "no JSON": ("paths", "{"),
    "another JSON": ("paths", "5"),
    "no list": ("files", "7"),
    "unknown state": ("state", "sleeping"),
    "text for a number": ("pages", "many"),
    "bytes": ("seconds", b"\xff"),
    "stages": ("stages", "[1]"),
    "depth": ("paths", "[" * 100_000),
}


@pytest.mark.parametrize("command", ["run", "status", "export report"])
@pytest.mark.parametrize("kind", DAMAGE)
def test_a_damaged_row_of_the_journal_is_said(
    kind: str, command: str, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    column, value = DAMAGE[kind]
    with closing(sqlite3.connect(place / "out/journal.sqlite")) as base, base:
        base.execute(f"UPDATE document SET {column} = ?", (value,))
    code = invoke(COMMANDS[command](place))
    said = "".join(capsys.readouterr())
    assert code in {0, 5}
    assert "mistake of the program" not in said
    if code:
        assert "journal.sqlite is damaged" in said
        assert "done again" in said


def test_a_damaged_journal_is_not_taken_for_a_whole_one(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(sqlite3.connect(place / "out/journal.sqlite")) as base, base:
        base.execute("UPDATE document SET paths = '{'")
    for command in ("run", "export report"):
        assert "journal.sqlite is damaged" in ends(COMMANDS[command](place), capsys, 5)


def test_nulls_in_a_journal_without_rules_are_said(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A journal whose columns may be NULL, as a tool that mends databases leaves it."""
    with closing(sqlite3.connect(place / "out/journal.sqlite")) as base, base:
        base.execute("CREATE TABLE other AS SELECT * FROM document")
        base.execute("DROP TABLE document")
        base.execute("ALTER TABLE other RENAME TO document")
        base.execute("UPDATE document SET paths = NULL, pages = NULL, seconds = NULL, state = 'done'")
    for command in ("run", "export report"):
        assert "journal.sqlite" in ends(COMMANDS[command](place), capsys, 5)
    with closing(sqlite3.connect(place / "out/journal.sqlite")) as base, base:
        base.execute("UPDATE document SET place = NULL, state = 'failed', code = NULL")
        base.execute("CREATE TABLE runs AS SELECT * FROM run")
        base.execute("DROP TABLE run")
        base.execute("ALTER TABLE runs RENAME TO run")
        base.execute("UPDATE run SET pages = NULL")
    assert "journal.sqlite is damaged" in ends(COMMANDS["status"](place), capsys, 5)


def test_a_page_whose_crop_lies_beyond_its_paper_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(595, 842))
        page.CropBox = [1000, 1000, 1500, 1500]
        pdf.save(tmp_path / "beyond.pdf")
    said = ends(["run", str(tmp_path / "beyond.pdf"), "-o", str(tmp_path / "out"), "-j", "1", "-q"], capsys, 2)
    assert "page 1 cannot be drawn" in said
    assert "CropBox" in said


def test_two_indexes_at_once_both_end_well(place: Path) -> None:
    (place / "out/search.sqlite").unlink()
    (place / "out/journal.sqlite").unlink()  # where there is one, only its documents are taken in
    for number in range(20):
        put_plan(place / "out", f"{number}.pdf", a_plan("Tiêm chủng", f"lần {number}"))
    ended: list[object] = []

    def build() -> None:
        try:
            ended.append(build_index(place / "out"))
        except FileAccess as error:
            ended.append(error)

    both = [threading.Thread(target=build) for _ in range(3)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert sorted(getattr(done, "added", -1) for done in ended) == [0, 0, 21]
    assert len(search(place / "out", "tiem chung", limit=50)) >= 21


def test_an_index_that_another_holds_is_said(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(index, "_WAIT", 0.05)
    with closing(sqlite3.connect(place / "out/search.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert "in use by another kehoach index" in ends(COMMANDS["index"](place), capsys, 5)
        assert "in use" in ends(COMMANDS["search"](place), capsys, 5)
    assert invoke(COMMANDS["index"](place)) == 0


def test_a_full_disk_under_the_index_is_said(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def small(base: sqlite3.Connection) -> None:
        prepare(base)
        base.execute("PRAGMA max_page_count = 1")

    prepare = index._prepare
    monkeypatch.setattr(index, "_prepare", small)
    (place / "out/search.sqlite").unlink()
    (place / "out/journal.sqlite").unlink()
    put_plan(place / "out", "b.pdf", a_plan("Tiêm chủng", "một hai ba " * 50_000))
    with pytest.raises(DiskFull, match="the disk is full"):
        build_index(place / "out")


@pytest.mark.parametrize("content", [b"no database at all" * 100, b"", b"SQLite format 3\0" + b"\xff" * 4000])
def test_an_index_that_is_none_is_said(content: bytes, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "out/search.sqlite").write_bytes(content)
    assert "search.sqlite" in ends(COMMANDS["search"](place), capsys)


@pytest.mark.parametrize("command", ["index", "export csv", "export ndjson", "export parquet", "export record"])
def test_an_out_that_goes_in_the_middle_is_said(
    command: str, place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from kehoach.pipeline.export import collection

    def then_gone(key: Any) -> Any:
        shutil.rmtree(place / "out", ignore_errors=True)
        return natural(key)

    natural = collection.natural
    monkeypatch.setattr(collection, "natural", then_gone)
    said = ends(COMMANDS[command](place), capsys)
    assert str(place / "out") in said


def test_an_out_that_goes_while_a_run_works_is_said(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from kehoach.pipeline.batch.run import Run

    def then_gone(self: Run) -> None:
        shutil.rmtree(place / "out")
        finish(self)

    finish = Run.finish
    monkeypatch.setattr(Run, "finish", then_gone)
    (place / "in/b.txt").write_text(PLAN, "utf-8")
    assert "journal.sqlite" in ends(COMMANDS["run"](place), capsys)


def test_a_folder_of_out_that_cannot_be_looked_into_is_not_passed_over(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its documents would be taken out of the index as if they were gone, where no journal knows them."""
    (place / "out/journal.sqlite").unlink()
    with monkeypatch.context() as patch:
        Faulty(place / "out/a.txt", ((os, "scandir"),), ERRORS["no permission"], patch)
        assert "cannot be looked into" in ends(COMMANDS["index"](place), capsys, 5)
    assert len(search(place / "out", "tiem chung"))


def test_no_room_for_temporary_files_is_said(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def none(*_: Any, **__: Any) -> Any:
        raise FileNotFoundError(errno.ENOENT, "No usable temporary directory found in ['/tmp']")

    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(PLAN.encode())))
    monkeypatch.setattr(tempfile, "NamedTemporaryFile", none)
    monkeypatch.setattr(tempfile, "TemporaryFile", none)
    assert "temporary" in ends(["parse", "-"], capsys, 5)
    (place / "in/b.txt").write_text(PLAN, "utf-8")
    assert "temporary" in ends(COMMANDS["run"](place), capsys, 5)


@pytest.fixture
def damaged_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The models, with one file of the restorer's damaged."""
    root = tmp_path / "models"
    root.mkdir()
    shutil.copy(models.path().parent / models.MANIFEST, root)
    shutil.copytree(models.path(), root / "restorer")
    whole = models.verify
    monkeypatch.setattr(models, "verify", lambda name="restorer", _=None: whole(name, root))
    caches = (repair.restorer, language.default_language)
    for cached in caches:
        cached.cache_clear()
    yield root / "restorer"
    for cached in caches:
        cached.cache_clear()


@pytest.mark.parametrize("how", ["missing", "damaged"])
def test_a_model_that_is_not_whole_is_said_by_every_command_that_needs_it(
    how: str, damaged_model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    victim = next(path for path in sorted(damaged_model.iterdir()) if path.suffix == ".graph")
    victim.unlink() if how == "missing" else victim.write_bytes(b"nothing")
    (tmp_path / "a.txt").write_text(DAMAGED, "utf-8")
    for command in ("restore", "parse"):
        said = ends([command, str(tmp_path / "a.txt")], capsys, 3)
        assert victim.name in said
        assert "kehoach doctor" in said


def test_words_of_readers_are_not_weighed_by_a_damaged_model(damaged_model: Path) -> None:
    next(path for path in sorted(damaged_model.iterdir()) if path.suffix == ".graph").write_bytes(b"nothing")
    with pytest.raises(MissingDependency, match="damaged"):
        language.default_language()


def test_truth_that_is_none_is_said(place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    truth = tmp_path / "truth"
    (truth / "sample").mkdir(parents=True)
    (truth / "a.json").write_text('{"metadata": 5}')
    assert "a.json" in ends(["evaluate", str(truth), str(place / "out")], capsys, 2)
    (truth / "a.json").write_text("[" * 100_000)
    assert "a.json" in ends(["evaluate", str(truth), str(place / "out")], capsys, 2)
    assert "is a folder" in ends(["evaluate", "--lines", str(truth), str(truth)], capsys, 2)
    (truth / "sample/source.toml").write_text("file = [")
    assert "source.toml" in ends(["evaluate", str(truth), str(place / "out")], capsys, 2)


def program(*arguments: str, redirect: str = "") -> subprocess.CompletedProcess[bytes]:
    """The program in a shell that redirects its streams."""
    code = "from kehoach.pipeline.cli import main; main()"
    line = f'exec "$0" -c "{code}" "$@" {redirect}'
    return subprocess.run(["sh", "-c", line, sys.executable, *arguments], capture_output=True, check=False)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no shell here")
@pytest.mark.parametrize(
    ("redirect", "arguments", "code", "said"),
    [
        (">&-", ["schema"], 5, b"standard output is closed"),
        ("2>&-", ["schema"], 0, b""),
        ("2>&-", ["search", "/nowhere", "a"], 5, b""),
        (">&- 2>&-", ["schema"], 5, b""),
        ("<&-", ["parse", "-"], 5, b"standard input is closed"),
        ("<&-", ["normalise", "-"], 5, b"standard input is closed"),
        (">/dev/full", ["schema"], 5, b"standard output cannot be written: No space left"),
        ("2>/dev/full", ["search", "/nowhere", "a"], 5, b""),
        ("| head -c 10", ["schema"], 0, b""),
    ],
)
def test_streams_that_are_closed_or_full(redirect: str, arguments: list[str], code: int, said: bytes) -> None:
    if "/dev/full" in redirect and not Path("/dev/full").exists():
        pytest.skip("no full device on this system")
    done = program(*arguments, redirect=redirect)
    assert done.returncode == code, done.stderr
    assert said in done.stderr
    assert b"Traceback" not in done.stderr
    assert b"Exception ignored" not in done.stderr
    assert not (code and b"kehoach:" in done.stdout)


def test_a_run_whose_stderr_is_closed_writes_whole_results(place: Path) -> None:
    (place / "in/b.txt").write_text(PLAN, "utf-8")
    done = program("run", str(place / "in"), "-o", str(place / "out"), "-j", "1", redirect="<&- >&- 2>&-")
    assert done.returncode == 0
    assert (place / "out/b.txt/faithful.txt").read_text("utf-8").startswith("SỞ Y TẾ")
    for path in (place / "out").rglob("*"):
        assert not path.is_file() or b"pages/s" not in path.read_bytes(), path


@pytest.mark.parametrize("command", ["index", "export csv", "export ndjson", "export parquet", "export record"])
def test_a_disk_without_room_in_the_middle_of_a_file_is_said(command: str, place: Path) -> None:
    """No file may grow over half a kilobyte, or one; the system says so as the file is written."""
    for name in ("search.sqlite", "journal.sqlite"):
        (place / "out" / name).unlink()
    for number in range(20):
        put_plan(place / "out", f"{number}.pdf", a_plan("Tiêm chủng mở rộng", f"một hai ba {number} " * 2000))
    before = {path.name for path in (place / "out").iterdir()}
    code = "from kehoach.pipeline.cli import main; main()"
    done = subprocess.run(
        ["sh", "-c", f'ulimit -f 1; exec "$0" -B -c "{code}" "$@"', sys.executable, *COMMANDS[command](place)],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 5, done.stderr
    assert b"cannot be " in done.stderr
    assert b"mistake of the program" not in done.stderr
    left = {path.name for path in (place / "out").iterdir()} - before
    assert not [name for name in left if name.endswith(".tmp")]


def test_nothing_is_put_where_standard_output_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(FileAccess, match="standard output is closed"):
        put("a")
