"""A part of the hostile files in one run, as `make test` has time for; `run_hostile.py` takes them all, one by one."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections import Counter
from pathlib import Path

import pikepdf
import pytest
from fault_files import KEHOACH
from hostile import Case, cases, write
from run_hostile import End, ends

EACH_KIND = 3
UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
MEMORY = 2048  # MB for a worker


def chosen() -> list[Case]:
    """Quick ones, a few of each kind."""
    seen: Counter[str] = Counter()
    kept = []
    for case in cases():
        if not case.slow and seen[case.kind] < EACH_KIND:
            seen[case.kind] += 1
            kept.append(case)
    return kept


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[bytes]]:
    place = tmp_path_factory.mktemp("hostile")
    write(place / "in", chosen())
    asked = ["-j", "2", "--ocr", "skip", "--memory", str(MEMORY), "--timeout", "120", "--quiet"]
    command = [*KEHOACH, "run", str(place / "in"), "-o", str(place / "out"), *asked]
    return place, subprocess.run(command, capture_output=True, check=False, cwd=place)


def test_there_are_enough_of_them() -> None:
    every = list(cases())
    assert len(every) >= 60
    assert len({case.kind for case in every}) >= 15
    assert len({case.name for case in every}) == len(every)


def test_each_ends_as_it_must(run: tuple[Path, subprocess.CompletedProcess[bytes]]) -> None:
    place, done = run
    found = ends(place / "out")
    met = {case.name: found.get(case.name, End("nothing")) for case in chosen()}
    assert {case.name: met[case.name] for case in chosen() if met[case.name].got != case.ends} == {}
    assert done.returncode == 11  # some failed, as they must


def test_nobody_is_shown_a_trace_or_a_terminals_commands(run: tuple[Path, subprocess.CompletedProcess[bytes]]) -> None:
    said = run[1].stdout + run[1].stderr
    assert b"Traceback" not in said
    assert b"unexpected" not in said
    assert b"\x1b" not in said


def test_nothing_is_written_outside_and_nothing_is_left_over(
    run: tuple[Path, subprocess.CompletedProcess[bytes]],
) -> None:
    place = run[0]
    assert sorted(path.name for path in place.iterdir()) == ["in", "out"]
    assert not [path for path in (place / "out").rglob("*") if path.name.endswith(".tmp")]
    files = {os.fsencode(path.name) for path in (place / "in").iterdir()}
    assert files == {case.name.encode("utf-8", "surrogateescape") for case in chosen()}


def test_no_text_turns_its_direction_or_holds_controls(run: tuple[Path, subprocess.CompletedProcess[bytes]]) -> None:
    for plan in (run[0] / "out").rglob("plan.json"):
        text = json.loads(plan.read_bytes())["text"]
        assert not UNSEEN.search(text["faithful"] + text["normalised"]), plan


def test_a_searchable_pdf_takes_nothing_active_along(tmp_path: Path) -> None:
    write(tmp_path / "in", [case for case in cases() if case.kind == "active"])
    command = [*KEHOACH, "run", str(tmp_path / "in"), "-o", str(tmp_path / "out"), "--export", "pdf", "--ocr", "skip"]
    subprocess.run([*command, "--quiet"], check=True)
    written = list((tmp_path / "out").rglob("*.pdf/*.pdf"))
    assert len(written) == len(list((tmp_path / "in").iterdir()))
    for path in written:
        with pikepdf.open(path) as pdf:
            said = str([one.unparse(resolved=True) for one in pdf.objects if not isinstance(one, pikepdf.Stream)])
        assert "/Catalog" in said
        assert not re.search("JavaScript|Launch|OpenAction|/AA|EmbeddedFile|XFA|SubmitForm|/URI|GoToR", said), path
