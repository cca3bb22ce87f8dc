"""Which named numbers of a room does no test hold? Each is multiplied by 0.6 and by 1.6, and the room's tests are run.

    python tests/tools/perturb.py layout parse [--only NAME] [--write]

Prints a table: a change that some test notices is `held`; one that no test notices is `unnoticed`. `--write` puts the
table into CONSTANTS.md. Only those tests are run that reach the code in which the number is used. Each run is a process
forked from this one, which has imported the libraries and nothing of kehoach.
"""

import argparse
import contextlib
import importlib
import json
import os
import re
import signal
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

sys.path[:0] = [str(Path(__file__).parents[2])]
from tests.tools.named_constants import FACTORS, ROOT, Constant, Perturbation, constants_of
from tests.tools.users import lines_using

TABLES = Path(__file__).with_name("CONSTANTS.md")
LIBRARIES = (
    "numpy", "cv2", "PIL.Image", "pydantic", "rapidfuzz.fuzz", "lxml.etree", "pypdfium2", "pikepdf", "pdfplumber", "rich",
    "click", "hypothesis", "onnxruntime", "bs4", "docx", "tesserocr", "coverage", "filetype", "trueocr", "pyvi", "docx",
    "odfdo", "openpyxl", "psutil",
)  # fmt: skip
SECONDS = 180  # after which a run counts as held: a change that makes the tests run without end is noticed
# Ends of a run, and whether the change was noticed: all passed; some test failed; some module could not be imported;
# stopped by the alarm; died.
ENDS = {0: False, 1: True, 2: True, -signal.SIGALRM: True, -signal.SIGSEGV: True, -signal.SIGABRT: True}


class Perturbed:
    """Pytest plugin: runs the tests named and no others, with a number of the package replaced."""

    def __init__(self, perturbation: Perturbation, names: Iterable[str] | None) -> None:
        self.perturbation = perturbation
        self.names = None if names is None else set(names)

    def pytest_configure(self) -> None:
        self.perturbation.install()  # now: pytest's own import hook must stand behind it

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        if self.names is not None:
            items[:] = [item for item in items if item.nodeid in self.names]


class Contexts:
    """Pytest plugin: tells coverage which test runs, and keeps the lines that each has reached."""

    def __init__(self, package: Path, kept: Path) -> None:
        from coverage import Coverage

        self.kept = kept
        self.coverage = Coverage(data_file=None, include=[f"{package}/*"], config_file=False)

    def pytest_configure(self) -> None:
        self.coverage.start()

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        self.coverage.switch_context(item.nodeid)

    def pytest_sessionfinish(self) -> None:
        self.coverage.stop()
        data = self.coverage.get_data()
        reached = {file: data.contexts_by_lineno(file) for file in data.measured_files()}
        self.kept.write_text(json.dumps(reached))


def forked(work: Callable[[], int]) -> int:
    """Do work in a process of its own, without a word, and return its exit code."""
    child = os.fork()
    if child == 0:
        with open(os.devnull, "w") as silence, tempfile.TemporaryDirectory() as home:
            os.dup2(silence.fileno(), 1)
            os.dup2(silence.fileno(), 2)
            signal.alarm(SECONDS)
            code = 99
            with contextlib.suppress(BaseException):
                importlib.import_module("hypothesis.configuration").set_hypothesis_home_dir(home)
                code = int(work())
        os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


