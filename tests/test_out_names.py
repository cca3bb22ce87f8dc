"""The names of what OUT holds stand in one module: no other one spells them."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from kehoach.pipeline.files import out_names

ROOT = Path(__file__).parent.parent
MODULES = sorted(path for path in (ROOT / "pipeline").rglob("*.py") if path.name != "out_names.py")
NAMES = {*out_names.RESERVED, *out_names.NAMES, *out_names.COLLECTION_EXPORTS}
"""Those of files, and of the folders under OUT; `images` and `earlier` are also words that users type."""


def spelt(code: str) -> Iterator[str]:
    """Names of OUT among the strings of a module, alone or as a part of a path; what is said of them is no name."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from NAMES & set(node.value.split("/"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_other_module_spells_a_name_of_out(path: Path) -> None:
    assert list(spelt(path.read_text("utf-8"))) == []


def test_names_are_found_where_they_are_spelt() -> None:
    code = '"""Writes plan.json."""\na = out / "journal.sqlite"\nb = f"{name}*/faithful.txt"\nc = "no plan.json in it"'
    assert sorted(spelt(code)) == ["faithful.txt", "journal.sqlite"]


def test_pages_are_found_by_the_names_that_their_pictures_get() -> None:
    assert out_names.page_of_image(out_names.page_image("0012")) == "12"
    assert out_names.format_of(out_names.page_image("0012", "removed")) == out_names.ExportFormat.IMAGES
