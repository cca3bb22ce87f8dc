"""The tool that perturbs named numbers: what it counts, what it leaves alone, what it puts in their place."""

from pathlib import Path

import pytest

from tests.tools.named_constants import NAMES, ROOT, SPEED, assigned, constants_of, statements_of

SOURCE = """
LEAST = 3
_SHARE = 14 / 297
SIZE = (0.4, 2 * 3)
WIDTH = {"a": 1, "b": 6.5}
FEW, MOST = 0.1, 9
HEARD = Weights(0.2, other=-3.0)
NOUGHT = 0
PATTERN = re.compile("1{2,3}")
WORDS = frozenset((1, 2))
lower = 5
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    folder = tmp_path / "room"
    folder.mkdir()
    (folder / "module.py").write_text(SOURCE, "utf-8")
    return folder


def test_numbers_of_constants_count_one_by_one(package: Path) -> None:
    found = {constant.label: constant.value for constant in constants_of(package)}
    assert found == {
        "LEAST": 3, "_SHARE": 14 / 297, "SIZE[0]": 0.4, "SIZE[1]": 6, "WIDTH['a']": 1, "WIDTH['b']": 6.5,
        "FEW": 0.1, "MOST": 9, "HEARD[0]": 0.2, "HEARD.other": -3.0,
    }  # fmt: skip


def test_one_number_is_replaced_and_its_neighbours_stay(package: Path) -> None:
    by_label = {constant.label: constant for constant in constants_of(package)}
    assert by_label["SIZE[1]"].replaced(10, {}) == (0.4, 10)
    assert by_label["WIDTH['b']"].replaced(3.9, {}) == {"a": 1, "b": 3.9}
    assert by_label["MOST"].replaced(5, {}) == 5
    assert by_label["_SHARE"].replaced(0.5, {}) == 0.5


@pytest.mark.parametrize(("where", "name"), sorted(SPEED | NAMES))
def test_what_is_left_out_still_stands_there(where: str, name: str) -> None:
    files = [base / where for base in (ROOT / "pipeline", ROOT / "diacritics") if (base / where).is_file()]
    assert [
        name in dict(pair for statement in statements_of(file) for pair in assigned(statement)) for file in files
    ] == [True]