class Room:
    """A room of the package with its tests and its doctests."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.package = next(p for p in (ROOT / "pipeline" / name, ROOT / "diacritics" / name) if p.is_dir())
        below = self.package.relative_to(ROOT)
        tests = (ROOT / "tests" / below, ROOT / "tests" / name)
        self.paths = [str(next(p for p in tests if p.is_dir())), str(ROOT / ".editable" / "kehoach" / below)]
        self.constants = constants_of(self.package)
        self.reached: dict[str, dict[str, list[str]]] = {}

    def run(self, plugin: object, paths: list[str] | None = None) -> int:
        """Run tests up to the first that fails in a process of its own; return pytest's exit code."""
        options = ["-x", "-q", "-p", "no:cacheprovider", "--hypothesis-seed=0", f"--rootdir={ROOT}"]
        return forked(lambda: pytest.main([*options, *(paths or self.paths)], plugins=[plugin]))

    def learn(self) -> None:
        """Run all tests as they are, and keep which lines each of them reaches."""
        with tempfile.TemporaryDirectory() as folder:
            kept = Path(folder) / "reached.json"
            code = self.run(Contexts(self.package, kept))
            if code != 0:
                raise SystemExit(f"The tests of {self.name} fail as they are (pytest: {code}); mend them first.")
            self.reached = json.loads(kept.read_text())

    def tests_for(self, constant: Constant) -> list[str] | None:
        """Return the tests that reach code in which a constant is used; None: all, as it is used while importing."""
        lines = lines_using(constant)
        if lines is None:
            return None
        found = set()
        for file, numbers in lines.items():
            by_line = self.reached.get(str(file), {})
            found |= {test for line in numbers for test in by_line.get(str(line), []) if test}
        return sorted(found)

    def is_held(self, constant: Constant, factor: float) -> bool:
        """Tell whether some test notices that a constant is another."""
        names = self.tests_for(constant)
        if names == []:
            return False
        paths = None if names is None else sorted({str(ROOT / name.split("::")[0]) for name in names})
        code = self.run(Perturbed(Perturbation(constant, constant.times(factor)), names), paths)
        if code not in ENDS:
            raise SystemExit(f"{constant.label} × {factor}: the tests did not run (pytest: {code}).")
        return ENDS[code]


def measured(room: Room, only: re.Pattern[str] | None) -> list[tuple[Constant, list[bool]]]:
    """Return each constant of a room with whether its smaller and its greater value are noticed."""
    room.learn()
    rows = []
    for constant in room.constants:
        if only and not only.search(f"{constant.file.stem}.{constant.label}"):
            continue
        held = [room.is_held(constant, factor) for factor in FACTORS]
        rows.append((constant, held))
        print(row(room, constant, held), flush=True)
    return rows


def row(room: Room, constant: Constant, held: list[bool]) -> str:
    """Return a constant's row of the table."""
    where = constant.file.relative_to(room.package).as_posix()
    cells = [f"{constant.times(f):.6g} {'held' if h else '**unnoticed**'}" for f, h in zip(FACTORS, held, strict=True)]
    return f"| {where} `{constant.label}` | {constant.value:.6g} | {' | '.join(cells)} |"


def summary(rows: list[tuple[Constant, list[bool]]]) -> str:
    """Return how many constants there are and how many are not held."""
    whole, changes = len(rows), [h for _, held in rows for h in held]
    loose = sum(not all(held) for _, held in rows)
    return (
        f"{whole} numbers; {loose} ({loose / max(whole, 1):.0%}) with a change unnoticed; "
        f"{changes.count(False)} of {len(changes)} changes ({changes.count(False) / max(len(changes), 1):.0%}) unnoticed."
    )


def write(sections: dict[str, str]) -> None:
    """Put the sections of rooms into the file of tables; other rooms' sections stay."""
    old = re.split(r"^## (\w+)\n", TABLES.read_text("utf-8") if TABLES.exists() else "", flags=re.M)
    kept = dict(zip(old[1::2], old[2::2], strict=True)) | sections
    head = "# Which named numbers the tests hold\n\nWritten by `make perturb ROOM=…`; see `tests/tools/perturb.py`.\n\n"
    TABLES.write_text(head + "\n".join(f"## {name}\n\n{kept[name].strip()}\n" for name in sorted(kept)), "utf-8")


def main() -> None:
    """Measure the rooms named."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("rooms", nargs="+")
    parser.add_argument("--only", type=re.compile, help="constants whose module.NAME has this pattern")
    parser.add_argument("--write", action="store_true", help=f"put the tables into {TABLES.name}")
    arguments = parser.parse_args()
    for library in LIBRARIES:
        with contextlib.suppress(ImportError):
            importlib.import_module(library)
    sections: defaultdict[str, str] = defaultdict(str)
    for name in arguments.rooms:
        room = Room(name)
        print(f"\n## {name}\n")
        rows = measured(room, arguments.only)
        print(f"\n{summary(rows)}")
        head = "| Number | Value | × 0.6 | × 1.6 |\n| --- | ---: | --- | --- |\n"
        sections[name] = f"{summary(rows)}\n\n{head}" + "\n".join(row(room, *each) for each in rows)
    if arguments.write:
        write(sections)


if __name__ == "__main__":
    main()
