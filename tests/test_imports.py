"""Imports point one way: cli → batch → process → stages → values; pipeline → diacritics; nothing the other way."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
STAGES = {"ingest", "imaging", "ocr", "layout", "parse", "export"}
VALUES = {"__version__", "document", "page_picture", "faithful", "plan", "errors", "options", "paths", "regular"}
VALUES |= {"wording"}
MAY_IMPORT = {
    **{stage: {stage} | VALUES for stage in STAGES},
    **dict.fromkeys(VALUES, VALUES),
    "schema": {"schema", "plan"},
    "evaluation": {"evaluation", "errors"},
    "repair": {"document", "errors", "wording"},
    "judging": {"ingest", "layout", "document", "options"},
    "search": {"search", "export"} | VALUES,
    "report": {"report", "export", "ingest"} | VALUES,
    "bound": {"layout", "parse", "document", "faithful", "plan"},
    "process": {"repair", "judging", "bound"} | STAGES | VALUES,
    "batch": {"batch", "process", "report"} | STAGES | VALUES,
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


QUIET = [p for p in MODULES if p.name not in {"cli.py", "console.py"} and not {"training", "commands"} & set(p.parts)]


@pytest.mark.parametrize("path", QUIET, ids=lambda p: str(p.relative_to(ROOT)))
def test_only_the_command_line_prints(path: Path) -> None:
    calls = [n for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Call)]
    assert not [c.lineno for c in calls if isinstance(c.func, ast.Name) and c.func.id == "print"]
