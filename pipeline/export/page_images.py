"""Pages as the readers saw them, and what imaging took out of them: PNG files in the document's folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kehoach.pipeline.export.files import whole_file
from kehoach.pipeline.files.out_names import page_image
from kehoach.pipeline.files.page_pictures import PagePicture

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image

    from kehoach.pipeline.document import PageImage

COLOURS: dict[str, tuple[int, int, int]] = {
    "overlays": (214, 39, 40),  # seals, signatures and notes in coloured ink
    "seals": (255, 127, 14),  # round seals on grey scans
    "back": (31, 119, 180),  # what shines through, faint watermarks
    "specks": (197, 27, 178),
    "rulings": (44, 140, 60),  # lines of tables
}
"""The colour of each step's mask; hues that stay apart for most colour-blind eyes (the Tableau palette, darkened)."""

_OTHER = (90, 90, 90)  # a step without a colour of its own
_LEVEL = 6  # zlib's default: a page takes 0.05 s and 60–320 KB; level 9 takes ten times as long for 3 % less


def write_page_images(
    folder: Path, sheet: str, image: PageImage, steps: Sequence[str], masks: Mapping[str, NDArray[np.uint8]]
) -> PagePicture:
    """Write a prepared page in grey, as readers see it, and the masks (255 in each: taken out) as one picture.

    `folder` is the document's; `sheet` names the page there: its number, and the half of a spread. Each file is whole
    or not there. Raises FileAccess.
    """
    import PIL.Image

    cleaned, removed = page_image(sheet), page_image(sheet, "removed") if masks else None
    _save(PIL.Image.fromarray(image.pixels).convert("L"), folder / cleaned, image.dpi, {})
    colours = {step: "#{:02x}{:02x}{:02x}".format(*COLOURS.get(step, _OTHER)) for step in masks}
    if removed:
        _save(_coloured(masks), folder / removed, image.dpi, colours)
    return PagePicture(cleaned, removed, tuple(steps), tuple(colours.items()), image.to_page)


def _coloured(masks: Mapping[str, NDArray[np.uint8]]) -> Image:
    """White paper, with each mask in its colour; where two meet, the step that came later shows."""
    import numpy as np
    import PIL.Image

    shape = next(iter(masks.values())).shape
    numbers = np.zeros(shape, np.uint8)
    palette = [255, 255, 255]
    for number, (step, mask) in enumerate(masks.items(), 1):
        numbers[mask > 0] = number
        palette += COLOURS.get(step, _OTHER)
    picture = PIL.Image.fromarray(numbers).convert("P")
    picture.putpalette(palette)
    return picture


def _save(picture: Image, path: Path, dpi: float | None, said: Mapping[str, str]) -> None:
    """Write a PNG; `said` stands in it as text, so that the file explains itself."""
    from PIL.PngImagePlugin import PngInfo

    about = PngInfo()
    for key, value in said.items():
        about.add_text(key, value)
    density = {"dpi": (dpi, dpi)} if dpi else {}
    few = {"bits": 4} if picture.mode == "P" else {}
    with whole_file(path) as file:
        picture.save(file, "PNG", compress_level=_LEVEL, pnginfo=about, **density, **few)
