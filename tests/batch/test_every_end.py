"""A folder of everything that archives are full of: each thing has one row in the journal, and the right end."""

from __future__ import annotations

import io
import json
import os
import socket
import sqlite3
import sys
from pathlib import Path

import pytest
from batch_workers import InlinePool, age, options
from PIL import Image

sys.path.insert(0, str(Path(__file__).parent.parent / "ingest"))  # archives made on the spot
from archives import linked, locked, mail, plan, zipped

from kehoach.pipeline.batch import carry_out, planned
from kehoach.pipeline.batch.forget import forget
from kehoach.pipeline.batch.status import read_status
from kehoach.pipeline.cli import invoke
from kehoach.pipeline.errors import BadInput, FileAccess
from kehoach.pipeline.options import IngestOptions, OcrMode, OcrOptions, Options

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(64)
EXE = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff" + bytes(range(256)) * 2
FONT = b"\x00\x01\x00\x00\x00\x0f\x00\x80\x00\x03\x00\x70" + bytes(range(256))


def png() -> bytes:
    data = io.BytesIO()
    Image.new("L", (80, 100), 255).save(data, "PNG")
    return data.getvalue()


INSIDE = zipped(
    ("tập 1/kế hoạch.txt", plan(11)),
    ("phim.mp4", MP4),
    ("hỏng.pdf", PDF),
    ("__MACOSX/._kế hoạch.txt", b"x"),
    linked("lối ra", "/etc/passwd"),
    ("trong.zip", zipped(("../../sâu.txt", plan(12)), ("nữa.zip", zipped(("a.txt", plan(13)))))),
)
MAIL = mail("Xin gửi kèm kế hoạch.\n", ("kế hoạch.txt", plan(14)), ("nhạc.mp4", MP4)).as_bytes()

