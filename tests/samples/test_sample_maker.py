"""The workshop: markup, line breaking, damage; the same recipe gives the same sample, and nothing drifts."""

import doctest
import json
import shutil
from pathlib import Path

import make
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from maker import fonts, paragraph, source
from maker.damage import STEPS, damage
from maker.gold import expected
from maker.paint import paint, sign, stamp
from maker.paragraph import break_lines, line_text, line_width, pieces_of, set_line
from maker.plaintext import true_lines
from maker.sheet import Sheet
from maker.source import parse_markup, read_source
from maker.typeset import typeset

SAMPLES = Path(__file__).parents[2] / "samples"
FOLDERS = sorted(path.parent for path in SAMPLES.glob("*/source.toml"))
each_sample = pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)


@pytest.fixture
def face() -> fonts.Face:
    try:
        return fonts.find_face("Tinos")
    except fonts.FontMissing as error:
        pytest.skip(str(error))


@pytest.mark.parametrize("module", [paragraph, source], ids=lambda module: module.__name__)
def test_doctests(module: object) -> None:
    result = doctest.testmod(module)  # type: ignore[arg-type]
    assert result.attempted > 0
    assert result.failed == 0


@each_sample
def test_expectations_are_those_of_the_source(folder: Path) -> None:
    assert json.loads((folder / "expected.json").read_text("utf-8")) == expected(read_source(folder))


@each_sample
def test_truth_is_that_of_the_source(folder: Path, face: fonts.Face) -> None:
    """Compared word by word: another font breaks its lines elsewhere."""
    plan = read_source(folder)
    if plan.make["kind"] == "text":
        lines = true_lines(plan)
    else:
        lines = [line for sheet in typeset(plan, face) for line in sheet.lines]
    text = (folder / "truth.txt").read_text("utf-8")
    assert "".join(" ".join(lines).split()) == "".join(text.split())


@pytest.mark.parametrize("name", ["03-born-digital", "09-text-export", "10-tcvn3"])
def test_making_twice_gives_the_same_bytes(name: str, tmp_path: Path, face: fonts.Face) -> None:
    results = []
    for number in (1, 2):
        folder = tmp_path / str(number)
        folder.mkdir()
        shutil.copy(SAMPLES / name / "source.toml", folder)
        make.make(folder)
        results.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert results[0] == results[1]
    assert {"truth.txt", "expected.json"} < set(results[0])


@pytest.mark.parametrize("name", ["09-text-export", "10-tcvn3"])
def test_the_committed_text_is_what_the_recipe_makes(name: str, tmp_path: Path) -> None:
    shutil.copy(SAMPLES / name / "source.toml", tmp_path)
    make.make(tmp_path)
    assert (tmp_path / f"{name}.txt").read_bytes() == (SAMPLES / name / f"{name}.txt").read_bytes()


def test_a_small_scan_is_made_the_same_twice(face: fonts.Face) -> None:
    sheet = Sheet(200, 120)
    sheet.words.extend(set_line(pieces_of("Kế hoạch số 12/KH-SYT"), face, 14, (10, 40)))
    pictures = []
    for _ in range(2):
        rng = np.random.default_rng(5)
        page = stamp(sign(paint(sheet, face, 100), (120, 70), 100, rng), (120, 70), 100, face, rng)
        pictures.append(damage(np.asarray(page), [{"step": "noise", "sigma": 4.0}], rng))
    assert np.array_equal(*pictures)
    assert pictures[0].shape == (167, 278, 3)
    red, _, blue = pictures[0].reshape(-1, 3).astype(int).T
    assert (red - blue > 60).sum() > 100  # the seal
    assert (blue - red > 60).sum() > 50  # the pen


def test_every_step_keeps_a_page_a_page() -> None:
    page = np.full((60, 40, 3), 255, np.uint8)
    options = {
        "paper": {"tint": [240, 230, 220]}, "rotate": {"degrees": 2.0}, "blur": {"sigma": 1.0}, "noise": {"sigma": 3.0},
        "uneven": {"dark": 0.5, "corner": [1.0, 1.0]}, "speckle": {"count": 3}, "spine": {"width": 9, "dark": 0.5},
        "holes": {"radius": 2}, "show_through": {"strength": 0.1}, "fold": {"at": 0.5},
        "shadow": {"dark": 0.5, "edge": 1.0}, "curl": {"reach": 3}, "bilevel": {"threshold": 128}, "grey": {},
        "perspective": {"corners": [[0.1, 0.1], [0.9, 0], [1, 1], [0, 0.9]], "table": [90, 70, 50]},
    }  # fmt: skip
    assert set(options) == set(STEPS)
    for step, chosen in options.items():
        out = damage(page, [{"step": step, **chosen}], np.random.default_rng(1))
        assert out.dtype == np.uint8, step
        assert out.shape[:2] == page.shape[:2], step


def test_an_unknown_step_is_an_error() -> None:
    with pytest.raises(KeyError, match="wrinkle"):
        damage(np.zeros((4, 4, 3), np.uint8), [{"step": "wrinkle"}], np.random.default_rng(1))


def test_an_unknown_sample_is_an_error() -> None:
    with pytest.raises(SystemExit, match="no sample named 99-none"):
        make.folders(["99-none"])


def test_a_machine_without_fonts_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(fonts, "FOLDERS", (tmp_path,))
    fonts.find_face.cache_clear()
    fonts._installed.cache_clear()
    try:
        with pytest.raises(fonts.FontMissing, match="apt-get install"):
            fonts.find_face("Tinos")
    finally:
        fonts._installed.cache_clear()


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from(["Sở", "12/QĐ-TTg", "ngày", "2022", "-", "COVID-19", "KH-SYT", "**gấp**"]), min_size=1))
def test_breaking_lines_loses_no_letter(words: list[str]) -> None:
    try:
        face = fonts.find_face("Tinos")
    except fonts.FontMissing as error:
        pytest.skip(str(error))
    lines = break_lines(pieces_of(" ".join(words)), face, 14, 120, 150)
    assert "".join(line_text(line).replace(" ", "") for line in lines) == "".join(words).replace("**", "")
    assert all(line_width(line, face, 14) <= 150 for line in lines)


@pytest.mark.parametrize(
    ("line", "kind", "level"),
    [
        ("== 1. Mục tiêu", "heading", 2),
        ("~~~ a) Tuyến huyện", "numbered", 3),
        ("- Lưu: VT", "bullet", 0),
        ("|g A. NHÓM", "group", 0),
        ("/page", "page", 0),
        ("1/5 là một ngày", "paragraph", 0),
        ("-không phải gạch đầu dòng", "paragraph", 0),
    ],
)
def test_markup(line: str, kind: str, level: int) -> None:
    (block,) = parse_markup(line)
    assert (block.kind, block.level) == (kind, level)
