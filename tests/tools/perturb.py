"""Which named numbers of a room does no test hold? Each is multiplied by 0.6 and by 1.6, and the room's tests are run.

    python -m tests.tools.perturb layout parse [--only NAME] [--write]

Prints a table: a change that some test notices is `held`; one that no test notices is `unnoticed`. `--write` puts the
table into CONSTANTS.md. Only those tests are run that reach the code in which the number is used, the narrowest first.
Each run is a process forked from one that has imported the libraries and nothing of kehoach, or, where a number is
read while tests run and not while modules are imported, from one that has collected the tests.
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
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol

from tests.tools.named_constants import FACTORS, ROOT, Constant, Perturbation, constants_of
from tests.tools.users import Lines, modules_having, users_of

TABLES = Path(__file__).with_name("CONSTANTS.md")
OWN = ("kehoach", "tests", "__main__", "conftest")
OPTIONS = ("-q", "-p", "no:cacheprovider", "-p", "no:randomly", "--hypothesis-seed=0", f"--rootdir={ROOT}")
# Rooms whose rules are tried by the tests of those that apply them.
ALSO_TRIED_BY = {"form": ("parse", "layout")}
SECONDS = 180  # after which a run counts as held: a change that makes the tests run without end is noticed
# Ends of a run, and whether the change was noticed: all passed; some test failed; some module could not be imported;
# stopped by the alarm; died.
ENDS = {0: False, 1: True, 2: True, -signal.SIGALRM: True, -signal.SIGSEGV: True, -signal.SIGABRT: True}


class Room:
    """A room of the package with its tests and its doctests."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.package = next(p for p in (ROOT / "pipeline" / name, ROOT / "diacritics" / name) if p.is_dir())
        below = self.package.relative_to(ROOT)
        tests = (ROOT / "tests" / below, ROOT / "tests" / name)
        own = next(p for p in tests if p.is_dir())
        others = [ROOT / "tests" / other for other in ALSO_TRIED_BY.get(name, ())]
        self.paths = [str(path) for path in (own, *others, ROOT / ".editable" / "kehoach" / below)]
        self.constants = constants_of(self.package)
        self.reached: dict[str, dict[str, list[str]]] = {}  # file, line: tests
        self.width: Counter[str] = Counter()  # test: lines that it reaches

    def learn(self) -> None:
        """Run all tests as they are, and keep which lines each of them reaches."""
        with tempfile.TemporaryDirectory() as folder:
            kept = Path(folder) / "reached.json"
            code = forked(lambda: pytest.main([*OPTIONS, *self.paths], plugins=[Contexts(self.package, kept)]))
            if code != 0:
                raise SystemExit(f"The tests of {self.name} fail as they are (pytest: {code}); mend them first.")
            found = json.loads(kept.read_text())
        self.reached = found["reached"]
        self.width.update(test for lines in self.reached.values() for tests in lines.values() for test in tests)
        for library in found["libraries"]:
            with contextlib.suppress(Exception):
                importlib.import_module(library)

    def tests_for(self, lines: Lines | None) -> list[str]:
        """Return the tests that reach some lines, those that reach little else first; all, where lines are unknown."""
        if lines is None:
            return sorted(self.width, key=self.width.__getitem__)
        found = set()
        for file, numbers in lines.items():
            by_line = self.reached.get(str(file), {})
            found |= {test for line in numbers for test in by_line.get(str(line), []) if test}
        return sorted(found, key=self.width.__getitem__)


class Contexts:
    """Pytest plugin: tells coverage which test runs; keeps the lines that each has reached and the libraries needed."""

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
        libraries = [name for name in sys.modules if name.split(".")[0] not in OWN and not name.startswith("test_")]
        self.kept.write_text(json.dumps({"reached": reached, "libraries": libraries}))


class Perturbed:
    """Pytest plugin: runs the tests named in that order, up to the first that fails, with a number replaced."""

    def __init__(self, perturbation: Perturbation, names: Sequence[str]) -> None:
        self.perturbation = perturbation
        self.place = {name: at for at, name in enumerate(names)}

    def pytest_configure(self) -> None:
        self.perturbation.install()  # now: pytest's own import hook must stand behind it

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted((x for x in items if x.nodeid in self.place), key=lambda item: self.place[item.nodeid])


