"""Pictures of pages: what the readers saw, and beside it what was taken out, dot for dot."""

from importlib import import_module
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from kehoach.pipeline.document import PageImage
from kehoach.pipeline.errors import FileAccess
from kehoach.pipeline.export.page_images import COLOURS, write_page_images
from kehoach.pipeline.imaging import prepare

steps = import_module("kehoach.pipeline.imaging.prepare")  # the package has a function of the same name
TO_PAGE = (0.36, 0.0, 0.0, 0.0, 0.36, 0.0)


def page(pixels: np.ndarray) -> PageImage:
    return PageImage(pixels, 4, 200.0, TO_PAGE)


def mask(shape: tuple[int, int], *places: tuple[slice, slice]) -> np.ndarray:
    found = np.zeros(shape, np.uint8)
    for place in places:
        found[place] = 255
    return found


def test_the_cleaned_page_is_what_readers_see(tmp_path: Path) -> None:
    pixels = np.random.default_rng(1).integers(0, 255, (60, 40, 3), dtype=np.uint8)
    kept = write_page_images(tmp_path, "0004", page(pixels), ("straightened",), {})
    assert (kept.cleaned, kept.removed, kept.steps, kept.colours) == (
        "images/page-0004.png",
        None,
        ("straightened",),
        (),
    )
    assert kept.to_page == TO_PAGE
    with Image.open(tmp_path / kept.cleaned) as picture:
        assert picture.mode == "L"
        assert np.array_equal(np.asarray(picture), np.asarray(Image.fromarray(pixels).convert("L")))
        assert picture.info["dpi"] == pytest.approx((200, 200), abs=0.1)
    assert [path.name for path in (tmp_path / "images").iterdir()] == ["page-0004.png"]


def test_every_dot_that_was_taken_out_is_in_the_colour_of_its_step(tmp_path: Path) -> None:
    shape = (50, 80)
    masks = {
        "overlays": mask(shape, (slice(5, 20), slice(5, 30))),
        "rulings": mask(shape, (slice(15, 18), slice(0, 80))),
    }
    kept = write_page_images(tmp_path, "0001", page(np.full((*shape, 3), 250, np.uint8)), tuple(masks), masks)
    assert kept.removed == "images/page-0001-removed.png"
    with Image.open(tmp_path / kept.removed) as picture:
        assert picture.size == (80, 50)
        assert {key: picture.info[key] for key in masks} == dict(kept.colours)
        shown = np.asarray(picture.convert("RGB"))
    taken = {step: tuple(bytes.fromhex(colour[1:])) for step, colour in kept.colours}
    rulings = masks["rulings"] > 0
    assert (shown[rulings] == taken["rulings"]).all()  # the later step where two meet
    assert (shown[(masks["overlays"] > 0) & ~rulings] == taken["overlays"]).all()
    assert (shown[(masks["overlays"] == 0) & ~rulings] == 255).all()


def test_each_step_that_takes_something_out_has_a_colour_of_its_own() -> None:
    assert set(COLOURS) == {*(name for name, _ in steps.LIFTS), "rulings"}
    assert len(set(COLOURS.values())) == len(COLOURS)


def test_a_seal_that_imaging_lifts_is_shown_where_it_was(tmp_path: Path) -> None:
    pixels = np.full((800, 600, 3), 255, np.uint8)
    for top in range(100, 700, 40):
        pixels[top : top + 9, 60:540:2] = 0
    pixels[300:420, 200:320] = (210, 40, 40)
    (sheet,) = prepare(page(pixels))
    kept = write_page_images(tmp_path, "0001", sheet.image, sheet.steps, sheet.masks)
    assert kept.removed is not None
    with Image.open(tmp_path / kept.removed) as picture:
        red = (np.asarray(picture.convert("RGB")) == COLOURS["overlays"]).all(axis=2)
    assert red[310:410, 210:310].mean() > 0.5
    assert not red[:250].any()


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "images").write_text("a file in the way")
    with pytest.raises(FileAccess, match="page-0001"):
        write_page_images(tmp_path, "0001", page(np.zeros((9, 9), np.uint8)), (), {})
