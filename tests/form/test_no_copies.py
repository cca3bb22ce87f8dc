"""What one recogniser of the form knows, no pattern of another room knows again."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kehoach.pipeline.form.text_key import plain

PIPELINE = Path(__file__).parents[2] / "pipeline"
ONE_PLACE = {
    "cong hoa xa hoi": "national.py",
    "dang cong san viet nam": "national.py",
    "doc lap": "national.py",
    "noi nhan": "recipients_head.py",
    "kinh gui": "recipients_head.py",
    "luu": "recipients_head.py",
    "pgs": "data/degrees.json",
}
ROOMS = ("form", "ingest", "imaging", "ocr", "layout", "repair", "parse", "secrecy")
"""That read documents; export and report name things for people."""
LET_BE = {
    ("luu", "form/above_letterhead.py"),  # «Lưu hồ sơ» of a received stamp
    ("luu", "layout/marginalia.py"),  # the same, as notes on the paper
}


def patterns(path: Path) -> Iterator[str]:
    """The strings of a module but docstrings and what is said to people, folded as texts are."""
    tree = ast.parse(path.read_text("utf-8"))
    said = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in said
            and "«" not in node.value
        ):
            yield plain(re.sub(r"\\[sWb][+*]?", " ", node.value))


@pytest.mark.parametrize("words", ONE_PLACE)
def test_words_of_the_form_stand_in_one_room(words: str) -> None:
    holders = {
        str(path.relative_to(PIPELINE))
        for room in ROOMS
        for path in (PIPELINE / room).rglob("*.py")
        if any(re.search(rf"(?<![a-z]){words}(?![a-z])", pattern) for pattern in patterns(path))
    }
    others = {name for name in holders if name != f"form/{ONE_PLACE[words]}" and (words, name) not in LET_BE}
    assert others == set()
