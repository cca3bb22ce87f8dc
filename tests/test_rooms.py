"""Every room says what it knows and where a new rule goes; what papers are made of the code is not stale."""

from __future__ import annotations

import ast
import re
import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from kehoach.pipeline.errors import kinds_of_error
from tests.tools import error_page, rooms

ROOT = Path(__file__).parents[1]
PROGRAM = ("pipeline", "diacritics", "models", "samples")
OF_TESTS = (
    "tests",
    "tests/acceptance",
    "tests/benchmarks",
    "tests/faults",
    "tests/tools",
)  # the others mirror packages
ROOMS = sorted(
    {str(path.parent.relative_to(ROOT)) for top in PROGRAM for path in (ROOT / top).rglob("*.py")} | set(OF_TESTS)
)
FILES = re.compile(r"`([\w./-]+(?:\.(?:py|json|jsonl|md|toml|tsv|css|js|txt|xz|graph|npz)|/))`")
OF_RESULTS = {
    "plan.json",
    "report.html",
    "truth.txt",
    "expected.json",
    "source.toml",
    "faithful.txt",
    "text.txt",
    "out/",
    "Viet74K.txt",
}
"""Files of a run, a sample or another package, not of the repository at that place."""
LONGEST = {"samples": 60, "diacritics/training": 500, "pipeline": 120}
"""Lines of a README; others are short, so that they are read."""


def files_named(paper: Path) -> Iterator[str]:
    """The files and folders that a paper names in code marks; OUT's and a model's own are not the repository's."""
    yield from FILES.findall(paper.read_text("utf-8"))


def stands(name: str, paper: Path) -> bool:
    return any((folder / name).exists() for folder in (paper.parent, ROOT, ROOT / "models/restorer"))


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_has_a_short_readme_that_says_where_a_rule_goes(room: str) -> None:
    text = (ROOT / room / "README.md").read_text("utf-8")
    assert text.startswith("# ")
    assert len(text.splitlines()) <= LONGEST.get(room, 45)
    assert room in LONGEST or re.search(r"^A new …|^A new page", text, re.MULTILINE)


@pytest.mark.parametrize("room", [*ROOMS, "pipeline/GLOSSARY.md", "CONTRIBUTING.md"])
def test_files_that_papers_of_rooms_name_exist(room: str) -> None:
    paper = ROOT / room if room.endswith(".md") else ROOT / room / "README.md"
    named = set(files_named(paper)) - OF_RESULTS
    assert [name for name in sorted(named) if not stands(name, paper)] == []


def test_drawings_of_the_rooms_are_those_of_the_imports() -> None:
    assert ROOT / "pipeline/README.md" in rooms.papers()
    assert list(rooms.stale()) == [], "make rooms"


@pytest.fixture(scope="module")
def drawing() -> str:
    return rooms.drawing("pipeline")


def test_every_room_of_the_pipeline_is_drawn_and_listed(drawing: str) -> None:
    text = (ROOT / "pipeline/README.md").read_text("utf-8")
    for folder in sorted(path.parent.name for path in (ROOT / "pipeline").glob("*/__init__.py")):
        assert re.search(rf"\b{folder}\b", drawing), folder
        assert f"]({folder}/README.md)" in text, folder
    flat = {path.stem for path in (ROOT / "pipeline").glob("*.py")}
    grouped = {name for modules in rooms.GROUPS["pipeline"].values() for name in modules}
    assert grouped <= flat, "modules that are gone"
    assert flat - grouped == {"api", "process"}, "say in tests/tools/rooms.py in which box they are drawn"


def test_whoever_imports_stands_above_what_it_imports(drawing: str) -> None:
    lines = re.findall(r"^    (\w+) --> (.+)$", drawing, re.MULTILINE)
    place = {room: number for number, (room, _) in enumerate(lines)}
    assert all(place[room] < place.get(below, len(lines)) for room, all_ in lines for below in all_.split(" & "))


def test_a_new_import_makes_a_drawing_stale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "diacritics", tmp_path / "diacritics", ignore=shutil.ignore_patterns("data", "__pycache__"))
    monkeypatch.setattr(rooms, "ROOT", tmp_path)
    before = (tmp_path / "diacritics/README.md").read_text("utf-8")
    assert rooms.drawn(before) == before
    with (tmp_path / "diacritics/metrics.py").open("a", encoding="utf-8") as metrics:
        metrics.write("\nfrom kehoach.diacritics.judge import verdict\n")
    assert "metrics --> judge" in rooms.drawn(before)


def test_rooms_that_import_one_another_are_refused() -> None:
    with pytest.raises(rooms.Circle, match="a -> b -> a"):
        rooms.depths({"a": {"b"}, "b": {"a"}})


def test_the_page_of_errors_is_that_of_the_code() -> None:
    assert error_page.PAGE.read_text("utf-8") == error_page.page(), "make errors"


def test_the_page_of_errors_has_every_kind_and_every_exit_code() -> None:
    rows = re.findall(r"^\| `([\w-]+)` \| (\d+) \| `(\w+)` \| .+ \| .+ \|$", error_page.page(), re.MULTILINE)
    assert sorted(rows) == sorted((kind.code, str(kind.exit_code), kind.__name__) for kind in set(kinds_of_error()))
    readme = (ROOT / "README.md").read_text("utf-8")
    codes = {code for _, code, _ in rows} | {str(code) for code, *_ in error_page.run_codes()}
    assert codes == set(re.findall(r"^\| (\d+) \|", readme, re.MULTILINE))


def test_an_error_that_does_not_say_what_to_do_is_refused() -> None:
    with pytest.raises(SystemExit, match="PageError"):
        error_page.parted("A page is bad.", "PageError")


def glossary() -> list[tuple[str, list[str], list[Path]]]:
    """Each term with its names in the code and the modules that know it."""
    found = []
    for row in (ROOT / "pipeline/GLOSSARY.md").read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        if row.startswith("| ") and cells[0] != "Vietnamese":
            names, files = (re.findall(r"`([^`]+)`", cell) for cell in cells[2:4])
            places = [ROOT / name if name.startswith("diacritics/") else ROOT / "pipeline" / name for name in files]
            found.append((cells[0], names, places))
    return found


@pytest.mark.parametrize(("names", "modules"), [pytest.param(*rest, id=term) for term, *rest in glossary()])
def test_terms_of_the_glossary_are_known_where_it_says(names: list[str], modules: list[Path]) -> None:
    assert names
    assert modules
    text = "\n".join(path.read_text("utf-8") for path in (*modules, ROOT / "pipeline/plan.py"))
    parts = {part for path in modules for part in path.with_suffix("").parts}
    assert [name for name in names if name not in parts and not re.search(rf"\b{re.escape(name)}\b", text)] == []


def test_the_glossary_has_each_term_once() -> None:
    terms = sorted(term for term, *_ in glossary())
    assert len(terms) > 50
    assert [one for one, other in pairwise(terms) if one == other] == []


MODULES = [path for top in PROGRAM for path in sorted((ROOT / top).rglob("*.py"))]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_says_in_one_line_what_it_knows(path: Path) -> None:
    first = (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").split("\n")[0]
    assert first.endswith((".", "!", "?", ")", "»")), first
