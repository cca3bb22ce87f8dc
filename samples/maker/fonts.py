"""Find a Times-like face with Vietnamese letters among the fonts that are installed."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import ImageFont

STYLES = ("regular", "bold", "italic", "bolditalic")
# File names of the four styles, as Debian's fonts-croscore, fonts-liberation2 and fonts-freefont-ttf install them.
FAMILIES = {
    "Tinos": ("Tinos-Regular.ttf", "Tinos-Bold.ttf", "Tinos-Italic.ttf", "Tinos-BoldItalic.ttf"),
    "Liberation Serif": (
        "LiberationSerif-Regular.ttf",
        "LiberationSerif-Bold.ttf",
        "LiberationSerif-Italic.ttf",
        "LiberationSerif-BoldItalic.ttf",
    ),
    "FreeSerif": ("FreeSerif.ttf", "FreeSerifBold.ttf", "FreeSerifItalic.ttf", "FreeSerifBoldItalic.ttf"),
}
FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path.home() / ".fonts",
    Path.home() / ".local/share/fonts",
    Path("/Library/Fonts"),
    Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts",
)
UNITS = 1000  # text is measured at this size, so that widths do not depend on a resolution


class FontMissing(Exception):
    """None of the known families is installed."""


@dataclass(frozen=True)
class Face:
    """A family: its name and the files of its styles."""

    name: str
    files: tuple[Path, ...]

    def path(self, style: str) -> Path:
        """The font file of a style."""
        return self.files[STYLES.index(style)]

    def font(self, style: str, size: float) -> ImageFont.FreeTypeFont:
        """The font at `size` pixels."""
        return _load(self.path(style), size)

    def width(self, text: str, style: str, size: float) -> float:
        """The width of `text` in the unit of `size`."""
        return _load(self.path(style), UNITS).getlength(text) * size / UNITS


@cache
def _load(path: Path, size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)


@cache
def find_face(wanted: str) -> Face:
    """The family `wanted`, else the first known one that is installed; `FontMissing` says what to install."""
    names = [wanted, *(name for name in FAMILIES if name != wanted)]
    installed = _installed()
    for name in names:
        files = tuple(path for file in FAMILIES[name] if (path := installed.get(file)) is not None)
        if len(files) == len(STYLES):
            return Face(name, files)
    raise FontMissing("no Times-like font with Vietnamese letters: apt-get install fonts-croscore fonts-liberation2")


@cache
def _installed() -> dict[str, Path]:
    """Every known font file that is there and has Vietnamese letters, by its name."""
    known = {file for files in FAMILIES.values() for file in files}
    found = (path for folder in FOLDERS if folder.is_dir() for path in sorted(folder.rglob("*.ttf")))
    return {path.name: path for path in found if path.name in known and _has_vietnamese(path)}


def _has_vietnamese(path: Path) -> bool:
    """False for Liberation 1.x, which shows its box for a missing glyph instead of «ế»."""
    font = _load(path, 40)
    return bytes(font.getmask("ế")) != bytes(font.getmask("\uffff"))
