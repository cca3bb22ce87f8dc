"""Imports point one way: cli → batch → process → stages → values; pipeline → diacritics; nothing the other way."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
STAGES = {"ingest", "imaging", "ocr", "layout", "parse", "export"}
VALUES = {
    "__version__",
    "document",
    "faithful",
    "plan",
    "errors",
    "options",
    "wording",
    "plan_look",
    "files",
    "form",  # what the rules say of a document's form, below all that read one
    "secrecy",  # what a paper's lines or its Plan say of who may see it: every stage may ask
}
MAY_IMPORT = {
    **{stage: {stage} | VALUES for stage in STAGES},
    **dict.fromkeys(VALUES, VALUES),
    "form": {"form", "document"},
    "schema": {"schema", "plan"},
    "evaluation": {"evaluation", "errors", "files"},
    "repair": {"repair", "ingest", "layout", "document", "errors", "options", "wording"},
    "search": {"search", "export"} | VALUES,
    "report": {"report", "export", "ingest"} | VALUES,
    "bound": {"layout", "parse", "document", "faithful", "plan"},
    "process": {"repair", "bound"} | STAGES | VALUES,
    "capacity": set(),
    "batch": {"batch", "capacity", "process", "report", "search"} | STAGES | VALUES,
}
MODULES = sorted(p for room in ("pipeline", "diacritics", "models") for p in (ROOT / room).rglob("*.py"))


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = ".".join(path.relative_to(ROOT).parts[: -node.level]) if node.level else ""
            module = ".".join(filter(None, (above, node.module)))
            yield from (f"{module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_point_one_way(path: Path) -> None:
    room, part, *_ = [*path.relative_to(ROOT).with_suffix("").parts, "", ""]
    for name in imports(path):
        package, top, inner, *_ = [*name.split("."), "", "", ""]
        assert package not in {"samples", "tests", "pipeline", "diacritics", "models"}, name
        if package != "kehoach":
            continue
        if room in {"diacritics", "models"}:
            assert top not in {"pipeline", "models"} or (room, top) == ("models", "models"), name
        elif top == "pipeline" and part in MAY_IMPORT:
            assert inner in MAY_IMPORT[part], f"pipeline.{part} imports {name}"


QUIET = [p for p in MODULES if p.name != "console.py" and "training" not in p.parts]
PRINTERS = {"print", "echo", "secho", "echo_via_pager"}
STREAMS = {"stdout", "stderr", "__stdout__", "__stderr__"}


@pytest.mark.parametrize("path", QUIET, ids=lambda p: str(p.relative_to(ROOT)))
def test_only_the_console_prints_so_that_all_that_is_printed_is_made_harmless(path: Path) -> None:
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    called = [n.func for n in nodes if isinstance(n, ast.Call)]
    printing = [c.lineno for c in called if isinstance(c, ast.Name) and c.id in PRINTERS]
    printing += [c.lineno for c in called if isinstance(c, ast.Attribute) and c.attr in PRINTERS]
    writing = [  # sys.stderr.write(…), sys.stdout.buffer.write(…)
        c.lineno
        for c in called
        if isinstance(c, ast.Attribute) and c.attr in {"write", "writelines"}
        if STREAMS & set(ast.unparse(c).split("."))
    ]
    assert not printing + writing