def forked(work: Callable[[], int], seconds: int = SECONDS) -> int:
    """Do work in a process of its own, without a word, and return its exit code."""
    child = os.fork()
    if child == 0:
        with Path(os.devnull).open("w") as silence, tempfile.TemporaryDirectory() as home:
            os.dup2(silence.fileno(), 1)
            os.dup2(silence.fileno(), 2)
            signal.alarm(seconds)
            code = 99
            with contextlib.suppress(BaseException):
                importlib.import_module("hypothesis.configuration").set_hypothesis_home_dir(home)
                code = int(work())
        os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def is_held(room: Room, constant: Constant, factor: float) -> bool:
    """Tell whether some test notices that a constant is another."""
    names = room.tests_for(users_of(constant).lines)
    if not names:
        return False
    plugin = Perturbed(Perturbation(constant, constant.times(factor)), names)
    code = forked(lambda: pytest.main([*OPTIONS, "-x", *room.paths], plugins=[plugin]))
    if code not in ENDS:
        raise SystemExit(f"{constant.label} × {factor}: the tests did not run (pytest: {code}).")
    return ENDS[code]


class Collected:
    """Pytest plugin: collects a room's tests once, and runs them from there in a forked process for each change.

    That is for numbers that are read while tests run, and never while modules are imported.
    """

    def __init__(self, room: Room, constants: Sequence[Constant], kept: Path) -> None:
        self.room, self.constants, self.kept = room, constants, kept

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        items = {item.nodeid: item for item in session.items}
        everything = [items[name] for name in self.room.tests_for(None) if name in items]
        if forked(lambda: run_until_failure(everything)) != 0:
            return True  # in this order they fail as they are: nothing is kept
        found = []
        for constant in self.constants:
            names = self.room.tests_for(users_of(constant).lines)
            chosen = [items[name] for name in names if name in items]
            found.append([self._held(constant, factor, chosen) for factor in FACTORS])
        self.kept.write_text(json.dumps(found))
        return True

    @staticmethod
    def _held(constant: Constant, factor: float, chosen: Sequence[pytest.Item]) -> bool:
        def work() -> int:
            replace_everywhere(constant, constant.times(factor))
            return run_until_failure(chosen)

        return bool(chosen) and ENDS[forked(work)]


def run_until_failure(items: Sequence[pytest.Item]) -> int:
    """Run tests that are collected, and return 1 at the first that fails."""
    for item, after in zip(items, [*items[1:], None], strict=True):
        if any(report.failed for report in runtestprotocol(item, log=False, nextitem=after)):
            return 1
    return 0


def replace_everywhere(constant: Constant, value: float) -> None:
    """Put another value into every module of the package that has a constant."""
    home = sys.modules[constant.module]
    replaced = constant.replaced(value, vars(home))
    for module in modules_having(constant):
        if module in sys.modules:
            setattr(sys.modules[module], constant.name, replaced)


def held_late(room: Room, constants: Sequence[Constant]) -> list[list[bool]]:
    """Return for constants that are read while tests run whether their two changes are noticed."""
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "held.json"
        plugin = Collected(room, constants, kept)
        code = forked(lambda: pytest.main([*OPTIONS, *room.paths], plugins=[plugin]), seconds=0)
        if not kept.exists():
            raise SystemExit(f"The tests of {room.name} do not pass when the narrowest run first (pytest: {code}).")
        found: list[list[bool]] = json.loads(kept.read_text())
    return found


def measured(room: Room, only: re.Pattern[str] | None, quick: bool) -> list[tuple[Constant, list[bool]]]:
    """Return each constant of a room with whether its smaller and its greater value are noticed."""
    room.learn()
    wanted = [c for c in room.constants if not only or only.search(f"{c.file.stem}.{c.label}")]
    late = [constant for constant in wanted if users_of(constant).late]
    held = dict(zip(late, held_late(room, late), strict=True))
    rows = []
    for constant in wanted:
        seen = held.get(constant, [False, False])
        if not (quick and constant in held):  # tests may have taken values from the package when they were imported
            seen = [was or is_held(room, constant, factor) for was, factor in zip(seen, FACTORS, strict=True)]
        rows.append((constant, seen))
        print(row(room, constant, seen), flush=True)
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
    missed = changes.count(False)
    return (
        f"{whole} numbers; {loose} ({loose / max(whole, 1):.0%}) with a change unnoticed; "
        f"{missed} of {len(changes)} changes ({missed / max(len(changes), 1):.0%}) unnoticed."
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
    parser.add_argument("--quick", action="store_true", help="trust tests that read the package while being imported")
    parser.add_argument("--write", action="store_true", help=f"put the tables into {TABLES.name}")
    arguments = parser.parse_args()
    sections: defaultdict[str, str] = defaultdict(str)
    for name in arguments.rooms:
        room = Room(name)
        print(f"\n## {name}\n")
        rows = measured(room, arguments.only, arguments.quick)
        print(f"\n{summary(rows)}")
        head = "| Number | Value | × 0.6 | × 1.6 |\n| --- | ---: | --- | --- |\n"
        sections[name] = f"{summary(rows)}\n\n{head}" + "\n".join(row(room, *each) for each in rows)
    if arguments.write:
        write(sections)


if __name__ == "__main__":
    main()
