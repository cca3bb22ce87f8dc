"""The journal says what is wrong with its disk, and its last whole state stays."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from kehoach.pipeline.batch.journal import Journal
from kehoach.pipeline.errors import FileAccess


def full() -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("database or disk is full")
    error.sqlite_errorcode = sqlite3.SQLITE_FULL
    return error


@pytest.mark.parametrize("gone_back", [False, True], ids=["by us", "by SQLite"])
def test_a_full_disk_is_named_whoever_goes_back(tmp_path: Path, *, gone_back: bool) -> None:
    with Journal(tmp_path) as journal:
        with pytest.raises(FileAccess, match="the disk is full") as caught, journal._transaction():
            journal._base.execute("CREATE TABLE half (written)")
            if gone_back:  # as SQLite may, on a full disk
                journal._base.execute("ROLLBACK")
            raise full()
        assert caught.value.exit_code == 5
        assert not journal._base.in_transaction
        assert not journal._base.execute("SELECT * FROM sqlite_master WHERE name = 'half'").fetchall()
