"""One run at a time on one OUT; the lock ends with its holder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kehoach.pipeline.batch.lock import held, holder
from kehoach.pipeline.errors import FileAccess

HOLDER = """
import sys
from pathlib import Path
from kehoach.pipeline.batch.lock import held
with held(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def hold_elsewhere(out: Path) -> subprocess.Popen[bytes]:
    process = subprocess.Popen([sys.executable, "-c", HOLDER, str(out)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout
    assert process.stdout.readline() == b"held\n"
    return process


def test_a_second_run_is_refused_and_told_which_process_is_at_work(tmp_path):
    process = hold_elsewhere(tmp_path)
    try:
        with pytest.raises(FileAccess, match=f"in use by another run .process {process.pid} on"), held(tmp_path):
            pass
        assert (holder(tmp_path) or {})["pid"] == process.pid
    finally:
        process.kill()
        process.wait()


def test_the_lock_of_a_killed_holder_is_free(tmp_path):
    process = hold_elsewhere(tmp_path)
    process.kill()
    process.wait()
    assert holder(tmp_path) is None
    with held(tmp_path):
        assert (holder(tmp_path) or {})["pid"] == os.getpid()
    assert holder(tmp_path) is None


def test_out_is_made_and_a_file_in_its_place_is_a_clear_error(tmp_path):
    with held(tmp_path / "a" / "b"):
        assert (tmp_path / "a" / "b").is_dir()
    (tmp_path / "file").write_text("x")
    with pytest.raises(FileAccess, match="cannot be written to"), held(tmp_path / "file" / "out"):
        pass


def test_nobody_holds_a_folder_where_no_run_has_been(tmp_path):
    assert holder(tmp_path) is None
    assert not list(tmp_path.iterdir())
