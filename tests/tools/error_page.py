"""`pipeline/ERRORS.md`, made from the code: write it, or check that it is not stale.

    python tests/tools/error_page.py [--check]

Codes and exit codes are those of the classes, words those of their docstrings: what it means, then «What to do: …».
"""

from __future__ import annotations

import argparse
import ast
import inspect
import sys
from collections.abc import Iterator
from importlib import import_module
from itertools import pairwise
from pathlib import Path

from kehoach.pipeline import errors
from kehoach.pipeline.errors import KehoachError, kinds_of_error

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "pipeline" / "ERRORS.md"
TO_DO = "What to do: "
HEAD = """\
# Errors and exit codes

Made from `pipeline/errors.py` by `make errors`; not to be edited by hand.

Every failure is a `KehoachError`: its message names the file, the cause, and in brackets the next step. `code` is the
stable word for scripts: it stands in the journal, in `--json-log` and in `kehoach status OUT --json`. A run over a
single document ends with that document's own exit code, one over several with 11 if any failed. A failure marked
*again* says nothing of the document: the next run tries it again by itself; others are tried again with
`--retry-failed`, or when their file has changed.

## Exit codes of a run as a whole

| exit code | what it means | what to do |
|---|---|---|
"""
MIDDLE = """
## Errors

| code | exit code | class | what it means | what to do |
|---|---|---|---|---|
"""


def module_name(path: Path) -> str:
    """The name by which a file of the program is imported."""
    return ".".join(("kehoach", *path.relative_to(ROOT).with_suffix("").parts))


def load_all() -> None:
    """Import every module that declares a kind of error, so that none is missing in the table."""
    for path in sorted((ROOT / "pipeline").rglob("*.py")):
        classes = (node for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, ast.ClassDef))
        names = {ast.unparse(base).split(".")[-1] for one in classes for base in one.bases}
        if names & {kind.__name__ for kind in kinds_of_error()}:
            import_module(module_name(path))


def parted(docstring: str | None, what: str) -> tuple[str, str]:
    """What a docstring's first paragraph says, and what is to be done.

    >>> parted("A page is bad.\\n\\n    Details.\\n\\n    What to do: look\\n    at it.", "PageError")
    ('A page is bad.', 'look at it.')
    """
    paragraphs = [" ".join(part.split()) for part in inspect.cleandoc(docstring or "").split("\n\n")]
    to_do = [part.removeprefix(TO_DO) for part in paragraphs if part.startswith(TO_DO)]
    if not paragraphs[0] or len(to_do) != 1:
        raise SystemExit(f"{what}: its docstring does not say once «{TO_DO}…»")
    return paragraphs[0].replace("|", "\\|"), to_do[0].replace("|", "\\|")


def run_codes() -> Iterator[tuple[int, str, str]]:
    """The exit codes that are no error's, with the docstrings of their constants."""
    body = ast.parse(Path(errors.__file__).read_text("utf-8")).body
    for node, after in pairwise(body):
        if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Constant):
            continue
        name = ast.unparse(node.targets[0])
        if name.isupper() and isinstance(node.value.value, int):
            said = after.value if isinstance(after, ast.Expr) else None
            words = said.value if isinstance(said, ast.Constant) else None
            yield (node.value.value, *parted(words if isinstance(words, str) else None, name))


def row(kind: type[KehoachError]) -> str:
    """One kind of error as a row of the table."""
    means, to_do = parted(kind.__doc__, kind.__name__)
    again = " *(again)*" if kind.of_machine else ""
    return f"| `{kind.code}` | {kind.exit_code} | `{kind.__name__}` | {means}{again} | {to_do} |\n"


def page() -> str:
    """The whole page."""
    load_all()
    runs = "".join(f"| {code} | {means} | {to_do} |\n" for code, means, to_do in sorted(run_codes()))
    kinds = sorted(set(kinds_of_error()), key=lambda kind: (kind.exit_code, len(kind.__mro__), kind.code))
    return HEAD + runs + MIDDLE + "".join(map(row, kinds))


def main() -> int:
    """Write the page; with --check only say whether it is stale."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; end with 1 where the page is stale")
    check = parser.parse_args().check
    made = page()
    stale = not PAGE.exists() or PAGE.read_text("utf-8") != made
    if stale and check:
        print(f"{PAGE.relative_to(ROOT)}: stale: make errors")
    elif stale:
        PAGE.write_text(made, "utf-8")
    return int(check and stale)


if __name__ == "__main__":
    sys.exit(main())