FILES: dict[str, tuple[bytes, str]] = {
    "01 kế hoạch.txt": (plan(1), "done"),
    "02 không đuôi": (plan(2), "done"),
    "03 trang.png": (png(), "done"),
    "04 hỏng.pdf": (PDF, "failed bad-input"),
    "05 cụt.png": (png()[:60], "failed bad-input"),
    "06 rỗng.txt": (b"", "failed bad-input"),
    "07 rác.pdf": (bytes(range(256)) * 8, "failed no-document"),
    "08 cũ.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "failed bad-input"),
    "09 chương trình.exe": (EXE, "skipped no-document"),
    "10 phim.mp4": (MP4, "skipped no-document"),
    "11 phông.ttf": (FONT, "skipped no-document"),
    "12 số liệu.json": (b'{"a": 1}', "skipped side-file"),
    "13 số liệu.csv": (b"a,b\n1,2\n", "skipped side-file"),
    "14 nhật ký.log": (b"started\n", "skipped side-file"),
    "15 json không đuôi": (b'{"a": 1}', "skipped no-document"),
    ".16 ẩn.txt": (plan(3), "skipped hidden"),
    "17 đang tải.pdf.part": (b"%PDF", "skipped unfinished"),
    "~$18 đang mở.docx": (b"x", "skipped unfinished"),
    "19 bản cũ.txt~": (plan(4), "skipped unfinished"),
    "Thumbs.db": (b"x", "skipped system-file"),
    "21 đóng.rar": (b"Rar!\x1a\x07\x01\x00" + bytes(80), "failed bad-input"),
    "22 đóng.7z": (b"7z\xbc\xaf\x27\x1c\x00\x04" + bytes(80), "failed bad-input"),
    "23 đóng.tar.gz": (b"\x1f\x8b\x08\x00" + bytes(80), "failed bad-input"),
    "24 hỏng.zip": (INSIDE[:200], "failed bad-input"),
    "25 trống.zip": (zipped(), "skipped holds-nothing"),
    "26 khoá.zip": (locked(zipped(("a.txt", plan(5)))), ""),
    "27 hồ sơ.zip": (INSIDE, ""),
    "28 thư.eml": (MAIL, ""),
    "mẫu/expected.json": (b"{}", "skipped side-file"),
    "mẫu/truth.txt": (plan(6), "skipped sample-truth"),
    "mẫu/văn bản.txt": (plan(7), "done"),
    "kết quả cũ/journal.sqlite": (b"x", ""),
    "kết quả cũ/a.txt/faithful.txt": (plan(8), ""),
}
MORE = {
    "kết quả cũ": "skipped results",
    "26 khoá.zip/a.txt": "failed encrypted",
    "27 hồ sơ.zip/tập 1/kế hoạch.txt": "done",
    "27 hồ sơ.zip/phim.mp4": "skipped no-document",
    "27 hồ sơ.zip/hỏng.pdf": "failed bad-input",
    "27 hồ sơ.zip/__MACOSX/._kế hoạch.txt": "skipped system-file",
    "27 hồ sơ.zip/lối ra": "skipped leads-out",
    "27 hồ sơ.zip/trong.zip/sâu.txt": "done",
    "27 hồ sơ.zip/trong.zip/nữa.zip": "failed bad-input",
    "28 thư.eml/mail.txt": "skipped short-text",
    "28 thư.eml/kế hoạch.txt": "done",
    "28 thư.eml/nhạc.mp4": "skipped no-document",
    "40 ống": "skipped no-regular-file",
    "41 ổ cắm": "skipped no-regular-file",
    "42 lối ra": "skipped leads-out",
    "43 lần nữa.txt": "skipped same-file",
    "44 thiết bị": "skipped leads-out",
    "45 đứt": "failed file-access",
    "46 vòng": "failed file-access",
}
ENDS = {name: end for name, (_, end) in FILES.items() if end} | MORE


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder, each of its files as old as any."""
    found = tmp_path / "kho"
    for name, (content, _) in FILES.items():
        path = found / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        age(path)
    os.mkfifo(found / "40 ống")
    here = Path.cwd()
    os.chdir(found)  # the path of a socket may have some hundred bytes
    try:
        with socket.socket(socket.AF_UNIX) as one:
            one.bind("41 ổ cắm")
    finally:
        os.chdir(here)
    (tmp_path / "ngoài.txt").write_bytes(plan(9))
    (found / "42 lối ra").symlink_to(tmp_path / "ngoài.txt")
    (found / "43 lần nữa.txt").symlink_to(found / "01 kế hoạch.txt")
    (found / "44 thiết bị").symlink_to("/dev/zero")
    (found / "45 đứt").symlink_to(found / "không có")
    (found / "46 vòng").symlink_to(found / "46 vòng")
    return found


def asked(out: Path, **ingest: object) -> Options:
    plain = options()
    skip = OcrOptions(mode=OcrMode.SKIP)
    return Options(ingest=IngestOptions(exclude=(out,), **ingest), ocr=skip, batch=plain.batch)  # type: ignore[arg-type]


def run(paths: list[Path], out: Path, **ingest: object):
    """A whole run in this process: the steps that were done, and the summary."""
    pool = InlinePool()
    with planned(paths, out, asked(out, **ingest)) as started:
        list(started.outcomes(lambda *_: pool))
    return pool.steps, started.summary


def ends(out: Path) -> dict[str, str]:
    """Each row of the journal: done (with something to look at, or not), or failed or skipped and why."""
    with sqlite3.connect(out / "journal.sqlite") as base:
        rows = base.execute("SELECT place, state, code FROM document").fetchall()
    return {place: "done" if state.startswith("done") else f"{state} {code}" for place, state, code in rows}


def collected(out: Path) -> list[str]:
    lines = (out / "plans.ndjson").read_text("utf-8").splitlines()
    return [json.loads(line)["source"]["path"] for line in lines]


def test_everything_has_its_end(folder, tmp_path):
    _, summary = run([folder], tmp_path / "out")
    assert ends(tmp_path / "out") == ENDS
    assert len(ENDS) >= 45
    assert summary.exit_code == 11
    failed = [place for place, end in ENDS.items() if end.startswith("failed")]
    skipped = [place for place, end in ENDS.items() if end.startswith("skipped")]
    counted = summary.as_dict()
    assert sum(counted["failed_by_cause"].values()) == len(failed)
    assert sum(one["count"] for one in counted["skipped_by_reason"].values()) == len(skipped)
    assert any(f"{len(skipped)} skipped" in line for line in summary.lines())
    status = read_status(tmp_path / "out")
    assert sorted(place for one in status.as_dict()["skipped_by_reason"] for place in one["places"]) == sorted(skipped)
    assert any("x side-file: 12 số liệu.json, 13 số liệu.csv" in line for line in status.lines())
    report = (tmp_path / "out" / "report.html").read_text("utf-8")
    assert all(place in report for place in (*skipped, *failed))
    assert str(folder / "27 hồ sơ.zip" / "trong.zip" / "sâu.txt") not in [str(p) for p in tmp_path.rglob("*")]
    assert str(folder / "28 thư.eml" / "kế hoạch.txt") in collected(tmp_path / "out")


def test_a_second_run_reads_nothing_again_but_what_has_no_content_to_know_it_by(folder, tmp_path):
    run([folder], tmp_path / "out")
    steps, summary = run([folder], tmp_path / "out")
    assert {step.removeprefix("document ") for step in steps} <= {"26 khoá.zip/a.txt", "45 đứt", "46 vòng"}
    assert ends(tmp_path / "out") == ENDS
    assert summary.exit_code == 11


def test_of_a_changed_archive_only_what_changed_is_read_again(tmp_path):
    path, out = tmp_path / "a.zip", tmp_path / "out"
    path.write_bytes(zipped(("1.txt", plan(1)), ("2.txt", plan(2)), ("3.txt", plan(3))))
    age(path)
    assert len(run([path], out)[0]) == 3
    path.write_bytes(zipped(("1.txt", plan(1)), ("2.txt", plan(20)), ("4.txt", plan(4))))
    age(path, 100)
    steps, summary = run([path], out)
    assert steps == ["document a.zip/2.txt", "document a.zip/4.txt"]
    assert summary.gone == 1  # 3.txt is in it no more; its results are kept
    assert read_status(out).gone == ["a.zip/3.txt"]
    forget(out, [path / "3.txt"])
    assert read_status(out).gone == []
    assert run([path], out)[0] == []


def test_searchable_pdfs_are_made_of_members_too(tmp_path):
    from kehoach.pipeline.options import ExportFormat, ExportOptions

    path, out = tmp_path / "a.zip", tmp_path / "out"
    path.write_bytes(zipped(("trang.png", png())))
    age(path)
    wanted = asked(out)
    wanted = Options(wanted.ingest, wanted.ocr, ExportOptions((ExportFormat.JSON, ExportFormat.PDF)), wanted.batch)
    with planned([path], out, wanted) as started:
        list(started.outcomes(lambda *_: InlinePool()))
    assert [file.name for file in (out / "a.zip" / "trang.png").glob("*.pdf")]


@pytest.mark.parametrize("name", ["09 chương trình.exe", "10 phim.mp4", "15 json không đuôi"])
def test_what_is_named_and_cannot_be_read_is_a_failure(folder, tmp_path, name):
    run([folder], tmp_path / "out")
    _, summary = run([folder / name], tmp_path / "out")
    assert summary.exit_code == BadInput.exit_code
    assert ends(tmp_path / "out")[name] == "failed no-document"


def test_a_folder_of_nothing_to_read_says_what_is_in_it(tmp_path):
    for name in ("a.json", "b.json", ".c"):
        (tmp_path / "in" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "in" / name).write_bytes(b"x")
    with pytest.raises(BadInput, match=r"only 2 x side-file: a.json, b.json .*; 1 x hidden: .c"):
        run([tmp_path / "in"], tmp_path / "out")
    assert not (tmp_path / "out").exists()
    (tmp_path / "in" / "d.mp4").write_bytes(MP4)
    age(tmp_path / "in" / "d.mp4")
    _, summary = run([tmp_path / "in"], tmp_path / "out")
    assert summary.exit_code == BadInput.exit_code
    assert ends(tmp_path / "out")["d.mp4"] == "skipped no-document"


def test_nothing_is_begun_where_one_of_the_names_is_not_there(folder, tmp_path):
    with pytest.raises(FileAccess, match=r"01 ke hoach.txt: no such file.*there is .*01 kế hoạch.txt"):
        run([folder / "03 trang.png", folder / "01 ke hoach.txt"], tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", ["40 ống", "41 ổ cắm", "44 thiết bị"])
def test_what_is_no_regular_file_ends_at_once_where_it_is_named(folder, tmp_path, name, capsys):
    assert invoke(["run", str(folder / name), "-o", str(tmp_path / "out"), "-j", "1", "-q"]) == BadInput.exit_code
    assert "not a regular file" in capsys.readouterr().err
    assert invoke(["judge", str(folder / name)]) == BadInput.exit_code
    assert "not a regular file" in capsys.readouterr().err


def test_a_file_that_was_deleted_is_said_and_can_be_forgotten(tmp_path, capsys):
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    for number in range(3):
        (source / f"{number}.txt").write_bytes(plan(number))
        age(source / f"{number}.txt")
    run([source], out)
    (source / "1.txt").unlink()
    _, summary = run([source], out)
    assert any("1 whose file is gone" in line for line in summary.lines())
    assert len(collected(out)) == 3
    assert any("1 whose file is gone, with results that are kept: 1.txt" in line for line in read_status(out).lines())
    assert invoke(["forget", str(out), str(source / "1.txt")]) == 0
    assert f"results kept: {out / '1.txt'}" in capsys.readouterr().err
    assert (out / "1.txt" / "plan.json").is_file()
    assert len(collected(out)) == 2
    assert "1.txt" not in ends(out)
    (out / "0.txt" / "của tôi.md").write_text("x", "utf-8")
    assert invoke(["forget", str(out), "0.txt", "--delete-results"]) == 0
    assert [path.name for path in (out / "0.txt").iterdir()] == ["của tôi.md"]
    assert invoke(["forget", str(out), "nowhere.txt"]) == BadInput.exit_code
    assert list(ends(out)) == ["2.txt"]


def test_run_reads_standard_input(tmp_path, monkeypatch):
    out = tmp_path / "out"

    class Given:
        buffer = io.BytesIO(plan(1))

    monkeypatch.setattr("sys.stdin", Given)
    run([Path("-")], out)
    assert ends(out) == {"stdin": "done"}
    assert collected(out) == ["-"]
    assert read_status(out).gone == []
    Given.buffer = io.BytesIO(plan(1))
    assert run([Path("-")], out)[0] == []  # the same again
    Given.buffer = io.BytesIO(b"")
    with pytest.raises(BadInput, match="standard input is empty"):
        run([Path("-")], tmp_path / "other")
    assert not (tmp_path / "other").exists()


def test_workers_take_members_out_themselves(tmp_path):
    path, out = tmp_path / "a.zip", tmp_path / "out"
    path.write_bytes(zipped(("1.txt", plan(1)), ("b/2.zip", zipped(("2.txt", plan(2))))))
    age(path)
    carry_out([path], out, asked(out))
    assert ends(out) == {"a.zip/1.txt": "done", "a.zip/b/2.zip/2.txt": "done"}
