"""Cores and memory, of the machine or of the container that it is seen from."""

from pathlib import Path

import psutil
import pytest

from kehoach.pipeline import capacity


@pytest.mark.parametrize(
    ("quota", "wanted"), [("150000 100000", 2), ("50000 100000", 1), ("max 100000", 8), ("9999999 100000", 8), ("", 8)]
)
def test_cores_are_those_of_the_affinity_and_the_quota(
    quota: str, wanted: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(capacity.os, "sched_getaffinity", lambda _: set(range(8)), raising=False)
    (tmp_path / "cpu.max").write_text(quota, "ascii")
    assert capacity.cores(tmp_path) == wanted


def test_memory_is_the_machines_or_the_containers(tmp_path: Path) -> None:
    whole = psutil.virtual_memory().total
    assert capacity.memory(tmp_path) == whole
    (tmp_path / "memory.max").write_text("max\n", "ascii")
    assert capacity.memory(tmp_path) == whole
    (tmp_path / "memory.max").write_text("1073741824\n", "ascii")
    assert capacity.memory(tmp_path) == 1 << 30
