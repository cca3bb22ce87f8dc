"""The README's picture says what the program says today, and both READMEs show it."""

import re
from html import unescape
from pathlib import Path

import overview
import pytest

ROOT = Path(__file__).parents[2]
WORDS = re.compile(r"<text [^>]*>(.*?)</text>")


def words(drawn: str) -> list[str]:
    return [unescape(one) for one in WORDS.findall(drawn)]


@pytest.fixture(scope="module")
def shown() -> list[str]:
    return words(overview.PICTURE.read_text("utf-8"))


def test_the_pictures_words_are_those_that_the_program_reads_today(shown: list[str]) -> None:
    assert shown == words(overview.draw(overview.panels(), b"")), "python samples/overview.py draws it again"


def test_what_the_picture_says_was_repaired_is_right(shown: list[str]) -> None:
    """A slip of the program may pass every test; on the first page that anyone sees it may not."""
    truth = (overview.GARBLED.parent / "truth.txt").read_text("utf-8").split()
    repaired = shown[shown.index("after repair") + 1 :]
    assert len(repaired) == overview.REPAIRED_LINES
    assert [word for line in repaired for word in line.split() if word not in truth] == []


def test_no_line_of_the_picture_is_cut() -> None:
    assert max(len(line) for _, _, lines in overview.panels() for line in lines) <= overview.LONGEST


def test_the_picture_holds_the_scan_and_fits_into_its_frame() -> None:
    drawn = overview.PICTURE.read_text("utf-8")
    assert drawn.count("data:image/jpeg;base64,") == 1
    bottoms = [int(y) + int(tall) for y, tall in re.findall(r'<rect [^>]*y="(\d+)"[^>]*height="(\d+)"', drawn)]
    assert max(bottoms) <= overview.HEIGHT - overview.MARGIN


@pytest.mark.parametrize("readme", ["README.md", "README.vi.md"])
def test_the_readmes_show_the_picture(readme: str) -> None:
    text = (ROOT / readme).read_text("utf-8")
    assert str(overview.PICTURE.relative_to(ROOT)) in text
