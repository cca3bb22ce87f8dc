"""The papers are true: what they name exists, and lists in them are complete."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from kehoach.pipeline import __version__
from kehoach.pipeline.cli import cli
from kehoach.pipeline.errors import INTERRUPTED, OK, SOME_FAILED, WANTS_A_LOOK, kinds_of_error
from kehoach.pipeline.files import regular  # noqa: F401 - its error counts among the kinds

ROOT = Path(__file__).parents[1]
READMES = ["README.md", "README.vi.md"]
SOURCES = {path.name: path.read_text("utf-8") for path in (ROOT / "tests").rglob("*.py")}


def read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def test_every_test_that_security_names_exists() -> None:
    text = read("SECURITY.md")
    paths = set(re.findall(r"\btests/[\w/]+(?:\.\w+)?", text))
    assert len(paths) > 20
    assert [path for path in sorted(paths) if not (ROOT / path).exists()] == []
    files = set(re.findall(r"(?<![\w/])((?:test|hostile)_\w+\.py)", text))
    assert [name for name in sorted(files) if name not in SOURCES] == []
    tests = set(re.findall(r"\btest_\w+(?!\w*\.py)\b", text)) - {path.removesuffix(".py") for path in SOURCES}
    assert len(tests) > 20
    everything = "\n".join(SOURCES.values())
    assert [name for name in sorted(tests) if f"def {name}" not in everything] == []


def test_every_kind_of_hostile_file_that_security_names_is_made() -> None:
    made = "\n".join(text for name, text in SOURCES.items() if name.startswith("hostile"))
    for line in read("SECURITY.md").splitlines():
        for named in re.findall(r"kinds? ((?:`[\w-]+`(?:, )?)+)", line):
            kinds = re.findall(r"`([\w-]+)`", named)
            assert [kind for kind in kinds if f'"{kind}"' not in made] == []


@pytest.mark.parametrize("readme", READMES)
def test_all_exit_codes_are_listed(readme: str) -> None:
    declared = {kind.exit_code for kind in kinds_of_error()} | {OK, SOME_FAILED, WANTS_A_LOOK, INTERRUPTED}
    assert [int(code) for code in re.findall(r"^\| (\d+) \|", read(readme), re.MULTILINE)] == sorted(declared)


def options_named(text: str) -> Iterator[tuple[str, str]]:
    for command, rest in re.findall(r"kehoach ([a-z]+)\b([^`\n#|;]*)", text):
        yield from ((command, option) for option in re.findall(r"(?<!\S)--?[a-z][a-z-]*", rest))


@pytest.mark.parametrize(
    "paper", [*READMES, "SECURITY.md", "CONTRIBUTING.md", "pipeline/batch/SIZING.md", "pipeline/ERRORS.md"]
)
def test_commands_and_options_in_papers_are_those_of_the_program(paper: str) -> None:
    for command, option in options_named(read(paper)):
        known = {name for one in cli.commands[command].params for name in one.opts}
        assert option in known, f"{paper}: kehoach {command} {option}"


def test_both_readmes_show_the_same_commands_and_tables() -> None:
    english, vietnamese = map(read, READMES)
    assert set(options_named(english)) <= set(options_named(vietnamese))
    assert {f"kehoach {name}" for name in cli.commands} <= set(re.findall(r"kehoach [a-z]+", english))
    assert {f"kehoach {name}" for name in cli.commands} <= set(re.findall(r"kehoach [a-z]+", vietnamese))
    assert english.count("\n## ") == vietnamese.count("\n## ")


def test_links_in_papers_lead_somewhere() -> None:
    rooms = [
        path for top in ("pipeline", "diacritics", "models", "samples", "tests") for path in (ROOT / top).rglob("*.md")
    ]
    for paper in (*ROOT.glob("*.md"), *rooms):
        targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", paper.read_text("utf-8"))
        assert [target for target in targets if not (paper.parent / target).exists()] == [], paper


def test_the_changelog_begins_with_what_is_unreleased_and_tells_this_version() -> None:
    headings = re.findall(r"^## (\S+)", read("CHANGELOG.md"), re.MULTILINE)
    assert headings[0] == "Unreleased"
    assert __version__ in headings
    told = read("CHANGELOG.md").split(f"\n## {__version__}")[1].split("\n## ")[0]
    assert len(told.splitlines()) <= 60, "one page"


def test_the_worked_example_of_contributing_is_what_was_done() -> None:
    guide = re.sub(r"^   ", "", read("CONTRIBUTING.md"), flags=re.MULTILINE)
    cases, *diffs = re.findall(r"```(?:json|diff)\n(.*?)```", guide, re.DOTALL)
    kept = read("tests/cases/parse_periods.json").splitlines()
    assert [line for line in cases.splitlines() if f"  {line}" not in kept] == []
    sources = "\n".join(path.read_text("utf-8") for path in (ROOT / "pipeline/parse/tasks").glob("*.py"))
    changed = [line for diff in diffs for line in diff.splitlines()]
    assert len(diffs) == 2
    assert [line for line in changed if (line[0] == "+") != (line[1:] in sources.splitlines())] == []


@pytest.mark.parametrize(
    "step", re.findall(r"^\t\$\(TRAIN\)\.(\w+)", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
)
def test_every_step_of_make_train_is_a_program(step: str) -> None:
    assert '__name__ == "__main__"' in read(f"diacritics/training/{step}.py")


@pytest.mark.parametrize("name", ["", *cli.commands])
def test_help_is_whole(name: str) -> None:
    shown = CliRunner().invoke(cli, [name, "--help"] if name else ["--help"], terminal_width=80).output
    assert not re.search(r"\w-$", shown, re.MULTILINE), "a word is broken at a line's end"
    blocks = [" ".join(block.split()) for block in shown.split("\n\n")]
    assert len(blocks) == len(set(blocks)), "a paragraph stands twice"
    for option in (cli.commands[name] if name else cli).params:
        if isinstance(option, click.Option):
            assert option.help and option.help.endswith((".", "…", "8786.")), option.opts
